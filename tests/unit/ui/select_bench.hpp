// A message list that is pressed, dragged over and walked by keys.
#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include "list_bench.hpp"
#include "ui/selected_text.hpp"

namespace banter::ui::test {

inline constexpr float narrow = headless::FixedGlyphs::narrow;

class SelectBench : public ListBench {
 public:
  using ListBench::ListBench;

  [[nodiscard]] std::string selected() const {
    const auto range = list.selection().range();
    return range ? selected_text(rooms.store, *range, utc_offset).text : std::string();
  }
  /// The middle of the line's box before cluster `column` of a text that runs left to right. CSS pixels.
  [[nodiscard]] std::pair<float, float> place(std::size_t index, std::size_t line, float column) const {
    for (const auto& v : list.visible()) {
      if (v.index != index) continue;
      const Rect r = list.lines(v).at(line).rect;
      return {r.x + column * narrow, r.y + r.h / 2};
    }
    ADD_FAILURE() << "row " << index << " is not visible";
    return {0, 0};
  }
  void move(std::pair<float, float> to) {
    screen.move(to.first, to.second);
    draw();
    draw();
  }
  void press(std::pair<float, float> at) {
    move(at);
    screen.press();
    draw();
  }
  void release() {
    screen.release();
    draw();
    draw();
  }
  void drag(std::pair<float, float> from, std::pair<float, float> to) {
    press(from);
    move(to);
    release();
  }
  void click(std::pair<float, float> at, int times = 1) {
    for (int i = 1; i <= times; ++i) {
      list.press_comes(i, shift_);
      press(at);
      release();
    }
  }
  void shift(bool down) { shift_ = down; }
  void keys(std::initializer_list<Motion> motions) {
    for (const Motion motion : motions) {
      list.extend_selection(motion);
      draw();
    }
    draw();
  }

 private:
  bool shift_ = false;
};

}  // namespace banter::ui::test
