// Who somebody is: an anonymous token's holder, or whom a token that we trust names.
// Must not know: what a trusted token looks like, keys, connections.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>

#include "base/time.hpp"
#include "server/core/sanctions.hpp"

namespace banter::server {

enum class AuthMode : std::uint8_t {
  anonymous,  ///< a token is a secret that the client made up
  token,      ///< a token is one that somebody we trust has signed
  both,       ///< either: a signed one is told by its form
};

struct Identity {
  std::string user;
  std::string nick;  ///< to be shown, whatever the hello says; empty: the hello's
  Rights rights;
  std::optional<std::set<std::string, std::less<>>> rooms;  ///< none: all
  std::optional<WallTime> expires;

  /// More than who it is.
  [[nodiscard]] bool grants_something() const { return !nick.empty() || rights.any() || rooms || expires; }
  [[nodiscard]] bool may_enter(std::string_view room) const { return !rooms || rooms->contains(room); }
};

struct TokenRefused {
  std::string why;       ///< for a person
  bool expired = false;  ///< another token may do
};

/// Judges tokens that somebody has signed.
class TokenVerifier {
 public:
  virtual ~TokenVerifier() = default;
  /// Any bytes are allowed.
  [[nodiscard]] virtual std::variant<Identity, TokenRefused> verify(std::string_view token, WallTime now) const = 0;
};

/// Whether it looks like a signed token, a JWS in compact form (RFC 7515, 7.1): three parts of base64url with dots
/// between. The anonymous tokens of our client have no dots.
bool looks_signed(std::string_view token);

/// Of whom a signed token names. None of an anonymous token's looks like that (names.hpp), so nobody can make up a
/// token and be that user. None when the crypto library refuses.
std::optional<std::string> user_id_of_subject(std::string_view issuer, std::string_view subject);

}  // namespace banter::server
