// A message list over a room whose server tells history.
#pragma once

#include "list_bench.hpp"

namespace banter::ui::test {

/// A list over a server's room whose newest messages were told.
class HistoryBench : public ListBench {
 public:
  explicit HistoryBench(protocol::Seq first = 401, protocol::Seq last = 500, float width = 600)
      : ListBench(width, 400) {
    protocol::Welcome welcome{"u", "ann", 0};
    welcome.history = true;
    rooms.apply(welcome);
    tell(first, last, first > 1);
  }
  void tell(protocol::Seq first, protocol::Seq last, bool more, bool gap = false) {
    protocol::History history{"r", {}, more, gap};
    for (; first <= last; ++first) history.messages.push_back(message(first, "m" + std::to_string(first)));
    rooms.apply(history);
  }
  /// Carries out what the list asked for, as the app does. True: a request is under way.
  bool ask() {
    for (const Intent& intent : intents) {
      if (std::holds_alternative<LoadOlder>(intent)) rooms.store.want_older();
      const auto* gap = std::get_if<LoadGap>(&intent);
      if (gap != nullptr && gap->pressed) rooms.store.want_gap(gap->row);
      if (gap != nullptr && !gap->pressed) rooms.store.read_on(gap->row, gap->forwards);
    }
    clock += chat::Loads::pace;
    rooms.store.tick(clock);
    const auto load = rooms.store.take_load(clock);
    if (load) asked = *load;
    return load.has_value();
  }
  void answer(std::size_t most = 60) {
    const protocol::Seq low = asked.after.value_or(0) + 1;
    protocol::Seq first = low;
    protocol::Seq end = low + std::min<protocol::Seq>(most, asked.limit);
    if (asked.before) {
      end = *asked.before;
      first = std::max(low, end - std::min<protocol::Seq>(end, most));
    }
    protocol::History page{"r", {}, !asked.before || first > low, false, asked.before, asked.after};
    for (protocol::Seq seq = first; seq < end; ++seq) page.messages.push_back(message(seq, "m" + std::to_string(seq)));
    rooms.apply(page);
  }
  /// Jumps to a message that is not here, with so many on either side.
  chat::RowId jump(protocol::Seq seq, protocol::Seq beside = 50) {
    rooms.store.want_message(seq);
    clock += chat::Loads::pace;
    asked = rooms.store.take_load(clock).value();
    protocol::History page{"r", {}, true, false, asked.before, asked.after};
    for (protocol::Seq at = seq - beside; at <= seq + beside; ++at) {
      page.messages.push_back(message(at, "m" + std::to_string(at)));
    }
    rooms.apply(page);
    const chat::RowId row = rooms.store.row(rooms.store.find_message(seq).value()).id;
    list.show(row);
    return row;
  }
  void click(NodeId id) {
    const Node* button = find(id);
    ASSERT_NE(button, nullptr);
    const Rect r = button->rect;
    screen.move(r.x + r.w / 2, r.y + r.h / 2);
    draw();
    screen.press();
    draw();
    screen.release();
    draw();
  }

  TimePoint clock{Duration{1'000}};
  protocol::LoadHistory asked;
};

}  // namespace banter::ui::test
