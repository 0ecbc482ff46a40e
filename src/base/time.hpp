// Time as Banter's core knows it: values that are passed in, never read from a clock here.
// Must not know: any platform clock. The platform reads clocks; tests and simulators invent time.
#pragma once

#include <chrono>
#include <cstdint>

namespace banter {

using Duration = std::chrono::milliseconds;

/// A tag, not a clock: it has no now(), so that pure code cannot ask for the time behind its caller's back.
struct MonotonicClock {
  using rep = Duration::rep;
  using period = Duration::period;
  using duration = Duration;
  using time_point = std::chrono::time_point<MonotonicClock, Duration>;
  static constexpr bool is_steady = true;
};

/// A moment on a steady clock with an arbitrary origin. For timeouts and intervals.
using TimePoint = MonotonicClock::time_point;

/// Milliseconds since the Unix epoch, UTC. For what people read. Zero: unknown.
using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;

}  // namespace banter
