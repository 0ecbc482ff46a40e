// The plain dialect, and what can be sent at all.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

using chat::Link;

TEST(ClientPlain, TalksWithATutorialsServer) {
  AppBench b(options_with("ann", protocol::Dialect::plain));
  b.started();
  EXPECT_EQ(b.platform.socket().opened.subprotocol, "");
  b.opened();
  EXPECT_EQ(b.client->connection().link, Link::open);
  b.say("hello");
  ASSERT_EQ(b.platform.socket().sent.size(), 1U) << "and nothing before it";
  EXPECT_EQ(b.rows(), Lines{"ann: hello (pending)"});
  b.text(R"({"message":"hello"})");
  EXPECT_EQ(b.rows(), Lines{"ann: hello (sent)"}) << "the echo confirms";
  b.text("bare words");
  b.text(R"({"message":"from another page","from":"bob"})");
  EXPECT_EQ(b.rows(), (Lines{"ann: hello (sent)", ": bare words", "bob: from another page"}));
}

TEST(ClientPlain, WithoutAnEchoAMessageCountsAsSentAfterAWhile) {
  AppBench b(options_with("ann", protocol::Dialect::plain));
  b.started();
  b.opened();
  b.say("anybody?");
  b.pass(11s);
  EXPECT_EQ(b.rows(), Lines{"ann: anybody? (sent)"});
}

// ---- text that is sent ----

TEST(ClientSend, RefusesWhatIsNothing) {
  AppBench b;
  b.started();
  b.join();
  for (const std::string& nothing : {std::string(), std::string(" \n\t"), std::string("\0", 1)}) {
    EXPECT_FALSE(b.client->send(nothing));
  }
  EXPECT_TRUE(b.rows().empty());
}

TEST(ClientSend, CleansWhatIsNotText) {
  AppBench b;
  b.started();
  b.join();
  EXPECT_TRUE(b.client->send(std::string("a\0b\xFF", 4)));
  b.run();
  EXPECT_EQ(b.rows(), Lines{"ann: ab\uFFFD (pending)"});
}

TEST(ClientSend, NothingOvertakesWhatTheSocketDidNotTake) {
  AppBench b;
  b.started();
  b.join();
  b.commands();
  b.platform.refuse_sends = true;
  ASSERT_TRUE(b.client->send("first"));
  b.platform.refuse_sends = false;
  ASSERT_TRUE(b.client->send("second"));
  EXPECT_TRUE(b.commands().empty());
  b.run();
  EXPECT_TRUE(b.platform.socket().closed);
  b.client->reconnect();
  b.run();
  b.join();
  const auto sent = b.commands_of<protocol::SendChat>();
  ASSERT_EQ(sent.size(), 2U) << "on the next socket, in order";
  EXPECT_EQ(sent[0].text, "first");
}

TEST(ClientSend, ABlankComposerSendsNothing) {
  AppBench b;
  b.started();
  b.join();
  b.commands();
  b.say("  \n ");
  EXPECT_TRUE(b.rows().empty());
  EXPECT_TRUE(b.commands_of<protocol::SendChat>().empty());
}

}  // namespace
}  // namespace banter::app::test
