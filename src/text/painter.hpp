// The text painter: every unique segment is measured once and drawn once, then served from a
// bounded cache. Layout asks it for widths, views ask it for sprites. The glyphs come from the
// platform's GlyphSource; nothing here knows the browser or ImGui.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/atlas.hpp"
#include "text/glyph_source.hpp"
#include "text/segmenter.hpp"
#include "text/style.hpp"

namespace banter::text {

/// Names a measured segment within one generation of the cache.
using SegmentId = std::uint32_t;

/// A drawn segment: a box on a page, and where it goes relative to the pen. Device pixels.
struct Sprite {
  int page = 0;
  int x = 0, y = 0, width = 0, height = 0;
  int pen_x = 0, pen_y = 0;
};

class Painter : public WordSource {
 public:
  /// As they are: 4 MB of segments and short words, 1 MB of their text, 0.5 MB of words, 0.5 MB of widths in lines and,
  /// outside of the module, 16 MB of pages. What was used longest ago goes first.
  struct Limits {
    std::size_t segments = 40'000;
    std::size_t bytes = 1 << 20;  ///< of their text
    int page_size = 1024;         ///< device pixels
    int pages = 4;
  };

  Painter(GlyphSource& source, Limits limits);

  /// Device pixels per CSS pixel. A change forgets all sprites and begins a generation; widths are kept.
  void set_scale(float scale);
  [[nodiscard]] float scale() const { return scale_; }
  /// The fonts have changed (or the textures are lost): everything is measured and drawn again.
  void forget();
  void forget_sprites();

  [[nodiscard]] const FontMetrics& metrics(Style style) const { return metrics_[static_cast<std::size_t>(style)]; }
  /// Finds or measures.
  SegmentId segment(Style style, std::string_view text);
  /// The same for a piece of a run that begins with the letter `first`, which chooses the font that the script falls
  /// back to. Where that changes nothing it is the segment by itself. Empty: the piece begins the run.
  SegmentId segment_of_run(Style style, std::string_view first, std::string_view text);
  /// The same for signs whose fonts the letters or signs `lead` choose, with which their run begins. The width is a
  /// page's; drawn is the segment by itself, in the middle of that.
  SegmentId signs_of_run(Style style, std::string_view lead, std::string_view text);
  /// As GlyphSource has it: what is asked now and then only.
  float share(Style style, std::string_view text, std::size_t start, std::size_t end, std::size_t offset) {
    return source_.share(style, text, start, end, offset);
  }
  /// As GlyphSource has it, found once.
  float width_within(Style style, std::string_view line, std::size_t start, std::size_t end);
  /// Found once, like widths. Valid until the next call.
  const std::vector<std::uint32_t>& words(std::string_view run) override;
  /// CSS pixels.
  [[nodiscard]] float advance(SegmentId id) const { return entries_[id].extents.advance; }
  float measure(Style style, std::string_view text) { return advance(segment(style, text)); }
  /// The width of the bytes [start, start + length) of `text`, at most what a segment may have. As measure(), and quick
  /// for short words that come again and again.
  float width(Style style, std::string_view text, std::size_t start, std::size_t length) {
    if (length > sizeof(std::uint64_t)) return measure(style, text.substr(start, length));
    const std::uint64_t key = key_of(text, start, length);
    const std::uint64_t mixed = (key ^ (length << 4 | static_cast<std::uint64_t>(style))) * 0x9E3779B97F4A7C15U;
    Word& word = short_words_[mixed >> (64 - short_word_bits)];
    if (word.key != key || word.length != length || word.style != style)
      word = {key, measure(style, text.substr(start, length)), static_cast<std::uint8_t>(length), style};
    return word.width;
  }
  /// How often they have changed: what was measured before has another width now.
  [[nodiscard]] std::uint32_t fonts() const { return fonts_; }
  /// Ids and layouts made under another generation are void.
  [[nodiscard]] std::uint32_t generation() const { return generation_; }
  /// Call before layouts are made for a frame.
  void begin_frame();
  /// Makes room in a full cache: then a generation begins, in which the half that was used last is still known. Never
  /// call it while a layout is being made.
  void make_room();

  /// Finds or draws. Null: it has no ink, or it is for another frame to draw: see wants_frame().
  const Sprite* sprite(SegmentId id);
  /// Measuring and drawing have taken their share of this frame: what can wait should.
  [[nodiscard]] bool overtime() { return source_.overtime(); }
  /// Something was left out since begin_frame(), for lack of time or room.
  [[nodiscard]] bool wants_frame() const { return left_out_; }
  [[nodiscard]] int page_size() const { return atlas_.page_size(); }

  struct Stats {
    std::size_t segments = 0;
    std::uint64_t measured = 0;    ///< calls to GlyphSource::measure
    std::uint64_t rasterised = 0;  ///< calls to GlyphSource::rasterise
    int pages = 0;
  };
  [[nodiscard]] Stats stats() const;

 private:
  struct Entry {
    std::uint32_t text = 0;  // offset in text_
    std::uint16_t length = 0;
    Style style{};
    std::uint8_t lead = 0;  // bytes of the text before the segment proper, which is shaped with them
    bool apart = false;     // … but is drawn without them
    bool alone = false;     // the lead changes nothing: the segment by itself stands for it
    std::uint32_t hash = 0;
    float before = 0;  // the lead's width, CSS pixels
    Extents extents;
    Sprite sprite;
    std::uint32_t life = 0;  // of the sprite's page; 0: not drawn
    std::uint32_t used = 0;  // the frame in which somebody last asked for it
  };
  /// The width of a word that is its own key.
  struct Word {
    std::uint64_t key = 0;
    float width = 0;
    std::uint8_t length = 0xFF;  // none
    Style style{};
  };
  static constexpr unsigned short_word_bits = 12;
  static std::uint64_t key_of(std::string_view text, std::size_t start, std::size_t length) {
    std::uint64_t key = 0;
    if (std::endian::native == std::endian::little && length > 0 && text.size() - start >= sizeof key) {
      std::memcpy(&key, text.data() + start, sizeof key);
      return key & (~std::uint64_t{0} >> (8 * (sizeof key - length)));
    }
    std::memcpy(&key, text.data() + start, length);
    return key;
  }
  struct Found {
    SegmentId id = 0;
    bool fresh = false;
  };
  Found find(Style style, std::uint8_t lead, std::string_view text, bool apart = false);
  void rehash(std::size_t buckets);
  void reset();

  GlyphSource& source_;
  Limits limits_;
  float scale_ = 1;
  Atlas atlas_;
  FontMetrics metrics_[style_count];
  std::vector<Entry> entries_;
  std::vector<SegmentId> buckets_;  // open addressing; id + 1, 0 is free
  std::vector<Word> short_words_;
  std::string text_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> words_;
  std::size_t words_bytes_ = 0;
  std::unordered_map<std::uint64_t, float> widths_within_;  // by a hash of lines, which are long and rarely come again
  std::uint32_t generation_ = 1;
  std::uint32_t fonts_ = 0;
  std::uint32_t frame_ = 1;
  int drawn_ = 0;  // in this frame
  bool left_out_ = false;
  std::uint64_t measured_ = 0;
  std::uint64_t rasterised_ = 0;
};

}  // namespace banter::text
