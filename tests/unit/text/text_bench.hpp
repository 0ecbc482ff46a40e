// A painter over fixed glyphs, words for what the text engine did, and texts of many scripts.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "platform/headless/fixed_glyphs.hpp"
#include "text/graphemes.hpp"
#include "text/layout.hpp"
#include "text/painter.hpp"
#include "text/segmenter.hpp"

namespace banter::text::test {

using Strings = std::vector<std::string>;

struct Bench {
  explicit Bench(Painter::Limits limits = {}) : painter(glyphs, limits) {}

  Layout lay_out(std::string_view text, float width, bool trailing_line = false) {
    Layout layout;
    text::lay_out(painter, Style::body, text, width, layout, trailing_line);
    return layout;
  }
  /// The bytes of each line.
  Strings lines(std::string_view text, float width, bool trailing_line = false) {
    Strings out;
    for (const Line& line : lay_out(text, width, trailing_line).lines) {
      out.emplace_back(text.substr(line.start, line.end - line.start));
    }
    return out;
  }

  headless::FixedGlyphs glyphs;
  Painter painter;
};

/// Segments as "word|space|…" pieces, "^" before one that a line may begin with.
inline Strings segments(std::string_view text) {
  Strings out;
  Segmenter segmenter(text);
  for (Segment s; segmenter.next(s);) {
    out.push_back((s.break_before ? "^" : "") + std::string(text.substr(s.start, s.end - s.start)));
  }
  return out;
}

/// Texts of many kinds: what is true of all of them is tested with all of them.
inline const Strings& corpus() {
  static const Strings texts{
      "",
      "hello",
      "Hello, world! How are you today?",
      "  leading and trailing spaces   ",
      "two\nlines",
      "an empty one\n\nbetween",
      "ends with a newline\n",
      "windows\r\nlines\r\n",
      "\ttabs\tand\t\ttabs",
      "naïve café — “quoted” …",
      "e\u0301 o\u0302\u0323 decomposed",
      "Привет, как дела?",
      "你好，世界。今天天气很好！",
      "「日本語」のテキスト、ーと々。",
      "한국어 텍스트와 \u1112\u1161\u11ab\u1100\u1173\u11af",
      "مرحبا بالعالم، كيف حالك؟",
      "שלום עולם 123 שלום",
      "mixed שלום and עולם here",
      "مرحبا hello 42 عالم",
      "हिन्दी में नमस्ते",
      "ภาษาไทยไม่มีช่องว่างระหว่างคำ",
      "😀👍🏽👩‍👩‍👧‍👦🇩🇪🏳️‍🌈1️⃣❤️",
      "emoji 😀 in 🎉 text!",
      "https://example.org/a/very/long/path?with=a&long=query#and-a-fragment-that-does-not-end",
      "a\u00a0b\u202fc\u2009d\u3000e",
      std::string(300, 'x'),
      "✓ done ™ and ❤ as text",
  };
  return texts;
}

}  // namespace banter::text::test
