#include "text/shortcodes.hpp"

#include <gtest/gtest.h>

#include "text_bench.hpp"

namespace banter::text::test {
namespace {

TEST(Shortcodes, FindsThem) {
  EXPECT_EQ(find_shortcode("heart"), "❤️");
  EXPECT_EQ(find_shortcode("+1"), "👍");
  EXPECT_EQ(find_shortcode("zzz"), "💤");
  for (const char* none : {"", "+", "heart ", "Heart", "hear", "nope", "~", "zzzz", "👍", "+1:👍", " "}) {
    EXPECT_EQ(find_shortcode(none), "") << none;
  }
}

TEST(Shortcodes, EachIsOneEmojiInColours) {
  std::size_t count = 0;
  std::string_view last;
  for (std::string_view rest = shortcode_entries(); !rest.empty(); ++count) {
    const std::string_view name = rest.substr(0, rest.find(':'));
    const std::string_view emoji = rest.substr(name.size() + 1, rest.find(' ') - name.size() - 1);
    rest.remove_prefix(rest.find(' ') + 1);
    EXPECT_LT(last, name);
    last = name;
    EXPECT_EQ(find_shortcode(name), emoji) << name;
    EXPECT_LE(name.size(), max_shortcode);
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_+-"), std::string_view::npos) << name;
    Segmenter segmenter(emoji);
    Segment segment;
    EXPECT_TRUE(segmenter.next(segment) && segment.kind == Segment::Kind::emoji && segment.end == emoji.size()) << name;
  }
  EXPECT_GT(count, 250U);
}

}  // namespace
}  // namespace banter::text::test
