// Lays a paragraph out into lines of a given width, as CSS does with white-space: pre-wrap and
// overflow-wrap: anywhere. Offsets are bytes of the text, positions CSS pixels from the paragraph's
// left edge. Must not know: rows, colours, who asks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/painter.hpp"
#include "text/segmenter.hpp"

namespace banter::text {

/// A segment in its place. Runs of a line are in logical order; x follows the visual order.
struct Run {
  SegmentId segment = 0;  ///< meaningless for spaces, tabs and newlines
  float x = 0;
  float width = 0;
  float kern = 0;  ///< of the width: what the segment's neighbours add after it, or take away
  std::uint32_t start = 0, end = 0;
  Segment::Kind kind = Segment::Kind::word;
  std::uint8_t level = 0;  ///< odd: right to left (UAX #9)
  Style style = Style::body;
};

struct Line {
  std::uint32_t first = 0, last = 0;  ///< runs [first, last)
  std::uint32_t start = 0, end = 0;   ///< bytes, including hanging spaces and the newline
  float x = 0;                        ///< of the line's left edge: not 0 when it is set to the right
  float width = 0;                    ///< without hanging spaces
  float y = 0;                        ///< of its top edge; it is line_height high
};

struct Layout {
  std::vector<Run> runs;
  std::vector<Line> lines;  ///< never empty once laid out
  float width = 0;          ///< of the widest line
  float height = 0;         ///< of all lines; what is appended next begins there
  bool right_to_left = false;
  std::uint32_t generation = 0;  ///< of the painter; void under another
};

/// As max_width: lines end at newlines only, and none is set to the right, for there is no right edge.
inline constexpr float unbounded = 1e6F;

/// How much too wide browsers let a line be, CSS pixels.
inline constexpr float line_tolerance = 1.0F / 64;

/// A stretch of a text in one style: from the end of the one before it to `end`, in bytes.
struct StyledSpan {
  std::uint32_t end = 0;
  Style style = Style::body;
};

/// What of a text is laid out below what a layout has already.
struct Paragraph {
  std::string_view text;             ///< well-formed UTF-8
  std::uint32_t start = 0, end = 0;  ///< bytes of it
  Style style = Style::body;         ///< of the paragraph: its spaces give the tab stops
  const StyledSpan* spans =
      nullptr;  ///< ascending, from that which holds `start` to one that reaches `end`; null: all in `style`
  float x = 0;  ///< of its left edge
  float max_width = unbounded;  ///< not positive: taken as 1
  bool right_to_left = false;   ///< its base direction
  bool trailing_line = false;   ///< a newline at the very end opens one more, empty line
};

/// Makes `out` an empty layout.
void clear(const Painter& painter, Layout& out);
void append(Painter& painter, const Paragraph& paragraph, Layout& out);

/// All of `text` in one style, its direction that of its first strong character. Text must be well-formed UTF-8.
/// `trailing_line`: fields want it, messages do not.
void lay_out(Painter& painter, Style style, std::string_view text, float max_width, Layout& out,
             bool trailing_line = false);

/// Shortens `text` to its longest prefix that fits with an ellipsis; the text itself when it fits.
std::string elide(Painter& painter, Style style, std::string_view text, float max_width);

}  // namespace banter::text
