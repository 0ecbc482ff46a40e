// Older messages and gaps in the log: when they are asked for, what is said of them, and that what is read stays put.
#include "history_bench.hpp"

namespace banter::ui::test {
namespace {

using chat::Older;

TEST(ListHistory, OlderRowsAreAskedForTwoViewsBeforeOneComesThere) {
  HistoryBench b;
  b.draw();
  EXPECT_TRUE(b.intents.empty()) << "100 rows are more than two views";
  while (b.first_visible() > 40) {
    b.list.scroll_by(-200);
    b.draw();
    EXPECT_TRUE(b.intents.empty()) << "at row " << b.first_visible();
  }
  while (b.intents.empty() && b.first_visible() > 5) {
    b.list.scroll_by(-50);
    b.draw();
  }
  EXPECT_GT(b.first_visible(), 20U);
  ASSERT_TRUE(b.ask());
  b.draw();
  EXPECT_TRUE(b.intents.empty()) << "once is enough, or frames would never end";
}

TEST(ListHistory, AStoreThatIsNotConnectedIsNotAsked) {
  HistoryBench b;
  b.rooms.note(b.rooms.store.connection_lost());
  b.list.scroll_to_start();
  b.draw();
  b.draw();
  EXPECT_TRUE(b.intents.empty());
  EXPECT_NE(b.find(Role::listitem, "Earlier messages come when connected"), nullptr);
}

TEST(ListHistory, WhatIsReadStaysWhereItIsAllTheWayUp) {
  HistoryBench b;
  b.draw();
  for (int step = 0; step < 2'000 && !(b.rooms.store.older() == Older::none && b.first_visible() == 0); ++step) {
    b.list.scroll_by(-90);
    b.draw();
    if (!b.ask()) continue;
    const auto row = b.middle();
    const std::string text = "m" + std::to_string(b.rooms.store.row(row.index).seq);
    const auto y = b.text_y(text);
    ASSERT_TRUE(y) << text;
    b.answer();
    for (int frame = 0; frame < 3; ++frame) {
      b.draw();
      ASSERT_TRUE(b.text_y(text)) << text;
      ASSERT_NEAR(*b.text_y(text), *y, 0.01) << text;
    }
  }
  EXPECT_EQ(b.rooms.store.size(), 500U);
  EXPECT_EQ(b.first_visible(), 0U);
  EXPECT_EQ(b.list.unseen(), 0U) << "old messages are not new ones";
  EXPECT_NE(b.find(Role::listitem, "Beginning of #r"), nullptr);
}

TEST(ListHistory, HeightsThatAreKnownStayKnown) {
  HistoryBench b;
  b.draw();
  while (b.list.unmeasured() > 0) b.list.measure_some(b.painter, b.rooms.store);
  b.list.scroll_to_start();
  b.draw();
  ASSERT_TRUE(b.ask());
  b.answer(60);
  b.rooms.chats(501, 503);
  b.draw();
  EXPECT_LE(b.list.unmeasured(), 60U + 3U + 1U);
  EXPECT_GT(b.list.unmeasured(), 20U);
}

TEST(ListHistory, HomeGoesOnToTheBeginning) {
  HistoryBench b;
  b.draw();
  b.list.scroll_to_start();
  b.draw();
  int pages = 0;
  for (; b.ask(); ++pages) {
    EXPECT_EQ(b.first_visible(), 0U);
    b.answer();
    b.draw();
  }
  EXPECT_EQ(pages, 7);
  EXPECT_EQ(b.first_visible(), 0U);
  EXPECT_TRUE(b.text_y("m1"));
  b.rooms.chats(501, 501);
  b.draw();
  EXPECT_TRUE(b.text_y("m1"));
}

TEST(ListHistory, WhoScrollsOnTheWayToTheBeginningStaysThere) {
  HistoryBench b;
  b.draw();
  b.list.scroll_to_start();
  b.draw();
  ASSERT_TRUE(b.ask());
  b.list.scroll_by(100);
  b.draw();
  const auto row = b.middle();
  const std::string text = "m" + std::to_string(b.rooms.store.row(row.index).seq);
  const float y = *b.text_y(text);
  b.answer();
  b.draw();
  EXPECT_NEAR(*b.text_y(text), y, 0.01);
}

TEST(ListHistory, TheStartKeepsTheWheelWhileMoreComes) {
  HistoryBench b;
  b.draw();
  b.list.scroll_to_start();
  b.draw();
  EXPECT_TRUE(b.list.can_scroll(-10)) << "the host page does not run away meanwhile";
  while (b.ask()) {
    b.answer();
    b.draw();
  }
  b.list.scroll_to_start();
  b.draw();
  EXPECT_FALSE(b.list.can_scroll(-10));
}

TEST(ListHistory, TheSetIsOfUnknownSizeUntilAllIsKnown) {
  HistoryBench b(61, 90);
  b.draw();
  const auto set_size = [&] { return b.find(node::row_base + static_cast<NodeId>(b.middle().id))->set_size; };
  EXPECT_EQ(set_size(), -1);
  ASSERT_TRUE(b.ask());
  b.draw();
  EXPECT_EQ(set_size(), -1);
  b.answer(200);
  b.draw();
  EXPECT_EQ(set_size(), 90);
}

TEST(ListHistory, WhatDidNotLoadCanBeTriedAgain) {
  HistoryBench b;
  b.draw();
  b.list.scroll_to_start();
  b.draw();
  ASSERT_TRUE(b.ask());
  b.draw();
  EXPECT_NE(b.find(Role::listitem, "Loading earlier messages…"), nullptr);
  b.clock += chat::Loads::answer_within;
  b.rooms.note(b.rooms.store.tick(b.clock));
  b.draw();
  b.draw();
  EXPECT_TRUE(b.intents.empty()) << "not by itself";
  ASSERT_NE(b.find(Role::button, "Earlier messages did not load. Try again"), nullptr);
  b.click(node::load_older);
  ASSERT_TRUE(b.ask());
  b.answer();
  b.draw();
  EXPECT_EQ(b.find(node::load_older), nullptr);
}

TEST(ListHistory, AGapIsAButtonAndThenFilled) {
  HistoryBench b(1, 10);
  b.tell(100, 103, true, true);
  b.draw();
  const auto gap = b.rooms.store.row(10);
  ASSERT_EQ(gap.seq, 100U);
  const NodeId button = node::gap(static_cast<NodeId>(gap.id));
  ASSERT_NE(b.find(button), nullptr);
  EXPECT_EQ(b.find(button)->name, "Some messages are missing here. Load them");
  EXPECT_EQ(b.find(button)->parent, node::divider(static_cast<NodeId>(gap.id), true));
  b.click(button);
  ASSERT_TRUE(b.ask());
  EXPECT_EQ(b.asked.before, 100U);
  EXPECT_EQ(b.asked.after, 10U);
  b.draw();
  EXPECT_NE(b.find(Role::listitem, "Loading the missing messages…"), nullptr);
  EXPECT_EQ(b.find(button), nullptr);
  b.answer(200);
  b.draw();
  EXPECT_EQ(b.rooms.store.size(), 103U);
  b.list.scroll_to_start();
  b.draw();
  EXPECT_EQ(b.find(Role::listitem, "Loading the missing messages…"), nullptr);
  EXPECT_TRUE(b.text_y("m11"));
}

TEST(ListHistory, AGapIsActivatedByItsIdToo) {
  HistoryBench b(1, 10);
  b.tell(100, 103, true, true);
  b.draw();
  std::vector<Intent> intents;
  b.list.load_gap(node::gap(static_cast<NodeId>(b.rooms.store.row(10).id)), intents);
  ASSERT_EQ(intents.size(), 1U);
  EXPECT_EQ(std::get<LoadGap>(intents[0]).row, b.rooms.store.row(10).id);
}

TEST(ListHistory, AServerWithoutHistoryOffersNothing) {
  ListBench b;
  b.rooms.chats(5, 10);
  protocol::History history{"r", {message(50, "m50")}, true, true};
  b.rooms.apply(history);
  b.draw();
  EXPECT_NE(b.find(Role::listitem, "Some messages are missing here"), nullptr);
  EXPECT_EQ(b.find(node::older), nullptr);
  for (const Node& node : b.mirror.described()) EXPECT_NE(node.role, Role::button) << node.name;
}

TEST(ListHistory, FingersFindTheButtonsLargeEnoughAndWordsFitNarrowLists) {
  HistoryBench b(1, 10, 320);
  b.target = 44;
  b.tell(100, 103, true, true);
  b.draw();
  const Rect r = b.find(node::gap(static_cast<NodeId>(b.rooms.store.row(10).id)))->rect;
  EXPECT_GE(r.h, 44);
  EXPECT_GE(r.x, 0);
  EXPECT_LE(r.right(), 320);
  EXPECT_TRUE(b.word("Some messages are missing here")) << "not cut";
  EXPECT_TRUE(b.word("Load them"));
}

}  // namespace
}  // namespace banter::ui::test
