// What of a row is read, selected and copied, and where its lines are. The one place that knows how a row's text
// becomes the text on the screen: offsets into the shown text mean nothing elsewhere.
#pragma once

#include <algorithm>
#include <string_view>

#include "chat/row.hpp"
#include "ui/row_layout.hpp"
#include "ui/theme.hpp"

namespace banter::ui {

/// Of a row that is laid out.
inline std::string_view shown_text(const chat::Row& row, const RowLayout& layout) {
  return layout.markup ? std::string_view(layout.markup->text) : row.text;
}
/// Of any row. `room` keeps what had to be made for it: valid for as long as both. Its text is empty where the row is
/// shown as it was written.
inline std::string_view shown_text(const chat::Row& row, text::Markup& room) {
  room.text.clear();
  if (!text::may_have_markup(row.text)) return row.text;
  text::parse_markup(row.text, room);
  return room.text;
}

/// The top of a line, from the text's top, CSS pixels. A line is metric::line high.
inline float line_top(const RowLayout& layout, std::size_t line) {
  return line < layout.text.lines.size() ? layout.text.lines[line].y : layout.text.height;
}
/// The line at `y` from the text's top, or the nearest.
inline std::size_t line_at(const RowLayout& layout, float y) {
  const auto& lines = layout.text.lines;
  const auto below =
      std::upper_bound(lines.begin() + 1, lines.end(), y, [](float at, const text::Line& line) { return at < line.y; });
  return static_cast<std::size_t>(below - lines.begin()) - 1;
}

}  // namespace banter::ui
