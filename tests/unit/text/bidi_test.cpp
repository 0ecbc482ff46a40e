#include "text/bidi.hpp"

#include <SheenBidi/SheenBidi.h>

#include <chrono>

#include "base/random.hpp"
#include "text_bench.hpp"
#include "unicode_data.hpp"

namespace banter::text::test {
namespace {

using namespace std::string_view_literals;

std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> out;
  std::istringstream stream(line);
  for (std::string field; std::getline(stream, field, ';');) out.push_back(field);
  return out;
}

std::vector<std::string> words(const std::string& field) {
  std::vector<std::string> out;
  std::istringstream stream(field);
  for (std::string word; stream >> word;) out.push_back(word);
  return out;
}

std::uint8_t level_at(const std::vector<LevelRun>& runs, std::uint32_t offset) {
  for (const LevelRun& run : runs) {
    if (offset >= run.start && offset < run.end) return run.level;
  }
  return 0xFF;
}

void check_cover(const std::vector<LevelRun>& runs, std::size_t size) {
  std::uint32_t at = 0;
  for (const LevelRun& run : runs) {
    ASSERT_EQ(run.start, at);
    ASSERT_GT(run.end, run.start);
    ASSERT_LE(run.level, 126);
    at = run.end;
  }
  ASSERT_EQ(at, size);
}

/// One line of BidiCharacterTest.txt: text; direction (2: first strong); base level; levels; visual order.
void check_case(const std::string& line) {
  const auto parts = fields(line);
  ASSERT_GE(parts.size(), 4U);
  std::string text;
  std::vector<std::uint32_t> offsets;
  for (const std::string& hex : words(parts[0])) {
    offsets.push_back(static_cast<std::uint32_t>(text.size()));
    utf8::append(text, static_cast<char32_t>(std::stoul(hex, nullptr, 16)));
  }
  const bool right_to_left = parts[1] == "2" ? is_right_to_left(text) : parts[1] == "1";
  ASSERT_EQ(right_to_left ? "1" : "0", parts[2]) << line;
  const auto expected = words(parts[3]);
  std::vector<LevelRun> levels;
  resolve_levels(text, right_to_left, levels);
  check_cover(levels, text.size());
  std::vector<LevelRun> line_runs;
  order_line(text, levels, 0, static_cast<std::uint32_t>(text.size()), right_to_left, line_runs);
  bool plain = true;
  std::string order;
  for (const LevelRun& run : line_runs) {
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < offsets.size(); ++i) {
      if (offsets[i] >= run.start && offsets[i] < run.end && expected[i] != "x") seen.push_back(std::to_string(i));
    }
    if ((run.level & 1) != 0) std::reverse(seen.begin(), seen.end());
    for (const std::string& one : seen) order += (order.empty() ? "" : " ") + one;
  }
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    if (expected[i] == "x") continue;
    ASSERT_EQ(std::to_string(level_at(line_runs, offsets[i])), expected[i]) << "character " << i << " of " << line;
    plain = plain && expected[i] == "0";
  }
  ASSERT_EQ(order, parts.size() > 4 ? parts[4] : "") << line;
  ASSERT_TRUE(parts[1] == "1" || needs_bidi(text) || plain) << line;
}

TEST(Bidi, PassesUnicodesOwnTest) {
  std::size_t cases = 0;
  std::size_t failed = 0;
  for (const std::string& line : unicode_lines("BidiCharacterTest.txt")) {
    if (line.empty() || line[0] == '#') continue;
    ++cases;
    check_case(line);
    if (HasFatalFailure() && ++failed > 20) break;
  }
  EXPECT_GE(cases, 91'000U);
}

// A character that it did not see would be left where it stands.
TEST(Bidi, EveryCharacterThatNeedsItIsSeen) {
  for (char32_t c = 0; c < 0x110000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    const SBBidiType type = SBCodepointGetBidiType(c);
    const bool needs = type == SBBidiTypeR || type == SBBidiTypeAL || type == SBBidiTypeAN ||
                       (type >= SBBidiTypeLRI && type <= SBBidiTypePDF);
    std::string text;
    utf8::append(text, c);
    EXPECT_TRUE(!needs || needs_bidi(text)) << std::hex << static_cast<unsigned>(c);
    EXPECT_FALSE(type == SBBidiTypeL && needs_bidi(text)) << std::hex << static_cast<unsigned>(c);
  }
}

TEST(Bidi, OtherTextsNeverPay) {
  for (const std::string_view text :
       {"hello"sv, "naïve café — “quoted” …"sv, "Привет"sv, "Ελλάδα"sv, "Հայերեն"sv, "你好，世界。"sv, "한국어"sv,
        "हिन्दी"sv, "ไทย"sv, "👩‍👩‍👧‍👦🇩🇪1️⃣"sv, "\u200Ea"sv})
    EXPECT_FALSE(needs_bidi(text)) << text;
  for (const std::string_view text :
       {"aא"sv, "مرحبا"sv, "\u0660"sv, "\u200F"sv, "\u202Ea"sv, "\u2067a"sv, "𐤀"sv, "𞤀"sv, "ﭏ"sv})
    EXPECT_TRUE(needs_bidi(text)) << text;
}

TEST(Bidi, TheFirstStrongCharacterSaysTheDirection) {
  EXPECT_FALSE(is_right_to_left("hello שלום"));
  EXPECT_TRUE(is_right_to_left("שלום hello"));
  EXPECT_TRUE(is_right_to_left("«مرحبا»")) << "guillemets are neutral";
  EXPECT_TRUE(is_right_to_left("123: שלום")) << "numbers are weak";
  EXPECT_TRUE(is_right_to_left("😀 שלום"));
  EXPECT_TRUE(is_right_to_left("\u200Fhello")) << "a mark says so";
  EXPECT_FALSE(is_right_to_left("\u200Eשלום"));
  EXPECT_FALSE(is_right_to_left(""));
  EXPECT_FALSE(is_right_to_left("12 ... 😀"));
  EXPECT_TRUE(is_right_to_left("\u2066abc\u2069 שלום")) << "P2: not what is isolated";
  EXPECT_TRUE(is_right_to_left("12\nשלום")) << "a paragraph without one leaves it to the next";
  EXPECT_TRUE(is_right_to_left("\u2066abc\nשלום")) << "an isolate ends with its paragraph";
}

TEST(Bidi, PiecesAreOverriddenOnlyWhereTheyWouldRunOtherwise) {
  EXPECT_EQ(override_for("שָלום", 1), "");
  EXPECT_EQ(override_for("(", 1), "\u202E") << "a bracket is mirrored";
  EXPECT_EQ(override_for("שלום.", 1), "\u202E") << "a full stop stands to the left";
  EXPECT_EQ(override_for("abc.", 0), "");
  EXPECT_EQ(override_for("١٢", 2), "");
  EXPECT_EQ(override_for("שלום", 2), "\u202D");
}

void check_robust(std::string_view text) {
  std::vector<LevelRun> levels;
  for (const bool right_to_left : {false, true}) {
    resolve_levels(text, right_to_left, levels);
    check_cover(levels, text.size());
    const auto size = static_cast<std::uint32_t>(text.size());
    std::vector<LevelRun> line;
    order_line(text, levels, size / 3, size, right_to_left, line);
    std::size_t bytes = 0;
    for (const LevelRun& run : line) bytes += run.end - run.start;
    ASSERT_EQ(bytes, size - size / 3);
  }
  is_right_to_left(text);
}

TEST(Bidi, AnyBytesAreTaken) {
  Random random(17);
  const std::u32string alphabet =
      U"a1 -(\n\t]א)ع\u0660\u0301\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069😀";
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto n = random.below(60); n > 0; --n) utf8::append(text, alphabet[random.below(alphabet.size())]);
    check_robust(text);
    std::string bytes;
    for (auto n = random.below(60); n > 0; --n) bytes.push_back(static_cast<char>(random.below(256)));
    check_robust(utf8::sanitize(bytes));
    if (HasFatalFailure()) return;
  }
}

TEST(Bidi, TakesTimeInProportion) {
  for (const std::string_view piece :
       {"א"sv, "אa"sv, "א("sv, "(א"sv, "\u2067"sv, "\u2067a\u2069"sv, "\u2068"sv, "\u202e"sv, "\u202bא"sv, "1 א"sv,
        "א\n"sv, "\u2066\u2067"sv, "\u2067אa\u2069"sv, "\u2069"sv, "\u202cא"sv}) {
    std::string text = "א";
    while (text.size() < 65'536) text += piece;
    const auto begin = std::chrono::steady_clock::now();
    check_robust(text);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(1500)) << piece;
  }
}

}  // namespace
}  // namespace banter::text::test
