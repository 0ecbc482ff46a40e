// What the hub asks of the disk and what it is told, as values: the server performs them on a
// thread of its own, a simulator performs them badly on purpose.
// Must not know: SQLite, threads, connections.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "protocol/messages.hpp"

namespace banter::server {

/// Names one request, so that its reply finds the way back. Never reused.
using Ticket = std::uint64_t;

// ---- requests ----

/// Store the message under the room's next number, unless its (room, user, id) is stored already.
/// An empty id is never the same as another.
struct Append {
  Ticket ticket = 0;
  protocol::ChatMessage message;  ///< without seq
  /// Rises when whoever asks learns of a failed append. Appends that were asked for before that fail too: they would
  /// overtake the one that failed, which its author sends again.
  std::uint64_t generation = 0;
};
/// Read what is stored in `room` after number `after`, ascending. With max_messages 0 only the room's state is asked.
struct Read {
  Ticket ticket = 0;
  std::string room;
  protocol::Seq after = 0;
  std::uint32_t max_messages = 0;
  std::size_t max_bytes = 0;  ///< of text and names; a single message may be larger
};
using StoreRequest = std::variant<Append, Read>;

// ---- replies ----

/// The message is on the disk: it survives the loss of power.
struct Appended {
  Ticket ticket = 0;
  protocol::Seq seq = 0;
  WallTime time{};
  bool duplicate = false;  ///< it was stored before; seq and time are those of then
};
struct PageRead {
  Ticket ticket = 0;
  std::string epoch;
  protocol::Seq last = 0;  ///< the newest number in the room; 0: none
  std::vector<protocol::ChatMessage> messages;
};
/// The request failed. A failed append may yet be found stored after all.
struct StoreFailed {
  Ticket ticket = 0;
  std::string reason;
};
using StoreReply = std::variant<Appended, PageRead, StoreFailed>;

/// Appends of one batch are made durable together. Every request gets one reply; appends are
/// numbered and answered in the order given, batch after batch. A read shows every append that is
/// answered before it, and nothing that is not durable.
class Storage {
 public:
  virtual ~Storage() = default;
  virtual void perform(std::vector<StoreRequest> requests, std::vector<StoreReply>& replies) = 0;
  /// Writes something and makes it durable; empty, or why that fails.
  virtual std::string probe() = 0;
};

}  // namespace banter::server
