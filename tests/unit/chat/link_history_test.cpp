// Round trips and reconnects of the last minutes.
#include "chat/link_history.hpp"

#include <gtest/gtest.h>

namespace banter::chat {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint at(Duration since) {
  return TimePoint{Duration{1'000} + since};
}

TEST(LinkHistory, IsEmptyAtFirst) {
  const LinkHistory history;
  EXPECT_FALSE(history.newest());
  EXPECT_FALSE(history.longest());
  EXPECT_FALSE(history.open_since());
  EXPECT_EQ(history.reconnects(), 0U);
}

TEST(LinkHistory, TellsTheNewestAndTheLongest) {
  LinkHistory history;
  history.measured(at(0s), 12ms);
  history.measured(at(1s), 48ms);
  history.measured(at(2s), 9ms);
  history.measured(at(3s), -5ms);
  EXPECT_EQ(history.newest(), 0ms);
  EXPECT_EQ(history.longest(), 48ms);
}

TEST(LinkHistory, ForgetsWhatIsOld) {
  LinkHistory history;
  history.opened(at(0s));
  history.measured(at(1s), 48ms);
  history.measured(at(5min), 5ms);
  EXPECT_EQ(history.samples().size(), 2U);
  history.forget(at(5min + 2s));
  EXPECT_EQ(history.samples().size(), 1U);
  EXPECT_EQ(history.longest(), 5ms);
  EXPECT_EQ(history.marks().size(), 1U) << "it says how the time began that is told of";
  history.lost(at(6min));
  history.forget(at(12min));
  ASSERT_EQ(history.marks().size(), 1U);
  EXPECT_FALSE(history.marks()[0].open);
  history.opened(at(12min));
  EXPECT_EQ(history.open_since(), at(12min)) << "that it is open is not forgotten";
}

TEST(LinkHistory, CountsReconnects) {
  LinkHistory history;
  history.lost(at(0s));
  EXPECT_TRUE(history.marks().empty()) << "it was never open";
  history.opened(at(1s));
  EXPECT_EQ(history.reconnects(), 0U);
  history.lost(at(2s));
  history.lost(at(3s));
  EXPECT_FALSE(history.open_since());
  history.opened(at(4s));
  EXPECT_EQ(history.reconnects(), 1U);
  ASSERT_EQ(history.marks().size(), 3U);
  EXPECT_FALSE(history.marks()[1].open);
  EXPECT_EQ(history.marks()[1].at, at(2s));
}

TEST(LinkHistory, IsBounded) {
  LinkHistory history;
  for (int i = 0; i < 5'000; ++i) {
    history.measured(at(Duration{i}), Duration{i});
    history.opened(at(Duration{i}));
    history.lost(at(Duration{i}));
  }
  EXPECT_EQ(history.samples().size(), LinkHistory::max_samples);
  EXPECT_EQ(history.marks().size(), LinkHistory::max_marks);
  EXPECT_EQ(history.newest(), Duration{4'999});
  EXPECT_EQ(history.reconnects(), 4'999U);
}

}  // namespace
}  // namespace banter::chat
