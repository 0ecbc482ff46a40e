// Who is in a room and who types there. Typing is told between the servers over plain NATS and stored nowhere: what is
// not heard is not missed.
#include "server/cluster/shared_store.hpp"

namespace banter::server {

std::string SharedStore::live_subject(const std::string& room) {
  auto subject = room_subject(room);
  return subject.replace(subject.rfind('.'), std::string::npos, ".live");
}

void SharedStore::tell_typing(const TellTyping& typing) {
  Packet packet;
  packet.subject = live_subject(typing.room);
  packet.headers["Banter-User"] = typing.user;
  packet.headers["Banter-From"] = typing.nick;
  packet.headers["Banter-Tag"] = config_.tag;
  link_.publish(packet);  // if not, it is not told
}

void SharedStore::hear_live(const Packet& packet) {
  const auto at = live_rooms_.find(packet.subject);
  const auto server = header(packet, "Banter-Tag");
  if (at == live_rooms_.end() || server.empty() || server == config_.tag) return;
  const auto room = rooms_.find(at->second);
  if (room == rooms_.end() || !room->second.watched || header(packet, "Banter-User").empty()) return;
  replies_.emplace_back(
      TypingTold{room->first, std::string(header(packet, "Banter-User")), std::string(header(packet, "Banter-From"))});
}

void SharedStore::tell_people(TimePoint now, TellPeople people) {
  const auto at = rooms_.find(people.room);
  if (at == rooms_.end() || !at->second.watched) return;
  teller_.tell(now, people.room, std::move(people.people));
}

PeopleHearer::Events SharedStore::people_events() {
  PeopleHearer::Events out;
  out.on_people = [this](const std::string& room, const std::string& server, std::vector<protocol::Person> people) {
    replies_.emplace_back(PeopleTold{room, server, std::move(people)});
  };
  out.on_own_end = [this](TimePoint now) { teller_.beat_soon(now); };
  return out;
}

}  // namespace banter::server
