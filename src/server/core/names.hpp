// What rooms, people and messages may be called, and who a token belongs to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace banter::server {

inline constexpr std::size_t max_room_bytes = 64;
inline constexpr std::size_t max_nick_code_points = 32;
inline constexpr std::size_t max_client_id_bytes = 64;
inline constexpr std::size_t min_token_bytes = 16;
inline constexpr std::size_t max_token_bytes = 256;

/// 1 to 64 ASCII letters, digits, '-', '_' and '.'.
bool valid_room(std::string_view room);

/// The nickname without white space around it; none when nothing of it is visible, when it is longer than 32 code
/// points, not UTF-8, or has control, line-separator or bidi-control characters (Unicode 15, table 23-3 and UAX #9, 2).
std::optional<std::string> normalize_nick(std::string_view nick);

/// By what nicknames are told apart: case-folded (Unicode 15, 5.18.4, simple), without what cannot be seen, and with
/// one space for white space. `nick`: as normalize_nick() gives it.
std::string name_key(std::string_view nick);

/// 1 to 64 printable ASCII characters without space.
bool valid_client_id(std::string_view id);

/// The stable public id of a secret token: the first 32 hex digits of its SHA-256.
/// Fewer could be met by search: who finds another token for an id is that user. None when the token is not 16 to 256
/// bytes long.
std::optional<std::string> user_id_of(std::string_view token);

}  // namespace banter::server
