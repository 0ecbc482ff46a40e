#include "text/shaping.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/utf8.hpp"
#include "text/characters.hpp"
#include "text/graphemes.hpp"

namespace banter::text {
namespace {

constexpr float page_rounding = 1.0F / 64;  // of what a page measures
constexpr float least_kern = 0.03F;         // less is what rounding makes of none
constexpr std::uint32_t max_lead_bytes = 48;
constexpr std::string_view joiner = "\u200D";
constexpr std::uint32_t max_leaning_bytes = 1200;

struct Block {
  char32_t first, last;
  Script script;
};

// Whole blocks: what is not assigned there will be of the script, too.
constexpr std::array<Block, 26> blocks{{
    {0x00C0, 0x02AF, Script::simple},   {0x0370, 0x052F, Script::simple},   {0x0531, 0x058F, Script::armenian},
    {0x0591, 0x05FF, Script::hebrew},   {0x0600, 0x06FF, Script::arabic},   {0x0700, 0x074F, Script::syriac},
    {0x0750, 0x077F, Script::arabic},   {0x0780, 0x07BF, Script::thaana},   {0x07C0, 0x07FF, Script::nko},
    {0x0870, 0x08FF, Script::arabic},   {0x0900, 0x0DFF, Script::brahmic},  {0x0E00, 0x0E7F, Script::thai},
    {0x0E80, 0x0EFF, Script::lao},      {0x0F00, 0x0FFF, Script::tibetan},  {0x1000, 0x109F, Script::myanmar},
    {0x10A0, 0x10FF, Script::georgian}, {0x1200, 0x139F, Script::ethiopic}, {0x1780, 0x17FF, Script::khmer},
    {0x19E0, 0x19FF, Script::khmer},    {0x1C90, 0x1CBF, Script::georgian}, {0x1E00, 0x1FFF, Script::simple},
    {0x2D00, 0x2D2F, Script::georgian}, {0x2D80, 0x2DDF, Script::ethiopic}, {0xFB1D, 0xFB4F, Script::hebrew},
    {0xFB50, 0xFDFF, Script::arabic},   {0xFE70, 0xFEFC, Script::arabic},
}};

// Signs within those blocks that are of every script.
bool is_common(char32_t c) {
  return c == 0x060C || c == 0x061B || c == 0x061F || c == 0x0640 || (c >= 0x064B && c <= 0x0655) || c == 0x0670 ||
         (c >= 0x0660 && c <= 0x0669) || c == 0x06DD || (c >= 0x0951 && c <= 0x0954) || c == 0x0964 || c == 0x0965 ||
         c == 0x0E3F || c == 0x10FB;
}

bool is_kana_or_sign(char32_t c) {
  return (c >= 0x3000 && c <= 0x30FF) || (c >= 0xFF00 && c <= 0xFFEF);
}

bool is_sign(char32_t c) {
  return (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20);
}

/// Closing brackets that are full-width and empty in their right half.
bool is_closing_bracket(char32_t c) {
  constexpr std::u32string_view set = U"」』）］｝〉》】〕〗〙〛｠";
  return set.find(c) != std::u32string_view::npos;
}

/// A sign that goes on with a run of Arabic letters, and has their level. U+3000 ends it, for a canvas cuts there.
bool leans(char32_t c) {
  if ((c >= '0' && c <= '9') || (c >= 0x0660 && c <= 0x0669) || c < 0x20) return false;
  return script_of(c) == Script::common && c < 0x2E80 && !is_emoji(c);
}

utf8::CodePoint at(std::string_view text, std::uint32_t offset) {
  return offset < text.size() ? utf8::decode(text.substr(offset)) : utf8::CodePoint{0, 0, false};
}

std::uint32_t start_of_last(std::string_view text, std::uint32_t end) {
  do --end;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80);
  return end;
}

/// Letters of a script that joins them stand on both sides of `offset`.
bool letters_join(std::string_view text, std::uint32_t offset) {
  const Script script = script_of(at(text, offset).value);
  if (script != Script::arabic && script != Script::syriac && script != Script::nko) return false;
  std::uint32_t before = start_of_last(text, offset);
  while (before > 0 && extends_cluster(at(text, before).value)) before = start_of_last(text, before);
  return script_of(at(text, before).value) == script;
}

}  // namespace

bool has_arabic(std::string_view text) {
  for (std::uint32_t offset = 0; offset < text.size();) {
    const utf8::CodePoint c = at(text, offset);
    if (script_of(c.value) == Script::arabic) return true;
    offset += static_cast<std::uint32_t>(c.length);
  }
  return false;
}

Script script_of(char32_t c) {
  if (c < 0x80) return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ? Script::simple : Script::common;
  if (is_common(c)) return Script::common;
  const auto* after =
      std::upper_bound(blocks.begin(), blocks.end(), c, [](char32_t v, const Block& b) { return v < b.first; });
  if (after != blocks.begin() && c <= std::prev(after)->last) {
    const Script script = std::prev(after)->script;
    if (script != Script::brahmic) return script;
    return static_cast<Script>(static_cast<unsigned>(Script::brahmic) + ((c - 0x0900) >> 7));
  }
  return is_ideographic(c) ? Script::wide : Script::common;
}

bool has_context(std::string_view text) {
  // The first bytes of U+0500 to U+1FFF and U+3000 to U+FFFF.
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0xD4 && byte <= 0xEF && byte != 0xE2;
  });
}

std::string_view ScriptCursor::pass(std::uint32_t start, std::uint32_t end) {
  std::string_view lead;
  bool own = false;  // a letter of the piece was seen
  for (std::uint32_t offset = start; offset < end;) {
    const utf8::CodePoint c = at(text_, offset);
    const Script script = extends_cluster(c.value) ? Script::common : script_of(c.value);
    if (script != Script::common) {
      if (!own && script == script_ && script > Script::arabic) lead = first_word(start);
      own = true;
      if (script != script_) first_ = offset;
      script_ = script;
    }
    offset += static_cast<std::uint32_t>(c.length);
  }
  return lead;
}

std::uint32_t ScriptCursor::border(std::uint32_t start, std::uint32_t end) const {
  if (script_ <= Script::simple) return start;
  for (std::uint32_t offset = start; offset < end;) {
    const utf8::CodePoint c = at(text_, offset);
    const Script script = script_of(c.value);
    if (script != Script::common) return script == Script::simple ? offset : start;
    offset += static_cast<std::uint32_t>(c.length);
  }
  return start;
}

std::string_view ScriptCursor::first_word(std::uint32_t before) const {
  std::uint32_t end = first_;
  for (std::uint32_t next = end; next < before && next - first_ <= max_lead_bytes; next = cluster_end(text_, next)) {
    end = next;
    if (script_of(at(text_, next).value) != script_) break;
  }
  return text_.substr(first_, end - first_);
}

float kerning(Painter& painter, Style style, std::string_view text, std::uint32_t start, std::uint32_t border,
              std::uint32_t end) {
  std::uint32_t from = start_of_last(text, border);
  const utf8::CodePoint before = at(text, from);
  const utf8::CodePoint after = at(text, border);
  std::uint32_t to = border + static_cast<std::uint32_t>(after.length);
  if (!is_kana_or_sign(before.value) || !is_kana_or_sign(after.value)) {
    const Script script = script_of(after.value);
    if (script <= Script::arabic) return 0;
    from = std::max(start, cluster_start(text, border));
    if (script_of(at(text, from).value) != script) return 0;
    to = std::min(cluster_end(text, border), end);
  }
  const float first = painter.measure(style, text.substr(from, border - from));
  const float kern = painter.measure(style, text.substr(from, to - from)) - first -
                     painter.measure(style, text.substr(border, to - border));
  if (std::abs(kern + first / 2) < page_rounding) return -first / 2;  // half a sign, but for rounding
  return std::abs(kern) < least_kern ? 0 : kern;
}

std::uint32_t end_of_leaning(std::string_view text, std::uint32_t start, std::uint32_t end) {
  std::uint32_t leaning = start;
  bool letters = false;
  bool spaced = false;  // from the first letter
  bool more = false;    // than one word
  for (std::uint32_t offset = start; offset < end && offset - start < 2 * max_leaning_bytes;) {
    const utf8::CodePoint c = at(text, offset);
    const bool arabic = script_of(c.value) == Script::arabic;
    if (!(arabic || extends_cluster(c.value) || leans(c.value))) break;
    // To the end of a word, for its last letter has another form.
    if (c.value == ' ' && offset - start > max_leaning_bytes) break;
    more = more || (arabic && spaced);
    letters = letters || arabic;
    spaced = spaced || (letters && c.value == ' ');
    offset += static_cast<std::uint32_t>(c.length);
    if (c.value != ' ') leaning = offset;
  }
  return more ? leaning : start;
}

std::string_view part_of_word(std::string_view text, std::uint32_t word_start, std::uint32_t word_end,
                              std::uint32_t start, std::uint32_t end, std::string& room) {
  const bool before = start > word_start && letters_join(text, start);
  const bool after = end < word_end && letters_join(text, end);
  const std::string_view part = text.substr(start, end - start);
  if (!before && !after) return part;
  room.assign(before ? joiner : std::string_view{}).append(part).append(after ? joiner : std::string_view{});
  return room;
}

float trim_at_end(Painter& painter, Style style, std::string_view text, std::uint32_t end) {
  if (end < text.size() && (text[end] == ' ' || text[end] == '\t')) return 0;
  if (is_sign(at(text, end).value)) return 0;  // the line does not end here
  const std::uint32_t from = start_of_last(text, end);
  if (!is_closing_bracket(at(text, from).value)) return 0;
  if (from > 0 && is_sign(at(text, start_of_last(text, from)).value)) return 0;
  const std::string_view last = text.substr(from, end - from);
  return std::min(0.0F, painter.measure(style, std::string(last).append(last)) - 2 * painter.measure(style, last));
}

}  // namespace banter::text
