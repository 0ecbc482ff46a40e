// Changes that were merged say no less than each of them did.
#include <gtest/gtest.h>

#include <vector>

#include "base/random.hpp"
#include "chat/row.hpp"

namespace banter::chat {
namespace {

TEST(Changes, AnInsertionAloneIsTold) {
  Changes changes;
  changes.merge({4, Changes::none, 10});
  EXPECT_EQ(changes.first, 4U);
  EXPECT_EQ(changes.inserted, 10U);
  EXPECT_EQ(changes.dirty, Changes::none);
}

TEST(Changes, WhatComesAtTheEndMeanwhileLeavesTheInsertionWhole) {
  Changes after{0, Changes::none, 10};
  after.merge({30});
  EXPECT_EQ(after.inserted, 10U);
  EXPECT_EQ(after.dirty, 30U);
  Changes before{20};
  before.merge({0, Changes::none, 10});
  EXPECT_EQ(before.first, 0U);
  EXPECT_EQ(before.inserted, 10U);
  EXPECT_EQ(before.dirty, 30U) << "it has moved too";
}

TEST(Changes, TheRowBelowAnInsertionIsPartOfIt) {
  Changes changes{0, Changes::none, 10};
  changes.merge({10, 11});
  EXPECT_EQ(changes.dirty, Changes::none);
  changes.merge({11, 12});
  EXPECT_EQ(changes.dirty, 11U);
}

TEST(Changes, TwoPagesAboveEachOtherAreOne) {
  Changes changes{0, Changes::none, 10};
  changes.merge({0, Changes::none, 5});
  EXPECT_EQ(changes.inserted, 15U);
  EXPECT_EQ(changes.dirty, Changes::none);
}

/// A list of rows with versions under random changes: who follows the merged Changes alone is never wrong.
TEST(Changes, WhoFollowsThemIsNeverWrong) {
  for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
    Random random{seed};
    std::vector<int> rows(5 + random.below(10));
    int version = 0;
    for (int& row : rows) row = ++version;
    const std::vector<int> seen = rows;
    Changes changes;
    for (std::uint64_t n = 1 + random.below(4); n > 0; --n) {
      const std::size_t at = random.below(rows.size() + 1);
      Changes one{at};
      switch (random.below(4)) {
        case 0:
          one.inserted = 1 + random.below(3);
          for (std::size_t i = 0; i < one.inserted; ++i) {
            rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at), ++version);
          }
          if (at + one.inserted < rows.size()) rows[at + one.inserted] = ++version;
          break;
        case 1:
          rows.push_back(++version);
          one.first = rows.size() - 1;
          break;
        case 2:
          if (at == rows.size()) continue;
          rows[at] = ++version;
          one.end = at + 1;
          break;
        default:
          if (at == rows.size()) continue;
          rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
          for (std::size_t i = at; i < rows.size(); ++i) rows[i] = ++version;
      }
      changes.merge(one);
    }
    if (!changes.any()) continue;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      std::size_t was = i;
      if (i >= changes.first && changes.inserted > 0) {
        if (i <= changes.first + changes.inserted || i >= changes.dirty) continue;  // told to be different
        was = i - changes.inserted;
      } else if (i >= changes.first && i < changes.end) {
        continue;
      }
      ASSERT_LT(was, seen.size()) << "seed " << seed << " row " << i;
      ASSERT_EQ(rows[i], seen[was]) << "seed " << seed << " row " << i;
    }
    if (changes.inserted > 0 && changes.dirty == Changes::none) {
      ASSERT_EQ(rows.size(), seen.size() + changes.inserted) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace banter::chat
