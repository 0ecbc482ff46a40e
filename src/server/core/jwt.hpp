// Signed tokens: JSON Web Tokens (RFC 7519) in compact form, checked as RFC 8725 advises: the key is chosen by `kid`,
// the algorithm by the key, `exp` is required. Must not know: files, connections, clocks.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "server/core/identity.hpp"
#include "server/core/token_key.hpp"

namespace banter::server {

inline constexpr std::size_t max_signed_token_bytes = 8 << 10;
inline constexpr std::size_t max_subject_bytes = 256;

/// Keys by `kid`.
using TokenKeys = std::map<std::string, TokenKey, std::less<>>;

struct JwtRules {
  std::string audience;    ///< must be among `aud`; empty: any
  std::string issuer;      ///< must be `iss`; empty: any
  Duration early{10'000};  ///< how far `nbf` may lie ahead: clocks differ
};

class JwtVerifier final : public TokenVerifier {
 public:
  explicit JwtVerifier(JwtRules rules) : rules_(std::move(rules)) {}

  /// In the place of those before: tokens of keys that are not there any more are refused from now on.
  void set_keys(TokenKeys keys) { keys_ = std::move(keys); }
  [[nodiscard]] std::variant<Identity, TokenRefused> verify(std::string_view token, WallTime now) const override;

 private:
  JwtRules rules_;
  TokenKeys keys_;
};

/// Base64url without padding (RFC 7515, 2), and nothing else; none when it is anything else.
std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace banter::server
