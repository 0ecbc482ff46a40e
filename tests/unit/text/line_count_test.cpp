#include "text/line_count.hpp"

#include "base/random.hpp"
#include "text_bench.hpp"

namespace banter::text::test {
namespace {

constexpr float cell = headless::FixedGlyphs::narrow;

struct Counted {
  Bench b;
  Layout scratch;
  std::size_t count(std::string_view text, float width) {
    return count_lines(b.painter, Style::body, text, width, scratch);
  }
};

TEST(LineCount, IsWhatTheLayoutFinds) {
  Counted c;
  for (const std::string& text : corpus()) {
    for (const float width : {-1.0F, 0.0F, 8.0F, 30.0F, 64.0F, 100.5F, 333.0F, 2000.0F, unbounded})
      ASSERT_EQ(c.count(text, width), c.b.lay_out(text, width).lines.size()) << text << " at " << width;
  }
}

TEST(LineCount, IsWhatTheLayoutFindsInAnyAscii) {
  constexpr std::string_view pieces[] = {"a",  "the",  "word",  "-",       "--",    "?", "e.g.", "x=1&y=2", " ",
                                         "  ", " ",    " ",     "\n",      "\t",    "(", ")",    "/",       "-1",
                                         "$5", "it's", "%",     "!",       "\"q\"", "[", "]",    "{",       "*",
                                         "a-", "-b",   "1,000", "http://", "\r",    "~", "`"};
  Random random(11);
  Counted c;
  for (int round = 0; round < 4000; ++round) {
    std::string text;
    for (auto n = random.below(40); n > 0; --n) text += pieces[random.below(std::size(pieces))];
    if (random.below(20) == 0) text += std::string(random.below(300), 'm');
    if (random.below(20) == 0) text += std::string(random.below(300), ' ') + "z";
    const float width = random.below(3) == 0 ? cell * static_cast<float>(1 + random.below(60))
                                             : static_cast<float>(random.below(6000)) / 10;
    ASSERT_EQ(c.count(text, width), c.b.lay_out(text, width).lines.size()) << text << " at " << width;
  }
}

TEST(LineCount, CostsNothingOnceTheWordsAreKnown) {
  Counted c;
  c.count("the same words and the same words again", 100);
  const auto measured = c.b.glyphs.measured;
  for (int i = 0; i < 50; ++i) c.count("again the same words and the words", 40 + static_cast<float>(i));
  EXPECT_EQ(c.b.glyphs.measured, measured);
  EXPECT_TRUE(c.scratch.runs.empty()) << "plain words are not laid out";
}

}  // namespace
}  // namespace banter::text::test
