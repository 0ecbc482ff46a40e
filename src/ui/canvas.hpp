// The pen of the views: text through the text painter and shapes through an ImGui draw list, in
// CSS pixels, snapped to device pixels. Hit testing of drawn controls is ImGui's.
#pragma once

#include <imgui.h>

#include <string>
#include <string_view>

#include "base/time.hpp"
#include "text/layout.hpp"
#include "text/painter.hpp"
#include "ui/mirror.hpp"
#include "ui/rect.hpp"
#include "ui/theme.hpp"

namespace banter::ui {

/// The textures behind the painter's pages.
class PageTextures {
 public:
  virtual ~PageTextures() = default;
  /// ImTextureID_Invalid when there is none: the text is then not drawn.
  [[nodiscard]] virtual ImTextureID texture(int page) const = 0;
};

/// What everything that draws needs. Lives for one frame.
struct Frame {
  text::Painter& painter;
  const PageTextures& textures;
  const Theme& theme;
  Mirror& mirror;
  NodeId focused = node::none;  ///< the node that has keyboard focus
  bool focus_visible = false;   ///< and shows it (CSS :focus-visible)
  TimePoint now{};
  WallTime wall{};
  int utc_offset_minutes = 0;  ///< of the person's time zone, east positive
  bool reduced_motion = false;
  float target = 0;  ///< the least side of what is pressed, CSS pixels: 44 where a finger points, else 0
  ImDrawListSplitter* layers = nullptr;  ///< while Canvas::text_above() holds
};

/// The pointer is a finger: it does not hover, it passes.
bool pointed_by_finger();

class Canvas {
 public:
  explicit Canvas(Frame& frame) : frame_(frame), list_(*ImGui::GetWindowDrawList()) {}

  [[nodiscard]] const Theme& theme() const { return frame_.theme; }
  [[nodiscard]] text::Painter& painter() const { return frame_.painter; }
  [[nodiscard]] ImDrawList& list() const { return list_; }

  void fill(const Rect& r, Color color, float radius = 0) const;
  void outline(const Rect& r, Color color, float radius, float thickness = 1) const;
  void line(float x0, float y0, float x1, float y1, Color color, float thickness = 1) const;
  void disc(float x, float y, float radius, Color color) const;
  void focus_ring(const Rect& r, float radius) const;
  void clip(const Rect& r) const;
  void unclip() const;
  /// From here to in_order() all text stands above all shapes, for both use textures of their own: a log of many rows
  /// takes a few changes of texture then, and not some for each row. Nothing drawn meanwhile may cover text.
  void text_above(ImDrawListSplitter& layers) const;
  void in_order() const;

  /// One line of text with its baseline at `y`; returns its advance. Elided to `max_width` when that is positive.
  float text(text::Style style, float x, float y, Color color, std::string_view value, float max_width = 0) const;
  [[nodiscard]] float width(text::Style style, std::string_view value) const { return painter().measure(style, value); }
  /// Centred in `r`, both ways.
  void centred(text::Style style, const Rect& r, Color color, std::string_view value) const;
  /// Lines [first, last) of a layout; `x`, `y` is the top left of line 0, lines are `line_height` apart.
  void lines(text::Style style, const text::Layout& layout, float x, float y, float line_height, Color color,
             std::size_t first, std::size_t last) const;
  /// One run with its left edge at `x` and its baseline at `y`. Spaces have no ink.
  void run(const text::Run& run, float x, float y, Color color) const;
  /// Distance from the top of a line box to its baseline.
  [[nodiscard]] float baseline(text::Style style, float line_height) const;

  /// A region that takes the pointer. True when it was clicked.
  struct Hit {
    bool clicked = false, hovered = false, held = false;
  };
  Hit hit(NodeId id, const Rect& r) const;

  enum class Look { primary, quiet, link };
  struct ButtonOptions {
    bool enabled = true;
    NodeId parent = node::none;  ///< of its mirror node
    std::string_view name{};     ///< what the mirror calls it; empty: as it is labelled
    std::uint16_t flags = 0;     ///< further flags of its mirror node
  };
  /// A drawn button with its mirror node. True when it was clicked; activation from the mirror comes to the view
  /// itself.
  bool button(NodeId id, const Rect& r, std::string_view label, Look look, const ButtonOptions& options) const;
  bool button(NodeId id, const Rect& r, std::string_view label, Look look) const {
    return button(id, r, label, look, {});
  }

 private:
  void segment(text::SegmentId id, float x, float y, Color color, bool colour_glyphs) const;

  Frame& frame_;
  ImDrawList& list_;
};

}  // namespace banter::ui
