// Where glyphs come from: something that can measure a piece of text and draw it into a page.
// In the browser that is canvas 2D, which shapes every script with the user's own fonts; in tests
// it is arithmetic. Must not know: lines, rows, ImGui.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "text/style.hpp"

namespace banter::text {

/// In CSS pixels, relative to the pen on the baseline; left and descent grow outwards.
struct Extents {
  float advance = 0;
  float left = 0;     ///< ink to the left of the pen
  float right = 0;    ///< ink to the right of the pen
  float ascent = 0;   ///< ink above the baseline
  float descent = 0;  ///< ink below it
};

/// Where on a page a segment is drawn, in device pixels.
struct PagePlace {
  int page = 0;
  int x = 0, y = 0;           ///< top left of its box
  int width = 0, height = 0;  ///< of its box; ink outside is clipped
  int pen_x = 0, pen_y = 0;   ///< pen on the baseline, from the box's top left
};

class GlyphSource {
 public:
  virtual ~GlyphSource() = default;
  virtual void begin_frame() {}
  /// measure(), rasterise() and find_words() have taken as long since begin_frame() as they should in one frame. The
  /// first use of a script may cost the browser a millisecond a glyph.
  [[nodiscard]] virtual bool overtime() { return false; }
  [[nodiscard]] virtual FontMetrics metrics(Style style) = 0;
  /// `segment` is shaped as one piece.
  [[nodiscard]] virtual Extents measure(Style style, std::string_view segment) = 0;
  /// Which part of the width of the bytes [start, end) of `text`, one line in one direction, lies before byte `offset`
  /// of them, 0 to 1. Letters that are cut apart, or out of what stands around them, may have other forms.
  [[nodiscard]] virtual float share(Style style, std::string_view text, std::size_t start, std::size_t end,
                                    std::size_t offset) {
    const float all = measure(style, text.substr(start, end - start)).advance;
    return all > 0 ? measure(style, text.substr(start, offset - start)).advance / all : 0;
  }
  /// How wide a page sets the bytes [start, end) of `text`, one line in one direction, CSS pixels: what a run begins
  /// with chooses fonts, and words lean on one another; a canvas does not look so far.
  [[nodiscard]] virtual float width_within(Style style, std::string_view text, std::size_t start, std::size_t end) {
    return measure(style, text.substr(start, end - start)).advance;
  }
  /// Draws white text (colour glyphs keep their colours) with straight alpha.
  virtual void rasterise(Style style, std::string_view segment, const PagePlace& place) = 0;
  /// Makes a page blank before it is used again.
  virtual void clear_page(int page) = 0;
  /// Appends where words begin in `run`, text of a script that is written without spaces: byte offsets, ascending,
  /// without 0. Nothing when there is no dictionary.
  virtual void find_words(std::string_view run, std::vector<std::uint32_t>& begins) = 0;
};

}  // namespace banter::text
