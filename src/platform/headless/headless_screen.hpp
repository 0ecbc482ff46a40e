// A screen without pixels: an ImGui context, frames on demand, a mouse under the test's hand, and a
// renderer that reads the draw lists instead of drawing them.
// Must not know: the chat.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/headless/fixed_glyphs.hpp"
#include "ui/rect.hpp"
#include "ui/theme.hpp"

namespace banter::headless {

/// One at a time: the ImGui context is the current one.
class HeadlessScreen {
 public:
  /// CSS pixels.
  HeadlessScreen(float width, float height);
  ~HeadlessScreen();
  HeadlessScreen(const HeadlessScreen&) = delete;
  HeadlessScreen& operator=(const HeadlessScreen&) = delete;

  void resize(float width, float height);
  [[nodiscard]] float width() const { return width_; }
  [[nodiscard]] float height() const { return height_; }

  /// Runs `draw` in a window that covers the screen, within one frame of ImGui.
  void frame(const std::function<void()>& draw);

  void move(float x, float y);
  void press();
  void release();
  /// Frames between: moving there, pressing, releasing.
  void click(float x, float y, const std::function<void()>& draw);

  // ---- what the last frame drew ----
  [[nodiscard]] std::size_t vertices() const { return vertices_; }
  [[nodiscard]] std::size_t commands() const { return commands_; }
  /// A sprite of text as it is on the screen.
  struct Word {
    std::string text;
    ui::Rect rect;  ///< its box
    ui::Rect clip;
    ui::Color color{};
    text::Style style{};
    /// Some of it is inside its clip rectangle.
    [[nodiscard]] bool visible() const;
  };
  /// All sprites of pages of `glyphs` (with pages of `page_size`), in drawing order.
  [[nodiscard]] std::vector<Word> words(const FixedGlyphs& glyphs, int page_size) const;
  /// The box around all shapes of exactly this colour, without their feathered edges; none: there are none.
  [[nodiscard]] std::optional<ui::Rect> shapes(ui::Color color) const;
  /// The mouse pointer that was asked for.
  [[nodiscard]] ImGuiMouseCursor cursor() const { return cursor_; }

 private:
  static void accept_textures(ImDrawData& data);

  float width_, height_;
  ImGuiContext* context_;
  std::size_t vertices_ = 0, commands_ = 0;
  ImGuiMouseCursor cursor_ = ImGuiMouseCursor_Arrow;
};

}  // namespace banter::headless
