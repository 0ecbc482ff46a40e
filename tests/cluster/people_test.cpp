// Who is where, on two gateways and a cluster of three nats-servers: known at once to a gateway that has just been
// started, told when the bucket's leader is killed, and swept when a gateway is.
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <set>
#include <thread>

#include "../server/client.hpp"
#include "../server/http_client.hpp"
#include "gateways_test.hpp"

namespace banter::server {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

class PeopleTest : public ClusterTest {
 protected:
  static constexpr const char* bucket = "KV_BANTER_PEOPLE";
  using Names = std::set<std::string>;

  /// Who is in the room as this client's gateway says.
  static Names members(Client& client) {
    client.say(protocol::AskMembers{"general", {}, 0});
    const auto page = client.next<protocol::Members>();
    Names out;
    if (!page) return out;
    for (const auto& person : page->people) out.insert(person.nick);
    return out;
  }
  /// How long it takes until they are those; fails when it takes longer than `most`.
  static milliseconds until(Client& client, const Names& wanted, seconds most) {
    const auto begin = Clock::now();
    Names now;
    while (Clock::now() - begin < most) {
      now = members(client);
      const auto took = std::chrono::duration_cast<milliseconds>(Clock::now() - begin);
      if (now == wanted) return took;
      std::this_thread::sleep_for(milliseconds(250));  // as often as a client may ask
    }
    std::string text;
    for (const auto& name : now) text += " " + name;
    ADD_FAILURE() << "after " << most.count() << " s there are:" << text;
    return most;
  }
  /// Until so many messages lie in the bucket.
  void expect_stored(std::uint64_t count, seconds most) {
    const auto end = Clock::now() + most;
    std::uint64_t there = 0;
    do {
      there = cluster_.messages(bucket);
      if (there == count) return;
      std::this_thread::sleep_for(milliseconds(200));
    } while (Clock::now() < end);
    ADD_FAILURE() << there << " messages in the bucket instead of " << count;
  }
};

TEST_F(PeopleTest, AKilledGatewaysPeopleAreSweptAndANewOneKnowsWhoIsThere) {
  start_gateway(0);
  start_gateway(1);
  if (HasFailure()) return;
  Client ann(where_.ports[0]);
  ann.enter("Ann");
  auto bob = std::make_unique<Client>(where_.ports[1]);
  bob->enter("Bob");
  until(ann, {"Ann", "Bob"}, seconds(10));
  until(*bob, {"Ann", "Bob"}, seconds(10));
  expect_stored(4, seconds(5));  // a beat and a room of each
  kill_gateway(1);
  const auto killed = Clock::now();
  start_gateway(1);
  if (HasFailure()) return;
  Client cy(where_.ports[1]);
  cy.enter("Cy");
  const auto known = until(cy, {"Ann", "Bob", "Cy"}, seconds(3));
  until(ann, {"Ann", "Bob", "Cy"}, seconds(3));
  until(ann, {"Ann", "Cy"}, seconds(40));
  const auto swept = std::chrono::duration_cast<milliseconds>(Clock::now() - killed);
  EXPECT_GT(swept, seconds(20)) << "one that is silent for a moment is not dead";
  until(cy, {"Ann", "Cy"}, seconds(3));
  expect_stored(4, seconds(60));
  gateways_[1]->signal(SIGTERM);
  EXPECT_EQ(gateways_[1]->wait(5), 0) << gateways_[1]->err();
  const auto left = until(ann, {"Ann"}, seconds(3));
  expect_stored(2, seconds(60));
  std::printf(
      "people: known to a new gateway after %lld ms, a killed one swept after %lld ms, one that ended after %lld ms\n",
      static_cast<long long>(known.count()), static_cast<long long>(swept.count()),
      static_cast<long long>(left.count()));
  EXPECT_NE(get(where_.ports[0], "/metrics").body.find("banter_storage_people_failures_total 0\n"), std::string::npos);
}

TEST_F(PeopleTest, TheyAreToldWhenTheBucketsLeaderIsKilled) {
  start_gateway(0);
  start_gateway(1);
  if (HasFailure()) return;
  Client ann(where_.ports[0]);
  ann.enter("Ann");
  auto bob = std::make_unique<Client>(where_.ports[1]);
  bob->enter("Bob");
  until(ann, {"Ann", "Bob"}, seconds(10));
  const auto leader = cluster_.leader(bucket);
  ASSERT_LT(leader, NatsCluster::size);
  cluster_.kill(leader);
  bob.reset();
  const auto took = until(ann, {"Ann"}, seconds(30));
  std::printf("people: told %lld ms after the bucket's leader was killed\n", static_cast<long long>(took.count()));
  cluster_.start(leader);
  expect_stored(3, seconds(60));  // two beats and a room
}

TEST_F(PeopleTest, ABucketThatDoesNotKeepThemIsSaidAtTheStart) {
  cluster_.add_stream(bucket, "$KV.BANTER_PEOPLE.>", 5);
  folder_.write("root/index.html", "page");
  Child child({"--root", folder_.path("root"), "--nats", cluster_.urls(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(child.wait(60), 1);
  EXPECT_NE(child.err().find("stream KV_BANTER_PEOPLE: it keeps more than the newest of each key"), std::string::npos)
      << child.err();
}

}  // namespace
}  // namespace banter::server
