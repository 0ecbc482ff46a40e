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
  const bool skipped = skipped_.count(seq) != 0;
  switch (loads_.state(seq)) {
    case Loads::State::wanted:
      return skipped && !live_ ? Gap::away : Gap::loading;
    case Loads::State::asked:
      return Gap::loading;
    case Loads::State::failed:
      return Gap::failed;
    case Loads::State::idle:
      break;
  }
  if (skipped && lost_.count(seq) == 0) return live_ ? Gap::skipped : Gap::away;
  return lost_.count(seq) != 0 || (first && !has_older_) ? Gap::lost : Gap::missing;
}

void Store::want_older() {
  const Older state = older();
  if (state == Older::available || state == Older::away || state == Older::failed)
    loads_.want(first_seq(), Loads::What::before);
}

void Store::want_gap(RowId row) {
  const auto index = index_of(row, size());
  if (!index || *index >= log_.size() || !log_.has_gap(*index)) return;
  const Gap gap = gap_above(*index);
  if (gap == Gap::none || gap == Gap::closed || gap == Gap::renumbered || gap == Gap::loading) return;
  const protocol::Seq seq = log_.key(*index);
  if (skipped_.count(seq) != 0) {
    loads_.want(seq, Loads::What::after);
  } else {
    loads_.want(seq, Loads::What::before, Loads::pages_of_a_gap);
  }
}

std::optional<Loads::Bounds> Store::bounds_of(const Loads::Wish& wish) const {
  if (wish.what == Loads::What::around) {
    if (log_.find(wish.at) || wish.at > last_seq()) return std::nullopt;
    return bounds_around(wish.at);
  }
  const auto index = log_.find(wish.at);
  const bool first = index == log_.epoch_begin();
  if (!index || (!first && !log_.has_gap(*index))) return std::nullopt;
  const protocol::Seq above = first ? 0 : log_.key(*index - 1);
  if (above == 0) return Loads::Bounds{wish.at, std::nullopt};
  if (wish.what == Loads::What::after) return Loads::Bounds{std::nullopt, above};
  return Loads::Bounds{wish.at, above};
}

std::optional<protocol::LoadHistory> Store::take_load(TimePoint now) {
  if (!live_ || !tells_history_) return std::nullopt;
  while (const Loads::Wish* wish = loads_.next(now)) {
    const auto bounds = bounds_of(*wish);
    if (!bounds) {
      loads_.drop(*wish);
      continue;
    }
    protocol::LoadHistory load{config_.room, epoch_, bounds->before, bounds->after, config_.page, {}};
    if (!load.before) {  // the numbers have no holes: what is beyond the gap is here
      load.limit = static_cast<std::uint32_t>(std::min<protocol::Seq>(config_.page, wish->at - *load.after - 1));
    }
    load.id = loads_.asked(now, *bounds);
    return load;
  }
  return std::nullopt;
}

Changes Store::on_answer(const protocol::History& event, WallTime now) {
  const auto asked = loads_.answered(event);
  if (!asked) return {};
  const bool forwards = !asked->bounds.before;
  const protocol::Seq above = asked->bounds.after.value_or(0);
  const protocol::Seq below = asked->bounds.before.value_or(asked->at);
  const protocol::Seq oldest = first_seq();
  const std::size_t rows = log_.size();
  const std::size_t waiting = outbox_.size();
  Changes changes;
  protocol::Seq first = 0;
  protocol::Seq last = 0;
  protocol::Seq reached = 0;  // forwards it may go on beyond the gap
  for (const protocol::ChatMessage& message : event.messages) {
    if (message.seq <= above) continue;
    reached = std::max(reached, message.seq);
    if (message.seq >= below) continue;
    changes.merge(take_in_numbered(view_of(message), now));
    first = first == 0 ? message.seq : std::min(first, message.seq);
    last = std::max(last, message.seq);
  }
  const bool one_piece = !changes.any();
  changes.merge(flush());
  if (one_piece && changes.any() && outbox_.size() == waiting) {
    changes.inserted = log_.size() - rows;
    if (log_.find(last) != changes.first + changes.inserted - 1) changes.inserted = 0;
  }
  if (event.more && (forwards ? reached : first) == 0) {  // it has more, and tells nothing
    loads_.fail(asked->at, asked->what);
    return touched(asked->at);
  }
  if (!asked->bounds.after && !event.more && (first != 0 || below == oldest)) has_older_ = false;
  const protocol::Seq told_from = event.more && !forwards ? first : above + 1;
  const protocol::Seq told_to = event.more && forwards ? std::min(reached, below - 1) : below - 1;
  changes.merge(note_told(told_from, told_to));
  note_skipped(*asked, first, told_to);
  if (!changes.any()) changes = touched(asked->at);
  if (asked->what != Loads::What::around) {
    if (event.more && asked->pages > 0) loads_.want(first, asked->what, asked->pages);
  } else if (told_from > asked->at) {  // the server sends less at once
    if (!loads_.seeks()) loads_.want(asked->at, asked->what);
  } else if (!log_.find(asked->at)) {
    absent_ = asked->at;
  }
  return changes;
}

Changes Store::note_told(protocol::Seq first, protocol::Seq last) {
  Changes changes;
  const std::size_t next = log_.lower_bound(last + 1);
  const std::size_t end = std::min(next + 1, log_.size());
  // What comes next may stand beside a hole that was none before; not what an ack brought ahead of the others.
  const bool settled = next < log_.size() && log_.key(next) <= last_seq();
  const std::size_t marked = log_.mark_holes(first, settled ? log_.key(next) : last + 1);
  if (marked != Changes::none) changes.merge({marked, end});
  for (std::size_t i = std::max(log_.lower_bound(first), log_.epoch_begin() + 1); i < end; ++i) {
    if (!log_.has_gap(i) || log_.key(i) > last + 1 || log_.key(i - 1) + 1 < first) continue;
    lost_.insert(log_.key(i));
    changes.merge({i, i + 1});
  }
  return changes;
}

Changes Store::touched(protocol::Seq at) const {
  const auto index = log_.find(at);
  return index ? Changes{*index, *index + 1} : Changes{};
}

Changes Store::tick_loads(TimePoint now) {
  const auto failed = loads_.tick(now);
  return failed ? touched(*failed) : Changes{};
}

}  // namespace banter::chat
