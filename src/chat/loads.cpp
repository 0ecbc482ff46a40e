#include "chat/loads.hpp"

#include <algorithm>
#include <utility>

namespace banter::chat {

std::deque<Loads::Wish>::iterator Loads::find(protocol::Seq before) {
  return std::find_if(wishes_.begin(), wishes_.end(), [before](const Wish& wish) { return wish.before == before; });
}

void Loads::want(protocol::Seq before, bool gap) {
  const auto known = find(before);
  if (known != wishes_.end() && known->state != State::failed) return;
  if (known != wishes_.end()) wishes_.erase(known);
  go_on(before, gap ? pages_of_a_gap : 1);
}

void Loads::go_on(protocol::Seq before, int pages) {
  if (wishes_.size() >= max_wishes) {
    const auto oldest =
        std::find_if(wishes_.begin(), wishes_.end(), [](const Wish& wish) { return wish.state != State::asked; });
    wishes_.erase(oldest);
  }
  wishes_.push_back({before, pages, State::wanted});
}

Loads::State Loads::state(protocol::Seq before) const {
  for (const Wish& wish : wishes_) {
    if (wish.before == before) return wish.state;
  }
  return State::idle;
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

std::string Loads::asked(TimePoint now, std::optional<protocol::Seq> after) {
  const auto wish =
      std::find_if(wishes_.begin(), wishes_.end(), [](const Wish& one) { return one.state == State::wanted; });
  wish->state = State::asked;
  request_ = Request{"h" + std::to_string(++requests_), after, now + answer_within};
  not_before_ = now + pace;
  return request_->id;
}

void Loads::drop(protocol::Seq before) {
  const auto wish = find(before);
  if (wish == wishes_.end()) return;
  if (wish->state == State::asked) request_.reset();
  wishes_.erase(wish);
}

std::optional<Loads::Answered> Loads::answered(const protocol::History& history) {
  if (!request_ || !history.before || history.after != request_->after) return std::nullopt;
  const auto wish = find(*history.before);
  if (wish == wishes_.end() || wish->state != State::asked) return std::nullopt;
  const Answered answered{wish->before, request_->after, wish->pages - 1};
  drop(wish->before);
  return answered;
}

std::optional<protocol::Seq> Loads::refused(const protocol::Refusal& refusal) {
  if (!request_ || refusal.id != request_->id) return std::nullopt;
  request_.reset();
  const auto wish =
      std::find_if(wishes_.begin(), wishes_.end(), [](const Wish& one) { return one.state == State::asked; });
  // What only takes its time is asked again; what cannot be read is for the person to try again.
  const bool later = refusal.retry_after > Duration{0} && refusal.code != "storage";
  wish->state = later ? State::wanted : State::failed;
  if (later) wait_ = std::min(refusal.retry_after, longest_wait);
  return wish->before;
}

void Loads::fail(protocol::Seq before) {
  drop(before);
  go_on(before, 1);
  wishes_.back().state = State::failed;
}

std::optional<protocol::Seq> Loads::tick(TimePoint now) {
  look_at_clock(now);
  if (!request_ || now < request_->deadline) return std::nullopt;
  request_.reset();
  const auto wish =
      std::find_if(wishes_.begin(), wishes_.end(), [](const Wish& one) { return one.state == State::asked; });
  wish->state = State::failed;
  return wish->before;
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
