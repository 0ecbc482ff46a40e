// People chat over WebSockets: both dialects, origins, restarts, resends.
#include <gtest/gtest.h>

#include "client.hpp"
#include "http_client.hpp"
#include "test_server.hpp"

namespace banter::server {
namespace {

using protocol::Ack;
using protocol::Chat;
using protocol::Edited;
using protocol::History;
using protocol::Joined;
using protocol::Refusal;
using protocol::Welcome;

ClientOptions plain(std::string path = "/ws") {
  ClientOptions options;
  options.subprotocols.clear();
  options.path = std::move(path);
  return options;
}

TEST(Chat, TwoPeopleTalk) {
  TestServer server;
  server.start();
  Client ann(server.port());
  Client bob(server.port());
  EXPECT_EQ(ann.subprotocol(), "banter.v1");
  ann.enter("Ann");
  bob.enter("Bob");
  ann.chat("a1", "héllo 👋");
  const auto ack = ann.next<Ack>();
  ASSERT_TRUE(ack);
  EXPECT_EQ(ack->seq, 1U);
  const auto heard = bob.next<Chat>();
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->message.text, "héllo 👋");
  EXPECT_EQ(heard->message.nick, "Ann");
  EXPECT_EQ(heard->message.time, ack->time);
  bob.chat("b1", "hi");
  EXPECT_EQ(ann.next<Chat>()->message.seq, 2U);
}

TEST(Chat, ATutorialsPageAndOursShareARoom) {
  TestServer server;
  server.start();
  Client page(server.port());
  page.enter("Ann");
  Client tutorial(server.port(), plain("/"));
  ASSERT_TRUE(tutorial.open());
  EXPECT_EQ(tutorial.subprotocol(), "");
  tutorial.send_raw(R"({"message":"from the tutorial"})");
  EXPECT_EQ(page.next<Chat>()->message.text, "from the tutorial");
  EXPECT_EQ(tutorial.next<Chat>()->message.text, "from the tutorial");
  page.chat("a1", "from the page");
  const auto frame = tutorial.frame();
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->front(), '{');
  EXPECT_NE(frame->find(R"("message":"from the page")"), std::string::npos);
}

TEST(Chat, HistoryAndResendsSurviveARestart) {
  TestServer server;
  server.start();
  std::string epoch;
  {
    Client ann(server.port());
    ann.enter("Ann");
    for (int i = 1; i <= 3; ++i) {
      ann.chat("a" + std::to_string(i), "message " + std::to_string(i));
      ASSERT_EQ(ann.next<Ack>()->seq, static_cast<protocol::Seq>(i));
    }
  }
  ASSERT_TRUE(server.stop());
  server.start();
  Client ann(server.port());
  ann.say(protocol::Hello{"Ann", "the-secret-token-of-Ann"});
  ann.say(protocol::Join{"general", {}, 0});
  epoch = ann.next<Joined>()->epoch;
  const auto history = ann.next<History>();
  ASSERT_TRUE(history);
  ASSERT_EQ(history->messages.size(), 3U);
  EXPECT_EQ(history->messages[1].text, "message 2");
  EXPECT_EQ(history->messages[1].id, "a2");
  ann.chat("a2", "message 2");
  EXPECT_EQ(ann.next<Ack>()->seq, 2U);
  ann.chat("a4", "message 4");
  EXPECT_EQ(ann.next<Ack>()->seq, 4U);
  Client back(server.port());
  back.enter("Ann", "general", epoch, 3);
  EXPECT_EQ(back.next<History>()->messages.front().seq, 4U);
}

TEST(Chat, AnEditIsToldAndKept) {
  TestServer server;
  server.start();
  std::string epoch;
  {
    Client ann(server.port());
    Client bob(server.port());
    ann.enter("Ann");
    bob.say(protocol::Hello{"Bob", "the-secret-token-of-Bob"});
    EXPECT_TRUE(bob.next<Welcome>()->edits);
    bob.say(protocol::Join{"general", {}, 0});
    epoch = bob.next<Joined>()->epoch;
    ASSERT_TRUE(bob.next<History>()) << "or what is said next may come with it";
    ann.chat("a1", "helo");
    ASSERT_TRUE(ann.next<Ack>());
    ASSERT_TRUE(bob.next<Chat>());
    ann.say(protocol::Edit{"general", 1, "e1", "hello"});
    const auto answer = ann.next<Edited>();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->id, "e1");
    EXPECT_EQ(answer->edit, 1U);
    const auto told = bob.next<Edited>();
    ASSERT_TRUE(told);
    EXPECT_EQ(told->seq, 1U);
    EXPECT_EQ(told->text, "hello");
    EXPECT_EQ(told->id, "");
    EXPECT_EQ(told->time, answer->time);
    bob.say(protocol::Edit{"general", 1, "e2", "goodbye"});
    const auto refusal = bob.next<Refusal>();
    ASSERT_TRUE(refusal);
    EXPECT_EQ(refusal->code, "not-editable");
    EXPECT_EQ(refusal->id, "e2");
    EXPECT_EQ(metric(server.port(), "banter_edits_stored_total"), 1);
  }
  ASSERT_TRUE(server.stop());
  server.start();
  Client anew(server.port());
  anew.enter("Bob");
  const auto history = anew.next<History>();
  ASSERT_TRUE(history);
  ASSERT_EQ(history->messages.size(), 1U);
  EXPECT_EQ(history->messages[0].text, "hello");
  EXPECT_EQ(history->messages[0].edit, 1U);
  Client back(server.port());
  back.enter("Bob", "general", epoch, 1);
  const auto missed = back.next<Edited>();
  ASSERT_TRUE(missed);
  EXPECT_EQ(missed->text, "hello");
}

TEST(Chat, OriginsAreChecked) {
  TestServer server;
  server.config.options.origins = {"https://example.org"};
  server.start();
  const auto status = [&](const std::string& origin, const std::string& host = {}) {
    ClientOptions options;
    options.origin = origin;
    options.host = host;
    return Client(server.port(), options).status();
  };
  EXPECT_EQ(status(""), 101);
  EXPECT_EQ(status("http://127.0.0.1:" + std::to_string(server.port())), 101);
  EXPECT_EQ(status("https://example.org"), 101);
  EXPECT_EQ(status("https://chat.test", "chat.test"), 101) << "behind a proxy";
  EXPECT_EQ(status("http://example.org"), 403);
  EXPECT_EQ(status("http://evil.org"), 403);
  EXPECT_EQ(status("null"), 403);
  EXPECT_EQ(metric(server.port(), "banter_handshakes_refused_total"), 3);
}

TEST(Chat, SubprotocolsAndPaths) {
  TestServer server;
  server.start();
  const auto open = [&](const std::string& offered, const std::string& path = "/ws") {
    ClientOptions options;
    options.subprotocols = offered;
    options.path = path;
    return Client(server.port(), options).status();
  };
  EXPECT_EQ(open("other, banter.v1"), 101);
  EXPECT_EQ(open("other"), 400);
  EXPECT_EQ(open("banter.v1", "/ws?x=y"), 101);
  EXPECT_EQ(open("banter.v1", "/elsewhere"), 404);
}

TEST(Chat, BadFramesAreRefusedAndTheChatGoesOn) {
  TestServer server;
  server.start();
  Client ann(server.port());
  ann.enter("Ann");
  ann.send_raw("{nonsense");
  EXPECT_EQ(ann.next<Refusal>()->code, "bad-request");
  ann.send_raw(R"({"type":"chat","room":"general","id":7,"message":"hi"})");
  EXPECT_EQ(ann.next<Refusal>()->code, "bad-request");
  ann.chat("a1", "still here");
  EXPECT_TRUE(ann.next<Ack>());
  EXPECT_EQ(metric(server.port(), "banter_protocol_errors_total"), 2);
}

TEST(Chat, PingsAreAnswered) {
  TestServer server;
  server.start();
  Client ann(server.port());
  ann.say(protocol::Ping{});
  EXPECT_TRUE(ann.next<protocol::Pong>());
}

TEST(Chat, StoppingSaysGoingAway) {
  TestServer server;
  server.start();
  Client ann(server.port());
  ann.enter("Ann");
  std::thread stopper([&] { EXPECT_TRUE(server.stop()); });
  EXPECT_EQ(ann.close_code(), 1001);
  stopper.join();
}

TEST(Chat, ANewEpochStartsTheNumberingAnew) {
  TestServer server;
  server.start();
  const auto epoch = [&] {
    Client ann(server.port());
    ann.say(protocol::Hello{"Ann", "the-secret-token-of-Ann"});
    ann.say(protocol::Join{"general", {}, 0});
    return ann.next<Joined>()->epoch;
  };
  {
    Client ann(server.port());
    ann.enter("Ann");
    ann.chat("a1", "hi");
    ASSERT_TRUE(ann.next<Ack>());
  }
  const auto first = epoch();
  server.stop();
  server.start();
  EXPECT_EQ(epoch(), first);
  server.stop();
  server.config.options.new_epoch = true;
  server.start();
  EXPECT_NE(epoch(), first);
}

TEST(Chat, MetricsCountWhatHappens) {
  TestServer server;
  server.start();
  Client ann(server.port());
  Client bob(server.port());
  Client tutorial(server.port(), plain());
  ann.enter("Ann");
  bob.enter("Bob");
  ann.chat("a1", "hi");
  ann.next<Ack>();
  bob.next<Chat>();
  ann.chat("a1", "hi");
  ann.next<Ack>();
  ann.chat("a2", "");
  ann.next<Refusal>();
  const auto port = server.port();
  EXPECT_EQ(metric(port, "banter_connections{kind=\"banter\"}"), 2);
  EXPECT_EQ(metric(port, "banter_connections{kind=\"plain\"}"), 1);
  EXPECT_EQ(metric(port, "banter_messages_received_total"), 3);
  EXPECT_EQ(metric(port, "banter_messages_stored_total"), 1);
  EXPECT_EQ(metric(port, "banter_messages_duplicate_total"), 1);
  EXPECT_EQ(metric(port, "banter_messages_acked_total"), 2);
  EXPECT_EQ(metric(port, "banter_deliveries_total"), 2);
  EXPECT_EQ(metric(port, "banter_refused_total{code=\"empty\"}"), 1);
  EXPECT_GE(metric(port, "banter_storage_batch_seconds_count"), 2);
}

}  // namespace
}  // namespace banter::server
