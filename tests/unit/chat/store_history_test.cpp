// What the server numbers: order, duplicates, gaps, epochs, and where to resume.
#include "store_bench.hpp"

namespace banter::chat::test {
namespace {

TEST(StoreHistory, AppendsInOrderAndIgnoresWhatIsKnown) {
  Bench bench;
  bench.joined("e", 2);
  EXPECT_EQ(bench.history({1, 2}).first, 0U);
  EXPECT_EQ(bench.chat(3).first, 2U);
  EXPECT_FALSE(bench.chat(2).any());
  EXPECT_FALSE(bench.history({1, 2, 3}).any());
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "3 3"}));
  EXPECT_EQ(bench.store.last_seq(), 3U);
  EXPECT_EQ(bench.store.epoch(), "e");
}

TEST(StoreHistory, KeepsAuthorTextAndTime) {
  Bench bench;
  bench.chat(message(7, "Привет 😀", "Борис"));
  const Row row = bench.store.row(0);
  EXPECT_EQ(row.author, "Борис");
  EXPECT_EQ(row.text, "Привет 😀");
  EXPECT_EQ(row.time, wall(7ms));
  EXPECT_EQ(row.seq, 7U);
  EXPECT_EQ(row.delivery, Delivery::received);
  EXPECT_FALSE(row.own());
  protocol::ChatMessage timeless = message(8, "x");
  timeless.time = WallTime{};
  bench.clock = 5s;
  bench.chat(timeless);
  EXPECT_EQ(bench.store.row(1).time, wall(5s)) << "ours, when the server has none";
}

TEST(StoreHistory, IgnoresOtherRoomsAndOtherEvents) {
  Bench bench;
  protocol::ChatMessage other = message(1, "x");
  other.room = "elsewhere";
  EXPECT_FALSE(bench.chat(other).any());
  EXPECT_FALSE(bench.apply(protocol::History{"elsewhere", {message(1, "x")}, true, false}).any());
  EXPECT_FALSE(bench.apply(protocol::Joined{"elsewhere", "e", 3}).any());
  EXPECT_FALSE(bench.apply(protocol::Ping{}).any());
  EXPECT_FALSE(bench.apply(protocol::Pong{}).any());
  EXPECT_FALSE(bench.apply(protocol::Welcome{}).any());
  EXPECT_EQ(bench.store.size(), 0U);
  EXPECT_EQ(bench.store.epoch(), "");
  EXPECT_FALSE(bench.store.has_older());
}

TEST(StoreHistory, MarksTheGapTheServerTellsOfUntilItIsFilled) {
  Bench bench;
  bench.joined("e", 2);
  bench.history({1, 2});
  bench.history({6, 7}, true, true);
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "~6 6", "7 7"}));
  EXPECT_EQ(bench.store.last_seq(), 7U) << "nobody will give us 3 to 5 when asked again";
  EXPECT_EQ(bench.history({4}).first, 2U);
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "~4 4", "~6 6", "7 7"}));
  bench.history({5});
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "~4 4", "5 5", "6 6", "7 7"}));
  bench.history({3});
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "3 3", "4 4", "5 5", "6 6", "7 7"}));
}

TEST(StoreHistory, BelievesTheNumbersMoreThanTheFlag) {
  Bench bench;
  bench.history({1, 2});
  bench.history({3, 4}, false, true);
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "3 3", "4 4"}));
  bench.history({8, 10}, false, false);
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "3 3", "4 4", "~8 8", "~10 10"}));
}

TEST(StoreHistory, NoGapBeforeTheFirstRow) {
  Bench bench;
  bench.history({50, 51}, true, true);
  EXPECT_EQ(bench.rows(), (Lines{"50 50", "51 51"}));
  EXPECT_TRUE(bench.store.has_older());
}

TEST(StoreHistory, PutsOlderPagesAbove) {
  Bench bench;
  bench.history({10, 11}, true);
  EXPECT_TRUE(bench.store.has_older());
  bench.history({20}, true, true);
  EXPECT_EQ(bench.history({8, 9}, true).first, 0U);
  EXPECT_TRUE(bench.store.has_older());
  bench.history({1, 2, 3, 4, 5, 6, 7}, false);
  EXPECT_FALSE(bench.store.has_older());
  EXPECT_EQ(bench.store.size(), 12U);
  EXPECT_EQ(bench.rows()[8], "9 9");
  EXPECT_EQ(bench.rows()[11], "~20 20");
  EXPECT_EQ(bench.store.last_seq(), 20U);
  bench.history({21}, true);
  EXPECT_FALSE(bench.store.has_older()) << "21 is not the first row";
}

TEST(StoreHistory, AnEmptyHistorySaysWhetherThereIsMoreOnlyToAnEmptyRoom) {
  Bench bench;
  bench.history({}, true);
  EXPECT_TRUE(bench.store.has_older());
  bench.history({}, false);
  EXPECT_FALSE(bench.store.has_older());
  bench.history({1}, false);
  bench.history({}, true);
  EXPECT_FALSE(bench.store.has_older());
}

TEST(StoreHistory, MergesWhatIsOutOfOrderAndDoubledInOneFrame) {
  Bench bench;
  bench.history({4, 6});
  bench.history({9, 5, 5, 7, 3, 9, 8});
  EXPECT_EQ(bench.rows(), (Lines{"3 3", "4 4", "5 5", "6 6", "7 7", "8 8", "9 9"}));
  EXPECT_EQ(bench.store.last_seq(), 9U);
}

TEST(StoreHistory, ResumesBeforeAHoleThatNobodyExplained) {
  Bench bench;
  bench.joined("e", 0);
  bench.chat(1);
  bench.chat(2);
  bench.chat(5);
  EXPECT_EQ(bench.store.last_seq(), 2U) << "3 and 4 may still come, and must be asked for if they do not";
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "5 5"})) << "no gap is drawn as long as it may fill itself";
  bench.chat(4);
  EXPECT_EQ(bench.store.last_seq(), 2U);
  bench.history({3, 4, 5, 6});
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "3 3", "4 4", "5 5", "6 6"}));
  EXPECT_EQ(bench.store.last_seq(), 6U);
}

TEST(StoreHistory, MarksAnOldHoleWhenTheServerGoesOnBeyondIt) {
  Bench bench;
  bench.joined("e", 0);
  bench.chat(1);
  bench.chat(3);
  EXPECT_EQ(bench.history({9, 10}, true, true).first, 1U);
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "~3 3", "~9 9", "10 10"}));
  EXPECT_EQ(bench.store.last_seq(), 10U);
}

TEST(StoreHistory, LeavesAHoleAboveTheHistoryItGotToFillItself) {
  Bench bench;
  bench.joined("e", 0);
  bench.chat(1);
  bench.chat(5);
  bench.history({2});
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "5 5"}));
  EXPECT_EQ(bench.store.last_seq(), 2U);
}

TEST(StoreHistory, ARowWithoutANumberIsNoHole) {
  Bench bench;
  bench.chat(1);
  bench.send("a", "id-a");
  bench.ack("id-a", 0);
  bench.history({1, 2, 3});
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "a +", "2 2", "3 3"}));
}

TEST(StoreHistory, AnAckMayOvertakeTheFirstHistory) {
  Bench bench;
  bench.joined("e", 8);
  bench.send("mine", "id1");
  bench.take();
  bench.ack("id1", 9);
  EXPECT_EQ(bench.store.last_seq(), 0U) << "resuming after it would lose what is before it";
  bench.history({7, 8}, true);
  EXPECT_EQ(bench.rows(), (Lines{"7 7", "8 8", "9 mine +"}));
  EXPECT_EQ(bench.store.last_seq(), 9U);
  EXPECT_TRUE(bench.store.has_older());

  Bench late;
  late.joined("e", 8);
  late.send("mine", "id1");
  late.take();
  late.ack("id1", 4);  // stored long ago, on a connection that is gone
  late.history({7, 8}, true);
  EXPECT_EQ(late.rows(), (Lines{"4 mine +", "~7 7", "8 8"}));
  EXPECT_TRUE(late.store.has_older());
}

TEST(StoreHistory, JoiningDoesNotForgetWhatIsThere) {
  Bench bench;
  bench.chat(1);
  bench.joined("e", 0);
  EXPECT_EQ(bench.store.last_seq(), 1U);
}

TEST(StoreHistory, AnEmptyRoomsFirstMessageMayBeMissing) {
  Bench bench;
  bench.joined("e", 0);
  bench.chat(2);
  EXPECT_EQ(bench.store.last_seq(), 0U);
  bench.chat(1);
  EXPECT_EQ(bench.store.last_seq(), 2U);
}

TEST(StoreHistory, StartsWhereItComesInWithoutHistory) {
  Bench bench;
  bench.chat(41);
  bench.chat(42);
  EXPECT_EQ(bench.store.last_seq(), 42U);
}

TEST(StoreHistory, ANewEpochGoesOnBelow) {
  Bench bench;
  bench.joined("e1", 2);
  bench.history({1, 2}, true);
  const RowId first = bench.store.row(0).id;
  bench.send("mine", "id1");
  EXPECT_FALSE(bench.joined("e2", 3).any());
  EXPECT_EQ(bench.store.epoch(), "e2");
  EXPECT_EQ(bench.store.last_seq(), 0U);
  EXPECT_FALSE(bench.store.has_older()) << "what is above the first row has no number that the server knows";
  bench.history({2, 3}, true);
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "~2 2", "3 3", "mine ?"}));
  EXPECT_EQ(bench.history({1}).first, 2U);
  EXPECT_EQ(bench.rows(), (Lines{"1 1", "2 2", "~1 1", "2 2", "3 3", "mine ?"}));
  EXPECT_FALSE(bench.chat(2).any());
  EXPECT_EQ(bench.store.row(0).id, first);
  EXPECT_EQ(bench.store.last_seq(), 3U);
  EXPECT_FALSE(bench.store.has_older());
  EXPECT_FALSE(bench.joined("e2", 3).any());
  EXPECT_EQ(bench.store.last_seq(), 3U) << "the same epoch again changes nothing";
  bench.ack("id1", 4);
  EXPECT_EQ(bench.rows().back(), "4 mine +");
}

TEST(StoreHistory, OwnMessagesOfAnotherPageAreOwn) {
  Bench bench;
  bench.apply(protocol::Welcome{"u1", "ann", 0});
  bench.chat(message(1, "a", "ann", "elsewhere", "u1"));
  bench.chat(message(2, "b", "ann", "other", "u2"));
  EXPECT_EQ(bench.rows(), (Lines{"1 a +", "2 b"}));
  EXPECT_EQ(bench.store.user(), "u1");
}

TEST(StoreHistory, FindsRowsFromAnyHint) {
  Bench bench;
  std::vector<RowId> ids;
  for (protocol::Seq seq = 1; seq <= 50; ++seq) bench.chat(seq);
  ids.reserve(52);
  for (std::size_t i = 0; i < 50; ++i) ids.push_back(bench.store.row(i).id);
  ids.push_back(bench.send("x", "x"));
  ids.push_back(bench.send("y", "y"));
  for (std::size_t i = 0; i < ids.size(); ++i) {
    for (const std::size_t hint : {std::size_t{0}, std::size_t{25}, std::size_t{51}, std::size_t{999}, i}) {
      ASSERT_EQ(bench.store.index_of(ids[i], hint), i) << hint;
    }
  }
  EXPECT_EQ(bench.store.index_of(RowId{9999}, 7), std::nullopt);
  EXPECT_EQ(bench.store.index_of(RowId::none, 0), std::nullopt);
  EXPECT_EQ(Bench{}.store.index_of(ids[0], 0), std::nullopt);
}

}  // namespace
}  // namespace banter::chat::test
