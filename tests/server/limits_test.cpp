// What a client may not do, however it tries.
#include <gtest/gtest.h>

#include "client.hpp"
#include "http_client.hpp"
#include "test_server.hpp"

namespace banter::server {
namespace {

using protocol::Ack;
using protocol::Chat;
using protocol::Refusal;

bool eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 1000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

TEST(Limits, TheDefaultsAreTheDocuments) {
  const HubConfig hub;
  const IoLimits io;
  using namespace std::chrono_literals;
  EXPECT_EQ(hub.text_bytes, std::size_t{64} << 10);
  EXPECT_EQ(hub.messages.per_second, 5);
  EXPECT_EQ(hub.messages.burst, 20);
  EXPECT_EQ(hub.hello_within, 10s);
  EXPECT_EQ(io.queue_bytes, std::size_t{1} << 20);
  EXPECT_EQ(io.idle / 2, 30s) << "a ping after half of it";
  EXPECT_TRUE(Options().origins.empty()) << "the same origin alone";
}

TEST(Limits, MessagesAreNotCompressed) {
  TestServer server;
  server.config.hub.hello_within = Duration{50};  // then it closes, and the answer is whole
  server.start();
  const std::string answer = raw_exchange(server.port(),
                                          "GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                                          "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                          "Sec-WebSocket-Protocol: banter.v1\r\n"
                                          "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
  EXPECT_EQ(answer.rfind("HTTP/1.1 101", 0), 0U) << answer;
  EXPECT_EQ(answer.find("permessage-deflate"), std::string::npos);
}

TEST(Limits, TheRateOfMessages) {
  TestServer server;
  server.config.hub.messages = {0.01, 20};  // what comes back while the test runs does not count
  server.start();
  Client ann(server.port());
  ann.enter("Ann");
  for (int i = 0; i < 25; ++i) ann.chat("a" + std::to_string(i), "hi");
  const auto refusal = ann.next<Refusal>();
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->code, "rate-limited");
  EXPECT_GT(refusal->retry_after, Duration{0});
  EXPECT_GE(metric(server.port(), "banter_refused_total{code=\"rate-limited\"}"), 1);
}

TEST(Limits, TheSizeOfAText) {
  TestServer server;
  server.start();
  Client ann(server.port());
  ann.enter("Ann");
  ann.chat("a1", std::string(65537, 'x'));
  const auto refusal = ann.next<Refusal>();
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->code, "too-large");
  EXPECT_EQ(refusal->id, "a1");
  // What JSON makes of the worst text of the allowed size still goes through.
  ann.chat("a2", std::string(65536, '\x01'));
  EXPECT_EQ(ann.next<Ack>()->id, "a2");
}

TEST(Limits, TheSizeOfAFrame) {
  TestServer server;
  server.start();
  Client ann(server.port());
  ann.enter("Ann");
  ann.send_raw(std::string((392 << 10) + 1, ' '));
  EXPECT_EQ(ann.close_code(), 1009);
  Client bob(server.port());
  bob.enter("Bob");
  bob.send_raw(std::string(5'000'000, ' '));
  EXPECT_EQ(bob.close_code(), 1009) << "even when most of it was still on its way";
  EXPECT_EQ(metric(server.port(), "banter_protocol_errors_total"), 0) << "nobody looked at them";
}

TEST(Limits, TextFramesOnly) {
  TestServer server;
  server.start();
  Client ann(server.port());
  ann.enter("Ann");
  ann.send_raw("{}", true);
  EXPECT_EQ(ann.close_code(), 1003);
  Client bob(server.port());
  bob.send_raw("{\"\xFF\"}");
  EXPECT_EQ(bob.close_code(), 1007);
}

TEST(Limits, TheTimeToSayHello) {
  TestServer server;
  server.config.hub.hello_within = Duration{50};
  server.start();
  Client ann(server.port());
  const auto refusal = ann.next<Refusal>();
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->code, "hello-timeout");
  EXPECT_FALSE(refusal->fatal);
  EXPECT_EQ(ann.close_code(), 4408);
}

TEST(Limits, TheTimeForAFrame) {
  TestServer server;
  server.config.io.frame_within = Duration{50};
  server.start();
  Client ann(server.port());
  ann.enter("Ann");
  ann.send_part(R"({"type":)");
  EXPECT_EQ(ann.close_code(), 4408);
}

TEST(Limits, BadRequestsInARow) {
  TestServer server;
  server.start();
  Client ann(server.port());
  ann.enter("Ann");
  for (int i = 0; i < 50; ++i) ann.send_raw("nonsense");
  EXPECT_EQ(ann.close_code(), 1008);
}

TEST(Limits, ABadTokenIsFinal) {
  TestServer server;
  server.start();
  Client ann(server.port());
  ann.say(protocol::Hello{"Ann", "short"});
  const auto refusal = ann.next<Refusal>();
  ASSERT_TRUE(refusal);
  EXPECT_TRUE(refusal->fatal);
  EXPECT_EQ(ann.close_code(), 4401);
}

/// A server whose senders may send as fast as they can.
void allow_floods(TestServer& server) {
  server.config.hub.messages = {1e6, 1e6};
  server.config.io.send_buffer_bytes = 64 << 10;
}

TEST(Limits, WhoDoesNotReadIsCutAndOthersAreNot) {
  TestServer server;
  allow_floods(server);
  server.config.io.stall = Duration{1'500};
  server.config.io.close_within = Duration{100};
  server.start();
  ClientOptions narrow;
  narrow.receive_buffer = 4096;
  Client deaf(server.port(), narrow);
  deaf.enter("Deaf");
  Client ann(server.port());
  ann.enter("Ann");
  Client bob(server.port());
  bob.enter("Bob");
  for (int i = 0; i < 60; ++i) {
    ann.chat("a" + std::to_string(i), std::string(60'000, 'x'));
    ASSERT_TRUE(ann.next<Ack>());
    ASSERT_TRUE(bob.next<Chat>());
  }
  EXPECT_TRUE(eventually([&] { return metric(server.port(), "banter_send_queue_cuts_total") == 1; }));
  EXPECT_TRUE(eventually([&] { return metric(server.port(), "banter_connections{kind=\"banter\"}") == 2; }));
  ann.chat("last", "still here");
  EXPECT_TRUE(ann.next<Ack>());
}

TEST(Limits, WhoReadsSlowlyGetsEverythingInOrder) {
  TestServer server;
  allow_floods(server);
  server.start();
  ClientOptions narrow;
  narrow.receive_buffer = 4096;
  Client slow(server.port(), narrow);
  slow.enter("Slow");
  Client ann(server.port());
  ann.enter("Ann");
  constexpr int count = 60;
  for (int i = 0; i < count; ++i) {
    ann.chat("a" + std::to_string(i), std::string(60'000, 'x'));
    ASSERT_TRUE(ann.next<Ack>());
  }
  for (protocol::Seq seq = 1; seq <= count; ++seq) {
    const auto chat = slow.next<Chat>();
    ASSERT_TRUE(chat) << seq;
    ASSERT_EQ(chat->message.seq, seq);
  }
  EXPECT_EQ(metric(server.port(), "banter_send_queue_cuts_total"), 0);
}

TEST(Limits, WhatWaitsIsSentTogether) {
  TestServer server;
  allow_floods(server);
  server.start();
  Client bob(server.port());
  bob.enter("Bob");
  Client ann(server.port());
  ann.enter("Ann");
  constexpr std::size_t count = 500;
  for (std::size_t i = 0; i < count; ++i) ann.chat("a" + std::to_string(i), "hi");
  std::size_t acks = 0;
  while (acks < count && ann.next<Ack>()) ++acks;
  EXPECT_EQ(acks, count);
  std::size_t frames = 0;
  std::size_t chats = 0;
  bob.next<protocol::History>();
  while (chats < count) {
    const auto frame = bob.frame();
    ASSERT_TRUE(frame);
    ++frames;
    protocol::Decoded<protocol::Event> decoded;
    protocol::make_client_codec(protocol::Dialect::banter)->decode(*frame, decoded);
    for (const auto& event : decoded.messages) chats += std::holds_alternative<Chat>(event) ? 1 : 0;
    EXPECT_LE(frame->size(), 64U << 10);
  }
  EXPECT_EQ(chats, count);
  EXPECT_LT(frames, count) << "some were joined into arrays";
}

TEST(Limits, LongHistoriesFitThroughTheSendQueue) {
  TestServer server;
  allow_floods(server);
  server.start();
  {
    Client ann(server.port());
    ann.enter("Ann");
    for (int i = 0; i < 40; ++i) {  // the worst text: six times as long in JSON
      ann.chat("a" + std::to_string(i), std::string(60'000, '\x02'));
      ASSERT_TRUE(ann.next<Ack>());
    }
  }
  Client bob(server.port());
  bob.say(protocol::Hello{"Bob", "the-secret-token-of-Bob"});
  bob.say(protocol::Join{"general", {}, 0});
  protocol::Seq seq = 0;
  while (seq < 40) {
    const auto page = bob.next<protocol::History>();
    ASSERT_TRUE(page) << "after " << seq;
    for (const auto& message : page->messages) ASSERT_EQ(message.seq, ++seq);
  }
  EXPECT_EQ(metric(server.port(), "banter_send_queue_cuts_total"), 0);
}

TEST(Limits, AConnectionThatSaysNothingAtAllIsClosed) {
  TestServer server;
  server.config.io.idle = Duration{1'500};
  server.start();
  Client ann(server.port());
  ann.enter("Ann");
  // It answers no ping, because nobody reads its socket.
  EXPECT_TRUE(eventually([&] { return metric(server.port(), "banter_connections{kind=\"banter\"}") == 0; }));
}

}  // namespace
}  // namespace banter::server
