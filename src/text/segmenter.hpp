// Cuts a text into segments: the pieces that are measured, cached, drawn and kept on one line
// whole. A line may break before a segment whose break_before is set.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/characters.hpp"

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
  Direction direction = Direction::neutral;
  std::uint32_t start = 0;  ///< byte offsets in the text
  std::uint32_t end = 0;
};

/// A cursor over the segments of well-formed UTF-8 `text`, which must outlive it. No allocation.
class Segmenter {
 public:
  /// Longer words are cut, so that one word cannot outgrow a texture page.
  static constexpr std::uint32_t max_word_bytes = 96;

  explicit Segmenter(std::string_view text) : text_(text) {}
  /// False at the end.
  bool next(Segment& out);

 private:
  std::string_view text_;
  std::uint32_t at_ = 0;
  bool may_break_ = false;  // what went before allows a break here
};

}  // namespace banter::text
