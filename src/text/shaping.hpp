// What a browser's layout does with a text as a whole and canvas 2D, which shapes word by word, does not: the font that
// a script falls back to is chosen by the first letter of a run, and neighbours kern across the borders of segments.
// Must not know: lines, bidi levels, who asks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "text/painter.hpp"

namespace banter::text {

/// As far as shaping asks: which letters are shaped together.
enum class Script : std::uint8_t {
  common,  ///< signs, digits, marks: of the script around them
  simple,  ///< Latin, Greek, Cyrillic: a word is as wide as it is by itself
  wide,    ///< Han, kana, hangul and their signs
  arabic,
  hebrew,
  syriac,
  thaana,
  nko,
  armenian,
  georgian,
  ethiopic,
  tibetan,
  myanmar,
  khmer,
  thai,
  lao,
  brahmic,  ///< of India: this and the nine that follow in the order of Unicode's blocks from Devanagari to Sinhala
};
Script script_of(char32_t c);

/// False when every segment of `text` is as wide among its neighbours as it is by itself. One pass over the bytes.
bool has_context(std::string_view text);

/// A walk over the runs of one script in a text.
class ScriptCursor {
 public:
  explicit ScriptCursor(std::string_view text) : text_(text) {}
  /// What follows is shaped by itself: after newlines, tabs, emoji, where the style or the level changes.
  void begin() { script_ = Script::common; }
  /// Passes a piece and returns what chooses its font: the first word of the run that the piece goes on with, or the
  /// start of it. Empty when that is the piece's own, or does not matter.
  std::string_view pass(std::uint32_t start, std::uint32_t end);
  [[nodiscard]] Script script() const { return script_; }
  /// Where in [start, end) Latin, Greek or Cyrillic letters begin after signs that go with the run before them, and
  /// therefore do not kern with them. `start`: nowhere.
  [[nodiscard]] std::uint32_t border(std::uint32_t start, std::uint32_t end) const;

 private:
  [[nodiscard]] std::string_view first_word(std::uint32_t before) const;

  std::string_view text_;
  std::uint32_t first_ = 0;  // letter of the run
  Script script_ = Script::common;
};

/// How much nearer (negative) or farther two pieces stand that follow each other in `text` and meet at byte `border`,
/// CSS pixels. 0 for most.
float kerning(Painter& painter, Style style, std::string_view text, std::uint32_t start, std::uint32_t border,
              std::uint32_t end);

/// Where words of Arabic letters that begin at byte `start` and lean on one another end, as they do in Urdu's hand; at
/// most at `end`, and not where it would cost too much. `start`: there is one word at most.
std::uint32_t end_of_leaning(std::string_view text, std::uint32_t start, std::uint32_t end);
bool has_arabic(std::string_view text);
/// The bytes [start, end) of a word that is cut there, borders of clusters, as they are measured and drawn: letters
/// that join do so over the cut. What that needs is put into `room`.
std::string_view part_of_word(std::string_view text, std::uint32_t word_start, std::uint32_t word_end,
                              std::uint32_t start, std::uint32_t end, std::string& room);

/// What is cut off a piece that ends at byte `end` for it to fit at the end of a line: the empty half of a full-width
/// closing bracket (CSS text-spacing-trim), as far as Chromium does it. Not positive.
float trim_at_end(Painter& painter, Style style, std::string_view text, std::uint32_t end);

}  // namespace banter::text
