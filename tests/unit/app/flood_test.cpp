// When more comes than anybody can read, the canvas and what nobody looks at wait; a person never does.
#include <gtest/gtest.h>

#include "app_bench.hpp"

namespace banter::app::test {
namespace {

std::string frame_of(const AppBench& b, protocol::Seq first, std::size_t count) {
  std::string out = "[";
  for (std::size_t i = 0; i < count; ++i)
    out += (i == 0 ? "" : ",") + b.encode(protocol::Chat{AppBench::message(first + i, "words that somebody wrote")});
  return out + "]";
}

/// One step; no frames.
void comes(AppBench& b, const std::string& frame) {
  b.client->receive(net::Frame{b.socket(), frame, false});
  b.client->step(4ms);
}

TEST(Flood, AReadableNumberOfRowsIsDrawnAtOnce) {
  AppBench b;
  b.started();
  b.join();
  comes(b, frame_of(b, 1, 100));
  EXPECT_TRUE(b.client->wants_frame());
}

TEST(Flood, RowsThatFlyPastAreDrawnLessOften) {
  AppBench b;
  b.started();
  b.join();
  b.pass(1s);
  const auto drawn = b.client->frames_drawn();
  comes(b, frame_of(b, 1, 300));
  EXPECT_TRUE(b.client->wants_frame()) << "the frame before was long ago";
  b.run();
  EXPECT_GT(b.client->frames_drawn(), drawn);
  comes(b, frame_of(b, 301, 300));
  EXPECT_FALSE(b.client->wants_frame());
  for (protocol::Seq seq = 601; seq <= 781; seq += 90) {
    b.platform.pass(10ms);
    comes(b, frame_of(b, seq, 90));
    EXPECT_FALSE(b.client->wants_frame()) << seq;
  }
  b.platform.pass(3ms);
  comes(b, frame_of(b, 871, 10));
  EXPECT_TRUE(b.client->wants_frame());
  b.run();
  EXPECT_EQ(b.client->view().list().visible().back().index, b.client->store().size() - 1) << "the newest are shown";
}

TEST(Flood, WhenNothingMoreComesTheLastIsDrawnSoon) {
  AppBench b;
  b.started();
  b.join();
  comes(b, frame_of(b, 1, 300));
  b.run();
  comes(b, frame_of(b, 301, 3000));
  ASSERT_FALSE(b.client->wants_frame());
  EXPECT_EQ(*b.client->next_deadline(), b.platform.clock + 8ms);
  b.platform.pass(8ms);
  b.client->step(4ms);
  EXPECT_TRUE(b.client->wants_frame());
  b.run();
  EXPECT_EQ(b.client->view().list().visible().back().index, 3299U);
}

TEST(Flood, APersonDoesNotWait) {
  AppBench b;
  b.started();
  b.join();
  comes(b, frame_of(b, 1, 300));
  b.run();
  comes(b, frame_of(b, 301, 1500));
  ASSERT_FALSE(b.client->wants_frame());
  b.client->pointer_moved();
  EXPECT_TRUE(b.client->wants_frame());
  b.client->step(4ms);
  EXPECT_TRUE(b.client->wants_frame()) << "nor for more than one step";
  b.run();
  comes(b, frame_of(b, 1801, 1500));
  ASSERT_FALSE(b.client->wants_frame());
  b.say("me too");
  EXPECT_EQ(b.rows().back(), "ann: me too (pending)");
  EXPECT_EQ(b.client->view().list().visible().back().index, 3300U) << "an own message is seen at once";
}

TEST(Flood, RowsThatNobodyLooksAtAreMeasuredLater) {
  AppBench b;
  b.started();
  b.join();
  b.pass(1s);
  comes(b, frame_of(b, 1, 1000));
  b.run();
  EXPECT_GT(b.client->view().list().unmeasured(), 0U);
  EXPECT_FALSE(b.client->wants_step());
  comes(b, frame_of(b, 1001, 1));
  b.run();
  EXPECT_GT(b.client->view().list().unmeasured(), 0U) << "still too soon";
  b.pass(250ms);
  EXPECT_EQ(b.client->view().list().unmeasured(), 0U);
}

TEST(Flood, OnlyTheNumberOfManyMessagesIsSaid) {
  AppBench b;
  b.started();
  b.join();
  comes(b, frame_of(b, 1, 1));
  EXPECT_EQ(b.platform.announcements.back(), "bob: words that somebody wrote");
  comes(b, frame_of(b, 2, 40));
  comes(b, frame_of(b, 42, 1));
  b.pass(4s);
  EXPECT_EQ(b.platform.announcements.back(), "41 new messages");
}

}  // namespace
}  // namespace banter::app::test
