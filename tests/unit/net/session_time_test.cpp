// Timeouts, liveness and the waits between attempts.
#include <gtest/gtest.h>

#include <set>

#include "session_bench.hpp"

namespace banter::net::test {
namespace {

TEST(SessionTime, DeadlinesAreExactAndTickIsIdempotent) {
  Bench bench;
  EXPECT_EQ(bench.session.next_deadline(), std::nullopt);
  bench.session.start(bench.now());
  EXPECT_EQ(bench.session.next_deadline(), Bench::at(4s));
  bench.pass(3'999ms);
  EXPECT_EQ(bench.session.state(), State::connecting);
  bench.pass(1ms);
  EXPECT_EQ(bench.session.state(), State::slow);
  EXPECT_EQ(bench.session.next_deadline(), Bench::at(10s));
  bench.drain();
  bench.pass(0ms);
  bench.pass(5'999ms);
  EXPECT_EQ(bench.notices(), Lines{});
  bench.pass(1ms);
  EXPECT_EQ(bench.session.state(), State::waiting);
  EXPECT_EQ(bench.session.next_deadline(), bench.session.retry_at());
  bench.drain();
  bench.pass(0ms);
  EXPECT_EQ(bench.actions(), Lines{});
  EXPECT_EQ(bench.notices(), Lines{});
}

TEST(SessionTime, OpeningTakesAsLongAsItTakesAfterThat) {
  Bench bench;
  bench.session.start(bench.now());
  bench.pass(9'999ms);
  bench.opened(1);
  EXPECT_EQ(bench.session.next_deadline(), bench.now() + 10s) << "greeting has its own time";
  bench.pass(9'999ms);
  bench.frame(1, "welcome");
  EXPECT_EQ(bench.session.state(), State::open);
}

TEST(SessionTime, AFrameDoesNotProlongTheGreeting) {
  Bench bench;
  bench.session.start(bench.now());
  bench.opened(1);
  bench.pass(9s);
  bench.frame(1, "ping");
  bench.pass(1s);
  EXPECT_EQ(bench.session.state(), State::waiting);
}

TEST(SessionTime, NeverSlowWhenItFailsFirst) {
  Config config = words_config();
  config.connect_within = 3s;
  Bench bench{rich(), config};
  bench.session.start(bench.now());
  EXPECT_EQ(bench.session.next_deadline(), Bench::at(3s));
  bench.pass(3s);
  EXPECT_EQ(bench.notices(), (Lines{"idle>connecting", "connecting>waiting"}));
}

TEST(SessionTime, PingsAfterSilenceAndGivesUpWithoutAPong) {
  Bench bench;
  bench.open_first();
  EXPECT_EQ(bench.session.next_deadline(), Bench::at(25s));
  bench.pass(24'999ms);
  EXPECT_EQ(bench.actions(), Lines{});
  bench.pass(1ms);
  EXPECT_EQ(bench.actions(), Lines{"send 1 ping"});
  EXPECT_EQ(bench.session.next_deadline(), Bench::at(35s));
  bench.pass(9'999ms);
  EXPECT_EQ(bench.actions(), Lines{}) << "one ping is enough";
  bench.pass(1ms);
  EXPECT_EQ(bench.actions(), Lines{"close 1 4000"});
  EXPECT_EQ(bench.session.state(), State::waiting);
  EXPECT_EQ(bench.session.reason(), "The connection went silent: no answer to a ping within 10 s.");
}

TEST(SessionTime, AnyFrameIsLife) {
  for (const char* life : {"pong", "chat:x", "rubbish", ""}) {
    Bench bench;
    bench.open_first();
    bench.pass(25s);
    bench.pass(9s);
    bench.drain();
    bench.frame(1, life, *life == '\0');
    EXPECT_EQ(bench.session.next_deadline(), bench.now() + 25s) << life;
    bench.pass(1s);
    EXPECT_EQ(bench.session.state(), State::open) << life;
    bench.pass(23'999ms);
    EXPECT_EQ(bench.actions(), Lines{}) << life;
    bench.pass(1ms);
    EXPECT_EQ(bench.actions(), Lines{"send 1 ping"}) << life;
  }
}

TEST(SessionTime, SendingIsNoLife) {
  Bench bench;
  bench.open_first();
  bench.pass(20s);
  EXPECT_TRUE(bench.session.send(bench.now(), protocol::SendChat{"r", "id", "ann", "hi"}));
  EXPECT_EQ(bench.session.next_deadline(), Bench::at(25s));
}

TEST(SessionTime, ADialectWithoutPingIsNeverDead) {
  Bench bench{protocol::Capabilities{}};
  bench.open_first();
  EXPECT_EQ(bench.session.next_deadline(), std::nullopt);
  bench.pass(24h);
  EXPECT_EQ(bench.session.state(), State::open);
  EXPECT_EQ(bench.actions(), Lines{});
}

TEST(SessionTime, AsksAtOnceWhetherTheSocketSurvivedANetworkChange) {
  Bench bench;
  bench.open_first();
  bench.session.set_online(bench.now(), true);
  EXPECT_EQ(bench.actions(), Lines{}) << "nothing changed";
  bench.session.set_online(bench.now(), false);
  bench.pass(1s);
  bench.session.set_online(bench.now(), true);
  EXPECT_EQ(bench.actions(), Lines{"send 1 ping"});
  EXPECT_EQ(bench.session.next_deadline(), bench.now() + 10s);
}

TEST(SessionTime, WaitsAreJitteredFromTheFirstAndBounded) {
  // With the same seed everything is the same; over many seeds the first wait fills [50 ms, 500 ms).
  std::set<Duration> first_waits;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Bench bench{rich(), words_config(), seed};
    bench.session.start(bench.now());
    Duration cap = 500ms;
    for (SocketId socket = 1; socket <= 12; ++socket) {
      bench.closed(socket);
      ASSERT_EQ(bench.session.state(), State::waiting);
      const Duration wait = *bench.session.retry_at() - bench.now();
      ASSERT_GE(wait, 50ms);
      ASSERT_LE(wait, cap) << "attempt " << socket << ", seed " << seed;
      if (socket == 1) first_waits.insert(wait);
      cap = std::min<Duration>(cap * 2, 20s);
      bench.run_until(bench.clock + wait);
      ASSERT_EQ(bench.session.state(), State::connecting);
    }
  }
  EXPECT_GT(first_waits.size(), 100U);
  EXPECT_LT(*first_waits.begin(), 100ms);
  EXPECT_GT(*first_waits.rbegin(), 450ms);
}

/// The longest first wait over many seeds, when a connection that lasted `open_for` is lost after six failures.
Duration longest_wait_after(Duration open_for) {
  Duration longest{0};
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Bench bench{rich(), words_config(), seed};
    bench.session.start(bench.now());
    SocketId socket = 1;
    for (; socket <= 6; ++socket) {
      bench.closed(socket);
      bench.run_until(*bench.session.retry_at() - Bench::at(0s));
    }
    bench.opened(socket);
    bench.frame(socket, "welcome");
    bench.pass(open_for);
    bench.closed(socket);
    longest = std::max(longest, *bench.session.retry_at() - bench.now());
  }
  return longest;
}

TEST(SessionTime, AStableConnectionStartsTheBackoffAnew) {
  EXPECT_GT(longest_wait_after(4'999ms), 10s);
  EXPECT_LE(longest_wait_after(5s), 500ms);
}

TEST(SessionTime, ReconnectNowStartsTheBackoffAnew) {
  Bench bench;
  bench.session.start(bench.now());
  for (SocketId socket = 1; socket <= 8; ++socket) {
    bench.closed(socket);
    bench.session.reconnect_now(bench.now());
  }
  bench.closed(9);
  EXPECT_LE(*bench.session.retry_at() - bench.now(), 500ms);
}

TEST(SessionTime, OneSocketAtATimeOverALongOutage) {
  Bench bench;
  bench.session.start(bench.now());
  bench.run_until(24h);
  int open = 0;
  SocketId last = 0;
  for (const Action& action : bench.session.take_actions()) {
    if (const auto* opens = std::get_if<OpenSocket>(&action)) {
      EXPECT_EQ(opens->socket, ++last);
      EXPECT_EQ(++open, 1);
    } else {
      EXPECT_EQ(std::get<CloseSocket>(action).socket, last);
      EXPECT_EQ(--open, 0);
    }
  }
  EXPECT_GT(last, 24U * 3600 / 30);  // 10 s to fail and at most 20 s to wait
  EXPECT_LT(last, 24U * 3600 / 15);  // and 10 s on average
}

}  // namespace
}  // namespace banter::net::test
