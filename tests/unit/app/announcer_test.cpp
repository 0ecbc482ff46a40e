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

TEST(Announcer, UrgentWordsComeFirstInTheirLastForm) {
  Announcer a;
  a.message("bob", "one");
  a.take(start);
  a.message("bob", "two");
  a.urgent("Connection lost");
  a.urgent("Connected again");
  EXPECT_EQ(a.take(start + Duration{1}), "Connected again");
  EXPECT_EQ(a.take(start + Duration{2}), "") << "and then there is a pause";
  EXPECT_EQ(a.take(start + Duration{1} + Announcer::pause), "bob: two");
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
}

}  // namespace
}  // namespace banter::app
