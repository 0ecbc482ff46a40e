// What over TLS is bounded as it is over TCP: connections that come to nothing, readers that are slow.
#include <gtest/gtest.h>

#include <set>

#include "certificate_maker.hpp"
#include "client.hpp"
#include "test_server.hpp"
#include "tls_client.hpp"

namespace banter::server {
namespace {

using protocol::Ack;
using protocol::Chat;

class TlsLimits : public testing::Test {
 protected:
  void start() {
    server.folder.write("both.pem", maker.certificate() + maker.key());
    server.config.options.tls_certificate = server.folder.path("both.pem");
    server.config.options.tls_key = server.folder.path("both.pem");
    server.start();
  }
  [[nodiscard]] double metric(const std::string& name) const { return tls_metric(server.port(), name); }
  [[nodiscard]] bool comes_to(const std::string& name, double least) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < end) {
      if (metric(name) >= least) return true;
    }
    return false;
  }

  CertificateMaker maker{"chat.test"};
  TestServer server;
};

/// A record of 512 bytes is announced, and a few of it are there.
const std::string part_of_a_hello("\x16\x03\x01\x02\x00\x01\x00\x01\xFC", 9);

TEST_F(TlsLimits, AHandshakeThatIsNotEnded) {
  server.config.io.head_within = Duration{300};
  server.config.options.max_connections = 2;
  start();
  const TlsClient silent(server.port());
  const TlsClient stalled(server.port());
  ASSERT_TRUE(stalled.send_raw(part_of_a_hello));
  TlsClient third(server.port());
  EXPECT_FALSE(third.shake_hands()) << "the two have all the places";
  EXPECT_TRUE(silent.ends());
  EXPECT_TRUE(stalled.ends());
  EXPECT_EQ(metric("banter_tls_handshakes_failed_total"), 2);
  EXPECT_EQ(metric("banter_connections_refused_total"), 1);
}

TEST_F(TlsLimits, TheTimeForAHandshakeAndARequestIsOne) {
  server.config.io.head_within = Duration{300};
  start();
  TlsClient client(server.port());
  ASSERT_TRUE(client.shake_hands());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\n"));
  EXPECT_TRUE(client.ends());
  EXPECT_EQ(metric("banter_tls_handshakes_failed_total"), 0);
}

TEST_F(TlsLimits, StoppingDoesNotWaitForAHandshake) {
  start();
  const TlsClient stalled(server.port());
  ASSERT_TRUE(stalled.send_raw(part_of_a_hello));
  EXPECT_EQ(metric(R"(banter_connections{kind="http"})"), 2);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(server.stop());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
  EXPECT_TRUE(stalled.ends());
}

TEST_F(TlsLimits, BytesThatAreNoTls) {
  start();
  EXPECT_EQ(raw_exchange(server.port(), "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), "");
  for (const std::string& bytes : {std::string(5'000, '\0'), std::string(5'000, '\x16'), std::string("\x80\x2E\x01")}) {
    const TlsClient client(server.port());
    ASSERT_TRUE(client.send_raw(bytes));
    if (bytes.size() > 5) {
      EXPECT_TRUE(client.ends());
    }
  }
  EXPECT_TRUE(comes_to("banter_tls_handshakes_failed_total", 4));
  // Once the handshake is done, too.
  TlsClient client(server.port());
  ASSERT_TRUE(client.shake_hands());
  ASSERT_TRUE(client.send_raw(std::string(100, 'x')));
  EXPECT_TRUE(client.ends());
  EXPECT_EQ(tls_get(server.port(), "/").status, 200);
}

/// Sizes differ, so that what is tried again is not by chance what was tried before.
std::string text_of(int number) {
  return std::to_string(number) + " " + std::string(static_cast<std::size_t>(number * 7919 % 9000), 'x');
}

TEST_F(TlsLimits, WhoReadsLateGetsEverything) {
  server.config.hub.messages = {1'000, 1'000};
  start();
  ClientOptions options;
  options.trusted = maker.certificate();
  Client ann(server.port(), options);
  ann.enter("Ann");
  options.receive_buffer = 4096;
  Client bob(server.port(), options);
  bob.enter("Bob");
  int sent = 0;
  for (; sent < 1'000 && metric("banter_send_queue_bytes") < 200'000; ++sent) {
    ann.chat("a" + std::to_string(sent), text_of(sent));
    ASSERT_TRUE(ann.next<Ack>());
  }
  ASSERT_LT(sent, 1'000) << "or nobody is behind here";
  for (int i = 0; i < sent; ++i) {
    const auto chat = bob.next<Chat>();
    ASSERT_TRUE(chat) << i;
    ASSERT_EQ(chat->message.text, text_of(i));
  }
  EXPECT_EQ(metric("banter_send_queue_cuts_total"), 0);
}

TEST_F(TlsLimits, WhoDoesNotReadIsCut) {
  server.config.hub.messages = {1'000, 1'000};
  server.config.io.stall = Duration{100};
  server.config.io.close_within = Duration{60'000};
  start();
  ClientOptions options;
  options.trusted = maker.certificate();
  Client ann(server.port(), options);
  ann.enter("Ann");
  options.receive_buffer = 4096;
  Client bob(server.port(), options);
  bob.enter("Bob");
  const std::string text(40'000, 'x');
  double queued = 0;
  for (int i = 0; i < 1'000 && metric("banter_send_queue_cuts_total") < 1; ++i) {
    ann.chat("a" + std::to_string(i), text);
    ASSERT_TRUE(ann.next<Ack>());
    queued = std::max(queued, metric("banter_send_queue_bytes"));
  }
  EXPECT_GT(queued, 0);
  EXPECT_LE(queued, 1 << 20);
  EXPECT_EQ(metric("banter_send_queue_cuts_total"), 1);
  EXPECT_EQ(bob.close_code(), 4429) << "after what was begun, which is whole";
}

}  // namespace
}  // namespace banter::server
