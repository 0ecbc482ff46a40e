// Two gateways on a cluster of three nats-servers: one order for all, and nothing that was acknowledged is lost or
// doubled when the stream's leader and a gateway are killed under load.
#include <gtest/gtest.h>
#include <signal.h>

#include <cstdio>
#include <memory>
#include <set>
#include <thread>
#include <vector>

#include "../server/client.hpp"
#include "../server/http_client.hpp"
#include "gateways_test.hpp"
#include "load.hpp"

namespace banter::server {
namespace {

using Clock = std::chrono::steady_clock;

TEST_F(ClusterTest, AGatewayTellsOfTheOthersMessagesAndEndsInOrder) {
  start_gateway(0);
  start_gateway(1);
  if (HasFailure()) return;
  Client ann(where_.ports[0]);
  Client bob(where_.ports[1]);
  ann.enter("Ann");
  bob.enter("Bob");
  std::optional<protocol::Presence> news;
  do news = ann.next<protocol::Presence>();
  while (news && news->count != 2);
  ASSERT_TRUE(news) << "Ann is not told that Bob is there";
  bob.say(protocol::SendTyping{"general"});
  EXPECT_EQ(ann.next<protocol::Typing>()->who.nick, "Bob");
  ann.chat("a1", "hello from the first");
  EXPECT_EQ(ann.next<protocol::Ack>()->seq, 1U);
  EXPECT_EQ(bob.next<protocol::Chat>()->message.text, "hello from the first");
  bob.chat("b1", "and from the second");
  EXPECT_EQ(bob.next<protocol::Ack>()->seq, 2U);
  EXPECT_EQ(ann.next<protocol::Chat>()->message.seq, 2U);
  // The same message once more, through the other gateway.
  Client again(where_.ports[1]);
  again.enter("Ann");
  again.chat("a1", "hello from the first");
  EXPECT_EQ(again.next<protocol::Ack>()->seq, 1U);
  EXPECT_EQ(get(where_.ports[0], "/healthz").body, "ok\n");
  EXPECT_NE(get(where_.ports[0], "/metrics").body.find("banter_storage_healthy 1"), std::string::npos);
  gateways_[0]->signal(SIGTERM);
  EXPECT_EQ(ann.close_code(), 1001);
  EXPECT_EQ(gateways_[0]->wait(5), 0) << gateways_[0]->err();
  EXPECT_EQ(gateways_[0]->err(), "");
}

TEST_F(ClusterTest, WithoutAMajorityMessagesAreRefusedAndNobodyIsDisconnected) {
  start_gateway(0);
  if (HasFailure()) return;
  Client ann(where_.ports[0]);
  ann.enter("Ann");
  const auto leader = cluster_.leader("BANTER");
  ASSERT_LT(leader, NatsCluster::size);
  const auto other = (leader + 1) % NatsCluster::size;
  cluster_.kill(leader);
  cluster_.kill(other);
  ann.chat("a1", "patience");
  std::optional<protocol::Refusal> refusal;
  for (int i = 0; i < 4 && !refusal; ++i) refusal = ann.next<protocol::Refusal>();
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->code, "storage");
  EXPECT_GT(refusal->retry_after, Duration{0});
  EXPECT_TRUE(ann.open());
  // It is noticed from what is asked, not from the refusal.
  int health = 200;
  for (int i = 0; i < 200 && health != 503; ++i) {
    health = get(where_.ports[0], "/healthz").status;
    if (health != 503) std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_EQ(health, 503);
}

TEST(ClusterStart, SaysWhatIsWrongWhenThereIsNoCluster) {
  TempFolder folder;
  folder.write("root/index.html", "page");
  Child child({"--root", folder.path("root"), "--nats", "nats://127.0.0.1:1", "--listen", "127.0.0.1:0"});
  EXPECT_EQ(child.wait(20), 1);
  EXPECT_NE(child.err().find("nats://127.0.0.1:1"), std::string::npos) << child.err();
}

TEST_F(ClusterTest, KilledLeadersAndGatewaysLoseAndDoubleNothing) {
  start_gateway(0);
  start_gateway(1);
  if (HasFailure()) return;
  constexpr std::size_t writers = 10;  // 20 s long four a second each: all of it fits one resume
  const auto begin = Clock::now();
  const auto until = begin + std::chrono::seconds(20);
  std::vector<Person> people;
  people.reserve(writers);
  for (std::size_t i = 0; i < writers; ++i) people.emplace_back(where_, i % 2, "person" + std::to_string(i));
  std::vector<std::thread> threads;
  for (auto& person : people) threads.emplace_back([&person, until] { person.write(until); });

  std::this_thread::sleep_until(begin + std::chrono::seconds(4));
  const auto leader = cluster_.leader("BANTER");
  ASSERT_LT(leader, NatsCluster::size);
  cluster_.kill(leader);
  std::this_thread::sleep_until(begin + std::chrono::seconds(11));
  cluster_.start(leader);
  std::this_thread::sleep_until(begin + std::chrono::seconds(14));
  kill_gateway(0);
  for (auto& thread : threads) thread.join();

  // All of it, as somebody who knows nothing but the numbering's name reads it from the gateway that is left.
  protocol::Seq last = 0;
  for (const auto& person : people) {
    for (const auto& [id, seq] : person.acked) last = std::max(last, seq);
  }
  Person reader(where_, 1, "reader");
  reader.read_all(last);
  for (auto& person : people) person.read_to(last);

  std::map<std::pair<std::string, std::string>, protocol::Seq> stored;
  std::size_t doubled = 0;
  for (const auto& [seq, message] : reader.seen) {
    if (!stored.emplace(std::pair{message.user, message.id}, seq).second) ++doubled;
  }
  std::size_t acked = 0;
  std::size_t lost = 0;
  std::size_t connections = 0;
  std::chrono::milliseconds worst{0};
  for (const auto& person : people) {
    for (const auto& [id, seq] : person.acked) {
      ++acked;
      const auto at = stored.find({person.user, id});
      if (at == stored.end() || at->second != seq) ++lost;
    }
    for (const auto& [seq, message] : person.seen) {
      const auto at = reader.seen.find(seq);
      if (at == reader.seen.end()) continue;
      EXPECT_EQ(message.user + message.id + message.text, at->second.user + at->second.id + at->second.text)
          << "number " << seq;
    }
    for (const auto& problem : person.problems) ADD_FAILURE() << problem;
    connections += person.connections;
    worst = std::max(worst, person.worst);
  }
  for (const auto& problem : reader.problems) ADD_FAILURE() << problem;
  std::printf(
      "cluster: %zu acked, %zu lost, %zu doubled, %zu stored; worst stall %lld ms; %zu connections of %zu people\n",
      acked, lost, doubled, reader.seen.size(), static_cast<long long>(worst.count()), connections, writers);
  EXPECT_EQ(lost, 0U);
  EXPECT_EQ(doubled, 0U);
  EXPECT_EQ(reader.seen.size(), last) << "numbers without holes";
  EXPECT_EQ(acked, reader.seen.size()) << "nothing invented";
  EXPECT_GT(acked, 100U) << "there was load";
}

}  // namespace
}  // namespace banter::server
