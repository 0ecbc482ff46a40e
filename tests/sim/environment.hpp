// What everything in one simulated world shares. All chance comes from one seed.
#pragma once

#include "base/random.hpp"
#include "chaos.hpp"
#include "scheduler.hpp"
#include "trace.hpp"

namespace banter::sim {

struct Environment {
  Environment(std::uint64_t seed, Trace::Mode mode) : random(seed), chaos(random), trace(clock, mode) {}
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  bool one_in(std::uint64_t n) { return random.below(n) == 0; }

  Scheduler clock;
  Random random;
  Chaos chaos;
  Trace trace;
};

}  // namespace banter::sim
