// A text field as it is drawn. Its text, selection and composition belong to the platform's real
// field (a <textarea>), which reports them; this draws them and says where the field is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "text/ranges.hpp"
#include "ui/canvas.hpp"

namespace banter::ui {

/// What the real field reports. Offsets are bytes of `value`.
struct FieldState {
  std::string value;
  std::uint32_t selection_start = 0, selection_end = 0;
  std::uint32_t composition_start = 0, composition_end = 0;  ///< equal: none
  float scroll_top = 0;                                      ///< CSS pixels the real field is scrolled by
  /// Of a caret at a soft break, which ends one line and begins the next: the line that was clicked, where that is
  /// known.
  int line = any_line;
  static constexpr int any_line = -1, line_end = -2;  ///< line_end: the End key was pressed
};

/// Where a field's caret and ranges are, CSS pixels of the surface, clipped by nothing.
struct FieldPlaces {
  Rect text;  ///< the field's rectangle, moved by its scroll position: where the first line begins
  Rect caret;
  std::vector<Rect> selection, composition;
};

class TextField {
 public:
  TextField(NodeId id, std::string label, bool multiline) : id_(id), label_(std::move(label)), multiline_(multiline) {}

  FieldState state;
  [[nodiscard]] NodeId id() const { return id_; }

  /// The height that the text wants inside a field of inner `width`, at most `max_lines`.
  float wanted_height(text::Painter& painter, float width, int max_lines);
  /// Draws text, selection, caret and mirror node in the inner rectangle `r`. `invalid`: marks it for assistive
  /// technology.
  void draw(Frame& frame, const Rect& r, bool invalid = false, NodeId parent = node::none);
  /// As the state is now, in the rectangle of the last draw(). Of ranges only the lines that the field shows.
  [[nodiscard]] FieldPlaces places(text::Painter& painter) const;
  /// Something was typed or moved: the caret shows at once and blinks from here.
  void touched(TimePoint now) { touched_ = now; }
  /// When the drawn caret changes next; none while it is steady.
  [[nodiscard]] std::optional<TimePoint> next_blink(const Frame& frame) const;

 private:
  void lay_out(text::Painter& painter, float width);
  [[nodiscard]] bool caret_shown(const Frame& frame) const;
  [[nodiscard]] text::Caret caret(text::Painter& painter, std::uint32_t offset) const;
  void range(text::Painter& painter, const Rect& text, std::uint32_t start, std::uint32_t end,
             std::vector<Rect>& out) const;

  NodeId id_;
  std::string label_;
  bool multiline_;
  text::Layout layout_;  // of laid_out_
  std::string laid_out_;
  float laid_out_width_ = -1;
  Rect area_;  // of the last draw
  TimePoint touched_{};
};

}  // namespace banter::ui
