// Bidirectional text (UAX #9), by SheenBidi. Levels are resolved once for a whole text; each line is
// then ordered by itself. Text without right-to-left characters need not come here. Offsets are bytes
// of UTF-8. Must not know: segments, fonts, widths.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace banter::text {

/// Consecutive bytes of one embedding level; an odd level is read right to left.
struct LevelRun {
  std::uint32_t start = 0, end = 0;
  std::uint8_t level = 0;
};

/// False when every level would be 0: no right-to-left character, no Arabic number, no explicit control.
/// One pass over the bytes; what is not well-formed counts as nothing.
bool needs_bidi(std::string_view text);

/// Rules P2 and P3 over the whole of a message: its first strong character outside of isolates says it. A
/// paragraph without one leaves the question to the next.
bool is_right_to_left(std::string_view text);

/// The levels of `text`, paragraph by paragraph (a newline ends one), every paragraph with the direction given.
/// L1 is applied as far as it does not depend on lines. `out` covers the text without holes; it is one run at the
/// base level if there is no memory, or for a text of hundreds of first-strong isolates (each of which costs a search).
void resolve_levels(std::string_view text, bool right_to_left, std::vector<LevelRun>& out);

/// The runs of the line [start, end) from left to right (L1, L2). `levels` are those of resolve_levels.
void order_line(std::string_view text, const std::vector<LevelRun>& levels, std::uint32_t start, std::uint32_t end,
                bool right_to_left, std::vector<LevelRun>& out);

/// L2 over pieces with these levels: their indices from left to right.
void visual_order(const std::vector<std::uint8_t>& levels, std::vector<std::uint32_t>& out);

/// What must stand before a piece of one level when it is drawn by itself, for its characters to run as they would in
/// their text: an override, where they would not do so on their own; else nothing.
std::string_view override_for(std::string_view piece, std::uint8_t level);

}  // namespace banter::text
