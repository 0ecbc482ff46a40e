// A rectangle in CSS pixels, from the top left of the view.
#pragma once

namespace banter::ui {

struct Rect {
  float x = 0, y = 0, w = 0, h = 0;

  [[nodiscard]] float right() const { return x + w; }
  [[nodiscard]] float bottom() const { return y + h; }
  [[nodiscard]] Rect inset(float dx, float dy) const { return {x + dx, y + dy, w - 2 * dx, h - 2 * dy}; }
  /// Grown about its middle until no side is shorter: what a finger has to hit.
  [[nodiscard]] Rect at_least(float side) const {
    const float dx = w < side ? (w - side) / 2 : 0;
    const float dy = h < side ? (h - side) / 2 : 0;
    return inset(dx, dy);
  }
  bool operator==(const Rect& o) const { return x == o.x && y == o.y && w == o.w && h == o.h; }
};

}  // namespace banter::ui
