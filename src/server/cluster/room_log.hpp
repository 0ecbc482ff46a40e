// The newest messages of a room, kept in memory: who joins or resumes is served from here, and what is sent again is
// recognised. Bounded; older ones are read from the stream.
// Must not know: NATS, requests.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "server/cluster/record.hpp"

namespace banter::server {

class RoomLog {
 public:
  static constexpr std::size_t most_messages = 1'000;
  static constexpr std::size_t most_bytes = 256 << 10;

  struct Kept {
    std::uint64_t sequence = 0;
    protocol::ChatMessage message;
  };

  explicit RoomLog(Place before = {}) : last_(before), first_(before) {}

  /// The next one.
  void add(Place at, protocol::ChatMessage message);

  [[nodiscard]] Place last() const { return last_; }
  /// The place before the oldest that is kept.
  [[nodiscard]] Place before_first() const { return first_; }
  /// None when it is older than all, or was never there. An empty id is nobody's.
  [[nodiscard]] const Kept* by_id(const std::string& user, const std::string& id) const;
  [[nodiscard]] const Kept* by_sequence(std::uint64_t sequence) const;
  /// Of what is kept after `number`, as much as fits; one message at least. Precondition: number >=
  /// before_first().number.
  [[nodiscard]] std::vector<protocol::ChatMessage> page(protocol::Seq number, std::size_t messages,
                                                        std::size_t bytes) const;
  /// Of what is kept between the two numbers, the nearest below `before`; ascending. Preconditions: after >=
  /// before_first().number, before <= last().number + 1.
  [[nodiscard]] std::vector<protocol::ChatMessage> page_before(protocol::Seq after, protocol::Seq before,
                                                               std::size_t messages, std::size_t bytes) const;

 private:
  void forget_first();

  Place last_;
  Place first_;
  std::deque<Kept> kept_;
  std::map<std::pair<std::string, std::string>, protocol::Seq> by_id_;
  std::size_t bytes_ = 0;
};

/// Of text and names.
std::size_t size_of(const protocol::ChatMessage& message);

}  // namespace banter::server
