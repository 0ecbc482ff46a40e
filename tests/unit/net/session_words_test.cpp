// What a person is told when there is no connection.
#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "net/close_codes.hpp"
#include "session_bench.hpp"

namespace banter::net::test {
namespace {

struct Ending {
  int code;
  std::string reason;
  std::string words;
};

TEST(SessionWords, ExplainHowAConnectionEnded) {
  const Ending endings[] = {
      {1006, "", "The connection was lost (code 1006)."},
      {4999, "", "The connection was lost (code 4999)."},
      {1000, "", "The server closed the connection (code 1000)."},
      {1001, "", "The server is going away (code 1001)."},
      {1009, "", "A message was too large for the server (code 1009)."},
      {1011, "", "The server had an internal error (code 1011)."},
      {1012, "", "The server is restarting (code 1012)."},
      {1013, "", "The server is overloaded (code 1013)."},
      {1001, "Back at noon", "The server closed the connection (code 1001): Back at noon"},
      {1008, "", "The server refused the connection (code 1008)."},
      {1008, "You are banned", "You are banned"},
      {4401, "", "The server did not accept who you are (code 4401)."},
      {4403, "Members only", "Members only"},
  };
  for (const Ending& ending : endings) {
    Bench bench;
    bench.open_first();
    bench.closed(1, ending.code, ending.reason);
    EXPECT_EQ(bench.session.reason(), ending.words);
  }
}

TEST(SessionWords, ExplainTimeouts) {
  Config config = words_config();
  config.connect_within = 2'500ms;
  Bench bench{rich(), config};
  bench.session.start(bench.now());
  bench.pass(2'500ms);
  EXPECT_EQ(bench.session.reason(), "The server did not answer within 2.5 s.");
  bench.session.reconnect_now(bench.now());
  EXPECT_EQ(bench.session.reason(), "The server did not answer within 2.5 s.") << "still true while trying";
  bench.opened(2);
  bench.pass(10s);
  EXPECT_EQ(bench.session.reason(), "The server did not welcome us within 10 s.");
  bench.session.reconnect_now(bench.now());
  bench.opened(3);
  bench.frame(3, "welcome");
  EXPECT_EQ(bench.session.reason(), "");
  bench.session.drop(bench.now(), "No acknowledgement for 10 s.");
  EXPECT_EQ(bench.session.reason(), "No acknowledgement for 10 s.");
}

TEST(SessionWords, SuspectTheDialectUntilAConnectionSucceeded) {
  Bench bench;
  bench.session.start(bench.now());
  bench.closed(1);
  EXPECT_EQ(bench.session.reason(),
            "The server could not be reached (code 1006). If it runs, it may not speak words.v1: try ?dialect=plain.");
  bench.session.reconnect_now(bench.now());
  bench.opened(2);
  bench.unwritable(2);
  EXPECT_EQ(bench.session.reason(), "The connection takes no more messages.");
  bench.session.reconnect_now(bench.now());
  bench.closed(3);
  EXPECT_EQ(bench.session.reason(), "The server could not be reached (code 1006).");

  Bench plain{protocol::Capabilities{}};
  plain.session.start(plain.now());
  plain.closed(1);
  EXPECT_EQ(plain.session.reason(), "The server could not be reached (code 1006).");
}

TEST(SessionWords, NameTheDialectTheServerDoesNotSpeak) {
  Bench bench;
  bench.session.start(bench.now());
  bench.opened(1, "");
  EXPECT_EQ(bench.session.state(), State::stopped);
  EXPECT_EQ(bench.session.reason(),
            "The server does not speak words.v1. For a plain WebSocket server try ?dialect=plain.");
}

TEST(SessionWords, GiveTheServersObjectionToAGreeting) {
  Bench bench;
  bench.session.start(bench.now());
  bench.opened(1);
  bench.frame(1, "refuse:That_name_is_taken.");
  EXPECT_EQ(bench.session.state(), State::greeting);
  bench.closed(1);
  EXPECT_EQ(bench.session.state(), State::waiting);
  EXPECT_EQ(bench.session.reason(), "That name is taken.");
  bench.session.reconnect_now(bench.now());
  bench.opened(2);
  bench.closed(2);
  EXPECT_EQ(bench.session.reason(), "The connection was lost (code 1006).") << "of this greeting, not of the last";
  bench.session.reconnect_now(bench.now());
  bench.opened(3);
  bench.frame(3, "welcome refuse:Too_fast.");
  bench.closed(3);
  EXPECT_EQ(bench.session.reason(), "The connection was lost (code 1006).") << "a refused command is another matter";
}

TEST(SessionWords, GiveAFatalRefusalsText) {
  Bench bench;
  bench.open_first();
  bench.frame(1, "fatal:Your_token_has_expired.");
  EXPECT_EQ(bench.session.reason(), "Your token has expired.");
  EXPECT_EQ(bench.session.next_deadline(), std::nullopt);
  bench.session.start(bench.now());
  EXPECT_EQ(bench.session.reason(), "") << "a new start has nothing to explain";
  bench.opened(2);
  bench.frame(2, "fatal:");
  EXPECT_EQ(bench.session.reason(), "no") << "the code, when that is all there is";
}

TEST(SessionWords, CutWhatIsWildlyLongAndMendWhatIsNotText) {
  Bench bench;
  bench.open_first();
  std::string reason;
  for (int i = 0; i < 100'000; ++i) reason += "ё";
  bench.closed(1, 1001, reason);
  EXPECT_LT(bench.session.reason().size(), 500U);
  EXPECT_TRUE(utf8::valid(bench.session.reason()));
  EXPECT_TRUE(bench.session.reason().ends_with("ё…"));

  bench.session.reconnect_now(bench.now());
  bench.opened(2);
  bench.closed(2, 4403, "a\xFF" + std::string(5000, '\x80'));
  EXPECT_LT(bench.session.reason().size(), 500U);
  EXPECT_TRUE(utf8::valid(bench.session.reason()));
}

TEST(SessionWords, FitOwnCloseReasonsIntoACloseFrame) {
  for (const std::string& reason : {std::string(500, 'x'), std::string(500, '\xFF'), std::string(119, 'x') + "ёё"}) {
    Bench bench;
    bench.open_first();
    bench.session.drop(bench.now(), reason);
    const auto actions = bench.session.take_actions();
    ASSERT_EQ(actions.size(), 1U);
    const auto& close = std::get<CloseSocket>(actions[0]);
    EXPECT_LE(close.reason.size(), 123U);
    EXPECT_TRUE(utf8::valid(close.reason));
  }
}

TEST(CloseCodes, ShortenKeepsWhatFits) {
  EXPECT_EQ(shorten("abc", 3), "abc");
  EXPECT_EQ(shorten("abcd", 3), "abc…");
  EXPECT_EQ(shorten("aёё", 3), "aё…");
  EXPECT_EQ(shorten("aёё", 4), "aё…");
  EXPECT_EQ(shorten("aёё", 5), "aёё");
  EXPECT_EQ(shorten("😀😀", 7), "😀…");
  EXPECT_EQ(shorten("", 0), "");
}

TEST(CloseCodes, OnlyThreeAreFatal) {
  for (int code = 1000; code < 5000; ++code) {
    EXPECT_EQ(is_fatal_close(code), code == 1008 || code == 4401 || code == 4403) << code;
  }
}

TEST(CloseCodes, Seconds) {
  EXPECT_EQ(in_seconds(10'000), "10 s");
  EXPECT_EQ(in_seconds(2'500), "2.5 s");
  EXPECT_EQ(in_seconds(449), "0.4 s");
  EXPECT_EQ(in_seconds(0), "0 s");
}

}  // namespace
}  // namespace banter::net::test
