// Sets of code points as sorted ranges. Must not know: what they mean.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>

namespace banter::text {

struct CodePoints {
  char32_t first, last;
};

/// Which of `ranges` has `c`, null: none. They ascend and do not overlap; `Range` has `first` and `last`.
template <typename Range, std::size_t N>
const Range* range_of(const std::array<Range, N>& ranges, char32_t c) {
  const auto after =
      std::upper_bound(ranges.begin(), ranges.end(), c, [](char32_t v, const Range& r) { return v < r.first; });
  if (after == ranges.begin()) return nullptr;
  const Range& before = *std::prev(after);
  return c <= before.last ? &before : nullptr;
}

/// Whether one of `ranges` has `c`.
template <std::size_t N>
bool in(const std::array<CodePoints, N>& ranges, char32_t c) {
  return range_of(ranges, c) != nullptr;
}

}  // namespace banter::text
