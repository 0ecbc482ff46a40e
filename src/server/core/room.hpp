// The state of a room while somebody is in it: who is there and how far each has been served.
// Must not know: how frames reach a connection, how messages reach the disk.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "protocol/messages.hpp"
#include "server/core/people.hpp"
#include "server/core/rare_vector.hpp"
#include "server/core/storage.hpp"

namespace banter::server {

/// A command that was carried out while its connection was behind: it is answered when the message's edits are sent.
struct HeldAnswer {
  protocol::EditNumber edit = 0;
  protocol::Seq seq = 0;
  std::string id;
};

/// A join that is being answered.
struct Opening {
  std::string epoch;  ///< what it asked to resume
  protocol::Seq after = 0;
  bool more = false;  ///< of the History frames
  bool gap = false;   ///< of the next History frame
};

/// Names a connection for the life of the process. Never reused.
enum class ConnectionId : std::uint64_t {};

/// One connection in one room. There are many, and they are kept small.
///
///   head ──► page ◄──► draining        head: the room's state is being read
///     │        │                       page: stored messages are being read
///     └────────┴──► live ──► page      draining: the last page is on its way; the next when it is sent
///                                      live: new messages go out at once
/// Only a live member is sent new messages as they come; everybody else finds them in the storage
/// later. So a member gets every message once and in order, whatever happens in between.
///
/// Edits are counted beside: a live member whose `edits` is the room's is sent the next one as it comes. One that has
/// missed some while it was not live is sent what is read of them until it has all, and messages go on meanwhile.
struct Member {
  enum class Phase : std::uint8_t { head, page, draining, live };
  Ticket ticket = 0;               ///< the read that is awaited
  protocol::Seq delivered = 0;     ///< everything up to here was sent; 0: nothing, or not known (no history)
  protocol::EditNumber edits = 0;  ///< every edit up to here is known of what was delivered
  Phase phase = Phase::live;
  bool catching_up = false;          ///< live, and edits are read: now, or when the send queue is empty
  bool missed_presence = false;      ///< it was behind when somebody came or went
  std::uint32_t heard_with = 0;      ///< the number of the last ping behind a refusal: see `refused`
  std::unique_ptr<Opening> opening;  ///< pages answer it, as History; null: they are sent as Chat
  RareVector<protocol::Ack> acks;    ///< of messages that come after what the member still has to be sent
  RareVector<HeldAnswer> answers;    ///< of edits after `edits`, ascending
  /// Ids of messages that were refused for a time, in the order in which their author hears of it: of one that comes
  /// again it has heard, of all once the ping behind the last refusal (heard_with) is answered. Until then what was
  /// written before is still on its way, and is refused as well.
  RareVector<std::string> refused;
};

struct Room {
  std::map<ConnectionId, Member> members;
  protocol::Seq confirmed = 0;     ///< the newest message handed to the live members; 0: none yet
  protocol::EditNumber edits = 0;  ///< the newest that is known of
  std::size_t writes = 0;          ///< messages and edits on their way to the disk
  bool looking = false;            ///< its state is being read, or will be again, after a failure
  People people;                   ///< on all servers
  /// Those of them on other servers, by server: user and nickname.
  std::map<std::string, std::map<std::string, std::string>> elsewhere;
  bool tell_people = false;                  ///< other servers do not know yet who is here
  std::optional<TimePoint> presence_due;     ///< when it is told who came and went; none: nobody did
  TimePoint types_again = TimePoint::min();  ///< when what was told of typing is paid for
};

}  // namespace banter::server
