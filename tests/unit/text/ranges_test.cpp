#include "text/ranges.hpp"

#include <cmath>

#include <string>

#include "text_bench.hpp"

namespace banter::text::test {
namespace {

/// "line:left-right" of every box of the bytes [start, end).
std::string boxes(std::string_view text, float width, std::uint32_t start, std::uint32_t end) {
  Bench b;
  const Layout layout = b.lay_out(text, width, true);
  std::vector<Box> out;
  range_boxes(b.painter, text, layout, start, end, out);
  std::string words;
  for (const Box& box : out) {
    if (!words.empty()) words += ' ';
    words += std::to_string(box.line) + ":" + std::to_string(std::lround(box.left)) + "-" +
             std::to_string(std::lround(box.right));
  }
  return words;
}

TEST(RangeBoxes, OfOneLineIsOneBox) {
  EXPECT_EQ(boxes("one two three", 500, 0, 13), "0:0-104");
  EXPECT_EQ(boxes("one two three", 500, 2, 9), "0:16-72");
  EXPECT_EQ(boxes("one two three", 500, 4, 4), "");
  EXPECT_EQ(boxes("one", 500, 2, 99), "0:16-24") << "beyond the text is its end";
  EXPECT_EQ(boxes("one", 500, 7, 99), "");
  EXPECT_EQ(boxes("", 500, 0, 0), "");
}

TEST(RangeBoxes, GoOverLinesWithTheirNewlines) {
  EXPECT_EQ(boxes("ab\n\ncd", 500, 1, 5), "0:8-22 1:0-6 2:0-8");
  EXPECT_EQ(boxes("ab\n", 500, 0, 2), "0:0-16") << "without the newline";
  EXPECT_EQ(boxes("aa bb", 24, 0, 5), "0:0-24 1:0-16") << "a soft break has no width; its space does";
}

TEST(RangeBoxes, OfTextThatRunsFromTheRight) {
  EXPECT_EQ(boxes("שלום עולם", 100, 0, 4), "0:84-100") << "a letter is two bytes";
  EXPECT_EQ(boxes("שלום\nע", 100, 6, 11), "0:62-76 1:92-100") << "the newline lies to the left";
}

TEST(RangeBoxes, SplitWhereDirectionsMix) {
  // abc אבג def: chosen from b to the first two letters of the Hebrew word, which stand at its right.
  EXPECT_EQ(boxes("abc \xD7\x90\xD7\x91\xD7\x92 def", 500, 1, 8), "0:8-32 0:40-56");
  // … and from its last letter into def: its left, and what follows.
  EXPECT_EQ(boxes("abc \xD7\x90\xD7\x91\xD7\x92 def", 500, 8, 12), "0:32-40 0:56-72");
  EXPECT_EQ(boxes("abc \xD7\x90\xD7\x91\xD7\x92 def", 500, 0, 14), "0:0-88") << "all of it is one";
}

TEST(RangeBoxes, TheHyphenOfABrokenWordGoesWithBothItsSides) {
  const std::string text = "soft\u00ADware";
  EXPECT_EQ(boxes(text, 50, 2, 8), "0:16-48 1:0-16");
  EXPECT_EQ(boxes(text, 50, 2, 6), "0:16-40") << "the hyphen is not of the text";
}

TEST(RangeBoxes, OfEveryRangeAddUp) {
  for (const std::string& text : corpus()) {
    for (const float width : {40.0F, 100.0F, 2000.0F}) {
      SCOPED_TRACE(text + " at " + std::to_string(width));
      Bench b;
      const Layout layout = b.lay_out(text, width, true);
      const auto sum = [&](std::uint32_t start, std::uint32_t end) {
        std::vector<Box> out;
        range_boxes(b.painter, text, layout, start, end, out);
        float total = 0;
        for (const Box& box : out) {
          EXPECT_LT(box.left, box.right);
          EXPECT_LT(box.line, layout.lines.size());
          total += box.right - box.left;
        }
        return total;
      };
      const auto size = static_cast<std::uint32_t>(text.size());
      const float all = sum(0, size);
      for (std::uint32_t at = 0; at < size; at = cluster_end(text, at))
        EXPECT_NEAR(sum(0, at) + sum(at, size), all, 9) << at;  // a hyphen at most is in neither
    }
  }
}

}  // namespace
}  // namespace banter::text::test
