#include "ui/status_views.hpp"

#include "chat_bench.hpp"

namespace banter::ui::test {
namespace {

using chat::Link;

TEST(Status, WordsForEveryState) {
  chat::Connection c;
  const TimePoint now{Duration{1000}};
  const auto words = [&](Link link) {
    c.link = link;
    return connection_words(c, now);
  };
  EXPECT_EQ(words(Link::idle), "Not connected");
  EXPECT_EQ(words(Link::connecting), "Connecting…");
  EXPECT_EQ(words(Link::slow), "Still connecting…");
  EXPECT_EQ(words(Link::open), "Connected");
  EXPECT_EQ(words(Link::offline), "Offline");
  EXPECT_EQ(words(Link::stopped), "Disconnected");
  EXPECT_EQ(words(Link::waiting), "Reconnecting…");
  c.retry_at = now + Duration{3001};
  EXPECT_EQ(words(Link::waiting), "Reconnecting in 4 s");
  c.retry_at = now + Duration{3000};
  EXPECT_EQ(words(Link::waiting), "Reconnecting in 3 s");
  c.retry_at = now - Duration{1};
  EXPECT_EQ(words(Link::waiting), "Reconnecting…");
}

TEST(Status, TheCountdownIsDrawnEachSecond) {
  ChatBench b;
  b.connection.link = Link::waiting;
  b.connection.retry_at = b.now + Duration{3000};
  for (int seconds = 3; seconds > 0; --seconds) {
    b.draw();
    ASSERT_NE(b.find(Role::status, "Reconnecting in " + std::to_string(seconds) + " s"), nullptr);
    Frame frame{
        .painter = b.painter, .textures = b.glyphs, .theme = b.theme, .mirror = b.mirror, .focused = node::none};
    frame.now = b.now;
    const auto next = b.view.next_change(frame, b.model());
    ASSERT_TRUE(next);
    EXPECT_EQ(*next - b.now, Duration{1000});
    b.now = *next;
  }
  Frame frame{.painter = b.painter, .textures = b.glyphs, .theme = b.theme, .mirror = b.mirror};
  frame.now = b.now;
  EXPECT_FALSE(b.view.next_change(frame, b.model())) << "it is due: the session acts";
}

TEST(Status, TheStateIsReadByRole) {
  ChatBench b;
  b.draw();
  EXPECT_NE(b.find(Role::status, "Connected"), nullptr);
  EXPECT_NE(b.find(Role::heading, "#general"), nullptr);
  EXPECT_EQ(b.find(node::banner), nullptr);
}

TEST(Status, TheBannerExplainsAndReconnects) {
  ChatBench b;
  b.rooms.chats(1, 3);
  b.connection.link = Link::waiting;
  b.connection.reason = "The server went away.";
  b.show_banner = true;
  b.draw();
  ASSERT_NE(b.find(node::banner), nullptr);
  EXPECT_NE(b.find(node::banner)->name.find("The server went away."), std::string::npos);
  b.click(node::reconnect);
  ASSERT_EQ(b.intents.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<ReconnectNow>(b.intents[0]));
  b.intents.clear();
  b.view.activate(node::reconnect, b.intents);
  EXPECT_EQ(b.intents.size(), 1U);
}

TEST(Status, OfflineAPersonMayTryAnyway) {
  ChatBench b;
  b.rooms.chats(1, 3);
  b.connection.link = Link::offline;
  b.show_banner = true;
  b.draw();
  EXPECT_NE(b.find(node::banner), nullptr);
  ASSERT_NE(b.find(node::reconnect), nullptr);
  EXPECT_EQ(b.find(node::reconnect)->name, "Try anyway");
}

TEST(Status, ANoticeIsShownInsteadOfTheBanner) {
  ChatBench b;
  b.rooms.chats(1, 3);
  b.notice = "The message is too long.";
  b.draw();
  ASSERT_NE(b.find(node::banner), nullptr);
  EXPECT_EQ(b.find(node::banner)->name, "The message is too long.");
  EXPECT_EQ(b.screen.shapes(b.theme.danger_surface)->h, 44);
}

TEST(Status, OnALowScreenAnEmptyRoomKeepsToItself) {
  ChatBench b(320, 256);
  b.connection.link = Link::stopped;
  b.connection.reason = "This token is not known here.";
  b.show_banner = true;
  b.draw();
  ASSERT_NE(b.find(node::empty_head), nullptr);
  EXPECT_LE(b.find(node::empty_head)->rect.bottom(), b.find(node::composer)->rect.y);
  EXPECT_EQ(b.find(node::empty_hint), nullptr) << "it would lie under the field";
}

TEST(Status, AnEmptyRoomInvites) {
  ChatBench b;
  b.draw();
  EXPECT_TRUE(b.word("No messages yet"));
  b.connection.link = Link::connecting;
  b.draw();
  ASSERT_NE(b.find(node::empty_hint), nullptr);
  EXPECT_EQ(b.find(node::empty_hint)->name, "Messages appear here as soon as the server answers.");
  b.rooms.chats(1, 1);
  b.draw();
  EXPECT_FALSE(b.word("Messages appear here as soon as the server answers."));
}

}  // namespace
}  // namespace banter::ui::test
