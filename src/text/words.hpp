// Where words begin and end, as far as markup asks: whether a mark, a mention or an address may start beside a code
// point. Coarser than word breaking (UAX #29): one code point at a time, no dictionary.
#pragma once

#include <cstddef>
#include <string_view>

namespace banter::text {

/// ASCII and Unicode white space, line ends among it.
bool is_white_space(char32_t c);
/// Letters, digits and what combines with them, of any script; not '_'.
bool is_word(char32_t c);
/// Of a script that puts spaces between words: not Han, kana, Hangul (particles follow without one), Thai, Khmer, …
bool is_spaced_word(char32_t c);

constexpr bool is_ascii_digit(char32_t c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_ascii_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr bool is_ascii_alnum(char32_t c) {
  return is_ascii_digit(c) || is_ascii_letter(c);
}
constexpr bool is_ascii_punctuation(char32_t c) {
  return c > 0x20 && c < 0x7F && !is_ascii_alnum(c);
}

/// The code points on both sides of `at`. A line end where the text, or what of it counts (from `begin`), ends;
/// U+FFFD for malformed bytes.
char32_t code_point_before(std::string_view text, std::size_t begin, std::size_t at);
char32_t code_point_at(std::string_view text, std::size_t at);

}  // namespace banter::text
