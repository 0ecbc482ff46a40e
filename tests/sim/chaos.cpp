#include "chaos.hpp"

namespace banter::sim {
namespace {

constexpr std::size_t index_of(Mark mark) {
  return static_cast<std::size_t>(mark);
}
constexpr auto last_of_storm = index_of(Mark::reload);

// clang-format off
constexpr std::array<std::string_view, static_cast<std::size_t>(Mark::count)> names{
    "cut", "half-open", "slow reader", "server crash", "server stop", "restore", "sleep", "sleep without clock",
    "offline", "clock forward", "clock back", "tab crash", "reload", "crash between steps", "storage error",
    "answer lost", "read error", "connect refused", "connect slow", "connect lost", "unwritable", "delay",
    "shelf slow", "shelf full", "steps", "typed", "stored", "acked", "frame torn", "late frame", "undurable lost", "durable unasked", "stored again",
    "congested", "overflow", "batched", "resumed", "gap", "new epoch", "ping timeout", "ack timeout", "join timeout",
    "welcome timeout", "connect timeout", "rate limited", "storage refusal", "too long", "failed", "retried",
    "discarded", "pending at reload", "restored", "told elsewhere", "changed at once", "rewritten", "outrun", "taken back", "deleted",
    "older loaded", "gap filled", "jumped", "read on", "edited", "edit unanswered", "edited again", "edits caught up"};
// clang-format on

/// How likely at each chance, where a seed has the fault; of the storm's how often beside the others.
constexpr double usual_rate(Mark fault) {
  switch (fault) {
    case Mark::restore:
      return 0.2;
    case Mark::crash_between_steps:
      return 0.01;
    case Mark::delay:
    case Mark::unwritable:
    case Mark::shelf_full:
      return 0.02;
    case Mark::storage_error:
    case Mark::answer_lost:
    case Mark::read_error:
    case Mark::connect_refused:
    case Mark::connect_slow:
    case Mark::connect_lost:
    case Mark::shelf_slow:
      return 0.1;
    default:
      return 1;
  }
}

}  // namespace

std::string_view name_of(Mark mark) {
  return names[index_of(mark)];
}

Chaos::Chaos(Random& random) : random_(random), usual_latency_(1 + static_cast<int>(random.below(200))) {
  for (std::size_t i = 0; i < rates_.size(); ++i) {
    if (random_.below(2) == 0) rates_[i] = usual_rate(static_cast<Mark>(i)) * (0.25 + 1.5 * random_.unit());
  }
}

Mark Chaos::next() {
  if (calm_) return Mark::count;
  double sum = 0;
  for (std::size_t i = 0; i <= last_of_storm; ++i) sum += rates_[i];
  double at = random_.unit() * sum;
  for (std::size_t i = 0; i <= last_of_storm; ++i) {
    at -= rates_[i];
    if (rates_[i] == 0 || at > 0) continue;
    saw(static_cast<Mark>(i));
    return static_cast<Mark>(i);
  }
  return Mark::count;
}

Duration Chaos::latency() {
  if (strikes(Mark::delay)) return between(1'000, 8'000);
  return between(usual_latency_ / 2, usual_latency_ * 2);
}

}  // namespace banter::sim
