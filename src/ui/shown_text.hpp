// What of a row is read, selected and copied, and where its lines are. The one place that knows how a row's text
// becomes the text on the screen: offsets into the shown text mean nothing elsewhere.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "chat/row.hpp"
#include "ui/row_layout.hpp"
#include "ui/theme.hpp"

namespace banter::ui {

/// Of a row that is laid out.
inline std::string_view shown_text(const chat::Row& row, const RowLayout& /*layout*/) {
  return row.text;
}
/// Of any row. `room` keeps what had to be made for it: valid for as long as both.
inline std::string_view shown_text(const chat::Row& row, std::string& /*room*/) {
  return row.text;
}

/// The top of a line, from the text's top, CSS pixels. A line is metric::line high.
inline float line_top(const RowLayout& /*layout*/, std::size_t line) {
  return static_cast<float>(line) * metric::line;
}
/// The line at `y` from the text's top, or the nearest.
inline std::size_t line_at(const RowLayout& layout, float y) {
  const auto last = static_cast<float>(layout.text.lines.size() - 1);
  return static_cast<std::size_t>(std::clamp(std::floor(y / metric::line), 0.0F, last));
}

}  // namespace banter::ui
