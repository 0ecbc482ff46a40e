#include "text/characters.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace banter::text {
namespace {

using namespace std::string_view_literals;

TEST(Characters, LinesBreakAtOrdinarySpacesOnly) {
  for (const char32_t c : U" \u1680\u2000\u2003\u2009\u200B\u205F\u3000"sv)
    EXPECT_TRUE(is_breaking_space(c)) << std::hex << static_cast<unsigned>(c);
  for (const char32_t c : U"\u00A0\u202F\u2007\u2060\nax"sv)
    EXPECT_FALSE(is_breaking_space(c)) << std::hex << static_cast<unsigned>(c);
}

TEST(Characters, EmojiByDefaultAreThoseWithoutAVariationSelector) {
  for (const char32_t c : U"😀🎉👍🚀⌚⚡✅❓⭐🇩🥰🫠"sv)
    EXPECT_TRUE(is_emoji(c) && is_emoji_by_default(c)) << std::hex << static_cast<unsigned>(c);
  for (const char32_t c : U"❤☀✔™↔☎♀⚠🌶🏳🖥"sv)
    EXPECT_TRUE(is_emoji(c) && !is_emoji_by_default(c)) << std::hex << static_cast<unsigned>(c);
  for (const char32_t c : U"a1#→字\u0301\u200D"sv)
    EXPECT_FALSE(is_emoji_by_default(c)) << std::hex << static_cast<unsigned>(c);
}

TEST(Characters, EveryDefaultEmojiIsAnEmoji) {
  for (char32_t c = 0; c < 0x20000; ++c) {
    EXPECT_TRUE(is_emoji(c) || !is_emoji_by_default(c)) << std::hex << static_cast<unsigned>(c);
  }
}

TEST(Characters, ControlsHaveNoInk) {
  for (const char32_t c : {char32_t{0}, char32_t{7}, char32_t{0x85}, char32_t{0x200F}, char32_t{0x202E},
                           char32_t{0x2066}, char32_t{0xFEFF}}) {
    EXPECT_TRUE(is_invisible_control(c)) << std::hex << static_cast<unsigned>(c);
  }
  EXPECT_FALSE(is_invisible_control(U' '));
  EXPECT_FALSE(is_invisible_control(U'a'));
}

}  // namespace
}  // namespace banter::text
