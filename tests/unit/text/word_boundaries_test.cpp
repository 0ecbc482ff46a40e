#include "text/word_boundaries.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/random.hpp"
#include "base/utf8.hpp"

namespace banter::text {
namespace {

class Dictionary : public WordSource {
 public:
  const std::vector<std::uint32_t>& words(std::string_view run) override {
    asked = std::string(run);
    begins_ = known[asked];
    return begins_;
  }
  std::map<std::string, std::vector<std::uint32_t>> known;
  std::string asked;

 private:
  std::vector<std::uint32_t> begins_;
};

std::string word(std::string_view text, std::uint32_t offset, WordSource& words) {
  const WordRange range = word_at(text, offset, words);
  return std::string(text.substr(range.start, range.end - range.start));
}

TEST(WordBoundaries, WithoutADictionarySpacesAndSignsEndAWord) {
  Dictionary none;
  EXPECT_EQ(word("one two_2, three", 5, none), "two_2");
  EXPECT_EQ(word("one two_2, three", 4, none), "two_2");
  EXPECT_EQ(word("one two_2, three", 3, none), " ");
  EXPECT_EQ(word("one two_2, three", 9, none), ",");
  EXPECT_EQ(word("a   b", 2, none), "   ");
  EXPECT_EQ(word("Grüße, Ömer", 2, none), "Grüße");
  EXPECT_EQ(word("שלום עולם", 10, none), "עולם");
  EXPECT_EQ(word("مرحبا، بكم", 2, none), "مرحبا،") << "signs of a script are a dictionary's business";
  EXPECT_EQ(word("hi 👩‍👩‍👧 you", 3, none), "👩‍👩‍👧");
}

TEST(WordBoundaries, TheDictionaryIsAskedForTheLine) {
  Dictionary words;
  words.known["can't stop"] = {5, 6};
  EXPECT_EQ(word("first\ncan't stop\nlast", 8, words), "can't");
  EXPECT_EQ(words.asked, "can't stop");
  EXPECT_EQ(word("first\ncan't stop\nlast", 11, words), " ");
  EXPECT_EQ(word("first\ncan't stop\nlast", 14, words), "stop");
  EXPECT_EQ(word("first\ncan't stop\nlast", 16, words), "stop") << "at the line's end";
}

TEST(WordBoundaries, OfNothingIsNothing) {
  Dictionary none;
  EXPECT_EQ(word("", 0, none), "");
  EXPECT_EQ(word("a\n\nb", 2, none), "");
  EXPECT_EQ(word("a", 7, none), "a") << "beyond the end";
}

TEST(WordBoundaries, StepsPassSpacesAndLines) {
  Dictionary none;
  const std::string_view text = "one  two\n\tthree";
  EXPECT_EQ(word_end_after(text, 0, none), 3U);
  EXPECT_EQ(word_end_after(text, 3, none), 8U);
  EXPECT_EQ(word_end_after(text, 8, none), 15U);
  EXPECT_EQ(word_end_after(text, 15, none), 15U);
  EXPECT_EQ(word_start_before(text, 15, none), 10U);
  EXPECT_EQ(word_start_before(text, 10, none), 5U);
  EXPECT_EQ(word_start_before(text, 5, none), 0U);
  EXPECT_EQ(word_start_before(text, 0, none), 0U);
}

TEST(WordBoundaries, LongTextIsLookedAtInPart) {
  Dictionary none;
  const std::string text(100'000, 'x');
  const WordRange range = word_at(text, 50'000, none);
  EXPECT_LE(none.asked.size(), Segmenter::max_run_bytes);
  EXPECT_LE(range.start, 50'000U);
  EXPECT_GT(range.end, 50'000U);
}

TEST(WordBoundaries, EveryOffsetHasAWordThatHoldsIt) {
  Random random(7);
  const std::string_view pieces[] = {"a",        " ",  "é",  "e\u0301", "\n", "ש", "م",
                                     "👍🏽", "、", "字", "\r\n",    "-",  "ไ"};
  Dictionary none;
  for (int round = 0; round < 300; ++round) {
    std::string text;
    for (auto left = random.below(60); left > 0; --left) text += pieces[random.below(std::size(pieces))];
    for (std::uint32_t at = 0; at < text.size();
         at += static_cast<std::uint32_t>(utf8::decode(std::string_view(text).substr(at)).length)) {
      const WordRange range = word_at(text, at, none);
      ASSERT_LE(range.start, range.end);
      ASSERT_LE(range.end, text.size());
      ASSERT_TRUE(utf8::valid(text.substr(range.start, range.end - range.start))) << text << " at " << at;
      ASSERT_GT(word_end_after(text, at, none), at);
      if (at > 0) {
        ASSERT_LT(word_start_before(text, at, none), at);
      }
    }
  }
}

}  // namespace
}  // namespace banter::text
