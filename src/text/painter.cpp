#include "text/painter.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace banter::text {
namespace {

// FNV-1a: short keys, and no dependency. Collisions are settled by comparing the text.
std::uint32_t hash_of(Style style, std::string_view text) {
  std::uint32_t hash = 2166136261U ^ static_cast<std::uint32_t>(style);
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

constexpr int drawn_in_any_case = 16;  // new sprites of a frame, so that there always is progress
constexpr std::string_view no_break_space = "\u00A0";
constexpr int margin = 1;  // device pixels around the ink, so that neighbours on a page do not bleed
// Where fonts are hinted the ink is measured in whole pixels, and may be that much larger. CSS pixels.
constexpr float hinted = 0.5F;

}  // namespace

Painter::Painter(GlyphSource& source, Limits limits)
    : source_(source), limits_(limits), atlas_(limits.page_size, limits.pages) {
  forget();
}

void Painter::set_scale(float scale) {
  if (scale == scale_) return;
  scale_ = scale;
  ++generation_;  // a segment may be wider than a page now
  forget_sprites();
}

void Painter::forget() {
  ++fonts_;
  for (std::size_t i = 0; i < style_count; ++i) metrics_[i] = source_.metrics(static_cast<Style>(i));
  reset();
  forget_sprites();
}

void Painter::forget_sprites() {
  for (Entry& entry : entries_) entry.life = 0;
  for (int page = 0; page < atlas_.pages(); ++page) source_.clear_page(page);
  atlas_ = Atlas(limits_.page_size, limits_.pages);
}

void Painter::reset() {
  entries_.clear();
  text_.clear();
  widths_within_.clear();
  buckets_.assign(1024, 0);
  short_words_.assign(std::size_t{1} << short_word_bits, {});
  ++generation_;
}

void Painter::begin_frame() {
  ++frame_;
  source_.begin_frame();
  drawn_ = 0;
  left_out_ = false;
  make_room();
}

void Painter::make_room() {
  if (entries_.size() < limits_.segments && text_.size() < limits_.bytes) return;
  std::vector<std::uint32_t> used;
  used.reserve(entries_.size());
  for (const Entry& entry : entries_) used.push_back(entry.used);
  const auto middle = used.begin() + static_cast<std::ptrdiff_t>(used.size() / 2);
  std::nth_element(used.begin(), middle, used.end());
  std::vector<Entry> kept;
  std::string text;
  for (const Entry& entry : entries_) {
    if (entry.used <= *middle && (entry.used < *middle || kept.size() >= limits_.segments / 2)) continue;
    if (text.size() >= limits_.bytes / 2) break;
    kept.push_back(entry);
    kept.back().text = static_cast<std::uint32_t>(text.size());
    text.append(text_, entry.text, entry.length);
  }
  entries_ = std::move(kept);
  text_ = std::move(text);
  ++generation_;
  std::size_t buckets = 1024;
  while (buckets < 2 * entries_.size()) buckets *= 2;
  rehash(buckets);
}

void Painter::rehash(std::size_t buckets) {
  buckets_.assign(buckets, 0);
  for (SegmentId id = 0; id < entries_.size(); ++id) {
    std::size_t slot = entries_[id].hash & (buckets - 1);
    while (buckets_[slot] != 0) slot = (slot + 1) & (buckets - 1);
    buckets_[slot] = id + 1;
  }
}

Painter::Found Painter::find(Style style, std::uint8_t lead, std::string_view text, bool apart) {
  const std::uint32_t hash = hash_of(style, text) + 2U * lead + (apart ? 1 : 0);
  std::size_t slot = hash & (buckets_.size() - 1);
  for (; buckets_[slot] != 0; slot = (slot + 1) & (buckets_.size() - 1)) {
    Entry& entry = entries_[buckets_[slot] - 1];
    if (entry.hash == hash && entry.style == style && entry.lead == lead && entry.apart == apart &&
        std::string_view(text_).substr(entry.text, entry.length) == text) {
      entry.used = frame_;
      return {buckets_[slot] - 1, false};
    }
  }
  Entry entry;
  entry.used = frame_;
  entry.text = static_cast<std::uint32_t>(text_.size());
  entry.length = static_cast<std::uint16_t>(text.size());
  entry.style = style;
  entry.lead = lead;
  entry.apart = apart;
  entry.hash = hash;
  entry.extents = source_.measure(style, apart ? text.substr(lead) : text);
  ++measured_;
  text_.append(text);
  entries_.push_back(entry);
  const auto id = static_cast<SegmentId>(entries_.size() - 1);
  buckets_[slot] = id + 1;
  if (entries_.size() * 2 > buckets_.size()) rehash(buckets_.size() * 2);
  return {id, true};
}

SegmentId Painter::segment(Style style, std::string_view text) {
  return find(style, 0, text.substr(0, 0xFFFF)).id;
}

SegmentId Painter::segment_of_run(Style style, std::string_view first, std::string_view text) {
  if (first.empty() || text.size() > 0xFF00) return segment(style, text);
  const std::string lead = std::string(first).append(no_break_space);
  const Found found = find(style, static_cast<std::uint8_t>(lead.size()), lead + std::string(text));
  if (!found.fresh && !entries_[found.id].alone) return found.id;
  const SegmentId by_itself = segment(style, text);
  if (found.fresh) {
    const float before = measure(style, lead);
    Entry& entry = entries_[found.id];
    Extents& e = entry.extents;
    const Extents& other = entries_[by_itself].extents;
    entry.before = before;
    e.advance -= before;
    // Of the ink only the whole is known, so it is that of the segment by itself where that is more.
    e.right = std::max(e.right - before, other.right);
    e.left = other.left;
    entry.alone = std::abs(e.advance - other.advance) < 0.02F;
  }
  return entries_[found.id].alone ? by_itself : found.id;
}

SegmentId Painter::signs_of_run(Style style, std::string_view lead, std::string_view text) {
  if (lead.empty() || lead.size() > 0xFF || text.size() > 0xFF00) return segment(style, text);
  const Found found = find(style, static_cast<std::uint8_t>(lead.size()), std::string(lead).append(text), true);
  if (found.fresh) {
    const std::string line = std::string(lead).append(no_break_space).append(text);  // apart: they do not kern
    const float width = source_.width_within(style, line, line.size() - text.size(), line.size());
    ++measured_;
    Entry& entry = entries_[found.id];
    Extents& e = entry.extents;
    const float shift = (width - e.advance) / 2;
    entry.before = -shift;
    e.left -= shift;
    e.right += shift;
    e.advance = width;
  }
  return found.id;
}

float Painter::width_within(Style style, std::string_view line, std::size_t start, std::size_t end) {
  constexpr std::size_t most = 16'384;
  const std::uint64_t place = (std::uint64_t{start} << 32 | end) * 0x9E3779B97F4A7C15U;
  const std::uint64_t key = (std::uint64_t{hash_of(style, line)} << 32 | line.size()) ^ place;
  if (const auto known = widths_within_.find(key); known != widths_within_.end()) return known->second;
  if (widths_within_.size() >= most) widths_within_.clear();
  ++measured_;
  return widths_within_[key] = source_.width_within(style, line, start, end);
}

const std::vector<std::uint32_t>& Painter::words(std::string_view run) {
  constexpr std::size_t most_bytes = 256 << 10;
  std::string key(run);
  if (const auto known = words_.find(key); known != words_.end()) return known->second;
  if (words_bytes_ + run.size() > most_bytes) {
    words_.clear();
    words_bytes_ = 0;
  }
  words_bytes_ += run.size();
  auto& begins = words_[std::move(key)];
  source_.find_words(run, begins);
  return begins;
}

const Sprite* Painter::sprite(SegmentId id) {
  Entry& entry = entries_[id];
  if (entry.life != 0 && atlas_.alive(entry.sprite.page, entry.life)) {
    atlas_.touch(entry.sprite.page, frame_);
    return &entry.sprite;
  }
  const Extents& e = entry.extents;
  const int around = margin + static_cast<int>(hinted * scale_);
  const auto up = [&](float css) { return static_cast<int>(std::ceil(css * scale_)) + around; };
  const int left = std::max(0, up(e.left));
  const int width = std::min(left + std::max(0, up(std::max(e.right, e.advance))), limits_.page_size);
  const int ascent = std::max(0, up(e.ascent));
  const int height = std::min(ascent + std::max(0, up(e.descent)), limits_.page_size);
  if (e.left + e.right <= 0 || e.ascent + e.descent <= 0) return nullptr;

  const auto place = drawn_ < drawn_in_any_case || !overtime() ? atlas_.place(width, height, frame_) : std::nullopt;
  if (!place) {
    left_out_ = true;
    return nullptr;
  }
  ++drawn_;
  if (place->fresh_page) source_.clear_page(place->page);
  entry.sprite = {place->page, place->x, place->y, width, height, left, ascent};
  entry.life = place->life;
  ++rasterised_;
  const std::uint8_t skipped = entry.apart ? entry.lead : 0;
  source_.rasterise(entry.style, std::string_view(text_).substr(entry.text + skipped, entry.length - skipped),
                    {place->page, place->x, place->y, width, height,
                     left - static_cast<int>(std::lround(entry.before * scale_)), ascent});
  return &entry.sprite;
}

Painter::Stats Painter::stats() const {
  return {entries_.size(), measured_, rasterised_, atlas_.pages()};
}

}  // namespace banter::text
