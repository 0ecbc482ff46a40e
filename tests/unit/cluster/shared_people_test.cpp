// Who is where: told by a bucket, swept when a server ends.
#include <gtest/gtest.h>

#include "store_driver.hpp"

namespace banter::server {
namespace {

using Words = std::vector<std::string>;
constexpr Duration second{1'000};

class SharedPeople : public testing::Test {
 protected:
  void tell(std::size_t server, std::vector<protocol::Person> people, const std::string& room = "general") {
    driver.submit(server, TellPeople{room, std::move(people)});
    driver.run();
  }
  /// It is not heard of any more, and does not know it.
  void die(std::size_t server) { driver.connect(server, false); }
  Words keys() { return driver.stream.people.keys(); }

  StoreDriver driver{2};
};

TEST_F(SharedPeople, WhoBeginsToWatchKnowsAtOnceWhoIsThere) {
  driver.watch(0);
  tell(0, {{"u1", "Ada L."}, {"u2", "Bob"}});
  driver.advance(5 * second);
  const auto stored = driver.stream.people.last;
  driver.add();
  driver.run();
  driver.watch(2);
  EXPECT_EQ(driver.elsewhere(2), Words{"server0: u1=Ada L. u2=Bob"});
  EXPECT_EQ(driver.stream.people.last, stored + 1) << "nobody told anything for it; the one is its own first beat";
  EXPECT_EQ(driver.elsewhere(1), Words{}) << "who does not watch is told nothing";
  driver.watch(1);
  EXPECT_EQ(driver.elsewhere(1), Words{"server0: u1=Ada L. u2=Bob"});
  EXPECT_EQ(driver.elsewhere(0), Words{});
}

TEST_F(SharedPeople, ChangesAreToldUntilTheRoomIsLeft) {
  driver.watch(0, "a.b");
  driver.watch(1, "a.b");
  tell(0, {{"u1", "Ada"}}, "a.b");
  EXPECT_EQ(driver.elsewhere(1, "a.b"), Words{"server0: u1=Ada"});
  tell(0, {{"u1", "Countess"}, {"u3", "Cy"}}, "a.b");
  EXPECT_EQ(driver.elsewhere(1, "a.b"), Words{"server0: u1=Countess u3=Cy"});
  EXPECT_EQ(keys(), (Words{"room.a/b.server0", "server.server0", "server.server1"}));
  driver.submit(0, Unwatch{"a.b"});
  driver.run();
  EXPECT_EQ(driver.elsewhere(1, "a.b"), Words{}) << "at once when the last one leaves";
  EXPECT_EQ(keys(), (Words{"room.a/b.server0(marker)", "server.server0", "server.server1"}));
  driver.advance(15 * second);
  EXPECT_EQ(keys(), (Words{"server.server0", "server.server1"}));
  driver.watch(0, "a.b");
  tell(0, {{"u1", "Ada"}}, "a.b");
  EXPECT_EQ(driver.elsewhere(1, "a.b"), Words{"server0: u1=Ada"}) << "and when somebody comes back";
}

TEST_F(SharedPeople, WhoComesBackBeforeTheMarkerIsDeletedStays) {
  driver.watch(0);
  driver.watch(1);
  tell(0, {{"u1", "Ada"}});
  driver.submit(0, Unwatch{"general"});
  driver.advance(9 * second);
  driver.watch(0);
  tell(0, {{"u1", "Ada"}});
  driver.advance(60 * second);
  EXPECT_EQ(driver.elsewhere(1), Words{"server0: u1=Ada"});
  EXPECT_EQ(keys(), (Words{"room.general.server0", "server.server0", "server.server1"}));
}

TEST_F(SharedPeople, ARoomThatNothingHappensInCostsNothing) {
  for (int i = 0; i < 20; ++i) {
    driver.watch(0, "room" + std::to_string(i));
    tell(0, {{"u1", "Ada"}}, "room" + std::to_string(i));
  }
  const auto before = driver.stream.people.last;
  driver.advance(600 * second);
  const auto beats = driver.stream.people.last - before;
  EXPECT_GE(beats, 2U * 115);
  EXPECT_LE(beats, 2U * 121) << "a beat of each server every 5 s, and nothing else";
  driver.watch(1, "room7");
  EXPECT_EQ(driver.elsewhere(1, "room7"), Words{"server0: u1=Ada"});
}

TEST_F(SharedPeople, AServerThatDiesWithoutAWordIsSweptAway) {
  driver.add();
  for (std::size_t server = 0; server < 3; ++server) driver.watch(server);
  driver.watch(0, "other");
  tell(0, {{"u1", "Ada"}});
  tell(0, {{"u1", "Ada"}}, "other");
  tell(1, {{"u2", "Bob"}});
  driver.advance(100 * second);
  EXPECT_EQ(driver.elsewhere(2), (Words{"server0: u1=Ada", "server1: u2=Bob"})) << "who lives is not swept";
  die(0);
  driver.advance(24 * second);
  EXPECT_EQ(driver.elsewhere(2), (Words{"server0: u1=Ada", "server1: u2=Bob"}));
  driver.advance(9 * second);  // 30 after its last beat, and whose turn it is
  EXPECT_EQ(driver.elsewhere(2), Words{"server1: u2=Bob"});
  EXPECT_EQ(driver.elsewhere(1), Words{});
  driver.advance(15 * second);
  EXPECT_EQ(keys(), (Words{"room.general.server1", "server.server1", "server.server2"}));
}

TEST_F(SharedPeople, IfTheOneWhoseTurnItIsDoesNotSweepTheNextDoes) {
  driver.add();
  driver.watch(2);
  driver.watch(0);
  tell(0, {{"u1", "Ada"}});
  driver.advance(30 * second);
  die(0);
  die(1);
  driver.advance(70 * second);
  EXPECT_EQ(driver.elsewhere(2), Words{});
  driver.advance(60 * second);
  EXPECT_EQ(keys(), Words{"server.server2"});
}

TEST_F(SharedPeople, WhenAllDiedTheNextOneSweeps) {
  driver.watch(0);
  driver.watch(1);
  tell(0, {{"u1", "Ada"}});
  tell(1, {{"u2", "Bob"}});
  die(0);
  die(1);
  driver.add();
  driver.advance(second);
  driver.watch(2);
  EXPECT_EQ(driver.elsewhere(2).size(), 2U) << "nobody knows yet that they are dead";
  driver.advance(80 * second);
  EXPECT_EQ(driver.elsewhere(2), Words{});
  EXPECT_EQ(keys(), Words{"server.server2"});
}

TEST_F(SharedPeople, PeopleWhoseServerHasNoBeatAreSweptToo) {
  Packet orphan;
  orphan.subject = "$KV.BANTER_PEOPLE.room.general.nobody";
  orphan.body = "u9\tNobody\n";
  driver.stream.people.handle(*driver.servers[0].peer, orphan);
  driver.run();
  driver.watch(0);
  EXPECT_EQ(driver.elsewhere(0), Words{"nobody: u9=Nobody"});
  driver.advance(80 * second);
  EXPECT_EQ(driver.elsewhere(0), Words{});
  EXPECT_EQ(keys(), (Words{"server.server0", "server.server1"}));
}

TEST_F(SharedPeople, WhoseBeatSomebodyDeletedIsSweptAllTheSame) {
  driver.watch(0);
  driver.watch(1);
  tell(0, {{"u1", "Ada"}});
  die(0);
  auto& people = driver.stream.people;
  std::erase_if(people.stored, [](const auto& one) { return one.second.subject.ends_with(".server.server0"); });
  people.kill_consumers();
  driver.advance(60 * second);
  EXPECT_EQ(driver.elsewhere(1), Words{});
  EXPECT_EQ(keys(), Words{"server.server1"});
}

TEST_F(SharedPeople, AServerThatWasTakenForDeadTellsEverythingAgain) {
  driver.watch(0);
  driver.watch(1);
  tell(0, {{"u1", "Ada"}});
  die(0);
  driver.advance(90 * second);
  ASSERT_EQ(driver.elsewhere(1), Words{});
  ASSERT_EQ(keys(), Words{"server.server1"});
  driver.connect(0, true);
  driver.advance(2 * second);
  EXPECT_EQ(driver.elsewhere(1), Words{"server0: u1=Ada"});
  driver.advance(120 * second);
  EXPECT_EQ(keys(), (Words{"room.general.server0", "server.server0", "server.server1"}));
}

TEST_F(SharedPeople, ItNoticesThatBetweenTheMarkerAndTheCleaning) {
  driver.watch(0);
  driver.watch(1);
  tell(0, {{"u1", "Ada"}});
  die(0);
  for (int i = 0; i < 100 && !driver.elsewhere(1).empty(); ++i) driver.advance(second);
  ASSERT_EQ(keys(), (Words{"room.general.server0", "server.server0(marker)", "server.server1"}));
  driver.connect(0, true);
  driver.advance(60 * second);
  EXPECT_EQ(driver.elsewhere(1), Words{"server0: u1=Ada"});
  EXPECT_EQ(keys(), (Words{"room.general.server0", "server.server0", "server.server1"}));
}

TEST_F(SharedPeople, WhoIsDeafSweepsNobodyAway) {
  driver.watch(0);
  driver.watch(1);
  tell(0, {{"u1", "Ada"}});
  driver.advance(10 * second);
  const auto all = keys();
  driver.stream.people.stalled = true;
  for (int i = 0; i < 120; ++i) {
    driver.advance(second);
    ASSERT_EQ(keys(), all) << "the stream knows a newer beat than those who hear none";
  }
  driver.stream.people.stalled = false;
  driver.stream.people.lose_delivery = 1;
  for (int i = 0; i < 120; ++i) {
    driver.advance(second);
    ASSERT_EQ(keys(), all);
  }
  driver.stream.people.lose_delivery = 0;
  driver.advance(10 * second);
  EXPECT_EQ(driver.elsewhere(1), Words{"server0: u1=Ada"});
}

TEST_F(SharedPeople, NobodyIsSweptAwayForBeatsThatTheBucketDidNotTake) {
  driver.watch(0);
  driver.watch(1);
  tell(0, {{"u1", "Ada"}});
  driver.advance(10 * second);
  const auto all = keys();
  driver.stream.people.leader = false;
  for (int i = 0; i < 60; ++i) driver.advance(second);
  driver.stream.people.leader = true;
  for (int i = 0; i < 120; ++i) {
    driver.advance(second);
    ASSERT_EQ(keys(), all);
  }
  EXPECT_EQ(driver.elsewhere(1), Words{"server0: u1=Ada"});
}

TEST_F(SharedPeople, WhoEndsInOrderIsGoneAtOnce) {
  driver.watch(0);
  driver.watch(1);
  tell(0, {{"u1", "Ada"}});
  driver.servers[0].store->leave(driver.now);
  EXPECT_FALSE(driver.servers[0].store->left());
  driver.run();
  EXPECT_TRUE(driver.servers[0].store->left());
  EXPECT_EQ(driver.elsewhere(1), Words{});
  tell(0, {{"u1", "Ada"}});
  driver.submit(0, Unwatch{"general"});
  driver.advance(70 * second);
  EXPECT_EQ(driver.elsewhere(1), Words{}) << "nothing is told afterwards";
  EXPECT_EQ(keys(), Words{"server.server1"});
}

TEST_F(SharedPeople, WithoutAConnectionLeavingEndsAllTheSame) {
  driver.connect(0, false);
  driver.servers[0].store->leave(driver.now);
  driver.advance(second);
  EXPECT_TRUE(driver.servers[0].store->left());
}

TEST_F(SharedPeople, AChangeDuringAReadIsNotLost) {
  driver.watch(0);
  tell(0, {{"u1", "Ada"}});
  driver.stream.people.hold_reads = true;
  driver.watch(1);
  EXPECT_EQ(driver.elsewhere(1), Words{});
  tell(0, {{"u1", "Ada"}, {"u2", "Bob"}});  // the answer on the way is of before
  driver.stream.people.release_reads();
  driver.advance(second);
  EXPECT_EQ(driver.elsewhere(1), Words{"server0: u1=Ada u2=Bob"});
  // Nor is that they left, by an answer that comes after it.
  driver.stream.people.hold_reads = true;
  tell(0, {{"u2", "Bob"}});
  driver.submit(0, Unwatch{"general"});
  driver.run();
  driver.stream.people.release_reads();
  driver.advance(second);
  EXPECT_EQ(driver.elsewhere(1), Words{});
}

TEST_F(SharedPeople, AReplicaThatIsBehindIsAskedAgain) {
  driver.watch(0);
  driver.stream.people.behind = 1;
  driver.watch(1);
  tell(0, {{"u1", "Ada"}});
  driver.advance(second);
  EXPECT_EQ(driver.elsewhere(1), Words{});
  driver.stream.people.behind = 0;
  driver.advance(second);
  EXPECT_EQ(driver.elsewhere(1), Words{"server0: u1=Ada"});
  EXPECT_EQ(driver.servers[1].store->people_failures(), 0U);
}

TEST_F(SharedPeople, WhatIsNotStoredIsPutAgainAsItIsThen) {
  driver.watch(0);
  driver.watch(1);
  driver.stream.people.leader = false;
  tell(0, {{"u1", "Ada"}});
  tell(0, {{"u1", "Ada"}, {"u2", "Bob"}});
  driver.advance(5 * second);
  tell(0, {{"u2", "Bob"}});
  EXPECT_EQ(driver.elsewhere(1), Words{});
  EXPECT_GT(driver.servers[0].store->people_failures(), 0U);
  EXPECT_EQ(driver.servers[0].store->trouble(), "") << "messages are stored";
  driver.stream.people.leader = true;
  driver.advance(3 * second);
  EXPECT_EQ(driver.elsewhere(1), Words{"server0: u2=Bob"});
}

TEST_F(SharedPeople, OfARoomOnePutIsOnTheWayAtATime) {
  driver.watch(0);
  driver.watch(1);
  driver.stream.people.lose_answer = 1;
  const auto before = driver.stream.people.last;
  tell(0, {{"u1", "Ada"}});
  tell(0, {{"u2", "Bob"}});
  tell(0, {{"u3", "Cy"}});
  EXPECT_EQ(driver.stream.people.last, before + 1);
  driver.stream.people.lose_answer = 0;
  driver.advance(5 * second);
  EXPECT_EQ(driver.elsewhere(1), Words{"server0: u3=Cy"});
}

TEST_F(SharedPeople, AConsumerThatDiesIsReplacedAndWhatEndedMeanwhileIsForgotten) {
  driver.watch(0);
  driver.watch(1);
  tell(0, {{"u1", "Ada"}});
  driver.stream.people.kill_consumers();
  driver.stream.people.makes_consumers = false;
  driver.submit(0, Unwatch{"general"});
  driver.advance(40 * second);  // longer than the marker lies
  ASSERT_EQ(keys(), (Words{"server.server0", "server.server1"}));
  EXPECT_EQ(driver.elsewhere(1), Words{"server0: u1=Ada"}) << "nothing can be heard";
  driver.stream.people.makes_consumers = true;
  driver.advance(30 * second);
  EXPECT_EQ(driver.elsewhere(1), Words{});
}

TEST_F(SharedPeople, OneConsumerOfEachServerIsEnoughForAllRooms) {
  for (int i = 0; i < 50; ++i) {
    driver.watch(0, "room" + std::to_string(i));
    driver.watch(1, "room" + std::to_string(i));
    tell(0, {{"u1", "Ada"}}, "room" + std::to_string(i));
  }
  EXPECT_EQ(driver.stream.people.consumers(), 2U);
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(driver.elsewhere(1, "room" + std::to_string(i)), Words{"server0: u1=Ada"});
  }
}

}  // namespace
}  // namespace banter::server
