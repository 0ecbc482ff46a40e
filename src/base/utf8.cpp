#include "base/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace banter::utf8 {

CodePoint decode(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const unsigned char first = at(0);
  if (first < 0x80) return {first, 1, true};

  std::size_t need = 0;
  unsigned char low = 0x80;  // the second byte's range depends on the first (table 3-7 of the standard)
  unsigned char high = 0xBF;
  char32_t value = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    need = 1;
    value = first & 0x1FU;
  } else if (first >= 0xE0 && first <= 0xEF) {
    need = 2;
    value = first & 0x0FU;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    need = 3;
    value = first & 0x07U;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
  } else {
    return {};
  }
  for (std::size_t i = 1; i <= need; ++i) {
    if (i >= bytes.size() || at(i) < low || at(i) > high) return {replacement, i, false};
    value = (value << 6) | (at(i) & 0x3FU);
    low = 0x80;
    high = 0xBF;
  }
  return {value, need + 1, true};
}

bool valid(std::string_view bytes) {
  constexpr std::uint64_t high_bits = 0x8080808080808080ULL;
  while (!bytes.empty()) {
    // Most of what there is to check is ASCII: eight bytes at a time.
    if (std::uint64_t word = 0; bytes.size() >= sizeof word) {
      std::memcpy(&word, bytes.data(), sizeof word);
      if ((word & high_bits) == 0) {
        bytes.remove_prefix(sizeof word);
        continue;
      }
    }
    const CodePoint c = decode(bytes);
    if (!c.valid) return false;
    bytes.remove_prefix(c.length);
  }
  return true;
}

std::string sanitize(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  while (!bytes.empty()) {
    const CodePoint c = decode(bytes);
    append(out, c.value);
    bytes.remove_prefix(c.length);
  }
  return out;
}

void append(std::string& out, char32_t value) {
  const auto put = [&](char32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xC0 | (value >> 6));
    put(0x80 | (value & 0x3F));
  } else if (value < 0x10000) {
    put(0xE0 | (value >> 12));
    put(0x80 | ((value >> 6) & 0x3F));
    put(0x80 | (value & 0x3F));
  } else {
    put(0xF0 | (value >> 18));
    put(0x80 | ((value >> 12) & 0x3F));
    put(0x80 | ((value >> 6) & 0x3F));
    put(0x80 | (value & 0x3F));
  }
}

std::size_t utf16_length(std::string_view bytes) {
  std::size_t units = 0;
  for (const char c : bytes) {
    const auto b = static_cast<unsigned char>(c);
    if ((b & 0xC0) != 0x80) units += b >= 0xF0 ? 2 : 1;
  }
  return units;
}

std::size_t byte_offset(std::string_view bytes, std::size_t units) {
  std::size_t offset = 0;
  while (offset < bytes.size()) {
    const CodePoint c = decode(bytes.substr(offset));
    const std::size_t width = c.value > 0xFFFF ? 2 : 1;
    if (units < width) return offset;
    units -= width;
    offset += c.length;
  }
  return bytes.size();
}

}  // namespace banter::utf8
