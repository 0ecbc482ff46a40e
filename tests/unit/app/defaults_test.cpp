// The numbers that people notice: what was decided on stays decided.
#include <gtest/gtest.h>

#include "app/client.hpp"
#include "base/backoff.hpp"
#include "chat/loads.hpp"

namespace banter::app::test {
namespace {

using namespace std::chrono_literals;

TEST(Defaults, OfTheConnection) {
  const net::Config config;
  EXPECT_EQ(config.slow_after, 4s);
  EXPECT_EQ(config.connect_within, 10s);
  EXPECT_EQ(config.greet_within, 10s);
  EXPECT_EQ(config.stable_after, 5s);
  EXPECT_EQ(config.ping_after, 25s);
  EXPECT_EQ(config.pong_within, 10s);
  EXPECT_EQ(config.backoff.first, 500ms);
  EXPECT_EQ(config.backoff.ceiling, 20s);
}

TEST(Defaults, OfTheOutbox) {
  const chat::StoreConfig config;
  EXPECT_EQ(config.confirm_within, 10s);
  EXPECT_EQ(config.max_pending, 1'000U);
  EXPECT_EQ(config.max_pending_bytes, std::size_t{1} << 20);
}

TEST(Defaults, OfEarlierMessages) {
  EXPECT_EQ(Options{}.page, 200U);
  EXPECT_EQ(chat::Loads::pace, 200ms);
  EXPECT_EQ(chat::Loads::answer_within, 10s);
}

}  // namespace
}  // namespace banter::app::test
