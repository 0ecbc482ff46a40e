#include "server/cluster/record.hpp"

#include <algorithm>

#include "server/cluster/api_json.hpp"

namespace banter::server {

namespace {

/// One for (room, user, id): no two of them give the same, because the user's length is said.
std::string message_id(const Record& record) {
  const auto& message = record.message;
  if (message.id.empty()) return record.tag;
  return message.room + "/" + std::to_string(message.user.size()) + "/" + message.user + "/" + message.id;
}

}  // namespace

std::string room_subject(std::string_view room) {
  std::string name(room);
  std::replace(name.begin(), name.end(), '.', '/');
  return "chat.room." + name + ".msg";
}

Packet encode(const Record& record) {
  const auto& message = record.message;
  Packet packet;
  packet.subject = room_subject(message.room);
  packet.body = message.text;
  packet.headers["Nats-Msg-Id"] = message_id(record);
  packet.headers["Banter-User"] = message.user;
  packet.headers["Banter-From"] = message.nick;
  if (!message.id.empty()) packet.headers["Banter-Id"] = message.id;
  packet.headers["Banter-Time"] = std::to_string(message.time.time_since_epoch().count());
  packet.headers["Banter-Place"] = std::to_string(record.known.number) + " " + std::to_string(record.known.sequence);
  packet.headers["Banter-Tag"] = record.tag;
  return packet;
}

std::optional<Record> decode(const Packet& packet, const std::string& room) {
  Record record;
  record.message.room = room;
  record.message.user = header(packet, "Banter-User");
  record.message.nick = header(packet, "Banter-From");
  record.message.id = header(packet, "Banter-Id");
  record.message.text = packet.body;
  record.tag = header(packet, "Banter-Tag");
  const auto time = parse_number(header(packet, "Banter-Time"));
  const auto place = header(packet, "Banter-Place");
  const auto space = std::min(place.find(' '), place.size());
  const auto number = parse_number(place.substr(0, space));
  const auto sequence = parse_number(place.substr(std::min(space + 1, place.size())));
  if (!time || !number || !sequence || record.tag.empty()) return std::nullopt;
  record.message.time = WallTime(Duration(static_cast<Duration::rep>(*time)));
  record.known = {*number, *sequence};
  return record;
}

}  // namespace banter::server
