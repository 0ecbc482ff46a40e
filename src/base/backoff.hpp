// How long to wait before the next attempt: exponential backoff with full jitter.
#pragma once

#include <algorithm>

#include "base/random.hpp"
#include "base/time.hpp"

namespace banter {

/// The n-th delay is uniform in [floor, min(ceiling, first * 2^n)]: "full jitter", so that clients
/// that lost one server together do not come back together. There is no limit on the attempts.
class Backoff {
 public:
  struct Limits {
    Duration first{500};
    Duration ceiling{20'000};
    Duration floor{50};
  };

  explicit Backoff(Limits limits) : limits_(limits) {}

  Duration next(Random& random) {
    const auto cap = std::min<Duration::rep>(limits_.ceiling.count(), limits_.first.count() << std::min(attempt_, 20));
    ++attempt_;
    const auto jittered = static_cast<Duration::rep>(random.unit() * static_cast<double>(cap));
    return Duration{std::max(jittered, limits_.floor.count())};
  }

  void reset() { attempt_ = 0; }
  [[nodiscard]] int attempts() const { return attempt_; }

 private:
  Limits limits_;
  int attempt_ = 0;
};

}  // namespace banter
