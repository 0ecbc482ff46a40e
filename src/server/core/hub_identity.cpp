// Who a connection is: what its hello's token says, and for how long.
#include <algorithm>
#include <utility>

#include "server/core/hub.hpp"
#include "server/core/names.hpp"
#include "server/core/refusals.hpp"

namespace banter::server {

void Hub::hello(TimePoint now, ConnectionId id, const protocol::Hello& hello) {
  Connection& connection = *find(id);
  const auto wait = connection.commands.take(config_.commands, now);
  if (wait > Duration{0}) {
    return refuse(id, refusal_of(refusal::rate_limited, "Too many hellos; wait a moment.", {}, {}, wait));
  }
  auto found = identify(hello.token);
  if (const auto* refused = std::get_if<TokenRefused>(&found)) return refuse_token(id, *refused);
  auto& identity = std::get<Identity>(found);
  auto nick = normalize_nick(identity.nick.empty() ? hello.nick : identity.nick);
  if (!nick) {
    auto refusal =
        refusal_of(refusal::bad_nick, "A nickname has 1 to 32 characters, none of them a control character.");
    refusal.fatal = !connection.greeted;
    refuse(id, std::move(refusal));
    if (!connection.greeted) close(id, close_code::bad_nick, "bad nickname");
    return;
  }
  if (connection.greeted && connection.user != identity.user) {
    protocol::ProtocolError error;
    error.detail = "a connection belongs to one user; open another for another token";
    return bad_request(id, error);
  }
  for (const auto& room : connection.rooms) {
    // Whom a signed token calls so is called so, whoever had the name before.
    if (identity.nick.empty() && nick_taken(room, *nick, identity.user))
      return refuse(id, refusal_of(refusal::nick_taken, "This nickname is taken."));
  }
  become(now, id, std::move(identity), *nick);
  accepted(connection);
  renamed(connection);
  protocol::Welcome welcome;
  welcome.user = connection.user.str();
  welcome.nick = connection.nick.str();
  welcome.max_text = static_cast<std::uint32_t>(config_.text_bytes);
  welcome.edits = connection.can.edits;
  welcome.deletes = connection.can.edits;
  welcome.typing = welcome.members = connection.can.people;
  welcome.history = connection.can.history;
  send(id, welcome);
  leave_forbidden_rooms(id);
}

std::variant<Identity, TokenRefused> Hub::identify(std::string_view token) const {
  const bool takes_signed = config_.auth != AuthMode::anonymous && config_.verifier;
  if (config_.auth == AuthMode::token || (takes_signed && looks_signed(token))) {
    if (!takes_signed) return TokenRefused{"This server has no keys for tokens.", false};
    return config_.verifier->verify(token, wall_);
  }
  auto user = user_id_of(token);
  if (!user) return TokenRefused{"The token must be 16 to 256 bytes long.", false};
  Identity identity;
  identity.user = std::move(*user);
  return identity;
}

void Hub::refuse_token(ConnectionId id, const TokenRefused& refused) {
  auto refusal = refusal_of(refused.expired ? refusal::token_expired : refusal::bad_token, refused.why);
  refusal.fatal = !refused.expired;
  refuse(id, std::move(refusal));
  close(id, refused.expired ? close_code::token_expired : close_code::bad_token,
        refused.expired ? "token expired" : "bad token");
}

void Hub::become(TimePoint now, ConnectionId id, Identity identity, std::string_view nick) {
  Connection& connection = *find(id);
  forget_expiry(id, connection);
  if (connection.nick != nick) connection.nick = SharedText(nick);
  connection.greeted = true;
  if (connection.user != identity.user) connection.user = SharedText(identity.user);
  connection.grant.reset();
  if (config_.shared_storage) identity.rights = {};  // the other servers would not know what was done
  if (identity.grants_something()) {
    auto grant = std::make_unique<Grant>();
    if (identity.expires) {
      grant->closes = now + (*identity.expires - wall_);
      expiries_.emplace(*grant->closes, id);
    }
    static_cast<Identity&>(*grant) = std::move(identity);
    connection.grant = std::move(grant);
  }
  for (const auto& room : connection.rooms) reserve_nick(connection, room);
}

void Hub::forget_expiry(ConnectionId id, const Connection& connection) {
  if (connection.grant && connection.grant->closes) expiries_.erase({*connection.grant->closes, id});
}

bool Hub::expired(ConnectionId id) {
  const auto& grant = find(id)->grant;
  if (!grant || !grant->expires || *grant->expires > wall_) return false;
  refuse_token(id, {"The token has expired.", true});
  return true;
}

void Hub::expire(TimePoint now) {
  while (!expiries_.empty() && expiries_.begin()->first <= now) {
    refuse_token(expiries_.begin()->second, {"The token has expired.", true});  // closes, which removes it from there
  }
}

void Hub::leave_forbidden_rooms(ConnectionId id) {
  const std::vector<std::string> rooms(find(id)->rooms.begin(), find(id)->rooms.end());
  for (const auto& room : rooms) {
    const Connection* connection = find(id);
    if (!connection) return;
    if (!connection->may_enter(room)) {
      expel(id, room, refusal::not_allowed, "Your token does not let you into #" + room + " any more.");
    }
  }
}

}  // namespace banter::server
