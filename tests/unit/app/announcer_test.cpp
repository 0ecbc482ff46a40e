#include "app/announcer.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"

namespace banter::app {
namespace {

constexpr TimePoint start{Duration{100'000}};

TEST(Announcer, SaysTheFirstMessageAtOnce) {
  Announcer a;
  EXPECT_EQ(a.take(start), "");
  EXPECT_FALSE(a.next_deadline());
  a.message("bob", "hi");
  ASSERT_TRUE(a.next_deadline());
  EXPECT_LE(*a.next_deadline(), start);
  EXPECT_EQ(a.take(start), "bob: hi");
  EXPECT_EQ(a.take(start), "");
}

TEST(Announcer, SumsUpWhatComesFasterThanAPersonCanListen) {
  Announcer a;
  a.message("bob", "one");
  a.take(start);
  for (int i = 0; i < 50; ++i) a.message("bob", "more");
  EXPECT_EQ(a.take(start + Duration{2'999}), "");
  EXPECT_EQ(*a.next_deadline(), start + Announcer::pause);
  EXPECT_EQ(a.take(start + Announcer::pause), "50 new messages");
  a.message("eve", "last");
  EXPECT_EQ(a.take(start + Announcer::pause), "");
  EXPECT_EQ(a.take(start + 2 * Announcer::pause), "eve: last") << "one alone is read out";
  EXPECT_FALSE(a.next_deadline());
}

TEST(Announcer, WhatIsUrgentComesBeforeMessagesAndSooner) {
  Announcer a;
  a.connection(true);
  a.message("bob", "one");
  EXPECT_EQ(a.take(start), "bob: one") << "the first connection is no news";
  a.message("bob", "two");
  a.connection(false);
  EXPECT_EQ(a.take(start + Duration{999}), "") << "what is being said is not cut off";
  EXPECT_EQ(*a.next_deadline(), start + Announcer::gap);
  const TimePoint lost = start + Announcer::gap;
  EXPECT_EQ(a.take(lost), "Connection lost");
  EXPECT_EQ(*a.next_deadline(), lost + Announcer::pause);
  EXPECT_EQ(a.take(lost + Duration{2'999}), "");
  EXPECT_EQ(a.take(lost + Announcer::pause), "bob: two");
  a.connection(true);
  EXPECT_EQ(a.take(lost + 2 * Announcer::pause), "Connected again");
  EXPECT_FALSE(a.next_deadline());
}

TEST(Announcer, AConnectionThatIsBackBeforeItWasMissedIsNoNews) {
  Announcer a;
  a.connection(false);
  EXPECT_FALSE(a.next_deadline()) << "it never was there";
  a.connection(true);
  a.message("bob", "one");
  a.take(start);
  for (int i = 0; i < 5; ++i) {
    a.connection(false);
    a.connection(true);
  }
  EXPECT_FALSE(a.next_deadline());
  EXPECT_EQ(a.take(start + 2 * Announcer::pause), "");
}

TEST(Announcer, OwnMessagesThatFailedAreTold) {
  Announcer a;
  a.failed("hello");
  ASSERT_TRUE(a.next_deadline());
  EXPECT_EQ(a.take(start), "Not sent: hello");
  EXPECT_EQ(a.take(start + Announcer::gap), "");
  a.failed("one");
  a.failed("two");
  EXPECT_EQ(a.take(start + Announcer::gap), "2 messages were not sent");
}

TEST(Announcer, WhatHappensAtOnceIsOneSentence) {
  Announcer a;
  a.connection(true);
  a.notice("The first reason.");
  a.notice("The message is too long.");
  a.failed("hello");
  a.connection(false);
  a.message("bob", "hi");
  EXPECT_EQ(a.take(start), "Connection lost. Not sent: hello. The message is too long.");
  EXPECT_EQ(a.take(start + Announcer::gap), "");
  EXPECT_EQ(a.take(start + Announcer::pause), "bob: hi");
}

TEST(Announcer, LongMessagesAreCutBetweenCharacters) {
  Announcer a;
  std::string text;
  for (int i = 0; i < 100; ++i) text += "é€😀";
  a.message("", text);
  const std::string said = a.take(start);
  EXPECT_TRUE(said.starts_with("Someone: é"));
  EXPECT_LT(said.size(), 140U);
  EXPECT_TRUE(utf8::valid(said));
  EXPECT_TRUE(said.ends_with("…"));
  std::string family;
  for (int i = 0; i < 100; ++i) family += "👩‍👩‍👧";
  a.failed(family);
  const std::string refused = a.take(start + Announcer::gap);
  EXPECT_TRUE(refused.ends_with("👩‍👩‍👧…")) << "no half of a family";
}

}  // namespace
}  // namespace banter::app
