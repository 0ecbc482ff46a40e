#include "text/segmenter.hpp"

#include "base/random.hpp"
#include "base/utf8.hpp"
#include "text_bench.hpp"

namespace banter::text::test {
namespace {

using Kind = Segment::Kind;

std::vector<Kind> kinds(std::string_view text) {
  std::vector<Kind> out;
  Segmenter segmenter(text);
  for (Segment s; segmenter.next(s);) out.push_back(s.kind);
  return out;
}

TEST(Segmenter, WordsAndSpaces) {
  EXPECT_EQ(segments("to be or"), (Strings{"to", " ", "^be", " ", "^or"}));
  EXPECT_EQ(segments("a  b"), (Strings{"a", "  ", "^b"}));
  EXPECT_EQ(segments(""), Strings{});
  EXPECT_EQ(segments(" a"), (Strings{" ", "^a"}));
  EXPECT_EQ(segments("a \u3000b"), (Strings{"a", " ", "\u3000", "^b"})) << "each kind of space by itself";
}

TEST(Segmenter, NoBreakSpacesJoin) {
  EXPECT_EQ(segments("5\u00a0km a\u202fb"), (Strings{"5\u00a0km", " ", "^a\u202fb"}));
}

TEST(Segmenter, NewlinesAndTabs) {
  EXPECT_EQ(kinds("a\n\tb"), (std::vector<Kind>{Kind::word, Kind::newline, Kind::tab, Kind::word}));
  EXPECT_EQ(segments("a\r\nb"), (Strings{"a", "\r\n", "^b"})) << "one line end";
  EXPECT_EQ(kinds("a\rb"), (std::vector<Kind>{Kind::word, Kind::newline, Kind::word}));
  EXPECT_EQ(kinds("\r\n\r\n"), (std::vector<Kind>{Kind::newline, Kind::newline}));
}

TEST(Segmenter, EmojiAreSegmentsOfTheirOwn) {
  EXPECT_EQ(segments("hi😀there"), (Strings{"hi", "^😀", "^there"}));
  EXPECT_EQ(segments("👩‍👩‍👧‍👦👍🏽"), (Strings{"👩‍👩‍👧‍👦", "^👍🏽"}))
      << "joined families, skin tones";
  EXPECT_EQ(segments("🇩🇪🇫🇷"), (Strings{"🇩🇪", "^🇫🇷"})) << "flags in pairs";
  EXPECT_EQ(segments("🏴󠁧󠁢󠁳󠁣󠁴󠁿"), Strings{"🏴󠁧󠁢󠁳󠁣󠁴󠁿"}) << "a flag of tags";
  EXPECT_EQ(segments("1️⃣2"), (Strings{"1️⃣", "2"})) << "keycaps are digits to UAX #14";
  EXPECT_EQ(kinds("1️⃣"), std::vector<Kind>{Kind::emoji});
  EXPECT_EQ(kinds("❤️‍🔥"), std::vector<Kind>{Kind::emoji});
  EXPECT_EQ(kinds("☝🏽"), std::vector<Kind>{Kind::emoji});
}

// A glyph that is not coloured is drawn in white and tinted; as an emoji it would be white on white.
TEST(Segmenter, SignsThatAreTextByDefaultAreText) {
  for (const char* sign : {"✓", "™", "❤", "☀", "↔", "‼", "▶", "♥", "☎", "🖥", "😀\uFE0E", "1", "#", "1\uFE0F"}) {
    EXPECT_EQ(kinds(sign), std::vector<Kind>{Kind::word}) << sign;
  }
  for (const char* sign : {"❤️", "™️", "☀️", "😀", "✅", "#️⃣"})
    EXPECT_EQ(kinds(sign), std::vector<Kind>{Kind::emoji}) << sign;
}

TEST(Segmenter, PunctuationStaysWithTheEmojiBeforeIt) {
  EXPECT_EQ(segments("😀!"), (Strings{"😀", "!"}));
  EXPECT_EQ(segments("😀) a"), (Strings{"😀", ")", " ", "^a"}));
  EXPECT_EQ(segments("😀(a)"), (Strings{"😀", "^(a)"}));
}

TEST(Segmenter, IdeographsBreakBetweenAnyTwo) {
  EXPECT_EQ(segments("天气好"), (Strings{"天", "^气", "^好"}));
  EXPECT_EQ(segments("ok好ok"), (Strings{"ok", "^好", "^ok"}));
  EXPECT_EQ(segments("한국"), (Strings{"한", "^국"}));
}

TEST(Segmenter, ForbiddenLineStartsAndEndsStickToTheirNeighbours) {
  EXPECT_EQ(segments("好，世"), (Strings{"好，", "^世"}));
  EXPECT_EQ(segments("「日本」。"), (Strings{"「日", "^本」", "。"}));
  EXPECT_EQ(segments("キャー"), (Strings{"キ", "^ャ", "^ー"})) << "small kana and the length mark may, as in browsers";
  EXPECT_EQ(segments("a好!"), (Strings{"a", "^好!"}));
}

TEST(Segmenter, ADashThatBeginsAWordStaysWithItsLetter) {
  for (const char* letter : {"a", "\u044F", "\u0628", "\u0915"}) {
    const std::string word = std::string("\u2013") + letter;
    EXPECT_EQ(segments("a " + word), (Strings{"a", " ", "^" + word}));
  }
  EXPECT_EQ(segments("a \u2013\u0967"), (Strings{"a", " ", "^\u2013", "^\u0967"})) << "not with a digit";
  EXPECT_EQ(segments("a\u2013\u0628"), (Strings{"a\u2013", "^\u0628"})) << "nor within a word";
}

TEST(Segmenter, DecomposedHangulIsNotTornApart) {
  EXPECT_EQ(segments("\u1112\u1161\u11ab\u1100\u1173\u11af"), (Strings{"\u1112\u1161\u11ab", "^\u1100\u1173\u11af"}));
}

TEST(Segmenter, LongWordsAreCutBetweenClusters) {
  const std::string word = std::string(Segmenter::max_word_bytes - 1, 'x') + "e\u0301" + std::string(200, 'y');
  const Strings pieces = segments(word);
  ASSERT_GE(pieces.size(), 3U);
  EXPECT_TRUE(pieces[0].ends_with("e\u0301"));
  for (const std::string& piece : pieces) {
    EXPECT_LE(piece.size(), Segmenter::max_word_bytes + 8);
    EXPECT_NE(piece[0], '^') << "a cut is no place to break";
  }
}

TEST(Segmenter, ClustersPileUpOnlyAsFarAsTheyMust) {
  std::string zalgo = "z";
  for (int i = 0; i < 500; ++i) zalgo += "\u0301";
  EXPECT_EQ(segments(zalgo), Strings{zalgo}) << "one cluster, however tall";
}

TEST(Segmenter, ASegmentHasOneLevel) {
  const std::string_view text = "abc (שלום-12)";
  std::vector<LevelRun> levels;
  resolve_levels(text, true, levels);
  Strings out;
  Segmenter segmenter(text, &levels);
  for (Segment s; segmenter.next(s);)
    out.push_back(std::to_string(s.level) + std::string(text.substr(s.start, s.end - s.start)));
  EXPECT_EQ(out, (Strings{"2abc", "1 ", "1(שלום-", "212", "1)"}));
}

TEST(Segmenter, AsciiBreaksAsInBrowsers) {
  EXPECT_EQ(segments("well-known"), (Strings{"well-", "^known"}));
  EXPECT_EQ(segments("a -1"), (Strings{"a", " ", "^-1"}));
  EXPECT_EQ(segments("https://a.b/c-d?e=f&g"), (Strings{"https://a.b/c-", "^d?", "^e=f&g"}));
  EXPECT_EQ(segments("f(x)[0]"), (Strings{"f(x)", "^[0]"}));
  EXPECT_EQ(segments("and/or 1/2 e.g. $5"), (Strings{"and/or", " ", "^1/2", " ", "^e.g.", " ", "^$5"}));
}

TEST(Segmenter, OtherTextBreaksByTheStandard) {
  EXPECT_EQ(segments("a—b"), (Strings{"a", "^—", "^b"}));
  EXPECT_EQ(segments("été-là"), (Strings{"été-", "^là"}));
  EXPECT_EQ(segments("“été”"), Strings{"“été”"});
  EXPECT_EQ(segments("x\u2060y字\u2060字"), (Strings{"x\u2060y", "^字\u2060字"})) << "word joiners";
  EXPECT_EQ(segments("好50%"), (Strings{"好", "^50%"}));
  EXPECT_EQ(segments("好“世”好"), (Strings{"好", "^“世”", "^好"})) << "LB19a of Unicode 16";
  EXPECT_EQ(segments("a“世”b"), Strings{"a“世”b"});
}

void check_cover(std::string_view text) {
  std::uint32_t at = 0;
  Segmenter segmenter(text);
  for (Segment s; segmenter.next(s);) {
    ASSERT_EQ(s.start, at);
    ASSERT_GT(s.end, s.start);
    ASSERT_TRUE(utf8::valid(text.substr(s.start, s.end - s.start))) << "cut inside a character";
    at = s.end;
  }
  ASSERT_EQ(at, text.size());
}

TEST(Segmenter, SegmentsCoverEveryTextWithoutHolesOrCutCharacters) {
  for (const std::string& text : corpus()) check_cover(text);
  Random random(7);
  const std::u32string alphabet =
      U"ab "
      U"\u00a0\n\r\t.,!(「字。かー한\u1112\u1161\u11abאש3مü\u0301\u200d\uFE0F\uFE0E😀👍🏽🇩❤1#"
      U"\u20E3\u3000\u200F";
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (auto n = random.below(40); n > 0; --n) utf8::append(text, alphabet[random.below(alphabet.size())]);
    SCOPED_TRACE(text);
    check_cover(text);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace banter::text::test
