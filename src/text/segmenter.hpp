// Cuts a text into segments: the pieces that are measured, cached, drawn and kept on one line
// whole. A line may break before a segment whose break_before is set: after U+0020 always, as browsers do it,
// elsewhere by line_breaks.hpp. A segment has one bidi level.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/bidi.hpp"
#include "text/line_breaks.hpp"

namespace banter::text {

struct Segment {
  enum class Kind : std::uint8_t {
    word,     ///< shaped and drawn
    emoji,    ///< one cluster, drawn in its own colours
    space,    ///< a run of one kind of space; no ink, hangs at the end of a line
    tab,      ///< one U+0009
    newline,  ///< U+000A, or U+000D with or without one: ends the line
  };
  Kind kind = Kind::word;
  bool break_before = false;
  std::uint8_t level = 0;   ///< odd: right to left (UAX #9)
  std::uint32_t start = 0;  ///< byte offsets in the text
  std::uint32_t end = 0;
};

/// Who knows the words of scripts that are written without spaces.
class WordSource {
 public:
  virtual ~WordSource() = default;
  /// Where words begin in `run`: byte offsets, ascending, without 0. Valid until the next call.
  virtual const std::vector<std::uint32_t>& words(std::string_view run) = 0;
};

/// A cursor over the segments of well-formed UTF-8 `text`, which must outlive it. No allocation but for scripts that
/// need a dictionary.
class Segmenter {
 public:
  /// Longer words are cut, so that one word cannot outgrow a texture page.
  static constexpr std::uint32_t max_word_bytes = 96;

  /// What is looked up at once in a dictionary; longer runs are cut.
  static constexpr std::uint32_t max_run_bytes = 3072;

  /// `levels` are those of resolve_levels; null: all are 0. `words`: null: such scripts break at spaces only. Both must
  /// outlive it. `start`: where in the text it begins, as if there were nothing before.
  explicit Segmenter(std::string_view text, const std::vector<LevelRun>* levels = nullptr, WordSource* words = nullptr,
                     std::uint32_t start = 0)
      : text_(text), levels_(levels), words_(words), at_(start), word_(start), passed_(start) {}
  /// False at the end.
  bool next(Segment& out);

 private:
  void begin_word();
  bool breaks_at(std::uint32_t offset);
  bool begins_word(std::uint32_t offset);
  std::uint8_t level_at(std::uint32_t offset);

  std::string_view text_;
  const std::vector<LevelRun>* levels_;
  WordSource* words_;
  std::vector<std::uint32_t> begins_;  // of words in the run that ends at run_end_
  std::uint32_t run_end_ = 0;
  std::size_t level_index_ = 0;
  std::uint32_t at_ = 0;
  bool may_break_ = false;  // what went before allows a break here
  // Of what stands between two spaces:
  std::uint32_t word_ = 0;
  std::uint32_t passed_ = 0;  // what the breaker knows of it
  LineBreaker breaker_{Kana::normal};
};

}  // namespace banter::text
