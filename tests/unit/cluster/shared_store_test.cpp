#include <gtest/gtest.h>

#include "store_driver.hpp"

namespace banter::server {
namespace {

using Words = std::vector<std::string>;

TEST(SharedStore, EverybodyIsToldOfAMessageWithTheSameNumber) {
  StoreDriver driver;
  driver.watch(0);
  driver.watch(1);
  const auto one = driver.append(0, "ada", "a1", "from ada");
  driver.run();
  const auto two = driver.append(1, "bob", "b1", "from bob");
  driver.run();
  EXPECT_EQ(driver.appended(0, one)->seq, 1U);
  EXPECT_EQ(driver.appended(1, two)->seq, 2U);
  EXPECT_EQ(driver.arrived(1), Words{"1 from ada"});
  EXPECT_EQ(driver.arrived(0), Words{"2 from bob"});
  const auto page = driver.read(0, 0, 10);
  EXPECT_EQ(page.epoch, "e1");
  EXPECT_EQ(page.last, 2U);
  ASSERT_EQ(page.messages.size(), 2U);
  EXPECT_EQ(page.messages[1].text, "from bob");
}

TEST(SharedStore, RoomsAreCountedEachByItself) {
  StoreDriver driver(1);
  driver.watch(0, "a");
  driver.watch(0, "b");
  driver.append(0, "u", "1", "x", "a");
  driver.append(0, "u", "1", "x", "b");
  const auto third = driver.append(0, "u", "2", "x", "a");
  driver.run();
  EXPECT_EQ(driver.appended(0, third)->seq, 2U);
}

TEST(SharedStore, AServerThatComesLateFindsTheNumbers) {
  StoreDriver driver(1);
  driver.fill(5'000, 7);
  driver.add();
  driver.watch(1);
  EXPECT_EQ(driver.read(1, 0, 0).last, 5'000U);
  EXPECT_LT(driver.servers[1].peer->asked, 30U);
  const auto newest = driver.read(1, 4'950, 50);
  ASSERT_EQ(newest.messages.size(), 50U);
  EXPECT_EQ(newest.messages.back().text, "text 5000");
  const auto next = driver.append(1, "ada", "a1");
  driver.run();
  EXPECT_EQ(driver.appended(1, next)->seq, 5'001U);
}

TEST(SharedStore, AResendIsStoredOnceWhicheverServerItComesTo) {
  StoreDriver driver;
  driver.watch(0);
  driver.watch(1);
  driver.append(0, "ada", "a1", "once");
  driver.run();
  const auto same = driver.append(1, "ada", "a1", "once");
  driver.run();
  ASSERT_TRUE(driver.appended(1, same));
  EXPECT_EQ(driver.appended(1, same)->seq, 1U);
  EXPECT_TRUE(driver.appended(1, same)->duplicate);
  EXPECT_EQ(driver.stream.stored.size(), 1U);
}

TEST(SharedStore, AfterTheWindowAResendIsFoundAmongTheNewestMessages) {
  StoreDriver driver;
  driver.watch(0);
  driver.append(0, "ada", "a1", "once");
  for (int i = 0; i < 60; ++i) driver.append(0, "bob", "b" + std::to_string(i));
  driver.run();
  driver.stream.dedup = false;
  driver.watch(1);
  const auto same = driver.append(1, "ada", "a1", "once");
  driver.advance(Duration{500});
  EXPECT_EQ(driver.appended(1, same)->seq, 1U);
  EXPECT_EQ(driver.stream.stored.size(), 61U);
}

TEST(SharedStore, WithinTheWindowItIsFoundHoweverOldItIs) {
  StoreDriver driver(1);
  driver.fill(3'000);
  driver.watch(0);
  driver.stream.vague_duplicate = 0.5;
  const auto same = driver.append(0, "old", "old17", "text 17");
  driver.advance(Duration{5'000});
  ASSERT_TRUE(driver.appended(0, same));
  EXPECT_EQ(driver.appended(0, same)->seq, 17U);
  EXPECT_TRUE(driver.appended(0, same)->duplicate);
  EXPECT_EQ(driver.stream.stored.size(), 3'000U);
}

TEST(SharedStore, ALostAnswerStoresNothingTwice) {
  StoreDriver driver(1);
  driver.watch(0);
  driver.stream.lose_answer = 1;
  driver.stream.lose_delivery = 1;
  const auto one = driver.append(0, "ada", "a1");
  driver.advance(Duration{1'000});
  EXPECT_FALSE(driver.appended(0, one));
  driver.stream.lose_answer = driver.stream.lose_delivery = 0;
  driver.advance(Duration{4'000});
  ASSERT_TRUE(driver.appended(0, one));
  EXPECT_EQ(driver.appended(0, one)->seq, 1U);
  EXPECT_EQ(driver.stream.stored.size(), 1U);
}

TEST(SharedStore, MessagesOfOneUserKeepTheirOrderWhenNobodyTakesThem) {
  StoreDriver driver(1);
  driver.watch(0);
  driver.stream.leader = false;
  const auto one = driver.append(0, "ada", "a1", "first");
  const auto two = driver.append(0, "ada", "a2", "second");
  driver.advance(Duration{3'000});
  driver.stream.leader = true;
  driver.advance(Duration{3'000});
  EXPECT_EQ(driver.appended(0, one)->seq, 1U);
  EXPECT_EQ(driver.appended(0, two)->seq, 2U);
}

TEST(SharedStore, WhatCannotBeStoredIsRefusedAndWithItWhatCameAfter) {
  StoreDriver driver(1);
  driver.watch(0);
  driver.stream.leader = false;
  const auto one = driver.append(0, "ada", "a1", "first");
  const auto two = driver.append(0, "ada", "a2", "second");
  driver.advance(Duration{10'000});
  EXPECT_TRUE(driver.failed(0, one));
  EXPECT_TRUE(driver.failed(0, two));
  EXPECT_FALSE(driver.servers[0].store->trouble().empty());
  EXPECT_TRUE(driver.servers[0].store->idle());
  driver.stream.leader = true;
  const auto overtakes = driver.append(0, "ada", "a3", "third");
  const auto other = driver.append(0, "bob", "b1", "of somebody else");
  EXPECT_TRUE(driver.failed(0, overtakes)) << "it was asked for before the hub knew";
  const auto knows = driver.append(0, "ada", "a1", "first", "general", 1);
  driver.advance(Duration{5'000});
  EXPECT_TRUE(driver.appended(0, other));
  EXPECT_TRUE(driver.appended(0, knows));
  EXPECT_EQ(driver.servers[0].store->trouble(), "");
}

TEST(SharedStore, WithoutAConnectionItSaysSoAndGoesOnAfterwards) {
  StoreDriver driver;
  driver.watch(0);
  driver.watch(1);
  driver.append(0, "ada", "a1", "one");
  driver.run();
  driver.connect(0, false);
  driver.append(1, "bob", "b1", "two");
  const auto waits = driver.append(0, "ada", "a2", "three");
  driver.advance(Duration{2'000});
  EXPECT_FALSE(driver.failed(0, waits));
  driver.connect(0, true);
  driver.advance(Duration{1'000});
  EXPECT_EQ(driver.arrived(0), Words{"2 two"});
  EXPECT_EQ(driver.appended(0, waits)->seq, 3U);
  driver.connect(0, false);
  driver.advance(Duration{5'000});
  EXPECT_FALSE(driver.servers[0].store->trouble().empty());
  const auto refused = driver.append(0, "ada", "a4");
  driver.advance(Duration{200});
  EXPECT_TRUE(driver.failed(0, refused)) << "at once, while there is none";
  driver.connect(0, true);
  driver.advance(Duration{5'000});
  EXPECT_EQ(driver.servers[0].store->trouble(), "");
}

TEST(SharedStore, AConsumerThatDiesIsReplacedWhereItWas) {
  StoreDriver driver;
  driver.watch(0);
  driver.watch(1);
  driver.append(0, "ada", "a1", "one");
  driver.run();
  driver.stream.kill_consumers();
  driver.stream.lag = 2;
  const auto two = driver.append(0, "ada", "a2", "two");
  driver.advance(Duration{5'000});
  EXPECT_EQ(driver.appended(0, two)->seq, 2U);
  EXPECT_EQ(driver.arrived(1), (Words{"1 one", "2 two"})) << "a consumer's server that is behind tells nothing twice";
}

TEST(SharedStore, WithoutTheClustersLeaderMessagesAreAskedForOneByOne) {
  StoreDriver driver;
  driver.watch(0);
  driver.append(0, "ada", "a1", "one");
  driver.run();
  driver.stream.kill_consumers();
  driver.stream.makes_consumers = false;
  driver.watch(1);
  const auto two = driver.append(0, "ada", "a2", "two");
  driver.advance(Duration{3'500});
  ASSERT_TRUE(driver.appended(0, two));
  EXPECT_EQ(driver.appended(0, two)->seq, 2U);
  EXPECT_EQ(driver.read(1, 0, 10).messages.size(), 2U) << "a room that nobody watched yet";
  driver.append(0, "ada", "a3", "three");
  driver.advance(Duration{1'000});
  EXPECT_EQ(driver.arrived(1), Words{"3 three"});
  driver.stream.makes_consumers = true;
  driver.advance(Duration{3'000});
  const auto asked = driver.servers[1].peer->asked;
  driver.append(0, "ada", "a4", "four");
  driver.advance(Duration{2'000});
  EXPECT_EQ(driver.arrived(1), (Words{"3 three", "4 four"}));
  EXPECT_EQ(driver.servers[1].peer->asked, asked) << "a consumer delivers again";
}

TEST(SharedStore, WhoJoinsFirstSeesWhatAnyServerAcknowledged) {
  StoreDriver driver;
  driver.watch(0);
  driver.watch(1);
  driver.stream.lose_delivery = 1;
  driver.append(0, "ada", "a1", "one");
  driver.run();
  driver.stream.lose_delivery = 0;
  // Server 1 does not know of it yet.
  EXPECT_EQ(driver.read(1, 0, 0).last, 1U);
}

TEST(SharedStore, RoomsAreLeftAfterAWhileAndFoundAgain) {
  StoreDriver driver(1);
  driver.watch(0);
  driver.append(0, "ada", "a1");
  driver.run();
  driver.submit(0, Unwatch{"general"});
  driver.advance(Duration{10'000});
  EXPECT_EQ(driver.stream.consumers(), 1U) << "for those who come back soon";
  driver.advance(Duration{25'000});
  driver.run();
  EXPECT_EQ(driver.stream.consumers(), 0U);
  driver.watch(0);
  EXPECT_EQ(driver.read(0, 0, 0).last, 1U);
}

TEST(SharedStore, WhatOthersPutIntoTheStreamIsPassedOver) {
  StoreDriver driver(1);
  driver.watch(0);
  driver.append(0, "ada", "a1");
  driver.run();
  driver.stream.put(Packet{"chat.room.general.msg", "", {}, "by hand", 0});
  const auto two = driver.append(0, "ada", "a2");
  driver.run();
  EXPECT_EQ(driver.appended(0, two)->seq, 2U);
  driver.stream.put(Packet{"chat.room.general.msg", "", {}, "by hand", 0});
  EXPECT_EQ(driver.read(0, 0, 0).last, 2U);
}

TEST(SharedStore, WhoTypesIsToldToTheOtherServersAndStoredNowhere) {
  StoreDriver driver(3);
  driver.watch(0);
  driver.watch(1);
  driver.watch(2, "elsewhere");
  driver.submit(0, TellTyping{"general", "u1", "Ada"});
  driver.run();
  const auto told = [&](std::size_t server) {
    Words out;
    for (const auto& reply : driver.servers[server].replies) {
      if (const auto* one = std::get_if<TypingTold>(&reply))
        out.push_back(one->room + " " + one->user + " " + one->nick);
    }
    return out;
  };
  EXPECT_EQ(told(0), Words{});
  EXPECT_EQ(told(1), Words{"general u1 Ada"});
  EXPECT_EQ(told(2), Words{});
  EXPECT_TRUE(driver.stream.stored.empty());
}

TEST(SharedStore, APlaceThatIsWrongIsNoticed) {
  StoreDriver driver(1);
  driver.watch(0);
  driver.append(0, "ada", "a1");
  driver.run();
  Record record;
  record.message.room = "general";
  record.message.user = "u";
  record.tag = "elsewhere.1";
  record.known = {7, 1};
  driver.stream.put(encode(record));
  driver.advance(Duration{200});
  EXPECT_EQ(driver.servers[0].store->disagreements(), 1U);
  EXPECT_NE(driver.servers[0].store->trouble(), "");
}

}  // namespace
}  // namespace banter::server
