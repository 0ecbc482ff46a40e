// UTF-8 as RFC 3629 defines it: validation and decoding. Shared by the wire and the text engine.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace banter::utf8 {

inline constexpr char32_t replacement = U'\uFFFD';

struct CodePoint {
  char32_t value = replacement;  ///< U+FFFD for a malformed sequence
  std::size_t length = 1;        ///< bytes consumed, at least 1
  bool valid = false;
};

/// Decodes the code point at the start of `bytes`. Precondition: !bytes.empty().
/// A malformed sequence consumes its maximal subpart (Unicode 15, section 3.9, D93b).
CodePoint decode(std::string_view bytes);

/// True when every byte belongs to a well-formed sequence (no overlongs, no surrogates, at most U+10FFFF).
bool valid(std::string_view bytes);

/// A copy in which each malformed sequence is U+FFFD.
std::string sanitize(std::string_view bytes);

void append(std::string& out, char32_t value);

/// Number of UTF-16 code units that well-formed `bytes` take: what JavaScript calls `length`.
std::size_t utf16_length(std::string_view bytes);

/// The byte offset of UTF-16 offset `units` in well-formed `bytes`; inside a surrogate pair it is the pair's start.
/// Past the end it is bytes.size().
std::size_t byte_offset(std::string_view bytes, std::size_t units);

}  // namespace banter::utf8
