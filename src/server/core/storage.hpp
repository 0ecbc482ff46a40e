// What the hub asks of the disk and what it is told, as values: the server performs them on a
// thread of its own, a simulator performs them badly on purpose.
// Must not know: SQLite, threads, connections.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"
#include "protocol/messages.hpp"
#include "server/core/roster.hpp"

namespace banter::server {

/// Names one request, so that its reply finds the way back. Never reused.
using Ticket = std::uint64_t;

// ---- requests ----

/// Store the message under the room's next number, unless its (room, user, id) is stored already.
/// An empty id is never the same as another.
struct Append {
  Ticket ticket = 0;
  protocol::ChatMessage message;  ///< without seq
  /// Rises when whoever asks learns of a failed append or revision. Those that were asked for before that fail too:
  /// they would overtake the one that failed, which its author sends again.
  std::uint64_t generation = 0;
};
/// Give `user`'s own message another text, or take its text away for good, under the room's next edit number. What was
/// erased gets no other text.
struct Revise {
  Ticket ticket = 0;
  std::string room;
  protocol::Seq seq = 0;
  std::string user;
  std::string text;
  WallTime time{};
  std::uint64_t generation = 0;  ///< as an append's: an older text that is sent again must not replace a newer one
  bool erase = false;            ///< `text` is empty; to erase twice does no harm
  bool of_others = false;        ///< whoever's message it is
};
/// Read what is stored in `room` after number `after`, ascending; with `before` those nearest below it. With
/// max_messages 0 only the room's state is asked.
struct Read {
  Ticket ticket = 0;
  std::string room;
  protocol::Seq after = 0;
  std::uint32_t max_messages = 0;
  std::size_t max_bytes = 0;  ///< of text and names; a single message may be larger
  std::optional<protocol::Seq> before{};
  bool patient = false;  ///< for somebody who looks back: where readers wait, those who join come first
};
/// Read the messages of `room` whose newest edit is after number `after`, ascending by that.
struct ReadEdits {
  Ticket ticket = 0;
  std::string room;
  protocol::EditNumber after = 0;
  std::uint32_t max_edits = 0;
  std::size_t max_bytes = 0;  ///< of text; a single one may be larger
};
/// Impose or lift one.
struct SetSanction {
  Ticket ticket = 0;
  Sanction sanction;
  bool lift = false;
};
/// Keep a nickname for a user, in the place of what either had in the room.
struct SetName {
  Ticket ticket = 0;
  Reservation reservation;
  std::vector<Reservation> forgotten;  ///< without users; they are free
};
/// Somebody is in the room from now on: tell of messages that others have stored there (Arrived). Asked for only of a
/// storage that several servers share (HubConfig::shared_storage), before anything else is asked about the room. No
/// reply.
struct Watch {
  std::string room;
};
/// Nobody is in the room any more, and nothing is on its way to it. No reply.
struct Unwatch {
  std::string room;
};
/// Somebody here types in a room: tell the other servers, if it can be done soon. Nothing is stored. No reply.
struct TellTyping {
  std::string room;
  std::string user;
  std::string nick;
};
/// Who is in a watched room on this server, all of them: tell the other servers, and those that begin to watch it
/// later. Nothing is stored. No reply.
struct TellPeople {
  std::string room;
  std::vector<protocol::Person> people;
};
using StoreRequest =
    std::variant<Append, Revise, SetSanction, SetName, Read, ReadEdits, Watch, Unwatch, TellTyping, TellPeople>;

/// 0: there is no reply to it.
inline Ticket ticket_of(const StoreRequest& request) {
  return std::visit(
      [](const auto& one) -> Ticket {
        if constexpr (requires { one.ticket; }) {
          return one.ticket;
        } else {
          return 0;
        }
      },
      request);
}
/// Or it only reads.
inline bool writes(const StoreRequest& request) {
  return std::holds_alternative<Append>(request) || std::holds_alternative<Revise>(request) ||
         std::holds_alternative<SetSanction>(request) || std::holds_alternative<SetName>(request);
}
/// Of an append or a revision.
inline std::optional<std::uint64_t> generation_of(const StoreRequest& request) {
  if (const auto* append = std::get_if<Append>(&request)) return append->generation;
  if (const auto* revision = std::get_if<Revise>(&request)) return revision->generation;
  return std::nullopt;
}

// ---- replies ----

/// The message is on the disk: it survives the loss of power.
struct Appended {
  Ticket ticket = 0;
  protocol::Seq seq = 0;
  WallTime time{};
  bool duplicate = false;  ///< it was stored before; seq and time are those of then
  // of a duplicate, as it is now
  std::string text{};
  protocol::EditNumber edit = 0;
  bool deleted = false;
};
/// The text is on the disk.
struct Revised {
  Ticket ticket = 0;
  protocol::EditNumber edit = 0;  ///< 0: nothing was changed, the room has no such message of this user
};
struct PageRead {
  Ticket ticket = 0;
  std::string epoch;
  protocol::Seq last = 0;          ///< the newest number in the room; 0: none
  protocol::EditNumber edits = 0;  ///< the newest edit's; 0: none
  std::vector<protocol::ChatMessage> messages;
};
struct EditsRead {
  Ticket ticket = 0;
  protocol::EditNumber last = 0;  ///< the newest in the room; 0: none
  std::vector<protocol::Edited> edits;
};
/// The sanction or the nickname is on the disk.
struct Noted {
  Ticket ticket = 0;
};
/// The request failed. A failed append or revision may yet be found stored after all.
struct StoreFailed {
  Ticket ticket = 0;
  std::string reason;
};
/// A message in a watched room that nobody here waits for: another server's, or one whose append was told to have
/// failed. It is stored as safely as an appended one.
struct Arrived {
  protocol::ChatMessage message;  ///< with room and seq
};
/// Somebody types in a watched room, on another server.
struct TypingTold {
  std::string room;
  std::string user;
  std::string nick;
};
/// Who is in a watched room on another server: all of them, instead of those who were told before. Empty: nobody, or
/// the server was not heard of for long.
struct PeopleTold {
  std::string room;
  std::string server;
  std::vector<protocol::Person> people;
};
using StoreReply =
    std::variant<Appended, Revised, Noted, PageRead, EditsRead, StoreFailed, Arrived, TypingTold, PeopleTold>;

/// Appends and revisions of one batch are made durable together, or fail together. Every request gets one reply;
/// appends and revisions are numbered and answered in the order given, batch after batch, and reads after them. A read
/// shows all of them that are answered before it, and nothing that is not durable. Of a shared storage that holds for
/// each room and user by itself; what arrived counts as answered, and the numbers of a watched room rise from reply to
/// reply.
class Storage {
 public:
  virtual ~Storage() = default;
  virtual void perform(std::vector<StoreRequest> requests, std::vector<StoreReply>& replies) = 0;
  /// Writes something and makes it durable; empty, or why that fails.
  virtual std::string probe() = 0;
};

}  // namespace banter::server
