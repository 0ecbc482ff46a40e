// A screen, a painter and a mirror for one view under test.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/headless/fixed_glyphs.hpp"
#include "platform/headless/headless_screen.hpp"
#include "text/painter.hpp"
#include "ui/canvas.hpp"

namespace banter::ui::test {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
#else
inline constexpr bool sanitized = false;
#endif

class Bench {
 public:
  explicit Bench(float width = 800, float height = 600, text::Painter::Limits limits = {})
      : painter(glyphs, limits), screen(width, height) {}

  /// One frame of ImGui with `what` in it.
  void draw(const std::function<void(Frame&)>& what) {
    painter.begin_frame();
    mirror.begin();
    screen.frame([&] {
      Frame frame{.painter = painter,
                  .textures = glyphs,
                  .theme = theme,
                  .mirror = mirror,
                  .focused = focused,
                  .focus_visible = focus_visible,
                  .now = now,
                  .wall = wall,
                  .utc_offset_minutes = utc_offset,
                  .reduced_motion = reduced_motion,
                  .target = target};
      what(frame);
    });
  }
  [[nodiscard]] Rect area() const { return {0, 0, screen.width(), screen.height()}; }
  [[nodiscard]] std::vector<headless::HeadlessScreen::Word> words() const {
    return screen.words(glyphs, painter.page_size());
  }
  /// The first visible sprite of this text.
  [[nodiscard]] std::optional<headless::HeadlessScreen::Word> word(std::string_view text) const {
    for (const auto& w : words()) {
      if (w.text == text && w.visible()) return w;
    }
    return std::nullopt;
  }
  [[nodiscard]] const Node* find(NodeId id) const {
    const auto& all = mirror.described();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Node& n) { return n.id == id; });
    return found == all.end() ? nullptr : &*found;
  }
  [[nodiscard]] const Node* find(Role role, std::string_view name) const {
    const auto& all = mirror.described();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const Node& n) { return n.role == role && n.name == name; });
    return found == all.end() ? nullptr : &*found;
  }

  headless::FixedGlyphs glyphs;
  text::Painter painter;
  headless::HeadlessScreen screen;
  Mirror mirror;
  Theme theme = light_theme;
  NodeId focused = node::none;
  bool focus_visible = false;
  bool reduced_motion = false;
  float target = 0;
  TimePoint now{Duration{1'000'000}};
  WallTime wall{Duration{1'700'000'000'000}};
  int utc_offset = 0;
};

}  // namespace banter::ui::test
