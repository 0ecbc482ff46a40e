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

/// Whether `c` is in one of `ranges`, which ascend and do not overlap.
template <std::size_t N>
bool in(const std::array<CodePoints, N>& ranges, char32_t c) {
  const auto after =
      std::upper_bound(ranges.begin(), ranges.end(), c, [](char32_t v, CodePoints r) { return v < r.first; });
  return after != ranges.begin() && c <= std::prev(after)->last;
}

}  // namespace banter::text
