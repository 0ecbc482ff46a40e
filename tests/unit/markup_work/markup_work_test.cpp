// How much work parsing is: the parser is built so that every branch it takes is counted, and every byte that memchr
// passes. Texts for which careless parsers need time in the square of their length must not cost more than others.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "text/markup.hpp"
#include "text/markup_html.hpp"

namespace {
std::size_t work = 0;
}

extern "C" {
// NOLINTBEGIN(bugprone-reserved-identifier): these are the compiler's and the linker's names.
void __sanitizer_cov_trace_pc() {
  ++work;
}
void* __real_memchr(const void* bytes, int c, std::size_t size);
void* __wrap_memchr(const void* bytes, int c, std::size_t size) {
  void* found = __real_memchr(bytes, c, size);
  work +=
      found != nullptr ? static_cast<std::size_t>(static_cast<char*>(found) - static_cast<const char*>(bytes)) : size;
  return found;
}
// NOLINTEND(bugprone-reserved-identifier)
}

namespace banter::text {
namespace {

/// A byte costs more than a few steps when it is a mark of its own; in the square of the length it would be thousands.
constexpr std::size_t parse_steps = 400;
constexpr std::size_t look_steps = 32;

void expect_linear(std::string_view source, std::string_view what) {
  work = 0;
  may_have_markup(source);
  EXPECT_LT(work, look_steps * source.size()) << what;
  work = 0;
  Markup markup;
  parse_markup(source, markup);
  EXPECT_LT(work, parse_steps * source.size()) << what;
  EXPECT_GT(work, source.size() / 64) << "it counts";
  // As much memory as the books of one mark or line for each byte, at most.
  EXPECT_LE(markup.spans.size(), source.size()) << what;
  EXPECT_LE(markup.blocks.size(), source.size() + 1) << what;
}

std::string repeated(std::string_view prefix, std::string_view unit, std::size_t size) {
  std::string out(prefix);
  while (out.size() < size) out += unit;
  return out;
}

constexpr std::string_view units[] = {
    "[",
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
    "~~a*b",
};

TEST(MarkupWork, IsLinear) {
  for (const std::string_view unit : units) expect_linear(repeated("", unit, 64 * 1024), unit);
}

TEST(MarkupWork, IsLinearAfterSomethingElse) {
  for (const std::string_view prefix : {"https://a.b/", "> ", "*a ", "- ", "```\n", "`", "||"}) {
    for (const std::string_view unit : units) {
      expect_linear(repeated(prefix, unit, 8 * 1024), std::string(prefix) + std::string(unit));
    }
  }
}

/// Runs of growing length, each another mark.
std::string staircase(std::string_view between, char sign, std::size_t size) {
  std::string out;
  for (std::size_t length = 1; out.size() < size; ++length) out += std::string(length, sign) + std::string(between);
  return out;
}

TEST(MarkupWork, IsLinearInRunsOfEveryLength) {
  for (const char sign : {'`', '*', '>', '\\', ' ', '_'}) {
    for (const char* between : {" ", "a ", "\n", "a\n", "\na\n"}) {
      std::string source = staircase(between, sign, 64 * 1024);
      expect_linear(source, std::string(1, sign) + between);
      std::reverse(source.begin(), source.end());
      expect_linear(source, std::string(1, sign) + between + ", falling");
    }
  }
}

}  // namespace
}  // namespace banter::text
