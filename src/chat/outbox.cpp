#include "chat/outbox.hpp"

#include <algorithm>
#include <utility>

namespace banter::chat {

std::optional<std::size_t> Outbox::find(const std::string& id) const {
  const auto known = ids_.find(id);
  if (known == ids_.end() || known->second.order == 0) return std::nullopt;
  const auto at = std::lower_bound(items_.begin(), items_.end(), known->second.order,
                                   [](const Item& item, std::uint64_t order) { return item.order < order; });
  return static_cast<std::size_t>(at - items_.begin());
}

std::optional<std::size_t> Outbox::find(RowId row) const {
  const auto at = std::find_if(items_.begin(), items_.end(), [row](const Item& item) { return item.entry.row == row; });
  if (at == items_.end()) return std::nullopt;
  return static_cast<std::size_t>(at - items_.begin());
}

std::optional<RowId> Outbox::confirmed(const std::string& id) const {
  const auto known = ids_.find(id);
  if (known == ids_.end() || known->second.order != 0) return std::nullopt;
  return known->second.row;
}

void Outbox::add(Entry entry) {
  bytes_ += entry.text.size();
  ++counts_[static_cast<std::size_t>(entry.stage)];
  append(std::move(entry));
}

void Outbox::append(Entry entry) {
  const std::uint64_t order = next_order_++;
  ids_[entry.id] = {order, entry.row};
  items_.push_back({order, std::move(entry)});
}

void Outbox::write(std::size_t index, TimePoint now) {
  Entry& entry = items_[index].entry;
  set_stage(entry, Stage::written);
  entry.written_at = now;
}

void Outbox::requeue(std::size_t index) {
  Entry& entry = items_[index].entry;
  set_stage(entry, Stage::queued);
  entry.error.clear();
}

void Outbox::fail(std::size_t index, std::string error) {
  Entry& entry = items_[index].entry;
  set_stage(entry, Stage::failed);
  entry.error = std::move(error);
}

void Outbox::requeue_last(std::size_t index) {
  requeue(index);
  Entry entry = std::move(items_[index].entry);
  items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(index));
  append(std::move(entry));
}

Outbox::Entry Outbox::confirm(std::size_t index) {
  Entry entry = take(index);
  ids_[entry.id].order = 0;
  confirmed_.push_back(entry.id);
  if (confirmed_.size() > remembered) {
    ids_.erase(confirmed_.front());
    confirmed_.pop_front();
  }
  return entry;
}

void Outbox::remove(std::size_t index) {
  ids_.erase(take(index).id);
}

Outbox::Entry Outbox::take(std::size_t index) {
  Entry entry = std::move(items_[index].entry);
  items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(index));
  bytes_ -= entry.text.size();
  --counts_[static_cast<std::size_t>(entry.stage)];
  return entry;
}

void Outbox::set_stage(Entry& entry, Stage stage) {
  --counts_[static_cast<std::size_t>(entry.stage)];
  ++counts_[static_cast<std::size_t>(stage)];
  entry.stage = stage;
}

std::size_t Outbox::memory_bytes() const {
  constexpr std::size_t id_bytes = sizeof(std::string) + sizeof(Whereabouts) + 3 * sizeof(void*);
  return items_.size() * sizeof(Item) + bytes_ + ids_.size() * id_bytes + confirmed_.size() * sizeof(std::string);
}

}  // namespace banter::chat
