#include "text/layout.hpp"

#include <string>

#include "text/bidi.hpp"
#include "text/graphemes.hpp"
#include "text/line_filler.hpp"

namespace banter::text {
namespace {

constexpr std::string_view ellipsis = "\u2026";

}  // namespace

void clear(const Painter& painter, Layout& out) {
  out.runs.clear();
  out.lines.clear();
  out.width = out.height = 0;
  out.right_to_left = false;
  out.generation = painter.generation();
}

void append(Painter& painter, const Paragraph& paragraph, Layout& out) {
  const std::string_view shown = paragraph.text.substr(paragraph.start, paragraph.end - paragraph.start);
  if (!paragraph.right_to_left && !needs_bidi(shown)) return fill_lines(painter, paragraph, nullptr, out);
  std::vector<LevelRun> levels;
  resolve_levels(shown, paragraph.right_to_left, levels);
  for (LevelRun& run : levels) {
    run.start += paragraph.start;
    run.end += paragraph.start;
  }
  fill_lines(painter, paragraph, &levels, out);
}

void lay_out(Painter& painter, Style style, std::string_view text, float max_width, Layout& out, bool trailing_line) {
  clear(painter, out);
  out.right_to_left = needs_bidi(text) && is_right_to_left(text);
  append(painter,
         {.text = text,
          .end = static_cast<std::uint32_t>(text.size()),
          .style = style,
          .max_width = max_width,
          .right_to_left = out.right_to_left,
          .trailing_line = trailing_line},
         out);
}

std::string elide(Painter& painter, Style style, std::string_view text, float max_width) {
  if (painter.measure(style, text) <= max_width) return std::string(text);
  const float room = max_width - painter.measure(style, ellipsis);
  float width = 0;
  std::uint32_t end = 0;
  while (end < text.size()) {
    const std::uint32_t next = cluster_end(text, end);
    width += painter.measure(style, text.substr(end, next - end));
    if (width > room) break;
    end = next;
  }
  return std::string(text.substr(0, end)).append(ellipsis);
}

}  // namespace banter::text
