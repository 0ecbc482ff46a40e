#include "text/graphemes.hpp"

#include <chrono>

#include "base/random.hpp"
#include "text_bench.hpp"
#include "unicode_data.hpp"

namespace banter::text::test {
namespace {

using namespace std::string_view_literals;

std::vector<std::size_t> borders(std::string_view text) {
  std::vector<std::size_t> out{0};
  while (out.back() < text.size()) out.push_back(cluster_end(text, static_cast<std::uint32_t>(out.back())));
  return out;
}

void check_mirrored(std::string_view text) {
  const auto all = borders(text);
  for (std::size_t i = 1; i < all.size(); ++i) {
    ASSERT_GT(all[i], all[i - 1]);
    ASSERT_EQ(cluster_start(text, static_cast<std::uint32_t>(all[i])), all[i - 1]) << text << " at " << all[i];
  }
  ASSERT_EQ(cluster_end(text, static_cast<std::uint32_t>(text.size())), text.size());
  ASSERT_EQ(cluster_start(text, 0), 0U);
}

TEST(Graphemes, PassUnicodesOwnTest) {
  const auto cases = break_cases("auxiliary/GraphemeBreakTest.txt");
  EXPECT_GE(cases.size(), 602U);
  for (const BreakCase& one : cases) {
    EXPECT_EQ(borders(one.text), one.breaks) << one.source;
    check_mirrored(one.text);
  }
}

TEST(Graphemes, EndsAndStartsMirrorEachOther) {
  for (const std::string& text : corpus()) check_mirrored(text);
  Random random(3);
  const std::u32string alphabet =
      U"ab\r\n\u0301\u200d\u200c\u0600\u0903\u1112\u1161\u11ab가각😀👍🏽🇩🇪❤\uFE0F\u0915\u094D\u093C字"
      U"א"
      U"\u00AD";
  for (int round = 0; round < 5000; ++round) {
    std::string text;
    for (auto n = random.below(24); n > 0; --n) utf8::append(text, alphabet[random.below(alphabet.size())]);
    check_mirrored(text);
    if (HasFatalFailure()) return;
  }
}

TEST(Graphemes, WholeThingsPeopleSeeAsOne) {
  for (const std::string one :
       {"a", "é", "e\u0301", "\r\n", "👩‍👩‍👧‍👦", "👍🏽", "🇩🇪", "1️⃣", "❤️‍🔥", "हि",
        "กำ", "\u1112\u1161\u11ab", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "क्षि", "क्\u200dष", "ന്ത"}) {
    EXPECT_EQ(cluster_end(one + "x", 0), one.size()) << one;
  }
  EXPECT_EQ(cluster_end("🇩🇪🇫🇷", 0), std::string("🇩🇪").size()) << "two flags are two";
  EXPECT_EQ(cluster_end("\n\r", 0), 1U);
  EXPECT_EQ(cluster_end("क्\u200cष", 0), std::string("क्\u200c").size()) << "a non-joiner keeps a conjunct apart";
}

TEST(Graphemes, PrefixKeepsWholeClusters) {
  EXPECT_EQ(prefix("hello", 3), "hel");
  EXPECT_EQ(prefix("hello", 5), "hello");
  EXPECT_EQ(prefix("e\u0301x", 2), "");
  EXPECT_EQ(prefix("ab👍🏽", 9), "ab");
  EXPECT_EQ(prefix("", 9), "");
}

TEST(Graphemes, MarksJoinersAndTonesExtend) {
  for (const char32_t c : U"\u0301\u0651\u05B0\u093F\u0E34\u20E3\uFE0F\u200D\u200C\u1161\u11AB\U0001F3FD\U000E0067"sv)
    EXPECT_TRUE(extends_cluster(c)) << std::hex << static_cast<unsigned>(c);
  for (const char32_t c : U"aé字א\u1100가각😀 "sv)
    EXPECT_FALSE(extends_cluster(c)) << std::hex << static_cast<unsigned>(c);
}

// Text that means harm: long clusters, long runs that only their beginning decides, bytes that are no text.
TEST(Graphemes, TakeTimeInProportion) {
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string_view piece : {"\u0301"sv, "🇩"sv, "\u200d"sv, "😀\u200d"sv, "क्"sv, "\u0600"sv, "\u1112"sv}) {
    std::string text = "z";
    while (text.size() < 65'536) text += piece;
    const auto all = borders(text);
    for (std::size_t i = 1; i < 9 && i < all.size(); ++i) {
      const auto from_end = all.size() - i;
      EXPECT_EQ(cluster_start(text, static_cast<std::uint32_t>(all[from_end])), all[from_end - 1]);
    }
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5)) << "quadratic takes minutes";
}

TEST(Graphemes, BytesThatAreNoTextHarmNothing) {
  Random random(5);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes;
    for (auto n = random.below(40); n > 0; --n) bytes.push_back(static_cast<char>(random.below(256)));
    for (std::uint32_t at = 0; at < bytes.size();) {
      const std::uint32_t end = cluster_end(bytes, at);
      ASSERT_GT(end, at);
      ASSERT_LE(end, bytes.size());
      ASSERT_LT(cluster_start(bytes, end), end);
      at = end;
    }
    check_mirrored(utf8::sanitize(bytes));
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace banter::text::test
