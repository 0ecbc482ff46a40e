// The selection within the whole chat: keys, the other things one presses, what lies over the log.
#include "chat_bench.hpp"

namespace banter::ui::test {
namespace {

TEST(ChatSelecting, EscapeClearsTheSelectionAndThenClosesTheLog) {
  ChatBench b;
  b.rooms.chats(1, 3);
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  b.view.select_all(b.rooms.store);
  ASSERT_TRUE(b.view.list().selection().range());
  EXPECT_TRUE(b.view.key(node::composer, Key::escape, b.intents));
  EXPECT_FALSE(b.view.list().selection().range());
  EXPECT_TRUE(b.view.log_open());
  b.view.key(node::composer, Key::escape, b.intents);
  EXPECT_FALSE(b.view.log_open());
}

TEST(ChatSelecting, KeysWithShiftSelectAndWithoutItScroll) {
  ChatBench b;
  b.rooms.chats(1, 300);
  b.draw();
  EXPECT_TRUE(b.view.key(node::messages, Key::right, b.intents, {.extend = true}));
  b.draw();
  EXPECT_EQ(b.view.list().selection().focus().end, 1U);
  EXPECT_TRUE(b.view.key(node::messages, Key::end, b.intents, {.extend = true}));
  b.draw();
  EXPECT_EQ(b.view.list().selection().focus().end, 4U);
  EXPECT_TRUE(b.view.key(node::messages, Key::home, b.intents, {.extend = true, .by_word = true}));
  b.draw();
  EXPECT_EQ(b.view.list().selection().focus().index, 0U);
  EXPECT_FALSE(b.view.key(node::messages, Key::left, b.intents)) << "nothing to scroll sideways";
  EXPECT_FALSE(b.view.key(node::composer, Key::left, b.intents, {.extend = true})) << "the field's own";
  EXPECT_FALSE(b.view.key(node::log_list, Key::left, b.intents));
}

TEST(ChatSelecting, ThePillOverTheLogIsPressed) {
  ChatBench b;
  b.rooms.chats(1, 300);
  b.draw();
  b.view.key(node::messages, Key::home, b.intents);
  b.draw();
  b.click(node::jump_to_latest);
  b.draw();
  EXPECT_TRUE(b.view.list().at_end());
  EXPECT_FALSE(b.view.list().selection().active());
}

TEST(ChatSelecting, APressBesideTheLogClearsIt) {
  ChatBench b;
  b.rooms.chats(1, 3);
  b.draw();
  b.view.select_all(b.rooms.store);
  b.screen.move(300, 20);
  b.draw();
  b.screen.press();
  b.draw();
  EXPECT_FALSE(b.view.list().selection().range());
}

TEST(ChatSelecting, ADragThatIsNotSeenToEndMovesNothing) {
  ChatBench b(500, 600);
  b.rooms.chats(1, 300);
  b.draw();
  b.screen.move(200, 300);
  b.draw();
  b.screen.press();
  b.draw();
  b.screen.move(200, 5);
  b.draw();
  EXPECT_TRUE(b.view.moving());
  b.view.activate(node::toggle_log, b.intents);  // covers the list in so narrow a view
  b.draw();
  EXPECT_FALSE(b.view.moving());
}

/// ImGui takes events one a frame: what came with a press waits for the frame that sees it.
TEST(ChatSelecting, PressesThatComeTogetherAreStillTwo) {
  ChatBench b;
  b.rooms.chat(message(1, "one two"));
  b.draw();
  const Rect line = b.view.list().lines(b.view.list().visible()[0])[0].rect;
  b.screen.move(line.x + 12, line.y + 11);
  b.draw();
  for (const int clicks : {1, 2}) {
    b.view.press_comes(clicks, false);
    b.screen.press();
    b.screen.release();
  }
  for (int i = 0; i < 4; ++i) b.draw();
  ASSERT_TRUE(b.view.list().selection().range());
  EXPECT_EQ(b.view.list().selection().range()->end.offset, 3U);
}

TEST(ChatSelecting, APressOnAButtonIsNotTakenForOneOnTheText) {
  ChatBench b;
  b.rooms.chat(message(1, "one two"));
  b.draw();
  b.view.press_comes(3, true);
  b.click(node::toggle_log);
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  const Rect line = b.view.list().lines(b.view.list().visible()[0])[0].rect;
  b.screen.move(line.x + 12, line.y + 11);
  b.draw();
  b.view.press_comes(2, false);
  b.screen.press();
  b.draw();
  ASSERT_TRUE(b.view.list().selection().range());
  EXPECT_EQ(b.view.list().selection().range()->end.offset, 3U) << "a word, not the message";
}

}  // namespace
}  // namespace banter::ui::test
