// The program as users run it: its start, its errors, its end, and a full disk.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "child.hpp"
#include "client.hpp"
#include "http_client.hpp"
#include "test_server.hpp"

namespace banter::server {
namespace {

class Process : public testing::Test {
 protected:
  void SetUp() override { folder.write("root/index.html", "page"); }
  std::vector<std::string> arguments(const std::string& listen = "127.0.0.1:0") const {
    return {"--listen", listen, "--root", folder.path("root"), "--db", folder.path("chat.db")};
  }
  /// Runs to the end; the exit status.
  static int run(const std::vector<std::string>& with, std::string& err) {
    Child child(with);
    const int status = child.wait();
    err = child.err();
    return status;
  }
  TempFolder folder;
};

TEST_F(Process, ServesUntilItIsAskedToStop) {
  Child child(arguments());
  const auto port = child.wait_ready();
  ASSERT_NE(port, 0);
  EXPECT_EQ(child.out(), "banter-server listening on http://127.0.0.1:" + std::to_string(port) + "/\n");
  EXPECT_EQ(get(port, "/").body, "page");
  Client ann(port);
  ann.enter("Ann");
  child.signal(SIGTERM);
  EXPECT_EQ(ann.close_code(), 1001);
  EXPECT_EQ(child.wait(5), 0);
  EXPECT_EQ(child.err(), "");
}

TEST_F(Process, StopsOnInterrupt) {
  Child child(arguments());
  ASSERT_NE(child.wait_ready(), 0);
  child.signal(SIGINT);
  EXPECT_EQ(child.wait(5), 0);
}

TEST_F(Process, StopsDuringADownloadThatNobodyReads) {
  folder.write("root/large.bin", std::string(16 << 20, 'x'));
  Child child(arguments());
  const auto port = child.wait_ready();
  const StalledRequest download(port, "GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
  child.signal(SIGTERM);
  EXPECT_EQ(child.wait(5), 0);
}

TEST_F(Process, ASecondSignalDoesNotWait) {
  folder.write("root/large.bin", std::string(16 << 20, 'x'));
  Child child(arguments());
  const auto port = child.wait_ready();
  const StalledRequest download(port, "GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n");
  child.signal(SIGINT);
  while (listens(port)) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  child.signal(SIGINT);
  EXPECT_EQ(child.wait(5), 128 + SIGINT);
}

/// Some machines have no IPv6 at all, not even for themselves.
bool has_ipv6() {
  const int file = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  const bool bound = file >= 0 && ::bind(file, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  if (file >= 0) ::close(file);
  return bound;
}

TEST_F(Process, ListensOnIPv6OrSaysThatThereIsNone) {
  Child child(arguments("[::1]:0"));
  const bool ready = child.wait_ready() != 0;
  ASSERT_EQ(ready, has_ipv6());
  if (ready) {
    EXPECT_NE(child.out().find("http://[::1]:"), std::string::npos);
    child.signal(SIGTERM);
    EXPECT_EQ(child.wait(5), 0);
  } else {
    EXPECT_EQ(child.wait(), 1);
    EXPECT_NE(child.err().find("::1"), std::string::npos) << child.err();
  }
}

TEST_F(Process, AcknowledgedMessagesSurviveAKill) {
  std::vector<std::string> acked;
  {
    Child child(arguments());
    Client ann(child.wait_ready());
    ann.enter("Ann");
    for (int i = 0; i < 10; ++i) {
      ann.chat("a" + std::to_string(i), "message");
      const auto ack = ann.next<protocol::Ack>();
      ASSERT_TRUE(ack);
      acked.push_back(ack->id);
    }
    child.signal(SIGKILL);
    EXPECT_EQ(child.wait(), 128 + SIGKILL);
  }
  Child child(arguments());
  Client ann(child.wait_ready());
  ann.enter("Ann");
  const auto history = ann.next<protocol::History>();
  ASSERT_TRUE(history);
  std::vector<std::string> found;
  for (const auto& message : history->messages) found.push_back(message.id);
  EXPECT_EQ(found, acked);
}

TEST_F(Process, AFullDiskRefusesMessagesUntilThereIsRoom) {
  Child child(arguments());
  const auto port = child.wait_ready();
  Client ann(port);
  ann.enter("Ann");
  ann.chat("a1", "fits");
  ASSERT_TRUE(ann.next<protocol::Ack>());

  child.limit_file_size(16 << 10);
  ann.chat("a2", std::string(60'000, 'x'));
  const auto refusal = ann.next<protocol::Refusal>();
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->code, "storage");
  EXPECT_EQ(refusal->id, "a2");
  const auto health = get(port, "/healthz");
  EXPECT_EQ(health.status, 503);
  EXPECT_EQ(health.body.rfind("storage: ", 0), 0U) << health.body;
  EXPECT_EQ(metric(port, "banter_storage_healthy"), 0);

  child.limit_file_size(-1);
  ann.chat("a3", "was on its way");
  const auto held = ann.next<protocol::Refusal>();
  ASSERT_TRUE(held);
  EXPECT_EQ(held->id, "a3") << "it would overtake a2";
  EXPECT_EQ(held->code, "rate-limited");
  std::this_thread::sleep_for(refusal->retry_after);
  ann.chat("a2", std::string(60'000, 'x'));
  const auto ack = ann.next<protocol::Ack>();
  ASSERT_TRUE(ack);
  EXPECT_EQ(ack->seq, 2U);
  EXPECT_EQ(get(port, "/healthz").status, 200);
  child.signal(SIGTERM);
  EXPECT_EQ(child.wait(5), 0);
  EXPECT_NE(child.err().find("cannot be written"), std::string::npos);
  EXPECT_NE(child.err().find("can be written again"), std::string::npos);
}

TEST_F(Process, HealthRecoversByItself) {
  Child child(arguments());
  const auto port = child.wait_ready();
  Client ann(port);
  ann.enter("Ann");
  child.limit_file_size(1 << 10);
  ann.chat("a1", std::string(60'000, 'x'));
  ASSERT_TRUE(ann.next<protocol::Refusal>());
  EXPECT_EQ(get(port, "/healthz").status, 503);
  child.limit_file_size(-1);
  int status = 0;
  for (int i = 0; i < 500 && status != 200; ++i) {
    status = get(port, "/healthz").status;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  EXPECT_EQ(status, 200);
}

TEST_F(Process, TellsHelpAndVersion) {
  Child help({"--help"});
  EXPECT_EQ(help.wait(), 0);
  EXPECT_NE(help.out().find("--listen HOST:PORT"), std::string::npos);
  Child version({"--version"});
  EXPECT_EQ(version.wait(), 0);
  EXPECT_EQ(version.out().rfind("banter-server ", 0), 0U);
}

TEST_F(Process, WrongOptionsAreStatus2) {
  std::string err;
  EXPECT_EQ(run({"--nonsense"}, err), 2);
  EXPECT_NE(err.find("--nonsense"), std::string::npos);
  EXPECT_EQ(run({}, err), 2);
  EXPECT_NE(err.find("--root"), std::string::npos);
}

TEST_F(Process, WhatKeepsItFromRunningIsStatus1) {
  std::string err;
  EXPECT_EQ(run({"--root", folder.path("missing"), "--db", folder.path("chat.db")}, err), 1);
  EXPECT_NE(err.find("missing"), std::string::npos) << err;

  for (const auto* database : {"root/chat.db", "link/sub/../chat.db"}) {
    folder.write("root/sub/file", "");
    std::error_code exists;
    std::filesystem::create_directory_symlink(folder.path("root"), folder.path("link"), exists);
    EXPECT_EQ(run({"--root", folder.path("root"), "--db", folder.path(database)}, err), 1);
    EXPECT_NE(err.find("choose a place outside"), std::string::npos) << err;
    EXPECT_FALSE(std::filesystem::exists(folder.path("root/chat.db")));
    EXPECT_FALSE(std::filesystem::exists(folder.path("root/chat.db.lock")));
  }

  folder.write("broken.db", std::string(5'000, 'x'));
  EXPECT_EQ(run({"--root", folder.path("root"), "--db", folder.path("broken.db")}, err), 1);
  EXPECT_NE(err.find("broken.db is damaged"), std::string::npos) << err;

  Child first(arguments());
  const auto port = first.wait_ready();
  EXPECT_EQ(run(arguments(), err), 1);
  EXPECT_NE(err.find("another banter-server (process " + std::to_string(first.pid()) + ")"), std::string::npos) << err;

  EXPECT_EQ(run({"--listen", "127.0.0.1:" + std::to_string(port), "--root", folder.path("root"), "--db",
                 folder.path("other.db")},
                err),
            1);
  EXPECT_NE(err.find("in use"), std::string::npos) << err;

  // An address that no machine has (RFC 5737).
  EXPECT_EQ(run({"--listen", "192.0.2.1:1", "--root", folder.path("root"), "--db", folder.path("x.db")}, err), 1);
  EXPECT_NE(err.find("192.0.2.1"), std::string::npos) << err;
}

}  // namespace
}  // namespace banter::server
