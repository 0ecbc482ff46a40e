// A message that is far from those that are here: the page around it, and reading on from there on both sides.
#include <algorithm>

#include "jump_bench.hpp"

namespace banter::chat::test {
namespace {

TEST(StoreJump, APageAroundTheMessageComesInAsAnIsland) {
  Bench bench = joined_bench(4'001, 4'010);
  EXPECT_EQ(bench.store.reach(2'000), Reach::idle);
  EXPECT_EQ(bench.load(), "") << "nobody wants it";
  bench.store.want_message(2'000);
  EXPECT_EQ(bench.store.reach(2'000), Reach::coming);
  EXPECT_EQ(bench.load(), "<2101");
  EXPECT_EQ(bench.loaded.limit, StoreConfig{}.page);
  const Changes changes = bench.answer(range(1'901, 2'100), true);
  EXPECT_EQ(changes.first, 0U);
  EXPECT_EQ(changes.inserted, 200U);
  EXPECT_EQ(changes.dirty, Changes::none);
  EXPECT_EQ(bench.store.reach(2'000), Reach::here);
  EXPECT_EQ(gap_at(bench, 4'001), Gap::skipped);
  EXPECT_EQ(bench.store.older(), Older::available) << "what is older is older than the island";
  EXPECT_EQ(bench.store.last_seq(), 4'010U) << "what one resumes from has not moved";
  EXPECT_EQ(later(bench), "") << "it is read on from when one comes there";
  EXPECT_EQ(bench.store.find_skipped(0, 210), 200U);
  EXPECT_FALSE(bench.store.find_skipped(0, 200));
  EXPECT_FALSE(bench.store.find_skipped(201, 210));
  check(bench);
}

TEST(StoreJump, WhatIsHereIsNotAskedForAgain) {
  Bench bench = island_bench();
  bench.store.want_message(1'950);
  EXPECT_EQ(later(bench), "");
  bench.store.want_message(1'850);
  EXPECT_EQ(later(bench), "<1901") << "up to what is here";
  bench.answer(range(1'701, 1'900), true);
  EXPECT_EQ(gap_at(bench, 1'901), Gap::none);
  bench.store.want_message(2'150);
  EXPECT_EQ(later(bench), "2100<2251") << "from what is here";
  bench.answer(range(2'101, 2'250), false);
  EXPECT_EQ(gap_at(bench, 2'101), Gap::none);
  EXPECT_EQ(gap_at(bench, 4'001), Gap::skipped);
  bench.store.want_message(2'300);
  EXPECT_EQ(later(bench), "2250<2401");
  bench.answer(range(2'301, 2'400), true);
  EXPECT_EQ(gap_at(bench, 2'301), Gap::skipped) << "the server sent less";
  check(bench);
}

TEST(StoreJump, AnIslandInTheMiddleHasAGapOnBothSides) {
  Bench bench = island_bench();
  bench.store.want_message(3'000);
  EXPECT_EQ(later(bench), "<3101");
  const Changes changes = bench.answer(range(2'901, 3'100), true);
  EXPECT_EQ(changes.first, 200U);
  EXPECT_EQ(changes.inserted, 200U);
  EXPECT_EQ(gap_at(bench, 2'901), Gap::skipped);
  EXPECT_EQ(gap_at(bench, 4'001), Gap::skipped);
  check(bench);
}

TEST(StoreJump, TheNewestIsNotAskedBeyond) {
  Bench bench = joined_bench(1, 10);
  bench.history(range(500, 505), true, true);
  bench.store.want_message(480);
  EXPECT_EQ(bench.load(), "<500");
}

TEST(StoreJump, WhatCannotBeHadIsSaidAndNothingIsAsked) {
  Bench bench = joined_bench(1, 10);
  const auto expect = [&](protocol::Seq seq, Reach reach) {
    EXPECT_EQ(bench.store.reach(seq), reach) << seq;
    bench.store.want_message(seq);
    EXPECT_EQ(later(bench), "") << seq;
  };
  expect(0, Reach::absent);
  expect(11, Reach::absent);
  expect(7, Reach::here);
  bench.store.connection_lost();
  expect(11, Reach::away);
  expect(7, Reach::here);
  bench.joined("e", 12);
  expect(12, Reach::coming);
  bench.history({11, 12});
  expect(12, Reach::here);

  Bench silent;
  silent.joined("e", 310);
  silent.history(range(301, 310), true);
  EXPECT_EQ(silent.store.reach(5), Reach::untold);
  silent.store.want_message(5);
  EXPECT_EQ(silent.load(), "");
}

TEST(StoreJump, BelowTheFirstThereIsNothing) {
  Bench bench = joined_bench(301, 310);
  bench.store.want_older();
  bench.load();
  bench.answer({}, false);
  EXPECT_EQ(bench.store.reach(5), Reach::absent);
}

TEST(StoreJump, ReadsOnForwardsPageByPageUntilTheGapIsClosed) {
  Bench bench = island_bench();
  std::vector<std::string> asked;
  for (protocol::Seq last = 2'100; last < 4'000; last += 200) {
    read_on(bench, 4'001, true);
    EXPECT_EQ(gap_at(bench, 4'001), Gap::loading);
    EXPECT_TRUE(bench.store.has_skipped());
    read_on(bench, 4'001, true);
    ASSERT_EQ(later(bench), std::to_string(last) + ">");
    const protocol::Seq to = std::min<protocol::Seq>(last + 200, 4'000);
    ASSERT_EQ(bench.loaded.limit, to - last);
    const Changes changes = bench.answer(range(last + 1, to), true);
    ASSERT_EQ(changes.first, last - 1'900);
    ASSERT_EQ(changes.inserted, to - last);
    check(bench);
    ASSERT_EQ(later(bench), "") << "one page for one wish";
  }
  EXPECT_EQ(gap_at(bench, 4'001), Gap::none);
  EXPECT_EQ(bench.store.size(), 2'110U);
  EXPECT_FALSE(bench.store.find_skipped(0, bench.store.size()));
  EXPECT_FALSE(bench.store.has_skipped());
}

TEST(StoreJump, ReadsBackFromBelowTheGap) {
  Bench bench = island_bench();
  read_on(bench, 4'001, false);
  EXPECT_EQ(later(bench), "2100<4001");
  bench.answer(range(3'801, 4'000), true);
  EXPECT_EQ(gap_at(bench, 4'001), Gap::none);
  EXPECT_EQ(gap_at(bench, 3'801), Gap::skipped) << "it goes on from there";
  EXPECT_EQ(later(bench), "");
  read_on(bench, 3'801, true);
  EXPECT_EQ(later(bench), "2100>") << "or from the other side";
  bench.answer(range(2'101, 2'300), true);
  EXPECT_EQ(gap_at(bench, 3'801), Gap::skipped);
  check(bench);
}

TEST(StoreJump, GapsOfALostConnectionAreLeftToBePressed) {
  Bench bench = joined_bench(1, 10);
  bench.history(range(500, 505), true, true);
  read_on(bench, 500, true);
  EXPECT_EQ(gap_at(bench, 500), Gap::missing);
  EXPECT_EQ(later(bench), "");
  EXPECT_FALSE(bench.store.find_skipped(0, bench.store.size()));
}

TEST(StoreJump, WhatDoesNotComeCanBeTriedAgain) {
  Bench bench = joined_bench(4'001, 4'010);
  bench.store.want_message(2'000);
  bench.load();
  bench.clock += Loads::answer_within;
  bench.tick();
  EXPECT_EQ(bench.store.reach(2'000), Reach::failed);
  EXPECT_EQ(later(bench), "") << "not by itself";
  bench.store.want_message(2'000);
  EXPECT_EQ(later(bench), "<2101");
  bench.answer(range(1'901, 2'100), true);
  read_on(bench, 4'001, true);
  EXPECT_EQ(later(bench), "2100>");
  const Changes changes = bench.refuse(bench.loaded.id, "storage", "Broken.", 1s);
  EXPECT_EQ(changes.first, 200U);
  EXPECT_EQ(gap_at(bench, 4'001), Gap::failed);
  read_on(bench, 4'001, true);
  EXPECT_EQ(later(bench), "") << "not by itself";
  bench.store.want_gap(row_at(bench, 4'001).id);
  EXPECT_EQ(later(bench), "2100>");
  bench.answer(range(2'101, 2'300), true);
  EXPECT_EQ(gap_at(bench, 4'001), Gap::skipped);
}

TEST(StoreJump, IsAskedAgainAfterAReconnect) {
  Bench bench = island_bench();
  bench.store.want_message(3'000);
  EXPECT_EQ(later(bench), "<3101");
  bench.store.connection_lost();
  EXPECT_EQ(bench.store.reach(3'000), Reach::away);
  EXPECT_EQ(gap_at(bench, 4'001), Gap::away);
  EXPECT_EQ(later(bench), "");
  bench.joined("e", 4'010);
  bench.history({});
  EXPECT_EQ(later(bench), "<3101");
  bench.answer(range(2'901, 3'100), true);
  EXPECT_EQ(bench.store.reach(3'000), Reach::here);
  read_on(bench, 4'001, true);
  EXPECT_EQ(later(bench), "3100>");
  bench.store.connection_lost();
  EXPECT_EQ(gap_at(bench, 4'001), Gap::away);
  bench.joined("e", 4'010);
  bench.history({});
  EXPECT_EQ(later(bench), "3100>");
  check(bench);
}

TEST(StoreJump, ANewEpochForgetsWhatWasWanted) {
  Bench bench = island_bench();
  bench.store.want_message(3'000);
  bench.store.connection_lost();
  bench.joined("f", 5'000);
  bench.history(range(4'901, 5'000), true);
  EXPECT_EQ(later(bench), "");
  EXPECT_EQ(gap_at(bench, 4'901), Gap::missing);
  EXPECT_FALSE(bench.store.find_skipped(0, bench.store.size()));
  EXPECT_EQ(bench.store.reach(2'000), Reach::idle) << "that was another message";
  bench.store.want_message(2'000);
  EXPECT_EQ(later(bench), "<2101");
  bench.answer(range(1'901, 2'100), true);
  EXPECT_EQ(gap_at(bench, 4'901), Gap::skipped);
  EXPECT_EQ(bench.store.row(210).seq, 1'901U) << "below what is of the old one";
}

TEST(StoreJump, AMessageThatTheServerDoesNotHaveIsAbsent) {
  Bench bench = joined_bench(4'001, 4'010);
  bench.store.want_message(2'000);
  bench.load();
  auto told = range(1'901, 1'990);
  for (const auto seq : range(2'050, 2'080)) told.push_back(seq);
  bench.answer(told, true);
  EXPECT_EQ(bench.store.reach(2'000), Reach::absent);
  EXPECT_EQ(gap_at(bench, 2'050), Gap::lost) << "it told all there is between them";
  EXPECT_EQ(gap_at(bench, 4'001), Gap::skipped);
  bench.store.want_message(2'000);
  EXPECT_EQ(bench.store.reach(2'010), Reach::absent) << "nor is that there";
  EXPECT_EQ(later(bench), "");
  bench.store.want_message(1'000);
  EXPECT_EQ(later(bench), "<1101");
  bench.answer({}, false);
  EXPECT_EQ(bench.store.reach(1'000), Reach::absent);
  EXPECT_EQ(bench.store.older(), Older::available) << "of what is beyond that page nothing was said";
  EXPECT_EQ(later(bench), "");
  check(bench);
}

TEST(StoreJump, AGapOfWhatWasDeletedEnds) {
  Bench bench = island_bench();
  read_on(bench, 4'001, true);
  ASSERT_EQ(later(bench), "2100>");
  bench.answer(range(2'500, 2'600), true);
  EXPECT_EQ(gap_at(bench, 2'500), Gap::lost);
  EXPECT_EQ(gap_at(bench, 4'001), Gap::skipped);
  read_on(bench, 4'001, true);
  ASSERT_EQ(later(bench), "2600>");
  bench.answer(range(4'005, 4'010), false);
  EXPECT_EQ(gap_at(bench, 4'001), Gap::lost) << "nothing comes before what is here";
  read_on(bench, 4'001, true);
  EXPECT_EQ(later(bench), "");
  check(bench);

  Bench back = island_bench();
  read_on(back, 4'001, false);
  ASSERT_EQ(later(back), "2100<4001");
  back.answer(range(2'101, 2'105), false);
  EXPECT_EQ(gap_at(back, 4'001), Gap::lost);
  read_on(back, 4'001, true);
  EXPECT_EQ(later(back), "");
  check(back);
}

TEST(StoreJump, AServerThatHasMoreAndTellsNothingFails) {
  Bench bench = island_bench();
  read_on(bench, 4'001, true);
  ASSERT_EQ(later(bench), "2100>");
  bench.answer({}, true);
  EXPECT_EQ(gap_at(bench, 4'001), Gap::failed);
  bench.store.want_message(3'000);
  ASSERT_EQ(later(bench), "<3101");
  bench.answer({}, true);
  EXPECT_EQ(bench.store.reach(3'000), Reach::failed);
  EXPECT_EQ(later(bench), "");
}

TEST(StoreJump, AServerMaySendLessAtOnce) {
  Bench bench = joined_bench(4'001, 4'010);
  bench.store.want_message(2'000);
  EXPECT_EQ(bench.load(), "<2101");
  bench.answer(range(2'061, 2'100), true);
  EXPECT_EQ(bench.store.reach(2'000), Reach::coming);
  EXPECT_EQ(later(bench), "<2061");
  bench.answer(range(2'021, 2'060), true);
  EXPECT_EQ(later(bench), "<2021");
  bench.answer(range(1'981, 2'020), true);
  EXPECT_EQ(bench.store.reach(2'000), Reach::here);
  EXPECT_EQ(later(bench), "");
  EXPECT_EQ(gap_at(bench, 4'001), Gap::skipped);
  check(bench);
}

TEST(StoreJump, TheNewestWishCounts) {
  Bench bench = joined_bench(4'001, 4'010);
  bench.store.want_message(2'000);
  EXPECT_EQ(bench.load(), "<2101");
  bench.store.want_message(3'000);
  bench.store.want_message(1'000);
  bench.answer(range(2'061, 2'100), true);
  EXPECT_EQ(later(bench), "<1101");
  bench.answer(range(901, 1'100), true);
  EXPECT_EQ(later(bench), "");
  EXPECT_EQ(bench.store.reach(3'000), Reach::idle);
  check(bench);
}

TEST(StoreJump, ComesBeforeOtherWishes) {
  Bench bench = joined_bench(4'001, 4'010);
  bench.history(range(5'000, 5'005), true, true);
  bench.store.want_gap(row_at(bench, 5'000).id);
  bench.store.want_older();
  bench.store.want_message(2'000);
  EXPECT_EQ(bench.load(), "<2101");
}

TEST(StoreJump, AnAckThatRanAheadIsNoGap) {
  Bench bench = joined_bench(4'001, 4'010);
  bench.send("own", "id1");
  bench.take();
  bench.ack("id1", 4'015);
  ASSERT_FALSE(row_at(bench, 4'015).gap_before);
  EXPECT_EQ(bench.store.reach(4'012), Reach::coming) << "by itself";
  bench.store.want_message(3'950);
  EXPECT_EQ(bench.load(), "<4001");
  bench.answer(range(3'801, 4'000), true);
  EXPECT_FALSE(row_at(bench, 4'015).gap_before);
}

TEST(StoreJump, GapsThatAreReadOnFromAreBounded) {
  Bench bench = joined_bench(40'001, 40'010);
  for (protocol::Seq seq = 39'000; seq > 1'000; seq -= 500) {
    bench.store.want_message(seq);
    ASSERT_NE(later(bench), "");
    bench.answer(range(seq - 5, seq + 5), true);
    ASSERT_EQ(bench.store.reach(seq), Reach::here);
  }
  std::size_t skipped = 0;
  std::size_t missing = 0;
  for (std::size_t i = 0; i < bench.store.size(); ++i) {
    skipped += bench.store.row(i).gap == Gap::skipped ? 1 : 0;
    missing += bench.store.row(i).gap == Gap::missing ? 1 : 0;
  }
  EXPECT_EQ(skipped, 64U);
  EXPECT_EQ(missing, 12U) << "these have to be pressed for";
  check(bench);
}

}  // namespace
}  // namespace banter::chat::test
