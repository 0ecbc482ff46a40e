#include "app/console.hpp"

#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "platform/headless/scripted_platform.hpp"

namespace banter::app {
namespace {

constexpr TimePoint start{Duration{100'000}};

TEST(Console, SaysWhatTheTutorialSays) {
  headless::ScriptedPlatform p;
  Console console(p);
  console.note("Connected");
  console.message(start, "{\"message\":\"hi\"}");
  console.error("WebSocket error");
  ASSERT_EQ(p.console_lines.size(), 3U);
  EXPECT_EQ(p.console_lines[1].words, "Message {\"message\":\"hi\"}");
  EXPECT_EQ(p.console_lines[2].level, ConsoleLevel::error);
}

TEST(Console, MessagesAreThrottledAndWhatIsLeftOutIsCounted) {
  headless::ScriptedPlatform p;
  Console console(p);
  for (int i = 0; i < 1000; ++i) console.message(start, "m");
  EXPECT_EQ(p.console_lines.size(), 10U) << "a burst";
  console.message(start + Duration{500}, "later");
  ASSERT_EQ(p.console_lines.size(), 12U);
  EXPECT_EQ(p.console_lines[10].words, "Message (990 more not shown)");
  EXPECT_EQ(p.console_lines[11].words, "Message later");
  for (int second = 1; second <= 10; ++second) {
    for (int i = 0; i < 1000; ++i) console.message(start + second * Duration{1000} + Duration{i}, "m");
  }
  EXPECT_LE(p.console_lines.size(), 12U + 20 + 2 * 20);
}

TEST(Console, ErrorsOfTheWireAreThrottledByThemselves) {
  headless::ScriptedPlatform p;
  Console console(p);
  for (int i = 0; i < 1000; ++i) console.protocol_error(start, "Protocol error (not-json): x");
  EXPECT_EQ(p.count_lines(ConsoleLevel::error, "Protocol error"), 10U);
  console.message(start, "still shown");
  EXPECT_EQ(p.count_lines(ConsoleLevel::info, "Message"), 1U);
  console.protocol_error(start + Duration{500}, "Protocol error (not-json): y");
  EXPECT_EQ(p.count_lines(ConsoleLevel::error, "Protocol error (990 more not shown)"), 1U);
}

TEST(Console, LongPayloadsAreCutBetweenCharacters) {
  headless::ScriptedPlatform p;
  Console console(p);
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "é€";
  console.message(start, text);
  const std::string& line = p.console_lines.at(0).words;
  EXPECT_LT(line.size(), 520U);
  EXPECT_TRUE(utf8::valid(line));
  EXPECT_TRUE(line.ends_with("…"));
  console.message(start, std::string(Console::payload_limit, 'x'));
  EXPECT_TRUE(p.console_lines.at(1).words.ends_with("x")) << "just as long is shown whole";
}

}  // namespace
}  // namespace banter::app
