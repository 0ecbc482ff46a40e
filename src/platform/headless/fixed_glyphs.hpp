// Glyphs as arithmetic: every character has a fixed width and no pixels. It keeps the books on what
// it was asked, so that a test can say what was measured, drawn and blanked.
// Must not know: lines, rows, the chat.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/glyph_source.hpp"
#include "ui/canvas.hpp"

namespace banter::headless {

/// At 15 px a narrow cluster is 8 px wide, an ideograph or an emoji 16; a lone combining mark or a control has no
/// width. Other sizes in proportion. A string is as wide as its clusters together.
class FixedGlyphs final : public text::GlyphSource, public ui::PageTextures {
 public:
  static constexpr float narrow = 8;
  static constexpr float wide = 16;
  static constexpr std::uint64_t first_texture = 1000;  ///< of page 0; the others follow

  struct Drawn {
    text::Style style{};
    std::string text;
    text::PagePlace place;
  };

  [[nodiscard]] bool overtime() override { return late; }
  [[nodiscard]] text::FontMetrics metrics(text::Style style) override;
  [[nodiscard]] text::Extents measure(text::Style style, std::string_view segment) override;
  void rasterise(text::Style style, std::string_view segment, const text::PagePlace& place) override;
  void clear_page(int page) override;
  void find_words(std::string_view run, std::vector<std::uint32_t>& begins) override;
  [[nodiscard]] ImTextureID texture(int page) const override;

  /// What stands on the page with its box's top left at (x, y); null: nothing.
  [[nodiscard]] const Drawn* at(int page, int x, int y) const;
  /// How often exactly this was measured.
  [[nodiscard]] int times_measured(text::Style style, std::string_view segment) const;

  std::uint64_t measured = 0;    ///< calls
  std::vector<Drawn> on_pages;   ///< what the pages hold, in the order it was drawn
  std::uint64_t rasterised = 0;  ///< calls
  std::vector<int> cleared;      ///< pages, in the order they were blanked
  bool has_textures = true;
  bool late = false;                                                       ///< what overtime() says
  std::unordered_map<std::string, std::vector<std::uint32_t>> dictionary;  ///< of runs, where their words begin
  std::uint64_t looked_up = 0;                                             ///< calls
  float stretch = 1;                                                       ///< another font: all widths times this

 private:
  std::unordered_map<std::string, int> times_;
};

}  // namespace banter::headless
