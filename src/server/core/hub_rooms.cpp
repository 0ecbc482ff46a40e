// How messages come from the storage to the members of a room: acks and live messages, and pages
// of history for those who join, who missed something, or who read slowly.
#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "server/core/hub.hpp"
#include "server/core/refusals.hpp"

namespace banter::server {

namespace {

std::size_t size_of(const protocol::ChatMessage& message) {
  return message.text.size() + message.nick.size() + message.user.size() + message.id.size();
}

}  // namespace

void Hub::stored(TimePoint now, const StoreReply& reply) {
  now_ = now;
  if (const auto* appended = std::get_if<Appended>(&reply)) return on_appended(*appended);
  if (const auto* arrived = std::get_if<Arrived>(&reply)) return on_arrived(*arrived);
  if (const auto* typing = std::get_if<TypingTold>(&reply)) return on_typing(*typing);
  if (const auto* people = std::get_if<PeopleTold>(&reply)) return on_people(*people);
  if (const auto* revised = std::get_if<Revised>(&reply)) return on_revised(*revised);
  if (const auto* noted = std::get_if<Noted>(&reply)) return on_noted(*noted);
  if (const auto* page = std::get_if<PageRead>(&reply)) return on_page(*page);
  if (const auto* edits = std::get_if<EditsRead>(&reply)) return on_edits(*edits);
  if (const auto* failed = std::get_if<StoreFailed>(&reply)) on_failed(now, *failed);
}

Hub::PendingAppend Hub::take_append(std::map<Ticket, PendingAppend>::iterator at) {
  PendingAppend append = std::move(at->second);
  appends_.erase(at);
  const auto& message = append.message;
  append_of_.erase({message.room, message.user, message.id});
  pending_bytes_ -= message.text.size();
  --rooms_[message.room].writes;
  return append;
}

void Hub::on_appended(const Appended& reply) {
  const auto at = appends_.find(reply.ticket);
  if (at == appends_.end()) return;
  PendingAppend append = take_append(at);
  append.message.seq = reply.seq;
  append.message.time = reply.time;
  ++(reply.duplicate ? stats_.duplicates : stats_.stored);

  const std::string name = append.message.room;
  Room& room = rooms_[name];
  const bool changed = reply.duplicate && reply.text != append.message.text;
  if (reply.duplicate) {
    std::tie(append.message.text, append.message.edit, append.message.deleted) =
        std::tie(reply.text, reply.edit, reply.deleted);
  }
  for (const auto& [id, other_text] : append.waiting) {
    const Connection* connection = find(id);
    if (!connection || !connection->can.acks) continue;
    protocol::Ack ack{name, append.message.id, reply.seq, reply.time};
    if (changed || other_text) {
      ack.text = append.message.text;
      ack.edit = append.message.edit;
      ack.deleted = append.message.deleted;
    }
    const auto member = room.members.find(id);
    const bool inside = member != room.members.end();
    const protocol::Seq next = inside && member->second.phase == Member::Phase::live ? member->second.delivered + 1 : 0;
    if (inside && reply.seq > std::max(member->second.delivered, next)) {
      // It would tell the client that it has all up to this number, when a lost connection makes it ask for the rest.
      member->second.acks.push_back(ack);
      continue;
    }
    // The ack stands for the message itself when it is the next one.
    if (inside) member->second.delivered = std::max(member->second.delivered, reply.seq);
    send_ack(id, ack);
  }
  // An old message that is sent again is news to nobody; one that was stored although the storage
  // reported a failure is news to all. Members with history know which from `delivered`.
  broadcast(name, room, append.message, !reply.duplicate || (room.confirmed > 0 && reply.seq > room.confirmed));
  room.confirmed = std::max(room.confirmed, reply.seq);
  drop_if_idle(name);
}

void Hub::on_arrived(const Arrived& reply) {
  const auto at = rooms_.find(reply.message.room);
  if (at == rooms_.end()) return;  // everybody has left meanwhile
  Room& room = at->second;
  broadcast(at->first, room, reply.message, reply.message.seq > room.confirmed);
  room.confirmed = std::max(room.confirmed, reply.message.seq);
}

void Hub::broadcast(const std::string& name, Room& room, const protocol::ChatMessage& message, bool news) {
  std::array<FrameText, 2> frames;
  for (auto& [id, member] : room.members) {
    if (member.phase != Member::Phase::live || message.seq <= member.delivered) continue;
    const Connection& connection = *find(id);
    const bool knows_its_place = connection.can.history || member.delivered > 0;
    if (!knows_its_place && !news) continue;
    if (knows_its_place && message.seq > member.delivered + 1) {
      read_page(id, name, member);
      continue;
    }
    auto& frame = frames[connection.dialect == protocol::Dialect::plain ? 0 : 1];
    if (!frame) {
      frame = std::make_shared<const std::string>(codec(connection.dialect).encode(protocol::Chat{message}));
    }
    member.delivered = message.seq;
    if (frame->empty()) continue;
    outputs_.deliveries.push_back({id, frame});
    ++stats_.deliveries;
  }
}

void Hub::on_page(const PageRead& reply) {
  const auto at = reads_.find(reply.ticket);
  if (at == reads_.end()) return;
  const auto [id, name, what] = std::move(at->second);
  reads_.erase(at);
  if (what == PendingRead::What::look) return on_looked(name, reply);
  Connection* connection = find(id);
  if (!connection) return;
  if (what == PendingRead::What::load) return on_load(id, reply);
  const bool was_page = what == PendingRead::What::page;
  if (was_page) connection->reading = false;
  if (!connection->rooms.contains(name)) {  // it was expelled meanwhile
    if (was_page) read_next(id);
    return;
  }
  Room& room = rooms_[name];
  room.edits = std::max(room.edits, reply.edits);
  Member& member = room.members[id];
  if (member.ticket == reply.ticket) {
    if (!was_page) return open(id, name, member, reply);
    send_page(id, name, member, reply);
    release_acks(id, member, member.delivered);
    settle(id, room, member, reply);
    if (!reply.messages.empty()) {  // the next one when this is sent
      connection->behind = true;
      return;
    }
  }
  if (was_page) read_next(id);
}

void Hub::open(ConnectionId id, const std::string& room, Member& member, const PageRead& head) {
  Opening& asked = *member.opening;
  const bool resumes = !asked.epoch.empty() && asked.epoch == head.epoch && asked.after <= head.last;
  protocol::Seq start = 0;
  if (resumes) {
    start = asked.after;
    if (head.last - start > config_.resume_messages) {
      start = head.last - config_.resume_messages;
      asked.gap = true;
    }
  } else {
    start = head.last - std::min<protocol::Seq>(head.last, config_.newest_messages);
    asked.gap = !asked.epoch.empty() && asked.after > 0;
  }
  member.delivered = start;
  asked.more = start > 0;
  // What an answer is held for is not known yet, whatever the room has.
  const auto known = member.answers.empty() ? head.edits : std::min(head.edits, member.answers.front().edit - 1);
  // All that is new to them, however much: what was deleted meanwhile must not be shown again.
  member.edits = resumes ? std::min(member.edits, known) : known;
  protocol::Joined joined;
  joined.room = room;
  joined.epoch = head.epoch;
  joined.last = head.last;
  joined.edits = resumes ? head.edits : known;
  joined.count = static_cast<std::uint32_t>(rooms_[room].people.count());
  joined.rights = find(id)->rights().words();
  send(id, joined);
  tell_if_muted(id, room);
  read_page(id, room, member);
}

void Hub::send_page(ConnectionId id, const std::string& room, Member& member, const PageRead& page) {
  // An empty page ends the reading, even when numbers are missing on the disk.
  member.delivered = page.messages.empty() ? std::max(member.delivered, page.last) : page.messages.back().seq;
  if (!member.opening) {
    for (const auto& message : page.messages) {
      send(id, protocol::Chat{message});
      ++stats_.deliveries;
    }
    return;
  }
  std::size_t at = 0;
  do {  // at least one, so that the client knows that there is nothing
    protocol::History history{room, {}, member.opening->more, member.opening->gap};
    std::size_t bytes = 0;
    while (at < page.messages.size()) {
      bytes += size_of(page.messages[at]);
      if (!history.messages.empty() && bytes > config_.history_frame_bytes) break;
      history.messages.push_back(page.messages[at++]);
    }
    send(id, history);
    member.opening->gap = false;
  } while (at < page.messages.size());
}

void Hub::settle(ConnectionId id, const Room& room, Member& member, const PageRead& page) {
  if (!page.messages.empty() && member.delivered < std::max(page.last, room.confirmed)) {
    member.phase = Member::Phase::draining;
    return;
  }
  member.delivered = std::max(member.delivered, room.confirmed);
  member.phase = Member::Phase::live;
  member.opening.reset();
  member.catching_up = lacks_edits(*find(id), room, member);
  release_acks(id, member, std::numeric_limits<protocol::Seq>::max());
}

void Hub::release_acks(ConnectionId id, Member& member, protocol::Seq last) {
  member.acks.erase_if([&](const protocol::Ack& ack) {
    if (ack.seq > last) return false;
    send_ack(id, ack);
    return true;
  });
}

void Hub::send_ack(ConnectionId id, const protocol::Ack& ack) {
  send(id, ack);
  ++stats_.acked;
}

void Hub::read_page(ConnectionId id, const std::string& room, Member& member) {
  Connection& connection = *find(id);
  if (connection.reading) {
    member.phase = Member::Phase::draining;
    return;
  }
  connection.reading = true;
  connection.rooms.served(room);
  read(id, room, member, Member::Phase::page);
}

void Hub::read(ConnectionId id, const std::string& room, Member& member, Member::Phase phase) {
  member.phase = phase;
  member.ticket = next_ticket_++;
  const bool page = phase == Member::Phase::page;
  outputs_.requests.emplace_back(
      Read{member.ticket, room, member.delivered, page ? config_.page_messages : 0, page ? config_.page_bytes : 0});
  reads_.emplace(member.ticket, PendingRead{id, room, page ? PendingRead::What::page : PendingRead::What::head});
}

void Hub::congested(ConnectionId id) {
  Connection* connection = find(id);
  if (!connection) return;
  connection->congested = true;
  connection->behind = true;
  for (const auto& room : connection->rooms) {
    Member& member = rooms_[room].members[id];
    if (member.phase == Member::Phase::live && member.delivered > 0) member.phase = Member::Phase::draining;
  }
}

void Hub::drained(ConnectionId id) {
  Connection* connection = find(id);
  if (!connection) return;
  connection->behind = false;
  if (std::exchange(connection->congested, false)) catch_up_presence(id, *connection);
  read_next(id);
}

void Hub::read_next(ConnectionId id) {
  const Connection* connection = find(id);
  if (!connection || connection->behind) return;  // what is on its way comes first
  const auto& rooms = connection->rooms;
  auto room = rooms.next();
  for (std::size_t i = 0; i < rooms.size() && !connection->reading; ++i, ++room) {
    if (room == rooms.end()) room = rooms.begin();
    Member& member = rooms_[*room].members[id];
    if (member.phase == Member::Phase::draining) read_page(id, *room, member);
    if (lacks_edits(*connection, rooms_[*room], member)) read_edits(id, *room, member);
  }
  read_load(id);
}

Room& Hub::room_for_member(const std::string& name) {
  const auto [at, added] = rooms_.try_emplace(name);
  if (added && config_.shared_storage) outputs_.requests.emplace_back(Watch{name});
  return at->second;
}

void Hub::leave(ConnectionId id, std::string_view user, const std::string& room) {
  const auto at = rooms_.find(room);
  if (at == rooms_.end()) return;
  if (at->second.members.erase(id) > 0) went(room, at->second, user);
  drop_if_idle(room);
}

void Hub::drop_if_idle(const std::string& room) {
  const auto at = rooms_.find(room);
  if (at == rooms_.end() || !at->second.members.empty() || at->second.writes > 0) return;
  if (config_.shared_storage) outputs_.requests.emplace_back(Unwatch{at->first});
  rooms_.erase(at);
}

void Hub::send(ConnectionId id, const protocol::Event& event) {
  const Connection* connection = find(id);
  if (!connection) return;
  std::string frame = codec(connection->dialect).encode(event);
  if (frame.empty()) return;
  outputs_.deliveries.push_back({id, std::make_shared<const std::string>(std::move(frame))});
  outputs_.awaited.push_back(id);
}

const protocol::ServerCodec& Hub::codec(protocol::Dialect dialect) const {
  return dialect == protocol::Dialect::plain ? *plain_ : *banter_;
}

}  // namespace banter::server
