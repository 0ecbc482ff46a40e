// Joining, coming back, reading slowly, and a storage that fails: nobody misses a message, gets it
// twice or out of order.
#include <gtest/gtest.h>

#include <numeric>

#include "hub_driver.hpp"

namespace banter::server {
namespace {

using Seqs = std::vector<protocol::Seq>;
using Codes = std::vector<std::string>;

Seqs range(protocol::Seq first, protocol::Seq last) {
  Seqs out(last - first + 1);
  std::iota(out.begin(), out.end(), first);
  return out;
}

TEST(HubHistory, SendsTheNewestToWhoJoinsAnew) {
  HubDriver t;
  t.fill(60);
  t.enter(1);
  EXPECT_EQ(t.seqs(1), range(11, 60));
  EXPECT_EQ(t.last<protocol::Joined>(1).last, 60U);
  EXPECT_TRUE(t.last<protocol::History>(1).more);
  EXPECT_FALSE(t.last<protocol::History>(1).gap);
}

TEST(HubHistory, ResumesAfterTheLastOne) {
  HubDriver t;
  t.fill(60);
  t.enter(1, "general", "e1", 57);
  EXPECT_EQ(t.seqs(1), range(58, 60));
  EXPECT_FALSE(t.last<protocol::History>(1).gap);
  t.enter(2, "general", "e1", 60);
  EXPECT_TRUE(t.seqs(2).empty());
  EXPECT_EQ(t.all<protocol::History>(2).size(), 1U);
}

TEST(HubHistory, TellsOfAGapWhenTooMuchWasMissed) {
  HubDriver t;
  t.fill(1500);
  t.enter(1, "general", "e1", 100);
  EXPECT_EQ(t.seqs(1), range(501, 1500));
  const auto pages = t.all<protocol::History>(1);
  ASSERT_GT(pages.size(), 1U);
  EXPECT_TRUE(pages.front().gap);
  EXPECT_FALSE(pages.back().gap);
}

TEST(HubHistory, AnotherEpochOrAnImpossibleNumberStartsAnew) {
  HubDriver t;
  t.fill(60);
  t.enter(1, "general", "other", 57);
  EXPECT_EQ(t.seqs(1), range(11, 60));
  EXPECT_TRUE(t.last<protocol::History>(1).gap);
  t.enter(2, "general", "e1", 61);
  EXPECT_EQ(t.seqs(2), range(11, 60));
}

TEST(HubHistory, ReadsLongHistoriesPageByPageAsTheyAreSent) {
  HubDriver t;
  t.fill(600, std::string(1000, 'x'));
  t.always_drained = false;
  t.enter(1, "general", "e1", 1);
  const auto first = t.seqs(1).size();
  EXPECT_GT(first, 50U);
  EXPECT_LE(first, 140U) << "128 KiB";
  for (const auto& frame : t.frames[1]) EXPECT_LE(frame.size(), 64U << 10);
  for (int i = 0; i < 20; ++i) t.drain(1);
  EXPECT_EQ(t.seqs(1), range(2, 600));
}

TEST(HubHistory, MessagesDuringTheReadingComeOnceAndInOrder) {
  HubDriver t;
  t.fill(300);
  t.enter(2);
  t.always_drained = false;
  t.enter(1, "general", "e1", 1);
  t.chat(2, "m1", "live");
  t.drain(1);
  t.chat(2, "m2", "live");
  for (int i = 0; i < 5; ++i) t.drain(1);
  t.chat(2, "m3", "live");
  EXPECT_EQ(t.seqs(1), range(2, 303));
}

TEST(HubHistory, AnAckNeverOvertakesWhatComesBeforeIt) {
  HubDriver t;
  t.fill(300);
  t.always_drained = false;
  t.enter(1, "general", "e1", 1);
  t.chat(1, "m1", "sent again");
  EXPECT_TRUE(t.all<protocol::Ack>(1).empty());
  for (int i = 0; i < 5; ++i) t.drain(1);
  EXPECT_EQ(t.last<protocol::Ack>(1).seq, 301U);
  auto expected = range(2, 301);
  expected.push_back(301);
  EXPECT_EQ(t.seqs(1, true), expected);
}

TEST(HubHistory, AnAckComesAsSoonAsWhatIsBeforeItWasSent) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.chat(2, "m1", "live");
  t.always_drained = false;
  t.hub.congested(HubDriver::id(1));
  t.chat(1, "own", "waits");
  t.fill(600);  // behind it, more than a page
  t.drain(1);
  EXPECT_LT(t.seqs(1).back(), 300U) << "it is still far behind";
  EXPECT_EQ(t.last<protocol::Ack>(1).seq, 2U);
  t.chat(1, "own", "waits");
  EXPECT_EQ(t.all<protocol::Ack>(1).size(), 2U) << "a resend of what was sent is acknowledged at once";
}

TEST(HubHistory, ASlowReaderIsServedFromTheDisk) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.chat(2, "m0", "live");
  t.always_drained = false;
  t.hub.congested(HubDriver::id(1));
  for (int i = 1; i <= 10; ++i) t.chat(2, "m" + std::to_string(i), "waits");
  t.chat(1, "own", "waits too");
  EXPECT_EQ(t.seqs(1), (Seqs{1}));
  t.drain(1);
  EXPECT_EQ(t.seqs(1), range(1, 12));
  EXPECT_EQ(t.last<protocol::Ack>(1).id, "own");
  EXPECT_TRUE(t.all<protocol::History>(1).size() == 1U) << "they are news, not history";
  t.drain(1);
  t.chat(2, "m11", "live");
  EXPECT_EQ(t.seqs(1), range(1, 13));
}

TEST(HubHistory, OneRoomIsReadAtATime) {
  HubDriver t;
  t.fill(30, "old", "a");
  t.fill(30, "old", "b");
  t.always_drained = false;
  t.connect(1);
  t.say(1, HubDriver::hello(1));
  t.hold_storage = true;
  t.say(1, protocol::Join{"a", {}, 0});
  t.say(1, protocol::Join{"b", {}, 0});
  t.run_storage();
  EXPECT_EQ(t.all<protocol::Joined>(1).size(), 2U);
  EXPECT_EQ(t.seqs(1).size(), 30U);
  t.drain(1);
  t.run_storage();
  EXPECT_EQ(t.seqs(1).size(), 60U);
}

TEST(HubHistory, RoomsTakeTurns) {
  HubDriver t;
  t.fill(900, "old", "a");
  t.fill(900, "old", "b");
  t.always_drained = false;
  t.connect(1);
  t.say(1, HubDriver::hello(1));
  t.hold_storage = true;
  t.say(1, protocol::Join{"a", "e1", 1});
  t.say(1, protocol::Join{"b", "e1", 1});
  t.run_storage();
  for (int i = 0; i < 3; ++i) {
    t.drain(1);
    t.run_storage();
  }
  std::map<std::string, std::size_t> sent;
  for (const auto& page : t.all<protocol::History>(1)) sent[page.room] += page.messages.size();
  EXPECT_EQ(sent["a"], sent["b"]);
  EXPECT_GT(sent["a"], 0U);
}

TEST(HubStorage, AFailedWriteIsRefusedAndLeavesNoTrace) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.storage.appends = MemoryStorage::Fault::refuse;
  t.chat(1, "m1", "hi");
  EXPECT_EQ(t.codes(1), (Codes{"storage"}));
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "m1");
  EXPECT_GT(t.last<protocol::Refusal>(1).retry_after, Duration{0});
  EXPECT_TRUE(t.seqs(2).empty());
  t.storage.appends = MemoryStorage::Fault::none;
  t.wait_out(1);
  t.chat(1, "m1", "hi");
  EXPECT_EQ(t.last<protocol::Ack>(1).seq, 1U);
  EXPECT_EQ(t.seqs(2), (Seqs{1}));
}

TEST(HubStorage, NothingOvertakesAFailedWrite) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.storage.appends = MemoryStorage::Fault::refuse;
  t.chat(1, "m1", "hi");
  t.storage.appends = MemoryStorage::Fault::none;
  t.chat(1, "m2", "was on its way");
  EXPECT_EQ(t.codes(1), (Codes{"storage", "rate-limited"}));
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "m2");
  t.chat(2, "other", "is not held");
  EXPECT_EQ(t.last<protocol::Ack>(2).seq, 1U);
  t.wait_out(1);
  t.chat(1, "m1", "hi");
  t.chat(1, "m2", "was on its way");
  EXPECT_EQ(t.seqs(2), (Seqs{2, 3}));
  EXPECT_EQ(t.all<protocol::Chat>(2).front().message.id, "m1");
}

TEST(HubStorage, NothingOvertakesARefusedMessageHoweverLateItComes) {
  HubConfig config;
  config.messages = {1, 1};
  HubDriver t(config);
  t.enter(1);
  t.enter(2);
  t.advance(Duration{10'000});
  t.chat(1, "m1", "hi");
  t.chat(1, "m2", "too soon");
  EXPECT_EQ(t.codes(1), (Codes{"rate-limited"}));
  t.advance(Duration{8'000});
  t.chat(1, "m3", "was on its way all the time");
  EXPECT_EQ(t.codes(1), (Codes{"rate-limited", "rate-limited"}));
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "m3");
  EXPECT_GT(t.last<protocol::Refusal>(1).retry_after, Duration{0});
  t.chat(1, "m2", "again");
  t.advance(Duration{8'000});
  t.chat(1, "m3", "and this too");
  EXPECT_EQ(t.seqs(2), (Seqs{1, 2, 3}));
  EXPECT_EQ(t.all<protocol::Chat>(2)[1].message.id, "m2");
}

TEST(HubStorage, NothingOvertakesWhatFailsBecauseOfSomebodyElsesFailure) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.hold_storage = true;
  t.chat(2, "x", "fails");
  t.chat(1, "m1", "the storage refuses this one, for it was sent before anybody knew");
  // Of the first the hub is told already.
  t.hub.stored(t.now, StoreFailed{t.waiting("x").ticket, "full"});
  t.chat(1, "m2", "and must refuse this one as well");
  EXPECT_EQ(t.waiting("m1").generation, 0U);
  EXPECT_EQ(t.waiting("m2").generation, 0U);
}

TEST(HubStorage, WhoeverGivesARefusedMessageUpGoesOnWithTheNext) {
  HubConfig config;
  config.messages = {1, 1};
  HubDriver t(config);
  t.enter(1);
  t.advance(Duration{10'000});
  t.chat(1, "m1", "hi");
  t.chat(1, "m2", "discarded after this");
  t.chat(1, "m3", "on its way");
  t.wait_out(1);
  t.chat(1, "m3", "and this too");
  EXPECT_EQ(t.seqs(1, true), (Seqs{1, 2})) << "its author has heard of the refusal before";
}

TEST(HubStorage, WhoeverAnswersThePingBehindARefusalHasHeardOfIt) {
  HubConfig config;
  config.messages = {1, 1};
  HubDriver t(config);
  t.enter(1);
  t.say(1, protocol::Pong{});  // nobody asked
  t.advance(Duration{10'000});
  t.chat(1, "m1", "hi");
  t.chat(1, "m2", "given up after this");
  t.advance(Duration{3'600'000});
  t.chat(1, "m3", "on its way for an hour, and given up");
  EXPECT_EQ(t.codes(1), (Codes{"rate-limited", "rate-limited"}));
  EXPECT_EQ(t.all<protocol::Ping>(1).size(), 2U);
  t.say(1, protocol::Pong{});
  t.chat(1, "m4", "written before it heard of the second");
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "m4");
  t.say(1, protocol::Pong{});
  t.say(1, protocol::Pong{});
  t.chat(1, "m5", "the next");
  EXPECT_EQ(t.seqs(1, true), (Seqs{1, 2}));
}

TEST(HubStorage, OneThatComesAgainIsNotTheAnswerToRefusalsAfterIts) {
  HubConfig config;
  config.messages = {1, 2};
  HubDriver t(config);
  t.enter(1);
  t.advance(Duration{10'000});
  t.storage.appends = MemoryStorage::Fault::refuse;
  t.chat(1, "m1", "fails");
  t.storage.appends = MemoryStorage::Fault::none;
  t.chat(1, "m2", "behind it");
  t.advance(Duration{8'000});
  t.chat(1, "m1", "again");
  t.chat(1, "m3", "written before it heard of m2's refusal");
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "m3");
  t.advance(Duration{8'000});
  t.chat(1, "m2", "again");
  t.chat(1, "m3", "again");
  EXPECT_EQ(t.seqs(1, true), (Seqs{1, 2, 3}));
}

TEST(HubStorage, OneThatIsRefusedAgainStaysBeforeThoseBehindIt) {
  HubConfig config;
  config.messages = {1, 1};
  HubDriver t(config);
  t.enter(1);
  t.advance(Duration{10'000});
  t.chat(1, "m0", "hi");
  for (const char* id : {"a", "b", "c"}) t.chat(1, id, "refused");
  t.chat(1, "a", "too soon again");
  t.edit(1, 1, "e1", "too soon as well");  // it has no place
  EXPECT_EQ(t.codes(1).size(), 5U);
  t.advance(Duration{8'000});
  t.chat(1, "b", "sent with a, and late");
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "b");
  t.advance(Duration{8'000});
  t.chat(1, "a", "again");
  EXPECT_EQ(t.all<protocol::Ack>(1).back().id, "a");
}

TEST(HubStorage, AnAnswerCountsForTheRoomsOfItsPingOnly) {
  HubConfig config;
  config.messages = {1, 1};
  HubDriver t(config);
  t.enter(1);
  t.say(1, protocol::Join{"other", {}, 0, 0});
  t.advance(Duration{10'000});
  t.chat(1, "m1", "hi");
  t.chat(1, "m2", "refused here");
  t.chat(1, "m3", "refused there", "other");
  EXPECT_EQ(t.all<protocol::Ping>(1).size(), 2U);
  t.advance(Duration{8'000});
  t.say(1, protocol::Pong{});
  t.chat(1, "m4", "written before it heard of the second", "other");
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "m4");
  t.say(1, protocol::Pong{});
  t.say(1, protocol::Pong{});
  t.advance(Duration{8'000});
  t.chat(1, "m5", "and now", "other");
  EXPECT_EQ(t.all<protocol::Ack>(1).back().id, "m5");
}

TEST(HubStorage, WhoeverNeitherAnswersNorSendsAgainIsLetThroughInTheEnd) {
  HubConfig config;
  config.messages = {1, 1};
  HubDriver t(config);
  t.enter(1);
  t.advance(Duration{10'000});
  t.chat(1, "m0", "hi");
  for (int i = 1; i <= 64; ++i) {
    t.chat(1, "m" + std::to_string(i), "heedless");
    t.advance(Duration{8'000});
  }
  EXPECT_EQ(t.codes(1).size(), 64U);
  t.chat(1, "m65", "heedless");
  EXPECT_EQ(t.all<protocol::Ack>(1).back().id, "m65");
}

TEST(HubStorage, ADialectWithoutAcksIsNotPinged) {
  HubDriver t;
  t.connect(1, protocol::Dialect::plain);
  t.storage.appends = MemoryStorage::Fault::refuse;
  t.raw(1, R"({"id":"m1","message":"hi"})");
  EXPECT_EQ(t.codes(1), (Codes{"storage"}));
  EXPECT_TRUE(t.all<protocol::Ping>(1).empty());
}

TEST(HubStorage, AppendsTellWhatTheHubKnewOfFailures) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.chat(1, "m0", "fine");
  EXPECT_EQ(t.storage.generation, 0U);
  t.storage.appends = MemoryStorage::Fault::refuse;
  t.hold_storage = true;
  t.chat(1, "m1", "fails");
  t.chat(1, "m2", "fails too");
  t.hold_storage = false;
  t.run_storage();
  EXPECT_EQ(t.storage.generation, 0U) << "they were sent before anybody knew";
  t.storage.appends = MemoryStorage::Fault::none;
  t.chat(2, "m3", "new");
  EXPECT_EQ(t.storage.generation, 1U) << "one failure more, though two messages failed";
}

TEST(HubStorage, ALookThatFailsIsTakenAgain) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.chat(2, "m0", "first");
  t.storage.appends = MemoryStorage::Fault::lose_answer;
  t.storage.reads_fail = true;
  t.chat(1, "m1", "lost?");
  t.advance(Duration{5'000});
  EXPECT_EQ(t.seqs(2, true), (Seqs{1})) << "it still cannot be read";
  t.storage.reads_fail = false;
  ASSERT_TRUE(t.hub.next_deadline().has_value());
  t.advance(*t.hub.next_deadline() - t.now);
  for (const int client : {1, 2}) EXPECT_EQ(t.seqs(client, true), (Seqs{1, 2})) << "nobody said anything since";
}

TEST(HubStorage, WhatWasStoredInSpiteOfAFailureIsLookedFor) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.connect(3, protocol::Dialect::plain);
  t.chat(2, "m0", "first");
  t.storage.appends = MemoryStorage::Fault::lose_answer;
  t.chat(1, "m1", "lost?");
  EXPECT_EQ(t.codes(1), (Codes{"storage"}));
  for (const int client : {1, 2, 3}) EXPECT_EQ(t.seqs(client, true), (Seqs{1, 2})) << "nobody said anything since";
  t.storage.appends = MemoryStorage::Fault::none;
  t.wait_out(1);
  t.chat(1, "m1", "written anew");
  EXPECT_EQ(t.last<protocol::Ack>(1).text, "lost?");
  t.storage.appends = MemoryStorage::Fault::refuse;
  t.chat(2, "m2", "not stored");
  EXPECT_EQ(t.seqs(1), (Seqs{1, 2}));
}

TEST(HubStorage, WhatWasStoredInSpiteOfAFailureIsShownWhenItIsKnown) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.connect(3, protocol::Dialect::plain);
  t.chat(2, "m0", "first");
  t.storage.appends = MemoryStorage::Fault::lose_answer;
  t.storage.reads_fail = true;
  t.chat(1, "m1", "lost?");
  EXPECT_EQ(t.codes(1), (Codes{"storage"}));
  t.storage.appends = MemoryStorage::Fault::none;
  t.storage.reads_fail = false;
  t.chat(2, "m2", "next");
  EXPECT_EQ(t.seqs(1, true), (Seqs{1, 2, 3}));
  EXPECT_EQ(t.seqs(3), (Seqs{1, 2, 3}));
  // The sender of m2 gets what it missed before its ack.
  EXPECT_EQ(t.seqs(2, true), (Seqs{1, 2, 3, 3}));
  t.wait_out(1);
  t.chat(1, "m1", "lost?");
  EXPECT_EQ(t.last<protocol::Ack>(1).seq, 2U);
  EXPECT_EQ(t.seqs(3), (Seqs{1, 2, 3}));
}

TEST(HubStorage, AResendOfWhatWasStoredInSpiteOfAFailureIsNewsToAll) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.connect(3, protocol::Dialect::plain);
  t.chat(2, "m0", "first");
  t.storage.appends = MemoryStorage::Fault::lose_answer;
  t.storage.reads_fail = true;
  t.chat(1, "m1", "lost?");
  t.storage.appends = MemoryStorage::Fault::none;
  t.storage.reads_fail = false;
  t.wait_out(1);
  t.chat(1, "m1", "lost?");
  EXPECT_EQ(t.last<protocol::Ack>(1).seq, 2U);
  EXPECT_EQ(t.seqs(2, true), (Seqs{1, 2}));
  EXPECT_EQ(t.seqs(3), (Seqs{1, 2}));
}

TEST(HubStorage, AnOldResendIsNoNewsToAPlainClient) {
  HubDriver t;
  t.enter(1);
  t.chat(1, "m1", "hi");
  t.connect(3, protocol::Dialect::plain);
  t.chat(1, "m1", "hi");
  EXPECT_TRUE(t.frames[3].empty());
}

TEST(HubStorage, WhoCannotReadComesBackLater) {
  HubDriver t;
  t.storage.reads_fail = true;
  t.enter(1);
  EXPECT_EQ(t.codes(1), (Codes{"storage"}));
  EXPECT_EQ(t.closes.at(1).code, 1011);
  EXPECT_EQ(t.hub.rooms(), 0U);
}

}  // namespace
}  // namespace banter::server
