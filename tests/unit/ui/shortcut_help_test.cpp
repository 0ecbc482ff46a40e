#include "chat_bench.hpp"

namespace banter::ui::test {
namespace {

TEST(ShortcutHelp, OpensByItsButtonOrKeyAndTakesTheFocus) {
  ChatBench b;
  b.rooms.chats(1, 3);
  b.draw();
  EXPECT_EQ(b.find(node::help_panel), nullptr);
  b.focused = node::composer;
  EXPECT_TRUE(b.view.key(node::composer, Key::help, b.intents));
  b.draw();
  ASSERT_NE(b.find(Role::dialog, "Keyboard shortcuts"), nullptr);
  EXPECT_TRUE(b.find(node::toggle_help)->flags & Node::expanded);
  EXPECT_NE(b.find(Role::listitem, "Send the message: Enter"), nullptr);
  EXPECT_TRUE(b.word("Shift+Enter"));
  ASSERT_EQ(b.intents.size(), 1U);
  EXPECT_EQ(std::get<MoveFocus>(b.intents[0]).to, node::close_help);
  // And back to where one was.
  b.view.activate(node::close_help, b.intents);
  b.draw();
  EXPECT_EQ(b.find(node::help_panel), nullptr);
  ASSERT_EQ(b.intents.size(), 2U);
  EXPECT_EQ(std::get<MoveFocus>(b.intents[1]).to, node::composer);
}

TEST(ShortcutHelp, ByMouseToo) {
  ChatBench b;
  b.draw();
  b.click(node::toggle_help);
  ASSERT_NE(b.find(node::help_panel), nullptr);
  b.focused = node::close_help;
  b.click(node::close_help);
  b.draw();
  EXPECT_EQ(b.find(node::help_panel), nullptr);
  ASSERT_EQ(b.intents.size(), 2U);
  EXPECT_EQ(std::get<MoveFocus>(b.intents[1]).to, node::toggle_help) << "nothing had the focus before";
}

TEST(ShortcutHelp, OneOfItAndTheLogIsOpen) {
  ChatBench b;
  b.view.activate(node::toggle_log, b.intents);
  b.view.activate(node::toggle_help, b.intents);
  b.draw();
  EXPECT_EQ(b.find(node::log_panel), nullptr);
  EXPECT_NE(b.find(node::help_panel), nullptr);
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  EXPECT_NE(b.find(node::log_panel), nullptr);
  EXPECT_EQ(b.find(node::help_panel), nullptr);
}

TEST(ShortcutHelp, TheFocusStaysWhereItIsWhenThatDoesNotGo) {
  ChatBench b;
  b.view.activate(node::toggle_help, b.intents);
  b.intents.clear();
  EXPECT_TRUE(b.view.key(node::composer, Key::escape, b.intents));
  b.draw();
  EXPECT_EQ(b.find(node::help_panel), nullptr);
  EXPECT_TRUE(b.intents.empty());
}

TEST(ShortcutHelp, ScrollsOnALowScreen) {
  ChatBench b(320, 256);
  b.view.activate(node::toggle_help, b.intents);
  b.draw();
  EXPECT_EQ(b.find(node::composer), nullptr) << "it takes the place of the messages";
  EXPECT_TRUE(b.word("Enter"));
  EXPECT_FALSE(b.word("Ctrl+/"));
  EXPECT_TRUE(b.view.key(node::help_body, Key::end, b.intents));
  b.draw();
  EXPECT_TRUE(b.word("Ctrl+/"));
  EXPECT_FALSE(b.word("Enter"));
  EXPECT_FALSE(b.view.wheel(100, 200, 10)) << "the end: the host page may scroll";
  EXPECT_TRUE(b.view.wheel(100, 200, -10));
  EXPECT_TRUE(b.view.key(node::help_body, Key::home, b.intents));
  b.draw();
  EXPECT_TRUE(b.word("Enter"));
}

TEST(ShortcutHelp, NotWhileANameIsAskedFor) {
  ChatBench b;
  b.needs_nick = true;
  b.draw();
  EXPECT_FALSE(b.view.key(node::nick_field, Key::help, b.intents));
  EXPECT_FALSE(b.view.key(node::nick_field, Key::escape, b.intents));
  EXPECT_TRUE(b.intents.empty());
}

}  // namespace
}  // namespace banter::ui::test
