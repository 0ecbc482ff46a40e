// Texts of several styles and paragraphs that stand one below the other.
#include <vector>

#include "text/bidi.hpp"
#include "text/ranges.hpp"
#include "text_bench.hpp"

namespace banter::text::test {
namespace {

constexpr float cell = headless::FixedGlyphs::narrow;  // of body; code is 0.9 of it

struct Styled {
  Bench b;
  Layout layout;

  explicit Styled(std::string_view text, std::vector<StyledSpan> spans, float width) {
    clear(b.painter, layout);
    append(b.painter,
           {.text = text,
            .end = static_cast<std::uint32_t>(text.size()),
            .spans = spans.data(),
            .max_width = width,
            .right_to_left = is_right_to_left(text)},
           layout);
    for (const Line& line : layout.lines) lines.emplace_back(text.substr(line.start, line.end - line.start));
    for (const Run& run : layout.runs) runs.emplace_back(text.substr(run.start, run.end - run.start));
  }
  Strings lines, runs;
};

TEST(StyledLayout, ARunHasOneStyle) {
  const Styled s("ab cd ef", {{4, Style::body}, {5, Style::strong}, {8, Style::body}}, 1000);
  EXPECT_EQ(s.runs, (Strings{"ab", " ", "c", "d", " ", "ef"}));
  EXPECT_EQ(s.layout.runs[2].style, Style::body);
  EXPECT_EQ(s.layout.runs[3].style, Style::strong);
  EXPECT_EQ(s.layout.runs[5].style, Style::body);
  EXPECT_EQ(s.layout.runs[3].x, 4 * cell);
}

TEST(StyledLayout, AStyleIsNoBreak) {
  const std::vector<StyledSpan> spans{{5, Style::body}, {9, Style::strong}};
  EXPECT_EQ(Styled("aa bbcc d", spans, 6 * cell).lines, (Strings{"aa ", "bbcc d"})) << "bb and cc move together";
  EXPECT_EQ(Styled("aa bbcc d", spans, 3 * cell).lines, (Strings{"aa ", "bbc", "c d"}));
}

TEST(StyledLayout, SpacesHaveTheWidthOfTheirStyle) {
  const Styled s("a  b", {{2, Style::body}, {4, Style::code}}, 1000);
  EXPECT_EQ(s.runs, (Strings{"a", " ", " ", "b"}));
  EXPECT_FLOAT_EQ(s.layout.runs[1].width, cell);
  EXPECT_FLOAT_EQ(s.layout.runs[2].width, 0.9F * cell);
}

TEST(StyledLayout, AClusterAcrossABorderLosesNothing) {
  const Styled s("xe\u0301y", {{2, Style::body}, {5, Style::strong}}, 1000);
  EXPECT_EQ(s.runs, (Strings{"xe", "\u0301y"}));
  const Styled emoji("👍🏽!", {{4, Style::body}, {9, Style::strong}}, 1000);
  EXPECT_EQ(emoji.runs, (Strings{"👍🏽", "!"})) << "an emoji is drawn whole";
}

TEST(StyledLayout, RightToLeft) {
  const Styled s("אא בב", {{4, Style::body}, {9, Style::strong}}, 10 * cell);
  ASSERT_EQ(s.runs, (Strings{"אא", " ", "בב"}));
  EXPECT_FLOAT_EQ(s.layout.runs[0].x, 8 * cell);
  EXPECT_FLOAT_EQ(s.layout.runs[2].x, 5 * cell);
}

TEST(StyledLayout, ParagraphsStandOneBelowTheOther) {
  Bench b;
  Layout layout;
  clear(b.painter, layout);
  const std::string_view text = "one two\nthree four";
  append(b.painter, {.text = text, .end = 7, .max_width = 4 * cell}, layout);
  layout.height += 6;
  append(b.painter, {.text = text, .start = 8, .end = 18, .style = Style::code, .x = 20, .max_width = 100 * cell},
         layout);
  ASSERT_EQ(layout.lines.size(), 3U);
  EXPECT_EQ(layout.lines[1].start, 4U);
  EXPECT_EQ(layout.lines[1].end, 7U);
  EXPECT_EQ(layout.lines[2].start, 8U);
  EXPECT_EQ(layout.lines[2].end, 18U);
  EXPECT_FLOAT_EQ(layout.lines[2].x, 20);
  EXPECT_FLOAT_EQ(layout.lines[1].y, line_height);
  EXPECT_FLOAT_EQ(layout.lines[2].y, 2 * line_height + 6);
  EXPECT_FLOAT_EQ(layout.height, 3 * line_height + 6);
  EXPECT_FLOAT_EQ(layout.runs[layout.lines[2].first].x, 20);
  EXPECT_FLOAT_EQ(layout.width, 20 + 9 * cell);  // ten letters of 0.9
  EXPECT_EQ(caret(b.painter, text, layout, 8).line, 2U);
  EXPECT_FLOAT_EQ(caret(b.painter, text, layout, 9).x, 20 + 0.9F * cell);
  EXPECT_EQ(offset_at(b.painter, text, layout, 2, 20 + 0.9F * cell), 9U);
}

TEST(StyledLayout, AnEmptyParagraphIsALine) {
  Bench b;
  Layout layout;
  clear(b.painter, layout);
  append(b.painter, {.text = "ab", .start = 1, .end = 1}, layout);
  ASSERT_EQ(layout.lines.size(), 1U);
  EXPECT_EQ(layout.lines[0].start, 1U);
  EXPECT_EQ(layout.lines[0].end, 1U);
}

TEST(StyledLayout, OneStyleInPiecesIsLaidOutAsTheWhole) {
  for (const std::string& text : corpus()) {
    if (text.empty()) continue;
    Bench b;
    const auto size = static_cast<std::uint32_t>(text.size());
    const std::vector<StyledSpan> spans{{size, Style::body}};
    for (const float width : {40.0F, 120.0F, 700.0F}) {
      const Layout whole = b.lay_out(text, width);
      Layout pieces;
      clear(b.painter, pieces);
      append(
          b.painter,
          {.text = text, .end = size, .spans = spans.data(), .max_width = width, .right_to_left = whole.right_to_left},
          pieces);
      ASSERT_EQ(pieces.lines.size(), whole.lines.size()) << text;
      for (std::size_t i = 0; i < whole.lines.size(); ++i) EXPECT_EQ(pieces.lines[i].end, whole.lines[i].end);
      EXPECT_FLOAT_EQ(pieces.width, whole.width);
    }
  }
}

}  // namespace
}  // namespace banter::text::test
