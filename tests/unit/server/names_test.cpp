#include "server/core/names.hpp"

#include <gtest/gtest.h>

#include "server/core/rate_limit.hpp"

namespace banter::server {
namespace {

TEST(Names, Rooms) {
  EXPECT_TRUE(valid_room("general"));
  EXPECT_TRUE(valid_room("A-b_c.9"));
  EXPECT_TRUE(valid_room(std::string(64, 'x')));
  EXPECT_FALSE(valid_room(std::string(65, 'x')));
  EXPECT_FALSE(valid_room(""));
  EXPECT_FALSE(valid_room("a b"));
  EXPECT_FALSE(valid_room("ä"));
  EXPECT_FALSE(valid_room("a/b"));
}

TEST(Names, NicksAreTrimmedAndCounted) {
  EXPECT_EQ(normalize_nick("  Zoë \t"), "Zoë");
  EXPECT_EQ(normalize_nick("two words"), "two words");
  EXPECT_EQ(normalize_nick("\u00A0\u3000x\u2003"), "x");
  EXPECT_EQ(normalize_nick("👩‍🚀"), "👩‍🚀");
  std::string long_nick;
  for (int i = 0; i < 32; ++i) long_nick += "é";
  EXPECT_EQ(normalize_nick(long_nick), long_nick);
  EXPECT_FALSE(normalize_nick(long_nick + "é"));
}

TEST(Names, NicksHaveNoTricks) {
  for (const auto* nick : {"", "   ", "a\nb", "a\x7F", "a\u0085",
                           "a\u202E"
                           "b",
                           "\u2066x", "\u200Fx", "x\u2028y", "\xFF", "a\xC0\x80", "\uFEFFx"}) {
    EXPECT_FALSE(normalize_nick(nick)) << nick;
  }
  EXPECT_FALSE(normalize_nick(std::string_view("a\0b", 3)));
}

TEST(Names, NicksCanBeSeen) {
  for (const auto* nick : {"\u200B", "\u2060", "\u3164", "\uFFA0\u115F", "\u2800", "\u200D \u00AD", "\U000E0041"}) {
    EXPECT_FALSE(normalize_nick(nick)) << nick;
  }
  EXPECT_EQ(normalize_nick("a\u200Db"), "a\u200Db");
}

TEST(Names, ClientIds) {
  EXPECT_TRUE(valid_client_id("0f9c"));
  EXPECT_FALSE(valid_client_id(""));
  EXPECT_FALSE(valid_client_id("a b"));
  EXPECT_FALSE(valid_client_id(std::string(65, 'x')));
}

TEST(Names, UserIdsAreDigestsOfTokens) {
  // printf 0123456789abcdef | sha256sum
  EXPECT_EQ(user_id_of("0123456789abcdef"), "9f9f5111f7b27a781f1f1ddde5ebc2dd");
  EXPECT_FALSE(user_id_of("0123456789abcde"));
  EXPECT_TRUE(user_id_of(std::string(256, 'x')));
  EXPECT_FALSE(user_id_of(std::string(257, 'x')));
}

TEST(RateLimit, RefillsUpToTheBurst) {
  TimePoint now{};
  constexpr Rate rate{0.2, 3};
  TokenBucket bucket;
  for (int i = 0; i < 3; ++i) EXPECT_EQ(bucket.take(rate, now), Duration{0});
  const auto wait = bucket.take(rate, now);
  EXPECT_EQ(wait, Duration{5'001});
  EXPECT_EQ(bucket.take(rate, now + wait), Duration{0});
  now += Duration{60'000};
  for (int i = 0; i < 3; ++i) EXPECT_EQ(bucket.take(rate, now), Duration{0});
  EXPECT_GT(bucket.take(rate, now), Duration{0});
  EXPECT_GT(bucket.take(rate, now - Duration{10'000}), Duration{0}) << "a clock that goes back gives nothing";
}

TEST(RateLimit, IntervalsThatAreNoWholeMillisecondsGiveTheWholeBurst) {
  TimePoint now{Duration{1'000'000'007}};
  constexpr Rate rate{3, 7};
  TokenBucket bucket;
  for (int i = 0; i < 7; ++i) EXPECT_EQ(bucket.take(rate, now), Duration{0}) << i;
  for (int i = 0; i < 300; ++i) {
    now += Duration{i % 3 == 0 ? 334 : 333};
    EXPECT_EQ(bucket.take(rate, now), Duration{0}) << i;
  }
}

TEST(RateLimit, ARefusalHoldsForAWhile) {
  const TimePoint now{};
  constexpr Rate rate{1'000, 1};
  TokenBucket bucket;
  EXPECT_EQ(bucket.take(rate, now), Duration{0});
  EXPECT_EQ(bucket.take(rate, now), TokenBucket::hold);
  EXPECT_EQ(bucket.take(rate, now + Duration{500}), TokenBucket::hold - Duration{500});
  EXPECT_EQ(bucket.take(rate, now + TokenBucket::hold), Duration{0});
}

TEST(RateLimit, RefusalsOfOneMomentEndTogether) {
  const TimePoint now{};
  TokenBucket bucket;
  EXPECT_EQ(bucket.refuse(now, Duration{5'000}), Duration{5'000});
  EXPECT_EQ(bucket.refuse(now + Duration{100}, Duration{5'000}), Duration{4'900});
  EXPECT_EQ(bucket.refuse(now + Duration{4'900}, Duration{5'000}), Duration{5'000}) << "too soon for what is in flight";
}

}  // namespace
}  // namespace banter::server
