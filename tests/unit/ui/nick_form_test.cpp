#include "chat_bench.hpp"

namespace banter::ui::test {
namespace {

TEST(NickForm, AsksAndOffersNothingElse) {
  ChatBench b;
  b.needs_nick = true;
  b.draw();
  EXPECT_NE(b.find(Role::group, "Join #general"), nullptr);
  EXPECT_NE(b.find(Role::textbox, "Nickname"), nullptr);
  EXPECT_TRUE(b.find(node::join)->flags & Node::disabled);
  EXPECT_EQ(b.find(node::composer), nullptr);
  EXPECT_EQ(b.find(node::send), nullptr);
  EXPECT_FALSE(b.view.wheel(300, 300, -50));
  b.click(node::join);
  EXPECT_TRUE(b.intents.empty());
}

TEST(NickForm, JoinIsClicked) {
  ChatBench b;
  b.needs_nick = true;
  b.type(node::nick_field, "ann");
  b.draw();
  b.click(node::join);
  ASSERT_EQ(b.intents.size(), 1U);
  EXPECT_EQ(std::get<ChooseNick>(b.intents[0]).nick, "ann");
  b.view.submit(node::nick_field, b.intents);
  b.view.activate(node::join, b.intents);
  EXPECT_EQ(b.intents.size(), 3U);
}

TEST(NickForm, ShowsWhatIsWrong) {
  ChatBench b;
  b.needs_nick = true;
  b.notice = "Type a nickname first.";
  b.draw();
  EXPECT_NE(b.find(Role::alert, "Type a nickname first."), nullptr);
  EXPECT_TRUE(b.find(node::nick_field)->flags & Node::invalid);
  EXPECT_TRUE(b.word("Type a nickname first."));
  b.notice.clear();
  b.draw();
  EXPECT_EQ(b.find(node::notice), nullptr);
  EXPECT_FALSE(b.find(node::nick_field)->flags & Node::invalid);
}

}  // namespace
}  // namespace banter::ui::test
