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

text::Caret TextField::caret(text::Painter& painter, std::uint32_t offset) const {
  text::Caret at = text::caret(painter, state.value, layout_, offset);
  if (at.line == 0 || state.line == FieldState::any_line) return at;
  const text::Line& before = layout_.lines[at.line - 1];
  const bool soft = before.end == offset && state.value[offset - 1] != '\n' && state.value[offset - 1] != '\r';
  if (!soft || (state.line != FieldState::line_end && state.line >= static_cast<int>(at.line))) return at;
  --at.line;
  at.x = layout_.right_to_left ? before.x : before.x + before.width;
  return at;
}

void TextField::range(text::Painter& painter, const Rect& text, std::uint32_t start, std::uint32_t end,
                      std::vector<Rect>& out) const {
  // A draft may have very many lines.
  const auto line_at = [&](float y) {
    const auto line = static_cast<std::ptrdiff_t>(std::floor((y - text.y) / metric::line));
    return layout_.lines[static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(line, 0, static_cast<std::ptrdiff_t>(layout_.lines.size()) - 1))];
  };
  std::vector<text::Box> boxes;
  text::range_boxes(painter, state.value, layout_, std::max(start, line_at(area_.y).start),
                    std::min(end, line_at(area_.bottom()).end), boxes);
  for (const text::Box& box : boxes) {
    out.push_back(
        {text.x + box.left, text.y + static_cast<float>(box.line) * metric::line, box.right - box.left, metric::line});
  }
}

FieldPlaces TextField::places(text::Painter& painter) const {
  const auto bound = static_cast<std::uint32_t>(state.value.size());
  const std::uint32_t from = std::min(state.selection_start, bound);
  const std::uint32_t to = std::min(state.selection_end, bound);
  FieldPlaces out;
  if (layout_.generation != painter.generation() || state.value != laid_out_) return out;  // until the next frame
  const text::Caret at = caret(painter, to);
  Rect& text = out.text = {area_.x, area_.y - state.scroll_top, area_.w, area_.h};
  if (!multiline_) {  // a single line follows its caret
    if (layout_.right_to_left) text.x += std::max(0.0F, area_.w - layout_.width - 2);
    const float x = text.x + at.x;
    text.x -= std::max(0.0F, x - area_.right() + 2) + std::min(0.0F, x - area_.x);
  }
  out.caret = {text.x + at.x, text.y + static_cast<float>(at.line) * metric::line, 0, metric::line};
  range(painter, text, from, to, out.selection);
  range(painter, text, std::min(state.composition_start, bound), std::min(state.composition_end, bound),
        out.composition);
  return out;
}

void TextField::draw(Frame& frame, const Rect& r, bool invalid, NodeId parent) {
  const Canvas canvas(frame);
  lay_out(frame.painter, r.w);
  area_ = r;
  const bool focused = frame.focused == id_;
  const FieldPlaces places = this->places(frame.painter);
  const Rect& inner = places.text;
  // Only what the field shows: a draft may have more lines than one draw list can hold.
  const auto first = static_cast<std::size_t>(std::max(0.0F, std::floor((r.y - inner.y) / metric::line)));
  const auto last = first + static_cast<std::size_t>(std::ceil(r.h / metric::line)) + 1;
  canvas.clip(r.inset(-2, 0));
  if (state.value.empty() && state.composition_start == state.composition_end) {
    canvas.text(text::Style::body, r.x, r.y + canvas.baseline(text::Style::body, metric::line), frame.theme.placeholder,
                label_, r.w);
  }
  if (focused) {
    for (const Rect& box : places.selection) canvas.fill(box, frame.theme.selection, 2);
  }
  canvas.lines(text::Style::body, layout_, inner.x, inner.y, metric::line, frame.theme.text, first, last);
  for (const Rect& box : places.composition) canvas.fill({box.x, std::round(box.y + 19), box.w, 1}, frame.theme.text);
  if (focused && state.selection_start == state.selection_end && caret_shown(frame)) {
    canvas.fill({std::round(places.caret.x), places.caret.y + 2, 1.5F, places.caret.h - 4}, frame.theme.text);
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
