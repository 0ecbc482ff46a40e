// How a message with markup looks: its blocks one below the other, marks as styles, colours and lines. Measures and
// draws; what the marks are is text/markup.hpp's to say. Must not know: rows, selection.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "text/layout.hpp"
#include "text/markup.hpp"
#include "ui/canvas.hpp"

namespace banter::ui {

/// Lays out the shown text to be at most `width` wide, CSS pixels.
void lay_out_markup(text::Painter& painter, const text::Markup& markup, float width, text::Layout& out);

/// Draws lines [first, last); `x`, `y` is the layout's top left, `width` what it was laid out for. A spoiler that is
/// not `revealed` is a box without words.
void draw_markup(const Canvas& canvas, const text::Markup& markup, const text::Layout& layout, float x, float y,
                 float width, Color ink, std::size_t first, std::size_t last, bool revealed);

/// Bytes of the shown text with the same link, or of one spoiler.
struct Stretch {
  std::uint32_t start = 0, end = 0;
  std::uint16_t link = 0;  ///< 1-based index into Markup::links
};
std::vector<Stretch> links(const text::Markup& markup);
std::vector<Stretch> spoilers(const text::Markup& markup);

/// The shown text as it is read aloud: what is hidden is called so.
std::string spoken(const text::Markup& markup, bool revealed);
/// Of a message as it was written; nothing is revealed.
std::string spoken(std::string_view message);

}  // namespace banter::ui
