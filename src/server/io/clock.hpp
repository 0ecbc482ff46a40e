// The system's clocks as the core's values.
#pragma once

#include <chrono>

#include "base/time.hpp"

namespace banter::server {

inline TimePoint monotonic_now() {
  return TimePoint(std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now().time_since_epoch()));
}

inline WallTime wall_now() {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace banter::server
