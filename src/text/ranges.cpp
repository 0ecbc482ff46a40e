#include "text/ranges.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/utf8.hpp"
#include "text/graphemes.hpp"

namespace banter::text {
namespace {

constexpr float touching = 0.5F;
constexpr std::string_view joiner = "\u200D";

/// An Arabic, Syriac or N'Ko letter that changes the form of the one before it.
bool joins(char32_t c) {
  return (c >= 0x620 && c <= 0x64A && c != 0x621) || (c >= 0x66E && c <= 0x6D3) || (c >= 0x6FA && c <= 0x6FF) ||
         (c >= 0x710 && c <= 0x72F) || (c >= 0x74D && c <= 0x77F) || (c >= 0x7CA && c <= 0x7EA) ||
         (c >= 0x8A0 && c <= 0x8C9);
}

bool right_to_left(const Run& run) {
  return (run.level & 1) != 0;
}

/// The pen's distance from the run's start edge at byte `offset` within it.
float within(Painter& painter, std::string_view text, const Run& run, std::uint32_t offset) {
  if (offset >= run.end) return run.width;
  if (offset <= run.start || run.width <= 0) return 0;
  if (run.kind != Segment::Kind::word && run.kind != Segment::Kind::emoji)
    return run.width * static_cast<float>(offset - run.start) / static_cast<float>(run.end - run.start);
  std::string before(text.substr(run.start, offset - run.start));
  // Cut off, its last letter would have another form and width.
  if (joins(utf8::decode(text.substr(offset)).value)) before.append(joiner);
  // Among its neighbours the run may have another font than by itself: then in proportion.
  const float alone = painter.measure(run.style, text.substr(run.start, run.end - run.start));
  const float own = run.width - run.kern;
  return std::min(own, painter.measure(run.style, before) * (alone > 0 ? own / alone : 1));
}

float x_of(Painter& painter, std::string_view text, const Run& run, std::uint32_t offset) {
  const float into = within(painter, text, run, offset);
  return right_to_left(run) ? run.x + run.width - into : run.x + into;
}

/// Of the line that a caret at `offset` stands on.
std::size_t line_of(const Layout& layout, std::uint32_t offset) {
  const auto after = std::upper_bound(layout.lines.begin() + 1, layout.lines.end(), offset,
                                      [](std::uint32_t at, const Line& line) { return at < line.start; });
  return static_cast<std::size_t>(after - layout.lines.begin()) - 1;
}

}  // namespace

Caret caret(Painter& painter, std::string_view text, const Layout& layout, std::uint32_t offset) {
  const std::size_t at = line_of(layout, offset);
  const Line& line = layout.lines[at];
  for (std::size_t i = line.first; i < line.last; ++i) {
    const Run& run = layout.runs[i];
    if (offset >= run.end && i + 1 < line.last) continue;
    if (run.kind == Segment::Kind::newline) return {at, run.x};
    return {at, x_of(painter, text, run, offset)};
  }
  return {at, line.x};
}

std::uint32_t offset_at(Painter& painter, std::string_view text, const Layout& layout, std::size_t line_index,
                        float x) {
  const Line& line = layout.lines[line_index];
  std::uint32_t best = line.start;
  float distance = INFINITY;
  for (std::size_t i = line.first; i < line.last; ++i) {
    const Run& run = layout.runs[i];
    for (std::uint32_t offset = run.start; offset <= run.end;) {
      if (offset == run.end && run.kind == Segment::Kind::newline) break;
      if (offset == line.end && line_index + 1 < layout.lines.size()) break;  // the next line's start
      const float at = x_of(painter, text, run, offset);
      if (std::abs(at - x) < distance) {
        distance = std::abs(at - x);
        best = offset;
      }
      if (offset == run.end) break;
      offset = std::min(cluster_end(text, offset), run.end);
    }
  }
  return best;
}

void range_boxes(Painter& painter, std::string_view text, const Layout& layout, std::uint32_t start, std::uint32_t end,
                 std::vector<Box>& out) {
  end = std::min(end, static_cast<std::uint32_t>(text.size()));
  if (start >= end) return;
  for (std::size_t at = line_of(layout, start); at < layout.lines.size() && layout.lines[at].start < end; ++at) {
    const Line& line = layout.lines[at];
    const std::size_t first = out.size();
    for (std::size_t i = line.first; i < line.last; ++i) {
      const Run& run = layout.runs[i];
      // A run without bytes is the hyphen at the end of a broken word: it goes with both its sides.
      if (run.start == run.end ? run.start <= start || run.start >= end : run.end <= start || run.start >= end)
        continue;
      if (run.kind == Segment::Kind::newline) {
        // It has no width of its own, and lies where the line ends.
        const bool leftwards = right_to_left(run);
        out.push_back({at, run.x - (leftwards ? newline_width : 0), run.x + (leftwards ? 0 : newline_width)});
        continue;
      }
      const float a =
          start <= run.start ? (right_to_left(run) ? run.x + run.width : run.x) : x_of(painter, text, run, start);
      const float b = end >= run.end ? (right_to_left(run) ? run.x : run.x + run.width) : x_of(painter, text, run, end);
      if (a != b) out.push_back({at, std::min(a, b), std::max(a, b)});
    }
    // Neighbours are one box.
    const auto begin = out.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(begin, out.end(), [](const Box& a, const Box& b) { return a.left < b.left; });
    std::size_t last = first;
    for (std::size_t i = first + 1; i < out.size(); ++i) {
      if (out[i].left <= out[last].right + touching) {
        out[last].right = std::max(out[last].right, out[i].right);
      } else {
        out[++last] = out[i];
      }
    }
    if (out.size() > first) out.resize(last + 1);
  }
}

}  // namespace banter::text
