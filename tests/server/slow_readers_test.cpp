// A thousand connections of which a hundred do not read: the others notice nothing, the server's memory stays bounded,
// the hundred are cut, and lose nothing when they come back.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "child.hpp"
#include "http_client.hpp"
#include "protocol/codec.hpp"
#include "swarm/swarm.hpp"
#include "test_server.hpp"

namespace banter::server {
namespace {

using namespace std::chrono_literals;
using protocol::Seq;

constexpr std::size_t connections = 1'000;
constexpr std::size_t slow = 100;  ///< the last of them
constexpr std::size_t senders = 10;
constexpr std::size_t messages = 30;
constexpr std::size_t text_bytes = 50'000;  ///< 1.5 MB for each connection: more than the system and the queue hold

#if defined(__SANITIZE_ADDRESS__)
constexpr bool memory_tells = false;  // the sanitizer's own is in it
#else
constexpr bool memory_tells = true;
#endif

/// Of the process, MiB.
double resident(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/statm");
  double pages = 0;
  file >> pages >> pages;
  return pages * 4096 / (1 << 20);
}

/// What a connection was told of the room.
struct Told {
  std::string epoch;
  std::vector<Seq> seqs;  ///< in the order in which they came; of acks too
  bool ready = false;
};

class SlowReaders : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_GE(swarm::raise_file_limit(), 2 * connections) << "too few files may be open here: raise it, ulimit -Hn";
    folder.write("root/index.html", "page");
    child = std::make_unique<Child>(std::vector<std::string>{"--listen", "127.0.0.1:0", "--root", folder.path("root"),
                                                             "--db", folder.path("chat.db")});
    port = child->wait_ready();
    ASSERT_NE(port, 0);
  }

  /// As user number `user`; resumes after what was told before.
  std::size_t enter(std::size_t user, const Told& before = {}, int receive_buffer = 0) {
    swarm::Terms terms;
    terms.port = port;
    terms.subprotocol = protocol::banter_subprotocol;
    terms.receive_buffer = receive_buffer;
    const std::size_t who = clients.connect(terms);
    user_of.push_back(user);
    join_of.push_back({"general", before.epoch, before.seqs.empty() ? 0 : before.seqs.back()});
    told.emplace_back();
    return who;
  }
  void opened(std::size_t who) {
    const std::string number = std::to_string(user_of[who]);
    clients.send(who, codec->encode(protocol::Hello{"n" + number, "the-secret-token-of-" + number}));
    clients.send(who, codec->encode(join_of[who]));
  }
  void got(std::size_t who, std::string_view text) {
    if (text.size() > text_bytes / 2) return got_large(who, text);
    protocol::Decoded<protocol::Event> decoded;
    codec->decode(text, decoded);
    EXPECT_TRUE(decoded.errors.empty());
    for (const auto& event : decoded.messages) {
      Told& to = told[who];
      if (const auto* joined = std::get_if<protocol::Joined>(&event)) to.epoch = joined->epoch;
      if (const auto* chat = std::get_if<protocol::Chat>(&event)) to.seqs.push_back(chat->message.seq);
      // An ack may repeat a number that was sent, when the connection was behind.
      const auto* ack = std::get_if<protocol::Ack>(&event);
      if (ack && (to.seqs.empty() || ack->seq > to.seqs.back())) to.seqs.push_back(ack->seq);
      if (const auto* page = std::get_if<protocol::History>(&event)) {
        EXPECT_FALSE(page->gap);
        for (const auto& message : page->messages) to.seqs.push_back(message.seq);
        to.ready = true;
      }
    }
  }
  /// Gigabytes are not read as JSON; the texts hold nothing that looks like it. A batch may hold acks beside messages.
  void got_large(std::size_t who, std::string_view text) {
    EXPECT_EQ(text.find(R"("gap":true)"), std::string_view::npos);
    constexpr std::string_view key = R"("seq":)";
    constexpr std::string_view ack = R"("type":"ack")";
    auto& seqs = told[who].seqs;
    for (auto at = text.find(key); at != std::string_view::npos; at = text.find(key, at + key.size())) {
      const Seq seq = std::stoull(std::string(text.substr(at + key.size(), 12)));
      const auto type = text.rfind(R"("type":)", at);
      const bool acked = type != std::string_view::npos && text.substr(type, ack.size()) == ack;
      if (!acked || seqs.empty() || seq > seqs.back()) seqs.push_back(seq);
    }
    if (text.find(R"("type":"history")") != std::string_view::npos) told[who].ready = true;
  }
  [[nodiscard]] bool ready(std::size_t first, std::size_t count) const {
    for (std::size_t i = first; i < first + count; ++i) {
      if (!told[i].ready) return false;
    }
    return true;
  }
  [[nodiscard]] bool have_all(std::size_t first, std::size_t count) const {
    for (std::size_t i = first; i < first + count; ++i) {
      if (told[i].seqs.size() < messages) return false;
    }
    return true;
  }

  TempFolder folder;
  std::unique_ptr<Child> child;
  std::uint16_t port = 0;
  std::unique_ptr<protocol::ClientCodec> codec = protocol::make_client_codec(protocol::Dialect::banter);
  std::vector<Told> told;
  std::vector<std::size_t> user_of;
  std::vector<protocol::Join> join_of;
  swarm::Swarm clients{[this](std::size_t who) { opened(who); },
                       [this](std::size_t who, std::string_view text) { got(who, text); }};
};

TEST_F(SlowReaders, CostBoundedMemoryAreCutAndLoseNothing) {
  constexpr std::size_t readers = connections - slow;
  for (std::size_t i = 0; i < connections; ++i) {
    enter(i, {}, i < readers ? 0 : 4096);
    if (i % 100 == 99) {
      ASSERT_TRUE(clients.run_until([&] { return ready(i - 99, 100); }, 20s));
    }
  }
  for (std::size_t i = readers; i < connections; ++i) clients.read(i, false);
  const double before = resident(child->pid());

  for (std::size_t i = 0; i < messages; ++i) {
    clients.send(i % senders, codec->encode(protocol::SendChat{
                                  "general", "m" + std::to_string(i), {}, std::string(text_bytes, 'x')}));
  }
  double queued = 0;
  double memory = 0;
  const auto sample = [&] {
    queued = std::max(queued, metric(port, "banter_send_queue_bytes"));
    memory = std::max(memory, resident(child->pid()));
  };
  const auto all_read = [&] { return have_all(0, readers); };
  for (int i = 0; i < 600 && !all_read(); ++i) {
    clients.run_until(all_read, 100ms);
    sample();
  }
  std::vector<Seq> every;
  for (Seq seq = 1; seq <= messages; ++seq) every.push_back(seq);
  for (std::size_t i = 0; i < readers; ++i) ASSERT_EQ(told[i].seqs, every) << "reader " << i;
  EXPECT_EQ(clients.open(), connections);

  queued = 0;  // of those who do not read, from here on
  // One frame is on its way for 20 s: that is too slow. Then the hundred read again, and learn why they were cut.
  const auto cut = [&] { return metric(port, "banter_send_queue_cuts_total") >= slow; };
  for (int i = 0; i < 400 && !cut(); ++i) {
    clients.run_until([] { return false; }, 100ms);
    sample();
  }
  ASSERT_TRUE(cut());
  for (std::size_t i = readers; i < connections; ++i) clients.read(i, true);
  EXPECT_TRUE(clients.run_until([&] { return clients.open() == readers; }, 20s));
  for (std::size_t i = readers; i < connections; ++i) EXPECT_EQ(clients.close_code(i), 4429) << i;

  const double bound = static_cast<double>(slow) * (1 << 20);
  EXPECT_GT(queued, 0);
  EXPECT_LE(queued, bound) << "a queue holds at most 1 MiB";
  if (memory_tells) {
    EXPECT_LE(memory - before, bound / (1 << 20) + 100) << "MiB";
  }
  RecordProperty("queued_MiB", std::to_string(queued / (1 << 20)));
  RecordProperty("memory_MiB", std::to_string(memory - before));
  std::printf("1,000 connections, 100 do not read: queues up to %.1f MiB, resident memory %.1f to %.1f MiB\n",
              queued / (1 << 20), before, memory);

  for (std::size_t i = readers; i < connections; ++i) {
    EXPECT_LT(told[i].seqs.size(), messages);
    enter(i, told[i]);
  }
  const auto complete = [&] {
    for (std::size_t i = 0; i < slow; ++i) {
      if (told[readers + i].seqs.size() + told[connections + i].seqs.size() < messages) return false;
    }
    return true;
  };
  EXPECT_TRUE(clients.run_until(complete, 30s));
  for (std::size_t i = 0; i < slow; ++i) {
    auto all = told[readers + i].seqs;
    const auto& rest = told[connections + i].seqs;
    all.insert(all.end(), rest.begin(), rest.end());
    EXPECT_EQ(all, every) << "slow reader " << i;
  }
}

}  // namespace
}  // namespace banter::server
