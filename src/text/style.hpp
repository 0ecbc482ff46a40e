// The roles that text plays on the screen. What font a role gets is the platform's business; that
// there are these roles, and how large they are, is the design's.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace banter::text {

enum class Style : std::uint8_t {
  body,           ///< messages, fields
  strong,         ///< authors, buttons, what is bold in a message
  title,          ///< the room's name, headings of cards
  small,          ///< times, notes, states
  mono,           ///< payloads in the connection log
  italic,         ///< in a message
  strong_italic,  ///< in a message
  code,           ///< in a message
};
inline constexpr std::size_t style_count = 8;

/// Of all that stands in a message, CSS pixels: the height of a text is a number of lines.
inline constexpr float line_height = 22;

struct StyleSpec {
  float size;  ///< CSS pixels
  int weight;  ///< CSS font-weight, 100–900
  bool mono;
  bool italic = false;
};

inline constexpr std::array<StyleSpec, style_count> styles{{
    {15.0F, 400, false},
    {15.0F, 600, false},
    {18.0F, 650, false},
    {12.5F, 400, false},
    {12.0F, 400, true},
    {15.0F, 400, false, true},
    {15.0F, 600, false, true},
    {13.5F, 400, true},
}};

constexpr const StyleSpec& spec(Style style) {
  return styles[static_cast<std::size_t>(style)];
}

/// Of a style's primary font, in CSS pixels. Both positive.
struct FontMetrics {
  float ascent = 0;
  float descent = 0;
};

}  // namespace banter::text
