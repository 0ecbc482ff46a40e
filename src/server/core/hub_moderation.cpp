// What people may do to each other: take messages away, mute, kick, ban, and whose a nickname is. What lasts is carried
// out when it is on the disk.
#include <algorithm>
#include <utility>

#include "server/core/hub.hpp"
#include "server/core/names.hpp"
#include "server/core/refusals.hpp"

namespace banter::server {

namespace {

constexpr std::size_t max_pending_moderations = 1000;
constexpr std::uint64_t max_seconds = std::uint64_t{10} * 366 * 24 * 3600;

/// What an action is called, what it takes, and what it leaves behind.
struct Action {
  std::string_view name;
  Right right;
  bool lasts = false;  ///< a sanction is imposed or lifted
  Sanction::Kind kind = Sanction::Kind::mute;
  bool lift = false;
};
constexpr Action actions[] = {{"mute", Right::mute, true, Sanction::Kind::mute, false},
                              {"unmute", Right::mute, true, Sanction::Kind::mute, true},
                              {"kick", Right::kick, false, Sanction::Kind::mute, false},
                              {"ban", Right::ban, true, Sanction::Kind::ban, false},
                              {"unban", Right::ban, true, Sanction::Kind::ban, true}};

const Action* find_action(std::string_view name) {
  const auto* const at =
      std::find_if(std::begin(actions), std::end(actions), [name](const Action& one) { return one.name == name; });
  return at == std::end(actions) ? nullptr : at;
}

}  // namespace

void Hub::restore(const Roster& roster) {
  for (const auto& sanction : roster.sanctions) sanctions_.put(sanction);
  for (const auto& [room, name, user, seen] : roster.names) {
    static_cast<void>(names_.reserve(room, name, SharedText(user), seen));  // the disk knows
  }
}

void Hub::remove(TimePoint now, ConnectionId id, const protocol::Delete& command) {
  if (!may_write(now, id, {command.room, command.id, {}})) return;
  Connection& connection = *find(id);
  if (pending() >= config_.pending_messages) {
    return refuse(id, refusal_of(refusal::busy, "The server is busy; try again.", command.room, command.id,
                                 connection.messages.refuse(now, {})));
  }
  accepted(connection);
  Revise revision{0, command.room, command.seq, connection.user.str(), {}, wall_};
  revision.erase = true;
  revision.of_others = connection.rights().has(Right::remove);
  revise(id, std::move(revision), command.id);
}

void Hub::moderate(TimePoint now, ConnectionId id, const protocol::Moderate& command) {
  Connection& connection = *find(id);
  const auto refuse_with = [&](std::string_view code, std::string text, Duration retry = Duration{0}) {
    refuse(id, refusal_of(code, std::move(text), command.room, command.id, retry));
  };
  const auto wait = connection.commands.take(config_.commands, now);
  if (wait > Duration{0}) return refuse_with(refusal::rate_limited, "Too many commands; wait a moment.", wait);
  if (!valid_client_id(command.id)) {
    return refuse_with(refusal::bad_id, "A command's id has 1 to 64 printable ASCII characters.");
  }
  if (!connection.rooms.contains(command.room)) return refuse_with(refusal::not_joined, "Join the room first.");
  const Action* const action = find_action(command.action);
  if (!action) return refuse_with(refusal::bad_request, "The action is mute, unmute, kick, ban or unban.");
  if (!connection.rights().has(action->right))
    return refuse_with(refusal::not_allowed, "You have no right to do that.");
  if (!valid_client_id(command.user)) return refuse_with(refusal::bad_request, "This is nobody's id.");
  if (connection.user == command.user) return refuse_with(refusal::not_allowed, "You cannot do that to yourself.");
  if (command.seconds > max_seconds) return refuse_with(refusal::bad_request, "\"for\" is at most ten years.");
  accepted(connection);

  protocol::Moderated moderated{command.room, command.id, command.action, command.user, connection.nick.str(), {}};
  if (!action->lasts) return carry_out(id, std::move(moderated));
  if (command.seconds > 0 && !action->lift) {
    moderated.until = wall_ + std::chrono::seconds(static_cast<std::int64_t>(command.seconds));
  }
  if (moderations_.size() >= max_pending_moderations || (!action->lift && !sanctions_.has_room(wall_))) {
    return refuse_with(refusal::busy, "Too many people are muted or banned already.", Duration{30'000});
  }
  const Ticket ticket = next_ticket_++;
  outputs_.requests.emplace_back(SetSanction{
      ticket, {command.room, command.user, action->kind, moderated.until, connection.nick.str()}, action->lift});
  moderations_.emplace(ticket, PendingModeration{id, std::move(moderated)});
}

void Hub::on_noted(const Noted& reply) {
  const auto at = moderations_.find(reply.ticket);
  if (at == moderations_.end()) return;  // a nickname's
  auto [asker, moderated] = moderations_.extract(at).mapped();
  const Action& action = *find_action(moderated.action);
  if (action.lift) {
    sanctions_.lift(moderated.room, moderated.user, action.kind);
  } else {
    sanctions_.put({moderated.room, moderated.user, action.kind, moderated.until, moderated.by});
  }
  carry_out(asker, std::move(moderated));
}

void Hub::on_moderation_failed(const PendingModeration& moderation) {
  refuse(moderation.asker,
         refusal_of(refusal::storage, "This could not be stored.", moderation.moderated.room, moderation.moderated.id));
}

void Hub::carry_out(ConnectionId asker, protocol::Moderated moderated) {
  ++stats_.moderated;
  const bool kick = moderated.action == "kick";
  send(asker, moderated);
  moderated.id.clear();
  const auto room = rooms_.find(moderated.room);
  if (room == rooms_.end()) return;
  std::vector<ConnectionId> out;
  for (const auto& [id, member] : room->second.members) {
    const Connection& connection = *find(id);
    const bool concerned = connection.user == moderated.user;
    if (id != asker && (concerned || connection.rights().any())) send(id, moderated);
    if (concerned && (kick || moderated.action == "ban")) out.push_back(id);
  }
  const std::string place = "#" + moderated.room + " by " + moderated.by + ".";
  for (const ConnectionId id : out) {
    expel(id, moderated.room, kick ? refusal::kicked : refusal::banned,
          (kick ? "You were removed from " : "You were banned from ") + place);
  }
}

void Hub::expel(ConnectionId id, const std::string& room, std::string_view code, const std::string& why) {
  Connection& connection = *find(id);
  if (const auto at = rooms_.find(room); at != rooms_.end()) {
    if (const auto member = at->second.members.find(id); member != at->second.members.end()) {
      for (const auto& ack : member->second.acks) send_ack(id, ack);  // they are stored, whatever else is not told
      connection.unanswered_edits -= member->second.answers.size();
    }
  }
  connection.rooms.erase(room);
  leave(id, connection.user, room);
  auto refusal = refusal_of(code, why);
  refusal.room = room;
  refusal.fatal = connection.rooms.empty();
  const bool last = refusal.fatal;
  refuse(id, std::move(refusal));
  if (last) close(id, close_code::expelled, std::string(code));
}

bool Hub::may_enter(ConnectionId id, const std::string& room) {
  const Connection& connection = *find(id);
  std::string_view code;
  std::string why;
  if (const auto* ban = sanctions_.find(room, connection.user, Sanction::Kind::ban, wall_)) {
    code = refusal::banned;
    why = "You were banned from #" + room + " by " + ban->by + ".";
  } else if (!connection.may_enter(room)) {
    code = refusal::not_allowed;
    why = "Your token does not let you into #" + room + ".";
  } else if (nick_taken(room, connection.nick, connection)) {
    code = refusal::nick_taken;
    why = "This nickname is taken in #" + room + ".";
  } else {
    return true;
  }
  expel(id, room, code, why);
  return false;
}

bool Hub::may_speak(ConnectionId id, const Draft& draft) {
  const auto* mute = sanctions_.find(draft.room, find(id)->user, Sanction::Kind::mute, wall_);
  if (!mute) return true;
  auto refusal = refusal_of(refusal::muted, "You were muted by " + mute->by + ".", draft.room, draft.id);
  if (mute->until != WallTime{}) refusal.retry_after = mute->until - wall_;
  refuse(id, std::move(refusal));
  return false;
}

void Hub::tell_if_muted(ConnectionId id, const std::string& room) {
  const auto& user = find(id)->user;
  if (const auto* mute = sanctions_.find(room, user, Sanction::Kind::mute, wall_)) {
    send(id, protocol::Moderated{room, {}, "mute", user.str(), mute->by, mute->until});
  }
}

bool Hub::nick_taken(const std::string& room, std::string_view nick, const Connection& connection) const {
  const bool named = connection.grant && !connection.grant->nick.empty();
  return !named && nick_taken(room, nick, connection.user);
}

bool Hub::nick_taken(const std::string& room, std::string_view nick, std::string_view user) const {
  return names_.taken(room, name_key(nick), user, wall_);
}

void Hub::reserve_nick(const Connection& connection, const std::string& room) {
  if (config_.shared_storage) return;  // the other servers would not know
  std::string name = name_key(connection.nick);
  auto change = names_.reserve(room, name, connection.user, wall_);
  if (!change.note && change.forgotten.empty()) return;
  Reservation reservation{room, std::move(name), connection.user.str(), wall_};
  outputs_.requests.emplace_back(SetName{next_ticket_++, std::move(reservation), std::move(change.forgotten)});
}

}  // namespace banter::server
