// Own messages on servers that know neither acks nor numbers, only echoes at best.
#include "store_bench.hpp"

namespace banter::chat::test {
namespace {

/// What a tutorial server says: a text, perhaps a name, perhaps an id.
protocol::ChatMessage said(std::string text, std::string nick = {}, std::string id = {}) {
  protocol::ChatMessage m;
  m.text = std::move(text);
  m.nick = std::move(nick);
  m.id = std::move(id);
  return m;
}

TEST(StorePlain, AppendsInOrderOfArrivalBeforeWhatIsPending) {
  Bench bench{false};
  bench.send("mine", "id1");
  EXPECT_EQ(bench.chat(said("a")).first, 0U);
  bench.chat(said("b"));
  bench.chat(said("a"));
  EXPECT_EQ(bench.rows(), (Lines{"a", "b", "a", "mine ?"}));
  EXPECT_EQ(bench.store.last_seq(), 0U);
}

TEST(StorePlain, NumbersOfAnUnknownServerMeanNothing) {
  Bench bench{false};
  for (const protocol::Seq seq : {5U, 5U, 1U}) bench.chat(message(seq, "n" + std::to_string(seq)));
  EXPECT_EQ(bench.rows(), (Lines{"n5", "n5", "n1"}));
  EXPECT_EQ(bench.store.last_seq(), 0U);
}

TEST(StorePlain, AnEchoConfirmsTheOldestWithItsText) {
  Bench bench{false};
  const RowId a = bench.send("same", "id-a");
  const RowId b = bench.send("same", "id-b");
  bench.send("other", "id-c");
  EXPECT_EQ(bench.take(), (Lines{"same", "same", "other"}));
  EXPECT_EQ(bench.chat(said("same")).first, 0U);
  EXPECT_EQ(bench.rows(), (Lines{"same +", "same ?", "other ?"}));
  EXPECT_EQ(bench.store.row(0).id, a);
  bench.chat(said("somebody"));
  bench.chat(said("same"));
  EXPECT_EQ(bench.rows(), (Lines{"same +", "somebody", "same +", "other ?"}));
  EXPECT_EQ(bench.store.row(2).id, b);
  bench.chat(said("other"));
  bench.chat(said("other"));
  EXPECT_EQ(bench.rows(), (Lines{"same +", "somebody", "same +", "other +", "other"}));
}

TEST(StorePlain, NothingIsAnEchoBeforeItIsWritten) {
  Bench bench{false};
  bench.send("x", "id1");
  bench.chat(said("x"));
  EXPECT_EQ(bench.rows(), (Lines{"x", "x ?"}));
}

TEST(StorePlain, AnEchoWithOurIdIsSure) {
  Bench bench{false};
  bench.send("a", "id-a");
  bench.send("b", "id-b");
  bench.take();
  bench.chat(said("[b]", "ann", "id-b"));
  EXPECT_EQ(bench.rows(), (Lines{"b +", "a ?"}));
  EXPECT_FALSE(bench.chat(said("[b]", "ann", "id-b")).any()) << "the same echo twice";
  bench.chat(said("a", "bob", "other-id"));
  EXPECT_EQ(bench.rows(), (Lines{"b +", "a", "a ?"})) << "it has an id, and it is not ours";
}

TEST(StorePlain, RemembersTheLast256OwnIds) {
  Bench bench{false};
  for (int i = 0; i < 257; ++i) {
    const std::string id = "id" + std::to_string(i);
    bench.send("t" + std::to_string(i), id);
    bench.take();
    bench.chat(said("t", "ann", id));
  }
  EXPECT_EQ(bench.store.size(), 257U);
  for (int i = 256; i >= 1; --i) EXPECT_FALSE(bench.chat(said("t", "ann", "id" + std::to_string(i))).any()) << i;
  EXPECT_TRUE(bench.chat(said("t", "ann", "id0")).any());
}

TEST(StorePlain, AServerThatDoesNotEchoIsBelievedAfterAWhile) {
  Bench bench{false};
  bench.send("a", "id-a");
  bench.take();
  bench.clock = 2s;
  bench.send("b", "id-b");
  bench.take();
  EXPECT_EQ(bench.store.next_deadline(), mono(10s));
  EXPECT_FALSE(bench.store.stalled(mono(1h)));
  bench.clock = 9'999ms;
  EXPECT_FALSE(bench.tick().any());
  bench.clock = 10s;
  EXPECT_EQ(bench.tick().first, 0U);
  EXPECT_EQ(bench.rows(), (Lines{"a +", "b +"})) << "it does not echo, so there is nothing to wait for";
  bench.clock = 60s;
  bench.send("c", "id-c");
  EXPECT_FALSE(bench.tick().any()) << "not written";
  EXPECT_EQ(bench.rows().back(), "c ?");
  bench.take();
  EXPECT_LE(*bench.store.next_deadline(), mono(60s));
  bench.tick();
  EXPECT_EQ(bench.rows().back(), "c +");
  EXPECT_EQ(bench.store.row(2).time, wall(60s));
  EXPECT_EQ(bench.store.next_deadline(), std::nullopt);
}

TEST(StorePlain, ALateEchoIsNotDoubledAndEndsTheDisbelief) {
  Bench bench{false};
  bench.send("a", "id-a");
  bench.take();
  bench.clock = 10s;
  bench.tick();
  bench.clock = 30s;
  EXPECT_FALSE(bench.chat(said("a")).any());
  EXPECT_EQ(bench.rows(), Lines{"a +"});
  bench.send("b", "id-b");
  bench.take();
  bench.tick();
  EXPECT_EQ(bench.rows().back(), "b ?") << "it does echo, so this one waits";
  EXPECT_EQ(bench.store.next_deadline(), mono(40s));
}

TEST(StorePlain, AnEchoIsExpectedFor30Seconds) {
  Bench bench{false};
  bench.send("a", "id-a");
  bench.clock = 5s;
  bench.take();
  bench.clock = 15s;
  bench.tick();
  bench.clock = 35'001ms;
  EXPECT_TRUE(bench.chat(said("a")).any()) << "30 s after it was written: somebody else's words";
  EXPECT_EQ(bench.rows(), (Lines{"a +", "a"}));
}

TEST(StorePlain, AnEchoIsExpectedFromTheWritingOnNotFromTheTyping) {
  Bench bench{false};
  bench.send("a", "id-a");
  bench.clock = 60s;
  bench.take();
  bench.clock = 65s;
  bench.chat(said("a"));
  EXPECT_EQ(bench.rows(), Lines{"a +"});
}

TEST(StorePlain, ALateEchoWithItsIdIsNoneOfTheTextsEchoes) {
  Bench bench{false};
  bench.send("a", "id-a");
  bench.take();
  bench.clock = 10s;
  bench.tick();
  EXPECT_FALSE(bench.chat(said("a", "", "id-a")).any());
  EXPECT_TRUE(bench.chat(said("a")).any()) << "the echo has come: this is somebody else";
}

TEST(StorePlain, OnAServerThatDoesNotEchoAnotherNameIsAnotherPerson) {
  Bench bench{false};
  bench.send("hi", "id1");
  bench.take();
  bench.clock = 10s;
  bench.tick();
  bench.chat(said("hi", "bob"));
  EXPECT_EQ(bench.rows(), (Lines{"hi +", "hi"}));
  EXPECT_EQ(bench.store.row(1).author, "bob");
}

TEST(StorePlain, AServerMayGiveUsAnotherName) {
  Bench bench{false};
  bench.send("hi", "id1");
  bench.take();
  bench.chat(said("hi", "guest-7"));
  EXPECT_EQ(bench.rows(), Lines{"hi +"});
}

TEST(StorePlain, OnceAnEchoHasComeUnderOurNameOthersAreOthers) {
  Bench bench{false};
  bench.send("hi", "id1");
  bench.take();
  bench.chat(said("hi", "ann"));
  bench.send("hi", "id2");
  bench.take();
  bench.chat(said("hi", "bob"));
  bench.chat(said("hi"));
  EXPECT_EQ(bench.rows(), (Lines{"hi +", "hi", "hi", "hi ?"}));
  bench.chat(said("hi", "ann"));
  EXPECT_EQ(bench.rows(), (Lines{"hi +", "hi", "hi", "hi +"}));
  bench.store.set_nick("eve");
  bench.send("ho", "id3");
  bench.take();
  bench.chat(said("ho", "Eve"));
  EXPECT_EQ(bench.rows().back(), "ho +") << "a new name: the server may write it its own way";
}

TEST(StorePlain, WhatWasWrittenFailsWhenTheConnectionIsLost) {
  Bench bench{false};
  const RowId a = bench.send("a", "id-a");
  bench.take();
  bench.send("b", "id-b");
  EXPECT_EQ(bench.store.connection_lost().first, 0U);
  EXPECT_EQ(bench.store.failed(), 1U);
  EXPECT_EQ(bench.store.pending(), 1U);
  EXPECT_EQ(bench.rows(),
            (Lines{"a ! The connection was lost before this message came back. It may have arrived.", "b ?"}));
  EXPECT_EQ(bench.take(), Lines{"b"}) << "not written yet, so it cannot be doubled";
  bench.store.retry(a, wall(0s));
  EXPECT_EQ(bench.take(), Lines{"a"});
  bench.chat(said("a"));
  bench.chat(said("b"));
  EXPECT_EQ(bench.rows(), (Lines{"a +", "b +"}));
}

TEST(StorePlain, AServersReplayRescuesWhatSeemedLost) {
  Bench bench{false};
  bench.send("a", "id-a");
  bench.take();
  bench.store.connection_lost();
  bench.clock = 3s;
  bench.chat(said("a"));
  EXPECT_EQ(bench.rows(), Lines{"a +"});
}

TEST(StorePlain, ADiscardedMessageIsNotExpected) {
  Bench bench{false};
  const RowId a = bench.send("a", "id-a");
  bench.take();
  bench.store.connection_lost();
  EXPECT_EQ(bench.store.discard(a).first, 0U);
  EXPECT_EQ(bench.store.size(), 0U);
  bench.chat(said("a"));
  EXPECT_EQ(bench.rows(), Lines{"a"});
}

TEST(StorePlain, ARefusedMessageIsNotExpected) {
  Bench bench{false};
  bench.send("a", "id-a");
  bench.take();
  bench.refuse("id-a", "bad", "Bad words.");
  bench.chat(said("a"));
  EXPECT_EQ(bench.rows(), (Lines{"a", "a ! Bad words."}));
}

TEST(StorePlain, OnAServerThatNeverEchoesALossFailsNothing) {
  Bench bench{false};
  bench.send("a", "id-a");
  bench.take();
  bench.clock = 10s;
  bench.tick();
  bench.send("b", "id-b");
  bench.take();
  bench.store.connection_lost();
  EXPECT_EQ(bench.rows(), (Lines{"a +", "b +"}));
}

TEST(StorePlain, FailedRowsKeepTheirPlaceAmongThePending) {
  Bench bench{false};
  for (const char* id : {"a", "b", "c"}) bench.send(id, id);
  bench.take();
  bench.refuse("b", "x", "No.");
  bench.clock = 10s;
  EXPECT_EQ(bench.tick().first, 0U);
  EXPECT_EQ(bench.rows(), (Lines{"a +", "c +", "b ! No."}));
}

TEST(StorePlain, AGapInUnnumberedHistoryIsMarked) {
  Bench bench{false};
  bench.apply(protocol::History{"", {said("a")}, true, true});
  EXPECT_EQ(bench.rows(), Lines{"a"});
  EXPECT_TRUE(bench.store.has_older());
  bench.apply(protocol::History{"", {said("b"), said("c")}, false, true});
  EXPECT_EQ(bench.rows(), (Lines{"a", "~b", "c"}));
  EXPECT_TRUE(bench.store.has_older());
}

}  // namespace
}  // namespace banter::chat::test
