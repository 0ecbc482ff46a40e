#include "platform/web/glyphs_web.hpp"

#include <GLES3/gl3.h>
#include <emscripten.h>

#include <algorithm>

#include "base/utf8.hpp"
#include "platform/web/host.h"

namespace banter::web {
namespace {

/// Adds the time until its end.
class Stopwatch {
 public:
  explicit Stopwatch(double& sum) : sum_(sum), start_(emscripten_get_now()) {}
  ~Stopwatch() { sum_ += emscripten_get_now() - start_; }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  double& sum_;
  double start_;
};

int units(std::string_view text, std::size_t bytes) {
  return static_cast<int>(utf8::utf16_length(text.substr(0, bytes)));
}

}  // namespace

GlyphsWeb::GlyphsWeb(int page_size, float& scale) : page_size_(page_size), scale_(scale) {
  for (std::size_t i = 0; i < text::style_count; ++i) {
    const text::StyleSpec& s = text::styles[i];
    banter_js_define_style(static_cast<int>(i), s.size, s.weight, s.mono ? 1 : 0, s.italic ? 1 : 0);
  }
}

text::FontMetrics GlyphsWeb::metrics(text::Style style) {
  float out[2] = {};
  banter_js_metrics(static_cast<int>(style), out);
  return {out[0], out[1]};
}

text::Extents GlyphsWeb::measure(text::Style style, std::string_view segment) {
  const Stopwatch watch(spent_);
  float out[5] = {};
  banter_js_measure(static_cast<int>(style), segment.data(), static_cast<int>(segment.size()), out);
  return {out[0], out[1], out[2], out[3], out[4]};
}

float GlyphsWeb::share(text::Style style, std::string_view text, std::size_t start, std::size_t end,
                       std::size_t offset) {
  const Stopwatch watch(spent_);
  return banter_js_share(static_cast<int>(style), text.data(), static_cast<int>(text.size()), units(text, start),
                         units(text, end), units(text, offset));
}

float GlyphsWeb::width_within(text::Style style, std::string_view text, std::size_t start, std::size_t end) {
  const Stopwatch watch(spent_);
  return banter_js_width_within(static_cast<int>(style), text.data(), static_cast<int>(text.size()), units(text, start),
                                units(text, end));
}

GlyphsWeb::Page& GlyphsWeb::page_at(int index) {
  const auto i = static_cast<std::size_t>(index);
  if (i >= pages_.size()) pages_.resize(i + 1);
  Page& page = pages_[i];
  if (page.texture == 0) {
    glGenTextures(1, &page.texture);
    glBindTexture(GL_TEXTURE_2D, page.texture);
    // Sprites are drawn pixel for pixel: filtering could only blur them.
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
    glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
    glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, page_size_, page_size_, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  }
  return page;
}

void GlyphsWeb::rasterise(text::Style style, std::string_view segment, const text::PagePlace& place) {
  const Stopwatch watch(spent_);
  Page& page = page_at(place.page);
  const int box[6] = {place.x, place.y, place.width, place.height, place.pen_x, place.pen_y};
  banter_js_rasterise(place.page, page_size_, static_cast<int>(style), segment.data(), static_cast<int>(segment.size()),
                      scale_, box);
  const bool clean = page.left >= page.right;
  page.left = clean ? place.x : std::min(page.left, place.x);
  page.top = clean ? place.y : std::min(page.top, place.y);
  page.right = clean ? place.x + place.width : std::max(page.right, place.x + place.width);
  page.bottom = clean ? place.y + place.height : std::max(page.bottom, place.y + place.height);
}

void GlyphsWeb::clear_page(int page) {
  banter_js_clear_page(page, page_size_);
}

void GlyphsWeb::find_words(std::string_view run, std::vector<std::uint32_t>& begins) {
  const Stopwatch watch(spent_);
  const auto first = begins.size();
  begins.resize(first + run.size());  // there are fewer
  const int count = banter_js_words(run.data(), static_cast<int>(run.size()), begins.data() + first);
  begins.resize(first + static_cast<std::size_t>(count));
  // UTF-16 units came; they ascend.
  std::size_t units = 0;
  std::size_t bytes = 0;
  for (auto i = first; i < begins.size(); ++i) {
    bytes += utf8::byte_offset(run.substr(bytes), begins[i] - units);
    units = begins[i];
    begins[i] = static_cast<std::uint32_t>(bytes);
  }
}

ImTextureID GlyphsWeb::texture(int page) const {
  const auto i = static_cast<std::size_t>(page);
  return i < pages_.size() ? static_cast<ImTextureID>(pages_[i].texture) : ImTextureID_Invalid;
}

void GlyphsWeb::upload() {
  for (std::size_t i = 0; i < pages_.size(); ++i) {
    Page& page = pages_[i];
    if (page.left >= page.right) continue;
    banter_js_upload(static_cast<int>(i), page.texture, page.left, page.top, page.right - page.left,
                     page.bottom - page.top);
    page.left = page.right = 0;
  }
}

void GlyphsWeb::lose_textures() {
  pages_.clear();
}

}  // namespace banter::web
