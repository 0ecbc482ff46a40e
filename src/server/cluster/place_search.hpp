// Finds where a room's message lies in the stream, by looking at few others: each tells a place (record.hpp).
// Must not know: how they are fetched.
#pragma once

#include <cstdint>
#include <optional>

#include "server/cluster/record.hpp"

namespace banter::server {

class PlaceSearch {
 public:
  /// The highest place found with a number of at most `wanted`; `low` is one, `high` has a higher number or nothing
  /// lies beyond it. Good enough when it is at most `slack` messages before `wanted`: they are read and passed over.
  PlaceSearch(protocol::Seq wanted, Place low, Place high, protocol::Seq slack = 64);

  /// The stream's sequence from which on the room's first message is wanted next; none: the search is over.
  [[nodiscard]] std::optional<std::uint64_t> probe() const;
  /// That message lies at `sequence`, and tells of `known`.
  void found(std::uint64_t sequence, Place known);
  /// There is none from there on.
  void nothing();
  [[nodiscard]] Place result() const { return low_; }

 private:
  protocol::Seq wanted_;
  protocol::Seq slack_;
  Place low_;
  Place high_;
  std::uint64_t from_;  ///< sequences in [from_, to_) are worth a look
  std::uint64_t to_;
  int looks_ = 0;
};

}  // namespace banter::server
