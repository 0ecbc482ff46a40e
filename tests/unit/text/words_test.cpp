#include "text/words.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace banter::text::test {
namespace {

TEST(Words, LettersDigitsAndMarksOfAllScripts) {
  for (const char32_t c : std::u32string_view(U"aZ09éßøñŁΩжשعहக한你ぁーๆខ٣𝔸\u0301\u200D々〇")) {
    EXPECT_TRUE(is_word(c)) << static_cast<unsigned>(c);
  }
  for (const char32_t c :
       std::u32string_view(U" _-.,@:\n\t!/\\«»“”…—·،؟।。、「」！：～€→✓😀\u00A0\u200B\u202E\uFE0F\uFFFD")) {
    EXPECT_FALSE(is_word(c)) << static_cast<unsigned>(c);
  }
}

TEST(Words, ScriptsWithSpaces) {
  for (const char32_t c : std::u32string_view(U"a9éжשعहકα")) {
    EXPECT_TRUE(is_spaced_word(c)) << static_cast<unsigned>(c);
  }
  for (const char32_t c : std::u32string_view(U"你ぁ한ไກខမ𠀀ｱ-。")) {
    EXPECT_FALSE(is_spaced_word(c)) << static_cast<unsigned>(c);
  }
}

TEST(Words, WhiteSpace) {
  for (const char32_t c : std::u32string_view(U" \t\n\r\u0085\u00A0\u2003\u200B\u2028\u202F\u3000")) {
    EXPECT_TRUE(is_white_space(c)) << static_cast<unsigned>(c);
  }
  EXPECT_FALSE(is_white_space(U'\u200C'));
  EXPECT_FALSE(is_white_space(U'a'));
}

TEST(Words, Neighbours) {
  const std::string_view text = "aé你😀";
  EXPECT_EQ(code_point_before(text, 0, 0), U'\n');
  EXPECT_EQ(code_point_before(text, 0, 1), U'a');
  EXPECT_EQ(code_point_before(text, 0, 3), U'é');
  EXPECT_EQ(code_point_before(text, 0, 6), U'你');
  EXPECT_EQ(code_point_before(text, 0, 10), U'😀');
  EXPECT_EQ(code_point_before(text, 3, 3), U'\n') << "nothing before the beginning";
  EXPECT_EQ(code_point_at(text, 1), U'é');
  EXPECT_EQ(code_point_at(text, 10), U'\n');
  EXPECT_EQ(code_point_before("a\x80\x80\x80\x80\x80", 0, 6), U'\uFFFD') << "not well-formed";
  EXPECT_EQ(code_point_before("\xE4\xBD", 0, 2), U'\uFFFD');
  EXPECT_EQ(code_point_at("\xFF", 0), U'\uFFFD');
}

}  // namespace
}  // namespace banter::text::test
