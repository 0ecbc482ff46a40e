#include "base/backoff.hpp"

#include <gtest/gtest.h>

namespace banter {
namespace {

TEST(Backoff, StaysBetweenFloorAndADoublingCap) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed);
    Backoff backoff({Duration{500}, Duration{20'000}, Duration{50}});
    for (int attempt = 0; attempt < 100; ++attempt) {
      EXPECT_EQ(backoff.attempts(), attempt);
      const Duration delay = backoff.next(random);
      const std::int64_t cap = std::min<std::int64_t>(20'000, attempt < 10 ? 500LL << attempt : 20'000);
      ASSERT_GE(delay.count(), 50);
      ASSERT_LE(delay.count(), cap) << attempt;
    }
  }
}

TEST(Backoff, JitterIsFull) {
  Random random(1);
  std::int64_t least = 20'000;
  std::int64_t most = 0;
  std::int64_t sum = 0;
  constexpr int times = 2'000;
  for (int i = 0; i < times; ++i) {
    Backoff backoff({Duration{1'000}, Duration{1'000}, Duration{0}});
    const std::int64_t delay = backoff.next(random).count();
    least = std::min(least, delay);
    most = std::max(most, delay);
    sum += delay;
  }
  EXPECT_LT(least, 50);
  EXPECT_GT(most, 950);
  EXPECT_NEAR(static_cast<double>(sum) / times, 500, 50);
}

TEST(Backoff, ResetBeginsAnew) {
  Random random(7);
  Backoff backoff({Duration{500}, Duration{20'000}, Duration{50}});
  for (int i = 0; i < 10; ++i) backoff.next(random);
  backoff.reset();
  EXPECT_EQ(backoff.attempts(), 0);
  EXPECT_LE(backoff.next(random), Duration{500});
}

}  // namespace
}  // namespace banter
