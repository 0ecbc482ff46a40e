#include "ui/text_field.hpp"

#include <algorithm>
#include <cmath>

namespace banter::ui {
namespace {

constexpr Duration blink{530};
constexpr Duration blinks_for{5300};  // then the caret stays: an idle page draws no frames

}  // namespace

void TextField::lay_out(text::Painter& painter, float width) {
  // Drafts may be long, and a frame is drawn for every blink of the caret.
  if (layout_.generation == painter.generation() && width == laid_out_width_ && state.value == laid_out_) return;
  text::lay_out(painter, text::Style::body, state.value, multiline_ ? width : text::unbounded, layout_, true);
  laid_out_width_ = width;
  laid_out_ = state.value;
}

float TextField::wanted_height(text::Painter& painter, float width, int max_lines) {
  lay_out(painter, width);
  const auto lines = std::clamp<int>(static_cast<int>(layout_.lines.size()), 1, max_lines);
  return static_cast<float>(lines) * metric::line;
}

bool TextField::caret_shown(const Frame& frame) const {
  const Duration since = frame.now - touched_;
  return frame.reduced_motion || since >= blinks_for || (since / blink) % 2 == 0;
}

std::optional<TimePoint> TextField::next_blink(const Frame& frame) const {
  const Duration since = frame.now - touched_;
  if (frame.focused != id_ || frame.reduced_motion || since >= blinks_for) return std::nullopt;
  return touched_ + (since / blink + 1) * blink;
}

void TextField::draw_range(const Canvas& canvas, text::Painter& painter, const Rect& r, const Rect& shown,
                           std::uint32_t start, std::uint32_t end, Color color, bool underline) const {
  const text::Caret a = text::caret(painter, state.value, layout_, start);
  const text::Caret b = text::caret(painter, state.value, layout_, end);
  for (std::size_t i = a.line; i <= b.line; ++i) {
    const float top = r.y + static_cast<float>(i) * metric::line;
    if (top + metric::line < shown.y || top > shown.bottom()) continue;
    const text::Line& line = layout_.lines[i];
    const float begin = layout_.right_to_left ? line.x + line.width : line.x;
    const float finish = layout_.right_to_left ? line.x : line.x + line.width;
    float left = i == a.line ? a.x : begin;
    float right = i == b.line ? b.x : finish;
    if (left > right) std::swap(left, right);
    if (i < b.line) right = std::max(right, left + 6);  // a chosen line end is seen even on an empty line
    const float y = top;
    if (underline) {
      canvas.fill({r.x + left, std::round(y + 19), right - left, 1}, color);
    } else {
      canvas.fill({r.x + left, y, right - left, metric::line}, color, 2);
    }
  }
}

void TextField::draw(Frame& frame, const Rect& r, bool invalid, NodeId parent) {
  const Canvas canvas(frame);
  lay_out(frame.painter, r.w);
  const bool focused = frame.focused == id_;
  const auto bound = static_cast<std::uint32_t>(state.value.size());
  const std::uint32_t from = std::min(state.selection_start, bound);
  const std::uint32_t to = std::min(state.selection_end, bound);
  const text::Caret caret = text::caret(frame.painter, state.value, layout_, to);

  Rect inner{r.x, r.y - state.scroll_top, r.w, r.h};
  if (!multiline_) {  // a single line follows its caret
    if (layout_.right_to_left) inner.x += std::max(0.0F, r.w - layout_.width - 2);
    const float at = inner.x + caret.x;
    inner.x -= std::max(0.0F, at - r.right() + 2) + std::min(0.0F, at - r.x);
  }
  // Only what the field shows: a draft may have more lines than one draw list can hold.
  const auto first = static_cast<std::size_t>(std::max(0.0F, std::floor((r.y - inner.y) / metric::line)));
  const auto last = first + static_cast<std::size_t>(std::ceil(r.h / metric::line)) + 1;
  canvas.clip(r.inset(-2, 0));
  if (state.value.empty() && state.composition_start == state.composition_end) {
    canvas.text(text::Style::body, r.x, r.y + canvas.baseline(text::Style::body, metric::line), frame.theme.placeholder,
                label_, r.w);
  }
  if (focused && from < to) draw_range(canvas, frame.painter, inner, r, from, to, frame.theme.selection, false);
  canvas.lines(text::Style::body, layout_, inner.x, inner.y, metric::line, frame.theme.text, first, last);
  if (state.composition_start < state.composition_end) {
    draw_range(canvas, frame.painter, inner, r, std::min(state.composition_start, bound),
               std::min(state.composition_end, bound), frame.theme.text, true);
  }
  if (focused && from == to && caret_shown(frame)) {
    const float x = std::round(inner.x + caret.x);
    canvas.fill({x, inner.y + static_cast<float>(caret.line) * metric::line + 2, 1.5F, metric::line - 4},
                frame.theme.text);
  }
  canvas.unclip();
  frame.mirror.add(
      {.id = id_,
       .parent = parent,
       .role = Role::textbox,
       .flags = static_cast<std::uint16_t>((multiline_ ? Node::multiline : 0) | (invalid ? Node::invalid : 0)),
       .rect = r,
       .name = label_});
}

}  // namespace banter::ui
