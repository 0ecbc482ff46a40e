#include "ui/canvas.hpp"

#include <cmath>
#include <utility>

#include "base/utf8.hpp"
#include "text/characters.hpp"

namespace banter::ui {
namespace {

ImVec2 top_left(const Rect& r) {
  return {r.x, r.y};
}
ImVec2 bottom_right(const Rect& r) {
  return {r.right(), r.bottom()};
}

bool has_colour_glyphs(std::string_view text) {
  for (std::string_view rest = text; !rest.empty();) {
    const auto c = utf8::decode(rest);
    if (text::is_emoji(c.value)) return true;
    rest.remove_prefix(c.length);
  }
  return false;
}

}  // namespace

bool pointed_by_finger() {
  return ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen;
}

void Canvas::fill(const Rect& r, Color color, float radius) const {
  list_.AddRectFilled(top_left(r), bottom_right(r), color, radius);
}

void Canvas::outline(const Rect& r, Color color, float radius, float thickness) const {
  list_.AddRect(top_left(r), bottom_right(r), color, radius, 0, thickness);
}

void Canvas::line(float x0, float y0, float x1, float y1, Color color, float thickness) const {
  list_.AddLine({x0, y0}, {x1, y1}, color, thickness);
}

void Canvas::disc(float x, float y, float radius, Color color) const {
  list_.AddCircleFilled({x, y}, radius, color);
}

void Canvas::focus_ring(const Rect& r, float radius) const {
  outline(r.inset(-3, -3), theme().focus, radius + 3, 2);
}

void Canvas::clip(const Rect& r) const {
  ImGui::PushClipRect(top_left(r), bottom_right(r), true);
}
void Canvas::unclip() const {
  ImGui::PopClipRect();
}

void Canvas::text_above(ImDrawListSplitter& layers) const {
  layers.Split(&list_, 2);
  frame_.layers = &layers;
}
void Canvas::in_order() const {
  std::exchange(frame_.layers, nullptr)->Merge(&list_);
}

float Canvas::baseline(text::Style style, float line_height) const {
  const text::FontMetrics& m = painter().metrics(style);
  return (line_height - m.ascent - m.descent) / 2 + m.ascent;
}

void Canvas::segment(text::SegmentId id, float x, float y, Color color, bool colour_glyphs) const {
  const text::Sprite* sprite = painter().sprite(id);
  if (sprite == nullptr) return;
  const ImTextureID texture = frame_.textures.texture(sprite->page);
  if (texture == ImTextureID_Invalid) return;
  const float scale = painter().scale();
  // Whole device pixels: a fraction would blur every stem.
  const float left = (std::round(x * scale) - static_cast<float>(sprite->pen_x)) / scale;
  const float top = (std::round(y * scale) - static_cast<float>(sprite->pen_y)) / scale;
  const auto size = static_cast<float>(painter().page_size());
  const auto sx = static_cast<float>(sprite->x);
  const auto sy = static_cast<float>(sprite->y);
  const auto sw = static_cast<float>(sprite->width);
  const auto sh = static_cast<float>(sprite->height);
  if (frame_.layers != nullptr) frame_.layers->SetCurrentChannel(&list_, 1);
  list_.AddImage(texture, {left, top}, {left + sw / scale, top + sh / scale}, {sx / size, sy / size},
                 {(sx + sw) / size, (sy + sh) / size}, colour_glyphs ? with_alpha(0x00FFFFFF, color >> 24) : color);
  if (frame_.layers != nullptr) frame_.layers->SetCurrentChannel(&list_, 0);
}

float Canvas::text(text::Style style, float x, float y, Color color, std::string_view value, float max_width) const {
  if (value.empty()) return 0;
  if (max_width > 0 && width(style, value) > max_width) {
    const std::string shorter = text::elide(painter(), style, value, max_width);
    return text(style, x, y, color, shorter);
  }
  // Emoji are drawn white, what is around them tinted: so a label is drawn piece by piece when it has any.
  const auto id = painter().segment(style, value);
  const bool fits_page = painter().advance(id) * painter().scale() < 0.95F * static_cast<float>(painter().page_size());
  if (fits_page && !has_colour_glyphs(value)) {
    segment(id, x, y, color, false);
    return painter().advance(id);
  }
  text::Layout layout;
  text::lay_out(painter(), style, value, text::unbounded, layout);
  lines(style, layout, x, y - baseline(style, 0), 0, color, 0, 1);
  return layout.width;
}

void Canvas::centred(text::Style style, const Rect& r, Color color, std::string_view value) const {
  const float w = std::min(width(style, value), r.w);
  text(style, r.x + (r.w - w) / 2, r.y + baseline(style, r.h), color, value, r.w);
}

void Canvas::lines(text::Style style, const text::Layout& layout, float x, float y, float line_height, Color color,
                   std::size_t first, std::size_t last) const {
  const float base = baseline(style, line_height);
  for (std::size_t i = first; i < last && i < layout.lines.size(); ++i) {
    const text::Line& line = layout.lines[i];
    for (std::size_t r = line.first; r < line.last; ++r) {
      const text::Run& piece = layout.runs[r];
      run(piece, x + piece.x, y + static_cast<float>(i) * line_height + base, color);
    }
  }
}

void Canvas::run(const text::Run& run, float x, float y, Color color) const {
  if (run.kind != text::Segment::Kind::word && run.kind != text::Segment::Kind::emoji) return;
  // Kerning comes after a word, which is to the left of one that is read right to left.
  const float left = x + ((run.level & 1) != 0 ? run.kern : 0);
  segment(run.segment, left, y, color, run.kind == text::Segment::Kind::emoji);
}

Canvas::Hit Canvas::hit(NodeId id, const Rect& r) const {
  if (r.w <= 0 || r.h <= 0) return {};
  ImGui::SetCursorScreenPos(top_left(r));
  ImGui::PushID(static_cast<int>(id));
  Hit hit;
  hit.clicked = ImGui::InvisibleButton("##hit", {r.w, r.h});
  hit.hovered = ImGui::IsItemHovered();
  hit.held = ImGui::IsItemActive();
  ImGui::PopID();
  return hit;
}

bool Canvas::button(NodeId id, const Rect& r, std::string_view label, Look look, const ButtonOptions& options) const {
  const bool enabled = options.enabled;
  const Rect target = r.at_least(frame_.target);
  const Hit on = enabled ? hit(id, target) : Hit{};
  const Theme& t = theme();
  const float radius = std::min(metric::radius, r.h / 2);
  if (look == Look::primary) {
    const Color active = on.held ? t.accent_active : on.hovered ? t.accent_hover : t.accent;
    fill(r, enabled ? active : t.pressed, radius);
    if (!enabled) outline(r, t.border, radius);
    centred(text::Style::strong, r, enabled ? t.on_accent : t.placeholder, label);
  } else if (look == Look::quiet) {
    fill(r, on.held ? t.pressed : on.hovered ? t.button_hover : t.button, radius);
    outline(r, t.control, radius);
    centred(text::Style::strong, r, enabled ? t.on_button : t.placeholder, label);
  } else {
    centred(text::Style::small, r, t.accent_text, label);
    if (on.hovered) {
      const float w = width(text::Style::small, label);
      const float x = r.x + (r.w - w) / 2;
      const float y = std::round(r.y + baseline(text::Style::small, r.h)) + 2.5F;
      line(x, y, x + w, y, t.accent_text);
    }
  }
  if (on.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (frame_.focused == id && frame_.focus_visible) focus_ring(r, radius);
  frame_.mirror.add({.id = id,
                     .parent = options.parent,
                     .role = Role::button,
                     .flags = static_cast<std::uint16_t>(options.flags | (enabled ? 0 : Node::disabled)),
                     .rect = target,
                     .name = std::string(options.name.empty() ? label : options.name)});
  return on.clicked;
}

}  // namespace banter::ui
