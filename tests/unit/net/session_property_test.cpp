// Random worlds: whatever the platform reports and the app asks for, in whatever order, the
// session's promises hold. A failing seed is printed and replays.
#include <gtest/gtest.h>

#include <map>

#include "session_bench.hpp"

namespace banter::net::test {
namespace {

/// Checks the actions against what a platform that performs them would see.
class Sockets {
 public:
  void perform(const std::vector<Action>& actions) {
    for (const Action& action : actions) {
      if (const auto* open = std::get_if<OpenSocket>(&action)) {
        ASSERT_FALSE(alive_) << "a second socket beside socket " << newest_;
        ASSERT_GT(open->socket, newest_) << "an id was used twice";
        newest_ = open->socket;
        alive_ = true;
      } else if (const auto* send = std::get_if<SendText>(&action)) {
        ASSERT_TRUE(alive_ && opened_ && send->socket == newest_) << "sent to a socket that is not open";
      } else if (const auto* close = std::get_if<CloseSocket>(&action)) {
        ASSERT_TRUE(alive_ && close->socket == newest_) << "closed twice, or never opened";
        ASSERT_TRUE(close->code == 1000 || (close->code >= 3000 && close->code <= 4999)) << close->code;
        alive_ = opened_ = false;
      }
    }
  }
  void opened() { opened_ = true; }
  void ended() { alive_ = opened_ = false; }
  [[nodiscard]] bool alive() const { return alive_; }
  [[nodiscard]] bool is_open() const { return opened_; }
  [[nodiscard]] SocketId newest() const { return newest_; }

 private:
  SocketId newest_ = 0;
  bool alive_ = false;
  bool opened_ = false;
};

void one_world(std::uint64_t seed, std::map<State, int>& seen) {
  Random random{seed};
  Bench bench{random.below(4) == 0 ? protocol::Capabilities{} : rich(), words_config(), seed};
  Session& session = bench.session;
  const bool hello = session.capabilities().hello;
  Sockets sockets;
  State told = State::idle;
  const char* const frames[] = {"welcome", "ping",      "pong",     "chat:x",
                                "rubbish", "refuse:no", "fatal:no", "welcome chat:y"};

  for (int step = 0; step < 300; ++step) {
    const TimePoint now = bench.now();
    // An older socket's late words, now and then.
    const SocketId socket =
        random.below(5) == 0 ? static_cast<SocketId>(random.below(sockets.newest() + 2)) : sockets.newest();
    const bool live = sockets.alive() && socket == sockets.newest();
    switch (random.below(16)) {
      case 0:
        session.start(now);
        break;
      case 1:
        if (random.below(8) == 0) session.stop(now);
        break;
      case 2:
        session.set_online(now, random.below(3) != 0);
        break;
      case 3:
        if (random.below(3) == 0) session.reconnect_now(now);
        break;
      case 4:
        if (random.below(3) == 0) session.drop(now, "dropped");
        break;
      case 5:
      case 6:
        if (live && sockets.is_open()) break;  // a socket opens once
        if (live) sockets.opened();
        bench.opened(socket, !hello ? "" : random.below(10) == 0 ? "other" : "words.v1");
        break;
      case 7:
        if (random.below(2) == 0) break;
        if (live) sockets.ended();
        bench.closed(socket, static_cast<int>(random.below(8) == 0 ? 4401 : 1000 + random.below(4)));
        break;
      case 8:
        // Neither is the socket's end: that is a Closed, or the session's own action.
        if (random.below(2) == 0) bench.failed(socket);
        if (random.below(2) == 0) bench.unwritable(socket);
        break;
      case 9:
        session.send(now, protocol::SendChat{"r", "id", "n", "t"});
        break;
      case 10:
      case 11:
      case 12:
        bench.frame(socket, frames[random.below(random.below(8) == 0 ? std::size(frames) : 4)], random.below(20) == 0);
        break;
      default:
        if (random.below(2) == 0 && session.next_deadline()) {
          bench.clock = std::max(bench.clock, *session.next_deadline() - Bench::at(0ms));
        } else {
          bench.clock += Duration{static_cast<Duration::rep>(random.below(3'000))};
        }
        session.tick(bench.now());
    }
    ASSERT_NO_FATAL_FAILURE(sockets.perform(session.take_actions()));
    for (const Notice& notice : session.take_notices()) {
      if (const auto* change = std::get_if<StateChanged>(&notice)) {
        ASSERT_EQ(change->from, told) << "a change that was not told, or told twice";
        ASSERT_NE(change->from, change->to);
        told = change->to;
      }
    }
    const State state = session.state();
    ++seen[state];
    ASSERT_EQ(state, told);
    const bool wants_socket =
        state == State::connecting || state == State::slow || state == State::greeting || state == State::open;
    ASSERT_EQ(sockets.alive(), wants_socket) << to_string(state);
    ASSERT_EQ(session.retry_at().has_value(), state == State::waiting);
    ASSERT_FALSE(state == State::stopped && session.reason().empty());
    ASSERT_FALSE(state == State::open && !session.reason().empty()) << session.reason();
    if (state == State::idle || state == State::offline || state == State::stopped) {
      ASSERT_EQ(session.next_deadline(), std::nullopt);
    } else if (session.capabilities().ping || state != State::open) {
      ASSERT_TRUE(session.next_deadline().has_value()) << to_string(state) << " for ever";
    }
    // What was due is done: a second tick finds nothing.
    session.tick(bench.now());
    ASSERT_NO_FATAL_FAILURE(sockets.perform(session.take_actions()));
    for (const Notice& notice : session.take_notices()) told = std::get<StateChanged>(notice).to;
    ASSERT_GT(session.next_deadline().value_or(TimePoint::max()), bench.now());
    session.tick(bench.now());
    ASSERT_TRUE(session.take_actions().empty());
    ASSERT_TRUE(session.take_notices().empty());
  }
}

TEST(SessionProperty, PromisesHoldInAnyWorld) {
  std::map<State, int> seen;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    one_world(seed, seen);
    if (HasFatalFailure()) FAIL() << "seed " << seed;
  }
  for (int state = 0; state <= static_cast<int>(State::stopped); ++state) {
    EXPECT_GT(seen[static_cast<State>(state)], 500) << to_string(static_cast<State>(state)) << " was hardly visited";
  }
}

}  // namespace
}  // namespace banter::net::test
