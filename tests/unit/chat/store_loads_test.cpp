// Earlier messages on demand: what is missing where, what is asked for, and where the answers go.
#include "store_bench.hpp"

namespace banter::chat::test {
namespace {

std::vector<protocol::Seq> range(protocol::Seq first, protocol::Seq last) {
  std::vector<protocol::Seq> out;
  for (; first <= last; ++first) out.push_back(first);
  return out;
}

/// Joined, with the newest messages of a room.
Bench joined_bench(protocol::Seq first, protocol::Seq last) {
  Bench bench;
  bench.tells_history();
  bench.joined("e", last);
  bench.history(range(first, last), first > 1);
  return bench;
}

/// The gap above the row with this number.
Gap gap_at(const Bench& bench, protocol::Seq seq) {
  for (std::size_t i = 0; i < bench.store.size(); ++i) {
    if (bench.store.row(i).seq == seq) return bench.store.row(i).gap;
  }
  ADD_FAILURE() << "no row " << seq;
  return Gap::none;
}

void want_gap(Bench& bench, protocol::Seq seq) {
  for (std::size_t i = 0; i < bench.store.size(); ++i) {
    if (bench.store.row(i).seq == seq) bench.store.want_gap(bench.store.row(i).id);
  }
}

TEST(StoreLoads, OlderMessagesAreAskedForPageByPage) {
  Bench bench = joined_bench(301, 310);
  EXPECT_EQ(bench.store.older(), Older::available);
  EXPECT_EQ(bench.load(), "") << "nobody wants them yet";
  bench.store.want_older();
  EXPECT_EQ(bench.store.older(), Older::loading);
  EXPECT_EQ(bench.load(), "<301");
  EXPECT_EQ(bench.loaded.room, "r");
  EXPECT_EQ(bench.loaded.epoch, "e");
  EXPECT_EQ(bench.loaded.limit, StoreConfig{}.page);
  EXPECT_EQ(bench.load(), "") << "one at a time";
  bench.store.want_older();
  const Changes changes = bench.answer(range(101, 300), true);
  EXPECT_EQ(changes.first, 0U);
  EXPECT_EQ(changes.inserted, 200U);
  EXPECT_EQ(changes.dirty, Changes::none);
  EXPECT_EQ(bench.store.size(), 210U);
  EXPECT_EQ(bench.store.older(), Older::available);
  bench.store.want_older();
  EXPECT_EQ(bench.load(), "") << "not so soon";
  EXPECT_EQ(bench.store.next_deadline(), mono(Loads::pace));
  bench.clock += Loads::pace;
  bench.tick();
  EXPECT_EQ(bench.load(), "<101");
  bench.answer(range(1, 100), false);
  EXPECT_EQ(bench.store.older(), Older::none);
  EXPECT_EQ(bench.store.size(), 310U);
  EXPECT_EQ(bench.store.last_seq(), 310U);
  bench.store.want_older();
  bench.clock += 1h;
  EXPECT_EQ(bench.load(), "");
  EXPECT_FALSE(bench.store.next_deadline());
}

TEST(StoreLoads, AServerThatTellsNoneIsNotAsked) {
  Bench bench;
  bench.joined("e", 310);
  bench.history({301, 302}, true);
  bench.history({310}, true, true);
  EXPECT_EQ(bench.store.older(), Older::untold);
  EXPECT_EQ(gap_at(bench, 310), Gap::closed);
  bench.store.want_older();
  want_gap(bench, 310);
  EXPECT_EQ(bench.load(), "");
}

TEST(StoreLoads, TheFirstRowChangesWhenAServerSaysWhetherItTells) {
  Bench bench;
  bench.joined("e", 302);
  bench.history({301, 302}, true);
  protocol::Welcome welcome{"u-ann", "ann", 0};
  welcome.history = true;
  const Changes changes = bench.apply(welcome);
  EXPECT_EQ(changes.first, 0U);
  EXPECT_EQ(changes.end, 1U);
  EXPECT_FALSE(bench.apply(welcome).any());
}

TEST(StoreLoads, AnEmptyAnswerIsTheBeginning) {
  Bench bench = joined_bench(301, 310);
  bench.store.want_older();
  bench.load();
  EXPECT_EQ(bench.answer({}, false).first, 0U);
  EXPECT_EQ(bench.store.older(), Older::none);
  EXPECT_EQ(bench.store.size(), 10U);
}

TEST(StoreLoads, AGapIsFilledPageByPageFromBelow) {
  Bench bench = joined_bench(1, 10);
  bench.history(range(500, 505), true, true);
  EXPECT_EQ(gap_at(bench, 500), Gap::missing);
  want_gap(bench, 500);
  EXPECT_EQ(gap_at(bench, 500), Gap::loading);
  EXPECT_EQ(bench.load(), "10<500");
  const Changes changes = bench.answer(range(300, 499), true);
  EXPECT_EQ(changes.first, 10U);
  EXPECT_EQ(changes.inserted, 200U);
  EXPECT_EQ(gap_at(bench, 500), Gap::none);
  EXPECT_EQ(gap_at(bench, 300), Gap::loading) << "it goes on by itself";
  bench.clock += Loads::pace;
  EXPECT_EQ(bench.load(), "10<300");
  bench.answer(range(100, 299), true);
  bench.clock += Loads::pace;
  EXPECT_EQ(bench.load(), "10<100");
  bench.answer(range(11, 99), false);
  EXPECT_EQ(gap_at(bench, 11), Gap::none);
  EXPECT_EQ(bench.store.size(), 505U);
  for (std::size_t i = 0; i < 505; ++i) ASSERT_EQ(bench.store.row(i).seq, i + 1);
  bench.clock += 1h;
  EXPECT_EQ(bench.load(), "");
}

TEST(StoreLoads, OneWishForAGapBringsSoManyPages) {
  Bench bench = joined_bench(1, 10);
  bench.history({100'000}, true, true);
  want_gap(bench, 100'000);
  protocol::Seq before = 100'000;
  int pages = 0;
  for (; !bench.load().empty(); ++pages) {
    bench.answer({before - 1}, true);
    --before;
    bench.clock += Loads::pace;
  }
  EXPECT_EQ(pages, Loads::pages_of_a_gap);
  EXPECT_EQ(gap_at(bench, before), Gap::missing) << "the rest can be wanted again";
}

TEST(StoreLoads, WhatTheServerDoesNotHaveStaysAGapThatCanBeTriedAgain) {
  Bench bench = joined_bench(1, 3);
  bench.history({10, 11}, true, true);
  want_gap(bench, 10);
  EXPECT_EQ(bench.load(), "3<10");
  EXPECT_EQ(bench.answer({}, false).first, 3U);
  EXPECT_EQ(gap_at(bench, 10), Gap::lost);
  bench.clock += 1s;
  EXPECT_EQ(bench.load(), "");
  want_gap(bench, 10);
  EXPECT_EQ(gap_at(bench, 10), Gap::loading);
  EXPECT_EQ(bench.load(), "3<10");
  bench.answer({5, 8}, false);
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "3 3", "~5 5", "~8 8", "~10 10", "11 11"}));
  for (const protocol::Seq seq : {5U, 8U, 10U}) EXPECT_EQ(gap_at(bench, seq), Gap::lost) << seq;
}

TEST(StoreLoads, AHoleInAnOlderPageIsShown) {
  Bench bench = joined_bench(301, 302);
  bench.store.want_older();
  bench.load();
  bench.answer({290, 295, 299}, true);
  EXPECT_EQ(bench.rows(), (Lines{"290 290", "~295 295", "~299 299", "~301 301", "302 302"}));
  EXPECT_EQ(gap_at(bench, 301), Gap::lost);
  EXPECT_EQ(bench.store.older(), Older::available);
}

TEST(StoreLoads, LiveMessagesGoOnMeanwhile) {
  Bench bench = joined_bench(301, 302);
  bench.store.want_older();
  bench.load();
  bench.chat(303);
  bench.send("mine", "id1");
  bench.take();
  bench.ack("id1", 304);
  EXPECT_EQ(bench.answer({299, 300}, true).inserted, 2U);
  EXPECT_EQ(bench.rows(), (Lines{"299 299", "300 300", "301 301", "302 302", "303 303", "304 mine +"}));
  EXPECT_EQ(bench.store.last_seq(), 304U);
}

TEST(StoreLoads, WhatNobodyAskedForChangesNothing) {
  Bench bench = joined_bench(301, 302);
  protocol::History stray{"r", {message(1, "1")}, false, false, 301, {}};
  EXPECT_FALSE(bench.apply(stray).any());
  bench.store.want_older();
  bench.load();
  stray.before = 300;
  EXPECT_FALSE(bench.apply(stray).any());
  stray.before = 301;
  stray.after = 5;
  EXPECT_FALSE(bench.apply(stray).any());
  EXPECT_EQ(bench.store.older(), Older::loading);
  bench.answer({300, 301, 302, 999}, true);  // beyond the bounds
  EXPECT_EQ(bench.rows(), (Lines{"300 300", "301 301", "302 302"}));
}

TEST(StoreLoads, AnswersThatDoNotComeFailAfterAWhile) {
  Bench bench = joined_bench(301, 302);
  bench.store.want_older();
  bench.load();
  bench.clock = Loads::answer_within - 1ms;
  EXPECT_FALSE(bench.tick().any());
  EXPECT_EQ(bench.store.next_deadline(), mono(Loads::answer_within));
  bench.clock += 1ms;
  EXPECT_EQ(bench.tick().end, 1U);
  EXPECT_EQ(bench.store.older(), Older::failed);
  EXPECT_FALSE(bench.store.next_deadline());
  EXPECT_FALSE(bench.answer({300}, true).any()) << "too late";
  bench.store.want_older();
  EXPECT_EQ(bench.load(), "<301");
  bench.answer({300}, true);
  EXPECT_EQ(bench.store.older(), Older::available);
}

TEST(StoreLoads, AServerThatHasMoreAndTellsNothingFails) {
  Bench bench = joined_bench(301, 302);
  bench.store.want_older();
  bench.load();
  EXPECT_TRUE(bench.answer({}, true).any());
  EXPECT_EQ(bench.store.older(), Older::failed);
}

TEST(StoreLoads, ARefusalFailsOrWaits) {
  Bench bench = joined_bench(301, 302);
  bench.store.want_older();
  bench.load();
  const std::string id = bench.loaded.id;
  EXPECT_FALSE(bench.refuse("another", "storage").any());
  EXPECT_TRUE(bench.refuse(id, "rate-limited", "Slow down.", 3s).any());
  EXPECT_EQ(bench.store.older(), Older::loading);
  EXPECT_EQ(bench.load(), "");
  bench.clock = 2'999ms;
  EXPECT_EQ(bench.load(), "");
  EXPECT_EQ(bench.store.next_deadline(), mono(3s));
  bench.clock = 3s;
  bench.tick();
  EXPECT_EQ(bench.load(), "<301");
  EXPECT_NE(bench.loaded.id, id);
  EXPECT_TRUE(bench.refuse(bench.loaded.id, "storage", "Broken.", 5s).any());
  EXPECT_EQ(bench.store.older(), Older::failed);
  bench.clock += 1h;
  EXPECT_EQ(bench.load(), "");
}

TEST(StoreLoads, WhatWasAskedIsAskedAgainOnTheNextConnection) {
  Bench bench = joined_bench(301, 302);
  bench.store.want_older();
  bench.load();
  bench.store.connection_lost();
  EXPECT_EQ(bench.store.older(), Older::away);
  EXPECT_EQ(bench.load(), "");
  EXPECT_FALSE(bench.answer({300}, true).any());
  bench.clock += 1s;
  bench.tells_history();
  EXPECT_EQ(bench.load(), "") << "not joined yet";
  bench.joined("e", 302);
  EXPECT_EQ(bench.store.older(), Older::loading);
  EXPECT_EQ(bench.load(), "<301");
}

TEST(StoreLoads, WhatFailedMayBeWantedAgainAfterAReconnect) {
  Bench bench = joined_bench(301, 302);
  bench.store.want_older();
  bench.load();
  bench.clock = Loads::answer_within;
  bench.tick();
  bench.store.connection_lost();
  bench.joined("e", 302);
  EXPECT_EQ(bench.store.older(), Older::available);
}

TEST(StoreLoads, ANewEpochIsAGapOfItsOwn) {
  Bench bench = joined_bench(301, 302);
  bench.store.want_older();
  bench.load();
  bench.store.connection_lost();
  bench.joined("e2", 3);
  bench.history({2, 3}, true);
  EXPECT_EQ(bench.rows(), (Lines{"301 301", "302 302", "~2 2", "3 3"}));
  EXPECT_EQ(bench.store.older(), Older::untold) << "those numbers are gone";
  EXPECT_EQ(gap_at(bench, 2), Gap::missing);
  bench.clock += 1s;
  EXPECT_EQ(bench.load(), "");
  want_gap(bench, 2);
  EXPECT_EQ(bench.load(), "<2");
  EXPECT_EQ(bench.loaded.epoch, "e2");
  EXPECT_EQ(bench.answer({1}, false).first, 2U);
  EXPECT_EQ(bench.rows(), (Lines{"301 301", "302 302", "~1 1", "2 2", "3 3"}));
  EXPECT_EQ(gap_at(bench, 1), Gap::renumbered);
}

TEST(StoreLoads, GapsOfAnOlderEpochCannotBeAskedFor) {
  Bench bench = joined_bench(1, 3);
  bench.history({10}, true, true);
  bench.joined("e2", 0);
  EXPECT_EQ(gap_at(bench, 10), Gap::closed);
  want_gap(bench, 10);
  bench.clock += 1s;
  EXPECT_EQ(bench.load(), "");
}

TEST(StoreLoads, AnAckOfLongAgoShowsWhatLiesBetween) {
  Bench bench = joined_bench(301, 302);
  bench.send("mine", "id1");  // stored when this page was another one
  bench.take();
  bench.ack("id1", 40);
  EXPECT_EQ(bench.rows(), (Lines{"40 mine +", "~301 301", "302 302"}));
  EXPECT_EQ(gap_at(bench, 301), Gap::missing);
  EXPECT_EQ(bench.store.older(), Older::available);
  want_gap(bench, 301);
  EXPECT_EQ(bench.load(), "40<301");
}

TEST(StoreLoads, OnesOwnPendingMessageIsRecognisedInAPage) {
  Bench bench = joined_bench(301, 302);
  const RowId mine = bench.send("mine", "id1");
  bench.store.want_older();
  bench.load();
  protocol::History page{"r", {message(300, "mine", "ann", "id1", "u-ann")}, true, false, 301, {}};
  const Changes changes = bench.apply(page);
  EXPECT_EQ(changes.inserted, 0U) << "a row has gone too";
  EXPECT_EQ(bench.rows(), (Lines{"300 mine +", "301 301", "302 302"}));
  EXPECT_EQ(bench.store.row(0).id, mine);
}

TEST(StoreLoads, WishesAreBounded) {
  Bench bench = joined_bench(1, 1);
  for (protocol::Seq seq = 3; seq < 203; seq += 2) bench.history({seq}, true, true);
  for (protocol::Seq seq = 3; seq < 203; seq += 2) want_gap(bench, seq);
  std::size_t loading = 0;
  for (protocol::Seq seq = 3; seq < 203; seq += 2) loading += gap_at(bench, seq) == Gap::loading ? 1 : 0;
  EXPECT_EQ(loading, Loads::max_wishes);
}

}  // namespace
}  // namespace banter::chat::test
