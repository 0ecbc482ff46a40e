// Who is in a room and who types there, told between the servers over plain NATS, stored nowhere. Each server tells all
// its people of a room when they change and every 20 s; who begins to watch a room asks for them; who is silent is
// forgotten.
#include "server/cluster/shared_store.hpp"

namespace banter::server {

namespace {

constexpr Duration answer_after{100};       // so that one answer serves several that ask
constexpr std::size_t most_servers = 256;   // whose people are known of one room
constexpr std::size_t most_people = 4'000;  // of one server in one room that are told
constexpr std::string_view people_header = "Banter-People";
constexpr std::string_view ask_header = "Banter-Ask";

/// A line each: user, tab, nickname. Neither has control characters.
std::string lines_of(const std::vector<protocol::Person>& people) {
  std::string out;
  for (std::size_t i = 0; i < std::min(people.size(), most_people); ++i) {
    out += people[i].user + "\t" + people[i].nick + "\n";
  }
  return out;
}

std::vector<protocol::Person> people_in(std::string_view lines) {
  std::vector<protocol::Person> out;
  while (!lines.empty() && out.size() < most_people) {
    const auto end = std::min(lines.find('\n'), lines.size());
    const auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    const auto tab = line.find('\t');
    if (tab == 0 || tab == std::string_view::npos) continue;
    out.push_back({std::string(line.substr(0, tab)), std::string(line.substr(tab + 1))});
  }
  return out;
}

}  // namespace

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

void SharedStore::ask_people(const std::string& room) {
  Packet packet;
  packet.subject = live_subject(room);
  packet.headers[std::string(ask_header)] = "all";
  packet.headers["Banter-Tag"] = config_.tag;
  link_.publish(packet);  // if not, they are told within 20 s all the same
}

void SharedStore::tell_people(TimePoint now, TellPeople people) {
  const auto at = rooms_.find(people.room);
  if (at == rooms_.end() || !at->second.watched) return;
  at->second.people = std::move(people.people);
  publish_people(now, at->first, at->second);
}

void SharedStore::publish_people(TimePoint now, const std::string& name, Room& room) {
  Packet packet;
  packet.subject = live_subject(name);
  packet.headers[std::string(people_header)] = std::to_string(room.people.size());
  packet.headers["Banter-Tag"] = config_.tag;
  packet.body = lines_of(room.people);
  link_.publish(packet);
  room.people_at = now + config_.people_every;
}

void SharedStore::hear_live(TimePoint now, const Packet& packet) {
  const auto at = live_rooms_.find(packet.subject);
  const auto server = header(packet, "Banter-Tag");
  if (at == live_rooms_.end() || server.empty() || server == config_.tag) return;
  const auto room = rooms_.find(at->second);
  if (room == rooms_.end() || !room->second.watched) return;
  if (!header(packet, ask_header).empty()) {
    if (!room->second.people.empty()) room->second.people_at = now + answer_after;
  } else if (!header(packet, people_header).empty()) {
    hear_people(now, room->first, room->second, packet);
  } else if (!header(packet, "Banter-User").empty()) {
    replies_.emplace_back(TypingTold{room->first, std::string(header(packet, "Banter-User")),
                                     std::string(header(packet, "Banter-From"))});
  }
}

void SharedStore::hear_people(TimePoint now, const std::string& name, Room& room, const Packet& packet) {
  const std::string server(header(packet, "Banter-Tag"));
  auto people = people_in(packet.body);
  if (people.empty()) {
    if (room.heard.erase(server) == 0) return;
  } else {
    if (room.heard.size() >= most_servers && !room.heard.contains(server)) return;
    room.heard[server] = now;
  }
  replies_.emplace_back(PeopleTold{name, server, std::move(people)});
}

void SharedStore::tick_people(TimePoint now, const std::string& name, Room& room) {
  if (room.people_at && *room.people_at <= now) publish_people(now, name, room);
  for (auto at = room.heard.begin(); at != room.heard.end();) {
    if (now - at->second < config_.people_forgotten) {
      ++at;
      continue;
    }
    replies_.emplace_back(PeopleTold{name, at->first, {}});
    at = room.heard.erase(at);
  }
}

}  // namespace banter::server
