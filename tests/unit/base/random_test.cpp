#include "base/random.hpp"

#include <gtest/gtest.h>

#include <array>

namespace banter {
namespace {

TEST(Random, IsSplitMix64) {
  Random random(1234567);  // the values of the reference implementation for this seed
  for (const std::uint64_t expected : {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL,
                                       4593380528125082431ULL, 16408922859458223821ULL}) {
    EXPECT_EQ(random.next(), expected);
  }
}

TEST(Random, UnitStaysBelowOneAndSpreads) {
  Random random(3);
  std::array<int, 10> buckets{};
  for (int i = 0; i < 10'000; ++i) {
    const double value = random.unit();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    ++buckets[static_cast<std::size_t>(value * 10)];
  }
  for (const int count : buckets) EXPECT_NEAR(count, 1'000, 150);
}

TEST(Random, BelowReachesEveryValue) {
  Random random(4);
  std::array<int, 6> seen{};
  for (int i = 0; i < 600; ++i) ++seen.at(random.below(6));
  for (const int count : seen) EXPECT_GT(count, 0);
  EXPECT_EQ(random.below(1), 0U);
}

}  // namespace
}  // namespace banter
