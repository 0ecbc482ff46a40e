// The JSON inside a JSON Web Token (RFC 7519): header and claims as values. Whether the token is genuine is not judged
// here. Must not know: keys, signatures, clocks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace banter::protocol {

struct TokenHeader {
  std::string algorithm;
  std::string key;        ///< `kid`; empty: not said
  bool critical = false;  ///< it has extensions that must be understood (RFC 7515, 4.1.11)
};

struct TokenClaims {
  std::string subject;                            ///< `sub`
  std::string issuer;                             ///< `iss`
  std::vector<std::string> audience;              ///< `aud`
  std::optional<std::int64_t> expires;            ///< `exp`, seconds since the Unix epoch, in [0, 2^53)
  std::optional<std::int64_t> not_before;         ///< `nbf`, likewise
  std::string name;                               ///< `name`: to be shown
  std::optional<std::vector<std::string>> rooms;  ///< `rooms`; none: not said
  std::vector<std::string> rights;                ///< `rights`
};

/// Entries of one array.
inline constexpr std::size_t max_token_entries = 1000;

/// The error says what is wrong without quoting. A member given twice is wrong, and so is one that we know and that has
/// another type; unknown ones are ignored. No exception, whatever the bytes are.
Result<TokenHeader> read_token_header(std::string_view json);
Result<TokenClaims> read_token_claims(std::string_view json);

}  // namespace banter::protocol
