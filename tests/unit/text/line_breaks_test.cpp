#include "text/line_breaks.hpp"

#include <chrono>
#include <map>

#include "base/random.hpp"
#include "text_bench.hpp"
#include "unicode_data.hpp"

namespace banter::text::test {
namespace {

using namespace std::string_view_literals;

std::vector<std::size_t> allowed(std::string_view text) {
  std::vector<Break> before;
  find_line_breaks(text, before);
  std::vector<std::size_t> out;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (before[i] != Break::no) out.push_back(i);
  }
  out.push_back(text.size());  // LB3
  return out;
}

/// Lines of LineBreakTest.txt 15.0 that say otherwise.
const std::vector<std::size_t> exceptions{
    // The file tests rule LB25 in its tailored form (UAX #14, 8.2, example 7: numbers by a regular expression), which
    // breaks ")%", "%(", ",0" and "/0" apart where no number is about. libunibreak has the pairs of the rule itself.
    1161, 1163, 1165, 1167, 2873, 2875, 4425, 4427, 4473, 4475, 4597, 4599, 4645, 4647, 5109, 5111, 6149, 6151, 6153,
    6155, 7477, 7486, 7491, 7576, 7577, 7578, 7579, 7580, 7581, 7583, 7584, 7585, 7586, 7587,
    // An unassigned character that may become an emoji (LB30b), followed by a skin tone: to libunibreak it is a letter.
    7681};

TEST(LineBreaks, PassUnicodesOwnTest) {
  const auto cases = break_cases("auxiliary/LineBreakTest.txt");
  EXPECT_GE(cases.size(), 7'654U);
  std::vector<std::size_t> failed;
  for (const BreakCase& one : cases) {
    if (allowed(one.text) != one.breaks) failed.push_back(one.line);
  }
  EXPECT_EQ(failed, exceptions);
}

TEST(LineBreaks, NewlinesMustBreak) {
  std::vector<Break> before;
  find_line_breaks("a\nb\r\nc d", before);
  EXPECT_EQ(before, (std::vector<Break>{Break::no, Break::no, Break::mandatory, Break::no, Break::no, Break::mandatory,
                                        Break::no, Break::allowed}));
}

TEST(LineBreaks, AsciiBreaksWhereChromiumBreaks) {
  std::map<char, std::string> rows;
  std::ifstream file(BANTER_FIXTURES "/text/ascii_breaks.txt");
  for (std::string line; std::getline(file, line);) {
    if (line.size() > 2 && line.substr(0, 2) != "# ") rows[line[0]] = line.substr(2);
    if (line.substr(0, 2) == "# " && line.find(' ', 2) == std::string::npos) rows['#'] = line.substr(2);
  }
  EXPECT_EQ(rows.size(), 21U);
  for (char a = '!'; a <= '~'; ++a) {
    for (char b = '!'; b <= '~'; ++b) {
      EXPECT_EQ(breaks_between_ascii(0, a, b), rows[a].find(b) != std::string::npos) << a << b;
    }
  }
}

TEST(LineBreaks, AHyphenBeforeADigitBreaksAfterALetterOrADigitOnly) {
  EXPECT_TRUE(breaks_between_ascii('a', '-', '1'));
  EXPECT_TRUE(breaks_between_ascii('1', '-', '1'));
  EXPECT_FALSE(breaks_between_ascii('(', '-', '1'));
  EXPECT_FALSE(breaks_between_ascii(' ', '-', '1'));
}

TEST(LineBreaks, AnyBytesAreTakenInProportionateTime) {
  Random random(23);
  std::vector<Break> before;
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (auto n = random.below(60); n > 0; --n) bytes.push_back(static_cast<char>(random.below(256)));
    find_line_breaks(utf8::sanitize(bytes), before);
    find_line_breaks(bytes, before);
    ASSERT_EQ(before.size(), bytes.size());
    std::string text;
    for (auto n = random.below(60); n > 0; --n) {
      const auto c = static_cast<char32_t>(random.below(0x110000));
      utf8::append(text, c >= 0xD800 && c < 0xE000 ? U'a' : c);
    }
    find_line_breaks(text, before);
  }
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string_view piece : {"\u0301"sv, "🇩"sv, "\u200d"sv, "("sv, " "sv, "字"sv, "1,"sv, "“"sv}) {
    std::string text;
    while (text.size() < 65'536) text += piece;
    find_line_breaks(text, before);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

}  // namespace
}  // namespace banter::text::test
