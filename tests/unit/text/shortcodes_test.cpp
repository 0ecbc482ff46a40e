#include "text/shortcodes.hpp"

#include <gtest/gtest.h>

#include "text_bench.hpp"

namespace banter::text::test {
namespace {

TEST(Shortcodes, FindsThem) {
  EXPECT_EQ(shortcode(find_shortcode("heart")).emoji, "❤️");
  EXPECT_EQ(shortcode(find_shortcode("+1")).emoji, "👍");
  for (const char* none : {"", "heart ", "Heart", "hear", "nope", "~", "zzzz"}) {
    EXPECT_EQ(find_shortcode(none), no_shortcode) << none;
  }
}

TEST(Shortcodes, EachIsOneEmojiInColours) {
  EXPECT_GT(shortcode_count(), 250U);
  for (std::size_t i = 0; i < shortcode_count(); ++i) {
    const Shortcode& s = shortcode(i);
    EXPECT_EQ(find_shortcode(s.name), i) << s.name;
    EXPECT_LE(s.name.size(), max_shortcode);
    EXPECT_EQ(s.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_+-"), std::string_view::npos) << s.name;
    Segmenter segmenter(s.emoji);
    Segment segment;
    EXPECT_TRUE(segmenter.next(segment) && segment.kind == Segment::Kind::emoji && segment.end == s.emoji.size())
        << s.name;
  }
}

}  // namespace
}  // namespace banter::text::test
