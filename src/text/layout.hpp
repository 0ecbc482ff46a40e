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
  std::uint32_t start = 0, end = 0;
  Segment::Kind kind = Segment::Kind::word;
  std::uint8_t level = 0;  ///< odd: right to left (UAX #9)
};

struct Line {
  std::uint32_t first = 0, last = 0;  ///< runs [first, last)
  std::uint32_t start = 0, end = 0;   ///< bytes, including hanging spaces and the newline
  float x = 0;                        ///< of the line's left edge: not 0 when it is set to the right
  float width = 0;                    ///< without hanging spaces
};

struct Layout {
  std::vector<Run> runs;
  std::vector<Line> lines;  ///< never empty once laid out
  float width = 0;          ///< of the widest line
  bool right_to_left = false;
  std::uint32_t generation = 0;  ///< of the painter; void under another
};

/// As max_width: lines end at newlines only, and none is set to the right, for there is no right edge.
inline constexpr float unbounded = 1e6F;

/// `text` must be well-formed UTF-8. A non-positive `max_width` is taken as 1.
/// `trailing_line`: a newline at the very end opens one more, empty line (fields want it, messages do not).
void lay_out(Painter& painter, Style style, std::string_view text, float max_width, Layout& out,
             bool trailing_line = false);

/// Shortens `text` to its longest prefix that fits with an ellipsis; the text itself when it fits.
std::string elide(Painter& painter, Style style, std::string_view text, float max_width);

}  // namespace banter::text
