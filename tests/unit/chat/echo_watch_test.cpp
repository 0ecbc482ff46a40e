// Recognising own words that come back.
#include "chat/echo_watch.hpp"

#include "store_bench.hpp"

namespace banter::chat::test {
namespace {

TEST(EchoWatch, TheOldestOfEqualTextsComesFirst) {
  EchoWatch watch;
  watch.expect(RowId{1}, "a", "ann", wall(0s));
  watch.expect(RowId{2}, "b", "ann", wall(0s));
  watch.expect(RowId{3}, "a", "ann", wall(0s));
  EXPECT_EQ(watch.match("", "a", {"ann"}, wall(1s)), RowId{1});
  EXPECT_EQ(watch.match("", "a", {"ann"}, wall(1s)), RowId{3});
  EXPECT_EQ(watch.match("", "a", {"ann"}, wall(1s)), std::nullopt);
  EXPECT_EQ(watch.match("", "c", {"ann"}, wall(1s)), std::nullopt);
  EXPECT_EQ(watch.size(), 1U);
}

TEST(EchoWatch, ExpectsNothingAfterTheWindow) {
  EchoWatch watch;
  watch.expect(RowId{1}, "a", "ann", wall(0s));
  watch.expect(RowId{2}, "a", "ann", wall(1s));
  EXPECT_EQ(watch.match("", "a", {"ann"}, wall(30'001ms)), RowId{2});
  watch.expect(RowId{3}, "a", "ann", wall(40s));
  EXPECT_EQ(watch.match("", "a", {"ann"}, wall(70s)), RowId{3});
  watch.expect(RowId{4}, "a", "ann", wall(80s));
  EXPECT_EQ(watch.match("", "a", {"ann"}, wall(110'001ms)), std::nullopt);
  EXPECT_EQ(watch.size(), 0U);
}

TEST(EchoWatch, AClockThatWasSetBackProlongsNothing) {
  EchoWatch watch;
  watch.expect(RowId{1}, "a", "ann", wall(10s));
  watch.expect(RowId{2}, "b", "ann", wall(0s));
  EXPECT_EQ(watch.match("", "b", {"ann"}, wall(35s)), std::nullopt);
  EXPECT_EQ(watch.match("", "a", {"ann"}, wall(35s)), RowId{1});
}

TEST(EchoWatch, AnEntryWrittenAgainIsExpectedOnce) {
  EchoWatch watch;
  watch.expect(RowId{1}, "a", "ann", wall(0s));
  watch.expect(RowId{1}, "a", "ann", wall(5s));
  EXPECT_EQ(watch.size(), 1U);
  EXPECT_EQ(watch.match("", "a", {"ann"}, wall(35s)), RowId{1});
  EXPECT_EQ(watch.match("", "a", {"ann"}, wall(35s)), std::nullopt);
}

TEST(EchoWatch, IsBounded) {
  EchoWatch watch;
  for (std::uint32_t i = 1; i <= EchoWatch::capacity + 1; ++i)
    watch.expect(RowId{i}, std::to_string(i), "ann", wall(0s));
  EXPECT_EQ(watch.size(), EchoWatch::capacity);
  EXPECT_EQ(watch.match("", "1", {"ann"}, wall(0s)), std::nullopt);
  EXPECT_EQ(watch.match("", "2", {"ann"}, wall(0s)), RowId{2});
}

TEST(EchoWatch, ForgetsARow) {
  EchoWatch watch;
  watch.expect(RowId{1}, "a", "ann", wall(0s));
  watch.forget(RowId{2});
  EXPECT_EQ(watch.size(), 1U);
  watch.forget(RowId{1});
  EXPECT_EQ(watch.match("", "a", {"ann"}, wall(0s)), std::nullopt);
}

}  // namespace
}  // namespace banter::chat::test
