// Asks the stream for single messages of a room, to learn places from them.
// Must not know: what the places are for.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "server/cluster/cursor.hpp"
#include "server/cluster/place_search.hpp"

namespace banter::server {

class Finder {
 public:
  /// None: it could not be found out; try again later.
  using OnPlace = std::function<void(TimePoint now, std::optional<Place> place)>;
  using OnSequence = std::function<void(TimePoint now, std::optional<std::uint64_t> sequence)>;

  explicit Finder(StreamContext& context) : context_(context) {}

  /// A place among the newest of the room's messages; {0, 0} when there are none. Any replica answers: it may be
  /// behind.
  void newest_place(TimePoint now, const std::string& room, OnPlace on_place);
  /// A place that the message at `sequence` tells of; it lies before it.
  void place_before(TimePoint now, const std::string& room, std::uint64_t sequence, OnPlace on_place);
  /// The result of the search.
  void search(TimePoint now, const std::string& room, PlaceSearch search, OnPlace on_place);
  /// Where the room's newest message lies, 0 when there is none. The stream's leader answers: whatever was acknowledged
  /// before, by whichever server, is not after it.
  void last_sequence(TimePoint now, const std::string& room, OnSequence on_sequence);

 private:
  static constexpr Duration answer_within{2'000};

  void get(TimePoint now, const std::string& wanted, Calls::OnAnswer on_answer);

  StreamContext& context_;
};

}  // namespace banter::server
