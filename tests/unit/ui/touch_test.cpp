// What fingers need of the views: large targets, a scrollbar that is not in the way, an answer before anything moves.
#include <gtest/gtest.h>
#include <imgui.h>

#include "chat_bench.hpp"

namespace banter::ui::test {
namespace {

bool overlap(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

TEST(Touch, ARectangleGrowsAboutItsMiddle) {
  EXPECT_EQ((Rect{10, 10, 60, 20}.at_least(44)), (Rect{10, -2, 60, 44}));
  EXPECT_EQ((Rect{10, 10, 50, 50}.at_least(44)), (Rect{10, 10, 50, 50}));
}

TEST(Touch, ButtonsOfFailedRowsAreLargeAndApart) {
  ChatBench b(320, 568);
  b.target = 44;
  const auto first = b.rooms.send("one", "a");
  const auto second = b.rooms.send("two", "b");
  b.rooms.refuse("a", "No.");
  b.rooms.refuse("b", "No.");
  b.draw();
  std::vector<Rect> targets;
  for (const auto row : {first, second}) {
    for (const NodeId base : {node::retry_base, node::discard_base}) {
      const Node* found = b.find(base + static_cast<NodeId>(row));
      ASSERT_NE(found, nullptr);
      EXPECT_GE(found->rect.w, 44);
      EXPECT_GE(found->rect.h, 44);
      for (const Rect& other : targets) EXPECT_FALSE(overlap(other, found->rect));
      targets.push_back(found->rect);
    }
  }
}

TEST(Touch, AButtonIsPressedAtTheEdgeOfItsTarget) {
  ChatBench b;
  b.target = 44;
  b.type(node::composer, "hi");
  b.draw();
  const Rect send = b.find(node::send)->rect;
  EXPECT_EQ(send.h, 44);
  b.screen.move(send.x + send.w / 2, send.y + 1);
  b.draw();
  b.screen.press();
  b.draw();
  b.screen.release();
  b.draw();
  EXPECT_EQ(b.intents.size(), 1U);
}

TEST(Touch, EntriesOfTheLogAreAsHighAsAFinger) {
  ChatBench b(390, 844);
  b.target = 44;
  fill_log(b.log, 30);
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  b.draw();
  const Node* newest = b.find(node::entry_base + 30);
  const Node* before = b.find(node::entry_base + 29);
  ASSERT_TRUE(newest != nullptr && before != nullptr);
  EXPECT_EQ(newest->rect.h, 44);
  EXPECT_FALSE(overlap(newest->rect, before->rect));
}

TEST(Touch, WhatCanScrollIsSaidBeforeItDoes) {
  ChatBench b;
  b.rooms.chats(1, 200);
  b.draw();
  EXPECT_TRUE(b.view.can_scroll(300, 300, -1));
  EXPECT_FALSE(b.view.can_scroll(300, 300, 1)) << "at the end";
  EXPECT_FALSE(b.view.can_scroll(300, 10, -1)) << "the header";
  b.draw();
  EXPECT_TRUE(b.view.list().at_end()) << "nothing has moved";
  fill_log(b.log, 100);
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  b.draw();
  EXPECT_TRUE(b.view.can_scroll(700, 300, -1)) << "the connection log";
  EXPECT_FALSE(b.view.can_scroll(700, 300, 1));
}

TEST(Touch, AFingerHasTheScrollbarOnlyAfterTheLogHasMoved) {
  ChatBench b;
  b.target = 44;
  b.rooms.chats(1, 200);
  b.draw();
  const Rect list = b.view.list().area();
  const float x = list.right() - 40;
  const float y = list.bottom() - 20;
  EXPECT_FALSE(b.view.touch_begins(x, y, false));
  EXPECT_FALSE(b.view.touch_begins(x, list.y + 30, true)) << "the track alone is nothing to grip";
  const auto drag = [&](bool scrolled) {
    EXPECT_EQ(b.view.touch_begins(x, y, scrolled), scrolled);
    ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
    b.screen.move(x, y);
    b.draw();
    b.screen.press();
    b.draw();
    b.screen.move(x, y - 200);
    b.draw();
    b.draw();
    b.screen.release();
    b.draw();
    return b.view.list().at_end();
  };
  EXPECT_TRUE(drag(false)) << "the finger is not the scrollbar's";
  EXPECT_FALSE(drag(true));
}

TEST(Touch, PagesAreLeafedThroughFromTheComposer) {
  ChatBench b;
  b.rooms.chats(1, 200);
  b.draw();
  b.view.key(node::composer, Key::page_up, b.intents);
  b.draw();
  EXPECT_FALSE(b.view.list().at_end());
  b.view.key(node::composer, Key::page_down, b.intents);
  b.draw();
  EXPECT_TRUE(b.view.list().at_end());
  b.view.key(node::composer, Key::home, b.intents);
  b.draw();
  EXPECT_TRUE(b.view.list().at_end()) << "Home is the caret's";
}

TEST(Touch, RowsStandOnDevicePixels) {
  ChatBench b;
  b.painter.set_scale(2.5F);
  b.rooms.chats(1, 200);
  b.draw();
  for (const float step : {-33.3F, -0.3F, -0.17F, -12.61F}) {
    b.view.wheel(300, 300, step);
    b.draw();
    for (const auto& row : b.view.list().visible()) {
      EXPECT_NEAR(row.rect.y * 2.5F, std::round(row.rect.y * 2.5F), 0.01);
    }
  }
}

}  // namespace
}  // namespace banter::ui::test
