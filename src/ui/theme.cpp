#include "ui/theme.hpp"

#include <algorithm>
#include <cmath>

namespace banter::ui {
namespace {

double channel(std::uint32_t value) {
  const double s = static_cast<double>(value & 0xFF) / 255.0;
  return s <= 0.04045 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
}

double luminance(Color c) {
  return 0.2126 * channel(c) + 0.7152 * channel(c >> 8) + 0.0722 * channel(c >> 16);
}

/// `share` sixteenths of `b` in `a`.
Color mix(Color a, Color b, std::uint32_t share) {
  Color out = 0xFF000000;
  for (std::uint32_t shift = 0; shift < 24; shift += 8)
    out |= (((a >> shift & 0xFF) * (16 - share) + (b >> shift & 0xFF) * share) / 16) << shift;
  return out;
}

}  // namespace

const Theme light_theme{
    .background = rgb(0xFFFFFF),
    .surface = rgb(0xF6F7F9),
    .raised = rgb(0xFFFFFF),
    .border = rgb(0xDFE3E8),
    .text = rgb(0x1A1D21),
    .muted = rgb(0x59636E),
    .placeholder = rgb(0x66707B),
    .accent = rgb(0x3B5BDB),
    .accent_hover = rgb(0x364FC7),
    .accent_active = rgb(0x2B3FA0),
    .on_accent = rgb(0xFFFFFF),
    .accent_text = rgb(0x364FC7),
    .hover = rgb(0xF3F4F7),
    .selection = rgb(0xDBE3FF),
    .focus = rgb(0x3B5BDB),
    .success = rgb(0x237032),
    .warning = rgb(0x8A5A00),
    .danger = rgb(0xC22525),
    .warning_surface = rgb(0xFFF4D6),
    .danger_surface = rgb(0xFFECEC),
    .names = {rgb(0xA61E4D), rgb(0x862E9C), rgb(0x5F3DC4), rgb(0x1864AB), rgb(0x0B6B78), rgb(0x087F5B), rgb(0x2B6E31),
              rgb(0xA8480C)},
    .avatars = {rgb(0xC2255C), rgb(0x9C36B5), rgb(0x6741D9), rgb(0x1971C2), rgb(0x0B7285), rgb(0x087F5B), rgb(0x2F7A38),
                rgb(0xB8500E)},
    .on_avatar = rgb(0xFFFFFF),
    .control = rgb(0x808893),
    .button = rgb(0xFFFFFF),
    .button_hover = rgb(0xF3F4F7),
    .on_button = rgb(0x1A1D21),
    .pressed = rgb(0xDFE3E8),
};

const Theme dark_theme{
    .background = rgb(0x15171C),
    .surface = rgb(0x1C1F26),
    .raised = rgb(0x23272F),
    .border = rgb(0x323842),
    .text = rgb(0xE8EAED),
    .muted = rgb(0x9DA7B3),
    .placeholder = rgb(0x8E98A4),
    .accent = rgb(0x4263EB),
    .accent_hover = rgb(0x3B5BDB),
    .accent_active = rgb(0x364FC7),
    .on_accent = rgb(0xFFFFFF),
    .accent_text = rgb(0x91A7FF),
    .hover = rgb(0x1D2027),
    .selection = rgb(0x27345E),
    .focus = rgb(0x91A7FF),
    .success = rgb(0x69DB7C),
    .warning = rgb(0xFFD43B),
    .danger = rgb(0xFF8787),
    .warning_surface = rgb(0x33290B),
    .danger_surface = rgb(0x3A1D1F),
    .names = {rgb(0xFAA2C1), rgb(0xE599F7), rgb(0xB197FC), rgb(0x74C0FC), rgb(0x66D9E8), rgb(0x63E6BE), rgb(0x8CE99A),
              rgb(0xFFC078)},
    .avatars = {rgb(0xA61E4D), rgb(0x862E9C), rgb(0x5F3DC4), rgb(0x1864AB), rgb(0x0B6B78), rgb(0x087F5B), rgb(0x2B6E31),
                rgb(0xA8480C)},
    .on_avatar = rgb(0xFFFFFF),
    .control = rgb(0x6A7584),
    .button = rgb(0x23272F),
    .button_hover = rgb(0x1D2027),
    .on_button = rgb(0xE8EAED),
    .pressed = rgb(0x323842),
};

Theme system_theme(const SystemColors& s) {
  // Text keeps its colour on a selection: so much of the highlight as lets it be read.
  Color selection = s.highlight;
  const auto read = [&](Color ink) { return contrast(ink, selection) >= 4.5; };
  for (std::uint32_t share = 15; share > 0 && !(read(s.canvas_text) && read(s.link_text)); --share)
    selection = mix(s.canvas, s.highlight, share);
  Theme t{
      .background = s.canvas,
      .surface = s.canvas,
      .raised = s.canvas,
      .border = s.gray_text,
      .text = s.canvas_text,
      .muted = s.canvas_text,
      .placeholder = s.gray_text,
      .accent = s.highlight,
      .accent_hover = s.highlight,
      .accent_active = s.highlight,
      .on_accent = s.highlight_text,
      .accent_text = s.link_text,
      .hover = s.canvas,
      .selection = selection,
      .focus = contrast(s.highlight, s.canvas) >= 3 ? s.highlight : s.canvas_text,
      .success = s.canvas_text,
      .warning = s.canvas_text,
      .danger = s.canvas_text,
      .warning_surface = s.canvas,
      .danger_surface = s.canvas,
      .names = {},
      .avatars = {},
      .on_avatar = s.canvas,
      .control = s.canvas_text,
      .button = s.button_face,
      .button_hover = s.button_face,
      .on_button = s.button_text,
      .pressed = s.button_face,
  };
  t.names.fill(s.canvas_text);
  t.avatars.fill(s.canvas_text);
  return t;
}

std::size_t color_index(std::string_view author) {
  std::uint32_t hash = 2166136261U;
  for (const char c : author) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return (hash ^ (hash >> 15)) % 8;
}

double contrast(Color a, Color b) {
  const double la = luminance(a);
  const double lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

}  // namespace banter::ui
