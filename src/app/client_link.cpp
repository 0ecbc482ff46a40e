// How the connection does: round trips are taken while somebody looks, and a time of which nobody knows is noticed.
#include <string>
#include <utility>

#include "app/client.hpp"

namespace banter::app {
namespace {

constexpr Duration slept_from{5'000};
constexpr Duration grace{1'000};
constexpr Duration measure_every{10'000};

}  // namespace

void Client::woke() {
  session_.woke(platform_.now());
  take_notices();
  take_actions();
}

/// When something has to be acted on because nothing was heard.
std::optional<TimePoint> Client::answers_due() const {
  std::optional<TimePoint> due = session_.next_deadline();
  const auto sooner = [&](std::optional<TimePoint> t) {
    if (t && (!due || *t < *due)) due = t;
  };
  sooner(store_.next_deadline());
  sooner(people_.next_deadline());
  sooner(join_deadline_);
  if (edit_ && !edit_->id.empty()) sooner(edit_->answer_by);
  if (jump_ && jump_->row == chat::RowId::none) sooner(jump_->answer_by);
  if (!asked_.empty()) sooner(asked_.front().answer_by);
  return due;
}

/// The page was frozen, or the machine asleep, when an answer was due: what came of it waits in the browser, perhaps
/// behind the timer that runs now.
bool Client::oversleeps(TimePoint now) {
  if (grace_until_ && now < *grace_until_) return true;
  const auto due = answers_due();
  if (std::exchange(grace_until_, std::nullopt) || !due || now - *due <= slept_from) return false;
  grace_until_ = now + grace;
  session_.woke(now);
  return true;
}

/// The monotonic clock stands still while some machines sleep, and the other does not.
void Client::look_at_clocks(TimePoint now) {
  const WallTime wall = platform_.wall();
  if (looked_wall_) {
    const Duration apart = (wall - *looked_wall_) - (now - looked_);
    if (apart > slept_from) {
      log_note("The machine was asleep, or its clock was set, by about " + std::to_string(apart.count() / 1000) + " s");
      session_.woke(now);
    }
  }
  looked_ = now;
  looked_wall_ = wall;
}

void Client::measure(TimePoint now) {
  if (view_.log_open()) links_.forget(now);
  if (!view_.log_open() || session_.state() != net::State::open || !session_.capabilities().ping) {
    measure_at_.reset();
    return;
  }
  if (measure_at_ && now < *measure_at_) return;
  measure_at_ = now + measure_every;
  session_.measure(now);
}

void Client::measured(TimePoint now, Duration round_trip) {
  links_.measured(now, round_trip);
  if (view_.log_open()) want_frames(1);
}

}  // namespace banter::app
