#include "server/core/names.hpp"

#include <algorithm>
#include <iterator>

#include "base/utf8.hpp"
#include "server/core/case_fold_table.hpp"
#include "server/core/digest.hpp"

namespace banter::server {

namespace {

bool white(char32_t c) {
  return c == U' ' || c == U'\t' || c == U'\n' || c == U'\r' || c == 0x00A0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// Default_Ignorable_Code_Point of Unicode 15, and the blank braille pattern. Allowed beside others: emoji and some
/// scripts are joined with them.
bool ignorable(char32_t c) {
  struct Range {
    char32_t first, last;
  };
  constexpr Range ranges[] = {
      {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},
      {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F}, {0x2800, 0x2800},   {0x3164, 0x3164},   {0xFE00, 0xFE0F},
      {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}};
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [c](const Range& range) { return c >= range.first && c <= range.last; });
}

bool forbidden(char32_t c) {
  const bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
  const bool separator = c == 0x2028 || c == 0x2029;
  const bool bidi =
      c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
  const bool invisible = c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB);
  return control || separator || bidi || invisible;
}

char32_t fold(char32_t c) {
  const auto after = std::upper_bound(case_folds.begin(), case_folds.end(), c,
                                      [](char32_t value, const CaseFold& range) { return value < range.first; });
  if (after == case_folds.begin()) return c;
  const CaseFold& range = *std::prev(after);
  if (c > range.last || (c - range.first) % range.step != 0) return c;
  return static_cast<char32_t>(static_cast<std::int32_t>(c) + range.delta);
}

}  // namespace

bool valid_room(std::string_view room) {
  if (room.empty() || room.size() > max_room_bytes) return false;
  return std::all_of(room.begin(), room.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

std::optional<std::string> normalize_nick(std::string_view nick) {
  std::size_t begin = nick.size();
  std::size_t end = 0;
  for (std::size_t at = 0; at < nick.size();) {
    const auto point = utf8::decode(nick.substr(at));
    if (!point.valid) return std::nullopt;
    if (!white(point.value)) {
      begin = std::min(begin, at);
      end = at + point.length;
    }
    at += point.length;
  }
  if (begin >= end) return std::nullopt;

  const std::string_view trimmed = nick.substr(begin, end - begin);
  std::size_t count = 0;
  bool visible = false;
  for (std::size_t at = 0; at < trimmed.size(); ++count) {
    const auto point = utf8::decode(trimmed.substr(at));
    if (forbidden(point.value)) return std::nullopt;
    visible = visible || (!white(point.value) && !ignorable(point.value));
    at += point.length;
  }
  if (!visible || count > max_nick_code_points) return std::nullopt;
  return std::string(trimmed);
}

std::string name_key(std::string_view nick) {
  std::string out;
  for (std::size_t at = 0; at < nick.size();) {
    const auto point = utf8::decode(nick.substr(at));
    at += point.length;
    if (ignorable(point.value)) continue;
    if (!white(point.value)) {
      utf8::append(out, fold(point.value));
    } else if (!out.empty() && out.back() != ' ') {
      out.push_back(' ');
    }
  }
  return out;
}

bool valid_client_id(std::string_view id) {
  if (id.empty() || id.size() > max_client_id_bytes) return false;
  return std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

std::optional<std::string> user_id_of(std::string_view token) {
  if (token.size() < min_token_bytes || token.size() > max_token_bytes) return std::nullopt;
  auto hex = sha256_hex(token);
  if (!hex) return std::nullopt;
  return hex->substr(0, 32);
}

}  // namespace banter::server
