// What a browser keeps of an outbox, and what its tabs tell each other.
#pragma once

#include <map>

#include "store_bench.hpp"

namespace banter::chat::test {

/// What is kept, as a browser's database has it: all tabs write to it.
struct Shelf {
  std::map<std::string, KeptMessage> messages;

  /// Keeps what changed and says so. Returns what other tabs are told.
  std::vector<KeptChange> keep(Store& store) {
    auto changes = store.take_kept_changes();
    std::erase_if(changes, [this](const KeptChange& change) {
      if (change.what != KeptChange::What::update) return false;
      const auto there = messages.find(change.message.id);
      return there == messages.end() || there->second.version > change.message.version;
    });
    for (const KeptChange& change : changes) {
      if (change.what == KeptChange::What::put || change.what == KeptChange::What::update) {
        messages[change.message.id] = change.message;
      } else {
        messages.erase(change.message.id);
      }
    }
    for (const KeptChange& change : changes) store.kept(change.message.id);
    return changes;
  }
  void restore(Bench& bench) const {
    for (const auto& [id, message] : messages)
      bench.store.restore(message, Store::From::earlier, wall(bench.clock), mono(bench.clock));
  }
};

inline void tell(Bench& other, const std::vector<KeptChange>& changes) {
  for (const KeptChange& change : changes) {
    const KeptMessage& m = change.message;
    if (change.what == KeptChange::What::put || change.what == KeptChange::What::update) {
      other.store.restore(m, Store::From::other_tab, wall(other.clock), mono(other.clock));
    } else if (change.what == KeptChange::What::sent) {
      other.store.sent_elsewhere(change);
    } else {
      other.store.removed_elsewhere(m.id);
    }
  }
}

inline StoreConfig keeping(bool acks = true, std::uint16_t tab = 0) {
  StoreConfig config = config_with(acks);
  config.keeps = true;
  config.tab = tab;
  return config;
}

inline Lines ids(const std::vector<Outgoing>& out) {
  Lines lines;
  for (const Outgoing& one : out) lines.push_back(one.id);
  return lines;
}

}  // namespace banter::chat::test
