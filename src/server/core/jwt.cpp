#include "server/core/jwt.hpp"

#include <algorithm>
#include <utility>

#include "protocol/token_claims.hpp"
#include "server/core/names.hpp"

namespace banter::server {

namespace {

constexpr std::int64_t last_second = 253402300799;  // of the year 9999: later is as good as never

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-') return 62;
  return c == '_' ? 63 : -1;
}

WallTime wall(std::int64_t seconds) {
  return WallTime(std::chrono::seconds(std::min(seconds, last_second)));
}

TokenRefused refused(std::string_view why) {
  return {std::string("The token is not valid: ").append(why).append("."), false};
}

}  // namespace

std::optional<std::string> decode_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string out;
  out.reserve(text.size() / 4 * 3 + 2);
  unsigned bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = value_of(c);
    if (value < 0) return std::nullopt;
    bits = (bits << 6U) | static_cast<unsigned>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out.push_back(static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU));
    bits &= (1U << static_cast<unsigned>(count)) - 1U;
  }
  if (bits != 0) return std::nullopt;  // another text for the same bytes
  return out;
}

std::variant<Identity, TokenRefused> JwtVerifier::verify(std::string_view token, WallTime now) const {
  if (token.size() > max_signed_token_bytes) return refused("it is too long");
  if (!looks_signed(token)) return refused("it is no signed token");
  const auto first = token.find('.');
  const auto second = token.find('.', first + 1);
  const auto header_json = decode_base64url(token.substr(0, first));
  const auto claims_json = decode_base64url(token.substr(first + 1, second - first - 1));
  const auto signature = decode_base64url(token.substr(second + 1));
  if (!header_json || !claims_json || !signature) return refused("it is not base64url");
  const auto header = protocol::read_token_header(*header_json);
  if (!header) return refused("of its header, " + header.error().message);
  if (header->critical) return refused("it has extensions that are not known here");
  const auto key = keys_.find(header->key);
  if (key == keys_.end()) return refused("its key is not known here");
  if (header->algorithm != key->second.algorithm()) return refused("its algorithm does not fit its key");
  if (!key->second.verify(token.substr(0, second), *signature)) return refused("its signature is wrong");

  const auto claims = protocol::read_token_claims(*claims_json);
  if (!claims) return refused("of its claims, " + claims.error().message);
  if (claims->subject.empty() || claims->subject.size() > max_subject_bytes) return refused("it names nobody (sub)");
  if (!claims->expires) return refused("it does not say when it expires (exp)");
  if (!rules_.issuer.empty() && claims->issuer != rules_.issuer) return refused("it is of another issuer");
  const auto& audience = claims->audience;
  if (!rules_.audience.empty() && std::find(audience.begin(), audience.end(), rules_.audience) == audience.end()) {
    return refused("it is meant for another server");
  }
  if (claims->not_before && wall(*claims->not_before) > now + rules_.early) return refused("it is not valid yet (nbf)");
  if (wall(*claims->expires) <= now) return TokenRefused{"The token has expired.", true};

  Identity identity;
  auto user = user_id_of_subject(claims->issuer, claims->subject);
  if (!user) return refused("it could not be read");
  identity.user = std::move(*user);
  identity.nick = normalize_nick(claims->name).value_or("");
  for (const auto& right : claims->rights) identity.rights.add(right);
  if (claims->rooms) identity.rooms.emplace(claims->rooms->begin(), claims->rooms->end());
  identity.expires = wall(*claims->expires);
  return identity;
}

}  // namespace banter::server
