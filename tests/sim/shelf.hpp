// What outlives the tabs of one person in one room: a database with the outbox and the newest messages, through which
// each tab hears of the others' changes, and a lock whose holder sends. What web/embed/keeping.js does in a browser, in
// simulated time, with everything that may be lost when a tab goes.
// Must not know: the client, rows, the server.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "chat/kept_message.hpp"
#include "environment.hpp"

namespace banter::sim {

/// A loaded page.
class Tab {
 public:
  virtual ~Tab() = default;
  /// Nothing reaches it before then.
  [[nodiscard]] virtual TimePoint awake_at() const = 0;
  virtual void restored(const std::vector<chat::KeptMessage>& messages, const std::string& room) = 0;
  virtual void kept(const std::string& id) = 0;
  virtual void keeping_failed() = 0;
  virtual void changed_elsewhere(const std::vector<chat::KeptChange>& changes) = 0;
  virtual void has_turn() = 0;
};

class Shelf {
 public:
  using TabId = std::uint64_t;
  explicit Shelf(Environment& env) : env_(env) {}

  /// Reads what is there, and tells the tab; what it gives to be kept until then waits.
  TabId open(Tab& tab);
  /// It is told nothing more. `crashed`: it could not say goodbye.
  void close(TabId id, bool crashed);
  void keep(TabId id, const chat::KeptChange& change);
  void keep_room(TabId id, const std::string& frames);
  void want_turn(TabId id, bool wanted);

  /// It is there or was.
  [[nodiscard]] bool knew(const std::string& message_id) const { return known_.contains(message_id); }
  /// It is there, or the server has it.
  [[nodiscard]] bool safe(const std::string& message_id) const {
    return messages_.contains(message_id) || sent_.contains(message_id);
  }
  /// Nothing is on its way to the database or between the tabs.
  [[nodiscard]] bool idle() const;

 private:
  struct Open {
    Tab* tab = nullptr;
    bool started = false;
    bool writing = false;
    bool wants_turn = false;
    bool full = false;                       ///< takes nothing new
    std::string room;                        ///< to be written after both of these
    std::vector<chat::KeptChange> waiting;   ///< for the next transaction
    std::vector<chat::KeptChange> written;   ///< in the present one
    std::vector<std::string> told_gone;      ///< of gone_; the next transaction forgets them
    std::deque<std::function<void()>> told;  ///< in order, when it is awake
  };
  using Changes = std::vector<chat::KeptChange>;

  void begin_write(TabId id);
  void end_write(TabId id);
  /// Without what changes nothing; `newer` gets what is there instead.
  /// `remembers`: what it drops, in gone_.
  Changes commit(Changes changes, bool remembers, Changes* newer = nullptr);
  void broadcast(TabId from, const Changes& changes);
  void tell(TabId id, std::function<void()> what);
  void tell_next(TabId id);
  void pass_turn();
  /// By place.
  [[nodiscard]] std::vector<chat::KeptMessage> in_order() const;
  /// What is there, and then what was dropped last.
  [[nodiscard]] Changes kept_and_gone() const;

  Environment& env_;
  std::map<std::string, chat::KeptMessage> messages_;
  /// What was dropped last: a tab that crashed may have dropped it without telling.
  std::map<std::string, chat::KeptChange> gone_;
  std::set<std::string> known_, sent_;
  std::string room_;
  std::map<TabId, Open> tabs_;
  std::deque<TabId> turns_;  ///< the first has it
  TabId last_tab_ = 0;
};

}  // namespace banter::sim
