// Earlier messages on demand: what is missing where, what is asked for, and where the answers belong.
#include <algorithm>
#include <utility>

#include "chat/store.hpp"

namespace banter::chat {

protocol::Seq Store::first_seq() const {
  for (std::size_t i = log_.epoch_begin(); i < log_.size(); ++i) {
    if (log_.key(i) != 0) return log_.key(i);
  }
  return 0;
}

Older Store::older() const {
  if (!tells_history_ || log_.epoch_begin() > 0 || first_seq() == 0) return Older::untold;
  if (!has_older_) return Older::none;
  switch (loads_.state(first_seq())) {
    case Loads::State::asked:
      return Older::loading;
    case Loads::State::wanted:
      return live_ ? Older::loading : Older::away;
    case Loads::State::failed:
      return Older::failed;
    case Loads::State::idle:
      break;
  }
  return live_ ? Older::available : Older::away;
}

/// Precondition: the row has the mark of a gap.
Gap Store::gap_above(std::size_t index) const {
  if (index < log_.epoch_begin()) return Gap::closed;
  const protocol::Seq seq = log_.key(index);
  const bool first = index == log_.epoch_begin();
  if (first && seq <= 1) return Gap::renumbered;
  if (!tells_history_ || seq == 0) return Gap::closed;
  switch (loads_.state(seq)) {
    case Loads::State::wanted:
    case Loads::State::asked:
      return Gap::loading;
    case Loads::State::failed:
      return Gap::failed;
    case Loads::State::idle:
      break;
  }
  return lost_.count(seq) != 0 || (first && !has_older_) ? Gap::lost : Gap::missing;
}

void Store::want_older() {
  const Older state = older();
  if (state == Older::available || state == Older::away || state == Older::failed) loads_.want(first_seq(), false);
}

void Store::want_gap(RowId row) {
  const auto index = index_of(row, size());
  if (!index || *index >= log_.size() || !log_.has_gap(*index)) return;
  const Gap gap = gap_above(*index);
  if (gap == Gap::missing || gap == Gap::failed || gap == Gap::lost) loads_.want(log_.key(*index), true);
}

std::optional<protocol::LoadHistory> Store::take_load(TimePoint now) {
  if (!live_ || !tells_history_) return std::nullopt;
  while (const Loads::Wish* wish = loads_.next(now)) {
    const protocol::Seq before = wish->before;
    const auto index = log_.find(before);
    const bool first = index == log_.epoch_begin();
    if (!index || (!first && !log_.has_gap(*index))) {  // it is not missing any more
      loads_.drop(before);
      continue;
    }
    protocol::LoadHistory load{config_.room, epoch_, before, std::nullopt, Loads::page, {}};
    if (!first && log_.key(*index - 1) != 0) load.after = log_.key(*index - 1);
    load.id = loads_.asked(now, load.after);
    return load;
  }
  return std::nullopt;
}

Changes Store::on_answer(const protocol::History& event, WallTime now) {
  const auto asked = loads_.answered(event);
  if (!asked) return {};
  const protocol::Seq above = asked->after.value_or(0);
  const std::size_t rows = log_.size();
  const std::size_t waiting = outbox_.size();
  Changes changes;
  protocol::Seq first = 0;
  for (const protocol::ChatMessage& message : event.messages) {
    if (message.seq <= above || message.seq >= asked->before) continue;
    changes.merge(take_in_numbered(view_of(message), now));
    first = first == 0 ? message.seq : std::min(first, message.seq);
  }
  const bool one_piece = !changes.any();
  changes.merge(flush());
  if (one_piece && changes.any() && outbox_.size() == waiting) {
    changes.inserted = log_.size() - rows;
    const auto next = log_.find(asked->before);
    if (next != changes.first + changes.inserted) changes.inserted = 0;
  }
  if (event.more && first == 0) {  // it has more, and tells nothing
    loads_.fail(asked->before);
    return touched(asked->before);
  }
  if (!asked->after && !event.more) has_older_ = false;
  changes.merge(note_told(event.more ? first + 1 : above + 1, asked->before));
  if (!changes.any()) changes = touched(asked->before);
  if (event.more && asked->pages > 0) loads_.go_on(first, asked->pages);
  return changes;
}

Changes Store::note_told(protocol::Seq first, protocol::Seq last) {
  Changes changes;
  const auto end = log_.find(last);
  if (!end) return changes;
  const std::size_t marked = log_.mark_holes(first, last);
  if (marked != Changes::none) changes.merge({marked, *end + 1});
  for (std::size_t i = *end; log_.key(i) >= first; --i) {
    if (i > log_.epoch_begin() && log_.has_gap(i)) {
      lost_.insert(log_.key(i));
      changes.merge({i, i + 1});
    }
    if (i == log_.epoch_begin()) break;
  }
  return changes;
}

Changes Store::touched(protocol::Seq before) const {
  const auto index = log_.find(before);
  return index ? Changes{*index, *index + 1} : Changes{};
}

Changes Store::tick_loads(TimePoint now) {
  const auto failed = loads_.tick(now);
  return failed ? touched(*failed) : Changes{};
}

}  // namespace banter::chat
