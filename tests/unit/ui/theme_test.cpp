#include "ui/theme.hpp"

#include <gtest/gtest.h>

#include <array>
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
      {"placeholder of the composer", t.placeholder, t.raised},
      {"placeholder of the nickname", t.placeholder, t.background},
      {"typed text", t.text, t.raised},
      {"selected text", t.text, t.selection},
      {"button", t.on_accent, t.accent},
      {"button under the pointer", t.on_accent, t.accent_hover},
      {"button pressed", t.on_accent, t.accent_active},
      {"quiet button", t.text, t.raised},
      {"quiet button under the pointer", t.text, t.hover},
      {"quiet button pressed", t.text, t.border},
      {"link", t.accent_text, t.background},
      {"link under the pointer", t.accent_text, t.hover},
      {"failure", t.danger, t.background},
      {"failure under the pointer", t.danger, t.hover},
      {"error in the log", t.danger, t.surface},
      {"time in the log", t.muted, t.surface},
      {"payload in the log", t.text, t.surface},
      {"gap", t.warning, t.background},
      {"banner", t.text, t.warning_surface},
      {"severe banner", t.text, t.danger_surface},
      {"form's hint", t.muted, t.background},
  };
  for (const Color name : t.names) {
    uses.push_back({"author", name, t.background});
    uses.push_back({"author under the pointer", name, t.hover});
  }
  for (const Color avatar : t.avatars) uses.push_back({"initial on an avatar", rgb(0xFFFFFF), avatar});
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
TEST_P(Themes, TheFocusRingAndTheStatesStandOut) {
  const Theme& t = *GetParam();
  for (const Color surface : {t.background, t.surface, t.raised, t.hover}) {
    EXPECT_GE(contrast(t.focus, surface), 3.0);
    EXPECT_GE(contrast(t.success, surface), 3.0);
    EXPECT_GE(contrast(t.warning, surface), 3.0);
    EXPECT_GE(contrast(t.danger, surface), 3.0);
    EXPECT_GE(contrast(t.accent, surface), 3.0) << "a field that has the focus is outlined with it";
  }
}

/// Borders are decoration here (fields have a label, buttons words), so this is told and not asked for.
TEST_P(Themes, BordersAreReported) {
  const Theme& t = *GetParam();
  const double on_background = contrast(t.border, t.background);
  RecordProperty("border_on_background", std::to_string(on_background));
  RecordProperty("border_on_raised", std::to_string(contrast(t.border, t.raised)));
  RecordProperty("border_on_surface", std::to_string(contrast(t.border, t.surface)));
  EXPECT_GT(on_background, 1.1) << "not even seen";
}

INSTANTIATE_TEST_SUITE_P(Both, Themes, testing::Values(&light_theme, &dark_theme),
                         [](const auto& theme) { return theme.param == &light_theme ? "Light" : "Dark"; });

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
