#include "base/utf8.hpp"

#include <gtest/gtest.h>

namespace banter::utf8 {
namespace {

TEST(Utf8, EveryScalarValueRoundTrips) {
  for (char32_t value = 0; value <= 0x10FFFF; ++value) {
    if (value >= 0xD800 && value <= 0xDFFF) continue;
    std::string bytes;
    append(bytes, value);
    const CodePoint decoded = decode(bytes);
    ASSERT_TRUE(decoded.valid);
    ASSERT_EQ(decoded.value, value);
    ASSERT_EQ(decoded.length, bytes.size());
    for (std::size_t cut = 1; cut < bytes.size(); ++cut) ASSERT_FALSE(valid(std::string_view(bytes).substr(0, cut)));
  }
}

TEST(Utf8, RefusesWhatTheStandardRefuses) {
  for (const char* bad :
       {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xC3(", "\xE2\x82("}) {
    EXPECT_FALSE(valid(bad));
    EXPECT_FALSE(valid(std::string("ok") + bad + "ok"));
  }
  EXPECT_TRUE(valid(""));
  EXPECT_TRUE(valid(std::string_view("\0", 1)));
}

TEST(Utf8, SanitizeReplacesMaximalSubparts) {
  // The example of the Unicode Standard 15, table 3-8, and neighbours of it.
  EXPECT_EQ(sanitize("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64"),
            "a\uFFFD\uFFFD\uFFFDb\uFFFDc\uFFFD\uFFFDd");
  EXPECT_EQ(sanitize("\xED\xA0\x80"), "\uFFFD\uFFFD\uFFFD");
  EXPECT_EQ(sanitize("\xF0\x9F\x91"), "\uFFFD");
  EXPECT_EQ(sanitize("na\u00EFve \U0001F44B"), "na\u00EFve \U0001F44B");
}

TEST(Utf8, LengthsAndOffsetsInUtf16) {
  const std::string text = "a\u00E9\u65E5\U0001F44Bz";  // 1, 2, 3, 4 and 1 bytes; 1, 1, 1, 2 and 1 units
  EXPECT_EQ(utf16_length(text), 6U);
  EXPECT_EQ(utf16_length(""), 0U);
  const std::size_t offsets[] = {0, 1, 3, 6, 6, 10, 11};  // unit 4 is inside the pair
  for (std::size_t units = 0; units < std::size(offsets); ++units) EXPECT_EQ(byte_offset(text, units), offsets[units]);
  EXPECT_EQ(byte_offset(text, 100), text.size());
}

}  // namespace
}  // namespace banter::utf8
