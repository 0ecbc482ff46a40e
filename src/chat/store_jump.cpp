// Messages far from those that are here: whether they can be had, the page around one, and reading on from there.
#include <algorithm>

#include "chat/store.hpp"

namespace banter::chat {

Store::Reach Store::reach(protocol::Seq seq) const {
  if (seq == 0) return Reach::absent;
  if (log_.find(seq)) return Reach::here;
  if (!live_) return Reach::away;
  const protocol::Seq shown = log_.size() > log_.epoch_begin() ? log_.key(log_.size() - 1) : 0;
  if (seq > std::max(newest_, shown)) return Reach::absent;
  if (seq > last_seq()) return Reach::coming;  // history brings it, or it is about to be told
  if (!tells_history_) return Reach::untold;
  switch (loads_.state_around(seq)) {
    case Loads::State::wanted:
    case Loads::State::asked:
      return Reach::coming;
    case Loads::State::failed:
      return Reach::failed;
    case Loads::State::idle:
      break;
  }
  if (absent_ == seq) return Reach::absent;
  const std::size_t next = log_.lower_bound(seq);
  if (next == log_.epoch_begin() && !has_older_) return Reach::absent;
  if (next < log_.size() && log_.has_gap(next) && lost_.count(log_.key(next)) != 0) return Reach::absent;
  return Reach::idle;
}

void Store::want_message(protocol::Seq seq) {
  const Reach state = reach(seq);
  if (state == Reach::idle || state == Reach::failed) loads_.want(seq, Loads::What::around);
}

/// Half a page on either side, as far as that is not here.
Loads::Bounds Store::bounds_around(protocol::Seq seq) const {
  const std::size_t next = log_.lower_bound(seq);
  Loads::Bounds bounds;
  bounds.before = std::min(seq + config_.page / 2, last_seq()) + 1;
  if (next < log_.size()) bounds.before = std::min(*bounds.before, log_.key(next));
  const protocol::Seq above = next > log_.epoch_begin() ? log_.key(next - 1) : 0;
  if (above != 0 && above + config_.page >= *bounds.before - 1) bounds.after = above;
  return bounds;
}

void Store::read_on(RowId row, bool forwards) {
  const auto index = index_of(row, size());
  if (!index || *index >= log_.size() || !log_.has_gap(*index) || gap_above(*index) != Gap::skipped) return;
  loads_.want(log_.key(*index), forwards ? Loads::What::after : Loads::What::before);
}

std::optional<std::size_t> Store::find_skipped(std::size_t begin, std::size_t end) const {
  std::optional<std::size_t> out;
  for (const protocol::Seq seq : skipped_) {
    const auto index = log_.find(seq);
    if (!index || *index < begin || *index >= end || !log_.has_gap(*index)) continue;
    if (gap_above(*index) == Gap::skipped && (!out || *index < *out)) out = index;
  }
  return out;
}

bool Store::has_skipped() const {
  return std::any_of(skipped_.begin(), skipped_.end(), [this](protocol::Seq seq) { return misses_above(seq); });
}

bool Store::misses_above(protocol::Seq seq) const {
  const auto index = log_.find(seq);
  return index && log_.has_gap(*index);
}

void Store::note_skipped(const Loads::Answered& asked, protocol::Seq first, protocol::Seq last) {
  const bool around = asked.what == Loads::What::around;
  const bool goes_on = asked.what == Loads::What::before && skipped_.count(asked.at) != 0;
  if (first == 0 || (!around && !goes_on)) return;
  skip(*log_.find(first));
  if (around) skip(log_.lower_bound(last + 1));
}

/// If something is missing above that row, it is read on there.
void Store::skip(std::size_t index) {
  if (index >= log_.size() || index <= log_.epoch_begin() || !log_.has_gap(index)) return;
  for (auto seq = skipped_.begin(); seq != skipped_.end();) {
    seq = misses_above(*seq) ? std::next(seq) : skipped_.erase(seq);
  }
  skipped_.insert(log_.key(index));
  if (skipped_.size() > max_skipped) skipped_.erase(skipped_.begin());
}

}  // namespace banter::chat
