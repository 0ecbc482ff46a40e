// A token is asked for before every connection, and what comes of the answer.
#include <gtest/gtest.h>

#include "session_bench.hpp"

namespace banter::net::test {
namespace {

Config asking(bool renews = true) {
  Config config = words_config();
  config.hello.token.clear();
  config.asks_token = true;
  config.token_renews = renews;
  return config;
}

struct TokenBench : Bench {
  explicit TokenBench(bool renews = true) : Bench(rich(), asking(renews)) {}
  void token(SocketId socket, std::string words) { session.receive(now(), TokenAnswer{socket, std::move(words), {}}); }
  void no_token(SocketId socket, std::string why) { session.receive(now(), TokenAnswer{socket, {}, std::move(why)}); }
};

TEST(SessionToken, IsAskedForBeforeEveryConnection) {
  TokenBench b;
  b.session.start(b.now());
  EXPECT_EQ(b.actions(), (Lines{"ask 1"}));
  EXPECT_EQ(b.session.state(), State::connecting);
  b.token(1, "one");
  EXPECT_EQ(b.actions(), (Lines{"open 1 ws://host/ws words.v1"}));
  b.opened(1);
  b.frame(1, "welcome");
  EXPECT_EQ(b.session.state(), State::open);
  b.closed(1);
  b.run_until(5s);  // past the first wait, and before an unanswered question is given up
  EXPECT_EQ(b.actions().back(), "ask 2");
  b.token(2, "two");
  EXPECT_EQ(b.actions(), (Lines{"open 2 ws://host/ws words.v1"}));
}

TEST(SessionToken, WithoutOneNothingIsConnectedAndItIsTriedAgain) {
  TokenBench b;
  b.session.start(b.now());
  b.no_token(1, "logged out.");
  EXPECT_EQ(b.session.state(), State::waiting);
  EXPECT_EQ(b.session.reason(), "The page gave no token to log in with: logged out.");
  EXPECT_EQ(b.actions(), (Lines{"ask 1"})) << "there is no socket to close";
  b.pass(1s);
  EXPECT_EQ(b.actions(), (Lines{"ask 2"}));
}

TEST(SessionToken, ThatIsNoneIsNotSent) {
  for (const std::string& bad :
       {std::string(), std::string("two words"), std::string("line\n"), std::string(8193, 'x')}) {
    TokenBench b;
    b.session.start(b.now());
    b.token(1, bad);
    EXPECT_EQ(b.session.state(), State::waiting) << bad;
    EXPECT_EQ(b.actions(), (Lines{"ask 1"}));
  }
}

TEST(SessionToken, IsWaitedForTenSeconds) {
  TokenBench b;
  b.session.start(b.now());
  b.pass(9'999ms);
  EXPECT_EQ(b.session.state(), State::connecting);
  EXPECT_EQ(b.session.next_deadline(), b.at(10s));
  b.pass(1ms);
  EXPECT_EQ(b.session.state(), State::waiting);
  EXPECT_EQ(b.session.reason(), "The page gave no token to log in with within 10 s.");
  b.token(1, "late");
  EXPECT_EQ(b.session.state(), State::waiting);
  EXPECT_EQ(b.actions(), (Lines{"ask 1"}));
}

TEST(SessionToken, TheTimeItTakesIsNotTheServers) {
  TokenBench b;
  b.session.start(b.now());
  b.pass(9s);
  b.token(1, "one");
  EXPECT_EQ(b.session.state(), State::connecting);
  b.pass(3'999ms);
  EXPECT_EQ(b.session.state(), State::connecting);
  b.pass(1ms);
  EXPECT_EQ(b.session.state(), State::slow);
  b.pass(6s);
  EXPECT_EQ(b.session.state(), State::waiting);
}

TEST(SessionToken, AnAnswerToAnEarlierQuestionIsIgnored) {
  TokenBench b;
  b.session.start(b.now());
  b.session.set_online(b.now(), false);
  EXPECT_EQ(b.session.state(), State::offline);
  b.session.set_online(b.now(), true);
  EXPECT_EQ(b.actions(), (Lines{"ask 1", "ask 2"}));
  b.token(1, "one");
  EXPECT_TRUE(b.actions().empty());
  b.session.stop(b.now());
  b.token(2, "two");
  EXPECT_TRUE(b.actions().empty());
  EXPECT_EQ(b.session.state(), State::idle);
}

TEST(SessionToken, OneThatExpiredIsReplacedWhereThatCanBe) {
  TokenBench b;
  b.session.start(b.now());
  b.token(1, "old");
  b.opened(1);
  b.frame(1, "expired:It_has_expired.");
  b.closed(1, 4402, "token expired");
  EXPECT_EQ(b.session.state(), State::waiting);
  b.drain();
  b.pass(1s);
  EXPECT_EQ(b.actions(), (Lines{"ask 2"}));
}

TEST(SessionToken, OneThatExpiredIsFinalWhereThatCannotBe) {
  TokenBench b(false);
  b.session.start(b.now());
  b.token(1, "old");
  b.opened(1);
  b.frame(1, "expired:It_has_expired.");
  EXPECT_EQ(b.session.state(), State::stopped);
  EXPECT_EQ(b.session.reason(), "It has expired.");
  TokenBench c(false);
  c.session.start(c.now());
  c.token(1, "old");
  c.opened(1);
  c.frame(1, "welcome");
  c.closed(1, 4402);
  EXPECT_EQ(c.session.state(), State::stopped);
  EXPECT_EQ(c.session.reason(), "The session has expired (code 4402).");
}

}  // namespace
}  // namespace banter::net::test
