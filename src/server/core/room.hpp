// The state of a room while somebody is in it: who is there and how far each has been served.
// Must not know: how frames reach a connection, how messages reach the disk.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "protocol/messages.hpp"
#include "server/core/storage.hpp"

namespace banter::server {

/// Names a connection for the life of the process. Never reused.
enum class ConnectionId : std::uint64_t {};

/// One connection in one room.
///
///   head ──► page ◄──► draining        head: the room's state is being read
///     │        │                       page: stored messages are being read
///     └────────┴──► live ──► page      draining: the last page is on its way; the next when it is sent
///                                      live: new messages go out at once
/// Only a live member is sent new messages as they come; everybody else finds them in the storage
/// later. So a member gets every message once and in order, whatever happens in between.
struct Member {
  enum class Phase : std::uint8_t { head, page, draining, live };
  Phase phase = Phase::live;
  bool opening = false;         ///< pages still answer the join, as History; later ones are sent as Chat
  Ticket ticket = 0;            ///< the read that is awaited
  protocol::Seq delivered = 0;  ///< everything up to here was sent; 0: nothing, or not known (no history)
  std::string epoch;            ///< what the join asked to resume
  protocol::Seq after = 0;
  bool more = false;                ///< of the History frames
  bool gap = false;                 ///< of the next History frame
  std::vector<protocol::Ack> acks;  ///< of messages that come after what the member still has to be sent
};

struct Room {
  std::map<ConnectionId, Member> members;
  protocol::Seq confirmed = 0;  ///< the newest message handed to the live members; 0: none yet
  std::size_t appends = 0;      ///< on their way to the disk
};

}  // namespace banter::server
