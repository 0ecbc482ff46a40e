#include "text/segmenter.hpp"

#include "base/utf8.hpp"
#include "text/graphemes.hpp"

namespace banter::text {
namespace {

utf8::CodePoint peek(std::string_view text, std::uint32_t offset) {
  if (offset >= text.size()) return {0, 0, false};
  const auto byte = static_cast<unsigned char>(text[offset]);
  if (byte < 0x80) return {byte, 1, true};
  return utf8::decode(text.substr(offset));
}

constexpr char32_t emoji_variation = 0xFE0F;
constexpr char32_t text_variation = 0xFE0E;
constexpr char32_t keycap = 0x20E3;

std::uint32_t advance(std::uint32_t at, const utf8::CodePoint& c) {
  return at + static_cast<std::uint32_t>(c.length);
}

/// Only what is drawn in colours: other text is tinted, and in its white would not be seen on white.
bool starts_emoji(std::string_view text, std::uint32_t at, const utf8::CodePoint& c) {
  const bool keycap_base = c.value == '#' || c.value == '*' || (c.value >= '0' && c.value <= '9');
  if (!keycap_base && !is_emoji(c.value)) return false;
  const std::uint32_t after = advance(at, c);
  const utf8::CodePoint next = peek(text, after);
  if (keycap_base) return next.value == emoji_variation && peek(text, advance(after, next)).value == keycap;
  if (is_emoji_by_default(c.value)) return next.value != text_variation;
  return next.value == emoji_variation || is_skin_tone(next.value);
}

bool is_newline(char32_t c) {
  return c == '\n' || c == '\r';
}

}  // namespace

bool Segmenter::next(Segment& out) {
  if (at_ >= text_.size()) return false;
  utf8::CodePoint c = peek(text_, at_);
  out = Segment{Segment::Kind::word, may_break_, Direction::neutral, at_, at_};

  if (is_newline(c.value) || c.value == '\t') {
    out.kind = c.value == '\t' ? Segment::Kind::tab : Segment::Kind::newline;
    out.break_before = false;
    out.end = at_ = c.value == '\t' ? at_ + 1 : cluster_end(text_, at_);
    may_break_ = true;
    return true;
  }
  if (is_breaking_space(c.value)) {
    const char32_t space = c.value;
    out.kind = Segment::Kind::space;
    out.break_before = false;
    do {
      at_ = advance(at_, c);
      c = peek(text_, at_);
    } while (c.length != 0 && c.value == space && at_ - out.start < max_word_bytes);
    out.end = at_;
    may_break_ = true;
    return true;
  }
  if (starts_emoji(text_, at_, c)) {
    out.kind = Segment::Kind::emoji;
    out.break_before = out.start != 0;
    out.end = at_ = cluster_end(text_, at_);
    may_break_ = !is_line_start_forbidden(peek(text_, at_).value);
    return true;
  }

  const bool ideographic = is_ideographic(c.value);
  out.break_before = out.break_before || (ideographic && out.start != 0 && !is_line_start_forbidden(c.value));
  may_break_ = false;
  bool open = false;  // the last cluster may not end a line
  bool first = true;
  while (c.length != 0 && !is_newline(c.value) && c.value != '\t' && !is_breaking_space(c.value) &&
         at_ - out.start < max_word_bytes && (first || !starts_emoji(text_, at_, c))) {
    const bool here = is_ideographic(c.value);
    // Between ideographs, or an ideograph and a letter, a line may break, but for the forbidden places.
    if (!first && (here || ideographic) && !open && !is_line_start_forbidden(c.value)) {
      may_break_ = true;
      break;
    }
    if (out.direction == Direction::neutral || out.direction == Direction::number) {
      const Direction d = direction(c.value);
      if (d != Direction::neutral) out.direction = d;
    }
    open = is_line_end_forbidden(c.value);
    at_ = cluster_end(text_, at_);
    c = peek(text_, at_);
    first = false;
  }
  out.end = at_;
  return true;
}

}  // namespace banter::text
