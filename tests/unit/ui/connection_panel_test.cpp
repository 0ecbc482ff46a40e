#include "chat_bench.hpp"

namespace banter::ui::test {
namespace {

TEST(ConnectionLogPanel, OpensBesideTheMessagesAndCloses) {
  ChatBench b;
  b.rooms.chats(1, 3);
  fill_log(b.log, 3);
  b.draw();
  EXPECT_EQ(b.find(node::log_panel), nullptr);
  b.click(node::toggle_log);
  b.draw();
  EXPECT_TRUE(b.view.log_open());
  ASSERT_NE(b.find(node::log_panel), nullptr);
  EXPECT_NE(b.find(node::composer), nullptr) << "wide enough for both";
  EXPECT_TRUE(b.find(node::toggle_log)->flags & Node::expanded);
  b.click(node::close_log);
  b.draw();
  EXPECT_FALSE(b.view.log_open());
  b.view.activate(node::toggle_log, b.intents);
  EXPECT_TRUE(b.view.log_open());
  b.view.key(node::log_list, Key::escape, b.intents);
  EXPECT_FALSE(b.view.log_open());
  ASSERT_EQ(b.intents.size(), 1U);
  EXPECT_EQ(std::get<MoveFocus>(b.intents[0]).to, node::toggle_log) << "the focus goes back to where it came from";
}

TEST(ConnectionLogPanel, TakesANarrowScreenWhole) {
  ChatBench b(400, 600);
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  EXPECT_EQ(b.find(node::composer), nullptr);
  ASSERT_NE(b.find(node::log_panel), nullptr);
  EXPECT_EQ(b.find(node::log_panel)->rect.w, 400);
}

TEST(ConnectionLogPanel, ListsWhatPassedNewestLast) {
  ChatBench b;
  fill_log(b.log, 200);
  b.connection.protocol_errors = 2;
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  EXPECT_TRUE(b.word("entry200"));
  EXPECT_FALSE(b.word("entry1"));
  EXPECT_TRUE(b.word("200 entries, 2 protocol errors"));
  EXPECT_EQ(b.word("200 entries, 2 protocol errors")->color, b.theme.danger);
  EXPECT_TRUE(b.view.wheel(700, 300, -1e6F));
  b.draw();
  EXPECT_TRUE(b.word("entry1"));
  b.view.key(node::log_list, Key::end, b.intents);
  b.draw();
  EXPECT_TRUE(b.word("entry200"));
  b.view.key(node::log_list, Key::home, b.intents);
  b.draw();
  EXPECT_TRUE(b.word("entry1"));
}

TEST(ConnectionLogPanel, ReadingFurtherUpIsNotDisturbed) {
  ChatBench b;
  fill_log(b.log, 200);
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  b.view.wheel(700, 300, -900);
  b.draw();
  const auto before = b.word("entry160");
  ASSERT_TRUE(before);
  fill_log(b.log, 3);
  b.draw();
  ASSERT_TRUE(b.word("entry160"));
  EXPECT_EQ(b.word("entry160")->rect.y, before->rect.y);
}

TEST(ConnectionLogPanel, AClickUnfoldsAPayload) {
  ChatBench b;
  b.log.add(b.wall, chat::LogEntry::Direction::out, 30, "{\"first\":1,\n\"second\":2}");
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  const NodeId entry = node::entry_base + 1;
  const float folded = b.find(entry)->rect.h;
  b.click(entry);
  b.draw();
  EXPECT_GT(b.find(entry)->rect.h, folded);
  EXPECT_TRUE(b.find(entry)->flags & Node::expanded);
  EXPECT_TRUE(b.word("\"second\":2}"));
  b.view.activate(entry, b.intents);
  b.draw();
  EXPECT_EQ(b.find(entry)->rect.h, folded);
}

}  // namespace
}  // namespace banter::ui::test
