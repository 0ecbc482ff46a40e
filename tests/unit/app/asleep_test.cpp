// Sleep, hidden tabs, frozen pages; and how the connection does, measured and shown.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

using chat::Link;

class AsleepBench : public AppBench {
 public:
  AsleepBench() {
    started();
    join(1, {message(1, "hi")});
    pass(1s);
    commands();
  }
  std::size_t pings() { return commands_of<protocol::Ping>().size(); }
};

TEST(Asleep, AClockThatStoodStillBesideTheOtherIsNoticed) {
  AsleepBench b;
  b.pass(10s);
  EXPECT_EQ(b.pings(), 0U);
  b.platform.wall_clock += 1h;  // the other clock does not count sleep
  b.run();
  EXPECT_EQ(b.pings(), 1U) << "is anybody there?";
  b.run();
  EXPECT_EQ(b.pings(), 0U);
  b.pass(11s);
  EXPECT_NE(b.client->connection().link, Link::open) << "nobody was";
  EXPECT_TRUE(b.platform.sockets[0].closed.has_value());
}

TEST(Asleep, AClockThatCountsSleepIsNoticedByTheDeadline) {
  AsleepBench b;
  b.pass(24s);
  EXPECT_EQ(b.pings(), 1U);
  b.platform.pass(3h);
  b.run();
  EXPECT_EQ(b.client->connection().link, Link::open) << "it may have been answered while nobody looked";
  EXPECT_EQ(b.pings(), 1U);
  b.says(protocol::Pong{});
  b.pass(20s);
  EXPECT_EQ(b.client->connection().link, Link::open);
  EXPECT_EQ(b.platform.sockets.size(), 1U);
}

TEST(Asleep, AClockThatIsSetBackHarmsNothing) {
  AsleepBench b;
  b.platform.wall_clock -= 24h;
  b.pass(5s);
  b.platform.wall_clock += 4s;
  b.pass(5s);
  EXPECT_EQ(b.pings(), 0U);
  EXPECT_EQ(b.client->connection().link, Link::open);
}

TEST(Asleep, APageThatShowsAgainAsksAtOnce) {
  AsleepBench b;
  b.pass(10s);
  b.client->woke();
  b.run();
  EXPECT_EQ(b.pings(), 1U);
  b.says(protocol::Pong{});
  b.closed();
  const std::size_t sockets = b.platform.sockets.size();
  b.client->woke();
  b.run();
  EXPECT_EQ(b.platform.sockets.size(), sockets + 1) << "and does not wait";
}

/// Timers come once a minute, messages when they come, and nothing is drawn.
TEST(Asleep, AnHourInAHiddenTabLosesNothing) {
  AsleepBench b;
  protocol::Seq seq = 1;
  for (int second = 1; second <= 3'600; ++second) {
    b.platform.pass(1s);
    const bool timer = second % 60 == 0;
    if (second % 977 == 0) b.arrives(protocol::Chat{AppBench::message(++seq, "m")});
    if (timer || second % 977 == 0) b.client->step(4ms);
    for (const auto& command : b.commands()) {
      if (std::holds_alternative<protocol::Ping>(command)) {
        b.arrives(protocol::Pong{});
        b.client->step(4ms);
      }
    }
    ASSERT_EQ(b.client->connection().link, Link::open) << "second " << second;
  }
  EXPECT_EQ(b.platform.sockets.size(), 1U);
  EXPECT_EQ(b.rows().size(), seq);
}

TEST(Asleep, AnAckOfAHiddenTabIsNotLateWhenItWaitsToBeRead) {
  AsleepBench b;
  b.say("hello");
  const auto sent = b.commands_of<protocol::SendChat>();
  ASSERT_EQ(sent.size(), 1U);
  b.arrives(protocol::Ack{"general", sent[0].id, 2, WallTime{1ms}});
  b.platform.pass(60s);  // the timer that would have judged it comes after a minute
  b.run();
  EXPECT_EQ(b.client->connection().link, Link::open);
  EXPECT_EQ(b.rows().back(), "ann: hello (sent)");
}

TEST(Asleep, RoundTripsAreTakenFromAcks) {
  AsleepBench b;
  b.say("hello");
  const auto sent = b.commands_of<protocol::SendChat>();
  b.platform.pass(35ms);
  b.says(protocol::Ack{"general", sent.at(0).id, 2, WallTime{1ms}});
  EXPECT_EQ(b.client->links().newest(), 35ms);
}

TEST(Asleep, ARefusedMessageMeasuresNothingAndTheNextOneDoes) {
  AsleepBench b;
  b.say("no");
  protocol::Refusal refusal;
  refusal.room = "general";
  refusal.code = "empty";
  refusal.id = b.commands_of<protocol::SendChat>().at(0).id;
  b.platform.pass(9s);
  b.says(refusal);
  EXPECT_FALSE(b.client->links().newest());
  b.say("yes");
  const auto sent = b.commands_of<protocol::SendChat>();
  b.platform.pass(7ms);
  b.says(protocol::Ack{"general", sent.at(0).id, 2, WallTime{1ms}});
  EXPECT_EQ(b.client->links().newest(), 7ms);
}

TEST(Asleep, WhileThePanelShowsItIsMeasuredEveryTenSeconds) {
  AsleepBench b;
  b.client->activate(ui::node::toggle_log);
  b.run();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(b.pings(), 1U) << i;
    b.platform.pass(20ms);
    b.says(protocol::Pong{});
    b.pass(9'980ms);
  }
  EXPECT_EQ(b.client->links().samples().size(), 3U);
  EXPECT_EQ(b.client->links().longest(), 20ms);
  const auto* words = b.platform.find(ui::Role::paragraph, "Round trip 20 ms, at most 20 ms in the last five minutes");
  EXPECT_NE(words, nullptr);
  b.says(protocol::Pong{});
  b.client->activate(ui::node::close_log);
  b.run();
  b.commands();
  b.pass(20s);
  EXPECT_EQ(b.pings(), 0U) << "nobody looks";
}

TEST(Asleep, ReconnectsAreCounted) {
  AsleepBench b;
  EXPECT_EQ(b.client->links().reconnects(), 0U);
  b.closed();
  b.pass(20s);
  b.join();
  EXPECT_EQ(b.client->links().reconnects(), 1U);
  EXPECT_TRUE(b.client->links().open_since());
  EXPECT_EQ(b.client->links().marks().size(), 3U);
}

}  // namespace
}  // namespace banter::app::test
