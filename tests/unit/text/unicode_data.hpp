// Reads the conformance tests of the Unicode Character Database (Debian: unicode-data, 15.0).
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/utf8.hpp"

namespace banter::text::test {

/// A line of GraphemeBreakTest.txt or LineBreakTest.txt.
struct BreakCase {
  std::size_t line = 0;
  std::string text;
  std::vector<std::size_t> breaks;  ///< byte offsets, with 0 and the text's end when they are marked
  std::string source;
};

inline std::vector<std::string> unicode_lines(const std::string& name) {
  std::ifstream file(BANTER_UNICODE_DATA "/" + name);
  EXPECT_TRUE(file.good()) << name << ": is Debian's unicode-data installed?";
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

inline std::vector<BreakCase> break_cases(const std::string& name) {
  std::vector<BreakCase> cases;
  const std::vector<std::string> lines = unicode_lines(name);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::istringstream words(lines[i].substr(0, lines[i].find('#')));
    BreakCase one{i + 1, "", {}, lines[i]};
    for (std::string word; words >> word;) {
      if (word == "÷") {
        one.breaks.push_back(one.text.size());
      } else if (word != "×") {
        utf8::append(one.text, static_cast<char32_t>(std::stoul(word, nullptr, 16)));
      }
    }
    if (!one.text.empty()) cases.push_back(one);
  }
  return cases;
}

}  // namespace banter::text::test
