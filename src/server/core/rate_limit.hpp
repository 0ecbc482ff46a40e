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

class TokenBucket {
 public:
  TokenBucket(Rate rate, TimePoint now) : rate_(rate), tokens_(rate.burst), filled_(now) {}

  /// Longer than a round trip.
  static constexpr Duration hold{2'000};

  /// Takes one token. Zero: granted. Otherwise how long until it is worth another try.
  Duration take(TimePoint now) {
    if (now < held_until_) return held_until_ - now;
    const double seconds = static_cast<double>((now - filled_).count()) / 1000.0;
    tokens_ = std::min(rate_.burst, tokens_ + std::max(0.0, seconds) * rate_.per_second);
    filled_ = std::max(filled_, now);
    if (tokens_ >= 1.0) {
      tokens_ -= 1.0;
      return Duration{0};
    }
    return refuse(now, Duration{1 + static_cast<Duration::rep>((1.0 - tokens_) * 1000.0 / rate_.per_second)});
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
  Rate rate_;
  double tokens_;
  TimePoint filled_;
  TimePoint held_until_ = TimePoint::min();
};

}  // namespace banter::server
