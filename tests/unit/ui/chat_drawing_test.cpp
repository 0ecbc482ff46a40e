// What the chat view draws: at any size, in both themes, sharp and tinted.
#include "chat_bench.hpp"

namespace banter::ui::test {
namespace {

TEST(ChatView, DrawsAtAnySize) {
  ChatBench b;
  b.rooms.chats(1, 50);
  b.rooms.send("mine", "id1");
  b.rooms.refuse("id1", "no");
  fill_log(b.log, 10);
  b.show_banner = true;
  b.connection.link = chat::Link::waiting;
  for (const float width : {0.0F, 1.0F, 37.0F, 120.0F, 300.0F, 479.0F, 480.0F, 759.0F, 760.0F, 2500.0F}) {
    for (const float height : {0.0F, 1.0F, 50.0F, 97.0F, 200.0F, 1400.0F}) {
      for (const bool log_open : {false, true}) {
        for (const bool nick : {false, true}) {
          if (b.view.log_open() != log_open) b.view.activate(node::toggle_log, b.intents);
          b.needs_nick = nick;
          b.screen.resize(width, height);
          b.draw();
          b.draw();
        }
      }
    }
  }
}

TEST(ChatView, EveryNodeIsToldOnceAndParentsComeFirst) {
  ChatBench b;
  b.rooms.chats(1, 50);
  b.rooms.send("mine", "id1");
  b.rooms.refuse("id1", "no");
  fill_log(b.log, 10);
  b.show_banner = true;
  b.connection.link = chat::Link::waiting;
  b.view.activate(node::toggle_log, b.intents);
  for (const bool nick : {false, true}) {
    b.needs_nick = nick;
    b.draw();
    std::vector<NodeId> seen;
    for (const Node& n : b.mirror.described()) {
      EXPECT_EQ(std::count(seen.begin(), seen.end(), n.id), 0) << n.name;
      if (n.parent != node::none) {
        EXPECT_EQ(std::count(seen.begin(), seen.end(), n.parent), 1) << n.name << " before its parent";
      }
      seen.push_back(n.id);
    }
  }
}

TEST(ChatView, EveryControlHasANameAndAnExtent) {
  ChatBench b;
  b.rooms.send("mine", "id1");
  b.rooms.refuse("id1", "no");
  b.connection.link = chat::Link::waiting;
  b.show_banner = true;
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  for (const Node& n : b.mirror.described()) {
    if (n.role != Role::button && n.role != Role::textbox) continue;
    EXPECT_FALSE(n.name.empty());
    EXPECT_GE(n.rect.w, 20) << n.name;
    EXPECT_GE(n.rect.h, 20) << n.name;
  }
}

TEST(ChatView, ALostTextureCostsTheTextAndNothingElse) {
  ChatBench b;
  b.rooms.chats(1, 10);
  b.glyphs.has_textures = false;
  b.draw();
  EXPECT_TRUE(b.words().empty());
  b.glyphs.has_textures = true;
  b.draw();
  EXPECT_TRUE(b.word("m10"));
}

TEST(ChatView, TextStandsOnWholeDevicePixels) {
  ChatBench b;
  b.rooms.chats(1, 30);
  for (const float scale : {1.0F, 1.5F, 2.0F}) {
    b.painter.set_scale(scale);
    b.view.wheel(300, 300, -3.3F);
    b.draw();
    ASSERT_FALSE(b.words().empty());
    for (const auto& word : b.words()) {
      EXPECT_NEAR(std::remainder(word.rect.x * scale, 1.0F), 0, 0.01) << word.text;
      EXPECT_NEAR(std::remainder(word.rect.y * scale, 1.0F), 0, 0.01) << word.text;
    }
  }
}

TEST(ChatView, TextIsTintedAndEmojiAreNot) {
  ChatBench b;
  b.rooms.chat(message(1, "hello 😀 ✓", "bob 🎉"));
  b.draw();
  EXPECT_EQ(b.word("hello")->color, b.theme.text);
  EXPECT_EQ(b.word("😀")->color, 0xFFFFFFFFU);
  EXPECT_EQ(b.word("✓")->color, b.theme.text) << "in white it would not be seen";
  EXPECT_EQ(b.word("🎉")->color, 0xFFFFFFFFU);
  EXPECT_NE(b.word("bob")->color, 0xFFFFFFFFU);
}

TEST(ChatView, RightToLeftNamesAndMessagesAreVisible) {
  ChatBench b;
  b.rooms.chat(message(1, "שלום 😀", "محمد 🎉"));
  b.draw();
  for (const char* text : {"שלום", "😀", "محمد", "🎉"}) {
    ASSERT_TRUE(b.word(text)) << text;
    EXPECT_GE(b.word(text)->rect.x, 0);
    EXPECT_LE(b.word(text)->rect.right(), 900);
  }
}

TEST(ChatView, TheDarkThemeDrawsInItsColours) {
  ChatBench b;
  b.theme = dark_theme;
  b.rooms.chats(1, 3);
  b.draw();
  EXPECT_EQ(b.word("m3")->color, dark_theme.text);
  EXPECT_TRUE(b.screen.shapes(dark_theme.surface));
}

TEST(ChatView, TheFocusRingIsDrawnWhereTheFocusIs) {
  ChatBench b;
  b.type(node::composer, "x");
  b.focused = node::send;
  b.focus_visible = true;
  b.theme.focus = rgb(0x123456);
  b.draw();
  const Rect button = b.find(node::send)->rect;
  ASSERT_TRUE(b.screen.shapes(b.theme.focus));
  EXPECT_LE(b.screen.shapes(b.theme.focus)->x, button.x);
  EXPECT_GE(b.screen.shapes(b.theme.focus)->right(), button.right());
  b.focus_visible = false;
  b.draw();
  EXPECT_FALSE(b.screen.shapes(b.theme.focus));
}

TEST(ChatView, HoverShowsAHandOverWhatCanBeClicked) {
  ChatBench b;
  b.type(node::composer, "x");
  b.draw();
  const Rect r = b.find(node::send)->rect;
  b.screen.move(r.x + 5, r.y + 5);
  b.draw();
  b.draw();
  EXPECT_EQ(b.screen.cursor(), ImGuiMouseCursor_Hand);
  EXPECT_TRUE(b.screen.shapes(b.theme.accent_hover));
  b.screen.move(300, 200);
  b.draw();
  b.draw();
  EXPECT_EQ(b.screen.cursor(), ImGuiMouseCursor_Arrow);
}

}  // namespace
}  // namespace banter::ui::test
