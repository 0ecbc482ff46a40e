// Glyphs from canvas 2D, pages as WebGL textures. The browser shapes and draws; here is only the
// bookkeeping of what has to be uploaded in this frame.
#pragma once

#include <vector>

#include "text/glyph_source.hpp"
#include "ui/canvas.hpp"

namespace banter::web {

class GlyphsWeb final : public text::GlyphSource, public ui::PageTextures {
 public:
  GlyphsWeb(int page_size, float& scale);

  void begin_frame() override { spent_ = 0; }
  bool overtime() override { return spent_ > frame_share; }
  text::FontMetrics metrics(text::Style style) override;
  text::Extents measure(text::Style style, std::string_view segment) override;
  float share(text::Style style, std::string_view text, std::size_t start, std::size_t end,
              std::size_t offset) override;
  float width_within(text::Style style, std::string_view text, std::size_t start, std::size_t end) override;
  void rasterise(text::Style style, std::string_view segment, const text::PagePlace& place) override;
  void clear_page(int page) override;
  void find_words(std::string_view run, std::vector<std::uint32_t>& begins) override;
  [[nodiscard]] ImTextureID texture(int page) const override;

  /// One texSubImage2D for each page that was drawn on. Call before the frame's draw lists are rendered.
  void upload();
  /// The context is gone, and the textures with it.
  void lose_textures();

 private:
  struct Page {
    unsigned texture = 0;
    int left = 0, top = 0, right = 0, bottom = 0;  // what is dirty; empty when left >= right
  };
  Page& page_at(int index);

  static constexpr double frame_share = 6;  // milliseconds
  int page_size_;
  float& scale_;
  double spent_ = 0;  // milliseconds of this frame
  std::vector<Page> pages_;
};

}  // namespace banter::web
