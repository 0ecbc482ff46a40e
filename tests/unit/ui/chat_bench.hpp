// The whole chat view over a model that the test fills.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "list_bench.hpp"
#include "ui/chat_view.hpp"

namespace banter::ui::test {

class ChatBench : public Bench {
 public:
  explicit ChatBench(float width = 900, float height = 600) : Bench(width, height) {
    connection.link = chat::Link::open;
  }

  [[nodiscard]] Model model() const {
    return {.store = rooms.store,
            .connection = connection,
            .log = log,
            .people = people,
            .links = links,
            .room = "general",
            .nick = "ann",
            .notice = notice,
            .measures = measures,
            .needs_nick = needs_nick,
            .show_banner = show_banner};
  }
  void draw() {
    if (const auto changes = rooms.take_changes(); changes.any()) view.rows_changed(changes, rooms.store);
    Bench::draw([&](Frame& frame) { view.draw(frame, area(), model(), intents); });
  }
  void click(NodeId id) {
    const Node* node = find(id);
    ASSERT_NE(node, nullptr) << "no node " << id;
    const Rect r = node->rect;
    screen.move(r.x + r.w / 2, r.y + r.h / 2);
    draw();
    screen.press();
    draw();
    screen.release();
    draw();
  }
  void type(NodeId field, std::string value) {
    const auto end = static_cast<std::uint32_t>(value.size());
    *view.field(field) = {std::move(value), end, end, 0, 0, 0};
  }

  Rooms rooms;
  chat::Connection connection;
  chat::LinkHistory links;
  bool measures = true;
  chat::ConnectionLog log;
  chat::People people{"general"};
  std::string notice;
  bool needs_nick = false;
  bool show_banner = false;
  ChatView view;
  std::vector<Intent> intents;
};

/// Entries "entry1", "entry2", …
inline void fill_log(chat::ConnectionLog& log, int count) {
  for (int i = 1; i <= count; ++i) {
    log.add(WallTime{Duration{1'700'000'000'000}}, chat::LogEntry::Direction::in, 20, "entry" + std::to_string(i));
  }
}

}  // namespace banter::ui::test
