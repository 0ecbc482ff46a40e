#include "chat/row.hpp"

namespace banter::chat {

void Changes::merge(const Changes& other) {
  if (!other.any()) return;
  if (!any()) {
    *this = other;
    return;
  }
  if ((inserted > 0 || other.inserted > 0) && keeps_insertion(other)) return;
  const bool insertion = inserted > 0 || other.inserted > 0;
  end = insertion ? none : std::max(end, other.end);
  first = std::min(first, other.first);
  inserted = 0;
  dirty = none;
}

/// False: the two cannot be told as one insertion, and nothing was done.
bool Changes::keeps_insertion(const Changes& other) {
  if (other.first > first && inserted == 0) return false;
  if (other.first < first && other.inserted == 0) return false;
  if (inserted > 0 && other.inserted > 0 && other.first != first) return false;
  if (other.inserted == 0) {  // numbered as the rows are after the insertion
    const bool within = other.end != none && other.end <= first + inserted + 1;
    if (!within) dirty = std::min(dirty, other.first);
    return true;
  }
  // This one was numbered as the rows were before.
  const std::size_t from = inserted == 0 ? first : dirty;
  const bool next_only = inserted == 0 && end != none && first == other.first && end <= first + 1;
  dirty = from == none || next_only ? other.dirty : std::min(other.dirty, from + other.inserted);
  inserted += other.inserted;
  first = other.first;
  end = none;
  return true;
}

}  // namespace banter::chat
