// The part of the session that time drives: deadlines, silence, and what follows a time of which nobody knows.
#include <algorithm>

#include "net/close_codes.hpp"
#include "net/session.hpp"

namespace banter::net {

void Session::tick(TimePoint now) {
  switch (state_) {
    case State::connecting:
    case State::slow:
      if (asking_) {
        if (now < since_ + config_.token_within) break;
        end_socket(close_timeout, {});
        lose(now, "The page gave no token to log in with within " + in_seconds(config_.token_within.count()) + ".");
      } else if (now >= since_ + config_.connect_within) {
        end_socket(close_timeout, "no answer");
        lose(now, "The server did not answer within " + in_seconds(config_.connect_within.count()) + ".");
      } else if (state_ == State::connecting && now >= since_ + config_.slow_after) {
        enter(State::slow);
      }
      break;
    case State::greeting:
      if (now >= since_ + config_.greet_within) {
        end_socket(close_timeout, "no welcome");
        lose(now, objection_.empty()
                      ? "The server did not welcome us within " + in_seconds(config_.greet_within.count()) + "."
                      : objection_);
      }
      break;
    case State::open:
      tick_open(now);
      break;
    case State::waiting:
      if (now >= retry_at_) connect(now);
      break;
    case State::idle:
    case State::offline:
    case State::stopped:
      break;
  }
}

void Session::tick_open(TimePoint now) {
  if (pinged_) {
    const TimePoint due = *pinged_ + config_.pong_within;
    if (now < due) return;
    // Nobody looked for a while: the page was frozen, or the machine asleep, and the answer with it.
    if (now > due + config_.late && !asked_again_ && ask_again(now)) return;
    end_socket(close_timeout, "no pong");
    lose(now,
         "The connection went silent: no answer to a ping within " + in_seconds(config_.pong_within.count()) + ".");
  } else if (now >= heard_ + config_.ping_after) {
    ping(now);
  }
}

bool Session::ping(TimePoint now) {
  if (!capabilities().ping || !write(protocol::Ping{})) return false;
  pinged_ = now;
  if (!ping_sent_) ping_sent_ = now;
  return true;
}

/// Once, until something is heard. It measures nothing: an earlier ping's pong may come late.
bool Session::ask_again(TimePoint now) {
  if (asked_again_ || !ping(now)) return false;
  asked_again_ = true;
  ping_sent_.reset();
  return true;
}

void Session::measure(TimePoint now) {
  if (state_ == State::open && !pinged_) ping(now);
}

void Session::woke(TimePoint now) {
  if (state_ == State::waiting && online_) return connect(now);
  if (state_ != State::open) return;
  if (!pinged_ && now < heard_ + config_.sure_for) return;
  ask_again(now);
}

std::optional<TimePoint> Session::next_deadline() const {
  switch (state_) {
    case State::connecting:
    case State::slow:
      if (asking_) return since_ + config_.token_within;
      return since_ +
             (state_ == State::slow ? config_.connect_within : std::min(config_.slow_after, config_.connect_within));
    case State::greeting:
      return since_ + config_.greet_within;
    case State::open:
      if (pinged_) return *pinged_ + config_.pong_within;
      if (capabilities().ping) return heard_ + config_.ping_after;
      return std::nullopt;
    case State::waiting:
      return retry_at_;
    case State::idle:
    case State::offline:
    case State::stopped:
      break;
  }
  return std::nullopt;
}

}  // namespace banter::net
