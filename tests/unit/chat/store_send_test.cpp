// Own messages where the server acknowledges them.
#include "store_bench.hpp"

namespace banter::chat::test {
namespace {

TEST(StoreSend, ShowsAtOnceAndIsConfirmedByAck) {
  Bench bench;
  bench.history({1, 2});
  const auto result = bench.store.begin_send("hi", "id1", wall(3s), mono(3s));
  EXPECT_EQ(result.changes.first, 2U);
  EXPECT_EQ(result.error, "");
  EXPECT_EQ(bench.rows().back(), "hi ?");
  EXPECT_EQ(bench.store.row(2).author, "ann");
  EXPECT_EQ(bench.store.row(2).time, wall(3s));
  EXPECT_EQ(bench.store.pending(), 1U);
  EXPECT_EQ(bench.store.unconfirmed(), 0U);
  EXPECT_EQ(bench.take(), Lines{"hi"});
  EXPECT_EQ(bench.store.unconfirmed(), 1U);
  EXPECT_EQ(bench.take(), Lines{}) << "once a connection";
  EXPECT_EQ(bench.ack("id1", 3).first, 2U);
  EXPECT_EQ(bench.rows().back(), "3 hi +");
  EXPECT_EQ(bench.store.row(2).id, result.row);
  EXPECT_EQ(bench.store.row(2).time, wall(1h)) << "the server's time";
  EXPECT_EQ(bench.store.pending(), 0U);
  EXPECT_EQ(bench.store.last_seq(), 3U);
  EXPECT_FALSE(bench.ack("id1", 3).any());
  EXPECT_FALSE(bench.chat(message(3, "hi", "ann", "id1")).any()) << "its broadcast after the ack";
}

TEST(StoreSend, GoesOutWithItsIdInOrder) {
  Bench bench;
  const RowId a = bench.send("a", "id-a");
  const RowId b = bench.send("b", "id-b");
  const auto out = bench.store.take_unsent(mono(0s));
  ASSERT_EQ(out.size(), 2U);
  EXPECT_EQ(out[0].id, "id-a");
  EXPECT_EQ(out[0].row, a);
  EXPECT_EQ(out[1].id, "id-b");
  EXPECT_EQ(out[1].row, b);
}

TEST(StoreSend, AnAckGoesToItsNumber) {
  Bench bench;
  bench.joined("e", 0);
  bench.chat(1);
  bench.send("a", "id-a");
  bench.send("b", "id-b");
  bench.take();
  EXPECT_EQ(bench.ack("id-b", 4).first, 1U) << "before the row that is still pending";
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "4 b +", "a ?"}));
  bench.ack("id-a", 2);
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 a +", "4 b +"}));
  EXPECT_EQ(bench.store.last_seq(), 2U) << "the ack has overtaken number 3";
  bench.chat(3);
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 a +", "3 3", "4 b +"}));
  EXPECT_EQ(bench.store.last_seq(), 4U);
}

TEST(StoreSend, IncomingRowsStayAbovePendingOnes) {
  Bench bench;
  bench.send("a", "id-a");
  EXPECT_EQ(bench.chat(1).first, 0U);
  bench.history({2, 3});
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "3 3", "a ?"}));
}

TEST(StoreSend, IsConfirmedByItsBroadcastOrHistory) {
  Bench bench;
  bench.apply(protocol::Welcome{"u1", "ann", 0});
  const RowId a = bench.send("a", "id-a");
  const RowId b = bench.send("b", "id-b");
  bench.take();
  EXPECT_EQ(bench.chat(message(1, "a", "Ann", "id-a", "u1")).first, 0U);
  EXPECT_EQ(bench.rows(), (Lines{"1 a +", "b ?"}));
  EXPECT_EQ(bench.store.row(0).author, "Ann") << "as the server has it";
  protocol::History h{"r", {message(2, "x"), message(3, "b", "", "id-b", "u1"), message(4, "y")}, false, false};
  bench.apply(h);
  EXPECT_EQ(bench.rows(), (Lines{"1 a +", "2 x", "3 b +", "4 y"}));
  EXPECT_EQ(bench.store.row(0).id, a);
  EXPECT_EQ(bench.store.row(2).id, b);
  EXPECT_EQ(bench.store.row(2).author, "ann");
  EXPECT_FALSE(bench.ack("id-b", 3).any());
  EXPECT_EQ(bench.store.size(), 4U);
}

TEST(StoreSend, SomebodyElsesIdIsNotOurs) {
  Bench bench;
  bench.apply(protocol::Welcome{"u1", "ann", 0});
  bench.send("a", "same");
  bench.chat(message(1, "b", "bob", "same", "u2"));
  EXPECT_EQ(bench.rows(), (Lines{"1 b", "a ?"}));
}

TEST(StoreSend, AnAckForANumberThatIsShownAlreadyDoesNotDoubleIt) {
  Bench bench;
  bench.chat(1);
  bench.chat(message(2, "mine", "ann"));  // the server left the id out
  const RowId row = bench.send("mine", "id1");
  bench.take();
  EXPECT_EQ(bench.ack("id1", 2).first, 1U);
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 mine +"}));
  EXPECT_EQ(bench.store.row(1).id, row);
}

TEST(StoreSend, ABroadcastThatComesAgainWithTheIdDoesNotDoubleItEither) {
  Bench bench;
  bench.chat(message(1, "mine", "ann"));
  const RowId row = bench.send("mine", "id1");
  EXPECT_EQ(bench.chat(message(1, "mine", "ann", "id1")).first, 0U);
  EXPECT_EQ(bench.rows(), Lines{"1 mine +"});
  EXPECT_EQ(bench.store.row(0).id, row);
}

TEST(StoreSend, AnAckWithoutANumberComesNext) {
  Bench bench;
  bench.chat(1);
  bench.send("a", "id-a");
  bench.send("b", "id-b");
  bench.take();
  bench.ack("id-a", 0);
  bench.chat(2);
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "a +", "2 2", "b ?"}));
}

TEST(StoreSend, WritesWhatIsUnconfirmedAgainInOrderAfterALoss) {
  Bench bench;
  for (const char* id : {"a", "b", "c"}) bench.send(id, id);
  EXPECT_EQ(bench.take(), (Lines{"a", "b", "c"}));
  bench.ack("b", 1);
  EXPECT_EQ(bench.store.connection_lost().first, 1U) << "they were on their way and wait now";
  bench.send("d", "d");
  EXPECT_EQ(bench.take(), (Lines{"a", "c", "d"}));
  EXPECT_EQ(bench.rows(), (Lines{"1 b +", "a ?", "c ?", "d ?"}));
}

TEST(StoreSend, WhatIsTooBigForTheServerFailsInsteadOfEndingEveryConnection) {
  Bench bench;
  bench.send("short", "a");
  bench.send(std::string(500, 'x'), "b");
  bench.send("brief", "c");
  bench.take();
  EXPECT_EQ(bench.store.connection_lost(true).first, 0U);
  EXPECT_EQ(bench.store.failed(), 1U);
  EXPECT_EQ(bench.take(), (Lines{"short", "brief"}));
  bench.store.connection_lost(false);
  EXPECT_EQ(bench.take(), (Lines{"short", "brief"}));
}

TEST(StoreSend, KeepsAWindow) {
  Bench bench;
  for (int i = 0; i < 100; ++i) bench.send(std::to_string(i), "id" + std::to_string(i));
  EXPECT_EQ(bench.take().size(), Store::window);
  EXPECT_EQ(bench.take().size(), 0U);
  bench.ack("id0", 1);
  bench.ack("id1", 2);
  EXPECT_EQ(bench.take(), (Lines{"32", "33"}));
  bench.refuse("id2", "empty", "no");
  EXPECT_EQ(bench.take(), Lines{"34"});
}

TEST(StoreSend, ARefusedMessageFailsWithTheReason) {
  Bench bench;
  const RowId row = bench.send("a", "id-a");
  bench.send("b", "id-b");
  bench.take();
  EXPECT_EQ(bench.refuse("id-a", "too-large", "Too large.").first, 0U);
  EXPECT_EQ(bench.rows(), (Lines{"a ! Too large.", "b ?"}));
  EXPECT_EQ(bench.store.pending(), 1U);
  EXPECT_EQ(bench.store.failed(), 1U);
  bench.store.connection_lost();
  EXPECT_EQ(bench.take(), Lines{"b"}) << "a failed message is the person's to send again";
  EXPECT_EQ(bench.store.retry(row, wall(0s)).first, 0U);
  EXPECT_EQ(bench.rows(), (Lines{"b ?", "a ?"}));
  const auto out = bench.store.take_unsent(mono(0s));
  ASSERT_EQ(out.size(), 1U);
  EXPECT_EQ(out[0].id, "id-a");
  EXPECT_EQ(out[0].row, row);
  bench.refuse("id-a", "strange");
  EXPECT_EQ(bench.rows().back(), "a ! The server refused this message (strange).");
  EXPECT_EQ(bench.store.discard(row).first, 1U);
  EXPECT_EQ(bench.rows(), Lines{"b ?"});
  EXPECT_EQ(bench.store.failed(), 0U);
}

TEST(StoreSend, OnlyFailedMessagesAreRetriedAndNoneThatIsOnItsWayIsDiscarded) {
  Bench bench;
  bench.chat(1);
  const RowId pending = bench.send("a", "id-a");
  bench.take();
  EXPECT_FALSE(bench.store.retry(pending, wall(0s)).any());
  EXPECT_FALSE(bench.store.discard(pending).any());
  EXPECT_FALSE(bench.store.discard(bench.store.row(0).id).any());
  EXPECT_FALSE(bench.store.retry(RowId{77}, wall(0s)).any());
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "a ?"}));
}

TEST(StoreSend, AFailedMessageThatArrivedAfterAllIsSent) {
  Bench bench;
  bench.send("a", "id-a");
  bench.take();
  bench.refuse("id-a", "busy", "Busy.");
  bench.ack("id-a", 1);
  EXPECT_EQ(bench.rows(), Lines{"1 a +"});
  EXPECT_EQ(bench.store.failed(), 0U);
}

TEST(StoreSend, RefusalsThatNameNoMessageOfOursChangeNothing) {
  Bench bench;
  bench.send("a", "id-a");
  bench.take();
  EXPECT_FALSE(bench.refuse("", "room-full", "Full.").any());
  EXPECT_FALSE(bench.refuse("unknown", "bad", "Bad.").any());
  protocol::Refusal elsewhere;
  elsewhere.room = "elsewhere";
  elsewhere.id = "id-a";
  EXPECT_FALSE(bench.apply(elsewhere).any());
  EXPECT_EQ(bench.rows(), Lines{"a ?"});
}

TEST(StoreSend, ARateLimitHoldsTheMessageAndThoseBehindIt) {
  Bench bench;
  for (const char* id : {"a", "b", "c", "d"}) bench.send(id, id);
  bench.take();
  bench.ack("a", 1);
  EXPECT_FALSE(bench.refuse("b", "rate-limited", "Slower.", 300ms).any());
  bench.refuse("c", "rate-limited", "Slower.", 500ms);
  bench.refuse("d", "rate-limited", "Slower.", 400ms);
  EXPECT_EQ(bench.rows(), (Lines{"1 a +", "b ?", "c ?", "d ?"}));
  EXPECT_LE(*bench.store.next_deadline(), mono(0s)) << "asks to be told the time";
  EXPECT_FALSE(bench.tick().any());
  EXPECT_EQ(bench.store.next_deadline(), mono(500ms));
  bench.send("e", "e");
  bench.clock = 499ms;
  bench.tick();
  EXPECT_EQ(bench.take(), Lines{});
  bench.clock = 500ms;
  bench.tick();
  EXPECT_EQ(bench.store.next_deadline(), std::nullopt);
  EXPECT_EQ(bench.take(), Lines{"b"}) << "one at a time, or another refusal would let the next one overtake";
  EXPECT_EQ(bench.take(), Lines{});
  bench.ack("b", 2);
  EXPECT_EQ(bench.take(), Lines{"c"});
  bench.ack("c", 3);
  EXPECT_EQ(bench.take(), Lines{"d"});
  bench.ack("d", 4);
  EXPECT_EQ(bench.take(), Lines{"e"});
  for (const char* id : {"f", "g"}) bench.send(id, id);
  EXPECT_EQ(bench.take(), (Lines{"f", "g"})) << "the queue was empty: the window is open again";
}

TEST(StoreSend, AnyRefusalThatSaysWhenIsTriedAgainThen) {
  Bench bench;
  bench.send("a", "a");
  bench.take();
  bench.refuse("a", "busy", "Busy.", 2s);
  bench.clock = 1s;
  EXPECT_EQ(bench.take(), Lines{}) << "counts from here: the refusal came with no monotonic time";
  EXPECT_EQ(bench.store.next_deadline(), mono(3s));
  bench.clock = 3s;
  EXPECT_EQ(bench.take(), Lines{"a"});
  bench.refuse("a", "rate-limited");
  bench.tick();
  EXPECT_EQ(bench.store.next_deadline(), mono(4s)) << "a second, when it does not say";
  bench.refuse("a", "rate-limited", "", 24h * 365'000);
  bench.tick();
  EXPECT_EQ(bench.store.next_deadline(), mono(3s + 600s)) << "no absurd waits";
}

TEST(StoreSend, AShorterHoldDoesNotCutALongerOne) {
  Bench bench;
  bench.send("a", "a");
  bench.send("b", "b");
  bench.take();
  bench.refuse("a", "rate-limited", "", 500ms);
  bench.tick();
  bench.refuse("b", "rate-limited", "", 100ms);
  bench.tick();
  EXPECT_EQ(bench.store.next_deadline(), mono(500ms));
}

TEST(StoreSend, StallsWhenAnAckIsMissing) {
  Bench bench;
  EXPECT_EQ(bench.store.next_deadline(), std::nullopt);
  bench.send("a", "a");
  EXPECT_EQ(bench.store.next_deadline(), std::nullopt) << "not written: the session's matter";
  bench.take();
  bench.clock = 4s;
  bench.send("b", "b");
  bench.take();
  EXPECT_EQ(bench.store.next_deadline(), mono(10s));
  EXPECT_FALSE(bench.store.stalled(mono(9'999ms)));
  EXPECT_TRUE(bench.store.stalled(mono(10s)));
  bench.ack("a", 1);
  EXPECT_EQ(bench.store.next_deadline(), mono(14s));
  EXPECT_FALSE(bench.store.stalled(mono(13'999ms)));
  EXPECT_TRUE(bench.store.stalled(mono(14s)));
  bench.clock = 20s;
  EXPECT_FALSE(bench.tick().any());
  bench.store.connection_lost();
  EXPECT_FALSE(bench.store.stalled(mono(20s)));
  EXPECT_EQ(bench.store.next_deadline(), std::nullopt);
  EXPECT_EQ(bench.rows(), (Lines{"1 a +", "b ?"}));
}

TEST(StoreSend, TheOutboxIsBounded) {
  StoreConfig config = config_with(true);
  config.max_pending = 3;
  config.max_pending_bytes = 10;
  Bench bench{config};
  bench.send("12345", "a");
  EXPECT_NE(bench.store.begin_send("123456", "b", wall(0s), mono(0s)).error, "");
  bench.send("12345", "b");
  EXPECT_NE(bench.store.begin_send("1", "c", wall(0s), mono(0s)).error, "");
  bench.take();
  bench.ack("a", 1);
  bench.send("1", "c");
  bench.send("2", "d");
  const auto refused = bench.store.begin_send("3", "e", wall(0s), mono(0s));
  EXPECT_EQ(refused.error, "Too many messages are waiting (3). Send this one when they are through.");
  EXPECT_EQ(refused.row, RowId::none);
  EXPECT_FALSE(refused.changes.any());
  EXPECT_EQ(bench.store.size(), 4U);
  bench.refuse("b", "x", "No.");
  EXPECT_NE(bench.store.begin_send("3", "e", wall(0s), mono(0s)).error, "") << "failed ones count";
}

TEST(StoreSend, RefusesWhatCannotBeSent) {
  Bench bench;
  bench.apply(protocol::Welcome{"u1", "ann", 5});
  EXPECT_EQ(bench.store.begin_send("", "a", wall(0s), mono(0s)).error, "The message is empty.");
  EXPECT_EQ(bench.store.begin_send("123456", "a", wall(0s), mono(0s)).error,
            "The message is too long: 6 bytes, and the server takes 5.");
  bench.send("12345", "a");
  EXPECT_NE(bench.store.begin_send("x", "a", wall(0s), mono(0s)).error, "") << "two rows never have the same id";
  bench.take();
  bench.ack("a", 1);
  EXPECT_NE(bench.store.begin_send("x", "a", wall(0s), mono(0s)).error, "");
  EXPECT_EQ(bench.store.size(), 1U);
}

TEST(StoreSend, NewRowsHaveTheNickOfTheDay) {
  Bench bench;
  bench.send("a", "a");
  bench.store.set_nick("eve");
  bench.send("b", "b");
  bench.apply(protocol::Welcome{"u1", "eve2", 0});
  bench.send("c", "c");
  EXPECT_EQ(bench.store.row(0).author, "ann");
  EXPECT_EQ(bench.store.row(1).author, "eve");
  EXPECT_EQ(bench.store.row(2).author, "eve2");
}

}  // namespace
}  // namespace banter::chat::test
