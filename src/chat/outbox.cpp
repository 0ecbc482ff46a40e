#include "chat/outbox.hpp"

#include <algorithm>
#include <utility>

namespace banter::chat {
namespace {

/// The same in every tab, also of two that took one place at once.
struct InOrder {
  std::uint64_t place;
  const std::string& id;
  friend bool operator<(const Outbox::Entry& entry, const InOrder& other) {
    return entry.place != other.place ? entry.place < other.place : entry.id < other.id;
  }
};

}  // namespace

std::optional<std::size_t> Outbox::find(const std::string& id) const {
  const auto known = ids_.find(id);
  if (known == ids_.end() || known->second.place == 0) return std::nullopt;
  const auto at = std::lower_bound(entries_.begin(), entries_.end(), InOrder{known->second.place, id});
  return static_cast<std::size_t>(at - entries_.begin());
}

std::optional<std::size_t> Outbox::find(RowId row) const {
  const auto at =
      std::find_if(entries_.begin(), entries_.end(), [row](const Entry& entry) { return entry.row == row; });
  if (at == entries_.end()) return std::nullopt;
  return static_cast<std::size_t>(at - entries_.begin());
}

std::optional<RowId> Outbox::confirmed(const std::string& id) const {
  const auto known = ids_.find(id);
  if (known == ids_.end() || known->second.place != 0) return std::nullopt;
  return known->second.row;
}

std::size_t Outbox::add(Entry entry, std::uint64_t least) {
  note({entry.stage == Stage::saving ? Change::What::put : Change::What::update, entry.id});
  return insert(std::move(entry), least);
}

std::size_t Outbox::insert(Entry entry, std::uint64_t least) {
  const std::uint64_t last = entries_.empty() ? 0 : entries_.back().place;
  if (entry.place == 0) entry.place = std::max(last + 1, least);
  auto at = entries_.end();
  if (entry.place <= last) {  // of another tab, or kept from before
    at = std::lower_bound(entries_.begin(), entries_.end(), InOrder{entry.place, entry.id});
  }
  const auto index = static_cast<std::size_t>(at - entries_.begin());
  bytes_ += entry.text.size();
  ++counts_[static_cast<std::size_t>(entry.stage)];
  ids_[entry.id] = {entry.place, entry.row};
  entries_.insert(at, std::move(entry));
  return index;
}

void Outbox::write(std::size_t index, TimePoint now) {
  Entry& entry = entries_[index];
  set_stage(entry, Stage::written);
  entry.written_at = now;
}

void Outbox::requeue(std::size_t index) {
  Entry& entry = entries_[index];
  set_stage(entry, Stage::queued);
  entry.elsewhere = false;
  entry.error.clear();
}

void Outbox::fail(std::size_t index, std::string error) {
  Entry& entry = entries_[index];
  set_stage(entry, Stage::failed);
  entry.elsewhere = false;
  entry.error = std::move(error);
}

void Outbox::rewrite(std::size_t index, std::string text) {
  Entry& entry = entries_[index];
  bytes_ = bytes_ - entry.text.size() + text.size();
  entry.text = std::move(text);
  note({Change::What::update, entry.id});
}

void Outbox::set_owner(std::size_t index, const std::string& owner) {
  entries_[index].owner = owner;
  note({Change::What::update, entries_[index].id});
}

void Outbox::set_elsewhere(std::size_t index, bool elsewhere) {
  entries_[index].elsewhere = elsewhere;
}

void Outbox::requeue_last(std::size_t index, WallTime time, std::uint64_t least) {
  Entry entry = take(index);
  ids_.erase(entry.id);
  entry.stage = Stage::queued;
  entry.taken_back = false;
  entry.error.clear();
  entry.time = time;
  entry.place = 0;
  add(std::move(entry), least);
}

Outbox::Entry Outbox::confirm(std::size_t index, protocol::Seq seq, WallTime time, std::string_view text,
                              protocol::EditNumber edit) {
  Entry entry = take(index);
  remember(entry.id, entry.row);
  note({Change::What::sent, entry.id, seq, time, std::string(text), edit});
  return entry;
}

void Outbox::remember(const std::string& id, RowId row) {
  ids_[id] = {0, row};
  confirmed_.push_back(id);
  if (confirmed_.size() <= remembered) return;
  ids_.erase(confirmed_.front());
  confirmed_.pop_front();
}

void Outbox::remove(std::size_t index) {
  const Entry entry = take(index);
  ids_.erase(entry.id);
  note({Change::What::removed, entry.id});
}

void Outbox::discard(std::size_t index) {
  note_gone(entries_[index].id);
  remove(index);
}

void Outbox::note_gone(const std::string& id) {
  if (gone(id)) return;
  gone_.push_back(id);
  if (gone_.size() > remembered) gone_.pop_front();
}

bool Outbox::gone(const std::string& id) const {
  return std::find(gone_.begin(), gone_.end(), id) != gone_.end();
}

std::optional<std::size_t> Outbox::move_new_behind(std::uint64_t place) {
  const auto is_new = [](const Entry& entry) {
    return entry.here && (entry.stage == Stage::saving || entry.stage == Stage::queued);
  };
  const auto at = std::find_if(entries_.begin(), entries_.end(), is_new);
  if (at == entries_.end() || at->place > place) return std::nullopt;
  const auto first = static_cast<std::size_t>(at - entries_.begin());
  std::vector<Entry> moved;
  for (std::size_t i = first; i < entries_.size();) {
    if (is_new(entries_[i])) {
      moved.push_back(take(i));
    } else {
      ++i;
    }
  }
  for (Entry& entry : moved) {
    note({Change::What::update, entry.id});
    entry.place = 0;
    insert(std::move(entry), place + 1);
  }
  return first;
}

Outbox::Entry Outbox::take(std::size_t index) {
  Entry entry = std::move(entries_[index]);
  entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(index));
  bytes_ -= entry.text.size();
  --counts_[static_cast<std::size_t>(entry.stage)];
  return entry;
}

void Outbox::set_stage(Entry& entry, Stage stage) {
  --counts_[static_cast<std::size_t>(entry.stage)];
  ++counts_[static_cast<std::size_t>(stage)];
  const bool told = entry.stage == Stage::failed || stage == Stage::failed || note_written_;
  if (told && entry.stage != stage) note({Change::What::update, entry.id});
  entry.stage = stage;
}

void Outbox::note(Change change) {
  if (!journaling_ || quiet_) return;
  if (change.what == Change::What::update && !journal_.empty() && journal_.back().id == change.id) {
    const auto before = journal_.back().what;
    if (before == Change::What::put || before == Change::What::update) return;  // it says what there is by then
  }
  journal_.push_back(std::move(change));
}

std::size_t Outbox::memory_bytes() const {
  constexpr std::size_t id_bytes = sizeof(std::string) + sizeof(Whereabouts) + 3 * sizeof(void*);
  return entries_.size() * sizeof(Entry) + bytes_ + ids_.size() * id_bytes +
         (confirmed_.size() + gone_.size()) * sizeof(std::string);
}

}  // namespace banter::chat
