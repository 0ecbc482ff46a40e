#include "text/words.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"

namespace banter::text {
namespace {

struct Range {
  char32_t first, last;
};

template <std::size_t N>
bool in(const std::array<Range, N>& ranges, char32_t c) {
  const auto after = std::upper_bound(ranges.begin(), ranges.end(), c, [](char32_t v, Range r) { return v < r.first; });
  return after != ranges.begin() && c <= std::prev(after)->last;
}

// What from U+0080 on is neither letter, digit nor mark: spaces, punctuation, symbols, controls (Unicode 15, coarsely
// where a block is nearly all of these), and the signs that make an emoji of what they follow.
constexpr std::array<Range, 66> other{{
    {0x0080, 0x00A9}, {0x00AB, 0x00B4}, {0x00B6, 0x00B9}, {0x00BB, 0x00BF},   {0x00D7, 0x00D7},   {0x00F7, 0x00F7},
    {0x02C2, 0x02C5}, {0x02D2, 0x02DF}, {0x037E, 0x037E}, {0x0387, 0x0387},   {0x055A, 0x055F},   {0x0589, 0x058F},
    {0x05BE, 0x05BE}, {0x05C0, 0x05C0}, {0x05C3, 0x05C3}, {0x05C6, 0x05C6},   {0x05F3, 0x05F4},   {0x0600, 0x060F},
    {0x061B, 0x061F}, {0x066A, 0x066D}, {0x06D4, 0x06D4}, {0x0700, 0x070F},   {0x0964, 0x0965},   {0x0970, 0x0970},
    {0x0DF4, 0x0DF4}, {0x0E3F, 0x0E3F}, {0x0E4F, 0x0E4F}, {0x0E5A, 0x0E5B},   {0x0F01, 0x0F17},   {0x0F3A, 0x0F3D},
    {0x104A, 0x104F}, {0x10FB, 0x10FB}, {0x1360, 0x1368}, {0x1400, 0x1400},   {0x166D, 0x166E},   {0x1680, 0x1680},
    {0x16EB, 0x16ED}, {0x17D4, 0x17D6}, {0x17D8, 0x17DB}, {0x1800, 0x180E},   {0x1FBD, 0x1FBD},   {0x2000, 0x200B},
    {0x200E, 0x2070}, {0x207A, 0x207E}, {0x208A, 0x208E}, {0x20A0, 0x20FF},   {0x2100, 0x2BFF},   {0x2E00, 0x2E7F},
    {0x3000, 0x3004}, {0x3008, 0x3020}, {0x3030, 0x3030}, {0x303D, 0x303F},   {0x30A0, 0x30A0},   {0x30FB, 0x30FB},
    {0xD800, 0xF8FF}, {0xFD3E, 0xFD3F}, {0xFE00, 0xFE1F}, {0xFE30, 0xFE6F},   {0xFEFF, 0xFF0F},   {0xFF1A, 0xFF20},
    {0xFF3B, 0xFF40}, {0xFF5B, 0xFF65}, {0xFFE0, 0xFFFF}, {0x10100, 0x1013F}, {0x1F000, 0x1FAFF}, {0xE0000, 0x10FFFF},
}};

// Scripts that are written without spaces, or whose particles are.
constexpr std::array<Range, 17> unspaced{{
    {0x0E00, 0x0FFF},
    {0x1000, 0x109F},
    {0x1100, 0x11FF},
    {0x1780, 0x17FF},
    {0x1950, 0x19DF},
    {0x1A20, 0x1AAF},
    {0x2E80, 0x31FF},
    {0x3200, 0x4DBF},
    {0x4E00, 0xA4CF},
    {0xA960, 0xA97F},
    {0xAA60, 0xAADF},
    {0xAC00, 0xD7FF},
    {0xF900, 0xFAFF},
    {0xFF66, 0xFFDC},
    {0x16FE0, 0x18DFF},
    {0x1AFF0, 0x1B2FF},
    {0x20000, 0x3FFFF},
}};

}  // namespace

bool is_white_space(char32_t c) {
  return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_word(char32_t c) {
  if (c < 0x80) return is_ascii_alnum(c);
  return !in(other, c);
}

bool is_spaced_word(char32_t c) {
  return is_word(c) && (c < 0x0E00 || !in(unspaced, c));
}

char32_t code_point_before(std::string_view text, std::size_t begin, std::size_t at) {
  if (at <= begin) return '\n';
  const auto last = static_cast<unsigned char>(text[at - 1]);
  if (last < 0x80) return last;
  std::size_t start = at - 1;
  while (start > begin && at - start < 4 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  const utf8::CodePoint c = utf8::decode(text.substr(start, at - start));
  return c.length == at - start ? c.value : utf8::replacement;
}

char32_t code_point_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return '\n';
  const auto first = static_cast<unsigned char>(text[at]);
  return first < 0x80 ? first : utf8::decode(text.substr(at)).value;
}

}  // namespace banter::text
