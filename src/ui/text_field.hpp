// A text field as it is drawn. Its text, selection and composition belong to the platform's real
// field (a <textarea>), which reports them; this draws them and says where the field is.
#pragma once

#include <optional>
#include <string>

#include "text/ranges.hpp"
#include "ui/canvas.hpp"

namespace banter::ui {

/// What the real field reports. Offsets are bytes of `value`.
struct FieldState {
  std::string value;
  std::uint32_t selection_start = 0, selection_end = 0;
  std::uint32_t composition_start = 0, composition_end = 0;  ///< equal: none
  float scroll_top = 0;                                      ///< CSS pixels the real field is scrolled by
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
  /// Something was typed or moved: the caret shows at once and blinks from here.
  void touched(TimePoint now) { touched_ = now; }
  /// When the drawn caret changes next; none while it is steady.
  [[nodiscard]] std::optional<TimePoint> next_blink(const Frame& frame) const;

 private:
  void lay_out(text::Painter& painter, float width);
  [[nodiscard]] bool caret_shown(const Frame& frame) const;
  void draw_range(const Canvas& canvas, text::Painter& painter, const Rect& r, const Rect& shown, std::uint32_t start,
                  std::uint32_t end, Color color, bool underline) const;

  NodeId id_;
  std::string label_;
  bool multiline_;
  text::Layout layout_;  // of laid_out_
  std::string laid_out_;
  float laid_out_width_ = -1;
  TimePoint touched_{};
};

}  // namespace banter::ui
