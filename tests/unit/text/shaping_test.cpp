// What neighbours do to each other's widths, with a source whose glyphs do so.
#include "text/shaping.hpp"

#include "text_bench.hpp"

namespace banter::text::test {
namespace {

constexpr float cell = 10;

/// Every character is a cell wide, no mark or joiner has a width. A string that begins with KA of Tamil is set in a
/// font that is twice as wide; two small a of hiragana stand two pixels nearer; two closing brackets overlap by half;
/// in a page a letter beh that another follows after a space is four pixels wider.
class Contextual final : public GlyphSource {
 public:
  FontMetrics metrics(Style) override { return {10, 4}; }
  Extents measure(Style, std::string_view text) override {
    ++asked;
    Extents e;
    const bool broad = text.substr(0, 3) == "\u0B95";
    std::string_view last;
    for (std::uint32_t at = 0; at < text.size();) {
      const std::uint32_t end = cluster_end(text, at);
      const std::string_view c = text.substr(at, end - at);
      if (c != "\u200D") e.advance += broad ? 2 * cell : cell;
      if (c == "\u3041" && last == c) e.advance -= 2;
      if (c == "\u300D" && last == c) e.advance -= cell / 2;
      last = c;
      at = end;
    }
    e.right = e.advance;
    e.ascent = 10;
    return e;
  }
  float width_within(Style style, std::string_view text, std::size_t start, std::size_t end) override {
    const bool leans = end < text.size() && text[end] == ' ' && text.substr(end - 2, 2) == "\u0628";
    return measure(style, text.substr(start, end - start)).advance + (leans ? 4.0F : 0.0F);
  }
  void rasterise(Style, std::string_view text, const PagePlace& place) override {
    drawn = text;
    pen_x = place.pen_x;
  }
  void clear_page(int) override {}
  void find_words(std::string_view, std::vector<std::uint32_t>&) override {}

  int asked = 0;
  std::string drawn;
  int pen_x = 0;
};

struct Shaped {
  Layout lay_out(std::string_view text, float width) {
    Layout out;
    text::lay_out(painter, Style::body, text, width, out);
    return out;
  }
  Contextual glyphs;
  Painter painter{glyphs, {}};
};

TEST(Shaping, OnlySomeScriptsHaveContext) {
  EXPECT_FALSE(has_context("plain text, Gr\u00FC\u00DFe \u0391\u03B2 \u0416 \u2014 \u201Cq\u201D \U0001F600"));
  for (const char* text : {"\u0628", "\u0B95", "\u3042", "\uFF09", "\u1000"}) EXPECT_TRUE(has_context(text)) << text;
}

TEST(Shaping, TheFirstWordOfARunChoosesItsFont) {
  Shaped s;
  const Layout alone = s.lay_out("\u0BAE\u0BAE", 1000);
  EXPECT_EQ(alone.width, 2 * cell);
  const Layout after = s.lay_out("\u0B95 \u0BAE\u0BAE", 1000);
  EXPECT_EQ(after.runs.back().width, 4 * cell);
  s.painter.sprite(after.runs.back().segment);
  EXPECT_EQ(s.glyphs.drawn, "\u0B95\u00A0\u0BAE\u0BAE") << "and is drawn with it, left of what is shown";
  EXPECT_EQ(s.glyphs.pen_x, 1 - 4 * static_cast<int>(cell));
  for (const char* other : {"\u0B95 a \u0BAE\u0BAE", "\u0B95\n\u0BAE\u0BAE", "\u0B95 \U0001F600 \u0BAE\u0BAE"})
    EXPECT_EQ(s.lay_out(other, 1000).runs.back().width, 2 * cell) << other << ": another run";
  EXPECT_EQ(s.lay_out("\u0BAA \u0BAE\u0BAE", 1000).runs.back().segment, alone.runs.back().segment)
      << "where the font is the same the segment is";
}

TEST(Shaping, KanaKernOnALine) {
  Shaped s;
  const Layout one = s.lay_out("\u3041\u3041\u3041", 1000);
  EXPECT_EQ(one.width, 3 * cell - 4);
  EXPECT_EQ(one.runs[1].x, cell - 2);
  EXPECT_EQ(s.lay_out("\u3041\u3041\u3041", 26).lines.size(), 1U) << "they fit because they kern";
  const Layout two = s.lay_out("\u3041\u3041\u3041", 18);
  EXPECT_EQ(two.lines.size(), 2U);
  EXPECT_EQ(two.lines[0].width, 2 * cell - 2) << "not with what stands on the next line";
}

TEST(Shaping, ABracketIsTrimmedWhereItWouldNotFit) {
  Shaped s;
  EXPECT_EQ(s.lay_out("\u4E00\u300D\u4E00", 20).lines[0].width, 20);
  const Layout trimmed = s.lay_out("\u4E00\u300D\u4E00", 16);
  ASSERT_EQ(trimmed.lines.size(), 2U);
  EXPECT_EQ(trimmed.lines[0].width, 15);
  EXPECT_EQ(s.lay_out("\u4E00\u300D \u4E00", 16).lines[0].width, 10) << "a space hangs behind it: split instead";
}

TEST(Shaping, ArabicWordsLeanOnTheNext) {
  Shaped s;
  const Layout layout = s.lay_out("\u0628 \u0645", 1000);
  EXPECT_EQ(layout.runs[0].width, cell + 4);
  EXPECT_EQ(layout.runs[0].kern, 4);
  EXPECT_EQ(layout.width, 3 * cell + 4);
  EXPECT_EQ(s.lay_out("\u0628 x", 1000).runs[0].kern, 0);
  EXPECT_EQ(s.lay_out("\u0628 \u0645", 25).lines[0].width, cell + 4) << "also when that begins a line";
}

TEST(Shaping, WordsLeanAsFarAsARunOfTheirScriptGoes) {
  const auto end = [](std::string_view text) {
    return end_of_leaning(text, 0, static_cast<std::uint32_t>(text.size()));
  };
  EXPECT_EQ(end("\u0628\u0628"), 0U) << "one word has nothing to lean on";
  EXPECT_EQ(end("\u0628 \u0628. "), 6U);
  EXPECT_EQ(end("\u0628 \u0628 x \u0628"), 5U);
  EXPECT_EQ(end("\u0628 (\u0628"), 6U) << "over signs";
  EXPECT_EQ(end("(\u0628\u064E\u0628)"), 0U);
  EXPECT_EQ(end("\u0628 12"), 0U);
  std::string many;
  for (int i = 0; i < 1'000; ++i) many += "\u0628\u0628 ";
  EXPECT_LT(end(many), 1'300U);
  EXPECT_GT(end(many), 1'000U);
}

TEST(Shaping, LettersJoinOverTheCutOfAWordThatIsTooWide) {
  Shaped s;
  const Layout joined = s.lay_out("\u0628\u0628\u0628\u0628", 25);
  ASSERT_EQ(joined.lines.size(), 2U);
  s.painter.sprite(joined.runs[0].segment);
  EXPECT_EQ(s.glyphs.drawn, "\u0628\u0628\u200D");
  s.painter.sprite(joined.runs[1].segment);
  EXPECT_EQ(s.glyphs.drawn, "\u200D\u0628\u0628");
  std::string room;
  EXPECT_EQ(part_of_word("\u0628\u064E\u0628x", 0, 7, 0, 4, room), "\u0628\u064E\u200D") << "over a mark";
  EXPECT_EQ(part_of_word("\u0628\u064E\u0628x", 0, 7, 4, 6, room), "\u200D\u0628");
  EXPECT_EQ(part_of_word("\u0628xx", 0, 4, 2, 3, room), "x");
  EXPECT_EQ(part_of_word("abab", 0, 4, 0, 2, room), "ab");
}

TEST(Shaping, AnotherLayoutAsksNothing) {
  Shaped s;
  const std::string text = "\u0B95 \u0BAE\u0BAE \u3041\u3041\u300D \u0628 \u0645 \u0645\u0645";
  for (float width : {1000.0F, 60.0F, 30.0F}) s.lay_out(text, width);
  const int asked = s.glyphs.asked;
  for (float width : {1000.0F, 60.0F, 30.0F}) s.lay_out(text, width);
  EXPECT_EQ(s.glyphs.asked, asked);
}

}  // namespace
}  // namespace banter::text::test
