#include "text/signs.hpp"

#include <array>

#include "base/utf8.hpp"
#include "text/characters.hpp"
#include "text/code_points.hpp"
#include "text/graphemes.hpp"

namespace banter::text {
namespace {

constexpr std::size_t longest_lead = 24;   // bytes
constexpr std::uint32_t farthest = 1'024;  // bytes that are looked ahead

/// Common to all scripts (Unicode 15, Scripts), as wide as an ideograph.
constexpr std::array<CodePoints, 14> wide_signs{{
    {0x2FF0, 0x2FFF},
    {0x3001, 0x3004},
    {0x3008, 0x3020},
    {0x3030, 0x3037},
    {0x303C, 0x303F},
    {0x309B, 0x309C},
    {0x30FB, 0x30FB},
    {0x31C0, 0x31EF},
    {0x3220, 0x325F},
    {0x327F, 0x32CF},
    {0xFE30, 0xFE4F},
    {0xFF01, 0xFF20},
    {0xFF3B, 0xFF40},
    {0xFF5B, 0xFF65},
}};

/// Of those, the ones that some scripts have for themselves (ScriptExtensions).
constexpr std::array<CodePoints, 7> owned_signs{{
    {0x3001, 0x3003},
    {0x3008, 0x3011},
    {0x3013, 0x301F},
    {0x3030, 0x3035},
    {0x3037, 0x3037},
    {0x30FB, 0x30FB},
    {0xFF61, 0xFF65},
}};

bool is_wide_sign(char32_t c) {
  return c >= 0x2FF0 && in(wide_signs, c);
}

/// Arrows, mathematics, shapes: in fonts of East Asia they are as wide as ideographs, in others they are not.
bool is_loose_sign(char32_t c) {
  return c >= 0x2100 && c < 0x2C00 && !is_emoji(c);
}

/// What `c` closes, 0: nothing. In these blocks it stands before it.
char32_t opener_of(char32_t c) {
  if (!is_closing(c)) return 0;
  if (c == 0xFF09) return 0xFF08;
  if (c == 0xFF3D || c == 0xFF5D) return c - 2;
  return is_opening(c - 1) ? c - 1 : 0;
}

/// One letter for all that fall back to the same font.
std::string_view representative(char32_t c, std::string_view letter) {
  if ((c >= 0x3400 && c <= 0x9FFF) || c >= 0x20000 || (c >= 0xF900 && c <= 0xFAFF)) return "\u4E00";
  if (c >= 0x3041 && c <= 0x30FF) return "\u3042";
  if (c >= 0xAC00 && c <= 0xD7A3) return "\uAC00";
  return letter;
}

}  // namespace

std::uint32_t SignCursor::pass(std::uint32_t start, std::uint32_t end, std::uint32_t limit) {
  if (!begun_) {
    run_ = start;
    script_ = Script::common;
    known_ = false;
    begun_ = true;
  }
  for (std::uint32_t offset = start; offset < end;) {
    const utf8::CodePoint c = utf8::decode(text_.substr(offset));
    const bool sign = is_wide_sign(c.value);
    const Script script = sign || extends_cluster(c.value) ? Script::common : script_of(c.value);
    if (script != Script::common && script != script_) {
      if (script_ != Script::common) {
        run_ = offset;
        known_ = false;
      }
      script_ = script;
    }
    if (offset == start || !extends_cluster(c.value)) {
      const bool apart = (sign || is_loose_sign(c.value)) && set_apart(c.value, limit);
      if (offset == start) {
        apart_ = apart;
      } else if (apart != apart_) {
        return offset;
      }
    }
    offset += static_cast<std::uint32_t>(c.length);
  }
  return end;
}

bool SignCursor::set_apart(char32_t c, std::uint32_t limit) {
  if (!known_) look_ahead(limit);
  return !lead_.empty() && (choosing_ || is_loose_sign(c));
}

bool SignCursor::closes_another_run(char32_t c) const {
  const char32_t opener = opener_of(c);
  if (opener == 0) return false;
  const std::uint32_t first = run_ > farthest ? run_ - farthest : 0;
  for (std::uint32_t offset = first; offset < run_;) {
    const utf8::CodePoint before = utf8::decode(text_.substr(offset));
    if (before.value == opener) return true;
    offset += static_cast<std::uint32_t>(before.length);
  }
  return false;
}

// Chromium (FontFallbackIterator) asks the system for a font for one character of what the page's own fonts do not
// have: of all up to the first letter, the second or later that is of some script, or else the first. That font is then
// taken for all of the run that it has.
void SignCursor::look_ahead(std::uint32_t limit) {
  known_ = true;
  choosing_ = false;
  lead_.clear();
  bool wide = false;
  bool simple = false;
  const std::uint32_t last = limit - run_ > farthest ? run_ + farthest : limit;
  for (std::uint32_t offset = run_; offset < last && lead_.size() < longest_lead;) {
    const utf8::CodePoint c = utf8::decode(text_.substr(offset));
    if (c.value == '\n' || c.value == '\r' || c.value == '\t' || is_emoji_by_default(c.value)) break;
    const std::string_view letter = text_.substr(offset, c.length);
    if (offset == run_ && closes_another_run(c.value)) {
      // It is of the run that the bracket it closes stands in.
    } else if (is_wide_sign(c.value) || is_loose_sign(c.value)) {
      wide = wide || is_wide_sign(c.value);
      choosing_ = choosing_ || (!lead_.empty() && in(owned_signs, c.value));
      lead_.append(letter);
    } else if (!extends_cluster(c.value)) {
      const Script script = script_of(c.value);
      simple = simple || script == Script::simple;
      if (script == Script::wide && !simple) {
        lead_.append(representative(c.value, letter));
        wide = true;
      }
      if (script != Script::common && script != Script::simple) break;
    }
    offset += static_cast<std::uint32_t>(c.length);
  }
  if (!wide) lead_.clear();
}

}  // namespace banter::text
