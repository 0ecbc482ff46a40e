#include "server/cluster/place_search.hpp"

#include <algorithm>

namespace banter::server {

PlaceSearch::PlaceSearch(protocol::Seq wanted, Place low, Place high, protocol::Seq slack)
    : wanted_(wanted), slack_(slack), low_(low), high_(high), from_(low.sequence + 1), to_(high.sequence) {}

std::optional<std::uint64_t> PlaceSearch::probe() const {
  if (from_ >= to_ || wanted_ - low_.number <= slack_) return std::nullopt;
  const std::uint64_t middle = from_ + (to_ - from_) / 2;
  // By turns where it would lie if the rooms' messages were spread evenly, and in the middle: that ends in any case.
  if (looks_ % 2 == 1 || high_.number <= low_.number) return middle;
  const auto share = static_cast<double>(wanted_ - low_.number) / static_cast<double>(high_.number - low_.number);
  const auto ahead = share * static_cast<double>(high_.sequence - low_.sequence);
  const auto guess = low_.sequence + static_cast<std::uint64_t>(ahead);
  return std::clamp(guess, from_, to_ - 1);
}

void PlaceSearch::found(std::uint64_t sequence, Place known) {
  const auto at = *probe();
  ++looks_;
  if (known.number <= wanted_) {
    if (known.sequence > low_.sequence) low_ = known;
    from_ = std::max(sequence, at) + 1;
  } else {
    if (known.sequence < high_.sequence) high_ = known;
    // The message told of a place before its own: what lies there or beyond is too late as well.
    to_ = std::min(at, known.sequence);
  }
}

void PlaceSearch::nothing() {
  to_ = *probe();
  ++looks_;
}

}  // namespace banter::server
