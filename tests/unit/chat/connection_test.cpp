// The connection's log.
#include "chat/connection.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"

namespace banter::chat {
namespace {

using Direction = LogEntry::Direction;

TEST(ConnectionLog, KeepsWhatItIsTold) {
  ConnectionLog log;
  log.add(WallTime{Duration{5}}, Direction::out, 3, "abc");
  log.add(WallTime{Duration{6}}, Direction::note, 0, "Connected");
  ASSERT_EQ(log.entries().size(), 2U);
  const LogEntry& first = log.entries()[0];
  EXPECT_EQ(first.number, 1U);
  EXPECT_EQ(first.time, WallTime{Duration{5}});
  EXPECT_EQ(first.direction, Direction::out);
  EXPECT_EQ(first.bytes, 3U);
  EXPECT_EQ(first.text, "abc");
  EXPECT_EQ(log.entries()[1].number, 2U);
  EXPECT_EQ(log.entries()[1].text, "Connected");
}

TEST(ConnectionLog, DropsTheOldest) {
  ConnectionLog log;
  for (int i = 1; i <= 1'234; ++i) log.add({}, Direction::in, 1, std::string(static_cast<std::size_t>(i % 7), 'x'));
  EXPECT_EQ(log.entries().size(), ConnectionLog::max_entries);
  EXPECT_EQ(log.total(), 1'234U);
  EXPECT_EQ(log.entries().front().number, 1'234U - ConnectionLog::max_entries + 1);
  for (const LogEntry& entry : log.entries())
    EXPECT_EQ(entry.text.size(), entry.number % 7) << "nothing of the old text is left";
}

TEST(ConnectionLog, CutsLongPayloadsBetweenCharacters) {
  constexpr std::size_t limit = ConnectionLog::payload_limit;
  struct Case {
    std::string text;
    std::size_t kept;
  };
  const Case cases[] = {
      {std::string(limit, 'x'), limit},
      {std::string(limit + 1, 'x'), limit},
      {std::string(limit - 1, 'x') + "ё", limit - 1},
      {std::string(limit - 2, 'x') + "ёy", limit},
      {std::string(limit - 3, 'x') + "😀", limit - 3},
      {std::string(limit - 1, 'x') + "😀", limit - 1},
  };
  for (const Case& c : cases) {
    ConnectionLog log;
    log.add({}, Direction::in, c.text.size(), c.text);
    std::string expected = c.text.substr(0, c.kept);
    if (c.text.size() > limit) expected += "… (" + std::to_string(c.text.size()) + " bytes)";
    EXPECT_EQ(log.entries()[0].text, expected);
    EXPECT_EQ(log.entries()[0].bytes, c.text.size());
  }
}

TEST(ConnectionLog, SaysHowLongTheFrameWasNotWhatItWasGiven) {
  ConnectionLog log;
  log.add({}, Direction::in, 1'000'000, std::string(5'000, 'x'));
  EXPECT_TRUE(log.entries()[0].text.ends_with("x… (1000000 bytes)"));
}

TEST(ConnectionLog, HoldsOnlyTextThatCanBeDrawnAndBoundsIt) {
  ConnectionLog log;
  log.add({}, Direction::in, 3, "a\xFFz");
  EXPECT_EQ(log.entries()[0].text, "a\uFFFDz");
  log.add({}, Direction::in, 100'000, std::string(100'000, '\xFF'));
  EXPECT_TRUE(utf8::valid(log.entries()[1].text));
  EXPECT_LE(log.entries()[1].text.size(), ConnectionLog::payload_limit + 24);
}

TEST(Words, AreStable) {
  EXPECT_EQ(to_string(Link::idle), "idle");
  EXPECT_EQ(to_string(Link::connecting), "connecting");
  EXPECT_EQ(to_string(Link::slow), "slow");
  EXPECT_EQ(to_string(Link::open), "open");
  EXPECT_EQ(to_string(Link::waiting), "waiting");
  EXPECT_EQ(to_string(Link::offline), "offline");
  EXPECT_EQ(to_string(Link::stopped), "stopped");
}

}  // namespace
}  // namespace banter::chat
