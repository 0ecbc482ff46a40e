#include "text/segmenter.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "text/characters.hpp"
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

/// A sign as wide as an ideograph, which may lose an empty half beside another: a canvas does not know of that, so each
/// is a segment.
bool is_wide_sign(char32_t c) {
  return (c > 0x3000 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) ||
         (c >= 0xFF3B && c <= 0xFF3D) || (c >= 0xFF5B && c <= 0xFF64);
}

bool is_newline(char32_t c) {
  return c == '\n' || c == '\r';
}

bool is_ascii(char byte) {
  return static_cast<unsigned char>(byte) < 0x80;
}

std::uint32_t start_before(std::string_view text, std::uint32_t offset) {
  do --offset;
  while (offset > 0 && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80);
  return offset;
}

char32_t before(std::string_view text, std::uint32_t offset) {
  return peek(text, start_before(text, offset)).value;
}

/// LB19a of Unicode 16, which browsers have and 15 has not: a quotation mark between two wide characters is
/// broken before when it opens, after when it closes. Else Chinese would be glued together by its quotes.
bool breaks_at_wide_quote(std::string_view text, std::uint32_t offset) {
  const utf8::CodePoint next = peek(text, offset);
  const char32_t last = before(text, offset);
  if ((next.value == 0x201C || next.value == 0x2018) && is_ideographic(last) && !is_opening(last))
    return is_ideographic(peek(text, advance(offset, next)).value);
  if ((last == 0x201D || last == 0x2019) && is_ideographic(next.value)) {
    const auto quote = offset - 3;  // both are three bytes long
    return quote > 0 && !is_closing(next.value) && is_ideographic(before(text, quote));
  }
  return false;
}

/// LB25 of Unicode 16: what is closed there holds no currency sign or backslash, unless it holds a number.
bool breaks_before_prefix(std::string_view text, std::uint32_t offset) {
  constexpr std::u32string_view prefixes = U"$+\\£¤¥±€№−";
  return prefixes.find(peek(text, offset).value) != std::u32string_view::npos && is_closing(before(text, offset));
}

bool is_letter(char32_t c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x600);
}

/// LB21a keeps what follows a Hebrew letter and a hyphen with them. Browsers ask that not of a soft one.
bool breaks_after_soft_hyphen(std::string_view text, std::uint32_t word, std::uint32_t offset) {
  if (before(text, offset) != 0xAD || offset - word < 4) return false;
  const char32_t last = before(text, offset - 2);
  return last >= 0x5D0 && last <= 0x5F2 && is_letter(peek(text, offset).value);
}

/// A letter of a script that is written with spaces (class AL or HL).
bool is_spaced_letter(char32_t c) {
  const bool digit = (c >= 0x0660 && c <= 0x0669) || (c >= 0x06F0 && c <= 0x06F9) ||
                     (c >= 0x0900 && (c & 0x7F) >= 0x66 && (c & 0x7F) <= 0x6F);
  return is_letter(c) || (c >= 0x0620 && c < 0x0E00 && !digit);
}

/// LB20a: a hyphen or dash that begins a word stays with the letter that follows.
bool begins_with_dash(std::string_view text, std::uint32_t word, std::uint32_t offset) {
  if (offset - word != 3) return false;
  const char32_t dash = peek(text, word).value;
  if (dash != 0x2010 && dash != 0x2012 && dash != 0x2013) return false;
  return is_spaced_letter(peek(text, offset).value);
}

}  // namespace

void Segmenter::begin_word() {
  may_break_ = true;
  word_ = passed_ = at_;
  breaker_ = LineBreaker{Kana::normal};
}

/// Whether a line may begin at `offset`, a border of clusters within a word. To be asked of each in turn.
bool Segmenter::breaks_at(std::uint32_t offset) {
  if (is_ascii(text_[offset]) && is_ascii(text_[offset - 1])) {
    return breaks_between_ascii(offset - word_ >= 2 ? text_[offset - 2] : '\0', text_[offset - 1], text_[offset]);
  }
  Break answer = Break::no;
  while (passed_ <= offset) {  // what the ASCII before it left out, too
    const utf8::CodePoint c = peek(text_, passed_);
    answer = breaker_.pass(c.value);
    passed_ = advance(passed_, c);
  }
  if (begins_with_dash(text_, word_, offset)) return false;
  return answer != Break::no || breaks_at_wide_quote(text_, offset) || breaks_before_prefix(text_, offset) ||
         breaks_after_soft_hyphen(text_, word_, offset) || begins_word(offset);
}

/// Whether a word begins there, in a run of a script that needs a dictionary. The run is looked up when it is entered.
bool Segmenter::begins_word(std::uint32_t offset) {
  if (words_ == nullptr || !needs_dictionary(peek(text_, offset).value)) return false;
  if (offset >= run_end_) {
    std::uint32_t start = offset;
    while (start > std::max(word_, run_end_) && needs_dictionary(before(text_, start)))
      start = start_before(text_, start);
    if (start == offset) return false;  // it begins here
    std::uint32_t end = offset;
    for (utf8::CodePoint c = peek(text_, end); needs_dictionary(c.value) && end - start < max_run_bytes;
         c = peek(text_, end))
      end = advance(end, c);
    begins_.clear();
    for (const std::uint32_t begin : words_->words(text_.substr(start, end - start))) begins_.push_back(start + begin);
    run_end_ = end;
  }
  return std::binary_search(begins_.begin(), begins_.end(), offset);
}

std::uint8_t Segmenter::level_at(std::uint32_t offset) {
  if (levels_ == nullptr) return 0;
  while (level_index_ + 1 < levels_->size() && (*levels_)[level_index_].end <= offset) ++level_index_;
  return levels_->empty() ? 0 : (*levels_)[level_index_].level;
}

bool Segmenter::next(Segment& out) {
  if (at_ >= text_.size()) return false;
  utf8::CodePoint c = peek(text_, at_);
  out = Segment{Segment::Kind::word, may_break_, level_at(at_), at_, at_};

  if (is_newline(c.value) || c.value == '\t') {
    out.kind = c.value == '\t' ? Segment::Kind::tab : Segment::Kind::newline;
    out.break_before = false;
    out.end = at_ = cluster_end(text_, at_);
    begin_word();
    return true;
  }
  if (is_breaking_space(c.value)) {
    const char32_t space = c.value;
    out.kind = Segment::Kind::space;
    out.break_before = false;
    do {
      at_ = advance(at_, c);
      c = peek(text_, at_);
    } while (c.length != 0 && c.value == space && at_ - out.start < max_word_bytes && level_at(at_) == out.level);
    out.end = at_;
    begin_word();
    if (space != ' ' && c.length != 0 && !is_newline(c.value) && c.value != '\t' && !is_breaking_space(c.value)) {
      word_ = passed_ = out.start;  // after U+0020 a line may always break, after others by the rules
      may_break_ = breaks_at(at_);
    }
    return true;
  }

  if (starts_emoji(text_, at_, c)) out.kind = Segment::Kind::emoji;
  while (true) {
    at_ = cluster_end(text_, at_);
    c = peek(text_, at_);
    may_break_ = false;
    if (c.length == 0 || is_newline(c.value) || c.value == '\t' || is_breaking_space(c.value)) break;
    may_break_ = breaks_at(at_);
    if (may_break_ || out.kind == Segment::Kind::emoji || at_ - out.start >= max_word_bytes ||
        level_at(at_) != out.level || starts_emoji(text_, at_, c) ||
        (is_wide_sign(c.value) && is_wide_sign(before(text_, at_))))
      break;
  }
  out.end = at_;
  return true;
}

}  // namespace banter::text
