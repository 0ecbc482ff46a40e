// By what nicknames are told apart, against Unicode's own table.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/utf8.hpp"
#include "server/core/names.hpp"

namespace banter::server {
namespace {

std::string of(char32_t c) {
  std::string out;
  utf8::append(out, c);
  return out;
}

TEST(NameKey, FoldsAsUnicodeSays) {
  std::ifstream file(BANTER_UNICODE_DATA "/CaseFolding.txt");
  ASSERT_TRUE(file);
  std::map<char32_t, char32_t> folds;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    std::string semicolon;
    std::string status;
    if (!(fields >> std::hex >> from >> semicolon >> status >> to)) continue;
    if (status == "C;" || status == "S;") folds[from] = to;
  }
  EXPECT_GT(folds.size(), 1400U);
  std::size_t checked = 0;
  for (char32_t c = 0x21; c < 0x20000; ++c) {
    if ((c >= 0xD800 && c < 0xE000) || !normalize_nick(of(c))) continue;
    const auto fold = folds.find(c);
    EXPECT_EQ(name_key(of(c)), of(fold == folds.end() ? c : fold->second)) << std::hex << static_cast<unsigned>(c);
    ++checked;
  }
  EXPECT_GT(checked, 100'000U);
}

TEST(NameKey, WhatLooksTheSameIsTheSame) {
  EXPECT_EQ(name_key("Ada\u00A0 \u2003Lovelace"), name_key("aDA lOVELACE"));
  EXPECT_EQ(name_key("A\u200Dda\uFE0F"), name_key("ada"));
  EXPECT_EQ(name_key("ΣΊΣΥΦΟΣ"), name_key("σίσυφος"));
  EXPECT_NE(name_key("Ada"), name_key("Adá"));
}

}  // namespace
}  // namespace banter::server
