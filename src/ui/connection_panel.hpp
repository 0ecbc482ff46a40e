// The connection log: what passed over the wire, newest last; a click unfolds a payload.
#pragma once

#include <string>
#include <unordered_map>

#include "chat/connection.hpp"
#include "ui/canvas.hpp"

namespace banter::ui {

class ConnectionPanel {
 public:
  /// False: its close button was clicked.
  bool draw(Frame& frame, const Rect& r, const chat::Connection& connection, const chat::ConnectionLog& log);
  /// From the mirror: unfolds or folds the entry.
  void toggle(std::uint64_t entry) { open_ = open_ == entry ? 0 : entry; }
  void scroll_by(float delta) { scroll_ -= delta; }
  [[nodiscard]] const Rect& area() const { return area_; }

 private:
  [[nodiscard]] float entry_height(Frame& frame, const chat::LogEntry& entry, float width);
  void draw_entry(Frame& frame, const Canvas& canvas, const chat::LogEntry& entry, const Rect& r);

  Rect area_;
  std::uint64_t open_ = 0;  // number of the unfolded entry; 0: none
  float scroll_ = 0;        // pixels from the end
  text::Layout payload_;    // of the unfolded entry
};

}  // namespace banter::ui
