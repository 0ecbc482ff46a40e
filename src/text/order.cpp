#include "text/order.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace banter::text {

bool is_right_to_left(std::string_view text) {
  while (!text.empty()) {
    const auto c = utf8::decode(text);
    const Direction d = direction(c.value);
    if (d == Direction::left_to_right) return false;
    if (d == Direction::right_to_left) return true;
    text.remove_prefix(c.length);
  }
  return false;
}

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
  const auto strong = [&](std::size_t i) -> int {  // the level a run asks for; -1: neutral
    switch (directions[i]) {
      case Direction::left_to_right:
        return right_to_left ? 2 : 0;
      case Direction::right_to_left:
        return 1;
      case Direction::number:
        return 2;
      default:
        return -1;
    }
  };
  // Neutrals between two runs of one direction join them (N1), otherwise they take the base level (N2).
  int before = base;
  for (std::size_t i = first; i < line.last; ++i) {
    int level = strong(i);
    if (directions[i] == Direction::number && before == 0 && !right_to_left) level = 0;  // W7
    if (level < 0) {
      std::size_t j = i;
      while (j < line.last && strong(j) < 0) ++j;
      const int after = j < line.last ? strong(j) : base;
      const bool joined =
          (before & 1) == (after & 1) || (before == 1 && after == 2 && directions[j] == Direction::number);
      level = joined ? (before & 1 ? 1 : before) : base;
      for (; i < j; ++i) runs[i].level = static_cast<std::uint8_t>(level);
      --i;
      continue;
    }
    runs[i].level = static_cast<std::uint8_t>(level);
    before = level;
  }
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
