#include "text/markup_pairs.hpp"

#include <algorithm>
#include <string_view>

#include "text/markup.hpp"
#include "text/words.hpp"

namespace banter::text {
namespace {

constexpr std::size_t npos = static_cast<std::size_t>(-1);

bool contains(std::string_view set, char32_t c) {
  return c < 0x80 && set.find(static_cast<char>(c)) != std::string_view::npos;
}

/// What is on both sides of a sign that stands for itself: '*', -_-, (*), >_<.
bool is_same_or_mirrored(char32_t before, char32_t after) {
  if (!is_ascii_punctuation(before)) return false;
  constexpr std::string_view open = "([{<>";
  constexpr std::string_view close = ")]}><";
  const std::size_t at = open.find(static_cast<char>(before));
  return before == after || (at != std::string_view::npos && static_cast<char32_t>(close[at]) == after);
}

/// One and two stars are different marks, and three are both.
bool fits(std::uint8_t opener, std::uint8_t closer) {
  return opener == closer || opener == 3 || closer == 3;
}

std::size_t kind(char sign, std::uint8_t left) {
  if (sign == '*') return left;  // 1 to 3
  return sign == '_' ? 0 : sign == '~' ? 4 : 5;
}

unsigned mark_of(char sign, std::uint8_t count) {
  if (sign == '~') return Mark::strike;
  if (sign == '|') return Mark::spoiler;
  return count == 2 ? Mark::bold : Mark::italic;
}

std::uint16_t bits(unsigned value) {
  return static_cast<std::uint16_t>(value);
}

}  // namespace

Flanks flanks(char sign, std::size_t length, char32_t previous, char32_t next) {
  const bool is_mark = sign == '*' ? length <= 3 : length == (sign == '_' ? 1U : 2U);
  if (!is_mark || is_same_or_mirrored(previous, next)) return {};
  // A mark begins where a word does (2*3*4, f**k), and does not end before one that follows punctuation: (*b*).
  Flanks out{!is_white_space(next) && !is_spaced_word(previous),
             !is_white_space(previous) && (is_word(previous) || !is_spaced_word(next))};
  if (sign == '~' && is_word(previous)) out.can_open = false;  // 好的~~谢谢~~ is a tone of voice
  if (sign == '_') {
    // Names have it inside and around: only where a sentence would have a quotation mark.
    if (is_ascii_punctuation(previous) && !contains("([{<\"'*~|", previous)) out.can_open = false;
    if (is_spaced_word(next)) out.can_close = false;
    if (is_ascii_punctuation(next) && !contains(")]}>\"'*~|.,;:!?", next)) out.can_close = false;
  }
  return out;
}

void Pairs::clear() {
  openers_.clear();
  bottoms_ = {};
}

void Pairs::open(char sign, std::uint8_t left, std::size_t solid, std::size_t piece) {
  openers_.push_back({piece, solid, sign, left});
}

std::size_t Pairs::find(char sign, std::uint8_t left) {
  std::size_t& bottom = bottoms_[kind(sign, left)];
  for (std::size_t i = openers_.size(); i > bottom; --i) {
    if (openers_[i - 1].sign == sign && fits(openers_[i - 1].left, left)) return i - 1;
  }
  bottom = openers_.size();  // nobody needs to look there again
  return npos;
}

void Pairs::forget_from(std::size_t size) {
  openers_.resize(size);
  for (std::size_t& bottom : bottoms_) bottom = std::min(bottom, size);
}

bool Pairs::close(char sign, std::uint8_t& left, std::size_t solid, std::vector<Piece>& pieces, Piece& closer) {
  while (left > 0) {
    const std::size_t index = find(sign, left);
    if (index == npos) return true;
    Opener& opener = openers_[index];
    if (opener.solid == solid) {
      forget_from(index);
      return false;
    }
    const std::uint8_t count = sign != '_' && std::min(opener.left, left) >= 2 ? 2 : 1;
    const unsigned mark = mark_of(sign, count);
    Piece& piece = pieces[opener.piece];
    piece.opens = bits(piece.opens | mark);
    piece.end -= count;
    closer.closes = bits(closer.closes | mark);
    closer.start += count;
    left = static_cast<std::uint8_t>(left - count);
    opener.left = static_cast<std::uint8_t>(opener.left - count);
    // What was opened inside and not closed stays text.
    forget_from(opener.left > 0 ? index + 1 : index);
  }
  return true;
}

}  // namespace banter::text
