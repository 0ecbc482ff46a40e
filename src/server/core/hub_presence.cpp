// Who is in a room and who types there: told soon, never stored, and left out where a connection is behind.
#include <algorithm>
#include <utility>

#include "server/core/hub.hpp"
#include "server/core/refusals.hpp"

namespace banter::server {

namespace {

/// How long `deliveries` take when there may be so many of them in a second.
Duration cost(std::size_t deliveries, std::size_t per_second) {
  return Duration{static_cast<Duration::rep>(deliveries * 1000 / per_second)};
}

protocol::Refusal about(const std::string& room, std::string_view code, std::string text) {
  return refusal_of(code, std::move(text), room);
}

}  // namespace

void Hub::came(const std::string& name, Room& room, const Connection& connection) {
  room.people.come(connection.user, connection.nick);
  people_here_changed(name, room);
}

void Hub::went(const std::string& name, Room& room, std::string_view user) {
  room.people.go(user);
  people_here_changed(name, room);
}

void Hub::people_here_changed(const std::string& name, Room& room) {
  room.tell_people = config_.shared_storage;
  presence_changed(name, room);
}

void Hub::renamed(const Connection& connection) {
  for (const auto& name : connection.rooms) {
    Room& room = rooms_[name];
    room.people.rename(connection.user, connection.nick);
    people_here_changed(name, room);
  }
}

void Hub::presence_changed(const std::string& name, Room& room) {
  if (room.presence_due || (!room.people.changed() && !room.tell_people)) return;
  // A storm in a large room is told of less often: everybody in it is told each time.
  room.presence_due = now_ + std::max(config_.presence_every, cost(room.members.size(), config_.presence_deliveries));
  presence_due_.emplace(*room.presence_due, name);
}

void Hub::tick_presence(TimePoint now) {
  while (!presence_due_.empty() && presence_due_.begin()->first <= now) {
    const auto [due, name] = *presence_due_.begin();
    presence_due_.erase(presence_due_.begin());
    const auto at = rooms_.find(name);
    if (at == rooms_.end() || at->second.presence_due != due) continue;  // the room was left, maybe begun anew
    at->second.presence_due.reset();
    if (std::exchange(at->second.tell_people, false)) {
      outputs_.requests.emplace_back(TellPeople{name, people_here(at->second)});
    }
    tell_presence(name, at->second);
  }
}

std::vector<protocol::Person> Hub::people_here(const Room& room) {
  std::map<std::string, std::string> people;  // a user may be there more than once
  for (const auto& [id, member] : room.members) {
    const Connection& connection = *find(id);
    people[connection.user.str()] = connection.nick.str();
  }
  std::vector<protocol::Person> out;
  out.reserve(people.size());
  for (auto& [user, nick] : people) out.push_back({user, std::move(nick)});
  return out;
}

void Hub::on_people(const PeopleTold& reply) {
  const auto at = rooms_.find(reply.room);
  if (at == rooms_.end()) return;  // everybody has left meanwhile
  Room& room = at->second;
  std::map<std::string, std::string> now_there;
  for (const auto& person : reply.people) now_there[person.user] = person.nick;
  auto& before = room.elsewhere[reply.server];
  for (const auto& [user, nick] : now_there) {
    const auto known = before.find(user);
    if (known == before.end()) {
      room.people.come(SharedText(user), SharedText(nick));
    } else if (known->second != nick) {
      room.people.rename(user, SharedText(nick));
    }
  }
  for (const auto& [user, nick] : before) {
    if (!now_there.contains(user)) room.people.go(user);
  }
  if (now_there.empty()) {
    room.elsewhere.erase(reply.server);
  } else {
    before = std::move(now_there);
  }
  presence_changed(at->first, room);
}

void Hub::tell_presence(const std::string& name, Room& room) {
  auto news = room.people.take_news();
  if (!news.any) return;
  protocol::Presence presence{name, static_cast<std::uint32_t>(room.people.count()), news.named, std::move(news.joined),
                              std::move(news.left)};
  const auto frame = std::make_shared<const std::string>(banter_->encode(presence));
  for (auto& [id, member] : room.members) {
    const Connection& connection = *find(id);
    if (!connection.can.people || member.phase == Member::Phase::head) continue;  // Joined will say the count
    if (connection.congested) {
      member.missed_presence = true;
      continue;
    }
    outputs_.deliveries.push_back({id, std::exchange(member.missed_presence, false) ? only_count(name, room) : frame});
    ++stats_.presences;
  }
}

FrameText Hub::only_count(const std::string& name, const Room& room) const {
  protocol::Presence presence;
  presence.room = name;
  presence.count = static_cast<std::uint32_t>(room.people.count());
  return std::make_shared<const std::string>(banter_->encode(presence));
}

void Hub::catch_up_presence(ConnectionId id, const Connection& connection) {
  for (const auto& name : connection.rooms) {
    const Room& room = rooms_[name];
    Member& member = rooms_[name].members[id];
    if (!std::exchange(member.missed_presence, false)) continue;
    outputs_.deliveries.push_back({id, only_count(name, room)});
    ++stats_.presences;
  }
}

void Hub::typing(TimePoint now, ConnectionId id, const protocol::SendTyping& typing) {
  Connection& connection = *find(id);
  if (!connection.rooms.contains(typing.room)) {
    return refuse(id, about(typing.room, refusal::not_joined, "Join the room first."));
  }
  accepted(connection);
  if (sanctions_.find(typing.room, connection.user, Sanction::Kind::mute, wall_)) return;
  Room& room = rooms_[typing.room];
  // Dropped without a word: to be told of it helps nobody. In a large room most are, for all in it are told of each.
  if (now < connection.types_again || now + config_.presence_every < room.types_again) return;
  connection.types_again = now + config_.typing_every;
  room.types_again = std::max(now, room.types_again) + cost(room.members.size(), config_.presence_deliveries);
  if (config_.shared_storage) {
    outputs_.requests.emplace_back(TellTyping{typing.room, connection.user.str(), connection.nick.str()});
  }
  tell_typing(typing.room, room, {connection.user.str(), connection.nick.str()});
}

void Hub::on_typing(const TypingTold& reply) {
  const auto at = rooms_.find(reply.room);
  if (at == rooms_.end() || now_ + config_.presence_every < at->second.types_again) return;
  at->second.types_again =
      std::max(now_, at->second.types_again) + cost(at->second.members.size(), config_.presence_deliveries);
  tell_typing(at->first, at->second, {reply.user, reply.nick});
}

void Hub::tell_typing(const std::string& name, const Room& room, const protocol::Person& person) {
  FrameText frame;
  for (const auto& [to, member] : room.members) {
    if (member.phase != Member::Phase::live) continue;
    const Connection& other = *find(to);
    if (!other.can.people || other.congested || other.user == person.user) continue;
    if (!frame) frame = std::make_shared<const std::string>(banter_->encode(protocol::Typing{name, person}));
    outputs_.deliveries.push_back({to, frame});
    ++stats_.typings;
  }
}

void Hub::list_members(TimePoint now, ConnectionId id, const protocol::AskMembers& ask) {
  Connection& connection = *find(id);
  const auto wait = reader_of(connection).pages.take(config_.pages, now);
  if (wait > Duration{0}) {
    auto refusal = about(ask.room, refusal::rate_limited, "Too many pages; wait a moment.");
    refusal.retry_after = wait;
    return refuse(id, std::move(refusal));
  }
  if (!connection.rooms.contains(ask.room)) {
    return refuse(id, about(ask.room, refusal::not_joined, "Join the room first."));
  }
  const People& people = rooms_[ask.room].people;
  const std::size_t limit =
      ask.limit == 0 ? config_.members_page : std::min<std::size_t>(ask.limit, config_.members_page);
  auto page = people.page(ask.after, limit);
  if (!page) {
    protocol::ProtocolError error;
    error.detail = "members: \"after\" is no place in the list";
    error.room = ask.room;
    return bad_request(id, error);
  }
  accepted(connection);
  send(id, protocol::Members{ask.room, std::move(page->people), static_cast<std::uint32_t>(people.count()),
                             std::move(page->next)});
}

}  // namespace banter::server
