// A row that was asked for: where it comes to stand, how it is marked, and that one reads on from there both ways.
#include "history_bench.hpp"
#include "ui/chat_view.hpp"

namespace banter::ui::test {
namespace {

using namespace std::chrono_literals;

constexpr protocol::Seq newest = 5'000;

class JumpBench : public HistoryBench {
 public:
  JumpBench() : HistoryBench(newest - 49, newest) { draw(); }
  /// Numbers of the visible rows: no hole and no double that is not told of.
  std::vector<protocol::Seq> numbers() {
    std::vector<protocol::Seq> out;
    for (const auto& visible : list.visible()) {
      const chat::Row row = rooms.store.row(visible.index);
      EXPECT_TRUE(out.empty() || row.gap_before || row.seq == out.back() + 1) << row.seq;
      out.push_back(row.seq);
    }
    return out;
  }
  /// Reads with the wheel, `step` pixels a frame, and has what is asked for answered.
  void read(float step, const std::function<bool()>& done) {
    for (int frame = 0; frame < 20'000 && !done(); ++frame) {
      list.scroll_by(step);
      draw();
      numbers();
      if (ask()) answer(200);
    }
    ASSERT_TRUE(done()) << numbers().front();
  }
  std::size_t holes() const {
    std::size_t out = 0;
    for (std::size_t i = 0; i < rooms.store.size(); ++i) out += rooms.store.row(i).gap_before ? 1 : 0;
    return out;
  }
};

TEST(ListJump, TheRowStandsNearTheUpperThirdAndNothingIsLoadedYet) {
  JumpBench b;
  const chat::RowId row = b.jump(2'500, 100);
  b.draw();
  const auto rect = b.rect_of(row);
  ASSERT_TRUE(rect);
  EXPECT_GT(*b.text_y("m2500"), 400 * 0.15F);
  EXPECT_LT(*b.text_y("m2500"), 400 * 0.4F);
  EXPECT_FALSE(b.list.at_end());
  EXPECT_EQ(b.list.unseen(), 0U) << "old messages are not new ones";
  EXPECT_TRUE(b.intents.empty()) << "100 rows are more than two views";
  const float y = *b.text_y("m2500");
  b.draw();
  EXPECT_EQ(*b.text_y("m2500"), y);
}

TEST(ListJump, StaysWhereItIsWhileRowsComeOnBothSides) {
  JumpBench b;
  b.jump(2'500, 10);
  b.draw();
  const float y = *b.text_y("m2500");
  for (int round = 0; round < 4; ++round) {
    if (b.ask()) b.answer(60);
    b.draw();
    ASSERT_NEAR(*b.text_y("m2500"), y, 0.01) << round;
  }
  EXPECT_GT(b.rooms.store.size(), 50U + 21U + 100U) << "it has read on by itself";
}

TEST(ListJump, OneReadsOnForwardsToTheEndWithoutAHole) {
  JumpBench b;
  b.jump(2'500, 100);
  b.draw();
  b.read(150, [&] { return b.list.at_end(); });
  EXPECT_EQ(b.numbers().back(), newest);
  EXPECT_EQ(b.rooms.store.size(), newest - 2'400 + 1);
  EXPECT_EQ(b.holes(), 0U);
}

TEST(ListJump, OneReadsBackFromTheEndIntoWhatWasLeftOut) {
  JumpBench b;
  b.jump(2'500, 100);
  b.draw();
  b.list.scroll_to_end();
  b.draw();
  EXPECT_EQ(b.numbers().back(), newest);
  b.read(-150, [&] { return b.numbers().front() <= 4'000; });
  const auto load = b.asked;
  EXPECT_TRUE(load.before) << "from below";
  EXPECT_EQ(load.after, 2'600U);
  b.read(-150, [&] { return b.numbers().front() < 2'450; });
  EXPECT_EQ(b.holes(), 0U);
}

TEST(ListJump, WhatIsReadBackDoesNotMove) {
  JumpBench b;
  b.jump(2'500, 100);
  b.draw();
  b.list.scroll_to_end();
  b.draw();
  for (int step = 0; step < 100; ++step) {
    b.list.scroll_by(-70);
    b.draw();
    if (!b.ask()) continue;
    const std::string text = "m" + std::to_string(b.rooms.store.row(b.middle().index).seq);
    const float y = *b.text_y(text);
    b.answer(100);
    b.draw();
    ASSERT_TRUE(b.text_y(text)) << text;
    ASSERT_NEAR(*b.text_y(text), y, 0.01) << text;
  }
}

TEST(ListJump, AStoreThatIsNotConnectedIsNotAsked) {
  JumpBench b;
  b.jump(2'500, 10);
  b.rooms.note(b.rooms.store.connection_lost());
  b.draw();
  b.draw();
  EXPECT_TRUE(b.intents.empty());
  b.list.scroll_by(300);
  b.draw();
  EXPECT_TRUE(b.intents.empty());
  EXPECT_NE(b.find(Role::listitem, "More messages come when connected"), nullptr);
}

TEST(ListJump, WhatDidNotComeCanBeTriedAgain) {
  JumpBench b;
  b.jump(2'500, 10);
  b.list.scroll_by(100);
  b.draw();
  ASSERT_TRUE(b.ask());
  while (b.asked.before) {  // what is older comes first
    b.answer(200);
    b.draw();
    ASSERT_TRUE(b.ask());
  }
  b.list.scroll_by(200);
  b.draw();
  EXPECT_NE(b.find(Role::listitem, "Loading the missing messages…"), nullptr);
  b.clock += chat::Loads::answer_within;
  b.rooms.note(b.rooms.store.tick(b.clock));
  b.draw();
  b.draw();
  EXPECT_TRUE(b.intents.empty()) << "not by itself";
  const Node* again = b.find(Role::button, "The missing messages did not load. Try again");
  ASSERT_NE(again, nullptr);
  b.click(again->id);
  ASSERT_TRUE(b.ask());
  EXPECT_EQ(b.asked.after, 2'510U);
  EXPECT_FALSE(b.asked.before);
  b.answer(200);
  b.draw();
  EXPECT_TRUE(b.text_y("m2511"));
}

TEST(ListJump, LiveMessagesComeAtTheEndAndAreCounted) {
  JumpBench b;
  b.jump(2'500, 100);
  b.draw();
  b.rooms.chats(newest + 1, newest + 3);
  b.draw();
  EXPECT_EQ(b.list.unseen(), 3U);
  EXPECT_TRUE(b.text_y("m2500"));
  b.list.scroll_to_end();
  b.draw();
  EXPECT_TRUE(b.text_y("m5003"));
  EXPECT_EQ(b.list.unseen(), 0U);
}

TEST(ListJump, ARowNearTheEndIsOnTheScreenToo) {
  JumpBench b;
  const chat::RowId row = b.rooms.store.row(b.rooms.store.size() - 2).id;
  b.list.scroll_to_start();
  b.draw();
  b.list.show(row);
  b.draw();
  EXPECT_TRUE(b.rect_of(row));
  EXPECT_TRUE(b.list.at_end());
}

TEST(ListJump, TheLastWishCounts) {
  JumpBench b;
  const chat::RowId row = b.jump(2'500, 100);
  b.list.scroll_to_end();
  b.draw();
  EXPECT_FALSE(b.rect_of(row));
  b.list.scroll_to_start();
  b.list.show(row);
  b.draw();
  EXPECT_TRUE(b.rect_of(row));
  b.draw();
  EXPECT_TRUE(b.rect_of(row));
}

TEST(ListJump, TheMarkIsThereForAMomentAndFades) {
  JumpBench b;
  EXPECT_FALSE(b.list.next_change());
  b.list.show(b.rooms.store.row(30).id);
  b.draw();
  const auto marked = b.screen.vertices();
  int frames = 0;
  for (; b.list.next_change(); ++frames) {
    ASSERT_GT(*b.list.next_change(), b.now);
    EXPECT_EQ(b.screen.vertices(), marked);
    b.now = *b.list.next_change();
    b.draw();
  }
  EXPECT_GT(frames, 5) << "it fades";
  EXPECT_LT(frames, 30) << "and rests before";
  EXPECT_LT(b.screen.vertices(), marked) << "something was drawn beside the row";
}

TEST(ListJump, TheMarkDoesNotFadeForWhoWantsNoMotion) {
  JumpBench b;
  b.reduced_motion = true;
  b.list.show(b.rooms.store.row(30).id);
  b.draw();
  const auto marked = b.screen.vertices();
  ASSERT_TRUE(b.list.next_change());
  EXPECT_GT(*b.list.next_change(), b.now + 1s);
  b.now = *b.list.next_change();
  b.draw();
  EXPECT_FALSE(b.list.next_change());
  EXPECT_LT(b.screen.vertices(), marked);
}

TEST(ListJump, CtrlHomeAsksForTheFirstMessage) {
  ChatView view;
  std::vector<Intent> intents;
  EXPECT_TRUE(view.key(node::messages, Key::home, intents, {.by_word = true}));
  ASSERT_EQ(intents.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<ShowFirst>(intents[0]));
  intents.clear();
  EXPECT_TRUE(view.key(node::messages, Key::end, intents, {.by_word = true}));
  EXPECT_TRUE(view.list().at_end());
  EXPECT_FALSE(view.key(node::composer, Key::home, intents, {.by_word = true})) << "the field's own";
  EXPECT_TRUE(intents.empty());
}

}  // namespace
}  // namespace banter::ui::test
