// A chat message as it lies in the stream: the text is the body, the rest are headers.
//
// JetStream numbers the messages of all rooms together; a room's members count theirs alone. So every message tells a
// place that its server knew when it was sent: "message 41 of this room lies at 1234". All servers find the same
// numbers from there by counting what the stream has of the room after 1234, whatever they missed and whichever of them
// is gone. Must not know: connections, requests.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "protocol/messages.hpp"
#include "server/cluster/link.hpp"

namespace banter::server {

/// Message `number` of a room lies at `sequence` of the stream. Both 0: before the first.
struct Place {
  protocol::Seq number = 0;
  std::uint64_t sequence = 0;
  bool operator==(const Place&) const = default;
};

struct Record {
  protocol::ChatMessage message;  ///< without seq
  Place known;                    ///< one before the message's own
  std::string tag;                ///< names the append, over all servers
};

/// `chat.room.<room>.msg`; a dot in a room's name becomes '/', which no room's name has: dots separate a subject's
/// words.
std::string room_subject(std::string_view room);

/// What is published, but for where the answer goes.
Packet encode(const Record& record);
/// None when it is not a message of ours.
std::optional<Record> decode(const Packet& packet, const std::string& room);

}  // namespace banter::server
