// Markup written down shortly: blocks as "p|…" (paragraph), "c|…" (code), "q2|…" (quote, its depth), "l0|…" (item, its
// indentation), "l0#3|…" (item number 3), with ">" in front for each quote around code and items; marks as "{bi …}".
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "markup_promises.hpp"
#include "text/markup.hpp"

namespace banter::text::test {

inline std::string written(const Markup& markup, const Span& span) {
  const std::string text = markup.text.substr(span.start, span.end - span.start);
  constexpr std::string_view letters = "biscampe";  // bold, italic, strike, code, address, mention, spoiler, emoji
  std::string marks;
  for (std::size_t bit = 0; bit < letters.size(); ++bit) {
    if ((span.marks >> bit & 1U) != 0) marks += letters[bit];
  }
  return marks.empty() ? text : "{" + marks + " " + text + "}";
}

inline std::string written(const Markup& markup, const Block& block) {
  std::string out;
  switch (block.kind) {
    case Block::Kind::paragraph:
      out = "p";
      break;
    case Block::Kind::code:
      out = std::string(block.quote, '>') + "c";
      break;
    case Block::Kind::quote:
      out = "q" + std::to_string(block.depth);
      break;
    case Block::Kind::list_item:
      out = std::string(block.quote, '>') + "l" + std::to_string(block.depth);
      if (block.number != 0) out += "#" + std::to_string(block.number);
      break;
  }
  out += "|";
  for (const Span& span : markup.spans) {
    if (span.start < block.start || span.end > block.end) continue;
    out +=
        block.kind == Block::Kind::code ? markup.text.substr(span.start, span.end - span.start) : written(markup, span);
  }
  return out;
}

inline Markup parsed(std::string_view source) {
  Markup markup;
  parse_markup(source, markup);
  const char* broken = broken_promise(source, markup);
  EXPECT_EQ(broken, nullptr) << broken << " in " << source;
  return markup;
}

inline std::vector<std::string> blocks(std::string_view source) {
  const Markup markup = parsed(source);
  std::vector<std::string> out;
  for (const Block& block : markup.blocks) out.push_back(written(markup, block));
  return out;
}

/// What is in a source that must be one paragraph.
inline std::string line(std::string_view source) {
  const std::vector<std::string> all = blocks(source);
  EXPECT_EQ(all.size(), 1U) << source;
  EXPECT_EQ(all[0].substr(0, 2), "p|") << source;
  return all[0].substr(2);
}

/// What people type, and what they could type, in pieces.
inline const std::vector<std::string>& fragments() {
  static const std::vector<std::string> all{
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

inline std::string assembled(Random& random, std::size_t most) {
  std::string out;
  for (std::size_t n = random.below(most) + 1; n > 0; --n) out += fragments()[random.below(fragments().size())];
  return out;
}

struct Case {
  std::string_view source, expected;
};

}  // namespace banter::text::test
