// The message log: rows of a store in a scrolling area. The scroll position is a message and a
// distance into it, not a pixel of the whole, so rows that come, change or are measured elsewhere
// never move what is being read. Only visible rows are laid out.
#pragma once

#include <optional>
#include <unordered_map>
#include <vector>

#include "chat/store.hpp"
#include "ui/canvas.hpp"
#include "ui/intent.hpp"
#include "ui/row_heights.hpp"
#include "ui/row_layout.hpp"

namespace banter::ui {

class MessageList {
 public:
  /// Rows of the store changed; call before the next draw.
  void changed(const chat::Changes& changes, const chat::Store& store);
  void draw(Frame& frame, const Rect& area, const chat::Store& store, std::vector<Intent>& intents);

  /// CSS pixels; positive: towards the end.
  void scroll_by(float delta) { pending_scroll_ += delta; }
  /// In views: 1 is one page towards the end.
  void scroll_pages(float pages) { pending_scroll_ += pages * (area_.h - 2 * metric::line); }
  void scroll_to_start();
  void scroll_to_end();
  /// A wheel step of `delta` would move the list: it is not at that end already.
  [[nodiscard]] bool can_scroll(float delta) const;
  /// A finger comes down. True: on the scrollbar's thumb, which it then drags. `scrolled`: the list moved just now.
  bool touch_begins(float x, float y, bool scrolled);
  [[nodiscard]] bool at_end() const { return following_; }
  [[nodiscard]] const Rect& area() const { return area_; }

  struct VisibleRow {
    chat::RowId id;
    std::size_t index;
    Rect rect;
  };
  [[nodiscard]] const std::vector<VisibleRow>& visible() const { return visible_; }
  /// A line of a visible row's text.
  struct DrawnLine {
    std::uint32_t start, end;  ///< bytes of the text; with what hangs at its end
    Rect rect;                 ///< without what hangs
  };
  [[nodiscard]] std::vector<DrawnLine> lines(const VisibleRow& row) const;
  /// Rows that came while the person was reading further up.
  [[nodiscard]] std::size_t unseen() const { return unseen_; }

 private:
  struct Position {
    std::size_t row = 0;
    float into = 0;  // pixels of the row above the area's top
  };
  const RowLayout& layout_of(Frame& frame, const chat::Store& store, std::size_t index);
  [[nodiscard]] double top_pixel() const;
  Position settle(Frame& frame, const chat::Store& store);
  void set_anchor(Frame& frame, const chat::Store& store, Position position);
  [[nodiscard]] float anchored_into(const RowLayout& layout) const;
  Position at_end_position(Frame& frame, const chat::Store& store);
  void draw_row(Frame& frame, const chat::Row& row, const RowLayout& layout, const Rect& rect,
                std::vector<Intent>& intents) const;
  void draw_status(const Canvas& canvas, const chat::Row& row, float x, float y) const;
  void draw_divider(const Canvas& canvas, float y, std::string_view label, Color color) const;
  void draw_scrollbar(Frame& frame, const chat::Store& store);
  void mirror_row(Frame& frame, const chat::Row& row, const RowLayout& layout, const Rect& rect) const;

  Rect area_;
  RowColumns columns_{};
  float target_ = 0;  // Frame::target that the rows were laid out for
  RowHeights heights_{26};
  std::unordered_map<chat::RowId, RowLayout> layouts_;
  std::vector<VisibleRow> visible_;
  bool following_ = true;
  bool at_start_ = true;
  chat::RowId anchor_ = chat::RowId::none;
  std::size_t anchor_index_ = 0;
  float anchor_into_ = 0;
  float anchor_text_ = 0;         // where its text began, from its top, …
  std::size_t anchor_lines_ = 1;  // … and how many lines it had
  float pending_scroll_ = 0;
  std::optional<double> pending_jump_;  // pixels from the top of the whole list
  std::size_t known_size_ = 0;
  std::size_t unseen_ = 0;
  float drag_grip_ = 0;
  Rect thumb_;               // what a finger can grip of the scrollbar; empty: there is none
  bool thumb_held_ = false;  // by the finger that came down last
};

}  // namespace banter::ui
