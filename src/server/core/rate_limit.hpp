// How often somebody may do something: a token bucket.
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

  /// Takes one token. Zero: granted. Otherwise how long until there is one.
  Duration take(TimePoint now) {
    const double seconds = static_cast<double>((now - filled_).count()) / 1000.0;
    tokens_ = std::min(rate_.burst, tokens_ + std::max(0.0, seconds) * rate_.per_second);
    filled_ = std::max(filled_, now);
    if (tokens_ >= 1.0) {
      tokens_ -= 1.0;
      return Duration{0};
    }
    return Duration{1 + static_cast<Duration::rep>((1.0 - tokens_) * 1000.0 / rate_.per_second)};
  }

 private:
  Rate rate_;
  double tokens_;
  TimePoint filled_;
};

}  // namespace banter::server
