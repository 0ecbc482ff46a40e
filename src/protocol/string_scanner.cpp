#include "protocol/string_scanner.hpp"

#include <bit>
#include <cstddef>
#include <cstring>

#include "base/utf8.hpp"

namespace banter::protocol {
namespace {

constexpr std::uint64_t every = 0x0101010101010101ULL;
constexpr std::uint64_t high_bits = 0x8080808080808080ULL;
constexpr std::uint64_t max_integer = (std::uint64_t{1} << 53) - 1;
constexpr std::string_view escapes = "\"\\/bfnrt";
constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";

/// Not zero when a byte of the word ends what is plain. Of the bits that are set the lowest is right; others need not
/// be.
constexpr std::uint64_t specials(std::uint64_t word) {
  constexpr std::uint64_t quotes = every * '"';
  constexpr std::uint64_t backslashes = every * '\\';
  const std::uint64_t below = ((word ^ quotes) - every) | ((word ^ backslashes) - every) | (word - every * 0x20);
  return below & ~word & high_bits;  // of a byte below 0x80 the highest bit is set by a borrow alone
}

bool is_special(char c) {
  return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

/// The first byte that is not simply part of a string; `seen` gathers the bits of those before it, and maybe of some
/// after it.
const char* plain_end(const char* at, const char* end, std::uint64_t& seen) {
  while (static_cast<std::size_t>(end - at) >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    const std::uint64_t special = specials(word);
    seen |= word;
    if (special != 0) {
      if constexpr (std::endian::native == std::endian::little) return at + (std::countr_zero(special) >> 3);
      break;
    }
    at += sizeof word;
  }
  for (; at != end && !is_special(*at); ++at) seen |= static_cast<unsigned char>(*at);
  return at;
}

}  // namespace

bool scan_string(const char*& at, const char* end, ScannedString& out) {
  if (at == end || *at != '"') return false;
  const char* const first = ++at;
  std::uint64_t seen = 0;
  out.escaped = false;
  for (;;) {
    at = plain_end(at, end, seen);
    if (at == end) return false;
    if (*at == '"') break;
    if (*at != '\\' || end - at < 2 || escapes.find(at[1]) == std::string_view::npos) return false;
    out.escaped = true;
    at += 2;
  }
  out.raw = {first, static_cast<std::size_t>(at - first)};
  ++at;
  return (seen & high_bits) == 0 || utf8::valid(out.raw);
}

std::string_view take_out_escapes(char* raw, std::size_t size) {
  char* to = raw;
  for (const char *from = raw, *const end = raw + size; from != end; ++from) {
    *to++ = *from == '\\' ? meanings[escapes.find(*++from)] : *from;
  }
  return {raw, static_cast<std::size_t>(to - raw)};
}

bool scan_integer(const char*& at, const char* end, std::uint64_t& out) {
  constexpr std::ptrdiff_t most_digits = 16;
  const char* const first = at;
  out = 0;
  for (; at != end && *at >= '0' && *at <= '9'; ++at) {
    if (at - first == most_digits) return false;
    out = out * 10 + static_cast<std::uint64_t>(*at - '0');
  }
  if (at == first || out > max_integer) return false;
  if (*first == '0' && at - first > 1) return false;  // JSON knows no leading zeros
  return at == end || (*at != '.' && *at != 'e' && *at != 'E');
}

}  // namespace banter::protocol
