#include "ui/theme.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <string>
#include <vector>

namespace banter::ui {
namespace {

struct Use {
  const char* what;
  Color ink, surface;
};

/// Every text colour on every surface it is drawn on by the views.
std::vector<Use> texts(const Theme& t) {
  std::vector<Use> uses{
      {"title on the header", t.text, t.surface},
      {"nickname in the header", t.muted, t.surface},
      {"state in its pill", t.muted, t.raised},
      {"message", t.text, t.background},
      {"message under the pointer", t.text, t.hover},
      {"pending message, time", t.muted, t.background},
      {"pending message, time, under the pointer", t.muted, t.hover},
      {"placeholder of a field", t.placeholder, t.background},
      {"placeholder of the composer", t.placeholder, t.raised},
      {"placeholder of the nickname", t.placeholder, t.background},
      {"typed text", t.text, t.raised},
      {"selected text", t.text, t.selection},
      {"selected pending message", t.muted, t.selection},
      {"selected link", t.accent_text, t.selection},
      {"selected failure", t.danger, t.selection},
      {"button", t.on_accent, t.accent},
      {"button under the pointer", t.on_accent, t.accent_hover},
      {"button pressed", t.on_accent, t.accent_active},
      {"quiet button", t.on_button, t.button},
      {"quiet button under the pointer", t.on_button, t.button_hover},
      {"quiet button pressed", t.on_button, t.pressed},
      {"link", t.accent_text, t.background},
      {"link under the pointer", t.accent_text, t.hover},
      {"failure", t.danger, t.background},
      {"failure under the pointer", t.danger, t.hover},
      {"error in the log", t.danger, t.surface},
      {"time in the log", t.muted, t.surface},
      {"payload in the log", t.text, t.surface},
      {"time of the open entry in the log", t.muted, t.hover},
      {"payload of the open entry", t.text, t.hover},
      {"heading of the shortcuts", t.muted, t.surface},
      {"shortcut", t.text, t.surface},
      {"key of a shortcut", t.text, t.raised},
      {"day", t.muted, t.background},
      {"empty room", t.muted, t.background},
      {"gap", t.warning, t.background},
      {"banner", t.text, t.warning_surface},
      {"severe banner", t.text, t.danger_surface},
      {"form's hint", t.muted, t.background},
  };
  for (const Color name : t.names) {
    uses.push_back({"author", name, t.background});
    uses.push_back({"author under the pointer", name, t.hover});
  }
  for (const Color avatar : t.avatars) uses.push_back({"initial on an avatar", t.on_avatar, avatar});
  return uses;
}

class Themes : public testing::TestWithParam<const Theme*> {};

// WCAG 2.2, 1.4.3
TEST_P(Themes, TextCanBeRead) {
  for (const Use& use : texts(*GetParam())) {
    EXPECT_GE(contrast(use.ink, use.surface), 4.5) << use.what << std::hex << ": " << use.ink << " on " << use.surface;
  }
}

// WCAG 2.2, 1.4.11
TEST_P(Themes, WhatShowsAControlOrAStateStandsOut) {
  const Theme& t = *GetParam();
  const std::vector<Use> uses{
      {"focus ring on the background", t.focus, t.background},
      {"focus ring on the header", t.focus, t.surface},
      {"focus ring in a banner", t.focus, t.warning_surface},
      {"focus ring in a severe banner", t.focus, t.danger_surface},
      {"focus ring on a card", t.focus, t.raised},
      {"focus ring of a row's buttons under the pointer", t.focus, t.hover},
      {"outline of a field", t.control, t.background},
      {"outline of a field, inside", t.control, t.raised},
      {"outline of a button in the header", t.control, t.surface},
      {"outline of a button in a banner", t.control, t.warning_surface},
      {"outline of a button in a severe banner", t.control, t.danger_surface},
      {"outline of a field that has the focus", t.accent, t.background},
      {"outline of a field that has the focus, inside", t.accent, t.raised},
      {"outline of a field that is wrong", t.danger, t.background},
      {"primary button", t.accent, t.background},
      {"primary button in the header", t.accent, t.surface},
      {"scrollbar", t.control, t.background},
      {"scrollbar over a row under the pointer", t.control, t.hover},
      {"tick of a sent message", t.success, t.background},
      {"tick under the pointer", t.success, t.hover},
      {"clock of a pending message", t.muted, t.background},
      {"sign of a failed message", t.danger, t.background},
      {"lamp: connected", t.success, t.raised},
      {"lamp: connecting", t.warning, t.raised},
      {"lamp: away", t.danger, t.raised},
      {"lamp in a narrow header: connected", t.success, t.surface},
      {"lamp in a narrow header: connecting", t.warning, t.surface},
      {"lamp in a narrow header: away", t.danger, t.surface},
      {"arrow in the log: received", t.success, t.surface},
      {"arrow in the log: sent", t.accent_text, t.surface},
      {"caret", t.text, t.raised},
  };
  for (const Use& use : uses) {
    EXPECT_GE(contrast(use.ink, use.surface), 3.0) << use.what << std::hex << ": " << use.ink << " on " << use.surface;
  }
}

/// Lines that only part one thing from another: told and not asked for.
TEST_P(Themes, BordersAreReported) {
  const Theme& t = *GetParam();
  const double on_background = contrast(t.border, t.background);
  RecordProperty("border_on_background", std::to_string(on_background));
  EXPECT_GT(on_background, 1.1) << "not even seen";
}

INSTANTIATE_TEST_SUITE_P(Both, Themes, testing::Values(&light_theme, &dark_theme),
                         [](const auto& theme) { return theme.param == &light_theme ? "Light" : "Dark"; });

constexpr SystemColors white_on_black{.canvas = rgb(0x000000),
                                      .canvas_text = rgb(0xFFFFFF),
                                      .link_text = rgb(0xFFFF00),
                                      .button_face = rgb(0x000000),
                                      .button_text = rgb(0xFFFFFF),
                                      .highlight = rgb(0x1AEBFF),
                                      .highlight_text = rgb(0x000000),
                                      .gray_text = rgb(0x3FF23F)};
constexpr SystemColors black_on_white{.canvas = rgb(0xFFFFFF),
                                      .canvas_text = rgb(0x000000),
                                      .link_text = rgb(0x00009F),
                                      .button_face = rgb(0xFFFFFF),
                                      .button_text = rgb(0x000000),
                                      .highlight = rgb(0x37006E),
                                      .highlight_text = rgb(0xFFFFFF),
                                      .gray_text = rgb(0x600000)};

TEST(SystemTheme, LeavesNoColorOut) {
  for (const SystemColors& colors : {white_on_black, black_on_white}) {
    const Theme t = system_theme(colors);
    std::array<Color, sizeof(Theme) / sizeof(Color)> all{};
    std::memcpy(all.data(), &t, sizeof t);
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i] >> 24, 255U) << "the colour at " << i;
  }
}

TEST(SystemTheme, CanBeRead) {
  for (const SystemColors& colors : {white_on_black, black_on_white}) {
    const Theme t = system_theme(colors);
    for (const Use& use : texts(t)) {
      EXPECT_GE(contrast(use.ink, use.surface), 4.5)
          << use.what << std::hex << ": " << use.ink << " on " << use.surface;
    }
    EXPECT_GE(contrast(t.focus, t.background), 3.0);
    EXPECT_GE(contrast(t.control, t.background), 3.0);
    EXPECT_NE(t.selection, t.background) << "and a selection is seen";
  }
  SystemColors faint = black_on_white;
  faint.highlight = rgb(0xEEEEEE);
  EXPECT_EQ(system_theme(faint).focus, faint.canvas_text) << "a ring that could not be seen";
}

TEST(Contrast, KnownValues) {
  EXPECT_NEAR(contrast(rgb(0x000000), rgb(0xFFFFFF)), 21.0, 0.001);
  EXPECT_NEAR(contrast(rgb(0xFFFFFF), rgb(0xFFFFFF)), 1.0, 0.001);
  EXPECT_NEAR(contrast(rgb(0x767676), rgb(0xFFFFFF)), 4.54, 0.01);
  EXPECT_NEAR(contrast(rgb(0xFF0000), rgb(0xFFFFFF)), 4.0, 0.01) << "and the channels are where they belong";
  EXPECT_NEAR(contrast(rgb(0x0000FF), rgb(0xFFFFFF)), 8.59, 0.01);
}

TEST(Colors, ArePackedAsImGuiWantsThem) {
  EXPECT_EQ(rgb(0x112233), 0xFF332211U);
  EXPECT_EQ(rgb(0x112233, 8), 0x08332211U);
  EXPECT_EQ(with_alpha(rgb(0x112233), 0x40), 0x40332211U);
}

TEST(Colors, APersonKeepsTheirColorAndPeopleDiffer) {
  std::array<int, 8> seen{};
  for (int i = 0; i < 800; ++i) {
    const std::string name = "person" + std::to_string(i);
    const std::size_t index = color_index(name);
    ASSERT_LT(index, 8U);
    EXPECT_EQ(index, color_index(name));
    ++seen[index];
  }
  for (const int count : seen) EXPECT_GT(count, 40) << "spread over all eight";
}

}  // namespace
}  // namespace banter::ui
