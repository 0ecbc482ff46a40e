// The order of the runs of a line, as layout gives it.
#include "text/layout.hpp"

#include <algorithm>

#include "text_bench.hpp"

namespace banter::text::test {
namespace {

/// The words of a line from left to right; spaces are left out.
std::string visual(std::string_view text, float width = 2000, std::size_t line_index = 0) {
  Bench b;
  const Layout layout = b.lay_out(text, width);
  const Line& line = layout.lines.at(line_index);
  std::vector<text::Run> runs(layout.runs.begin() + line.first, layout.runs.begin() + line.last);
  std::erase_if(runs,
                [](const text::Run& r) { return r.kind != Segment::Kind::word && r.kind != Segment::Kind::emoji; });
  std::sort(runs.begin(), runs.end(), [](const text::Run& a, const text::Run& c) { return a.x < c.x; });
  std::string out;
  for (const text::Run& run : runs)
    out += (out.empty() ? "" : " ") + std::string(text.substr(run.start, run.end - run.start));
  return out;
}

TEST(Order, PlainTextStandsAsItIsRead) {
  EXPECT_EQ(visual("one two 3 four"), "one two 3 four");
}

TEST(Order, RightToLeftWordsAreReversedAmongOthers) {
  EXPECT_EQ(visual("say שלום עולם now"), "say עולם שלום now");
}

TEST(Order, ARightToLeftLineRunsFromTheRight) {
  EXPECT_EQ(visual("אאא בבב גגג"), "גגג בבב אאא");
  EXPECT_EQ(visual("אאא one two בבב"), "בבב one two אאא");
}

TEST(Order, NumbersAreReadLeftToRightAndStandWhereTheirTextGoes) {
  EXPECT_EQ(visual("אאא 12 בבב"), "בבב 12 אאא");
  EXPECT_EQ(visual("אאא 12 34"), "34 12 אאא") << "N1: a number counts as right to left for the space between";
  EXPECT_EQ(visual("x אאא 12 בבב y"), "x בבב 12 אאא y") << "in a left-to-right line too";
  EXPECT_EQ(visual("אאא 12 abc"), "abc 12 אאא");
  EXPECT_EQ(visual("אאא abc 12"), "abc 12 אאא") << "W7: after a left-to-right word it is left to right";
  EXPECT_EQ(visual("abc 12 אאא"), "abc 12 אאא");
  EXPECT_EQ(visual("abc אאא 12"), "abc 12 אאא");
}

TEST(Order, NeutralsBetweenTwoDirectionsTakeTheLines) {
  EXPECT_EQ(visual("abc - אאא - def"), "abc - אאא - def");
  EXPECT_EQ(visual("אאא - abc - בבב"), "בבב - abc - אאא");
  EXPECT_EQ(visual("abc אאא - בבב def"), "abc בבב - אאא def");
  EXPECT_EQ(visual("אאא 😀"), "😀 אאא");
  EXPECT_EQ(visual("abc אאא 😀"), "abc אאא 😀") << "at the end it is the line's";
}

TEST(Order, RightToLeftLinesStandAtTheRightEdge) {
  Bench b;
  const Layout layout = b.lay_out("אאא בבב", 200);
  EXPECT_TRUE(layout.right_to_left);
  EXPECT_EQ(layout.lines[0].x, 200 - 7 * 8);
  EXPECT_EQ(layout.runs[0].x, 200 - 3 * 8) << "the first word ends at the edge";
  EXPECT_EQ(layout.runs[2].x, 200 - 7 * 8);
  for (const text::Run& run : layout.runs) EXPECT_EQ(run.level, 1);
}

TEST(Order, HangingSpacesHangOutToTheLeft) {
  Bench b;
  const Layout layout = b.lay_out("אאא  ", 100);
  EXPECT_EQ(layout.runs[0].x, 100 - 24);
  EXPECT_EQ(layout.runs[1].x, 100 - 24 - 16);
  const Layout wrapped = b.lay_out("אאא בבב", 30);
  ASSERT_EQ(wrapped.lines.size(), 2U);
  EXPECT_EQ(wrapped.runs[0].x, 30 - 24);
  EXPECT_EQ(wrapped.runs[1].x, 30 - 24 - 8);
  EXPECT_EQ(wrapped.runs[2].x, 30 - 24);
}

TEST(Order, TrailingSpacesOfALeftToRightLineStandAtItsEnd) {
  Bench b;
  const Layout layout = b.lay_out("abc אאא  ", 500);
  EXPECT_EQ(layout.runs.back().level, 0) << "L1";
  EXPECT_EQ(layout.runs.back().x, 7 * 8);
}

TEST(Order, EachLineIsOrderedByItself) {
  EXPECT_EQ(visual("אאא בבב גגג", 60, 0), "בבב אאא");
  EXPECT_EQ(visual("אאא בבב גגג", 60, 1), "גגג");
}

TEST(Order, ExplicitMarksAreFollowed) {
  const auto without_marks = [](std::string text) {
    for (const std::string mark : {"\u2067 ", " \u2069"}) {
      const auto at = text.find(mark);
      if (at != std::string::npos) text.erase(at, mark.size());
    }
    return text;
  };
  EXPECT_EQ(without_marks(visual("\u2067one two\u2069 three")), "one two three");
  EXPECT_EQ(without_marks(visual("a \u2067b אאא\u2069 c")), "a אאא b c") << "an isolate has a direction of its own";
  EXPECT_EQ(visual("אאא (abc) בבב"), "בבב ) abc ( אאא") << "brackets go with their level, mirrored";
}

// Without a right edge there is nothing to be set to: a label would be a million pixels away.
TEST(Order, UnboundedTextBeginsAtZero) {
  Bench b;
  const Layout layout = b.lay_out("אאא בבב", unbounded);
  EXPECT_EQ(layout.lines[0].x, 0);
  EXPECT_EQ(layout.runs[2].x, 0);
  EXPECT_EQ(layout.runs[0].x, 4 * 8);
}

}  // namespace
}  // namespace banter::text::test
