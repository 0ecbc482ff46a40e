#include "chat/message_log.hpp"

#include <algorithm>
#include <utility>

namespace banter::chat {

Row MessageLog::row(std::size_t index) const {
  const Record& record = records_[index];
  Row row;
  row.id = record.row;
  row.seq = record.numbered ? record.key() : 0;
  const Author author = authors_.at(record.author);
  row.author = author.name;
  row.user = author.user;
  const auto revision = record.edited ? revised_.find(record.row) : revised_.end();
  const bool revised = revision != revised_.end() && revision->second.text;
  row.text = revised ? std::string_view(*revision->second.text) : TextArena::read(record.text);
  if (revision != revised_.end()) row.edit = revision->second.edit;
  row.time = WallTime{std::chrono::milliseconds{record.time_ms()}};
  row.delivery = record.own ? Delivery::sent : Delivery::received;
  row.gap_before = record.gap_before;
  // The server stores no message without a text, so nothing else looks like that.
  row.deleted = record.edited && row.text.empty();
  row.edited = record.edited && !row.deleted;
  if (row.deleted) row.text = deleted_words;
  return row;
}

MessageLog::Record MessageLog::make(RowId row, protocol::Seq seq, Author author, std::string_view text, WallTime time,
                                    bool own) {
  Record record;
  record.text = texts_.keep_with_length(text);
  record.set_key(seq);
  record.numbered = seq != 0;
  record.set_time_ms(time.time_since_epoch().count());
  record.author = authors_.place(author) & Authors::most;
  record.row = row;
  record.own = own;
  return record;
}

std::size_t MessageLog::append(Record record) {
  const std::size_t at = records_.size();
  const bool first_of_epoch = at == epoch_begin_;
  record.set_key(first_of_epoch ? 0 : records_.back().key());
  record.gap_before = first_of_epoch && at > 0;
  records_.push_back(record);
  return at;
}

std::size_t MessageLog::insert(std::vector<Record>& records) {
  std::size_t first = records_.size();
  for (std::size_t i = 0; i < records.size();) {
    const std::size_t at = lower_bound(records[i].key());
    std::size_t end = i + 1;
    while (end < records.size() && (at == records_.size() || records[end].key() < records_[at].key())) ++end;
    insert_run(at, records.data() + i, records.data() + end);
    first = std::min(first, at);
    i = end;
  }
  records.clear();
  return first;
}

void MessageLog::insert_run(std::size_t at, const Record* first, const Record* last) {
  const auto count = static_cast<std::size_t>(last - first);
  const bool inside_gap = at < records_.size() && records_[at].gap_before;
  records_.insert(records_.begin() + static_cast<std::ptrdiff_t>(at), first, last);
  Record& head = records_[at];
  if (at == epoch_begin_) {
    head.gap_before = at > 0;
  } else {
    const protocol::Seq above = records_[at - 1].key();
    head.gap_before = inside_gap && above != 0 && above + 1 != head.key();
  }
  if (inside_gap) {
    Record& below = records_[at + count];
    below.gap_before = below.key() != records_[at + count - 1].key() + 1;
  }
}

std::optional<std::size_t> MessageLog::find(protocol::Seq seq) const {
  const std::size_t at = lower_bound(seq);
  if (at == records_.size() || !records_[at].numbered || records_[at].key() != seq) return std::nullopt;
  return at;
}

void MessageLog::adopt(std::size_t index, RowId row) {
  Record& record = records_[index];
  if (auto revision = revised_.extract(record.row)) {
    revision.key() = row;
    revised_.insert(std::move(revision));
  }
  record.own = true;
  record.row = row;
}

void MessageLog::revise(std::size_t index, protocol::EditNumber edit, std::string_view text) {
  Record& record = records_[index];
  revised_[record.row] = {edit, std::string(text)};
  record.edited = true;
}

void MessageLog::note_edit(Record& record, protocol::EditNumber edit) {
  record.edited = true;
  if (edit != 0) revised_[record.row] = {edit, std::nullopt};
}

std::size_t MessageLog::mark_holes(protocol::Seq first, protocol::Seq last) {
  std::size_t changed = Changes::none;
  for (std::size_t i = std::max(lower_bound(first), epoch_begin_ + 1); i < records_.size(); ++i) {
    Record& record = records_[i];
    if (record.key() > last) break;
    const protocol::Seq above = records_[i - 1].key();
    const bool hole = record.numbered && above != 0 && above + 1 != record.key();
    if (hole && !record.gap_before) {
      record.gap_before = true;
      changed = std::min(changed, i);
    }
  }
  return changed;
}

protocol::Seq MessageLog::contiguous_from(protocol::Seq from) const {
  for (std::size_t i = lower_bound(from + 1); i < records_.size() && records_[i].key() <= from + 1; ++i) {
    from = records_[i].key();
  }
  return from;
}

// What arrives is nearly always the newest.
std::size_t MessageLog::lower_bound(protocol::Seq seq) const {
  if (records_.size() == epoch_begin_ || records_.back().key() < seq) return records_.size();
  const auto begin = records_.begin() + static_cast<std::ptrdiff_t>(epoch_begin_);
  const auto at =
      std::lower_bound(begin, records_.end(), seq, [](const Record& r, protocol::Seq s) { return r.key() < s; });
  return static_cast<std::size_t>(at - records_.begin());
}

std::size_t MessageLog::memory_bytes() const {
  constexpr std::size_t map_node = sizeof(std::pair<RowId, Revision>) + 3 * sizeof(void*);
  std::size_t revised = 0;
  for (const auto& [row, one] : revised_) revised += (one.text ? one.text->capacity() : 0) + map_node;
  return revised + records_.size() * sizeof(Record) + texts_.memory_bytes() + authors_.memory_bytes();
}

}  // namespace banter::chat
