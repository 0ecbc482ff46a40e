#include <algorithm>
#include <chrono>

#include "base/random.hpp"
#include "markup_bench.hpp"
#include "text_bench.hpp"

namespace banter::text::test {
namespace {

const Strings& fragments() {
  static const Strings all{
      "*",        "**",      "***",         "_",
      "__",       "~~",      "~",           "||",
      "|",        "`",       "``",          "```",
      "````",     "\\",      "\\\\",        ">",
      "> ",       ">> ",     "- ",          "* ",
      "1. ",      "  - ",    "  ",          "\t",
      "\n",       "\n",      "\n\n",        "\r\n",
      "\r",       " ",       " ",           "a",
      "b1",       "word",    "é",           "你好",
      "한",       "ไทย",     "שלום",        "😀",
      "❤️",   ":smile:", ":+1:",        ":",
      ":x",       "@",       "@bob",        "@a-b.",
      "a@b.cd",   "http://", "https://a.b", "https://a.b/c_(d)",
      "www.",     "www.a.b", "mailto:",     "/",
      "?",        "#",       "[",           "]",
      "(",        ")",       "<",           "\"",
      "'",        ".",       ",",           "!",
      "cpp\n",    "\u202E",  "\u200B",      "\u3000",
      "。",       "「",      "」",          "\xFF",
      "\xE4\xBD", "\x01",    "¯\\_",        "+",
  };
  return all;
}

std::string assembled(Random& random, std::size_t most) {
  std::string out;
  for (std::size_t n = random.below(most) + 1; n > 0; --n) out += fragments()[random.below(fragments().size())];
  return out;
}

void expect_equal(const Markup& a, const Markup& b, std::string_view source) {
  EXPECT_EQ(a.text, b.text) << source;
  EXPECT_EQ(a.links, b.links) << source;
  EXPECT_TRUE(std::equal(a.spans.begin(), a.spans.end(), b.spans.begin(), b.spans.end(),
                         [](const Span& x, const Span& y) {
                           return x.start == y.start && x.end == y.end && x.source_start == y.source_start &&
                                  x.source_end == y.source_end && x.marks == y.marks && x.link == y.link;
                         }))
      << source;
  EXPECT_EQ(a.blocks.size(), b.blocks.size()) << source;
}

TEST(MarkupProperty, PromisesHoldForTextsOfManyKinds) {
  for (const std::string& text : corpus()) {
    const Markup markup = parsed(text);
    if (text.find('\r') == std::string::npos) EXPECT_EQ(markup.text, text);
  }
}

TEST(MarkupProperty, PromisesHoldForWhateverIsTyped) {
  Random random(20'261'101);
  Markup used;
  for (int i = 0; i < 30'000 && !::testing::Test::HasFailure(); ++i) {
    const std::string source = assembled(random, i % 10 == 0 ? 80 : 12);
    const Markup fresh = parsed(source);
    parse_markup(source, used);
    expect_equal(fresh, used, source);
  }
}

// What was shown without marks says the same when it is said again: quoting it, editing it.
TEST(MarkupProperty, PlainTextIsShownAgainAsItIs) {
  Random random(3);
  int plain = 0;
  for (int i = 0; i < 10'000 && !::testing::Test::HasFailure(); ++i) {
    const std::string source = assembled(random, 6);
    const Markup markup = parsed(source);
    if (markup.text != source) continue;
    ++plain;
    expect_equal(markup, parsed(markup.text), source);
  }
  EXPECT_GT(plain, 1000);
}

// Code shows what it holds, whatever that is.
TEST(MarkupProperty, CodeIsNotLookedInto) {
  Random random(4);
  for (int i = 0; i < 5'000 && !::testing::Test::HasFailure(); ++i) {
    std::string code = assembled(random, 12);
    code.erase(std::remove_if(code.begin(), code.end(), [](char c) { return c == '`' || c == '\r'; }), code.end());
    const bool blank = code.find_first_not_of(" \t\n") == std::string::npos;
    if (blank) continue;
    EXPECT_EQ(blocks("```\n" + code + "\n```"), Strings{"c|" + code});
    if (code.find('\n') != std::string::npos) continue;
    EXPECT_EQ(line("x `" + code + "`"), "x {c " + code + "}");
  }
}

// Each text a quadratic parser would need minutes for.
TEST(MarkupProperty, TimeIsLinear) {
  constexpr std::size_t size = 256 * 1024;
  Strings units{"[",
                "*",
                "*a",
                "*a ",
                " *a",
                "a*",
                "**a ",
                "***a ",
                "*a **b ",
                "*_",
                "*a_b",
                "_a ",
                "~~a ",
                "||a ",
                "*_~~||",
                "* ",
                "`",
                "` ``",
                "`a ``b ",
                "``` ",
                "\\",
                "\\*",
                "\\`",
                ">",
                "> ",
                ">\n",
                "> a\n",
                ">> a\n",
                "- ",
                "- a\n",
                " - a\n",
                "1. ",
                "1",
                "\\. ",
                "```\n",
                "```a\n",
                "```a b\n",
                "````\n",
                "> ```\n",
                ">> ```\n> ```\n",
                ":",
                ":a",
                ":+1:",
                "@",
                "@a",
                "@a/b",
                "a@",
                "a@b.",
                "a@b.cd ",
                "a@b.cd:",
                "http:",
                "http://",
                "http://a",
                "http://a,",
                "http://a:",
                "http://a/",
                "https://a.b)",
                "https://[",
                "www.",
                "www.a",
                "www.a.b!",
                "www.a.b,",
                "(",
                ")",
                "https://a.b/(",
                "mailto:",
                "mailto:a@b.cd?",
                "\n",
                "\r",
                "\r\n",
                " \n",
                " ",
                "\t",
                "é**",
                "*é",
                "😀",
                "*\n",
                "*a\n\n",
                "`\n\n",
                "\x80",
                "-\n",
                "  ",
                "*.*",
                "(*a*)",
                "~~a*b"};
  for (const std::string& prefix :
       {std::string(), std::string("https://a.b/"), std::string("> "), std::string("*a ")}) {
    for (const std::string& unit : units) {
      std::string source = prefix;
      while (source.size() < size) source += unit;
      const auto begin = std::chrono::steady_clock::now();
      Markup markup;
      parse_markup(source, markup);
      const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
      EXPECT_LT(took.count(), 3.0) << prefix << unit;
    }
  }
}

/// Runs of growing length, each another mark.
std::string staircase(std::string_view between, char sign, std::size_t size) {
  std::string out;
  for (std::size_t length = 1; out.size() < size; ++length) out += std::string(length, sign) + std::string(between);
  return out;
}

TEST(MarkupProperty, TimeIsLinearInRunsOfEveryLength) {
  for (const char sign : {'`', '*', '>', '\\', ' ', '_'}) {
    for (const char* between : {" ", "a ", "\n", "a\n", "\na\n"}) {
      for (const bool falling : {false, true}) {
        std::string source = staircase(between, sign, 256 * 1024);
        if (falling) std::reverse(source.begin(), source.end());
        const auto begin = std::chrono::steady_clock::now();
        Markup markup;
        parse_markup(source, markup);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        EXPECT_LT(took.count(), 3.0) << sign << between;
      }
    }
  }
}

}  // namespace
}  // namespace banter::text::test
