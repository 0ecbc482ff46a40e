// How often somebody may do something: a token bucket. A refusal holds for a while even if a token comes sooner:
// what was in flight behind the refused message must not overtake it, for it will be sent again.
#pragma once

#include <algorithm>

#include "base/time.hpp"

namespace banter::server {

struct Rate {
  double per_second = 5;
  double burst = 20;
};

/// Full at first. There are several to a connection: it keeps two times, and is told its rate by who has it, always the
/// same one.
class TokenBucket {
 public:
  /// Longer than a round trip.
  static constexpr Duration hold{2'000};

  /// Takes one token. Zero: granted. Otherwise how long until it is worth another try.
  Duration take(Rate rate, TimePoint now) {
    if (now < held_until_) return held_until_ - now;
    const double interval = 1000.0 / rate.per_second;
    const auto time = static_cast<double>(now.time_since_epoch().count());
    const double missing = std::max(0.0, full_at_ - time);  // what is missing, as the time that brings it
    const double wait = missing - (rate.burst - 1.0) * interval;
    if (wait <= rounding) {
      full_at_ = time + missing + interval;
      return Duration{0};
    }
    return refuse(now, Duration{1 + static_cast<Duration::rep>(wait)});
  }

  /// Grants nothing for a while, at least `wait`: something else refused what a token was there for. Returns how long.
  /// Several refusals at about the same time end at the same time, so that the first may be tried again first.
  Duration refuse(TimePoint now, Duration wait) {
    if (held_until_ < now + hold) held_until_ = now + std::max(wait, hold);
    return held_until_ - now;
  }

  /// How long nothing is granted; zero: not at all.
  [[nodiscard]] Duration held(TimePoint now) const { return now < held_until_ ? held_until_ - now : Duration{0}; }

 private:
  static constexpr double rounding = 1e-3;  ///< of sums of intervals that are no whole milliseconds

  double full_at_ = static_cast<double>(TimePoint::min().time_since_epoch().count());  ///< milliseconds
  TimePoint held_until_ = TimePoint::min();
};

}  // namespace banter::server
