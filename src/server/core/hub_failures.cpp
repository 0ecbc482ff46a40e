// What the storage could not do, and what was refused for a time: nothing may overtake it, and nothing that is stored
// all the same may stay unknown.
#include <algorithm>
#include <utility>

#include "server/core/hub.hpp"
#include "server/core/names.hpp"
#include "server/core/refusals.hpp"

namespace banter::server {

namespace {

constexpr Duration storage_retry{5'000};
/// More than our client has on their way. Who goes on after as many neither answers pings nor sends anything again.
constexpr std::size_t most_refused = 64;

}  // namespace

// ---- the order of what is refused ----

bool Hub::in_turn(TimePoint now, ConnectionId id, const Draft& draft) {
  Member* const member = draft.has_place ? find_member(draft.room, id) : nullptr;
  if (member == nullptr) return true;
  auto& refused = member->refused;
  if (const auto again = std::find(refused.begin(), refused.end(), draft.id); again != refused.end()) {
    refused.pop_front(static_cast<std::size_t>(again - refused.begin()) + 1);  // refusals are heard of in order
    return true;
  }
  if (refused.size() >= most_refused) refused.clear();
  if (refused.empty()) return true;
  refuse(id, refusal_of(refusal::rate_limited, "A message before this one was refused; send that one first.",
                        draft.room, draft.id, std::max(find(id)->messages.held(now), TokenBucket::hold)));
  keep_place(id, draft);
  return false;
}

/// Its author has been told.
void Hub::keep_place(ConnectionId id, const Draft& draft) {
  Connection* const connection = find(id);
  if (!draft.has_place || connection == nullptr || !connection->can.acks || !valid_client_id(draft.id)) return;
  Member* const member = find_member(draft.room, id);
  if (member == nullptr || member->refused.size() >= most_refused) return;
  member->refused.emplace_back(draft.id);
  member->heard_with = ++connection->pings;
  send(id, protocol::Ping{});
}

/// What was refused before the ping that this answers is known to its author.
bool Hub::pong(ConnectionId id) {
  Connection& connection = *find(id);
  if (connection.pongs == connection.pings) return false;  // nobody asked
  ++connection.pongs;
  for (const std::string& name : connection.rooms) {
    Member* const member = find_member(name, id);
    if (member != nullptr && member->heard_with == connection.pongs) member->refused.clear();
  }
  return true;
}

// ---- failures ----

void Hub::on_append_failed(TimePoint now, const PendingAppend& append) {
  generation_ = std::max(generation_, append.generation + 1);
  const auto refusal =
      refusal_of(refusal::storage, "The message could not be stored.", append.message.room, append.message.id);
  for (const auto& [id, other_text] : append.waiting) {
    refuse_write(now, id, refusal);
    keep_place(id, {append.message.room, append.message.id, {}, true});
  }
  look_again(append.message.room);
  drop_if_idle(append.message.room);
}

void Hub::refuse_write(TimePoint now, ConnectionId id, protocol::Refusal refusal) {
  Connection* connection = find(id);
  if (!connection) return;
  refusal.retry_after = connection->messages.refuse(now, storage_retry);
  refuse(id, std::move(refusal));
}

void Hub::on_failed(TimePoint now, const StoreFailed& reply) {
  if (const auto at = appends_.find(reply.ticket); at != appends_.end()) return on_append_failed(now, take_append(at));
  if (const auto at = revisions_.find(reply.ticket); at != revisions_.end()) {
    return on_revision_failed(now, take_revision(at));
  }
  if (const auto at = moderations_.find(reply.ticket); at != moderations_.end()) {
    return on_moderation_failed(moderations_.extract(at).mapped());
  }
  const auto at = reads_.find(reply.ticket);
  if (at == reads_.end()) return;
  const PendingRead read = std::move(at->second);
  reads_.erase(at);
  on_read_failed(read);
}

void Hub::on_read_failed(const PendingRead& read) {
  if (read.what == PendingRead::What::look) {  // in a quiet room nothing else would bring it to light
    looks_due_.emplace(now_ + storage_retry, read.room);
    return;
  }
  if (!find(read.reader)) return;
  if (read.what == PendingRead::What::load) {
    refuse_load(read.reader, refusal::storage, "The room's messages could not be read.", storage_retry);
    return read_next(read.reader);
  }
  refuse(read.reader,
         refusal_of(refusal::storage, "The room's messages could not be read.", read.room, {}, storage_retry));
  // Nobody would ask again for what is missing; a new connection does, with the client's backoff.
  close(read.reader, close_code::internal, "storage failed");
}

// ---- what was stored all the same ----

void Hub::look_again(const std::string& name) {
  const auto room = rooms_.find(name);
  if (room == rooms_.end() || std::exchange(room->second.looking, true)) return;
  look(name);
}

void Hub::look(const std::string& name) {
  const Ticket ticket = next_ticket_++;
  outputs_.requests.emplace_back(Read{ticket, name, 0, 0, 0});
  reads_.emplace(ticket, PendingRead{{}, name, PendingRead::What::look});
}

void Hub::tick_looks(TimePoint now) {
  while (!looks_due_.empty() && looks_due_.begin()->first <= now) {
    const std::string name = looks_due_.extract(looks_due_.begin()).value().second;
    const auto room = rooms_.find(name);
    if (room != rooms_.end() && room->second.looking) look(name);  // else the room was left, maybe begun anew
  }
}

void Hub::on_looked(const std::string& name, const PageRead& reply) {
  const auto at = rooms_.find(name);
  if (at == rooms_.end()) return;
  Room& room = at->second;
  room.looking = false;
  room.edits = std::max(room.edits, reply.edits);
  for (auto& [id, member] : room.members) {
    const bool knows_its_place = find(id)->can.history || member.delivered > 0;
    if (member.phase != Member::Phase::live || !knows_its_place) continue;
    if (member.delivered < reply.last) {
      read_page(id, name, member);
    } else if (lacks_edits(*find(id), room, member) && !member.catching_up) {
      read_edits(id, name, member);
    }
  }
}

}  // namespace banter::server
