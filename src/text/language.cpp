#include "text/language.hpp"

#include <array>
#include <cstdint>

#include "base/utf8.hpp"
#include "text/code_points.hpp"

namespace banter::text {
namespace {

constexpr std::size_t enough = 400;  // bytes

/// Letters of scripts that are written for one language, or nearly so (Unicode 15, Blocks and Scripts); ascending.
struct Letters {
  std::uint16_t first, last;
  std::array<char, 2> tag;
};
constexpr std::array<char, 2> any{};  // letters that tell nothing of their language
constexpr std::array<Letters, 38> letters{{
    {0x0041, 0x005A, any},        {0x0061, 0x007A, any},        {0x00C0, 0x02AF, any},
    {0x0370, 0x03FF, {'e', 'l'}}, {0x0400, 0x052F, any},        {0x0531, 0x058F, {'h', 'y'}},
    {0x05D0, 0x05F4, {'h', 'e'}}, {0x0600, 0x06FF, any},        {0x0750, 0x077F, any},
    {0x0780, 0x07BF, {'d', 'v'}}, {0x0900, 0x097F, any},        {0x0980, 0x09FF, {'b', 'n'}},
    {0x0A00, 0x0A7F, {'p', 'a'}}, {0x0A80, 0x0AFF, {'g', 'u'}}, {0x0B00, 0x0B7F, {'o', 'r'}},
    {0x0B80, 0x0BFF, {'t', 'a'}}, {0x0C00, 0x0C7F, {'t', 'e'}}, {0x0C80, 0x0CFF, {'k', 'n'}},
    {0x0D00, 0x0D7F, {'m', 'l'}}, {0x0D80, 0x0DFF, {'s', 'i'}}, {0x0E01, 0x0E3A, {'t', 'h'}},
    {0x0E40, 0x0E4E, {'t', 'h'}}, {0x0E80, 0x0EFF, {'l', 'o'}}, {0x1000, 0x109F, {'m', 'y'}},
    {0x10A0, 0x10FF, {'k', 'a'}}, {0x1100, 0x11FF, {'k', 'o'}}, {0x1780, 0x17FF, {'k', 'm'}},
    {0x1C90, 0x1CBF, {'k', 'a'}}, {0x1E00, 0x1EFF, any},        {0x1F00, 0x1FFF, {'e', 'l'}},
    {0x3041, 0x309F, {'j', 'a'}}, {0x30A1, 0x30FA, {'j', 'a'}}, {0x30FC, 0x30FF, {'j', 'a'}},
    {0x3131, 0x318E, {'k', 'o'}}, {0xAC00, 0xD7FB, {'k', 'o'}}, {0xFB13, 0xFB17, {'h', 'y'}},
    {0xFB1D, 0xFB4F, {'h', 'e'}}, {0xFF66, 0xFF9D, {'j', 'a'}},
}};

}  // namespace

std::string_view language(std::string_view text) {
  const Letters* found = nullptr;
  std::size_t telling = 0;
  std::size_t others = 0;
  for (std::string_view rest = text.substr(0, enough); !rest.empty();) {
    const auto c = utf8::decode(rest);
    rest.remove_prefix(c.length);
    const Letters* range = range_of(letters, c.value);
    if (range == nullptr) continue;
    if (range->tag == any) {
      ++others;
      continue;
    }
    if (found != nullptr && found->tag != range->tag) return {};
    found = range;
    ++telling;
  }
  // One sign is no sentence, and a word of it in a text of another language does not make that its language.
  if (telling < 2 || 2 * telling < others) return {};
  return {found->tag.data(), found->tag.size()};
}

}  // namespace banter::text
