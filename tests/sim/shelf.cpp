#include "shelf.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace banter::sim {
namespace {

bool present(const chat::KeptChange& change) {
  return change.what == chat::KeptChange::What::put || change.what == chat::KeptChange::What::update;
}

}  // namespace

Shelf::TabId Shelf::open(Tab& tab) {
  const TabId id = ++last_tab_;
  tabs_[id].tab = &tab;
  env_.clock.after(env_.chaos.strikes(Mark::shelf_slow) ? env_.chaos.between(500, 4'000) : env_.chaos.between(0, 60),
                   [this, id] {
                     if (!tabs_.contains(id)) return;
                     const auto messages = in_order();
                     if (!messages.empty()) env_.chaos.saw(Mark::restored);
                     // What other tabs do from here on comes after this.
                     Open& open = tabs_.at(id);
                     open.started = true;
                     // A tab that crashed may have kept or dropped them without telling.
                     const Changes found = kept_and_gone();
                     for (const auto& [gone, change] : gone_) open.told_gone.push_back(gone);
                     broadcast(id, found);
                     tell(id, [this, id, messages, room = room_] {
                       tabs_.at(id).tab->restored(messages, room);
                       begin_write(id);
                     });
                     if (open.wants_turn) want_turn(id, true);
                   });
  return id;
}

void Shelf::close(TabId id, bool crashed) {
  Open& open = tabs_.at(id);
  // What was begun may still be done, and then the other tabs may not have heard of it.
  if ((!open.writing || env_.one_in(2)) && !open.full) {
    commit(open.written, true);  // and nobody is told
    if (!crashed && open.started && env_.one_in(2)) {
      broadcast(id, commit(open.waiting, !open.full));
      if (!open.room.empty()) room_ = open.room;
    }
  }
  tabs_.erase(id);
  std::erase(turns_, id);
  pass_turn();
}

void Shelf::keep(TabId id, const chat::KeptChange& change) {
  auto& waiting = tabs_.at(id).waiting;
  waiting.push_back(change);
  // What changes together is kept together, or not at all.
  if (waiting.size() == 1) {
    env_.clock.after(Duration{0}, [this, id] {
      if (tabs_.contains(id)) begin_write(id);
    });
  }
}

void Shelf::keep_room(TabId id, const std::string& frames) {
  Open& open = tabs_.at(id);
  if (!open.started) return;
  // Behind what became of the outbox until now.
  begin_write(id);
  if (open.writing) {
    open.room = frames;
  } else {
    room_ = frames;
  }
}

void Shelf::begin_write(TabId id) {
  Open& open = tabs_.at(id);
  if (open.writing || !open.started || open.waiting.empty()) return;
  open.writing = true;
  open.written = std::exchange(open.waiting, {});
  const bool slow = env_.chaos.strikes(Mark::shelf_slow);
  env_.clock.after(slow ? env_.chaos.between(500, 4'000) : env_.chaos.between(0, 30), [this, id] { end_write(id); });
}

void Shelf::end_write(TabId id) {
  const auto at = tabs_.find(id);
  if (at == tabs_.end()) return;
  Changes changes = std::exchange(at->second.written, {});
  at->second.writing = false;
  // Room is the browser's: two tabs, of which one can keep and the other cannot, are not here.
  if (!at->second.full && tabs_.size() == 1 && env_.chaos.strikes(Mark::shelf_full)) {
    at->second.full = true;
    tell(id, [this, id] { tabs_.at(id).tab->keeping_failed(); });
  }
  if (at->second.full) {
    for (auto& change : changes) {
      if (present(change)) change.what = chat::KeptChange::What::removed;
    }
  }
  Changes newer;
  for (const auto& gone : std::exchange(at->second.told_gone, {})) gone_.erase(gone);
  changes = commit(std::move(changes), !at->second.full, &newer);
  for (const auto& change : changes) {
    if (!present(change)) at->second.told_gone.push_back(change.message.id);
  }
  if (!at->second.room.empty() && at->second.waiting.empty()) room_ = std::exchange(at->second.room, {});
  broadcast(id, changes);
  tell(id, [this, id, changes, newer] {
    if (!newer.empty()) tabs_.at(id).tab->changed_elsewhere(newer);
    for (const auto& change : changes) {
      if (present(change)) tabs_.at(id).tab->kept(change.message.id);
    }
  });
  begin_write(id);
}

std::vector<chat::KeptMessage> Shelf::in_order() const {
  std::vector<chat::KeptMessage> out;
  for (const auto& [id, message] : messages_) out.push_back(message);
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
  return out;
}

Shelf::Changes Shelf::kept_and_gone() const {
  Changes out;
  for (const auto& message : in_order()) out.push_back({chat::KeptChange::What::put, message, {}, 0, 0});
  for (const auto& [id, change] : gone_) out.push_back(change);
  return out;
}

Shelf::Changes Shelf::commit(Changes changes, bool remembers, Changes* newer) {
  std::erase_if(changes, [&](const chat::KeptChange& change) {
    const std::string& id = change.message.id;
    static constexpr std::string_view done[] = {"put", "sent", "removed", "update"};
    env_.trace("kept: ", id.substr(0, 8), ' ', done[static_cast<std::size_t>(change.what)], ' ',
               change.message.text.substr(0, 10), " at ", change.message.place);
    if (change.what == chat::KeptChange::What::update) {
      const auto there = messages_.find(id);
      if (there == messages_.end()) return true;
      if (there->second.version > change.message.version) {
        env_.chaos.saw(Mark::changed_at_once);
        if (newer != nullptr) newer->push_back({change.what, there->second, {}, 0});
        return true;
      }
    }
    if (present(change)) {
      messages_[id] = change.message;
      known_.insert(id);
      return false;
    }
    messages_.erase(id);
    if (remembers) gone_[id] = change;
    if (change.what == chat::KeptChange::What::sent) sent_.insert(id);
    return false;
  });
  return changes;
}

void Shelf::broadcast(TabId from, const Changes& changes) {
  if (changes.empty()) return;
  for (auto& [id, open] : tabs_) {
    if (id == from) continue;
    env_.chaos.saw(Mark::told_elsewhere);
    tell(id, [this, id = id, changes] { tabs_.at(id).tab->changed_elsewhere(changes); });
  }
}

void Shelf::tell(TabId id, std::function<void()> what) {
  auto& told = tabs_.at(id).told;
  told.push_back(std::move(what));
  if (told.size() == 1) env_.clock.after(env_.chaos.between(0, 15), [this, id] { tell_next(id); });
}

void Shelf::tell_next(TabId id) {
  const auto at = tabs_.find(id);
  if (at == tabs_.end()) return;
  if (const TimePoint awake = at->second.tab->awake_at(); awake > env_.clock.now()) {
    return env_.clock.at(awake, [this, id] { tell_next(id); });
  }
  const auto what = at->second.told.front();
  what();
  const auto still = tabs_.find(id);
  if (still == tabs_.end()) return;
  still->second.told.pop_front();
  if (!still->second.told.empty()) env_.clock.after(env_.chaos.between(0, 5), [this, id] { tell_next(id); });
}

void Shelf::want_turn(TabId id, bool wanted) {
  Open& open = tabs_.at(id);
  open.wants_turn = wanted;
  if (!open.started) return;  // it asks again then
  const bool had = !turns_.empty() && turns_.front() == id;
  if (!wanted) {
    std::erase(turns_, id);
    if (had) pass_turn();
  } else if (std::find(turns_.begin(), turns_.end(), id) == turns_.end()) {
    turns_.push_back(id);
    if (turns_.front() == id) pass_turn();
  }
}

void Shelf::pass_turn() {
  if (turns_.empty()) return;
  const TabId id = turns_.front();
  tell(id, [this, id] {
    if (turns_.empty() || turns_.front() != id) return;
    // What the one that had it kept and dropped without telling.
    if (!tabs_.at(id).full) tabs_.at(id).tab->changed_elsewhere(kept_and_gone());
    tabs_.at(id).tab->has_turn();
  });
}

bool Shelf::idle() const {
  return std::all_of(tabs_.begin(), tabs_.end(), [](const auto& one) {
    const Open& open = one.second;
    return open.started && !open.writing && open.waiting.empty() && open.told.empty();
  });
}

}  // namespace banter::sim
