// Selecting in the log by mouse: presses and drags become offsets; what is selected is drawn where its text is.
#include "select_bench.hpp"

namespace banter::ui::test {
namespace {

TEST(Selecting, ADragSelectsWhatItPasses) {
  SelectBench b;
  b.rooms.chat(message(1, "one two three"));
  b.draw();
  b.drag(b.place(0, 0, 4), b.place(0, 0, 7));
  EXPECT_EQ(b.selected(), "two");
  b.drag(b.place(0, 0, 7.4F), b.place(0, 0, 0.4F));
  EXPECT_EQ(b.selected(), "one two") << "backwards, to the nearest character's border";
}

TEST(Selecting, ADragGoesAcrossRowsAndLines) {
  SelectBench b;
  b.rooms.chat(message(1, "first\nsecond"));
  b.rooms.chat(message(2, "third", "eve"));
  b.draw();
  b.drag(b.place(0, 1, 3), b.place(1, 0, 2));
  EXPECT_EQ(b.selected(), "[19:26] bob: ond\n[19:26] eve: th");
  b.drag(b.place(1, 0, 2), b.place(0, 0, 2));
  EXPECT_EQ(b.selected(), "[19:26] bob: rst\nsecond\n[19:26] eve: th");
}

TEST(Selecting, TwoClicksAreAWordAndThreeTheMessage) {
  SelectBench b;
  b.rooms.chat(message(1, "one two\nthree"));
  b.draw();
  b.click(b.place(0, 0, 6.8F), 2);
  EXPECT_EQ(b.selected(), "two") << "the character that is clicked, though the nearest caret is behind it";
  b.click(b.place(0, 0, 5), 3);
  EXPECT_EQ(b.selected(), "one two\nthree");
  b.click(b.place(0, 0, 5), 4);
  EXPECT_EQ(b.selected(), "one two\nthree");
  b.click(b.place(0, 0, 5), 1);
  EXPECT_EQ(b.selected(), "");
}

TEST(Selecting, ADragAfterTwoClicksGoesByWords) {
  SelectBench b;
  b.rooms.chat(message(1, "one two three four"));
  b.draw();
  b.click(b.place(0, 0, 5), 1);
  b.list.press_comes(2, false);
  b.press(b.place(0, 0, 5));
  b.move(b.place(0, 0, 9.5F));
  EXPECT_EQ(b.selected(), "two three");
  b.move(b.place(0, 0, 1.5F));
  EXPECT_EQ(b.selected(), "one two");
  b.release();
}

TEST(Selecting, ShiftExtendsFromWhereItBegan) {
  SelectBench b;
  b.rooms.chat(message(1, "one two three"));
  b.draw();
  b.click(b.place(0, 0, 4));
  b.shift(true);
  b.click(b.place(0, 0, 13));
  EXPECT_EQ(b.selected(), "two three");
  b.click(b.place(0, 0, 0));
  EXPECT_EQ(b.selected(), "one ");
  b.shift(false);
}

TEST(Selecting, AClickClearsIt) {
  SelectBench b;
  b.rooms.chat(message(1, "one two three"));
  b.draw();
  b.drag(b.place(0, 0, 0), b.place(0, 0, 7));
  ASSERT_EQ(b.selected(), "one two");
  b.click({300, 50});  // air above the first row
  EXPECT_EQ(b.selected(), "");
}

TEST(Selecting, ButtonsAreStillPressed) {
  SelectBench b;
  const chat::RowId own = b.rooms.send("mine", "a");
  b.rooms.refuse("a", "no");
  b.draw();
  b.click(b.place(0, 0, 1), 3);
  ASSERT_EQ(b.selected(), "mine");
  const Node* retry = b.find(node::retry_base + static_cast<NodeId>(own));
  ASSERT_NE(retry, nullptr);
  const Rect r = retry->rect;
  b.move({r.x + r.w / 2, r.y + r.h / 2});
  EXPECT_EQ(b.screen.cursor(), ImGuiMouseCursor_Hand);
  b.screen.press();
  b.draw();
  b.screen.release();
  b.draw();
  ASSERT_EQ(b.intents.size(), 1U);
  EXPECT_EQ(b.selected(), "mine");
}

TEST(Selecting, TheScrollbarDoesNotSelect) {
  SelectBench b;
  b.rooms.chats(1, 200);
  b.draw();
  b.drag({600 - 7, 390}, {600 - 7, 100});
  EXPECT_FALSE(b.list.at_end());
  EXPECT_FALSE(b.list.selection().active());
}

TEST(Selecting, TheCursorSaysWhereTextIs) {
  SelectBench b;
  b.rooms.chat(message(1, "one two three"));
  b.draw();
  b.move(b.place(0, 0, 3));
  EXPECT_EQ(b.screen.cursor(), ImGuiMouseCursor_TextInput);
  b.move({300, 50});
  EXPECT_EQ(b.screen.cursor(), ImGuiMouseCursor_Arrow);
}

TEST(Selecting, ADragOverTheEdgeScrollsFasterTheFartherItIs) {
  SelectBench b;
  b.rooms.chats(1, 300);
  b.draw();
  b.press(b.place(299, 0, 2));
  const auto scrolled_by = [&](float y) {
    b.screen.move(200, y);
    b.draw();
    const std::size_t before = b.first_visible();
    for (int i = 0; i < 60; ++i) {
      b.now += Duration{16};
      b.draw();
      EXPECT_TRUE(b.list.moving());
    }
    return before - b.first_visible();
  };
  const std::size_t slow = scrolled_by(-5);
  const std::size_t fast = scrolled_by(-100);
  EXPECT_GT(slow, 1U);
  EXPECT_GT(fast, 3 * slow);
  b.screen.move(200, 200);
  b.draw();
  b.draw();
  EXPECT_FALSE(b.list.moving());
  EXPECT_FALSE(b.list.visible().back().index == 299U) << "the row where it began is not on the screen";
  EXPECT_EQ(b.list.selection().range()->end.index, 299U);
  EXPECT_EQ(b.list.selection().range()->end.offset, 2U);
  b.release();
  EXPECT_FALSE(b.list.moving());
  b.press(b.place(b.last_visible(), 0, 0));
  b.screen.move(200, 900);
  b.draw();
  for (int i = 0; i < 2000 && b.list.moving(); ++i) {
    b.now += Duration{16};
    b.draw();
  }
  EXPECT_FALSE(b.list.moving()) << "at the end there is no more to scroll";
  EXPECT_EQ(b.list.selection().range()->end.index, 299U);
  b.release();
}

TEST(Selecting, WhatComesDuringADragDoesNotMoveTheText) {
  SelectBench b;
  b.rooms.chats(1, 100);
  b.draw();
  const auto at = b.place(98, 0, 1);
  b.press(at);
  b.rooms.chats(101, 110);
  b.draw();
  EXPECT_EQ(b.place(98, 0, 1), at);
  b.release();
}

TEST(Selecting, RowsThatAreNotSeenAreNotLaidOutForIt) {
  SelectBench b;
  b.rooms.chats(1, 5'000);
  b.draw();
  const auto before = b.glyphs.measured;
  b.list.select_all(b.rooms.store);
  b.draw();
  EXPECT_LT(b.glyphs.measured, before + 5);
  EXPECT_EQ(b.list.selection().range()->start.index, 0U);
  EXPECT_EQ(b.list.selection().range()->end.index, 4'999U);
}

TEST(Selecting, ItIsDrawnWhereItsTextIs) {
  SelectBench b;
  b.rooms.chat(message(1, "one two three"));
  b.draw();
  b.drag(b.place(0, 0, 4), b.place(0, 0, 7));
  const Rect line = b.list.lines(b.list.visible()[0]).at(0).rect;
  EXPECT_EQ(b.screen.shapes(b.theme.selection), (Rect{line.x + 4 * narrow, line.y, 3 * narrow, line.h}));
}

/// "abc " and then Hebrew, as far as its first two letters: they stand at the right end of the Hebrew.
TEST(Selecting, MixedDirectionsAreDrawnByTheirRuns) {
  SelectBench b;
  b.rooms.chat(message(1, "abc שלום"));
  b.draw();
  b.list.select_all(b.rooms.store);
  b.draw();
  const Rect line = b.list.lines(b.list.visible()[0]).at(0).rect;
  EXPECT_EQ(b.screen.shapes(b.theme.selection), (Rect{line.x, line.y, 8 * narrow, line.h}));
  b.drag(b.place(0, 0, 8), b.place(0, 0, 6));  // from the right end: the Hebrew's first two letters
  EXPECT_EQ(b.selected(), "של");
  EXPECT_EQ(b.screen.shapes(b.theme.selection), (Rect{line.x + 6 * narrow, line.y, 2 * narrow, line.h}));
}

TEST(Selecting, FaintTextIsReadableOnIt) {
  SelectBench b;
  b.rooms.send("waiting", "a");
  b.draw();
  EXPECT_EQ(b.word("waiting")->color, b.theme.muted);
  b.list.select_all(b.rooms.store);
  b.draw();
  EXPECT_EQ(b.word("waiting")->color, b.theme.text);
  for (const Theme* theme : {&light_theme, &dark_theme}) EXPECT_GE(contrast(theme->text, theme->selection), 4.5);
}

}  // namespace
}  // namespace banter::ui::test
