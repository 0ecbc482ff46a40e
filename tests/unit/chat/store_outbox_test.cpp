// Own messages that outlive their store: kept across reloads, shared by tabs.
#include "outbox_bench.hpp"

namespace banter::chat::test {
namespace {

TEST(StoreOutbox, NothingIsWrittenBeforeItIsKept) {
  Shelf shelf;
  Bench b(keeping());
  b.store.begin_send("one", "a", wall(0s), mono(0s));
  b.store.begin_send("two", "b", wall(0s), mono(0s));
  EXPECT_TRUE(b.store.take_unsent(mono(0s)).empty());
  EXPECT_EQ(b.store.row(0).delivery, Delivery::pending) << "not queued yet: a reload would lose it";
  b.store.kept("b");
  EXPECT_TRUE(b.store.take_unsent(mono(0s)).empty()) << "nothing overtakes the first";
  EXPECT_EQ(shelf.keep(b.store).size(), 2U);
  EXPECT_EQ(ids(b.store.take_unsent(mono(0s))), (Lines{"a", "b"}));
  EXPECT_TRUE(b.store.take_kept_changes().empty()) << "with acks it does not matter what was written";
  b.ack("a", 1);
  const auto changes = shelf.keep(b.store);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].what, KeptChange::What::sent);
  EXPECT_EQ(changes[0].seq, 1U);
  EXPECT_EQ(shelf.messages.size(), 1U);
}

TEST(StoreOutbox, ARowIsQueuedOnceItIsKeptAndThereIsNoConnection) {
  Shelf shelf;
  Bench b(keeping());
  b.store.connection_lost();
  b.store.begin_send("one", "a", wall(0s), mono(0s));
  EXPECT_EQ(b.store.row(0).delivery, Delivery::pending);
  shelf.keep(b.store);
  EXPECT_EQ(b.store.row(0).delivery, Delivery::queued);
  EXPECT_TRUE(b.store.set_open(true, wall(1s)).any());
  EXPECT_EQ(b.store.row(0).delivery, Delivery::pending);
}

TEST(StoreOutbox, AReloadSendsTheSameIdsInTheSameOrder) {
  Shelf shelf;
  {
    Bench b(keeping());
    for (const char* id : {"c", "a", "b"}) b.store.begin_send(id, id, wall(0s), mono(0s));
    shelf.keep(b.store);
    b.store.take_unsent(mono(0s));
  }
  Bench again(keeping());
  shelf.restore(again);
  EXPECT_TRUE(again.store.take_kept_changes().empty()) << "what is kept is not news";
  EXPECT_EQ(ids(again.store.take_unsent(mono(0s))), (Lines{"c", "a", "b"}));
}

TEST(StoreOutbox, AReloadKeepsWhatFailedAndWhy) {
  Shelf shelf;
  Bench b(keeping());
  b.store.begin_send("one", "a", wall(0s), mono(0s));
  shelf.keep(b.store);
  b.store.take_unsent(mono(0s));
  b.refuse("a", "rude", "No such words here.");
  shelf.keep(b.store);
  Bench again(keeping());
  shelf.restore(again);
  EXPECT_EQ(again.store.row(0).delivery, Delivery::failed);
  EXPECT_EQ(again.store.row(0).error, "No such words here.");
  again.store.discard(again.store.row(0).id);
  shelf.keep(again.store);
  EXPECT_TRUE(shelf.messages.empty());
}

TEST(StoreOutbox, WithoutAcksWhatWasWrittenIsNotWrittenAgainAfterAReload) {
  Shelf shelf;
  Bench b(keeping(false));
  b.store.begin_send("one", "a", wall(0s), mono(0s));
  shelf.keep(b.store);
  b.store.take_unsent(mono(0s));
  shelf.keep(b.store);
  b.store.begin_send("two", "b", wall(0s), mono(0s));
  shelf.keep(b.store);
  Bench again(keeping(false));
  shelf.restore(again);
  EXPECT_EQ(again.store.row(0).delivery, Delivery::failed) << "it may have arrived";
  EXPECT_EQ(ids(again.store.take_unsent(mono(0s))), Lines{"b"});
}

TEST(StoreOutbox, AfterADayThePersonIsAsked) {
  Shelf shelf;
  Bench b(keeping());
  b.store.connection_lost();
  b.store.begin_send("old", "a", wall(0s), mono(0s));
  b.store.begin_send("new", "b", wall(20h), mono(20h));
  shelf.keep(b.store);
  b.store.set_open(true, wall(25h));
  EXPECT_EQ(b.store.row(0).delivery, Delivery::failed);
  EXPECT_EQ(ids(b.store.take_unsent(mono(25h))), Lines{"b"});
  b.store.retry(b.store.row(0).id, wall(25h));
  b.store.connection_lost();
  b.store.set_open(true, wall(26h));
  EXPECT_EQ(ids(b.store.take_unsent(mono(26h))), (Lines{"b", "a"})) << "it is not asked twice";
}

TEST(StoreOutbox, WhatWaitsCanGetAnotherTextOrBeTakenBack) {
  Shelf shelf;
  Bench first(keeping());
  Bench second(keeping());
  second.store.set_turn(false, wall(0s));
  first.store.begin_send("one", "a", wall(0s), mono(0s));
  first.store.begin_send("two", "b", wall(0s), mono(0s));
  tell(second, shelf.keep(first.store));
  Changes changes;
  EXPECT_TRUE(second.store.rewrite(second.store.row(0).id, "uno", changes));
  EXPECT_TRUE(second.store.discard(second.store.row(1).id).any());
  tell(first, shelf.keep(second.store));
  const auto out = first.store.take_unsent(mono(0s));
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].text, "uno");
  EXPECT_FALSE(first.store.rewrite(first.store.row(0).id, "late", changes)) << "it is on its way";
  EXPECT_FALSE(first.store.discard(first.store.row(0).id).any());
}

TEST(StoreOutbox, WhatIsKeptAndTheServerHasToldOfIsNotShownTwice) {
  Shelf shelf;
  Bench before(keeping());
  before.store.begin_send("mine", "a", wall(0s), mono(0s));
  shelf.keep(before.store);
  Bench b(keeping());
  b.apply(protocol::Welcome{"u-ann", "ann", 0});
  b.joined("e", 1);
  b.chat(message(1, "mine", "ann", "a", "u-ann"));
  shelf.restore(b);
  EXPECT_EQ(b.rows(), Lines{"1 mine +"});
  shelf.keep(b.store);
  EXPECT_TRUE(shelf.messages.empty()) << "it is not needed any more";
}

TEST(StoreOutbox, WhatCannotBeKeptAnyMoreIsDropped) {
  Shelf shelf;
  Bench b(keeping());
  b.store.begin_send("one", "a", wall(0s), mono(0s));
  b.store.begin_send("two", "b", wall(0s), mono(0s));
  shelf.keep(b.store);
  b.store.stop_keeping();
  Changes changes;
  b.store.rewrite(b.store.row(0).id, "uno", changes);
  b.store.discard(b.store.row(1).id);
  b.store.begin_send("three", "c", wall(0s), mono(0s));
  shelf.keep(b.store);
  EXPECT_TRUE(shelf.messages.empty()) << "a later visit would send what nobody wants";
}

TEST(StoreOutbox, AnotherUsersMessagesAreLeftAlone) {
  Shelf shelf;
  Bench b(keeping());
  b.apply(protocol::Welcome{"ann's id", "ann", 0});
  b.store.connection_lost();
  b.store.begin_send("secret", "a", wall(0s), mono(0s));
  shelf.keep(b.store);
  Bench other(keeping());
  shelf.restore(other);
  other.apply(protocol::Welcome{"bob's id", "bob", 0});
  EXPECT_EQ(other.store.size(), 0U);
  EXPECT_TRUE(shelf.keep(other.store).empty());
  EXPECT_EQ(shelf.messages.size(), 1U) << "they wait for ann";
}

TEST(StoreOutbox, WhatIsTypedBeforeTheKeptOnesAreReadComesAfterThemWhateverTheClockSays) {
  Shelf shelf;
  Bench before(keeping());
  before.store.begin_send("one", "a", wall(100s), mono(0s));
  before.store.begin_send("two", "b", wall(101s), mono(1s));
  shelf.keep(before.store);
  Bench b(keeping());
  b.store.begin_send("three", "c", wall(40s), mono(0s));
  b.store.begin_send("four", "d", wall(41s), mono(1s));
  shelf.restore(b);
  shelf.keep(b.store);
  b.store.set_turn(true, wall(42s));
  EXPECT_EQ(ids(b.store.take_unsent(mono(2s))), (Lines{"a", "b", "c", "d"}));
  Bench later(keeping());
  shelf.restore(later);
  later.store.set_turn(true, wall(43s));
  EXPECT_EQ(ids(later.store.take_unsent(mono(0s))), (Lines{"a", "b", "c", "d"})) << "their places are kept too";
}

TEST(StoreOutbox, WhereNothingCanBeKeptNothingWaitsForIt) {
  Bench b(keeping());
  b.store.begin_send("one", "a", wall(0s), mono(0s));
  b.store.stop_keeping();
  EXPECT_EQ(ids(b.store.take_unsent(mono(0s))), Lines{"a"});
  b.store.begin_send("two", "b", wall(0s), mono(0s));
  EXPECT_EQ(ids(b.store.take_unsent(mono(0s))), Lines{"b"});
  for (const KeptChange& change : b.store.take_kept_changes()) EXPECT_EQ(change.what, KeptChange::What::removed);
}

}  // namespace
}  // namespace banter::chat::test
