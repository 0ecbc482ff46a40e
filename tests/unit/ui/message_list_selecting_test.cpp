// Selecting in the log: presses, drags and keys become offsets; what is selected is drawn where its text is.
#include "list_bench.hpp"
#include "ui/selected_text.hpp"

namespace banter::ui::test {
namespace {

constexpr float narrow = headless::FixedGlyphs::narrow;

class SelectBench : public ListBench {
 public:
  using ListBench::ListBench;

  [[nodiscard]] std::string selected() const {
    const auto range = list.selection().range();
    return range ? selected_text(rooms.store, *range, utc_offset).text : std::string();
  }
  /// The middle of the line's box before cluster `column` of a text that runs left to right. CSS pixels.
  [[nodiscard]] std::pair<float, float> place(std::size_t index, std::size_t line, float column) const {
    for (const auto& v : list.visible()) {
      if (v.index != index) continue;
      const Rect r = list.lines(v).at(line).rect;
      return {r.x + column * narrow, r.y + r.h / 2};
    }
    ADD_FAILURE() << "row " << index << " is not visible";
    return {0, 0};
  }
  void move(std::pair<float, float> to) {
    screen.move(to.first, to.second);
    draw();
    draw();
  }
  void press(std::pair<float, float> at) {
    move(at);
    screen.press();
    draw();
  }
  void release() {
    screen.release();
    draw();
    draw();
  }
  void drag(std::pair<float, float> from, std::pair<float, float> to) {
    press(from);
    move(to);
    release();
  }
  void click(std::pair<float, float> at, int times = 1) {
    for (int i = 1; i <= times; ++i) {
      list.press_comes(i, shift_);
      press(at);
      release();
    }
  }
  void shift(bool down) { shift_ = down; }
  void keys(std::initializer_list<Motion> motions) {
    for (const Motion motion : motions) {
      list.extend_selection(motion);
      draw();
    }
    draw();
  }

 private:
  bool shift_ = false;
};

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

// ---- keys ----

TEST(Selecting, KeysBeginAtTheNewestVisibleRow) {
  SelectBench b;
  b.rooms.chats(1, 100);
  b.draw();
  b.keys({Motion::right});
  EXPECT_EQ(b.list.selection().anchor().index, 99U);
  EXPECT_EQ(b.selected(), "m");
  b.keys({Motion::right, Motion::left, Motion::left});
  EXPECT_EQ(b.selected(), "");
  b.keys({Motion::left});
  EXPECT_EQ(b.list.selection().focus().index, 98U) << "and on into the row before";
}

TEST(Selecting, KeysGoByClustersWordsAndLines) {
  SelectBench b;
  b.rooms.chat(message(1, "top"));
  b.rooms.chat(message(2, "e\u0301a one\nsecond line"));
  b.rooms.chat(message(3, "last"));
  b.draw();
  b.click(b.place(1, 0, 0));
  b.keys({Motion::right});
  EXPECT_EQ(b.selected(), "e\u0301");
  b.keys({Motion::word_right});
  EXPECT_EQ(b.selected(), "e\u0301a");
  b.keys({Motion::word_right, Motion::word_right});
  EXPECT_EQ(b.selected(), "e\u0301a one\nsecond");
  b.keys({Motion::word_left});
  EXPECT_EQ(b.selected(), "e\u0301a one\n");
  b.keys({Motion::line_end});
  EXPECT_EQ(b.selected(), "e\u0301a one\nsecond line");
  b.keys({Motion::line_start, Motion::up, Motion::line_end});
  EXPECT_EQ(b.selected(), "e\u0301a one") << "before the newline";
  b.keys({Motion::log_end});
  EXPECT_EQ(b.selected(), "[19:26] bob: e\u0301a one\nsecond line\n[19:26] bob: last");
  b.keys({Motion::log_start});
  EXPECT_EQ(b.selected(), "top");
}

TEST(Selecting, UpAndDownKeepTheirColumn) {
  SelectBench b;
  b.rooms.chat(message(1, "abcdefgh\nab\nabcdefgh"));
  b.rooms.chat(message(2, "abcdefgh"));
  b.draw();
  b.click(b.place(0, 0, 6));
  b.keys({Motion::down});
  EXPECT_EQ(b.selected(), "gh\nab");
  b.keys({Motion::down});
  EXPECT_EQ(b.selected(), "gh\nab\nabcdef");
  b.keys({Motion::down});
  EXPECT_EQ(b.list.selection().focus().index, 1U);
  EXPECT_EQ(b.list.selection().focus().start, 6U);
  b.keys({Motion::down});
  EXPECT_EQ(b.list.selection().focus().start, 8U) << "below the last line is its end";
  b.keys({Motion::up, Motion::up, Motion::up, Motion::up});
  EXPECT_EQ(b.list.selection().focus().start, 0U) << "above the first line is its start";
}

TEST(Selecting, InRightToLeftTextTheArrowsPointTheirWay) {
  SelectBench b;
  b.rooms.chat(message(1, "שלום"));
  b.draw();
  b.list.extend_selection(Motion::left);
  b.draw();
  EXPECT_EQ(b.selected(), "ש");
  b.list.extend_selection(Motion::right);
  b.draw();
  EXPECT_EQ(b.selected(), "");
}

TEST(Selecting, WhatTheKeysReachIsScrolledIntoView) {
  SelectBench b;
  b.rooms.chats(1, 300);
  b.draw();
  const auto inside = [&] {
    const auto& focus = b.list.selection().focus();
    for (const auto& v : b.list.visible()) {
      if (v.id != focus.row) continue;
      const Rect r = b.list.lines(v).at(0).rect;
      return r.y >= 0 && r.bottom() <= 400;
    }
    return false;
  };
  for (int i = 0; i < 40; ++i) {
    b.keys({Motion::up});
    ASSERT_TRUE(inside()) << i;
  }
  EXPECT_FALSE(b.list.at_end());
  b.keys({Motion::log_start});
  EXPECT_TRUE(inside());
  EXPECT_EQ(b.first_visible(), 0U);
  for (int i = 0; i < 40; ++i) {
    b.keys({Motion::down});
    ASSERT_TRUE(inside()) << i;
  }
  b.keys({Motion::log_end});
  EXPECT_TRUE(inside());
  b.list.scroll_to_start();
  b.draw();
  b.keys({Motion::left});
  EXPECT_TRUE(inside()) << "from where it was, far below";
}

// ---- fingers ----

class TouchBench : public SelectBench {
 public:
  using SelectBench::SelectBench;
  void touch(std::pair<float, float> at) {
    ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
    press(at);
  }
  void lift() {
    screen.release();
    draw();
    screen.move(-FLT_MAX, -FLT_MAX);
    draw();
  }
};

TEST(Selecting, AFingerSelectsOnlyAfterALongPress) {
  TouchBench b;
  b.rooms.chat(message(1, "one two three four"));
  b.draw();
  b.touch(b.place(0, 0, 5));
  b.move(b.place(0, 0, 10));
  b.lift();
  EXPECT_FALSE(b.list.selection().active()) << "it scrolls";
  const auto at = b.place(0, 0, 5);
  b.touch(at);
  EXPECT_FALSE(b.list.long_press(300, 1'000));
  EXPECT_TRUE(b.list.long_press(at.first, at.second));
  b.draw();
  EXPECT_EQ(b.selected(), "two");
  b.move(b.place(0, 0, 10));
  EXPECT_EQ(b.selected(), "two three") << "and goes on by words";
  b.lift();
  EXPECT_EQ(b.selected(), "two three");
  b.touch(b.place(0, 0, 1));
  b.lift();
  EXPECT_EQ(b.selected(), "") << "a tap clears it";
}

TEST(Selecting, AFingerHasAButtonToCopyWith) {
  TouchBench b;
  b.rooms.chat(message(1, "one two three four"));
  b.draw();
  const auto at = b.place(0, 0, 5);
  b.touch(at);
  b.list.long_press(at.first, at.second);
  b.draw();
  EXPECT_EQ(b.find(node::copy), nullptr) << "the finger is down";
  b.lift();
  const Node* copy = b.find(node::copy);
  ASSERT_NE(copy, nullptr);
  const Rect r = copy->rect;
  EXPECT_LT(r.bottom(), at.second - 11) << "not over the text";
  b.touch({r.x + r.w / 2, r.y + r.h / 2});
  b.screen.release();
  b.draw();
  ASSERT_EQ(b.intents.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<CopySelection>(b.intents[0]));
  EXPECT_EQ(b.selected(), "two");
  ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_Mouse);
  b.drag(b.place(0, 0, 0), b.place(0, 0, 3));
  EXPECT_EQ(b.find(node::copy), nullptr) << "a mouse has no need of it";
}

TEST(Selecting, HandlesAreDragged) {
  TouchBench b;
  b.rooms.chat(message(1, "one two three four"));
  b.draw();
  const auto at = b.place(0, 0, 5);
  b.touch(at);
  b.list.long_press(at.first, at.second);
  b.draw();
  b.lift();
  ASSERT_EQ(b.selected(), "two");
  const auto below = [](std::pair<float, float> p) { return std::pair(p.first, p.second + 11 + 8); };
  const auto end = below(b.place(0, 0, 7));
  EXPECT_FALSE(b.list.grip_handle(end.first + 100, end.second));
  ASSERT_TRUE(b.list.grip_handle(end.first, end.second));
  b.touch(end);
  b.move(below(b.place(0, 0, 9)));
  EXPECT_EQ(b.selected(), "two t");
  b.lift();
  const auto start = below(b.place(0, 0, 4));
  ASSERT_TRUE(b.list.grip_handle(start.first, start.second));
  b.touch(start);
  b.move(below(b.place(0, 0, 1)));
  EXPECT_EQ(b.selected(), "ne two t");
  b.lift();
  EXPECT_EQ(b.selected(), "ne two t");
}

}  // namespace
}  // namespace banter::ui::test
