#include "text/order.hpp"

#include <algorithm>
#include <cstddef>

#include "base/utf8.hpp"

namespace banter::text {

namespace {

/// W7, N1, N2 and the implicit levels (I1, I2), a run being what a character is there.
void resolve_levels(std::vector<Run>& runs, const Line& line, const std::vector<Direction>& directions,
                    bool right_to_left) {
  const Direction base = right_to_left ? Direction::right_to_left : Direction::left_to_right;
  const auto set = [&](std::size_t i, Direction d) {
    const bool low = d == Direction::left_to_right && !right_to_left;
    runs[i].level = static_cast<std::uint8_t>(low ? 0 : d == Direction::right_to_left ? 1 : 2);
  };
  Direction strong = base;  // the last one, for numbers
  Direction before = base;  // what neutrals see to their left: a number counts as right to left
  for (std::size_t i = line.first; i < line.last;) {
    Direction d = directions[i];
    if (d == Direction::number && strong == Direction::left_to_right) d = Direction::left_to_right;
    if (d != Direction::neutral) {
      set(i++, d);
      if (d != Direction::number) strong = d;
      before = d == Direction::left_to_right ? d : Direction::right_to_left;
      continue;
    }
    std::size_t j = i;
    while (j < line.last && directions[j] == Direction::neutral) ++j;
    Direction after = j < line.last ? directions[j] : base;
    if (after == Direction::number) after = strong;  // then it is left to right (W7), or counts as right to left
    const Direction joined = before == after ? before : base;
    for (; i < j; ++i) set(i, joined);
  }
}

}  // namespace

void place_runs(std::vector<Run>& runs, const Line& line, const std::vector<Direction>& directions,
                bool right_to_left) {
  const std::size_t first = line.first;
  const std::size_t count = line.last - line.first;
  const bool plain = !right_to_left && std::none_of(directions.begin() + line.first, directions.begin() + line.last,
                                                    [](Direction d) { return d == Direction::right_to_left; });
  float x = line.x;
  if (plain) {
    for (std::size_t i = first; i < line.last; ++i) {
      runs[i].level = 0;
      runs[i].x = x;
      x += runs[i].width;
    }
    return;
  }

  const std::uint8_t base = right_to_left ? 1 : 0;
  resolve_levels(runs, line, directions, right_to_left);
  // L1: hanging white space at the line's end stands at the base level.
  for (std::size_t i = line.last;
       i > first && runs[i - 1].kind != Segment::Kind::word && runs[i - 1].kind != Segment::Kind::emoji; --i) {
    runs[i - 1].level = base;
  }

  std::vector<std::size_t> visual(count);
  for (std::size_t i = 0; i < count; ++i) visual[i] = first + i;
  for (std::uint8_t level = 2; level >= 1; --level) {
    for (std::size_t i = 0; i < count;) {
      if (runs[visual[i]].level < level) {
        ++i;
        continue;
      }
      std::size_t j = i;
      while (j < count && runs[visual[j]].level >= level) ++j;
      std::reverse(visual.begin() + static_cast<std::ptrdiff_t>(i), visual.begin() + static_cast<std::ptrdiff_t>(j));
      i = j;
    }
  }
  // A right-to-left line's hanging spaces come first from the left: they hang out beyond its left edge.
  if (right_to_left) {
    for (std::size_t i = line.last;
         i > first && runs[i - 1].kind != Segment::Kind::word && runs[i - 1].kind != Segment::Kind::emoji; --i) {
      x -= runs[i - 1].width;
    }
  }
  for (const std::size_t i : visual) {
    runs[i].x = x;
    x += runs[i].width;
  }
}

}  // namespace banter::text
