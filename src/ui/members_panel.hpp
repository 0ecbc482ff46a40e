// Who is in the room, as a list at the side. Only what is seen is drawn and described, and asked for as it is scrolled
// to: a room may have ten thousand members. Must not know: how they are asked for.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "ui/canvas.hpp"
#include "ui/intent.hpp"
#include "ui/model.hpp"

namespace banter::ui {

/// "1 member", "1,234 members", "Members" where it is not known.
std::string members_words(const chat::People& people);
/// For where there is little room: "7", "999", "1.2k", "10k"; empty: not known.
std::string short_count(const chat::People& people);

class MembersPanel {
 public:
  /// False: its close button was clicked.
  bool draw(Frame& frame, const Rect& r, const Model& model, std::vector<Intent>& intents);
  /// It is shown from now on, from the top.
  void open() {
    scroll_ = 0;
    asked_ = 0;
  }
  /// CSS pixels, positive downwards. False: it is at that end already.
  bool scroll_by(float delta) {
    const float before = scroll_;
    scroll_ = std::clamp(scroll_ + delta, 0.0F, reach_);
    return scroll_ != before;
  }
  [[nodiscard]] bool can_scroll(float delta) const { return delta > 0 ? scroll_ < reach_ : scroll_ > 0; }
  [[nodiscard]] const Rect& area() const { return area_; }

 private:
  void draw_row(Frame& frame, const Model& model, std::size_t index, std::size_t count, const Rect& r) const;

  Rect area_;
  float scroll_ = 0;
  float reach_ = 0;        // how far it goes
  std::size_t asked_ = 0;  // how many were asked for; a multiple of a page
};

}  // namespace banter::ui
