// The server's own TLS: the page and the chat over it, certificates that are replaced, and how connections end.
#include <gtest/gtest.h>
#include <signal.h>

#include <thread>

#include "certificate_maker.hpp"
#include "child.hpp"
#include "client.hpp"
#include "test_server.hpp"
#include "tls_client.hpp"

namespace banter::server {
namespace {

using protocol::Ack;
using protocol::Chat;

class Tls : public testing::Test {
 protected:
  void start() {
    server.folder.write("cert.pem", maker.certificate());
    server.folder.write("key.pem", maker.key());
    server.config.options.tls_certificate = server.folder.path("cert.pem");
    server.config.options.tls_key = server.folder.path("key.pem");
    server.start();
  }
  [[nodiscard]] ClientOptions secure() const {
    ClientOptions options;
    options.trusted = maker.certificate();
    return options;
  }

  CertificateMaker maker{"chat.test"};
  TestServer server;
};

TEST_F(Tls, ThePage) {
  start();
  const auto page = tls_get(server.port(), "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("<title>page</title>"), std::string::npos);
  EXPECT_EQ(tls_get(server.port(), "/none").status, 404);

  TlsClient twice(server.port());
  ASSERT_TRUE(twice.shake_hands());
  EXPECT_EQ(twice.name(), "chat.test");
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(twice.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    EXPECT_EQ(parse_reply(twice.receive()).status, 200) << i;
  }
}

TEST_F(Tls, ALargeFileArrivesWhole) {
  start();
  std::string content(8 << 20, '\0');
  std::uint32_t state = 1;
  for (char& c : content) c = static_cast<char>((state = state * 1664525 + 1013904223) >> 24U);
  server.folder.write("root/large.bin", content);
  TlsTerms terms;
  terms.receive_buffer = 4096;  // so that it waits for the reader again and again
  TlsClient client(server.port(), terms);
  ASSERT_TRUE(client.shake_hands());
  ASSERT_TRUE(client.send("GET /large.bin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
  const auto reply = parse_reply(client.receive_all());
  EXPECT_TRUE(client.closed_well());
  EXPECT_TRUE(reply.body == content) << reply.body.size();
}

TEST_F(Tls, VersionsAndProtocols) {
  start();
  TlsTerms terms;
  terms.protocols = "\x02h2\x08http/1.1";
  TlsClient newest(server.port(), terms);
  ASSERT_TRUE(newest.shake_hands());
  EXPECT_EQ(newest.version(), "TLSv1.3");
  EXPECT_EQ(newest.protocol(), "http/1.1");
  terms.newest = TLS1_2_VERSION;
  terms.protocols.clear();
  TlsClient older(server.port(), terms);
  ASSERT_TRUE(older.shake_hands());
  EXPECT_EQ(older.version(), "TLSv1.2");
  EXPECT_EQ(older.protocol(), "");
  terms.newest = TLS1_1_VERSION;
  EXPECT_FALSE(TlsClient(server.port(), terms).shake_hands());
  terms.newest = TLS1_3_VERSION;
  terms.protocols = "\x02h2";
  EXPECT_FALSE(TlsClient(server.port(), terms).shake_hands());
  EXPECT_EQ(tls_metric(server.port(), "banter_tls_handshakes_failed_total"), 2);
}

TEST_F(Tls, AChat) {
  start();
  Client ann(server.port(), secure());
  Client bob(server.port(), secure());
  ann.enter("Ann");
  bob.enter("Bob");
  for (const std::size_t size : {std::size_t{2}, std::size_t{16} << 10, std::size_t{64} << 10}) {
    const std::string text(size, 'x');
    ann.chat("a" + std::to_string(size), text);
    EXPECT_EQ(ann.next<Ack>()->id, "a" + std::to_string(size));
    EXPECT_EQ(bob.next<Chat>()->message.text, text);
  }
  bob.chat("b1", "hi");
  EXPECT_EQ(ann.next<Chat>()->message.text, "hi");
  ann.close();
  std::thread stops([this] { EXPECT_TRUE(server.stop()); });
  EXPECT_EQ(bob.close_code(), 1001);
  stops.join();
}

TEST_F(Tls, ItsOwnPagesAreHttps) {
  start();
  auto options = secure();
  options.host = "chat.example.org";
  options.origin = "https://chat.example.org";
  EXPECT_TRUE(Client(server.port(), options).open());
  options.origin = "http://chat.example.org";
  options.may_fail = true;
  const Client other(server.port(), options);
  EXPECT_FALSE(other.open());
  EXPECT_EQ(other.status(), 403);
}

TEST_F(Tls, KeysMayChangeInBetween) {
  start();
  TlsClient client(server.port());
  ASSERT_TRUE(client.shake_hands());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(client.update_keys());
    ASSERT_TRUE(client.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    EXPECT_EQ(parse_reply(client.receive()).status, 200) << i;
  }
}

TEST_F(Tls, WhoHasSaidAllIsAnsweredStill) {
  start();
  TlsClient client(server.port());
  ASSERT_TRUE(client.shake_hands());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
  client.half_close();
  const auto reply = parse_reply(client.receive_all());
  EXPECT_EQ(reply.status, 200);
  EXPECT_NE(reply.body.find("page"), std::string::npos);
  EXPECT_TRUE(client.closed_well());
}

/// What a client sends before and in a WebSocket; a closing frame's mask may be zero.
constexpr const char* upgrade =
    "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: banter.v1\r\n\r\n";
const std::string close_frame("\x88\x82\0\0\0\0\x03\xE8", 8);

TEST_F(Tls, AChatThatIsClosedEndsWithCloseNotify) {
  start();
  TlsClient client(server.port());
  ASSERT_TRUE(client.shake_hands());
  ASSERT_TRUE(client.send(upgrade));
  ASSERT_EQ(client.receive().rfind("HTTP/1.1 101", 0), 0U);
  ASSERT_TRUE(client.send(close_frame));
  EXPECT_EQ(client.receive_all(), std::string("\x88\x02\x03\xE8", 4));
  EXPECT_TRUE(client.closed_well());
}

TEST_F(Tls, NobodyWaitsForWhoeverDoesNotAnswerTheEnd) {
  server.config.io.close_within = Duration{50};
  start();
  TlsClient client(server.port());
  ASSERT_TRUE(client.shake_hands());
  ASSERT_TRUE(client.send(upgrade));
  ASSERT_EQ(client.receive().rfind("HTTP/1.1 101", 0), 0U);
  ASSERT_TRUE(client.send(std::string("\x82\x80\0\0\0\0", 6))) << "binary: it closes for that";
  EXPECT_TRUE(client.ends());
  EXPECT_EQ(tls_metric(server.port(), R"(banter_connections{kind="banter"})"), 0);
}

TEST_F(Tls, AnEndWithoutCloseNotifyIsAnEnd) {
  start();
  {
    Client ann(server.port(), secure());
    ann.enter("Ann");
    EXPECT_EQ(tls_metric(server.port(), R"(banter_connections{kind="banter"})"), 1);
  }
  bool gone = false;
  for (int i = 0; i < 1'000 && !gone; ++i) {
    gone = tls_metric(server.port(), R"(banter_connections{kind="banter"})") == 0;
  }
  EXPECT_TRUE(gone);
}

/// New connections come to see this certificate.
bool comes_to(std::uint16_t port, const std::string& name) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < end) {
    if (certificate_name(port) == name) return true;
  }
  return false;
}

TEST(TlsProcess, ACertificateIsReadAgainOnHangup) {
  TempFolder folder;
  const CertificateMaker old("old.test");
  const CertificateMaker fresh("fresh.test");
  folder.write("root/index.html", "page");
  folder.write("cert.pem", old.certificate());
  folder.write("key.pem", old.key());
  Child child({"--listen", "127.0.0.1:0", "--root", folder.path("root"), "--db", folder.path("chat.db"), "--tls-cert",
               folder.path("cert.pem"), "--tls-key", folder.path("key.pem")});
  const auto port = child.wait_ready();
  ASSERT_NE(port, 0);
  ClientOptions options;
  options.trusted = old.certificate();
  Client ann(port, options);
  ann.enter("Ann");

  folder.write("key.pem", fresh.key());
  child.signal(SIGHUP);
  ASSERT_TRUE(child.wait_err("the certificate of before stays"));
  EXPECT_EQ(certificate_name(port), "old.test") << "half of a pair changes nothing";
  folder.write("cert.pem", fresh.certificate());
  child.signal(SIGHUP);
  EXPECT_TRUE(comes_to(port, "fresh.test"));
  options.trusted = fresh.certificate();
  Client bob(port, options);
  bob.enter("Bob");
  bob.chat("b1", "hi");
  EXPECT_EQ(ann.next<Chat>()->message.text, "hi") << "whoever is connected stays";
  ann.close();
  bob.close();

  child.signal(SIGTERM);
  EXPECT_EQ(child.wait(5), 0);
  EXPECT_NE(child.out().find("listening on https://127.0.0.1:"), std::string::npos) << child.out();
  EXPECT_NE(child.err().find("the key does not fit the certificate"), std::string::npos) << child.err();
  EXPECT_NE(child.err().find("the certificate was read again"), std::string::npos) << child.err();
}

TEST(TlsProcess, WhatIsWrongWithTheFilesIsToldAtTheStart) {
  TempFolder folder;
  const CertificateMaker maker("chat.test");
  folder.write("root/index.html", "page");
  folder.write("root/key.pem", maker.key());
  folder.write("cert.pem", maker.certificate());
  folder.write("key.pem", maker.key());
  folder.write("other.pem", CertificateMaker("other.test").key());
  folder.write("locked.pem", maker.key("a passphrase"));
  folder.write("damaged.pem", maker.certificate() + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
  struct Case {
    std::string certificate, key, named, why;
  };
  for (const auto& [certificate, key, named, why] : std::vector<Case>{
           {"none.pem", "key.pem", "--tls-cert ", "No such file"},
           {"cert.pem", "none.pem", "--tls-key ", "No such file"},
           {"root", "key.pem", "--tls-cert ", "Is a directory"},
           {"key.pem", "key.pem", "--tls-cert ", "no certificate in PEM form"},
           {"damaged.pem", "key.pem", "--tls-cert ", "certificate 2 in it is damaged"},
           {"cert.pem", "cert.pem", "--tls-key ", "no private key in PEM form"},
           {"cert.pem", "other.pem", "--tls-key ", "does not fit the certificate"},
           {"cert.pem", "locked.pem", "--tls-key ", "openssl pkey"},
           {"cert.pem", "root/key.pem", "--tls-key ", "everybody could load it"},
       }) {
    Child child({"--root", folder.path("root"), "--db", folder.path("chat.db"), "--tls-cert", folder.path(certificate),
                 "--tls-key", folder.path(key)});
    EXPECT_EQ(child.wait(), 1);
    const auto& wrong = named == "--tls-cert " ? certificate : key;
    EXPECT_NE(child.err().find(named + folder.path(wrong)), std::string::npos) << child.err();
    EXPECT_NE(child.err().find(why), std::string::npos) << child.err();
  }
}

}  // namespace
}  // namespace banter::server
