// Every state against everything that can happen in it.
#include <gtest/gtest.h>

#include "session_bench.hpp"

namespace banter::net::test {
namespace {

/// Brings a fresh bench into `state` over socket 1 (none when idle, socket 2 is the next).
void bring(Bench& bench, State state) {
  Session& session = bench.session;
  if (state == State::idle) return;
  session.start(bench.now());
  switch (state) {
    case State::slow:
      bench.pass(4s);
      break;
    case State::greeting:
      bench.opened(1);
      break;
    case State::open:
      bench.opened(1);
      bench.frame(1, "welcome");
      break;
    case State::waiting:
      bench.closed(1);
      break;
    case State::offline:
      session.set_online(bench.now(), false);
      break;
    case State::stopped:
      bench.closed(1, 1008, "no");
      break;
    case State::idle:
    case State::connecting:
      break;
  }
  ASSERT_EQ(session.state(), state);
  bench.drain();
}

struct Case {
  State from;
  std::string event;
  State to;
  Lines actions;
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << to_string(c.from) << " + " << c.event;
}

void happen(Bench& bench, const std::string& event) {
  Session& session = bench.session;
  const TimePoint now = bench.now();
  if (event == "start") session.start(now);
  if (event == "stop") session.stop(now);
  if (event == "online") session.set_online(now, true);
  if (event == "offline") session.set_online(now, false);
  if (event == "reconnect") session.reconnect_now(now);
  if (event == "drop") session.drop(now, "no ack");
  if (event == "opened") bench.opened(1);
  if (event == "opened, other") bench.opened(1, "");
  if (event == "welcome") bench.frame(1, "welcome");
  if (event == "ping") bench.frame(1, "ping");
  if (event == "fatal") bench.frame(1, "fatal:go");
  if (event == "binary") bench.frame(1, "\x01", true);
  if (event == "closed") bench.closed(1);
  if (event == "closed 1000") bench.closed(1, 1000);
  if (event == "closed 1008") bench.closed(1, 1008);
  if (event == "closed 4401") bench.closed(1, 4401);
  if (event == "closed 4403") bench.closed(1, 4403);
  if (event == "failed") bench.failed(1);
  if (event == "unwritable") bench.unwritable(1);
  if (event == "4 s") bench.pass(4s);
  if (event == "9.999 s") bench.pass(9'999ms);
  if (event == "10 s") bench.pass(10s);
}

class SessionStates : public testing::TestWithParam<Case> {};

TEST_P(SessionStates, GoWhereTheTableSays) {
  const Case& c = GetParam();
  Bench bench;
  bring(bench, c.from);
  happen(bench, c.event);
  EXPECT_EQ(bench.session.state(), c.to) << to_string(bench.session.state());
  EXPECT_EQ(bench.actions(), c.actions);
  // There is a notice of the change exactly when there is a change, and it is the last one.
  const Lines notices = bench.notices();
  const std::string change = std::string{to_string(c.from)} + ">" + std::string{to_string(c.to)};
  EXPECT_EQ(!notices.empty() && notices.back() == change, c.from != c.to);
  EXPECT_EQ(bench.session.retry_at().has_value(), c.to == State::waiting);
}

const std::string open2 = "open 2 ws://host/ws words.v1";

const std::vector<Case> from_idle = {
    {State::idle, "start", State::connecting, {"open 1 ws://host/ws words.v1"}},
    {State::idle, "stop", State::idle, {}},
    {State::idle, "online", State::idle, {}},
    {State::idle, "offline", State::idle, {}},
    {State::idle, "reconnect", State::idle, {}},
    {State::idle, "drop", State::idle, {}},
    {State::idle, "opened", State::idle, {}},
    {State::idle, "closed", State::idle, {}},
    {State::idle, "10 s", State::idle, {}},
};
const std::vector<Case> from_connecting = {
    {State::connecting, "start", State::connecting, {}},
    {State::connecting, "stop", State::idle, {"close 1 1000"}},
    {State::connecting, "online", State::connecting, {}},
    {State::connecting, "offline", State::offline, {"close 1 1000"}},
    {State::connecting, "reconnect", State::connecting, {"close 1 1000", open2}},
    {State::connecting, "drop", State::waiting, {"close 1 4001"}},
    {State::connecting, "opened", State::greeting, {"send 1 hello:ann"}},
    {State::connecting, "opened, other", State::stopped, {"close 1 1000"}},
    {State::connecting, "welcome", State::connecting, {}},
    {State::connecting, "closed", State::waiting, {}},
    {State::connecting, "closed 1008", State::stopped, {}},
    {State::connecting, "failed", State::connecting, {}},
    {State::connecting, "4 s", State::slow, {}},
    {State::connecting, "9.999 s", State::slow, {}},
    {State::connecting, "10 s", State::waiting, {"close 1 4000"}},
};
const std::vector<Case> from_slow = {
    {State::slow, "start", State::slow, {}},
    {State::slow, "stop", State::idle, {"close 1 1000"}},
    {State::slow, "online", State::slow, {}},
    {State::slow, "offline", State::offline, {"close 1 1000"}},
    {State::slow, "reconnect", State::connecting, {"close 1 1000", open2}},
    {State::slow, "drop", State::waiting, {"close 1 4001"}},
    {State::slow, "opened", State::greeting, {"send 1 hello:ann"}},
    {State::slow, "opened, other", State::stopped, {"close 1 1000"}},
    {State::slow, "closed", State::waiting, {}},
    {State::slow, "failed", State::slow, {}},
    {State::slow, "10 s", State::waiting, {"close 1 4000"}},
};
const std::vector<Case> from_greeting = {
    {State::greeting, "start", State::greeting, {}},
    {State::greeting, "stop", State::idle, {"close 1 1000"}},
    {State::greeting, "online", State::greeting, {}},
    {State::greeting, "offline", State::greeting, {}},
    {State::greeting, "reconnect", State::connecting, {"close 1 1000", open2}},
    {State::greeting, "drop", State::waiting, {"close 1 4001"}},
    {State::greeting, "opened", State::greeting, {}},
    {State::greeting, "welcome", State::open, {}},
    {State::greeting, "ping", State::greeting, {"send 1 pong"}},
    {State::greeting, "fatal", State::stopped, {"close 1 1000"}},
    {State::greeting, "binary", State::greeting, {}},
    {State::greeting, "closed", State::waiting, {}},
    {State::greeting, "closed 4401", State::stopped, {}},
    {State::greeting, "failed", State::greeting, {}},
    {State::greeting, "unwritable", State::waiting, {"close 1 4001"}},
    {State::greeting, "9.999 s", State::greeting, {}},
    {State::greeting, "10 s", State::waiting, {"close 1 4000"}},
};
const std::vector<Case> from_open = {
    {State::open, "start", State::open, {}},
    {State::open, "stop", State::idle, {"close 1 1000"}},
    {State::open, "online", State::open, {}},
    {State::open, "offline", State::open, {}},
    {State::open, "reconnect", State::open, {}},
    {State::open, "drop", State::waiting, {"close 1 4001"}},
    {State::open, "opened", State::open, {}},
    {State::open, "welcome", State::open, {}},
    {State::open, "ping", State::open, {"send 1 pong"}},
    {State::open, "fatal", State::stopped, {"close 1 1000"}},
    {State::open, "binary", State::open, {}},
    {State::open, "closed", State::waiting, {}},
    {State::open, "closed 1000", State::waiting, {}},
    {State::open, "closed 1008", State::stopped, {}},
    {State::open, "closed 4401", State::stopped, {}},
    {State::open, "closed 4403", State::stopped, {}},
    {State::open, "failed", State::open, {}},
    {State::open, "unwritable", State::waiting, {"close 1 4001"}},
    {State::open, "10 s", State::open, {}},
};
const std::vector<Case> from_waiting = {
    {State::waiting, "start", State::waiting, {}},
    {State::waiting, "stop", State::idle, {}},
    {State::waiting, "online", State::connecting, {open2}},
    {State::waiting, "offline", State::offline, {}},
    {State::waiting, "reconnect", State::connecting, {open2}},
    {State::waiting, "drop", State::waiting, {}},
    {State::waiting, "opened", State::waiting, {}},
    {State::waiting, "fatal", State::waiting, {}},
    {State::waiting, "closed 1008", State::waiting, {}},
    {State::waiting, "failed", State::waiting, {}},
    {State::waiting, "4 s", State::connecting, {open2}},
};
const std::vector<Case> from_offline = {
    {State::offline, "start", State::offline, {}},
    {State::offline, "stop", State::idle, {}},
    {State::offline, "online", State::connecting, {open2}},
    {State::offline, "offline", State::offline, {}},
    {State::offline, "reconnect", State::connecting, {open2}},
    {State::offline, "drop", State::offline, {}},
    {State::offline, "opened", State::offline, {}},
    {State::offline, "closed", State::offline, {}},
    {State::offline, "10 s", State::offline, {}},
};
const std::vector<Case> from_stopped = {
    {State::stopped, "start", State::connecting, {open2}},
    {State::stopped, "stop", State::idle, {}},
    {State::stopped, "online", State::stopped, {}},
    {State::stopped, "offline", State::stopped, {}},
    {State::stopped, "reconnect", State::connecting, {open2}},
    {State::stopped, "drop", State::stopped, {}},
    {State::stopped, "opened", State::stopped, {}},
    {State::stopped, "closed", State::stopped, {}},
    {State::stopped, "10 s", State::stopped, {}},
};

INSTANTIATE_TEST_SUITE_P(Idle, SessionStates, testing::ValuesIn(from_idle));
INSTANTIATE_TEST_SUITE_P(Connecting, SessionStates, testing::ValuesIn(from_connecting));
INSTANTIATE_TEST_SUITE_P(Slow, SessionStates, testing::ValuesIn(from_slow));
INSTANTIATE_TEST_SUITE_P(Greeting, SessionStates, testing::ValuesIn(from_greeting));
INSTANTIATE_TEST_SUITE_P(Open, SessionStates, testing::ValuesIn(from_open));
INSTANTIATE_TEST_SUITE_P(Waiting, SessionStates, testing::ValuesIn(from_waiting));
INSTANTIATE_TEST_SUITE_P(Offline, SessionStates, testing::ValuesIn(from_offline));
INSTANTIATE_TEST_SUITE_P(Stopped, SessionStates, testing::ValuesIn(from_stopped));

TEST(Session, OffersNothingAndIsOpenAtOnceWithoutAHello) {
  Bench bench{protocol::Capabilities{}};
  bench.session.start(bench.now());
  EXPECT_EQ(bench.actions(), Lines{"open 1 ws://host/ws "});
  bench.opened(1, "");
  EXPECT_EQ(bench.session.state(), State::open);
  EXPECT_EQ(bench.actions(), Lines{});
  EXPECT_EQ(bench.notices(), (Lines{"idle>connecting", "connecting>open"}));
}

TEST(Session, TellsAnEventBeforeTheChangeItCauses) {
  Bench bench;
  bench.session.start(bench.now());
  bench.opened(1);
  bench.drain();
  bench.frame(1, "welcome chat:a nonsense chat:b");
  EXPECT_EQ(bench.notices(), (Lines{event_welcome, "greeting>open", event_chat, event_chat, "bad nonsense"}));
  bench.frame(1, "chat:a fatal:bye chat:b");
  EXPECT_EQ(bench.notices(), (Lines{event_chat, event_refusal, "open>stopped"}));
}

TEST(Session, PassesPingsAndPongsOn) {
  Bench bench;
  bench.open_first();
  bench.frame(1, "ping pong");
  EXPECT_EQ(bench.notices(), (Lines{event_ping, event_pong}));
  EXPECT_EQ(bench.actions(), Lines{"send 1 pong"});
}

TEST(Session, IgnoresEverythingFromOlderSockets) {
  Bench bench;
  bench.open_first();
  bench.closed(1);
  bench.session.reconnect_now(bench.now());
  bench.drain();
  bench.opened(1);
  bench.frame(1, "welcome chat:ghost ping");
  bench.frame(1, "\x02", true);
  bench.failed(1);
  bench.unwritable(1);
  bench.closed(1, 4401);
  bench.opened(3);
  bench.opened(0);
  EXPECT_EQ(bench.session.state(), State::connecting);
  EXPECT_EQ(bench.actions(), Lines{});
  EXPECT_EQ(bench.notices(), Lines{});
  EXPECT_EQ(bench.session.protocol_errors(), 0U);
  bench.opened(2);
  EXPECT_EQ(bench.session.state(), State::greeting);
}

TEST(Session, SendsOnlyWhenOpenAndWhatTheDialectHasWordsFor) {
  Bench bench;
  const protocol::Command say = protocol::SendChat{"r", "id", "ann", "hi"};
  EXPECT_FALSE(bench.session.send(bench.now(), say));
  bench.session.start(bench.now());
  EXPECT_FALSE(bench.session.send(bench.now(), say));
  bench.opened(1);
  EXPECT_FALSE(bench.session.send(bench.now(), say));
  bench.drain();
  bench.frame(1, "welcome");
  EXPECT_TRUE(bench.session.send(bench.now(), say));
  EXPECT_FALSE(bench.session.send(bench.now(), protocol::Join{"r", "", 0}));
  EXPECT_EQ(bench.actions(), Lines{"send 1 say:hi"});
  bench.closed(1);
  EXPECT_FALSE(bench.session.send(bench.now(), say));
}

TEST(Session, CountsConnectionsAndProtocolErrors) {
  Bench bench;
  EXPECT_EQ(bench.session.connections(), 0U);
  bench.open_first();
  EXPECT_EQ(bench.session.connections(), 1U);
  bench.frame(1, "rubbish more-rubbish");
  bench.frame(1, "12345", true);
  EXPECT_EQ(bench.notices(), (Lines{"bad rubbish", "bad more-rubbish", "bad binary frame of 5 bytes"}));
  EXPECT_EQ(bench.session.protocol_errors(), 3U);
  EXPECT_EQ(bench.session.state(), State::open);
  bench.closed(1);
  bench.session.reconnect_now(bench.now());
  bench.opened(2, "something else");
  EXPECT_EQ(bench.session.connections(), 1U) << "refused by us: it never was one";
}

TEST(Session, GreetsUnderTheLatestNick) {
  Bench bench;
  bench.open_first();
  bench.session.set_nick("eve");
  EXPECT_EQ(bench.actions(), Lines{});
  bench.closed(1);
  bench.session.reconnect_now(bench.now());
  bench.drain();
  bench.opened(2);
  EXPECT_EQ(bench.actions(), Lines{"send 2 hello:eve"});
}

TEST(Session, StartsOfflineWhenThereIsNoNetwork) {
  Bench bench;
  bench.session.set_online(bench.now(), false);
  bench.session.start(bench.now());
  EXPECT_EQ(bench.session.state(), State::offline);
  EXPECT_EQ(bench.session.next_deadline(), std::nullopt);
  EXPECT_EQ(bench.actions(), Lines{});
  bench.session.set_online(bench.now(), true);
  EXPECT_EQ(bench.session.state(), State::connecting);
}

TEST(Session, KeepsAnOpenSocketWithoutNetworkAndGoesOfflineWhenItCloses) {
  for (const char* how : {"closed", "unwritable", "drop", "10 s"}) {
    Bench bench;
    if (std::string{how} == "10 s") {
      bring(bench, State::greeting);
    } else {
      bring(bench, State::open);
    }
    bench.session.set_online(bench.now(), false);
    bench.drain();
    happen(bench, how);
    EXPECT_EQ(bench.session.state(), State::offline) << how;
    EXPECT_FALSE(bench.session.reason().empty()) << how;
  }
}

TEST(Session, TriesWithoutNetworkWhenAPersonInsists) {
  Bench bench;
  bench.session.set_online(bench.now(), false);
  bench.session.start(bench.now());
  bench.session.reconnect_now(bench.now());
  EXPECT_EQ(bench.session.state(), State::connecting);
  bench.closed(1);
  EXPECT_EQ(bench.session.state(), State::offline);
}

}  // namespace
}  // namespace banter::net::test
