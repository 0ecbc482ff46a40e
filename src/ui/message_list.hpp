// The message log: rows of a store in a scrolling area. The scroll position is a message and a
// distance into it, not a pixel of the whole, so rows that come, change or are measured elsewhere
// never move what is being read. Only visible rows are laid out.
#pragma once

#include <array>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "chat/store.hpp"
#include "ui/canvas.hpp"
#include "ui/intent.hpp"
#include "ui/row_heights.hpp"
#include "ui/row_layout.hpp"
#include "ui/selection.hpp"

namespace banter::ui {

/// What a key does to the moving end of the selection.
enum class Motion : std::uint8_t {
  left,
  right,
  word_left,
  word_right,
  up,
  down,
  line_start,
  line_end,
  page_up,
  page_down,
  log_start,
  log_end
};

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
  /// Scrolls there with the next draw, and marks it for a moment: somebody asked for this row.
  void show(chat::RowId row);
  /// When the mark changes by itself.
  [[nodiscard]] std::optional<TimePoint> next_change() const { return mark_changes_; }
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
    std::uint32_t start, end;  ///< bytes of the message as it was written; with what hangs at its end
    Rect rect;                 ///< without what hangs
  };
  [[nodiscard]] std::vector<DrawnLine> lines(const VisibleRow& row) const;
  /// What stands over the list there takes the pointer.
  void cover(const Rect& r) { covered_ = r; }
  [[nodiscard]] const Rect& covered() const { return covered_; }
  /// Rows that came while the person was reading further up.
  [[nodiscard]] std::size_t unseen() const { return unseen_; }
  /// Shows what a row hides. The second takes the id of the mirror's button.
  void reveal_spoilers(chat::RowId row) { revealed_.insert(row); }
  void reveal_spoilers(NodeId button);
  /// The mirror's button above a row: what is missing there is wanted.
  void load_gap(NodeId button, std::vector<Intent>& intents) const;

  // ---- heights of rows that nobody has seen, so that the scrollbar is right ----
  /// Rows whose height is a guess.
  [[nodiscard]] std::size_t unmeasured() const { return area_.w > 0 ? heights_.unknown_rows() : 0; }
  /// Measures some of them, in a fraction of a millisecond unless their words are new to the painter.
  void measure_some(text::Painter& painter, const chat::Store& store);
  /// The last frame had no time for all it shows: there should be another.
  [[nodiscard]] bool late() const { return late_; }

  // ---- selection: message_list_selecting.cpp ----
  [[nodiscard]] const Selection& selection() const { return selection_; }
  void clear_selection();
  void select_all(const chat::Store& store);
  /// Moves the selection's end with the next draw, from the newest visible row's start where there is none; what it
  /// comes to is scrolled into view.
  void extend_selection(Motion motion);
  /// A finger rests at (x, y). True: the word there is selected, and the finger may go on to extend.
  bool long_press(float x, float y);
  /// A finger comes down. True: on one of the selection's handles, and it drags that. They are shown to fingers only.
  bool grip_handle(float x, float y);
  /// It scrolls by itself (a drag went over the edge) and wants frames for that. False until the next draw says so.
  [[nodiscard]] bool moving() const { return auto_scrolling_; }
  /// A press that a later frame will see, for ImGui takes events one a frame: the how manieth at its place, as the
  /// system counts, and is Shift held.
  void press_comes(int clicks, bool shift);
  /// Call in every frame, whether the list is drawn or not.
  void begin_frame();

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
                std::vector<Intent>& intents);
  void draw_note(Frame& frame, const chat::Row& row, const RowLayout& layout, const Rect& rect,
                 std::vector<Intent>& intents) const;
  void draw_status(const Canvas& canvas, const chat::Row& row, float x, float y) const;
  void draw_divider(Frame& frame, const chat::Row& row, float y, std::string_view label) const;
  // message_list_history.cpp: what is not here, and how it is asked for
  void want_older(const Position& top, const chat::Store& store, std::vector<Intent>& intents);
  void read_on(const Position& top, const chat::Store& store, std::vector<Intent>& intents) const;
  /// Of the row that was asked for; from 1, down to 0 when it has gone.
  float mark_strength(const Frame& frame);
  void draw_edge(Frame& frame, const chat::Store& store, float y, float height, std::vector<Intent>& intents) const;
  void draw_gap(Frame& frame, const chat::Row& row, float y, float height, std::vector<Intent>& intents) const;
  struct Line;
  /// True: its button was clicked.
  bool draw_line(Frame& frame, const Line& line, float y, float height) const;
  void draw_scrollbar(Frame& frame, const chat::Store& store);
  void mirror_row(Frame& frame, const chat::Row& row, const RowLayout& layout, const Rect& rect) const;
  void mirror_links(Frame& frame, const chat::Row& row, const RowLayout& layout, float x, float top) const;
  void cover_spoilers(Frame& frame, const chat::Row& row, const RowLayout& layout, float x, float top);
  [[nodiscard]] bool revealed(chat::RowId row) const { return revealed_.count(row) != 0; }

  enum class Unit : std::uint8_t { caret = 1, word, row };  // what one press stands for: as many clicks
  [[nodiscard]] Selection::Piece piece_at(Frame& frame, const chat::Store& store, float x, float y, Unit unit);
  void select_by_pointer(Frame& frame, const chat::Store& store);
  struct Press {
    int clicks = 1;
    bool shift = false;
  };
  void press(Frame& frame, const chat::Store& store, const Press& press);
  void scroll_by_drag(const Frame& frame);
  [[nodiscard]] bool over_text(float x, float y) const;
  void carry_out_motions(Frame& frame, const chat::Store& store);
  Selection::Piece moved(Frame& frame, const chat::Store& store, Selection::Piece focus, Motion motion);
  void reveal(Frame& frame, const chat::Store& store, const Selection::Piece& place);
  /// True: some of the row is selected.
  void draw_handles(const Canvas& canvas) const;
  void draw_copy_button(const Canvas& canvas, std::vector<Intent>& intents) const;
  bool draw_selection(const Canvas& canvas, const chat::Row& row, const RowLayout& layout, float x, float top);

  Rect area_;
  RowColumns columns_{};
  RowStyle style_;  // of the rows that are laid out
  RowHeights heights_{26};
  std::uint32_t fonts_ = 0;      // of the painter, when they were measured
  std::size_t measured_to_ = 0;  // where measure_some() goes on, upwards
  RowLayout scratch_;
  std::unordered_set<chat::RowId> revealed_;
  int laid_out_ = 0;  // in this frame
  bool late_ = false;
  std::unordered_map<chat::RowId, RowLayout> layouts_;
  std::vector<VisibleRow> visible_;
  ImDrawListSplitter layers_;  // only while drawing; keeps its memory
  bool following_ = true;
  bool at_start_ = true;
  bool more_above_ = false;       // at the start older rows may come
  bool whole_ = true;             // no older ones are known to exist
  std::size_t seeking_from_ = 0;  // how many there were when the start was asked for
  bool seeking_start_ = false;    // older rows are followed up to the first there is
  chat::RowId anchor_ = chat::RowId::none;
  std::size_t anchor_index_ = 0;
  float anchor_into_ = 0;
  float anchor_text_ = 0;    // where its text began, from its top, …
  float anchor_height_ = 1;  // … and how high it was
  float pending_scroll_ = 0;
  chat::RowId pending_row_ = chat::RowId::none;  // to be scrolled to
  struct Mark {
    chat::RowId row = chat::RowId::none;
    std::optional<TimePoint> since;  // none: nobody has seen it
  };
  Mark mark_;
  float mark_strength_ = 0;  // in this frame
  std::optional<TimePoint> mark_changes_;
  std::optional<double> pending_jump_;  // pixels from the top of the whole list
  std::size_t known_size_ = 0;
  std::size_t unseen_ = 0;
  float drag_grip_ = 0;
  Rect covered_;

  static constexpr std::size_t max_motions = 64;
  Selection selection_;
  std::vector<Motion> motions_;  // of keys since the last frame
  std::optional<float> goal_x_;  // where up and down keep to
  Unit unit_ = Unit::caret;
  static constexpr std::size_t max_presses = 16;
  std::vector<Press> presses_;  // that no frame has seen
  bool drawn_ = false;          // since begin_frame()
  bool selecting_ = false;      // by a pointer that is down
  bool auto_scrolling_ = false;
  bool drag_scrolled_ = false;  // in the frame before
  float drag_x_ = 0, drag_y_ = 0;
  TimePoint dragged_{};
  std::optional<Rect> long_press_;  // its place
  bool gripped_ = false;            // the finger that comes down next
  bool by_touch_ = false;           // the selection was made so: it has handles
  struct Handle {
    float x, y;  // its tip, where the text is
    bool drawn = false;
  };
  std::array<Handle, 2> handles_{};  // of the range's start and end, as last drawn
  Rect thumb_;                       // what a finger can grip of the scrollbar; empty: there is none
  bool thumb_held_ = false;          // by the finger that came down last
};

}  // namespace banter::ui
