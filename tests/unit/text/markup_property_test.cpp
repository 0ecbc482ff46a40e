#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "markup_bench.hpp"
#include "text/markup_html.hpp"
#include "text_bench.hpp"

namespace banter::text::test {
namespace {

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
    if (text.find('\r') != std::string::npos) continue;
    EXPECT_EQ(markup.text, text);
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

// The fuzz target's: what once broke a promise stays mended, in builds without libFuzzer too.
TEST(MarkupProperty, PromisesHoldForSeeds) {
  std::size_t seeds = 0;
  for (const auto& entry : std::filesystem::directory_iterator(BANTER_FIXTURES "/fuzz/markup")) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string source{std::istreambuf_iterator<char>(file), {}};
    const Markup markup = parsed(source);
    const char* broken = broken_html(to_html(markup, 0, static_cast<std::uint32_t>(markup.text.size())));
    EXPECT_EQ(broken, nullptr) << broken << " in " << source;
    ++seeds;
  }
  EXPECT_GT(seeds, 10U);
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

}  // namespace
}  // namespace banter::text::test
