// How edits come from the storage to the members of a room: as they are made, or read for those who missed some.
#include <algorithm>
#include <utility>

#include "server/core/hub.hpp"
#include "server/core/refusals.hpp"

namespace banter::server {

Hub::PendingRevision Hub::take_revision(std::map<Ticket, PendingRevision>::iterator at) {
  PendingRevision revision = std::move(at->second);
  revisions_.erase(at);
  pending_bytes_ -= revision.edited.text.size();
  --rooms_[revision.edited.room].writes;
  return revision;
}

void Hub::on_revised(const Revised& reply) {
  const auto at = revisions_.find(reply.ticket);
  if (at == revisions_.end()) return;
  auto [asker, edited, generation] = take_revision(at);
  const std::string name = edited.room;
  if (reply.edit == 0) {
    if (Connection* connection = find(asker)) {
      --connection->unanswered_edits;
      refuse(asker, refusal_of(refusal::not_editable,
                               edited.deleted ? "There is no such message that you may delete."
                                              : "There is no such message of yours.",
                               name, edited.id));
    }
    return drop_if_idle(name);
  }
  ++stats_.edits;
  edited.edit = reply.edit;
  const std::string command = std::exchange(edited.id, {});
  Room& room = rooms_[name];
  room.edits = std::max(room.edits, reply.edit);
  FrameText frame;
  for (auto& [id, member] : room.members) {
    const Connection& connection = *find(id);
    if (!connection.can.edits) continue;
    if (id == asker) member.answers.push_back({edited.edit, edited.seq, command});
    if (member.phase != Member::Phase::live) continue;
    if (edited.edit != member.edits + 1 || edited.seq > member.delivered) {
      // It misses some, maybe of those that the storage reported as failed; or the message itself.
      if (!member.catching_up) read_edits(id, name, member);
      continue;
    }
    member.edits = edited.edit;
    if (id == asker) {
      send_edit(id, member, edited);
      continue;
    }
    if (!frame) frame = std::make_shared<const std::string>(codec(connection.dialect).encode(edited));
    outputs_.deliveries.push_back({id, frame});
  }
  if (Connection* connection = find(asker); connection && !room.members.contains(asker)) {  // it was expelled meanwhile
    --connection->unanswered_edits;
    edited.id = command;
    send(asker, edited);
  }
  drop_if_idle(name);
}

void Hub::send_edit(ConnectionId id, Member& member, protocol::Edited edited) {
  const auto held = member.answers.erase_if([&](const HeldAnswer& answer) {
    if (answer.seq != edited.seq) return false;
    edited.id = answer.id;
    send(id, edited);
    --find(id)->unanswered_edits;
    return true;
  });
  if (held == 0) send(id, edited);
}

bool Hub::lacks_edits(const Connection& connection, const Room& room, const Member& member) {
  return connection.can.edits && member.phase == Member::Phase::live && member.edits < room.edits;
}

void Hub::read_edits(ConnectionId id, const std::string& room, Member& member) {
  Connection& connection = *find(id);
  member.catching_up = true;
  if (connection.reading) return;  // drained() looks again
  connection.reading = true;
  connection.rooms.served(room);
  member.ticket = next_ticket_++;
  outputs_.requests.emplace_back(
      ReadEdits{member.ticket, room, member.edits, config_.page_messages, config_.edits_bytes});
  reads_.emplace(member.ticket, PendingRead{id, room, PendingRead::What::edits});
}

void Hub::on_edits(const EditsRead& reply) {
  const auto at = reads_.find(reply.ticket);
  if (at == reads_.end()) return;
  const auto [id, name, what] = std::move(at->second);
  reads_.erase(at);
  Connection* connection = find(id);
  if (!connection) return;
  connection->reading = false;
  if (!connection->rooms.contains(name)) return read_next(id);  // it was expelled meanwhile
  Room& room = rooms_[name];
  Member& member = room.members[id];
  if (member.ticket == reply.ticket) {  // it has not joined again meanwhile
    const auto before = member.edits;
    room.edits = std::max(room.edits, reply.last);
    send_edits(id, member, reply);
    if (reply.edits.empty()) member.edits = room.edits;  // ends the reading, even when numbers are missing on the disk
    member.catching_up = lacks_edits(*connection, room, member);
    if (!reply.edits.empty() && member.edits > before) {  // the next ones when these are sent
      connection->behind = true;
      return;
    }
  }
  read_next(id);
}

void Hub::send_edits(ConnectionId id, Member& member, const EditsRead& page) {
  for (const auto& edited : page.edits) {
    if (edited.seq > member.delivered) {  // the message first: it brings the text
      if (member.phase == Member::Phase::live) member.phase = Member::Phase::draining;
      return;
    }
    member.edits = edited.edit;
    send_edit(id, member, edited);
  }
}

void Hub::on_revision_failed(TimePoint now, const PendingRevision& revision) {
  generation_ = std::max(generation_, revision.generation + 1);
  if (Connection* connection = find(revision.asker)) --connection->unanswered_edits;
  refuse_write(now, revision.asker,
               refusal_of(refusal::storage, "The edit could not be stored.", revision.edited.room, revision.edited.id));
  look_again(revision.edited.room);
  drop_if_idle(revision.edited.room);
}

}  // namespace banter::server
