// Colours and measures of the two themes. Colours are 0xAABBGGRR as Dear ImGui packs them; every
// text colour has a contrast of at least 4.5:1 on the surfaces it is used on (WCAG 2.2, 1.4.3), what
// shows a control or a state 3:1 (1.4.11); tests/unit/ui checks it from these numbers. A third theme is
// made from the colours of a system that forces its own.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "text/style.hpp"

namespace banter::ui {

using Color = std::uint32_t;

/// From the usual 0xRRGGBB.
constexpr Color rgb(std::uint32_t hex, std::uint32_t alpha = 255) {
  return (alpha << 24) | ((hex & 0xFF) << 16) | (hex & 0xFF00) | (hex >> 16);
}
constexpr Color with_alpha(Color c, std::uint32_t alpha) {
  return (c & 0x00FFFFFF) | (alpha << 24);
}

struct Theme {
  Color background, surface, raised, border, text, muted, placeholder;
  Color accent, accent_hover, accent_active, on_accent, accent_text;
  Color hover, selection, focus;
  Color success, warning, danger, warning_surface, danger_surface;
  std::array<Color, 8> names;    ///< authors' names, on background
  std::array<Color, 8> avatars;  ///< discs with initials
  Color on_avatar;
  Color control;  ///< outlines of fields and buttons
  Color button, button_hover, on_button;
  Color pressed;  ///< a quiet button that is held; any button that is of no use now
};

extern const Theme light_theme;
extern const Theme dark_theme;

/// What CSS calls the system colours (css-color-4), opaque.
struct SystemColors {
  Color canvas, canvas_text, link_text, button_face, button_text, highlight, highlight_text, gray_text;
};
/// Of those colours alone (but for a selection that is mixed from two, where text could not be read on it): shapes
/// and words tell what other themes tell by colour as well.
Theme system_theme(const SystemColors& system);

/// The same person has the same colour everywhere: an index into names and avatars.
std::size_t color_index(std::string_view author);

/// Contrast of two opaque colours, 1 to 21 (WCAG 2.2, relative luminance).
double contrast(Color a, Color b);

/// CSS pixels.
namespace metric {
inline constexpr float line = text::line_height;
inline constexpr float small_line = 18;
inline constexpr float header = 56;
inline constexpr float radius = 10;
inline constexpr float gap = 12;
inline constexpr float avatar = 36;
inline constexpr float narrow = 480;  // a view below this width saves room
inline constexpr float target = 36;   // height of controls
}  // namespace metric

}  // namespace banter::ui
