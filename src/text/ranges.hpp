// Places in a text that is laid out: where a caret stands, which offset is nearest to a point, what
// boxes a range of bytes covers. Offsets are bytes of the text, positions CSS pixels from the layout's left edge.
// Must not know: what is selected and why, colours.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/layout.hpp"

namespace banter::text {

/// Where a caret at byte `offset` stands.
struct Caret {
  std::size_t line = 0;
  float x = 0;  ///< from the layout's left edge
};
Caret caret(Painter& painter, std::string_view text, const Layout& layout, std::uint32_t offset);

/// The byte offset whose caret is on `line` and nearest to `x`.
std::uint32_t offset_at(Painter& painter, std::string_view text, const Layout& layout, std::size_t line, float x);

/// A part of a line, left < right.
struct Box {
  std::size_t line = 0;
  float left = 0, right = 0;
};

/// How wide a newline is in a range, so that an empty line is seen to be chosen.
inline constexpr float newline_width = 6;

/// Appends the boxes that the bytes [start, end) cover, from the first line to the last, each line's from left to
/// right: one a line where all runs one way, more where directions mix. Bounds beyond the text are its end.
void range_boxes(Painter& painter, std::string_view text, const Layout& layout, std::uint32_t start, std::uint32_t end,
                 std::vector<Box>& out);

}  // namespace banter::text
