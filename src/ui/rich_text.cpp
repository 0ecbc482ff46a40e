#include "ui/rich_text.hpp"

#include <algorithm>
#include <cmath>

#include "text/bidi.hpp"

namespace banter::ui {
namespace {

using text::Block;
using text::Mark;
using text::Markup;
using text::Style;

constexpr float quote_indent = 14;
constexpr float list_indent = 22;
constexpr float code_side = 10;
constexpr float code_padding = 6;
constexpr float code_gap = 2;  // between a block of code and what is around it

Style style_of(unsigned marks) {
  if ((marks & Mark::code) != 0) return Style::code;
  const bool strong = (marks & (Mark::bold | Mark::mention)) != 0;
  if ((marks & Mark::italic) != 0) return strong ? Style::strong_italic : Style::italic;
  return strong ? Style::strong : Style::body;
}

float quotes_width(const Block& block) {
  return quote_indent * static_cast<float>(block.quote);
}

/// Of a block's text, from the side where lines begin.
float indent(const Block& block) {
  if (block.kind == Block::Kind::code) return quotes_width(block) + code_side;
  if (block.kind == Block::Kind::list_item)
    return quotes_width(block) + list_indent * (1 + static_cast<float>(block.depth));
  return quotes_width(block);
}

/// Bars, boxes and bullets: what a block has beside its text.
class BlockPen {
 public:
  BlockPen(const Canvas& canvas, const text::Layout& layout, float x, float width)
      : canvas_(canvas), right_to_left_(layout.right_to_left), x_(x), width_(width) {}

  /// `y`, `h`: the block's lines.
  void draw(const Block& block, float y, float h, Color ink) const {
    const Theme& t = canvas_.theme();
    const bool code = block.kind == Block::Kind::code;
    for (int i = 0; i < block.quote; ++i) {
      const Rect bar = side({quote_indent * static_cast<float>(i) + 1, y - (code ? code_padding : 0), 3,
                             h + (code ? 2 * code_padding : 0)});
      canvas_.fill(bar, t.border, 1.5F);
    }
    if (code) {
      const float left = quotes_width(block);
      const Rect box = side({left, y - code_padding, width_ - left, h + 2 * code_padding});
      canvas_.fill(box, t.surface, 6);
      canvas_.outline(box, t.border, 6);
    }
    if (block.kind == Block::Kind::list_item) bullet(block, y, ink);
  }

 private:
  /// A box whose x is counted from where lines begin.
  Rect side(Rect r) const {
    r.x = right_to_left_ ? x_ + width_ - r.x - r.w : x_ + r.x;
    return r;
  }

  void bullet(const Block& block, float y, Color ink) const {
    const std::string label =
        block.number == 0 ? (block.depth % 2 == 0 ? "•" : "◦") : std::to_string(block.number) + ".";
    const float w = canvas_.width(Style::body, label);
    const Rect place = side({indent(block) - w - 6, y, w, text::line_height});
    canvas_.text(Style::body, place.x, y + canvas_.baseline(Style::body, text::line_height), ink, label);
  }

  const Canvas& canvas_;
  bool right_to_left_;
  float x_, width_;
};

/// What is under words, from left to right.
struct Ground {
  bool spoiler;  ///< or code
  float left, right;
};

/// Adds what is under a run. Neighbours are one: where they meet must not show how long hidden words are.
void add_ground(std::vector<Ground>& grounds, const text::Run& run, unsigned marks) {
  if ((marks & (Mark::spoiler | Mark::code)) == 0) return;
  grounds.push_back({(marks & Mark::spoiler) != 0, run.x, run.x + run.width});
}

/// Of a line; before any of its words, whose ink may stand out of their runs.
void draw_grounds(const Canvas& canvas, std::vector<Ground>& grounds, float x, float y, bool revealed) {
  constexpr float touching = 0.5F;
  const Theme& t = canvas.theme();
  std::sort(grounds.begin(), grounds.end(), [](const Ground& a, const Ground& b) { return a.left < b.left; });
  for (std::size_t i = 0; i < grounds.size();) {
    Ground all = grounds[i++];
    for (; i < grounds.size() && grounds[i].spoiler == all.spoiler && grounds[i].left <= all.right + touching; ++i)
      all.right = std::max(all.right, grounds[i].right);
    const float width = all.right - all.left;
    if (all.spoiler) {
      canvas.fill({x + all.left - 1, y + 1, width + 2, text::line_height - 2}, revealed ? t.surface : t.muted, 3);
    } else {
      canvas.fill({x + all.left - 2, y + 2, width + 4, text::line_height - 4}, t.surface, 3);
    }
  }
}

void draw_words(const Canvas& canvas, const text::Run& run, unsigned marks, float x, float y, Color ink) {
  if ((marks & (Mark::link | Mark::mention)) != 0) ink = canvas.theme().accent_text;
  const float left = x + run.x;
  const float base = y + canvas.baseline(Style::body, text::line_height);
  canvas.run(run, left, base, ink);
  if ((marks & Mark::link) != 0) canvas.fill({left, std::round(base) + 2, run.width, 1}, ink);
  if ((marks & Mark::strike) != 0) canvas.fill({left, std::round(base) - 5, run.width, 1}, ink);
}

std::vector<Stretch> stretches(const Markup& markup, std::uint16_t mark) {
  std::vector<Stretch> out;
  for (const text::Span& span : markup.spans) {
    if ((span.marks & mark) == 0) continue;
    const std::uint16_t link = mark == Mark::link ? span.link : 0;
    if (!out.empty() && out.back().end == span.start && out.back().link == link) {
      out.back().end = span.end;
    } else {
      out.push_back({span.start, span.end, link});
    }
  }
  return out;
}

}  // namespace

void lay_out_markup(text::Painter& painter, const Markup& markup, float width, text::Layout& out) {
  text::clear(painter, out);
  out.right_to_left = text::needs_bidi(markup.text) && text::is_right_to_left(markup.text);
  std::vector<text::StyledSpan> styles;
  styles.reserve(markup.spans.size());
  for (const text::Span& span : markup.spans) styles.push_back({span.end, style_of(span.marks)});
  std::size_t at = 0;
  for (std::size_t i = 0; i < markup.blocks.size(); ++i) {
    const Block& block = markup.blocks[i];
    const bool code = block.kind == Block::Kind::code;
    while (at < styles.size() && styles[at].end <= block.start) ++at;
    const float left = indent(block);
    if (code) out.height += code_padding + code_gap;
    // Code is read from left to right whatever is around it.
    text::append(painter,
                 {.text = markup.text,
                  .start = block.start,
                  .end = block.end,
                  .style = code ? Style::code : Style::body,
                  .spans = at < styles.size() ? styles.data() + at : nullptr,
                  .x = out.right_to_left ? (code ? code_side : 0) : left,
                  .max_width = width - left - (code ? code_side : 0),
                  .right_to_left = out.right_to_left && !code},
                 out);
    if (code) out.height += code_padding + code_gap;
    if (i + 1 < markup.blocks.size()) out.lines.back().end = markup.blocks[i + 1].start;
  }
}

void draw_markup(const Canvas& canvas, const Markup& markup, const text::Layout& layout, float x, float y, float width,
                 Color ink, std::size_t first, std::size_t last, bool revealed) {
  last = std::min(last, layout.lines.size());
  const BlockPen pen(canvas, layout, x, width);
  std::size_t line = 0;
  for (const Block& block : markup.blocks) {
    const std::size_t begin = line;
    while (line < layout.lines.size() && (line == begin || layout.lines[line].start < block.end)) ++line;
    if (begin >= last || line <= first) continue;
    const float top = layout.lines[begin].y;
    pen.draw(block, y + top, layout.lines[line - 1].y + text::line_height - top, ink);
  }
  std::vector<Ground> grounds;
  for (std::size_t i = first; i < last; ++i) {
    const text::Line& l = layout.lines[i];
    const auto begin = std::upper_bound(markup.spans.begin(), markup.spans.end(), l.start,
                                        [](std::uint32_t at, const text::Span& s) { return at < s.end; });
    const auto for_runs = [&](const auto& draw) {
      auto span = begin;
      for (std::size_t r = l.first; r < l.last; ++r) {
        const text::Run& run = layout.runs[r];
        while (span != markup.spans.end() && span->end <= run.start && std::next(span) != markup.spans.end()) ++span;
        if (run.kind != text::Segment::Kind::newline) draw(run, span == markup.spans.end() ? 0U : span->marks);
      }
    };
    grounds.clear();
    for_runs([&](const text::Run& run, unsigned marks) { add_ground(grounds, run, marks); });
    draw_grounds(canvas, grounds, x, y + l.y, revealed);
    for_runs([&](const text::Run& run, unsigned marks) {
      if (revealed || (marks & Mark::spoiler) == 0) draw_words(canvas, run, marks, x, y + l.y, ink);
    });
  }
}

std::vector<Stretch> links(const Markup& markup) {
  return stretches(markup, Mark::link);
}

std::vector<Stretch> spoilers(const Markup& markup) {
  return stretches(markup, Mark::spoiler);
}

std::string spoken(const Markup& markup, bool revealed) {
  if (revealed) return markup.text;
  std::string out;
  std::uint32_t from = 0;
  for (const Stretch& hidden : spoilers(markup)) {
    out.append(markup.text, from, hidden.start - from).append("(hidden)");
    from = hidden.end;
  }
  return out.append(markup.text, from);
}

std::string spoken(std::string_view message) {
  if (!text::may_have_markup(message)) return std::string(message);
  Markup markup;
  text::parse_markup(message, markup);
  return spoken(markup, false);
}

}  // namespace banter::ui
