// Choosing a nickname, and being refused one.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

class Nick : public testing::Test {
 protected:
  void choose(std::string nick) {
    const auto end = static_cast<std::uint32_t>(nick.size());
    b.client->field_changed(ui::node::nick_field, {std::move(nick), end, end, 0, 0, 0});
    b.client->field_submitted(ui::node::nick_field);
    b.run();
  }
  AppBench b{options_with("")};
};

TEST_F(Nick, IsAskedForBeforeAnythingIsConnected) {
  b.started();
  EXPECT_TRUE(b.platform.sockets.empty());
  EXPECT_NE(b.platform.find(ui::Role::textbox, "Nickname"), nullptr);
  EXPECT_EQ(b.platform.find(ui::Role::textbox, "Type a message"), nullptr);
  EXPECT_FALSE(b.client->send("hello")) << "nobody would know from whom";
}

TEST_F(Nick, IsCheckedAndThenUsed) {
  b.started();
  choose("   ");
  EXPECT_NE(b.platform.find(ui::Role::alert, "Type a nickname first."), nullptr);
  EXPECT_TRUE(b.platform.sockets.empty());
  choose(std::string(33, 'x'));
  EXPECT_NE(b.platform.find(ui::Role::alert, "A nickname has at most 32 characters."), nullptr);
  choose(" ann ");
  ASSERT_EQ(b.platform.sockets.size(), 1U);
  EXPECT_EQ(b.client->options().nick, "ann");
  EXPECT_EQ(b.platform.memory["nick"], "ann");
  EXPECT_EQ(b.platform.focused, ui::node::composer);
  EXPECT_NE(b.platform.find(ui::Role::textbox, "Type a message"), nullptr);
  EXPECT_EQ(b.platform.nodes.count(ui::node::notice), 0U);
  b.opened();
  EXPECT_EQ(b.commands_of<protocol::Hello>().at(0).nick, "ann");
}

TEST_F(Nick, TypingTakesTheComplaintAway) {
  b.started();
  choose(" ");
  EXPECT_EQ(b.platform.nodes.count(ui::node::notice), 1U);
  b.client->field_changed(ui::node::nick_field, {"a", 1, 1, 0, 0, 0});
  b.run();
  EXPECT_EQ(b.platform.nodes.count(ui::node::notice), 0U);
}

TEST_F(Nick, TheLastOneIsOffered) {
  b.platform.memory["nick"] = "ann";
  b.started();
  EXPECT_EQ(b.platform.fields[ui::node::nick_field], "ann");
  b.client->activate(ui::node::join);
  b.run();
  EXPECT_EQ(b.client->options().nick, "ann");
}

TEST_F(Nick, ARememberedOneThatIsNotGoodIsForgotten) {
  b.platform.memory["nick"] = "a\u202Eb";
  b.started();
  EXPECT_EQ(b.platform.fields.count(ui::node::nick_field), 0U);
}

TEST_F(Nick, ARefusedOneIsAskedForAgain) {
  b.started();
  choose("ann");
  b.opened();
  protocol::Refusal refusal;
  refusal.code = "bad-nick";
  refusal.text = "That name is not allowed.";
  refusal.fatal = true;
  b.says(refusal);
  b.pass(200ms);
  EXPECT_NE(b.platform.find(ui::Role::alert, "That name is not allowed."), nullptr);
  EXPECT_NE(b.platform.find(ui::Role::textbox, "Nickname"), nullptr);
  b.pass(30s);
  EXPECT_NE(b.platform.find(ui::Role::alert, "That name is not allowed."), nullptr) << "until another is chosen";
  EXPECT_EQ(b.platform.sockets.size(), 1U);
  choose("eve");
  ASSERT_EQ(b.platform.sockets.size(), 2U);
  b.opened();
  EXPECT_EQ(b.commands_of<protocol::Hello>().at(0).nick, "eve");
}

TEST_F(Nick, TheServersSpellingIsTaken) {
  b.started();
  choose("ann");
  b.opened();
  b.says(protocol::Welcome{"me", "Ann", 0});
  b.says(protocol::Joined{"general", "epoch", 0});
  b.say("hi");
  EXPECT_EQ(b.rows(), Lines{"Ann: hi (pending)"});
}

}  // namespace
}  // namespace banter::app::test
