// Which signs are set apart, and what chooses their font. The answers are those of Chromium's own layout.
#include "text/signs.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "text_bench.hpp"

namespace banter::text::test {
namespace {

/// The pieces of a text that is one word: "lead>piece", or the piece alone where it chooses its own font.
std::vector<std::string> pieces(std::string_view text) {
  SignCursor signs(text);
  std::vector<std::string> out;
  const auto size = static_cast<std::uint32_t>(text.size());
  for (std::uint32_t at = 0; at < size;) {
    const std::uint32_t end = signs.pass(at, size, size);
    const std::string piece(text.substr(at, end - at));
    out.push_back(signs.lead().empty() ? piece : std::string(signs.lead()) + ">" + piece);
    if (end <= at) break;
    at = end;
  }
  return out;
}
using Pieces = std::vector<std::string>;

TEST(Signs, InARunOfHanTheyAreOfItsFont) {
  EXPECT_EQ(pieces("红≤楼"), (Pieces{"红", "一>≤", "楼"}));
  EXPECT_EQ(pieces("かな⇒∞、"), (Pieces{"かな", "あ>⇒∞", "、"}));
  EXPECT_EQ(pieces("天。, ⇒ "), (Pieces{"天。, ", "一>⇒", " "}));
}

TEST(Signs, WhatComesBeforeTheFirstLetterIsOfItsRun) {
  EXPECT_EQ(pieces("≤ 红"), (Pieces{"≤一>≤", " 红"}));
  EXPECT_EQ(pieces("≤ a"), Pieces{"≤ a"});
  EXPECT_EQ(pieces("a≤红"), Pieces{"a≤红"}) << "after a letter it is of that one's run";
  EXPECT_EQ(pieces("红a≤"), Pieces{"红a≤"});
}

TEST(Signs, WideSignsChooseForThoseBesideThem) {
  EXPECT_EQ(pieces("（≤）"), (Pieces{"（", "（≤）>≤", "）"}));
  EXPECT_EQ(pieces("，a≤"), (Pieces{"，a", "，≤>≤"}));
}

TEST(Signs, TheSecondSignOfAScriptComesBeforeTheLetters) {
  EXPECT_EQ(pieces("《红》"), Pieces{"《红》"});
  EXPECT_EQ(pieces("！《红》"), (Pieces{"！《一>！《", "红", "！《一>》"}));
  EXPECT_EQ(pieces("红！《红》"), Pieces{"红！《红》"});
  EXPECT_EQ(pieces("！红《红》"), Pieces{"！红《红》"});
}

TEST(Signs, AClosingBracketIsOfTheRunItsOpenerStandsIn) {
  EXPECT_EQ(pieces("）a−"), (Pieces{"）a", "）−>−"}));
  SignCursor signs("（\U0001F600）a−");
  EXPECT_EQ(signs.pass(0, 3, 14), 3U);
  signs.begin();  // after the emoji
  EXPECT_EQ(signs.pass(7, 14, 14), 14U) << "no sign of the new run is wide";
}

TEST(Signs, FormsOfSignsAreNoLetters) {
  EXPECT_EQ(pieces("a╯︵┻━┻"), (Pieces{"a", "╯︵┻━┻>╯", "︵", "╯︵┻━┻>┻━┻"}));
}

TEST(Signs, LooksAheadNoFartherThanWhatIsShapedTogether) {
  for (const char* text : {"≤\n红", "≤\t红", "≤\U0001F600红"}) EXPECT_EQ(pieces(text), Pieces{text});
  SignCursor signs("≤红");
  EXPECT_EQ(signs.pass(0, 3, 3), 3U);
  EXPECT_TRUE(signs.lead().empty()) << "the letter is of another style";
  std::string many;
  for (int i = 0; i < 2'000; ++i) many += "≤";
  EXPECT_EQ(pieces(many + "红").size(), 1U);
}

/// Every character is 10 wide, in a run that something begins 16.
class InRuns final : public GlyphSource {
 public:
  FontMetrics metrics(Style) override { return {10, 4}; }
  Extents measure(Style, std::string_view text) override {
    Extents e;
    for (std::uint32_t at = 0; at < text.size(); at = cluster_end(text, at)) e.advance += 10;
    e.right = e.advance;
    e.ascent = 10;
    return e;
  }
  float width_within(Style, std::string_view line, std::size_t start, std::size_t end) override {
    asked.push_back(std::string(line.substr(0, start)) + ">" + std::string(line.substr(start, end - start)));
    return 16;
  }
  void rasterise(Style, std::string_view text, const PagePlace& place) override {
    drawn = text;
    shift = place.pen_x;
  }
  void clear_page(int) override {}
  void find_words(std::string_view, std::vector<std::uint32_t>&) override {}

  Pieces asked;
  std::string drawn;
  int shift = 0;
};

TEST(Signs, AreAsWideAsTheirRunMakesThemAndDrawnInTheMiddle) {
  InRuns glyphs;
  Painter painter{glyphs, {}};
  Layout layout;
  lay_out(painter, Style::body, "红≤楼 红≤", 1000, layout);
  EXPECT_EQ(layout.width, 4 * 10 + 2 * 16);
  EXPECT_EQ(glyphs.asked, Pieces{"一\u00A0>≤"}) << "once";
  ASSERT_GT(layout.runs.size(), 1U);
  const Sprite* sprite = painter.sprite(layout.runs[1].segment);
  ASSERT_NE(sprite, nullptr);
  EXPECT_EQ(glyphs.drawn, "≤");
  EXPECT_EQ(glyphs.shift - sprite->pen_x, 3);
}

}  // namespace
}  // namespace banter::text::test
