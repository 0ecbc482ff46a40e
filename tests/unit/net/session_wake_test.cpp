// Sleep, frozen pages and timers that come once a minute: a connection is not given up because nobody looked, and not
// kept because nobody asked.
#include <gtest/gtest.h>

#include "session_bench.hpp"

namespace banter::net::test {
namespace {

TEST(SessionWake, AsksAtOnceWhetherAnybodyIsThere) {
  Bench bench;
  bench.open_first();
  bench.pass(6s);
  bench.session.woke(bench.now());
  EXPECT_EQ(bench.actions(), Lines{"send 1 ping"});
  EXPECT_EQ(bench.session.next_deadline(), bench.now() + 10s);
  bench.session.woke(bench.now());
  EXPECT_EQ(bench.actions(), Lines{}) << "once";
  bench.pass(10s);
  EXPECT_EQ(bench.actions(), Lines{"close 1 4000"});
  EXPECT_EQ(bench.session.state(), State::waiting);
}

TEST(SessionWake, WhoSpokeAMomentAgoIsNotAsked) {
  Bench bench;
  bench.open_first();
  bench.pass(20s);
  bench.frame(1, "chat:x");
  bench.pass(4'999ms);
  bench.session.woke(bench.now());
  EXPECT_EQ(bench.actions(), Lines{});
}

TEST(SessionWake, AWaitIsCutShort) {
  Bench bench;
  bench.open_first();
  bench.closed(1);
  bench.drain();
  bench.session.woke(bench.now());
  EXPECT_EQ(bench.session.state(), State::connecting);
  bench.session.set_online(bench.now(), false);
  bench.session.woke(bench.now());
  EXPECT_EQ(bench.session.state(), State::offline) << "there is no network to try";
}

TEST(SessionWake, ElsewhereNothingHappens) {
  Bench bench;
  bench.session.woke(bench.now());
  EXPECT_EQ(bench.session.state(), State::idle);
  bench.session.start(bench.now());
  bench.session.woke(bench.now());
  EXPECT_EQ(bench.session.state(), State::connecting);
  Bench plain{protocol::Capabilities{}};
  plain.open_first();
  plain.pass(1h);
  plain.drain();
  plain.session.woke(plain.now());
  EXPECT_EQ(plain.actions(), Lines{});
  EXPECT_EQ(plain.session.state(), State::open);
}

TEST(SessionWake, APongThatWasSleptThroughIsAskedForAgainOnce) {
  Bench bench;
  bench.open_first();
  bench.pass(25s);
  EXPECT_EQ(bench.actions(), Lines{"send 1 ping"});
  bench.clock += 1h;  // nothing ran
  bench.session.tick(bench.now());
  EXPECT_EQ(bench.session.state(), State::open);
  EXPECT_EQ(bench.actions(), Lines{"send 1 ping"});
  EXPECT_EQ(bench.session.next_deadline(), bench.now() + 10s);
  bench.frame(1, "pong");
  EXPECT_EQ(bench.session.next_deadline(), bench.now() + 25s);

  bench.pass(25s);
  bench.drain();
  for (int times = 0; times < 2; ++times) {
    bench.clock += 1h;
    bench.session.tick(bench.now());
  }
  EXPECT_EQ(bench.session.state(), State::waiting) << "a second time it is dead";
}

/// A hidden tab's timers come once a minute; messages are handed over when they come.
TEST(SessionWake, AnHourHiddenKeepsALiveConnection) {
  Bench bench;
  bench.open_first();
  int pings = 0;
  for (int minute = 0; minute < 60; ++minute) {
    bench.clock += 60s;
    bench.session.tick(bench.now());
    ASSERT_EQ(bench.session.state(), State::open) << "in minute " << minute;
    for (const auto& line : bench.actions()) {
      ASSERT_EQ(line, "send 1 ping");
      ++pings;
      bench.clock += 50ms;
      bench.frame(1, "pong");
    }
  }
  EXPECT_EQ(pings, 60);
}

TEST(SessionWake, AnHourHiddenLosesADeadOneWithinMinutes) {
  Bench bench;
  bench.open_first();
  int minutes = 0;
  for (; bench.session.state() == State::open; ++minutes) {
    ASSERT_LT(minutes, 60);
    bench.clock += 60s;
    bench.session.tick(bench.now());
  }
  EXPECT_LE(minutes, 3);
}

TEST(SessionWake, RoundTripsAreMeasuredFromPings) {
  Bench bench;
  bench.open_first();
  bench.drain();
  bench.session.measure(bench.now());
  bench.session.measure(bench.now());
  EXPECT_EQ(bench.actions(), Lines{"send 1 ping"});
  bench.clock += 30ms;
  bench.frame(1, "chat:x");
  bench.clock += 12ms;
  bench.frame(1, "pong");
  bench.frame(1, "pong");
  std::vector<Duration> times;
  for (const Notice& notice : bench.session.take_notices()) {
    if (const auto* trip = std::get_if<RoundTrip>(&notice)) times.push_back(trip->time);
  }
  EXPECT_EQ(times, std::vector<Duration>{42ms});
}

TEST(SessionWake, WhatWasSleptThroughIsNoRoundTrip) {
  Bench bench;
  bench.open_first();
  bench.pass(25s);
  bench.clock += 1h;
  bench.session.tick(bench.now());
  bench.frame(1, "pong");
  for (const Notice& notice : bench.session.take_notices()) EXPECT_EQ(std::get_if<RoundTrip>(&notice), nullptr);
}

}  // namespace
}  // namespace banter::net::test
