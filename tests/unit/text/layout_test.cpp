#include "text/layout.hpp"

#include <cmath>

#include "base/random.hpp"
#include "base/utf8.hpp"
#include "text_bench.hpp"

namespace banter::text::test {
namespace {

constexpr float cell = headless::FixedGlyphs::narrow;

TEST(Layout, OneLineWhenItFits) {
  Bench b;
  EXPECT_EQ(b.lines("hello world", 11 * cell), Strings{"hello world"});
  const Layout layout = b.lay_out("hello world", 200);
  EXPECT_EQ(layout.lines[0].width, 11 * cell);
  EXPECT_EQ(layout.width, 11 * cell);
  EXPECT_EQ(layout.lines[0].x, 0);
}

TEST(Layout, WrapsAtSpacesWhichHang) {
  Bench b;
  EXPECT_EQ(b.lines("hello world", 10 * cell), (Strings{"hello ", "world"}));
  EXPECT_EQ(b.lines("aa bb cc", 5 * cell), (Strings{"aa bb ", "cc"}));
  EXPECT_EQ(b.lines("aa   bb", 2 * cell), (Strings{"aa   ", "bb"}));
  EXPECT_EQ(b.lay_out("aa   bb", 2 * cell).lines[0].width, 2 * cell) << "what hangs does not count";
}

TEST(Layout, ASoftHyphenBreaksWhereDirectionsMeet) {
  // In a text that runs from the left; the hyphen is shown, so nine cells are enough.
  EXPECT_EQ(Bench().lines("a \xD7\x90\xD7\x91\u00ADstart", 72), (Strings{"a \xD7\x90\xD7\x91\u00AD", "start"}));
}

TEST(Layout, ASoftHyphenBeforeASpaceIsShownWhereTheLineEnds) {
  const Layout layout = Bench().lay_out("soft\u00AD and on", 60);
  ASSERT_EQ(layout.lines.size(), 2U);
  EXPECT_EQ(layout.lines[0].width, 48) << "with its hyphen";
}

TEST(Layout, AWordThatBreaksAtASoftHyphenShowsIt) {
  Bench b;
  const Layout whole = b.lay_out("extra\u00ADord", 100 * cell);
  ASSERT_EQ(whole.lines.size(), 1U);
  for (const text::Run& run : whole.runs) EXPECT_LT(run.start, run.end) << "no hyphen where it is not broken";
  const float first = b.painter.measure(Style::body, "extra\u00AD");
  const Layout broken = b.lay_out("extra\u00ADord", first + cell);
  ASSERT_EQ(broken.lines.size(), 2U);
  EXPECT_EQ(broken.lines[0].width, first + cell) << "the hyphen counts";
  EXPECT_EQ(broken.lines[1].start, 7U);
  const text::Run& hyphen = broken.runs[broken.lines[0].last - 1];
  EXPECT_EQ(hyphen.start, hyphen.end) << "it is no part of the text";
  EXPECT_EQ(hyphen.x, first);
  // Where the hyphen has no room the word goes on the next line whole, or breaks anywhere.
  EXPECT_EQ(b.lines("a extra\u00ADord", 2 * cell + first), (Strings{"a ", "extra\u00AD", "ord"}));
  // A line that ends by itself shows none.
  EXPECT_EQ(b.lay_out("extra\u00AD\nord", 100 * cell).lines[0].width, first);
}

TEST(Layout, WordsOfScriptsWithoutSpacesComeFromTheDictionary) {
  Bench b;
  const std::string thai = "\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E35\u0E0A\u0E32\u0E27\u0E42\u0E25\u0E01";  // hello, world
  const std::string hello = thai.substr(0, 18);
  b.glyphs.dictionary[thai] = {18};
  const float room = b.painter.measure(Style::body, thai.substr(18));
  EXPECT_EQ(b.lines(thai, room), (Strings{hello, thai.substr(18)}));
  EXPECT_EQ(b.lines("a " + thai + "!", room + 3 * cell), (Strings{"a " + hello, thai.substr(18) + "!"}));
  EXPECT_EQ(b.lines("\u0416" + thai + " " + thai, room + cell).size(), 4U);
  EXPECT_EQ(b.glyphs.looked_up, 1U) << "a run is looked up once";
  // Nobody knows this one: between clusters, when there is no other way.
  EXPECT_EQ(b.lines(hello, b.painter.measure(Style::body, hello) - cell).size(), 2U);
}

TEST(Layout, VeryLongRunsWithoutSpacesAreLookedUpInPieces) {
  Bench b;
  std::string text;
  for (char32_t i = 0; text.size() < 3 * Segmenter::max_run_bytes; ++i) utf8::append(text, 0x0E01 + i % 40);
  b.lay_out(text, 300);
  EXPECT_GE(b.glyphs.looked_up, 3U);
  EXPECT_LE(b.glyphs.looked_up, 5U);
}

TEST(Layout, SmallKanaMayBeginALine) {
  Bench b;
  EXPECT_EQ(b.lines("\u3057\u307E\u3063\u305F", 2 * headless::FixedGlyphs::wide),
            (Strings{"\u3057\u307E", "\u3063\u305F"}));
}

TEST(Layout, AnEmptyTextIsOneEmptyLine) {
  Bench b;
  EXPECT_EQ(b.lines("", 100), Strings{""});
  EXPECT_EQ(b.lines("", 100, true), Strings{""});
  EXPECT_EQ(b.lay_out("", 100).width, 0);
}

TEST(Layout, NewlinesEndLines) {
  Bench b;
  EXPECT_EQ(b.lines("a\nb", 100), (Strings{"a\n", "b"}));
  EXPECT_EQ(b.lines("a\n\nb", 100), (Strings{"a\n", "\n", "b"}));
  EXPECT_EQ(b.lines("a\r\nb\rc", 100), (Strings{"a\r\n", "b\r", "c"}));
}

TEST(Layout, ATrailingNewlineOpensALineInFieldsOnly) {
  Bench b;
  EXPECT_EQ(b.lines("a\n", 100), Strings{"a\n"});
  EXPECT_EQ(b.lines("a\n", 100, true), (Strings{"a\n", ""}));
  EXPECT_EQ(b.lines("\n", 100, true), (Strings{"\n", ""}));
}

TEST(Layout, TabsGoToTheNextStop) {
  Bench b;
  const Layout layout = b.lay_out("ab\tc\t\td", 1000);
  EXPECT_EQ(layout.runs[2].x, 8 * cell);
  EXPECT_EQ(layout.runs.back().x, 24 * cell) << "a tab right at a stop goes on to the next";
  EXPECT_EQ(b.lay_out("12345678\tx", 1000).runs.back().x, 16 * cell);
}

TEST(Layout, WordsLongerThanALineBreakBetweenClusters) {
  Bench b;
  EXPECT_EQ(b.lines("abcdefgh", 3 * cell), (Strings{"abc", "def", "gh"}));
  EXPECT_EQ(b.lines("a abcdefgh", 3 * cell), (Strings{"a ", "abc", "def", "gh"})) << "it begins a line of its own";
  EXPECT_EQ(b.lines("abcdefgh ij", 5 * cell), (Strings{"abcde", "fgh ", "ij"}));
  EXPECT_EQ(b.lines("xe\u0301e\u0301e\u0301", 2 * cell), (Strings{"xe\u0301", "e\u0301e\u0301"}));
}

TEST(Layout, AtLeastOneClusterStandsOnALine) {
  Bench b;
  for (const float width : {1.0F, 0.0F, -5.0F, 4.0F}) {
    EXPECT_EQ(b.lines("abc", width), (Strings{"a", "b", "c"})) << width;
    EXPECT_EQ(b.lines("😀字", width), (Strings{"😀", "字"})) << width;
  }
}

TEST(Layout, AWordThatIsCutForItsLengthKeepsTogetherWhenItFits) {
  Bench b;
  const std::string word(150, 'x');
  EXPECT_EQ(b.lines(word, 151 * cell), Strings{word});
  EXPECT_EQ(b.lines("a " + word, 151 * cell), (Strings{"a ", word})) << "its parts move to the next line together";
}

TEST(Layout, IdeographsAndEmojiWrapAnywhereAllowed) {
  Bench b;
  EXPECT_EQ(b.lines("天气很好", 32), (Strings{"天气", "很好"}));
  EXPECT_EQ(b.lines("天气，很", 32), (Strings{"天", "气，", "很"})) << "no line begins with a comma";
  EXPECT_EQ(b.lines("ok😀!", 32 + 4), (Strings{"ok", "😀!"}));
}

TEST(Layout, PiecesDoNotOutgrowAPage) {
  Bench b({.page_size = 256});
  b.painter.set_scale(2);
  const std::string word(90, 'w');
  const Layout layout = b.lay_out(word, 2000);
  EXPECT_EQ(layout.lines.size(), 1U);
  EXPECT_GT(layout.runs.size(), 1U);
  for (const text::Run& run : layout.runs) EXPECT_LE(run.width * 2, 256);
  EXPECT_EQ(layout.width, 90 * cell);
}

// ---- what is true of every layout ----

void check_invariants(Bench& b, const std::string& text, float width, bool trailing_line) {
  const Layout layout = b.lay_out(text, width, trailing_line);
  ASSERT_FALSE(layout.lines.empty());
  std::uint32_t run_at = 0;
  std::uint32_t byte_at = 0;
  float widest = 0;
  for (const Line& line : layout.lines) {
    ASSERT_EQ(line.first, run_at);
    ASSERT_EQ(line.start, byte_at);
    float inked = 0;
    float sum = 0;
    for (std::uint32_t i = line.first; i < line.last; ++i) {
      const text::Run& run = layout.runs[i];
      ASSERT_EQ(run.start, byte_at);
      ASSERT_GT(run.end, run.start);
      byte_at = run.end;
      sum += run.width;
      const bool other_space = run.kind == Segment::Kind::space && text[run.start] != ' ' && text[run.start] != '\xE3';
      if (run.kind == Segment::Kind::word || run.kind == Segment::Kind::emoji || other_space) inked = sum;
      ASSERT_TRUE(run.kind != Segment::Kind::newline || i + 1 == line.last) << "a newline ends its line";
    }
    ASSERT_EQ(line.end, byte_at);
    ASSERT_NEAR(line.width, inked, 0.01F);
    widest = std::max(widest, line.width);
    // Fits, or is a single cluster that cannot be broken further.
    std::size_t wide = 0;
    for (std::uint32_t i = line.first; i < line.last && line.width > width + 0.02F; ++i) {
      const text::Run& run = layout.runs[i];
      if (run.width <= 0 || (run.kind != Segment::Kind::word && run.kind != Segment::Kind::emoji)) continue;
      ASSERT_EQ(cluster_end(text, run.start), run.end);
      ASSERT_EQ(++wide, 1U);
    }
    // No two runs with ink overlap, none stands outside of the line's box.
    for (std::uint32_t i = line.first; i < line.last; ++i) {
      const text::Run& a = layout.runs[i];
      if (a.kind == Segment::Kind::word) {
        ASSERT_GE(a.x, line.x - 0.02F);
        ASSERT_LE(a.x + a.width, line.x + line.width + 0.02F);
      }
      for (std::uint32_t j = i + 1; j < line.last; ++j) {
        const text::Run& c = layout.runs[j];
        const bool apart = a.x + a.width <= c.x + 0.02F || c.x + c.width <= a.x + 0.02F;
        ASSERT_TRUE(apart || a.width == 0 || c.width == 0);
      }
    }
    run_at = line.last;
  }
  ASSERT_EQ(run_at, layout.runs.size());
  ASSERT_EQ(byte_at, text.size());
  ASSERT_EQ(layout.width, widest);
  ASSERT_EQ(layout.generation, b.painter.generation());
}

TEST(Layout, HoldsTogetherForEveryTextAtEveryWidth) {
  Bench b;
  for (const std::string& text : corpus()) {
    for (float width = 8; width < 400; width += 13) {
      SCOPED_TRACE(text + " at " + std::to_string(width));
      check_invariants(b, text, width, false);
      check_invariants(b, text, width, true);
      if (HasFatalFailure()) return;
    }
  }
}

TEST(Layout, HoldsTogetherForRandomTexts) {
  Bench b;
  Random random(11);
  const std::u32string alphabet =
      U"abc  \n\r\t.,!(「字。か한אשמ37مس\u0301\u200d\uFE0F😀👍🏽🇩❤\u3000";
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (auto n = random.below(50); n > 0; --n) utf8::append(text, alphabet[random.below(alphabet.size())]);
    SCOPED_TRACE("round " + std::to_string(round) + ": " + text);
    check_invariants(b, text, static_cast<float>(random.below(200)), random.below(2) == 0);
    if (HasFatalFailure()) return;
  }
}

TEST(Layout, MeasuresEachSegmentOnce) {
  Bench b;
  for (int i = 0; i < 50; ++i) b.lay_out("the same words and the same words again", 60 + static_cast<float>(i));
  EXPECT_EQ(b.glyphs.times_measured(Style::body, "words"), 1);
  EXPECT_EQ(b.glyphs.times_measured(Style::body, "the"), 1);
}

// ---- elide ----

TEST(Elide, KeepsWhatFits) {
  Bench b;
  EXPECT_EQ(elide(b.painter, Style::body, "hello", 40), "hello");
  EXPECT_EQ(elide(b.painter, Style::body, "hello!", 40), "hell…");
  EXPECT_EQ(elide(b.painter, Style::body, "ab😀cd", 32), "ab…") << "an emoji is kept whole or not at all";
  EXPECT_EQ(elide(b.painter, Style::body, "xe\u0301yz", 24), "xe\u0301…");
}

TEST(Elide, AlwaysFitsOrIsTheEllipsisAlone) {
  Bench b;
  for (const std::string& text : corpus()) {
    for (float width = -10; width < 200; width += 7) {
      const std::string out = elide(b.painter, Style::body, text, width);
      EXPECT_TRUE(utf8::valid(out));
      EXPECT_TRUE(out == "…" || b.painter.measure(Style::body, out) <= width || out.empty()) << out;
    }
  }
}

}  // namespace
}  // namespace banter::text::test
