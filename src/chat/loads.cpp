#include "chat/loads.hpp"

#include <algorithm>
#include <utility>

namespace banter::chat {

Loads::Place Loads::find(protocol::Seq at, What what) {
  const bool around = what == What::around;
  return std::find_if(wishes_.begin(), wishes_.end(), [at, around](const Wish& wish) {
    return wish.at == at && (wish.what == What::around) == around;
  });
}

Loads::Place Loads::asked_one() {
  return std::find_if(wishes_.begin(), wishes_.end(), [](const Wish& one) { return one.state == State::asked; });
}

void Loads::want(protocol::Seq at, What what, int pages) {
  const auto known = find(at, what);
  if (known != wishes_.end() && known->state != State::failed) {
    if (known->state == State::wanted) known->what = what;
    return;
  }
  if (known != wishes_.end()) wishes_.erase(known);
  if (what == What::around) {
    const auto older = [](const Wish& wish) { return wish.what == What::around && wish.state != State::asked; };
    wishes_.erase(std::remove_if(wishes_.begin(), wishes_.end(), older), wishes_.end());
  }
  add({at, what, pages, State::wanted});
}

void Loads::add(const Wish& wish) {
  if (wishes_.size() >= max_wishes) {
    const auto oldest =
        std::find_if(wishes_.begin(), wishes_.end(), [](const Wish& one) { return one.state != State::asked; });
    wishes_.erase(oldest);
  }
  if (wish.what == What::around) {
    wishes_.push_front(wish);
  } else {
    wishes_.push_back(wish);
  }
}

Loads::State Loads::state_of(protocol::Seq at, bool around) const {
  for (const Wish& wish : wishes_) {
    if (wish.at == at && (wish.what == What::around) == around) return wish.state;
  }
  return State::idle;
}

bool Loads::seeks() const {
  return std::any_of(wishes_.begin(), wishes_.end(), [](const Wish& wish) { return wish.what == What::around; });
}

void Loads::look_at_clock(TimePoint now) {
  mono_ = std::max(mono_, now);
  if (wait_) {
    const TimePoint until = now + *std::exchange(wait_, std::nullopt);
    not_before_ = not_before_ ? std::max(*not_before_, until) : until;
  }
  if (not_before_ && now >= *not_before_) not_before_.reset();
}

const Loads::Wish* Loads::next(TimePoint now) {
  look_at_clock(now);
  if (request_ || not_before_) return nullptr;
  for (const Wish& wish : wishes_) {
    if (wish.state == State::wanted) return &wish;
  }
  return nullptr;
}

std::string Loads::asked(TimePoint now, const Bounds& bounds) {
  const auto wish =
      std::find_if(wishes_.begin(), wishes_.end(), [](const Wish& one) { return one.state == State::wanted; });
  wish->state = State::asked;
  request_ = Request{"h" + std::to_string(++requests_), bounds, now + answer_within};
  not_before_ = now + pace;
  return request_->id;
}

void Loads::drop(protocol::Seq at, What what) {
  const auto wish = find(at, what);
  if (wish == wishes_.end()) return;
  if (wish->state == State::asked) request_.reset();
  wishes_.erase(wish);
}

std::optional<Loads::Answered> Loads::answered(const protocol::History& history) {
  if (!request_ || history.before != request_->bounds.before || history.after != request_->bounds.after)
    return std::nullopt;
  const auto wish = asked_one();
  const Answered answered{wish->at, wish->what, request_->bounds, wish->pages - 1};
  request_.reset();
  wishes_.erase(wish);
  return answered;
}

std::optional<protocol::Seq> Loads::refused(const protocol::Refusal& refusal) {
  if (!request_ || refusal.id != request_->id) return std::nullopt;
  request_.reset();
  const auto wish = asked_one();
  // What only takes its time is asked again; what cannot be read is for the person to try again.
  const bool later = refusal.retry_after > Duration{0} && refusal.code != "storage";
  wish->state = later ? State::wanted : State::failed;
  if (later) wait_ = std::min(refusal.retry_after, longest_wait);
  return wish->at;
}

void Loads::fail(protocol::Seq at, What what) {
  drop(at, what);
  add({at, what, 1, State::failed});
}

std::optional<protocol::Seq> Loads::tick(TimePoint now) {
  look_at_clock(now);
  if (!request_ || now < request_->deadline) return std::nullopt;
  request_.reset();
  const auto wish = asked_one();
  wish->state = State::failed;
  return wish->at;
}

std::optional<TimePoint> Loads::next_deadline() const {
  if (request_) return request_->deadline;
  const bool waits =
      std::any_of(wishes_.begin(), wishes_.end(), [](const Wish& wish) { return wish.state == State::wanted; });
  if (!waits) return std::nullopt;
  if (wait_) return mono_;
  return not_before_;
}

void Loads::connection_lost() {
  request_.reset();
  wait_.reset();
  for (auto wish = wishes_.begin(); wish != wishes_.end();) {
    if (wish->state == State::asked) wish->state = State::wanted;
    wish = wish->state == State::failed ? wishes_.erase(wish) : std::next(wish);
  }
}

void Loads::clear() {
  wishes_.clear();
  request_.reset();
  wait_.reset();
}

}  // namespace banter::chat
