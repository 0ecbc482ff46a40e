#include "server/core/hub.hpp"

#include <algorithm>
#include <utility>

#include "server/core/names.hpp"
#include "server/core/refusals.hpp"

namespace banter::server {

namespace {

/// Looser than the hub's own limits, so that what is too large is refused under its id.
protocol::Limits codec_limits() {
  protocol::Limits limits;
  limits.text_bytes = limits.frame_bytes;
  limits.name_bytes = 1024;
  return limits;
}

template <class Command>
void name(protocol::Refusal& refusal, const Command& command) {
  std::tie(refusal.room, refusal.id) = std::tie(command.room, command.id);
}

std::string hex(std::uint64_t value, int digits) {
  std::string out;
  for (int i = digits - 1; i >= 0; --i) out += "0123456789abcdef"[(value >> (4 * i)) & 0xF];
  return out;
}

}  // namespace

Hub::Hub(HubConfig config, std::uint64_t seed)
    : config_(std::move(config)),
      random_(seed),
      plain_(protocol::make_server_codec(protocol::Dialect::plain, codec_limits())),
      banter_(protocol::make_server_codec(protocol::Dialect::banter, codec_limits())),
      sanctions_(config_.sanctions),
      names_(config_.names) {}

void Hub::connect(TimePoint now, ConnectionId id, protocol::Dialect dialect) {
  auto can = codec(dialect).capabilities();
  can.edits = can.edits && config_.edits;
  Connection connection;
  connection.dialect = dialect;
  connection.can = can;
  now_ = now;
  if (can.hello) {
    hello_deadlines_.emplace_back(now + config_.hello_within, id);
  } else {
    connection.user = SharedText("guest-" + hex(random_.next(), 16));  // no user id looks like that
    connection.nick = SharedText("guest-" + hex(random_.next(), 4));
    connection.greeted = true;
  }
  if (!can.rooms) {
    // At once and without history: such a client hears what is said from now on.
    connection.rooms.insert(config_.default_room);
    Room& room = room_for_member(config_.default_room);
    room.members.emplace(id, Member{});
    came(config_.default_room, room, connection);
  }
  connections_.emplace(id, std::move(connection));
  if (!can.hello && config_.auth == AuthMode::token) refuse_token(id, {"This server is for known users only.", false});
}

void Hub::receive(TimePoint now, WallTime wall, ConnectionId id, std::string_view frame) {
  now_ = now;
  Connection* connection = find(id);
  if (!connection) return;
  wall_ = wall;
  auto& codec = connection->dialect == protocol::Dialect::plain ? *plain_ : *banter_;
  decoded_.clear();
  codec.decode(frame, decoded_);
  for (const auto& command : decoded_.messages) {
    if (!find(id)) return;  // an earlier one closed it
    handle(now, wall, id, command);
  }
  for (const auto& error : decoded_.errors) {
    if (!find(id)) return;
    ++stats_.protocol_errors;
    bad_request(id, error);
  }
}

void Hub::handle(TimePoint now, WallTime wall, ConnectionId id, const protocol::Command& command) {
  Connection& connection = *find(id);
  const bool is_pong = std::holds_alternative<protocol::Pong>(command);
  if (is_pong && pong(id)) return;  // it was asked for
  if (connection.in_vain.take(config_.in_vain, now) > Duration{0})
    return close(id, close_code::policy, "too many requests");
  if (expired(id) || is_pong) return;
  if (std::holds_alternative<protocol::Ping>(command)) return send(id, protocol::Pong{});
  if (const auto* said = std::get_if<protocol::Hello>(&command)) return hello(now, id, *said);

  const auto* wanted = std::get_if<protocol::Join>(&command);
  const auto* chat = std::get_if<protocol::SendChat>(&command);
  const auto* change = std::get_if<protocol::Edit>(&command);
  const auto* removal = std::get_if<protocol::Delete>(&command);
  const auto* moderation = std::get_if<protocol::Moderate>(&command);
  const auto* types = std::get_if<protocol::SendTyping>(&command);
  const auto* list = std::get_if<protocol::AskMembers>(&command);
  const auto* load = std::get_if<protocol::LoadHistory>(&command);
  if (!connection.greeted) {
    auto refusal = refusal_of(refusal::hello_required, "Say hello first.");
    if (wanted) refusal.room = wanted->room;
    if (chat) name(refusal, *chat);
    if (change) name(refusal, *change);
    if (removal) name(refusal, *removal);
    if (moderation) name(refusal, *moderation);
    if (types) refusal.room = types->room;
    if (list) refusal.room = list->room;
    if (load) std::tie(refusal.room, refusal.id) = std::tie(load->room, load->id);
    return refuse(id, std::move(refusal));
  }
  if (wanted) return join(now, id, *wanted);
  if (chat) return send_chat(now, wall, id, *chat);
  if (change) return edit(now, wall, id, *change);
  if (types) return typing(now, id, *types);
  if (list) return list_members(now, id, *list);
  if (removal) return remove(now, id, *removal);
  if (moderation) return moderate(now, id, *moderation);
  if (load) load_history(now, id, *load);
}

void Hub::join(TimePoint now, ConnectionId id, const protocol::Join& join) {
  Connection& connection = *find(id);
  const auto refuse_with = [&](std::string_view code, std::string text, Duration retry = Duration{0}) {
    refuse(id, refusal_of(code, std::move(text), join.room, {}, retry));
  };
  const auto wait = connection.commands.take(config_.commands, now);
  if (wait > Duration{0}) return refuse_with(refusal::rate_limited, "Too many joins; wait a moment.", wait);
  if (!valid_room(join.room)) {
    return refuse_with(refusal::bad_room, "A room's name has 1 to 64 letters, digits, '-', '_' or '.'.");
  }
  const bool inside = connection.rooms.contains(join.room);
  if (!inside && connection.rooms.size() >= config_.rooms_per_connection) {
    return refuse_with(refusal::too_many_rooms, "This connection is in too many rooms.");
  }
  const auto known = rooms_.find(join.room);
  if (!inside && known != rooms_.end() && known->second.members.size() >= config_.members_per_room) {
    return refuse_with(refusal::room_full, "The room is full.", Duration{30'000});
  }
  if (!may_enter(id, join.room)) return;
  accepted(connection);
  Room& room = room_for_member(join.room);
  Member& member = room.members[id];
  if (connection.rooms.insert(join.room)) came(join.room, room, connection);
  reserve_nick(connection, join.room);
  auto acks = std::move(member.acks);  // of the join before, if this is a second one
  auto answers = std::move(member.answers);
  auto refused = std::move(member.refused);
  const auto heard_with = member.heard_with;
  member = Member{};
  member.acks = std::move(acks);
  member.answers = std::move(answers);
  member.refused = std::move(refused);
  member.heard_with = heard_with;
  member.opening = std::make_unique<Opening>(Opening{join.epoch, join.after});
  member.edits = join.edits;
  read(id, join.room, member, Member::Phase::head);
}

void Hub::send_chat(TimePoint now, WallTime wall, ConnectionId id, const protocol::SendChat& chat) {
  Connection& connection = *find(id);
  ++stats_.messages_in;
  const std::string& room = connection.can.rooms ? chat.room : config_.default_room;
  const Draft draft{room, chat.id, chat.text, connection.can.acks};
  if (!in_turn(now, id, draft) || !admit(now, id, draft) || !may_speak(id, draft)) return;
  protocol::ChatMessage message;
  message.room = room;
  // Other people's clients take no other ids, and with them not the message.
  if (valid_client_id(chat.id)) message.id = chat.id;
  message.user = connection.user.str();
  message.nick = connection.nick.str();
  if (!connection.can.hello) {
    message.nick = normalize_nick(chat.nick).value_or(connection.nick.str());
    if (nick_taken(room, message.nick, connection)) {
      auto refusal = refusal_of(refusal::nick_taken, "This nickname is taken.");
      name(refusal, message);
      return refuse(id, std::move(refusal));
    }
  }
  message.text = chat.text;
  message.time = wall;
  append(id, connection.can.acks, std::move(message));
}

void Hub::edit(TimePoint now, WallTime wall, ConnectionId id, const protocol::Edit& edit) {
  const Draft draft{edit.room, edit.id, edit.text};
  if (!admit(now, id, draft) || !may_speak(id, draft)) return;
  revise(id, {0, edit.room, edit.seq, find(id)->user.str(), edit.text, wall}, edit.id);
}

void Hub::revise(ConnectionId id, Revise revision, std::string command) {
  Connection& connection = *find(id);
  if (!config_.edits) {
    return refuse(
        id, refusal_of(refusal::not_editable, "Messages cannot be edited or deleted here.", revision.room, command));
  }
  if (connection.unanswered_edits >= config_.unanswered_edits) {
    return refuse(id, refusal_of(refusal::busy, "Wait for the answers to the edits before.", revision.room, command,
                                 Duration{1'000}));
  }
  ++connection.unanswered_edits;
  revision.ticket = next_ticket_++;
  revision.generation = generation_;
  pending_bytes_ += revision.text.size();
  ++rooms_[revision.room].writes;
  revisions_.emplace(revision.ticket, PendingRevision{id,
                                                      {revision.room, revision.seq, 0, std::move(command),
                                                       revision.text, revision.time, revision.erase},
                                                      generation_});
  outputs_.requests.emplace_back(std::move(revision));
}

/// False, for whoever refuses. When the same may work later, what was on its way behind it is kept from overtaking it.
bool Hub::refuse_draft(ConnectionId id, const Draft& draft, protocol::Refusal refusal) {
  const bool later = refusal.retry_after > Duration{0};
  refuse(id, std::move(refusal));
  if (!later || !draft.has_place) return false;
  // Who hears of this has heard of all before.
  if (Member* const member = find_member(draft.room, id)) member->refused.clear();
  keep_place(id, draft);
  return false;
}

bool Hub::admit(TimePoint now, ConnectionId id, const Draft& draft) {
  if (!may_write(now, id, draft)) return false;
  Connection& connection = *find(id);
  const auto refuse_with = [&](std::string_view code, std::string text, Duration retry = Duration{0}) {
    return refuse_draft(id, draft, refusal_of(code, std::move(text), draft.room, draft.id, retry));
  };
  if (draft.text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return refuse_with(refusal::empty, "The message is empty.");
  }
  if (draft.text.size() > config_.text_bytes) {
    return refuse_with(refusal::too_large,
                       "The message is longer than " + std::to_string(config_.text_bytes) + " bytes.");
  }
  if (pending() >= config_.pending_messages || pending_bytes_ + draft.text.size() > config_.pending_bytes) {
    return refuse_with(refusal::busy, "The server is busy; try again.", connection.messages.refuse(now, {}));
  }
  accepted(connection);
  return true;
}

bool Hub::may_write(TimePoint now, ConnectionId id, const Draft& draft) {
  Connection& connection = *find(id);
  const auto refuse_with = [&](std::string_view code, std::string text, Duration retry = Duration{0}) {
    return refuse_draft(id, draft, refusal_of(code, std::move(text), draft.room, draft.id, retry));
  };
  const auto wait = connection.messages.take(config_.messages, now);
  if (wait > Duration{0}) return refuse_with(refusal::rate_limited, "Too many messages; wait a moment.", wait);
  if (connection.can.acks && !valid_client_id(draft.id)) {
    return refuse_with(refusal::bad_id, "A message's id has 1 to 64 printable ASCII characters.");
  }
  if (!connection.rooms.contains(draft.room)) return refuse_with(refusal::not_joined, "Join the room first.");
  return true;
}

void Hub::append(ConnectionId id, bool once, protocol::ChatMessage message) {
  std::uint64_t generation = generation_;
  if (once) {
    // Behind what may still fail because of somebody else's failure, it has to fail with that.
    const auto before = append_of_.lower_bound({message.room, message.user, {}});
    if (before != append_of_.end() && std::get<0>(before->first) == message.room &&
        std::get<1>(before->first) == message.user) {
      generation = appends_.at(before->second).generation;
    }
    const auto [at, added] = append_of_.try_emplace({message.room, message.user, message.id}, next_ticket_);
    if (!added) {  // a resend of what is being written: it waits for the same answer
      auto& pending = appends_.at(at->second);
      const auto same = [id](const PendingAppend::Waiting& one) { return one.id == id; };
      auto one = std::find_if(pending.waiting.begin(), pending.waiting.end(), same);
      if (one == pending.waiting.end()) one = pending.waiting.insert(one, {id});
      one->other_text = message.text != pending.message.text;
      return;
    }
  }
  const Ticket ticket = next_ticket_++;
  pending_bytes_ += message.text.size();
  ++rooms_[message.room].writes;
  auto& request = std::get<Append>(outputs_.requests.emplace_back(Append{ticket, message, generation}));
  if (!once) request.message.id.clear();  // what a client without acks calls id need not be unique
  appends_.emplace(ticket, PendingAppend{std::move(message), generation, {{id}}});
}

void Hub::accepted(Connection& connection) {
  connection.bad_requests = 0;
  connection.in_vain = {};
}

void Hub::bad_request(ConnectionId id, const protocol::ProtocolError& error) {
  Connection& connection = *find(id);
  const bool too_large = error.kind == protocol::ProtocolError::Kind::too_large;
  refuse(id, refusal_of(too_large ? refusal::too_large : refusal::bad_request, error.detail, error.room, error.id));
  if (++connection.bad_requests >= config_.bad_requests) close(id, close_code::policy, "too many bad requests");
}

void Hub::refuse(ConnectionId id, protocol::Refusal refusal) {
  ++stats_.refused[refusal.code];
  send(id, refusal);
}

void Hub::close(ConnectionId id, int code, std::string reason) {
  outputs_.closes.push_back({id, code, std::move(reason)});
  disconnect(id);
}

void Hub::disconnect(ConnectionId id) {
  const auto at = connections_.find(id);
  if (at == connections_.end()) return;
  forget_expiry(id, at->second);
  const Connection gone = std::move(at->second);
  connections_.erase(at);
  for (const auto& room : gone.rooms) leave(id, gone.user, room);
}

void Hub::tick(TimePoint now) {
  now_ = now;
  tick_presence(now);
  tick_looks(now);
  while (!hello_deadlines_.empty() && hello_deadlines_.front().first <= now) {
    const ConnectionId id = hello_deadlines_.front().second;
    hello_deadlines_.pop_front();
    const Connection* connection = find(id);
    if (!connection || connection->greeted) continue;
    refuse(id, refusal_of(refusal::hello_timeout, "No hello came in time."));
    close(id, close_code::hello_timeout, "no hello");
  }
  expire(now);
}

std::optional<TimePoint> Hub::next_deadline() {
  const auto soonest = [this](std::optional<TimePoint> first) {
    if (!presence_due_.empty()) first = std::min(first.value_or(TimePoint::max()), presence_due_.begin()->first);
    if (!expiries_.empty()) first = std::min(first.value_or(TimePoint::max()), expiries_.begin()->first);
    if (!looks_due_.empty()) first = std::min(first.value_or(TimePoint::max()), looks_due_.begin()->first);
    return first;
  };
  while (!hello_deadlines_.empty()) {
    const auto& [deadline, id] = hello_deadlines_.front();
    const Connection* connection = find(id);
    if (connection && !connection->greeted) {
      return soonest(deadline);
    }
    hello_deadlines_.pop_front();
  }
  return soonest(std::nullopt);
}

void Hub::take(Outputs& out) {
  out.clear();
  std::swap(out, outputs_);
}

Hub::Connection* Hub::find(ConnectionId id) {
  const auto at = connections_.find(id);
  return at == connections_.end() ? nullptr : &at->second;
}

Member* Hub::find_member(std::string_view room, ConnectionId id) {
  const auto at = rooms_.find(room);
  if (at == rooms_.end()) return nullptr;
  const auto member = at->second.members.find(id);
  return member == at->second.members.end() ? nullptr : &member->second;
}

}  // namespace banter::server
