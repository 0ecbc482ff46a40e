#include "text/ranges.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "text/graphemes.hpp"
#include "text/shaping.hpp"

namespace banter::text {
namespace {

constexpr float touching = 0.5F;

bool right_to_left(const Run& run) {
  return (run.level & 1) != 0;
}

bool shaped(const Run& run) {
  return run.kind == Segment::Kind::word || run.kind == Segment::Kind::space;
}

/// What run `at` of a line is shaped with: its neighbours on the line that are of its style and level, bytes.
std::pair<std::uint32_t, std::uint32_t> context_of(const Layout& layout, const Line& line, std::size_t at) {
  const Run& run = layout.runs[at];
  const auto goes_on = [&](const Run& other) {
    return shaped(other) && other.style == run.style && other.level == run.level;
  };
  std::size_t first = at;
  while (first > line.first && goes_on(layout.runs[first - 1])) --first;
  std::size_t last = at;
  while (last + 1 < line.last && goes_on(layout.runs[last + 1])) ++last;
  return {layout.runs[first].start, layout.runs[last].end};
}

/// The pen's distance from the start edge of run `at` at byte `offset` within it.
float within(Painter& painter, std::string_view text, const Layout& layout, const Line& line, std::size_t at,
             std::uint32_t offset) {
  const Run& run = layout.runs[at];
  if (offset >= run.end) return run.width;
  if (offset <= run.start || run.width <= 0) return 0;
  if (run.kind != Segment::Kind::word && run.kind != Segment::Kind::emoji)
    return run.width * static_cast<float>(offset - run.start) / static_cast<float>(run.end - run.start);
  if (!has_context(text.substr(run.start, run.end - run.start)))
    return std::min(run.width, painter.measure(run.style, text.substr(run.start, offset - run.start)));
  const auto [start, end] = context_of(layout, line, at);
  const float share =
      painter.share(run.style, text.substr(start, end - start), run.start - start, run.end - start, offset - start);
  return run.width * std::clamp(share, 0.0F, 1.0F);
}

float x_of(Painter& painter, std::string_view text, const Layout& layout, const Line& line, std::size_t at,
           std::uint32_t offset) {
  const float into = within(painter, text, layout, line, at, offset);
  const Run& run = layout.runs[at];
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
    return {at, x_of(painter, text, layout, line, i, offset)};
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
      const float at = x_of(painter, text, layout, line, i, offset);
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
      const float a = start <= run.start ? (right_to_left(run) ? run.x + run.width : run.x)
                                         : x_of(painter, text, layout, line, i, start);
      const float b =
          end >= run.end ? (right_to_left(run) ? run.x : run.x + run.width) : x_of(painter, text, layout, line, i, end);
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
