// The keys one can use, as a sheet at the side: a dialog that is not modal (WAI-ARIA APG), what it helps with stays in
// reach. Must not know: what the keys do.
#pragma once

#include <algorithm>

#include "ui/canvas.hpp"

namespace banter::ui {

class ShortcutHelp {
 public:
  /// False: its close button was clicked.
  bool draw(Frame& frame, const Rect& r);
  /// CSS pixels, positive downwards. False: it is at that end already.
  bool scroll_by(float delta) {
    const float before = scroll_;
    scroll_ = std::clamp(scroll_ + delta, 0.0F, reach_);
    return scroll_ != before;
  }
  [[nodiscard]] bool can_scroll(float delta) const { return delta > 0 ? scroll_ < reach_ : scroll_ > 0; }
  void scroll_to_start() { scroll_ = 0; }
  [[nodiscard]] const Rect& area() const { return area_; }

 private:
  Rect area_;
  float scroll_ = 0;
  float reach_ = 0;  // how far it goes
};

}  // namespace banter::ui
