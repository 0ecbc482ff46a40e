#include "platform/headless/fixed_glyphs.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "text/characters.hpp"
#include "text/graphemes.hpp"
#include "text/segmenter.hpp"

namespace banter::headless {
namespace {

constexpr float reference_size = 15;

float cluster_width(char32_t base) {
  if (text::is_invisible_control(base) || text::extends_cluster(base)) return 0;
  return text::is_emoji_by_default(base) || text::is_ideographic(base) ? FixedGlyphs::wide : FixedGlyphs::narrow;
}

std::string key_of(text::Style style, std::string_view segment) {
  return std::string(1, static_cast<char>('0' + static_cast<int>(style))).append(segment);
}

}  // namespace

text::FontMetrics FixedGlyphs::metrics(text::Style style) {
  const float size = text::spec(style).size;
  return {size * 0.9F, size * 0.25F};
}

text::Extents FixedGlyphs::measure(text::Style style, std::string_view segment) {
  ++measured;
  ++times_[key_of(style, segment)];
  text::Extents out;
  bool ink = false;
  for (std::uint32_t at = 0; at < segment.size();) {
    const char32_t base = utf8::decode(segment.substr(at)).value;
    out.advance += cluster_width(base);
    ink = ink || (cluster_width(base) > 0 && !text::is_breaking_space(base));
    at = text::cluster_end(segment, at);
  }
  const float size = text::spec(style).size;
  out.advance *= stretch * size / reference_size;
  if (!ink) return out;
  out.right = out.advance;
  out.ascent = size * 0.75F;
  out.descent = size * 0.2F;
  return out;
}

void FixedGlyphs::rasterise(text::Style style, std::string_view segment, const text::PagePlace& place) {
  ++rasterised;
  on_pages.push_back({style, std::string(segment), place});
}

void FixedGlyphs::find_words(std::string_view run, std::vector<std::uint32_t>& begins) {
  ++looked_up;
  if (const auto known = dictionary.find(std::string(run)); known != dictionary.end())
    begins.insert(begins.end(), known->second.begin(), known->second.end());
}

void FixedGlyphs::clear_page(int page) {
  cleared.push_back(page);
  std::erase_if(on_pages, [&](const Drawn& d) { return d.place.page == page; });
}

ImTextureID FixedGlyphs::texture(int page) const {
  return has_textures ? static_cast<ImTextureID>(first_texture + static_cast<std::uint64_t>(page))
                      : ImTextureID_Invalid;
}

const FixedGlyphs::Drawn* FixedGlyphs::at(int page, int x, int y) const {
  const auto found = std::find_if(on_pages.rbegin(), on_pages.rend(), [&](const Drawn& d) {
    return d.place.page == page && d.place.x == x && d.place.y == y;
  });
  return found == on_pages.rend() ? nullptr : &*found;
}

int FixedGlyphs::times_measured(text::Style style, std::string_view segment) const {
  const auto found = times_.find(key_of(style, segment));
  return found == times_.end() ? 0 : found->second;
}

}  // namespace banter::headless
