// Selecting in the log by keyboard.
#include "select_bench.hpp"

namespace banter::ui::test {
namespace {

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

}  // namespace
}  // namespace banter::ui::test
