// The members at the side and the line that says who types.
#include "ui/members_panel.hpp"

#include "chat_bench.hpp"
#include "ui/typing_line.hpp"

namespace banter::ui::test {
namespace {

class MembersBench : public ChatBench {
 public:
  explicit MembersBench(std::uint32_t count = 3, float width = 900, float height = 600) : ChatBench(width, height) {
    protocol::Welcome welcome;
    welcome.user = "me";
    welcome.typing = welcome.members = true;
    people.apply(welcome, now);
    rooms.store.apply(welcome, wall);
    protocol::Joined joined;
    joined.room = "general";
    joined.count = count;
    people.apply(joined, now);
  }
  /// Does what the views asked for; the server has members "n0000", "n0001", …
  void serve() {
    for (const Intent& intent : std::exchange(intents, {})) {
      if (const auto* want = std::get_if<WantMembers>(&intent)) people.want(wanted = want->people);
      if (const auto* move = std::get_if<MoveFocus>(&intent)) focused = move->to;
    }
    while (const auto ask = people.take_request(now)) {
      ++pages;
      protocol::Members page{"general", {}, *people.count(), {}};
      const std::uint32_t from = ask->after.empty() ? 0 : static_cast<std::uint32_t>(std::stoul(ask->after));
      const std::uint32_t to = std::min(from + ask->limit, *people.count());
      for (std::uint32_t i = from; i < to; ++i) {
        std::string number = std::to_string(i);
        page.people.push_back({i == 1 ? "me" : "u" + number, "n" + std::string(4 - number.size(), '0') + number});
      }
      if (to < *people.count()) page.next = std::to_string(to);
      people.apply(page, now);
      now += chat::People::asks_again;
    }
  }
  void open() {
    draw();
    view.activate(node::toggle_members, intents);
    draw();
    serve();
    draw();
  }

  std::size_t wanted = 0;
  int pages = 0;
};

TEST(MembersPanel, OpensByTheButtonWithTheCount) {
  MembersBench b;
  b.draw();
  ASSERT_NE(b.find(Role::button, "3 members"), nullptr);
  EXPECT_TRUE(b.word("3"));
  b.click(node::toggle_members);
  b.serve();
  b.draw();
  ASSERT_NE(b.find(Role::group, "Members"), nullptr);
  EXPECT_TRUE(b.find(node::toggle_members)->flags & Node::expanded);
  EXPECT_EQ(b.focused, node::members_list);
  const Node* own = b.find(Role::listitem, "n0001 (you)");
  ASSERT_NE(own, nullptr);
  EXPECT_EQ(own->position, 2);
  EXPECT_EQ(own->set_size, 3);
  EXPECT_TRUE(b.word("n0000"));
  b.click(node::close_members);
  b.serve();
  b.draw();
  EXPECT_EQ(b.find(node::members_panel), nullptr);
  EXPECT_EQ(b.wanted, 0U) << "nothing is asked for any more";
  EXPECT_EQ(b.focused, node::toggle_members);
}

TEST(MembersPanel, IsNotOfferedWhereTheServerDoesNotTell) {
  ChatBench b;
  b.draw();
  EXPECT_EQ(b.find(node::toggle_members), nullptr);
}

TEST(MembersPanel, OfTenThousandOnlyWhatIsSeenIsDrawnAndAskedFor) {
  MembersBench b(10'000);
  b.open();
  EXPECT_LE(b.pages, 2);
  const auto rows = [&] {
    const auto& all = b.mirror.described();
    return std::count_if(all.begin(), all.end(), [](const Node& n) { return n.parent == node::members_list; });
  };
  EXPECT_LE(rows(), 15);
  EXPECT_EQ(b.find(Role::listitem, "n0000")->set_size, 10'000);
  // To the end: what is not known yet has its place, and comes.
  EXPECT_TRUE(b.view.key(node::members_list, Key::end, b.intents));
  b.draw();
  EXPECT_NE(b.find(Role::listitem, "Loading…"), nullptr);
  EXPECT_LE(rows(), 15);
  b.serve();
  b.draw();
  const Node* last = b.find(Role::listitem, "n9999");
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(last->position, 10'000);
  EXPECT_LE(b.pages, 102);
  EXPECT_TRUE(b.view.key(node::members_list, Key::home, b.intents));
  b.draw();
  EXPECT_NE(b.find(Role::listitem, "n0000"), nullptr);
}

TEST(MembersPanel, ScrollsByWheelAndLetsGoAtItsEnds) {
  MembersBench b(100);
  b.open();
  const Rect area = b.find(node::members_list)->rect;
  EXPECT_FALSE(b.view.wheel(area.x + 10, area.y + 10, -10)) << "the host page may";
  EXPECT_TRUE(b.view.wheel(area.x + 10, area.y + 10, 100));
  EXPECT_TRUE(b.view.in_scroller(area.x + 10, area.y + 10));
  b.draw();
  EXPECT_LT(b.find(Role::listitem, "n0003")->rect.y, area.y + 44);
  EXPECT_TRUE(b.view.key(node::members_list, Key::end, b.intents));
  EXPECT_FALSE(b.view.can_scroll(area.x + 10, area.y + 10, 10));
}

TEST(MembersPanel, OneOfThePanelsIsOpenAndEscapeLeavesIt) {
  MembersBench b;
  b.open();
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  EXPECT_EQ(b.find(node::members_panel), nullptr);
  b.serve();
  EXPECT_EQ(b.wanted, 0U);
  b.open();
  EXPECT_TRUE(b.view.key(node::members_list, Key::escape, b.intents));
  b.draw();
  EXPECT_EQ(b.find(node::members_panel), nullptr);
}

TEST(MembersPanel, CountsAreShortWhereTheyMustBe) {
  chat::People people("general");
  EXPECT_EQ(short_count(people), "");
  EXPECT_EQ(members_words(people), "Members");
  const auto of = [&](std::uint32_t count) {
    people.apply(protocol::Presence{"general", count, false, {}, {}}, TimePoint{});
    return short_count(people) + " " + members_words(people);
  };
  EXPECT_EQ(of(1), "1 1 member");
  EXPECT_EQ(of(999), "999 999 members");
  EXPECT_EQ(of(1'000), "1k 1,000 members");
  EXPECT_EQ(of(1'299), "1.2k 1,299 members");
  EXPECT_EQ(of(10'000), "10k 10,000 members");
  EXPECT_EQ(of(1'234'567), "1234k 1,234,567 members");
}

TEST(TypingLine, NamesOneOrTwo) {
  EXPECT_EQ(typing_words({}), "");
  EXPECT_EQ(typing_words({"Ada"}), "Ada is typing…");
  EXPECT_EQ(typing_words({"Ada", "Bo"}), "Ada and Bo are typing…");
  EXPECT_EQ(typing_words({"Ada", "Bo", "Cy"}), "Several people are typing…");
  EXPECT_EQ(typing_words({""}), "Someone is typing…");
  EXPECT_LT(typing_words({std::string(300, 'x')}).size(), 80U);
}

TEST(TypingLine, StandsAboveTheComposerAndMovesNothing) {
  MembersBench b;
  b.rooms.chats(1, 3);
  b.draw();
  const Rect before = b.find(node::composer)->rect;
  const Rect list = b.find(node::messages)->rect;
  b.people.apply(protocol::Typing{"general", {"u", "Ada"}}, b.now);
  b.draw();
  const Node* line = b.find(Role::paragraph, "Ada is typing…");
  ASSERT_NE(line, nullptr);
  EXPECT_GE(line->rect.y, list.bottom());
  EXPECT_LE(line->rect.bottom(), b.find(node::composer)->rect.y);
  EXPECT_TRUE(b.find(node::composer)->rect == before);
  EXPECT_TRUE(b.find(node::messages)->rect == list);
}

}  // namespace
}  // namespace banter::ui::test
