// A store of one room that is easily filled, and a message list over it.
#pragma once

#include <cmath>

#include "chat/store.hpp"
#include "ui/message_list.hpp"
#include "ui_bench.hpp"

namespace banter::ui::test {

inline protocol::ChatMessage message(protocol::Seq seq, std::string text, std::string nick = "bob") {
  protocol::ChatMessage m;
  m.room = "r";
  m.seq = seq;
  m.nick = std::move(nick);
  m.text = std::move(text);
  m.time = WallTime{Duration{1'699'990'000'000} + Duration{static_cast<Duration::rep>(seq)}};
  return m;
}

/// A store and what changed in it.
class Rooms {
 public:
  Rooms() : store({.room = "r", .nick = "ann"}) {
    store.set_open(true, {});
    apply(protocol::Joined{"r", "e", 0});
  }

  chat::Changes apply(const protocol::Event& event) {
    return note(store.apply(event, WallTime{Duration{1'700'000'000'000}}));
  }
  void chat(protocol::ChatMessage m) { apply(protocol::Chat{std::move(m)}); }
  /// Messages first to last, each with its number as text.
  void chats(protocol::Seq first, protocol::Seq last) {
    for (protocol::Seq seq = first; seq <= last; ++seq) chat(message(seq, "m" + std::to_string(seq)));
  }
  chat::RowId send(std::string_view text, std::string id) {
    const auto sent = store.begin_send(text, std::move(id), WallTime{Duration{1'700'000'000'000}}, TimePoint{});
    EXPECT_EQ(sent.error, "");
    note(sent.changes);
    return sent.row;
  }
  void refuse(std::string id, std::string why) {
    store.take_unsent(TimePoint{});
    protocol::Refusal refusal;
    refusal.room = "r";
    refusal.id = std::move(id);
    refusal.text = std::move(why);
    apply(refusal);
  }
  chat::Changes take_changes() { return std::exchange(changes_, {}); }
  chat::Changes note(const chat::Changes& changes) {
    changes_.merge(changes);
    return changes;
  }

  chat::Store store;

 private:
  chat::Changes changes_;
};

class ListBench : public Bench {
 public:
  explicit ListBench(float width = 600, float height = 400) : Bench(width, height) {}

  void draw(const std::function<void()>& before = {}) {
    if (const auto changes = rooms.take_changes(); changes.any()) list.changed(changes, rooms.store);
    if (before) before();
    intents.clear();
    Bench::draw([&](Frame& frame) { list.draw(frame, where.value_or(area()), rooms.store, intents); });
  }
  /// Where the text of a message is on the screen; none: it is not visible.
  [[nodiscard]] std::optional<float> text_y(const std::string& text) const {
    const auto found = word(text);
    return found ? std::optional(found->rect.y) : std::nullopt;
  }
  [[nodiscard]] std::size_t first_visible() const { return list.visible().front().index; }
  [[nodiscard]] std::size_t last_visible() const { return list.visible().back().index; }
  /// A row in the middle of the screen.
  [[nodiscard]] MessageList::VisibleRow middle() const { return list.visible()[list.visible().size() / 2]; }
  [[nodiscard]] std::optional<Rect> rect_of(chat::RowId id) const {
    for (const auto& v : list.visible()) {
      if (v.id == id) return v.rect;
    }
    return std::nullopt;
  }

  Rooms rooms;
  MessageList list;
  std::vector<Intent> intents;
  std::optional<Rect> where;
};

}  // namespace banter::ui::test
