#include "server/core/identity.hpp"

#include <algorithm>

#include "server/core/digest.hpp"

namespace banter::server {

bool looks_signed(std::string_view token) {
  const auto of_part = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return std::count(token.begin(), token.end(), '.') == 2 && token.front() != '.' &&
         std::all_of(token.begin(), token.end(), [&](char c) { return c == '.' || of_part(c); });
}

std::optional<std::string> user_id_of_subject(std::string_view issuer, std::string_view subject) {
  // Claims have no NUL, so no other pair gives the same bytes.
  const auto hex = sha256_hex(std::string(issuer).append(1, '\0').append(subject));
  if (!hex) return std::nullopt;
  return "u-" + hex->substr(0, 32);
}

}  // namespace banter::server
