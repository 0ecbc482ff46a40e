// The tabs of one person share an outbox: one writes, the others hear of it.
#include "outbox_bench.hpp"

namespace banter::chat::test {
namespace {

TEST(StoreTabs, OnlyTheTabWhoseTurnItIsWrites) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  second.store.set_turn(false, wall(0s));
  second.store.begin_send("from the second", "s", wall(0s), mono(0s));
  tell(first, shelf.keep(second.store));
  EXPECT_TRUE(second.store.take_unsent(mono(0s)).empty());
  EXPECT_EQ(ids(first.store.take_unsent(mono(0s))), Lines{"s"});
  first.ack("s", 7);
  tell(second, shelf.keep(first.store));
  ASSERT_EQ(second.store.size(), 1U);
  EXPECT_EQ(second.store.row(0).delivery, Delivery::sent);
  EXPECT_TRUE(shelf.messages.empty());
}

TEST(StoreTabs, WhoeverGetsTheTurnGoesOn) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  second.store.set_turn(false, wall(0s));
  for (const char* id : {"a", "b"}) first.store.begin_send(id, id, wall(0s), mono(0s));
  tell(second, shelf.keep(first.store));
  first.store.take_unsent(mono(0s));
  second.store.set_turn(true, wall(0s));  // the first tab was closed
  EXPECT_EQ(ids(second.store.take_unsent(mono(1s))), (Lines{"a", "b"})) << "under their ids, so the server knows them";
}

TEST(StoreTabs, WithoutAcksTheNextTabLeavesWhatIsInDoubtToThePerson) {
  Shelf shelf;
  Bench first(keeping(false));
  Bench second(keeping(false));
  second.store.set_turn(false, wall(0s));
  first.store.begin_send("a", "a", wall(0s), mono(0s));
  tell(second, shelf.keep(first.store));
  first.store.take_unsent(mono(0s));
  tell(second, shelf.keep(first.store));
  EXPECT_EQ(second.store.row(0).delivery, Delivery::pending);
  second.store.set_turn(true, wall(0s));
  EXPECT_EQ(second.store.row(0).delivery, Delivery::failed);
  EXPECT_TRUE(second.store.take_unsent(mono(1s)).empty());
}

TEST(StoreTabs, WhatAnotherTabToldOfIsNotTakenBackByAnOlderEdit) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  for (Bench* one : {&first, &second}) one->joined("e1", 0);
  first.store.begin_send("as typed", "a", wall(0s), mono(0s));
  tell(second, shelf.keep(first.store));
  first.store.take_unsent(mono(0s));
  // The server stored it; its ack was lost, and it was edited twice when this tab reads of it.
  auto stored = message(1, "second edit", "ann", "a");
  stored.edit = 2;
  first.chat(stored);
  tell(second, shelf.keep(first.store));
  ASSERT_EQ(second.store.size(), 1U);
  EXPECT_EQ(second.store.row(0).text, "second edit");
  EXPECT_EQ(second.store.row(0).edit, 2U);
  second.apply(protocol::Edited{"r", 1, 1, {}, "first edit", wall(1h)});
  EXPECT_EQ(second.store.row(0).text, "second edit") << "its own connection is behind";
  second.apply(protocol::Edited{"r", 1, 3, {}, "third edit", wall(1h)});
  EXPECT_EQ(second.store.row(0).text, "third edit");
}

TEST(StoreTabs, WhatAnotherTabToldOfAsDeletedIs) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  for (Bench* one : {&first, &second}) one->joined("e1", 0);
  first.store.begin_send("as typed", "a", wall(0s), mono(0s));
  tell(second, shelf.keep(first.store));
  first.store.take_unsent(mono(0s));
  auto stored = message(1, "", "ann", "a");
  stored.edit = 2;
  stored.deleted = true;
  first.chat(stored);
  tell(second, shelf.keep(first.store));
  ASSERT_EQ(second.store.size(), 1U);
  EXPECT_TRUE(second.store.row(0).deleted);
  EXPECT_FALSE(second.store.take_outrun());
}

TEST(StoreTabs, WhatAnotherTabMadeOfAMessageOnItsWayCountsOnceTheConnectionIsLost) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  first.store.begin_send("a", "a", wall(0s), mono(0s));
  tell(second, shelf.keep(first.store));
  first.store.take_unsent(mono(0s));  // and the machine falls asleep
  second.store.take_unsent(mono(1s));
  second.apply(protocol::Refusal{"too-large", "Too long.", "r", "a", {}});
  tell(first, shelf.keep(second.store));
  EXPECT_EQ(first.store.row(0).delivery, Delivery::pending) << "its own answer may come";
  first.store.connection_lost();
  EXPECT_EQ(first.store.row(0).delivery, Delivery::failed);
  EXPECT_EQ(first.store.row(0).error, "Too long.");
  first.store.set_open(true, wall(2s));
  EXPECT_TRUE(first.store.take_unsent(mono(2s)).empty());
}

TEST(StoreTabs, WhatWasSentIntoAGapIsBroughtByHistory) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  first.store.begin_send("as typed", "a", wall(0s), mono(0s));
  tell(second, shelf.keep(first.store));
  first.store.take_unsent(mono(0s));
  first.joined("e1", 0);
  first.ack("a", 1);
  protocol::Welcome welcome{"me", "ann", 0, true};
  welcome.history = true;
  second.apply(welcome);
  // It was edited, and more was said, before the second is told.
  second.joined("e1", 9);
  second.history({8, 9}, true, true);
  tell(second, shelf.keep(first.store));
  EXPECT_EQ(second.store.size(), 2U) << "it is in the gap, with another text";
  auto stored = message(1, "edited", "ann", "a");
  stored.edit = 1;
  second.chat(stored);
  ASSERT_EQ(second.store.size(), 3U);
  EXPECT_EQ(second.store.row(0).text, "edited");
}

TEST(StoreTabs, WhatCameFromTheServerBeforeItsTabToldOfItIsDroppedHereToo) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  for (Bench* one : {&first, &second}) one->apply(protocol::Welcome{"me", "ann", 0, true});
  for (Bench* one : {&first, &second}) one->joined("e1", 0);
  first.store.begin_send("hi", "a", wall(0s), mono(0s));
  const auto put = shelf.keep(first.store);
  second.chat(message(1, "hi", "ann", "a", "me"));
  tell(second, put);  // and the first tab crashes
  static_cast<void>(shelf.keep(second.store));
  EXPECT_TRUE(shelf.messages.empty());
}

TEST(StoreTabs, TabsThatTookOnePlaceAtOnceAgreeOnTheOrder) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  second.store.set_turn(false, wall(0s));
  first.store.begin_send("1", "b", wall(1s), mono(1s));
  second.store.begin_send("2", "a", wall(1s), mono(1s));
  const auto by_first = shelf.keep(first.store);
  const auto by_second = shelf.keep(second.store);
  ASSERT_EQ(by_first[0].message.place, by_second[0].message.place);
  tell(second, by_first);
  tell(first, by_second);
  first.store.begin_send("3", "c", wall(0s), mono(2s));
  tell(second, shelf.keep(first.store));
  EXPECT_EQ(ids(first.store.take_unsent(mono(3s))), (Lines{"a", "b", "c"}));
  for (Bench* one : {&first, &second}) {
    EXPECT_EQ(one->store.row(0).text, "2");
    EXPECT_EQ(one->store.row(1).text, "1");
    EXPECT_EQ(one->store.row(2).text, "3");
  }
}

TEST(StoreTabs, TabsTakePlacesInTheOrderOfTime) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  second.store.set_turn(false, wall(0s));
  second.store.begin_send("2", "b", wall(2s), mono(2s));
  first.store.begin_send("1", "a", wall(1s), mono(1s));
  tell(first, shelf.keep(second.store));
  tell(second, shelf.keep(first.store));
  EXPECT_EQ(ids(first.store.take_unsent(mono(3s))), (Lines{"a", "b"}));
  EXPECT_EQ(second.store.row(0).text, "1");
}

TEST(StoreTabs, TabsThatRewriteOneMessageAtOnceAgreeOnOneText) {
  for (const bool first_is_kept_first : {true, false}) {
    Shelf shelf;
    Bench first(keeping(true, 1));
    Bench second(keeping(true, 2));
    second.store.set_turn(false, wall(0s));
    first.store.begin_send("one", "a", wall(0s), mono(0s));
    tell(second, shelf.keep(first.store));
    Changes changes;
    ASSERT_TRUE(first.store.rewrite(first.store.row(0).id, "uno", changes));
    ASSERT_TRUE(second.store.rewrite(second.store.row(0).id, "eins", changes));
    // Neither hears of the other's before its own is on its way.
    auto earlier = shelf.keep(first_is_kept_first ? first.store : second.store);
    auto later = shelf.keep(first_is_kept_first ? second.store : first.store);
    tell(first_is_kept_first ? second : first, earlier);
    tell(first_is_kept_first ? first : second, later);
    EXPECT_EQ(first.rows(), second.rows());
    EXPECT_EQ(shelf.messages.at("a").text, first.store.row(0).text);
    // What is done with it then is newer than either.
    ASSERT_TRUE(first.store.rewrite(first.store.row(0).id, "un", changes));
    tell(second, shelf.keep(first.store));
    EXPECT_EQ(second.store.row(0).text, "un");
    EXPECT_EQ(shelf.messages.at("a").text, "un");
  }
}

TEST(StoreTabs, WhatWasWrittenElsewhereMeanwhileIsShownAsItWasSent) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  second.store.set_turn(false, wall(0s));
  first.store.begin_send("one", "a", wall(0s), mono(0s));
  tell(second, shelf.keep(first.store));
  first.take();
  Changes changes;
  EXPECT_TRUE(second.store.rewrite(second.store.row(0).id, "uno", changes)) << "it does not know";
  tell(first, shelf.keep(second.store));
  first.ack("a", 1);
  tell(second, shelf.keep(first.store));
  EXPECT_EQ(first.rows(), Lines{"1 one +"});
  EXPECT_EQ(second.rows(), Lines{"1 one +"});
  EXPECT_TRUE(second.store.take_outrun());
}

TEST(StoreTabs, WhatIsTakenBackOnItsWayIsNotWrittenAgain) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  second.store.set_turn(false, wall(0s));
  for (const char* id : {"a", "b", "c"}) first.store.begin_send(id, id, wall(0s), mono(0s));
  tell(second, shelf.keep(first.store));
  first.take();
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(second.store.discard(second.store.row(0).id).any());
  tell(first, shelf.keep(second.store));
  EXPECT_EQ(first.store.size(), 3U) << "they may arrive";
  first.refuse("b", "rate-limited", {}, 1s);
  EXPECT_EQ(first.rows(), (Lines{"a ?", "c ?"}));
  first.store.connection_lost();
  EXPECT_EQ(first.rows(), Lines{"c ?"});
}

TEST(StoreTabs, WhatAnotherTabWasToldOfIsNotShownBesideAHole) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  second.store.set_turn(false, wall(0s));
  for (Bench* b : {&first, &second}) {
    b->joined("e", 1);
    b->history({1});
  }
  first.store.begin_send("mine", "a", wall(0s), mono(0s));
  tell(second, shelf.keep(first.store));
  first.take();
  first.chat(2);
  first.ack("a", 3);
  tell(second, shelf.keep(first.store));
  EXPECT_EQ(second.rows(), (Lines{"1 1", "mine ?"}));
  second.chat(2);
  EXPECT_EQ(second.rows(), (Lines{"1 1", "2 2", "3 mine +"}));
}

TEST(StoreTabs, WhatWasSentInAnotherNumberingAndIsOnItsWayInThisOneWaitsForItsAck) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  first.joined("e", 0);
  second.joined("f", 0);
  first.store.begin_send("mine", "a", wall(0s), mono(0s));
  tell(second, shelf.keep(first.store));
  first.take();
  second.take();
  first.ack("a", 5);
  tell(second, shelf.keep(first.store));
  EXPECT_EQ(second.rows(), Lines{"mine ?"});
  second.ack("a", 1);
  EXPECT_EQ(second.rows(), Lines{"1 mine +"});
  EXPECT_EQ(second.store.last_seq(), 1U);
}

TEST(StoreTabs, WhatWasTakenBackDoesNotComeBackFromATabThatHadNotHeardOfIt) {
  Shelf shelf;
  Bench one(keeping());
  Bench other(keeping());
  one.store.begin_send("a", "a", wall(0s), mono(0s));
  tell(other, shelf.keep(one.store));
  Changes changes;
  other.store.rewrite(other.store.row(0).id, "b", changes);
  const auto late = shelf.keep(other.store);
  one.store.discard(one.store.row(0).id);
  const auto removed = shelf.keep(one.store);
  tell(one, late);
  EXPECT_EQ(one.store.size(), 0U) << "it would wait for ever: nobody else has it";
  tell(other, removed);
  tell(other, late);
  EXPECT_EQ(other.store.size(), 0U) << "of a third tab";
}

TEST(StoreTabs, WhatAnotherTabConfirmedInANewNumberingIsNotWaitedForOnceTheConnectionIsLost) {
  Shelf shelf;
  Bench one(keeping());
  Bench other(keeping());
  one.joined("e1", 0);
  other.joined("e2", 0);
  one.store.begin_send("a", "a", wall(0s), mono(0s));
  tell(other, shelf.keep(one.store));
  for (Bench* bench : {&one, &other}) {
    bench->store.set_turn(true, wall(0s));
    ASSERT_EQ(ids(bench->store.take_unsent(mono(0s))), Lines{"a"});
  }
  other.apply(protocol::Ack{"r", "a", 1, wall(1s)});
  tell(one, shelf.keep(other.store));
  EXPECT_EQ(one.store.size(), 1U) << "its own ack may still come";
  one.store.connection_lost();
  EXPECT_EQ(one.store.size(), 0U) << "nobody would send it any more";
}

}  // namespace
}  // namespace banter::chat::test
