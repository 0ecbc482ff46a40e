// SHA-256 (FIPS 180-4) as hex digits, for user ids and entity tags.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace banter::server {

/// 64 lower-case hex digits; none when the crypto library refuses.
std::optional<std::string> sha256_hex(std::string_view bytes);

}  // namespace banter::server
