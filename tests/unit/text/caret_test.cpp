#include <cmath>

#include "text/ranges.hpp"
#include "text_bench.hpp"

namespace banter::text::test {
namespace {

struct Field {
  Field(std::string_view value, float width) : text(value), layout(b.lay_out(value, width, true)) {}
  Caret at(std::uint32_t offset) { return caret(b.painter, text, layout, offset); }
  std::uint32_t offset(std::size_t line, float x) { return offset_at(b.painter, text, layout, line, x); }

  Bench b;
  std::string text;
  Layout layout;
};

TEST(Caret, StandsBetweenCharacters) {
  Field f("hello", 200);
  for (std::uint32_t i = 0; i <= 5; ++i) EXPECT_EQ(f.at(i).x, static_cast<float>(i) * 8);
  EXPECT_EQ(f.at(5).line, 0U);
}

TEST(Caret, OfAnEmptyTextStandsAtTheStart) {
  Field f("", 200);
  EXPECT_EQ(f.at(0).line, 0U);
  EXPECT_EQ(f.at(0).x, 0);
  EXPECT_EQ(f.offset(0, 50), 0U);
}

TEST(Caret, AfterANewlineStandsOnTheNextLine) {
  Field f("ab\n", 200);
  EXPECT_EQ(f.at(2).line, 0U);
  EXPECT_EQ(f.at(2).x, 16);
  EXPECT_EQ(f.at(3).line, 1U);
  EXPECT_EQ(f.at(3).x, 0);
}

TEST(Caret, AtASoftBreakStandsOnTheLineThatFollows) {
  Field f("aa bb", 24);
  ASSERT_EQ(f.layout.lines.size(), 2U);
  EXPECT_EQ(f.at(2).line, 0U);
  EXPECT_EQ(f.at(3).line, 1U);
  EXPECT_EQ(f.at(3).x, 0);
  EXPECT_EQ(f.offset(0, 500), 2U) << "right of the first line is its end, not the next line's start";
}

TEST(Caret, InSpacesAndTabs) {
  Field f("a  b\tc", 500);
  EXPECT_EQ(f.at(2).x, 16);
  EXPECT_EQ(f.at(3).x, 24);
  EXPECT_EQ(f.at(5).x, 64);
}

TEST(Caret, RunsFromTheRightInRightToLeftText) {
  Field f("שלום", 100);
  EXPECT_EQ(f.at(0).x, 100);
  EXPECT_EQ(f.at(2).x, 92) << "a letter is two bytes";
  EXPECT_EQ(f.at(8).x, 68);
}

TEST(Caret, BeyondTheEndIsTheEnd) {
  Field f("abc", 100);
  EXPECT_EQ(f.at(99).x, 24);
}

TEST(OffsetAt, IsNearest) {
  Field f("hello", 200);
  EXPECT_EQ(f.offset(0, -10), 0U);
  EXPECT_EQ(f.offset(0, 3), 0U);
  EXPECT_EQ(f.offset(0, 5), 1U);
  EXPECT_EQ(f.offset(0, 1000), 5U);
}

TEST(OffsetAt, NeverFallsInsideACharacter) {
  for (const std::string& text : corpus()) {
    Field f(text, 90);
    for (std::size_t line = 0; line < f.layout.lines.size(); ++line) {
      for (float x = -20; x < 140; x += 3) {
        const std::uint32_t offset = f.offset(line, x);
        ASSERT_LE(offset, text.size());
        ASSERT_TRUE(offset == text.size() || (static_cast<unsigned char>(text[offset]) & 0xC0) != 0x80) << text;
        ASSERT_EQ(f.at(offset).line, line) << text << " at " << x;
      }
    }
  }
}

/// Where a caret stands, a click finds the way back: for every cluster that has a width.
TEST(OffsetAt, IsTheWayBackFromEveryCaret) {
  for (const std::string& text : corpus()) {
    for (const float width : {40.0F, 100.0F, 2000.0F}) {
      Field f(text, width);
      SCOPED_TRACE(text + " at " + std::to_string(width));
      for (std::uint32_t at = 0;; at = cluster_end(text, at)) {
        const Caret there = f.at(at);
        ASSERT_LT(there.line, f.layout.lines.size());
        const std::uint32_t back = f.offset(there.line, there.x);
        const Caret again = f.at(back);
        EXPECT_EQ(again.line, there.line);
        EXPECT_NEAR(again.x, there.x, 0.01F) << "offset " << at << " came back as " << back;
        if (at >= text.size()) break;
      }
    }
  }
}

}  // namespace
}  // namespace banter::text::test
