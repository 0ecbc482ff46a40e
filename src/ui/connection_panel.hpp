// The connection log: what passed over the wire, newest last; a click unfolds a payload.
#pragma once

#include <algorithm>
#include <string>
#include <unordered_map>

#include "chat/connection.hpp"
#include "ui/canvas.hpp"
#include "ui/model.hpp"

namespace banter::ui {

class ConnectionPanel {
 public:
  /// False: its close button was clicked.
  bool draw(Frame& frame, const Rect& r, const Model& model);
  /// From the mirror: unfolds or folds the entry.
  void toggle(std::uint64_t entry) { open_ = open_ == entry ? 0 : entry; }
  /// CSS pixels, positive towards the newest. False: it is at that end already.
  bool scroll_by(float delta) {
    const float before = scroll_;
    scroll_ = std::clamp(scroll_ - delta, 0.0F, reach_);
    return scroll_ != before;
  }
  [[nodiscard]] bool can_scroll(float delta) const { return delta > 0 ? scroll_ > 0 : scroll_ < reach_; }
  [[nodiscard]] const Rect& area() const { return area_; }

 private:
  [[nodiscard]] float entry_height(Frame& frame, const chat::LogEntry& entry, float width);
  void draw_entry(Frame& frame, const Canvas& canvas, const chat::LogEntry& entry, const Rect& r);

  Rect area_;
  float entry_line_ = 0;    // the height of a folded entry
  std::uint64_t open_ = 0;  // number of the unfolded entry; 0: none
  float scroll_ = 0;        // pixels from the end
  float reach_ = 0;         // how far it goes
  std::uint64_t seen_ = 0;  // entries there were when it was last drawn
  text::Layout payload_;    // of the unfolded entry
};

}  // namespace banter::ui
