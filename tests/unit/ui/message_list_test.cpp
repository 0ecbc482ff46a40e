#include "ui/message_list.hpp"

#include "list_bench.hpp"

namespace banter::ui::test {
namespace {

TEST(MessageList, AnEmptyRoomDrawsNoRows) {
  ListBench b;
  b.draw();
  EXPECT_TRUE(b.list.visible().empty());
  EXPECT_FALSE(b.list.can_scroll(10));
  EXPECT_FALSE(b.list.can_scroll(-10));
}

TEST(MessageList, AShortListStandsAtTheBottomAndDoesNotScroll) {
  ListBench b;
  b.rooms.chats(1, 3);
  b.draw();
  ASSERT_EQ(b.list.visible().size(), 3U);
  EXPECT_EQ(b.list.visible().back().rect.bottom(), 400 - metric::gap);
  EXPECT_FALSE(b.list.can_scroll(10));
  EXPECT_FALSE(b.list.can_scroll(-10));
  for (const float delta : {-50.0F, 50.0F, -1e5F, 1e5F}) {
    b.list.scroll_by(delta);
    b.draw();
    b.draw();
    EXPECT_EQ(b.list.visible().back().rect.bottom(), 400 - metric::gap) << delta;
    EXPECT_TRUE(b.list.at_end());
  }
  b.list.scroll_to_start();
  b.draw();
  EXPECT_EQ(b.list.visible().back().rect.bottom(), 400 - metric::gap);
}

TEST(MessageList, FollowsTheEnd) {
  ListBench b;
  for (protocol::Seq seq = 1; seq <= 60; ++seq) {
    b.rooms.chats(seq, seq);
    b.draw();
    ASSERT_TRUE(b.list.at_end());
    ASSERT_EQ(b.last_visible(), seq - 1);
    ASSERT_NEAR(b.list.visible().back().rect.bottom(), 400 - metric::gap, 0.01);
    ASSERT_TRUE(b.word("m" + std::to_string(seq)));
  }
  EXPECT_EQ(b.list.unseen(), 0U);
}

TEST(MessageList, WheelMovesByExactlyThatMuch) {
  ListBench b;
  b.rooms.chats(1, 200);
  b.draw();
  EXPECT_FALSE(b.list.can_scroll(1)) << "the page may scroll on";
  EXPECT_TRUE(b.list.can_scroll(-1));
  const auto row = b.list.visible()[3];
  b.list.scroll_by(-37);
  b.draw();
  ASSERT_TRUE(b.rect_of(row.id));
  EXPECT_NEAR(b.rect_of(row.id)->y, row.rect.y + 37, 0.01);
  EXPECT_FALSE(b.list.at_end());
  EXPECT_TRUE(b.list.can_scroll(1));
  b.list.scroll_by(-100);
  b.list.scroll_by(100);
  b.draw();
  EXPECT_NEAR(b.rect_of(row.id)->y, row.rect.y + 37, 0.01) << "steps of one frame add up";
  b.list.scroll_by(37);
  b.draw();
  EXPECT_TRUE(b.list.at_end()) << "at the end it follows again";
}

TEST(MessageList, ScrollsToBothEndsAndByPages) {
  ListBench b;
  b.rooms.chats(1, 300);
  b.draw();
  b.list.scroll_to_start();
  b.draw();
  EXPECT_EQ(b.first_visible(), 0U);
  EXPECT_EQ(b.list.visible().front().rect.y, 0);
  EXPECT_FALSE(b.list.can_scroll(-1));
  EXPECT_FALSE(b.list.at_end());
  const auto below = b.list.visible().back();
  b.list.scroll_pages(1);
  b.draw();
  ASSERT_TRUE(b.rect_of(below.id)) << "a page leaves something to go on from";
  EXPECT_LT(b.rect_of(below.id)->y, 60);
  b.list.scroll_pages(-1);
  b.draw();
  EXPECT_EQ(b.list.visible().front().rect.y, 0);
  b.list.scroll_to_end();
  b.draw();
  EXPECT_TRUE(b.list.at_end());
  EXPECT_EQ(b.last_visible(), 299U);
}

TEST(MessageList, ALongWayIsJumped) {
  ListBench b;
  b.rooms.chats(1, 5000);
  b.draw();
  const std::uint64_t before = b.glyphs.measured;
  b.list.scroll_by(-60'000);
  b.draw();
  EXPECT_FALSE(b.list.at_end());
  EXPECT_LT(b.first_visible(), 3500U);
  EXPECT_GT(b.first_visible(), 1000U);
  EXPECT_LT(b.glyphs.measured - before, 200U) << "what lies between was not laid out";
  b.list.scroll_by(1e7F);
  b.draw();
  EXPECT_TRUE(b.list.at_end());
  b.list.scroll_by(-1e7F);
  b.draw();
  EXPECT_EQ(b.first_visible(), 0U);
}

// ---- unseen ----

TEST(MessageList, CountsWhatCameWhileReadingFurtherUp) {
  ListBench b;
  b.rooms.chats(1, 100);
  b.draw();
  b.list.scroll_by(-800);
  b.draw();
  EXPECT_EQ(b.list.unseen(), 0U);
  b.rooms.chats(101, 103);
  b.draw();
  EXPECT_EQ(b.list.unseen(), 3U);
  b.rooms.chats(104, 104);
  b.draw();
  EXPECT_EQ(b.list.unseen(), 4U);
  b.list.scroll_by(-100);
  b.draw();
  EXPECT_EQ(b.list.unseen(), 4U);
  b.list.scroll_to_end();
  b.draw();
  EXPECT_EQ(b.list.unseen(), 0U);
  b.rooms.chats(105, 106);
  b.draw();
  EXPECT_EQ(b.list.unseen(), 0U) << "they are seen as they come";
}

TEST(MessageList, ConfirmingAnOwnMessageIsNotNews) {
  ListBench b;
  b.rooms.chats(1, 100);
  b.draw();
  b.list.scroll_by(-800);
  b.draw();
  b.rooms.send("mine", "id1");
  b.draw();
  const std::size_t after_sending = b.list.unseen();
  b.rooms.store.take_unsent(TimePoint{});
  b.rooms.apply(protocol::Ack{"r", "id1", 101, WallTime{Duration{1}}});
  b.draw();
  EXPECT_EQ(b.list.unseen(), after_sending);
}

// ---- mirror and intents ----

TEST(MessageList, TheMirrorReadsWhatIsVisible) {
  ListBench b;
  b.rooms.chats(1, 100);
  b.rooms.send("mine", "id1");
  b.draw();
  const Node* list = b.find(node::messages);
  ASSERT_NE(list, nullptr);
  EXPECT_EQ(list->role, Role::list);
  EXPECT_TRUE(list->flags & Node::focusable);
  const Node* mine = b.find(node::row_base + static_cast<NodeId>(b.rooms.store.row(100).id));
  ASSERT_NE(mine, nullptr);
  EXPECT_EQ(mine->role, Role::listitem);
  EXPECT_EQ(mine->parent, node::messages);
  EXPECT_EQ(mine->position, 101);
  EXPECT_EQ(mine->set_size, 101);
  EXPECT_EQ(mine->name, "ann, 22:13: mine (sending)");
  std::size_t items = 0;
  for (const Node& n : b.mirror.described()) items += n.role == Role::listitem && n.position > 0 ? 1 : 0;
  EXPECT_EQ(items, b.list.visible().size());
}

TEST(MessageList, RetryAndDiscardAreClicked) {
  ListBench b;
  const chat::RowId row = b.rooms.send("mine", "id1");
  b.rooms.refuse("id1", "too loud");
  b.draw();
  EXPECT_TRUE(b.word("Not sent. too loud"));
  const auto click = [&](NodeId id) {
    const Node* button = b.find(id + static_cast<NodeId>(row));
    ASSERT_NE(button, nullptr);
    const Rect r = button->rect;
    b.intents.clear();
    b.screen.move(r.x + r.w / 2, r.y + r.h / 2);
    b.draw();
    b.screen.press();
    b.draw();
    b.screen.release();
    b.draw();
  };
  click(node::retry_base);
  ASSERT_EQ(b.intents.size(), 1U);
  ASSERT_TRUE(std::holds_alternative<RetryMessage>(b.intents[0]));
  EXPECT_EQ(std::get<RetryMessage>(b.intents[0]).row, row);
  click(node::discard_base);
  ASSERT_EQ(b.intents.size(), 1U);
  ASSERT_TRUE(std::holds_alternative<DiscardMessage>(b.intents[0]));
  EXPECT_EQ(std::get<DiscardMessage>(b.intents[0]).row, row);
}

TEST(MessageList, WhatWaitsCanBeEditedOrTakenBack) {
  ListBench b;
  const chat::RowId row = b.rooms.send("later", "id1");
  b.rooms.note(b.rooms.store.connection_lost());
  b.draw();
  const auto number = static_cast<NodeId>(row);
  const Node* edit = b.find(node::rewrite_base + number);
  const Node* cancel = b.find(node::discard_base + number);
  ASSERT_NE(edit, nullptr);
  ASSERT_NE(cancel, nullptr);
  EXPECT_EQ(edit->name, "Edit: later");
  EXPECT_EQ(cancel->name, "Cancel: later");
  EXPECT_EQ(b.find(node::row_base + number)->name, "ann, 22:13: later (waiting to be sent)");
  EXPECT_EQ(b.find(node::retry_base + number), nullptr);
  b.screen.move(edit->rect.x + edit->rect.w / 2, edit->rect.y + edit->rect.h / 2);
  b.draw();
  b.screen.press();
  b.draw();
  b.intents.clear();
  b.screen.release();
  b.draw();
  ASSERT_EQ(b.intents.size(), 1U);
  ASSERT_TRUE(std::holds_alternative<EditMessage>(b.intents.front()));
  EXPECT_EQ(std::get<EditMessage>(b.intents.front()).row, row);
}

TEST(MessageList, TheScrollbarIsDragged) {
  ListBench b;
  b.rooms.chats(1, 2000);
  b.draw();
  b.screen.move(595, 3);
  b.draw();
  b.screen.press();
  b.draw();
  b.draw();
  EXPECT_EQ(b.first_visible(), 0U) << "a press on the track goes there";
  b.screen.move(595, 200);
  b.draw();
  b.draw();
  EXPECT_NEAR(static_cast<double>(b.first_visible()), 1000, 120);
  b.screen.move(595, 1000);
  b.draw();
  b.draw();
  EXPECT_TRUE(b.list.at_end());
  b.screen.release();
  b.draw();
  EXPECT_TRUE(b.list.at_end());
}

}  // namespace
}  // namespace banter::ui::test
