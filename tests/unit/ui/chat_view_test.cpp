#include "chat_bench.hpp"

namespace banter::ui::test {
namespace {

TEST(ChatView, SendsWhatWasTypedWhenSendIsClicked) {
  ChatBench b;
  b.type(node::composer, "hello\nyou");
  b.draw();
  b.click(node::send);
  ASSERT_EQ(b.intents.size(), 1U);
  ASSERT_TRUE(std::holds_alternative<SendMessage>(b.intents[0]));
  EXPECT_EQ(std::get<SendMessage>(b.intents[0]).text, "hello\nyou");
}

TEST(ChatView, SendIsDisabledWhileThereIsNothingToSend) {
  ChatBench b;
  for (const std::string blank : {"", " ", "\n\t  \r\n"}) {
    b.type(node::composer, blank);
    b.draw();
    EXPECT_TRUE(b.find(node::send)->flags & Node::disabled);
    b.click(node::send);
    b.view.submit(node::composer, b.intents);
    b.view.activate(node::send, b.intents);
    EXPECT_TRUE(b.intents.empty());
  }
  b.type(node::composer, "x");
  b.draw();
  EXPECT_FALSE(b.find(node::send)->flags & Node::disabled);
}

TEST(ChatView, EnterAndTheMirrorsButtonSendToo) {
  ChatBench b;
  b.type(node::composer, "hi");
  b.draw();
  b.view.submit(node::composer, b.intents);
  b.view.activate(node::send, b.intents);
  EXPECT_EQ(b.intents.size(), 2U);
}

TEST(ChatView, SendingGoesToTheEndOfTheList) {
  ChatBench b;
  b.rooms.chats(1, 200);
  b.draw();
  EXPECT_TRUE(b.view.wheel(300, 300, -500));
  b.draw();
  EXPECT_FALSE(b.view.list().at_end());
  b.type(node::composer, "hi");
  b.view.submit(node::composer, b.intents);
  b.draw();
  EXPECT_TRUE(b.view.list().at_end());
}

TEST(ChatView, TheJumpButtonTellsWhatIsNewAndJumps) {
  ChatBench b;
  b.rooms.chats(1, 200);
  b.draw();
  EXPECT_EQ(b.find(node::jump_to_latest), nullptr);
  b.view.wheel(300, 300, -900);
  b.draw();
  ASSERT_NE(b.find(node::jump_to_latest), nullptr);
  EXPECT_EQ(b.find(node::jump_to_latest)->name, "Jump to latest");
  b.rooms.chats(201, 201);
  b.draw();
  EXPECT_EQ(b.find(node::jump_to_latest)->name, "1 new message");
  b.rooms.chats(202, 203);
  b.draw();
  EXPECT_EQ(b.find(node::jump_to_latest)->name, "3 new messages");
  b.click(node::jump_to_latest);
  b.draw();
  EXPECT_TRUE(b.view.list().at_end());
  EXPECT_EQ(b.find(node::jump_to_latest), nullptr);
}

TEST(ChatView, TheWheelIsTakenOnlyWhereSomethingScrolls) {
  ChatBench b;
  b.rooms.chats(1, 200);
  b.draw();
  EXPECT_FALSE(b.view.wheel(300, 10, -50)) << "the header";
  EXPECT_FALSE(b.view.wheel(300, 590, -50)) << "the composer";
  EXPECT_FALSE(b.view.wheel(300, 300, 50)) << "at the end already";
  EXPECT_TRUE(b.view.wheel(300, 300, -50));
  b.draw();
  EXPECT_TRUE(b.view.wheel(300, 300, 50));
  b.view.key(node::messages, Key::home, b.intents);
  b.draw();
  EXPECT_FALSE(b.view.wheel(300, 300, -50)) << "at the start already";
}

TEST(ChatView, KeysScrollTheList) {
  ChatBench b;
  b.rooms.chats(1, 300);
  b.draw();
  const auto first = [&] { return b.view.list().visible().front().index; };
  const std::size_t end = first();
  b.view.key(node::messages, Key::page_up, b.intents);
  b.draw();
  const std::size_t page = first();
  EXPECT_LT(page, end - 5);
  b.view.key(node::messages, Key::up, b.intents);
  b.draw();
  EXPECT_LT(first(), page);
  b.view.key(node::messages, Key::down, b.intents);
  b.view.key(node::messages, Key::page_down, b.intents);
  b.draw();
  EXPECT_EQ(first(), end);
  b.view.key(node::messages, Key::home, b.intents);
  b.draw();
  EXPECT_EQ(first(), 0U);
  b.view.key(node::messages, Key::end, b.intents);
  b.draw();
  EXPECT_TRUE(b.view.list().at_end());
}

TEST(ChatView, RetryAndDiscardComeFromTheMirrorToo) {
  ChatBench b;
  const chat::RowId row = b.rooms.send("mine", "id1");
  b.rooms.refuse("id1", "no");
  b.draw();
  const auto number = static_cast<NodeId>(row);
  b.view.activate(node::retry_base + number, b.intents);
  b.view.activate(node::discard_base + number, b.intents);
  ASSERT_EQ(b.intents.size(), 2U);
  EXPECT_EQ(std::get<RetryMessage>(b.intents[0]).row, row);
  EXPECT_EQ(std::get<DiscardMessage>(b.intents[1]).row, row);
}

}  // namespace
}  // namespace banter::ui::test
