// When the client wants to run, how long it may take, and what it tells whom how often.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

using chat::Link;

TEST(Loop, AtRestThereIsNothingToDo) {
  AppBench b;
  b.started();
  b.join(1, {AppBench::message(1, "hi")});
  b.pass(8s);
  EXPECT_FALSE(b.client->wants_frame());
  EXPECT_FALSE(b.client->wants_step());
  const std::uint64_t drawn = b.client->frames_drawn();
  const auto next = b.client->next_deadline();
  ASSERT_TRUE(next) << "the ping";
  EXPECT_GT(*next, b.platform.clock + 10s);
  b.pass(10s);
  EXPECT_EQ(b.client->frames_drawn(), drawn) << "an idle page draws no frames";
}

TEST(Loop, AnIdleClientThatWasStoppedNeedsNothing) {
  AppBench b;
  b.started();
  b.join();
  b.client->stop();
  b.run();
  b.pass(30s);
  EXPECT_FALSE(b.client->next_deadline());
  EXPECT_FALSE(b.client->wants_frame());
}

TEST(Loop, DeadlinesAreNeverLeftInThePast) {
  AppBench b;
  b.started();
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 10});
  b.say("longer than ten bytes");  // a notice
  b.says(protocol::Joined{"general", "epoch", 0});
  b.say("short");
  b.text("{bad");
  for (int i = 0; i < 400; ++i) {
    b.platform.pass(i % 3 == 0 ? 1500ms : 37ms);
    if (i == 100) b.closed();
    b.client->step(4ms);  // a hidden page: nothing is drawn
    b.client->step(4ms);
    const auto next = b.client->next_deadline();
    if (next) {
      EXPECT_GT(*next, b.platform.clock) << "it would step without end, at " << i;
    }
  }
}

TEST(Loop, TheInboxIsDrainedWithinItsBudget) {
  AppBench b;
  b.started();
  b.join();
  for (protocol::Seq seq = 1; seq <= 1000; ++seq) {
    b.arrives(protocol::Chat{AppBench::message(seq, "m")});
  }
  EXPECT_GT(b.client->inbox_bytes(), 60'000U);
  b.platform.per_look = Duration{1};  // looking at the clock takes a while in this world
  b.client->step(4ms);
  EXPECT_TRUE(b.client->wants_step()) << "the rest waits for the next step";
  EXPECT_GE(b.client->store().size(), 31U);
  EXPECT_LT(b.client->store().size(), 1000U);
  b.platform.per_look = Duration{0};
  b.client->step(4ms);
  EXPECT_FALSE(b.client->wants_step());
  EXPECT_EQ(b.client->inbox_bytes(), 0U);
  EXPECT_EQ(b.client->store().size(), 1000U);
}

TEST(Loop, FramesAreTakenInInOrderAcrossSockets) {
  AppBench b;
  b.started();
  const net::SocketId old = b.socket();
  b.join();
  b.closed();
  b.pass(20s);
  ASSERT_NE(b.socket(), old);
  b.client->receive(net::Frame{old, b.encode(protocol::Chat{AppBench::message(1, "late")}), false});
  b.client->receive(net::Closed{old, 1006, "", false});
  b.run();
  EXPECT_TRUE(b.rows().empty()) << "an old socket says nothing any more";
  b.join(1, {AppBench::message(1, "hi")});
  EXPECT_EQ(b.rows(), Lines{"bob: hi"});
}

TEST(Loop, UnderLoadTheMirrorFollowsAFewTimesASecond) {
  AppBench b;
  b.started();
  b.join();
  b.pass(1s);
  const std::size_t before = b.platform.mirror_calls;
  std::size_t syncs = 0;
  std::size_t last = before;
  for (protocol::Seq seq = 1; seq <= 60; ++seq) {  // a second at 60 frames
    b.arrives(protocol::Chat{AppBench::message(seq, "m")});
    b.client->step(4ms);
    b.frame();
    syncs += b.platform.mirror_calls != last ? 1 : 0;
    last = b.platform.mirror_calls;
    b.platform.pass(16ms);
  }
  EXPECT_GE(syncs, 5U);
  EXPECT_LE(syncs, 8U);
  b.pass(1s);
  EXPECT_NE(b.platform.find(ui::Role::list, "Messages"), nullptr);
  const auto newest = b.client->store().row(59).id;
  EXPECT_EQ(b.platform.nodes.count(ui::node::row_base + static_cast<ui::NodeId>(newest)), 1U) << "it catches up";
}

TEST(Loop, AnAnswerThatWaitsInTheInboxIsNotLate) {
  AppBench b;
  b.started();
  b.join();
  b.commands();
  b.say("hello");
  const auto sent = b.commands_of<protocol::SendChat>();
  ASSERT_EQ(sent.size(), 1U);
  for (protocol::Seq seq = 1; seq <= 1000; ++seq) b.arrives(protocol::Chat{AppBench::message(seq, "m")});
  b.arrives(protocol::Ack{"general", sent[0].id, 1001, WallTime{1ms}});
  b.platform.pass(30s);  // longer than acks and pings may take
  b.platform.per_look = Duration{1};
  b.client->step(4ms);
  ASSERT_TRUE(b.client->wants_step());
  EXPECT_EQ(b.client->connection().link, Link::open) << "there is more to read";
  b.platform.per_look = Duration{0};
  b.run();
  EXPECT_EQ(b.client->connection().link, Link::open);
  EXPECT_EQ(b.rows().back(), "ann: hello (sent)");
  EXPECT_EQ(b.platform.sockets.size(), 1U);
}

TEST(Loop, SettledMeansDrawnAndMirrored) {
  AppBench b;
  b.started();
  b.join();
  b.pass(1s);
  EXPECT_TRUE(b.client->settled());
  b.arrives(protocol::Chat{AppBench::message(1, "one")});
  EXPECT_FALSE(b.client->settled()) << "it lies in the inbox";
  b.client->step(4ms);
  EXPECT_FALSE(b.client->settled()) << "it is not drawn";
  b.frame();
  b.arrives(protocol::Chat{AppBench::message(2, "two")});
  b.client->step(4ms);
  b.frame();
  EXPECT_FALSE(b.client->settled()) << "the mirror follows later";
  b.pass(1s);
  EXPECT_TRUE(b.client->settled());
}

TEST(Loop, InAnotherSizeTheMirrorFollowsAtOnce) {
  AppBench b;
  b.started();
  b.join();
  b.pass(1s);
  b.arrives(protocol::Chat{AppBench::message(1, "one")});  // a moment ago the mirror was told, so it would wait
  b.client->step(4ms);
  b.frame();
  b.surface.width = 380;
  b.client->repaint();
  b.frame();
  EXPECT_LT(b.platform.nodes.at(ui::node::send).rect.right(), 380);
}

TEST(Loop, WhenAPersonActsTheMirrorFollowsAtOnce) {
  AppBench b;
  b.started();
  b.join();
  b.client->activate(ui::node::toggle_log);
  b.client->step(4ms);
  b.frame();
  EXPECT_EQ(b.platform.nodes.count(ui::node::log_panel), 1U);
  b.client->activate(ui::node::close_log);
  b.client->step(4ms);
  b.frame();
  EXPECT_EQ(b.platform.nodes.count(ui::node::log_panel), 0U);
}

TEST(Loop, MessagesAreAnnouncedButNotTheHistoryAndNotOnesOwn) {
  AppBench b;
  b.started();
  b.join(1, {AppBench::message(1, "old news")});
  EXPECT_TRUE(b.platform.announcements.empty());
  b.say("mine");
  EXPECT_TRUE(b.platform.announcements.empty());
  b.says(protocol::Chat{AppBench::message(2, "hi")});
  EXPECT_EQ(b.platform.announcements, Lines{"bob: hi"});
  for (protocol::Seq seq = 3; seq < 30; ++seq) b.says(protocol::Chat{AppBench::message(seq, "more")});
  EXPECT_EQ(b.platform.announcements.size(), 1U);
  b.pass(3s);
  EXPECT_EQ(b.platform.announcements.back(), "27 new messages");
}

TEST(Loop, LosingAndRegainingTheConnectionIsAnnounced) {
  AppBench b;
  b.started();
  b.join();
  EXPECT_TRUE(b.platform.announcements.empty()) << "the first connection is no news";
  b.closed();
  EXPECT_EQ(b.platform.announcements, Lines{"Connection lost"});
  b.pass(20s);
  b.join();
  EXPECT_EQ(b.platform.announcements.back(), "Connected again");
}

TEST(Loop, AnOwnMessageThatWasRefusedIsAnnounced) {
  AppBench b;
  b.started();
  b.join();
  b.commands();
  b.say("hello");
  const auto sent = b.commands_of<protocol::SendChat>();
  ASSERT_EQ(sent.size(), 1U);
  protocol::Refusal refusal;
  refusal.code = "storage";
  refusal.text = "The disk is full.";
  refusal.room = "general";
  refusal.id = sent[0].id;
  b.says(refusal);
  EXPECT_EQ(b.platform.announcements, Lines{"Not sent: hello"});
  b.pass(10s);
  EXPECT_EQ(b.platform.announcements.size(), 1U);
}

TEST(Loop, EscapeLeavesForTheFieldOneWritesIn) {
  AppBench b;
  b.started();
  b.join(1, {AppBench::message(1, "hi")});
  b.client->set_focus(ui::node::messages, true);
  EXPECT_TRUE(b.client->key(ui::node::messages, ui::Key::escape));
  EXPECT_EQ(b.platform.focused, ui::node::composer);
  EXPECT_FALSE(b.client->key(ui::node::composer, ui::Key::escape)) << "there the host page may have it";
  // The shortcuts take the focus and give it back.
  EXPECT_TRUE(b.client->key(ui::node::messages, ui::Key::help));
  b.run();
  EXPECT_EQ(b.platform.focused, ui::node::close_help);
  EXPECT_EQ(b.platform.nodes.count(ui::node::help_panel), 1U);
  EXPECT_TRUE(b.client->key(ui::node::close_help, ui::Key::escape));
  b.run();
  EXPECT_EQ(b.platform.focused, ui::node::messages);
  EXPECT_EQ(b.platform.nodes.count(ui::node::help_panel), 0U);
}

TEST(Loop, TheConsoleTellsTheTutorialsStory) {
  AppBench b;
  b.started();
  b.opened();
  b.closed(1001, "going away");
  EXPECT_EQ(b.platform.count_lines(ConsoleLevel::info, "Connected"), 1U);
  EXPECT_EQ(b.platform.count_lines(ConsoleLevel::info, "Disconnected, code 1001, clean: going away"), 1U);
  b.pass(20s);
  b.client->receive(net::Failed{b.socket()});
  b.run();
  EXPECT_EQ(b.platform.count_lines(ConsoleLevel::error, "WebSocket error"), 1U);
}

}  // namespace
}  // namespace banter::app::test
