// Who is there, by way of the whole client: what it tells of the person, what it shows and tells the page of others.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

class PeopleBench : public AppBench {
 public:
  explicit PeopleBench(bool tells = true) {
    started();
    opened();
    protocol::Welcome welcome;
    welcome.user = "me";
    welcome.nick = "ann";
    welcome.typing = welcome.members = tells;
    says(welcome);
    protocol::Joined joined;
    joined.room = "general";
    joined.epoch = "epoch";
    joined.count = tells ? 2 : 0;
    says(joined);
    says(protocol::History{"general", {}, false, false});
    client->set_focus(ui::node::composer, false);
    static_cast<void>(commands());
  }
  std::size_t told() { return commands_of<protocol::SendTyping>().size(); }
};

TEST(PeopleClient, TellsThatOneTypesEveryThreeSeconds) {
  PeopleBench b;
  b.type("h");
  b.type("he");
  EXPECT_EQ(b.told(), 1U);
  b.pass(2s);
  b.type("hel");
  EXPECT_EQ(b.told(), 0U);
  b.pass(1s);
  b.type("hell");
  EXPECT_EQ(b.told(), 1U);
  b.pass(10s);
  EXPECT_EQ(b.told(), 0U) << "only what changes is typed";
}

TEST(PeopleClient, TellsNothingOfWhatNobodyWritesHereAndNow) {
  PeopleBench b;
  b.type("  \n");
  EXPECT_EQ(b.told(), 0U);
  b.client->set_focus(ui::node::none, false);
  b.type("a draft that was kept");
  EXPECT_EQ(b.told(), 0U);
  b.client->set_focus(ui::node::composer, false);
  b.client->set_typing(false);
  b.type("in silence");
  EXPECT_EQ(b.told(), 0U);
  b.client->set_typing(true);
  b.closed();
  b.type("on one's own");
  EXPECT_EQ(b.told(), 0U);
}

TEST(PeopleClient, TellsNothingToAServerThatHasNoWordsForIt) {
  PeopleBench b(false);
  b.type("hello");
  EXPECT_EQ(b.told(), 0U);
  AppBench plain(options_with("ann", protocol::Dialect::plain));
  plain.started();
  plain.opened();
  plain.client->set_focus(ui::node::composer, false);
  plain.type("hello");
  EXPECT_TRUE(plain.commands().empty());
}

TEST(PeopleClient, ShowsWhoTypesAndAnnouncesNothing) {
  PeopleBench b;
  b.says(protocol::Typing{"general", {"u2", "Bo"}});
  b.pass(1s);
  EXPECT_NE(b.platform.find(ui::Role::paragraph, "Bo is typing…"), nullptr);
  EXPECT_EQ(b.platform.typing, (Lines{"Bo"}));
  const auto frames = b.client->frames_drawn();
  b.pass(7s);
  EXPECT_EQ(b.platform.find(ui::Role::paragraph, "Bo is typing…"), nullptr);
  EXPECT_TRUE(b.platform.typing.empty());
  EXPECT_LT(b.client->frames_drawn() - frames, 30U) << "nothing moves meanwhile but a caret";
  EXPECT_TRUE(b.platform.announcements.empty());
}

TEST(PeopleClient, CountsAndListsThem) {
  PeopleBench b;
  EXPECT_EQ(b.platform.counts.back(), 2U);
  b.says(protocol::Presence{"general", 3, true, {{"u3", "Cy"}}, {}});
  EXPECT_EQ(b.platform.counts.back(), 3U);
  b.pass(1s);
  EXPECT_NE(b.platform.find(ui::Role::button, "3 members"), nullptr);
  EXPECT_TRUE(b.commands_of<protocol::AskMembers>().empty());
  b.client->activate(ui::node::toggle_members);
  b.run();
  const auto asked = b.commands_of<protocol::AskMembers>();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].limit, 100U);
  b.says(protocol::Members{"general", {{"me", "ann"}, {"u2", "Bo"}, {"u3", "Cy"}}, 3, {}});
  b.pass(1s);
  EXPECT_NE(b.platform.find(ui::Role::listitem, "ann (you)"), nullptr);
  EXPECT_NE(b.platform.find(ui::Role::listitem, "Cy"), nullptr);
  b.says(protocol::Presence{"general", 2, true, {}, {{"u2", "Bo"}}});
  b.pass(1s);
  EXPECT_EQ(b.platform.find(ui::Role::listitem, "Bo"), nullptr);
  EXPECT_TRUE(b.commands_of<protocol::AskMembers>().empty());
}

TEST(PeopleClient, APageThatIsRefusedIsNoNews) {
  PeopleBench b;
  b.client->activate(ui::node::toggle_members);
  b.run();
  protocol::Refusal refusal;
  refusal.code = "rate-limited";
  refusal.text = "Too many pages; wait a moment.";
  refusal.room = "general";
  refusal.retry_after = 1s;
  b.says(refusal);
  EXPECT_EQ(b.platform.find(ui::Role::group, refusal.text), nullptr);
  static_cast<void>(b.commands());
  b.pass(2s);
  EXPECT_EQ(b.commands_of<protocol::AskMembers>().size(), 1U);
}

}  // namespace
}  // namespace banter::app::test
