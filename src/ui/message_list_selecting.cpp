// The part of the message list that selects: by pointer, by keyboard, and as it is drawn.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "text/graphemes.hpp"
#include "text/ranges.hpp"
#include "text/word_boundaries.hpp"
#include "ui/message_list.hpp"
#include "ui/shown_text.hpp"

namespace banter::ui {
namespace {

constexpr float slowest = 60;  // of scrolling while dragging, CSS pixels a second …
constexpr float faster = 9;    // … and more for each pixel beyond the edge
constexpr float fastest = 6000;
constexpr Duration longest_step{50};
constexpr float margin = 8;  // around what is scrolled into view
constexpr float handle_radius = 8;
constexpr float copy_space = metric::target + 12;  // for the button that copies
constexpr float handle_reach = 24;                 // for a finger, from a handle's middle

Selection::Piece caret_piece(std::size_t index, chat::RowId row, std::size_t offset) {
  const auto at = static_cast<std::uint32_t>(offset);
  return {index, row, at, at};
}

/// The start of the cluster whose box `x` is in, on one line; the nearest when it is in none.
std::uint32_t cluster_at(text::Painter& painter, std::string_view text, const text::Layout& layout, std::size_t line,
                         float x) {
  const std::uint32_t nearest = text::offset_at(painter, text, layout, line, x);
  const std::uint32_t before = nearest > 0 ? text::cluster_start(text, nearest) : nearest;
  std::vector<text::Box> boxes;
  for (const std::uint32_t start : {nearest, before}) {
    boxes.clear();
    text::range_boxes(painter, text, layout, start, text::cluster_end(text, start), boxes);
    for (const text::Box& box : boxes) {
      if (box.line == line && x >= box.left && x < box.right) return start;
    }
  }
  // Beyond the line's end: what stands last on it.
  return nearest == layout.lines[line].start ? nearest : before;
}

}  // namespace

// ---- what others ask for ----

void MessageList::clear_selection() {
  selection_.clear();
  motions_.clear();
  goal_x_.reset();
}

void MessageList::select_all(const chat::Store& store) {
  clear_selection();
  selection_.select_all(store);
}

void MessageList::extend_selection(Motion motion) {
  if (motions_.size() < max_motions) motions_.push_back(motion);
}

bool MessageList::long_press(float x, float y) {
  const bool inside = x >= area_.x && x < area_.right() && y >= area_.y && y < area_.bottom();
  if (!inside || visible_.empty()) return false;
  long_press_ = Rect{x, y, 0, 0};
  return true;
}

bool MessageList::grip_handle(float x, float y) {
  for (const bool start : {false, true}) {
    const Handle& handle = handles_[start ? 0 : 1];
    if (!handle.drawn || std::hypot(x - handle.x, y - handle.y - handle_radius) > handle_reach) continue;
    selection_.hold(start);
    unit_ = Unit::caret;
    gripped_ = true;
    return true;
  }
  return false;
}

// ---- the pointer ----

void MessageList::press_comes(int clicks, bool shift) {
  if (presses_.size() < max_presses) presses_.push_back({clicks, shift});
}

void MessageList::begin_frame() {
  auto_scrolling_ = false;
  if (!std::exchange(drawn_, false)) presses_.clear();  // they were meant for something else
}

Selection::Piece MessageList::piece_at(Frame& frame, const chat::Store& store, float x, float y, Unit unit) {
  auto at = std::find_if(visible_.begin(), visible_.end(), [&](const VisibleRow& v) { return y < v.rect.bottom(); });
  if (at == visible_.end()) --at;
  const RowLayout& layout = layout_of(frame, store, at->index);
  const chat::Row row = store.row(at->index);
  const std::string_view text = shown_text(row, layout);
  if (unit == Unit::row) return {at->index, row.id, 0, static_cast<std::uint32_t>(text.size())};
  const float into = y - at->rect.y - layout.text_top;
  const std::size_t line = line_at(layout, into);
  const float from_left = x - at->rect.x - columns_.text_x;
  if (unit == Unit::word) {
    const std::uint32_t cluster = cluster_at(frame.painter, text, layout.text, line, from_left);
    const text::WordRange word = text::word_at(text, cluster, frame.painter);
    return {at->index, row.id, word.start, word.end};
  }
  if (into < 0) return caret_piece(at->index, row.id, 0);
  if (into >= line_top(layout, layout.text.lines.size())) return caret_piece(at->index, row.id, text.size());
  return caret_piece(at->index, row.id, text::offset_at(frame.painter, text, layout.text, line, from_left));
}

bool MessageList::over_text(float x, float y) const {
  if (x < area_.x + columns_.text_x || x >= area_.x + columns_.text_x + columns_.text_width) return false;
  return std::any_of(visible_.begin(), visible_.end(), [&](const VisibleRow& v) {
    const auto known = layouts_.find(v.id);
    if (known == layouts_.end()) return false;
    const float into = y - v.rect.y - known->second.text_top;
    return into >= 0 && into < line_top(known->second, known->second.text.lines.size());
  });
}

void MessageList::press(Frame& frame, const chat::Store& store, const Press& press) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  goal_x_.reset();
  selecting_ = true;
  by_touch_ = false;
  if (press.shift && selection_.active()) {
    selection_.extend(piece_at(frame, store, mouse.x, mouse.y, unit_));
  } else {
    unit_ = static_cast<Unit>(std::clamp(press.clicks, 1, 3));
    selection_.begin(piece_at(frame, store, mouse.x, mouse.y, unit_));
  }
}

void MessageList::select_by_pointer(Frame& frame, const chat::Store& store) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool covered = !selecting_ && io.MousePos.x >= covered_.x && io.MousePos.x < covered_.right() &&
                       io.MousePos.y >= covered_.y && io.MousePos.y < covered_.bottom();
  const Canvas::Hit hit = covered ? Canvas::Hit{} : Canvas(frame).hit(node::row_base, area_);
  const bool pressed = ImGui::IsMouseClicked(ImGuiMouseButton_Left);
  Press how;
  if (pressed && !presses_.empty()) {
    how = presses_.front();
    presses_.erase(presses_.begin());
  }
  drawn_ = true;
  auto_scrolling_ = false;
  const bool selected = selecting_;
  if (!hit.held || visible_.empty()) selecting_ = false;
  if (visible_.empty()) return;
  const bool touch = io.MouseSource == ImGuiMouseSource_TouchScreen;  // a finger scrolls, unless it has stayed a while
  if (pressed && hit.held && (!touch || std::exchange(gripped_, false))) {
    if (touch) {
      selecting_ = true;
    } else {
      press(frame, store, how);
    }
  } else if ((pressed && !hit.held && !ImGui::IsAnyItemHovered()) || (hit.clicked && touch && !selected)) {
    clear_selection();  // pressed elsewhere, or tapped
  } else if (const auto place = std::exchange(long_press_, std::nullopt)) {
    unit_ = Unit::word;
    selection_.begin(piece_at(frame, store, place->x, place->y, unit_));
    selecting_ = hit.held;
    by_touch_ = true;
  } else if (selecting_) {
    const bool scrolled = std::exchange(drag_scrolled_, false);
    scroll_by_drag(frame);
    auto_scrolling_ = auto_scrolling_ || scrolled;  // where it came to an end there is one more place to go
    if (auto_scrolling_ || io.MousePos.x != drag_x_ || io.MousePos.y != drag_y_) {
      // A finger that drags a handle is below what it means.
      const float above = by_touch_ && unit_ == Unit::caret ? metric::line : 0;
      const float y = std::clamp(io.MousePos.y - above, area_.y, area_.bottom() - 1);
      selection_.extend(piece_at(frame, store, io.MousePos.x, y, unit_));
    }
  }
  drag_x_ = io.MousePos.x;
  drag_y_ = io.MousePos.y;
  dragged_ = frame.now;
  if (selecting_ || (hit.hovered && over_text(io.MousePos.x, io.MousePos.y)))
    ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
}

void MessageList::scroll_by_drag(const Frame& frame) {
  const float y = ImGui::GetIO().MousePos.y;
  const float beyond = y < area_.y ? y - area_.y : std::max(0.0F, y - area_.bottom() + 1);
  if (beyond == 0 || !can_scroll(beyond)) return;
  auto_scrolling_ = true;
  drag_scrolled_ = true;
  const auto seconds = static_cast<float>(std::min(frame.now - dragged_, longest_step).count()) / 1000.0F;
  const float speed = std::min(fastest, slowest + faster * std::abs(beyond));
  scroll_by(std::copysign(speed * seconds, beyond));
}

// ---- the keyboard ----

void MessageList::carry_out_motions(Frame& frame, const chat::Store& store) {
  for (const Motion motion : std::exchange(motions_, {})) {
    if (store.size() == 0) return;
    if (!selection_.active()) {
      const std::size_t newest =
          visible_.empty() ? store.size() - 1 : std::min(visible_.back().index, store.size() - 1);
      selection_.begin(caret_piece(newest, store.row(newest).id, 0));
    }
    unit_ = Unit::caret;
    // Of a word or row that was pressed, the side that is farther from where it began.
    Selection::Piece focus = selection_.focus();
    if (selection_.backward()) {
      focus.end = focus.start;
    } else {
      focus.start = focus.end;
    }
    selection_.extend(moved(frame, store, focus, motion));
    reveal(frame, store, selection_.focus());
  }
}

Selection::Piece MessageList::moved(Frame& frame, const chat::Store& store, Selection::Piece focus, Motion motion) {
  const auto start_of = [&](std::size_t index) { return caret_piece(index, store.row(index).id, 0); };
  const auto end_of = [&](std::size_t index) {
    const chat::Row row = store.row(index);
    return caret_piece(index, row.id, shown_text(row, layout_of(frame, store, index)).size());
  };
  const bool has_before = focus.index > 0;
  const bool has_after = focus.index + 1 < store.size();
  if (motion == Motion::log_start) return start_of(0);
  if (motion == Motion::log_end) return end_of(store.size() - 1);

  const RowLayout& layout = layout_of(frame, store, focus.index);
  const chat::Row row = store.row(focus.index);
  const std::string_view text = shown_text(row, layout);
  const std::uint32_t at = focus.start;
  const auto to = [&](std::uint32_t offset) { return caret_piece(focus.index, row.id, offset); };
  const bool sideways = motion <= Motion::word_right;
  if (sideways) {
    goal_x_.reset();
    const bool by_word = motion == Motion::word_left || motion == Motion::word_right;
    const bool rightwards = motion == Motion::right || motion == Motion::word_right;
    if (rightwards != layout.text.right_to_left) {
      if (at >= text.size()) return has_after ? start_of(focus.index + 1) : focus;
      return to(by_word ? text::word_end_after(text, at, frame.painter) : text::cluster_end(text, at));
    }
    if (at == 0) return has_before ? end_of(focus.index - 1) : focus;
    return to(by_word ? text::word_start_before(text, at, frame.painter) : text::cluster_start(text, at));
  }

  const text::Caret caret = text::caret(frame.painter, text, layout.text, at);
  if (motion == Motion::line_start || motion == Motion::line_end) {
    goal_x_.reset();
    const text::Line& line = layout.text.lines[caret.line];
    if (motion == Motion::line_start) return to(line.start);
    if (caret.line + 1 == layout.text.lines.size() || line.end == line.start) return to(line.end);
    // Before the newline, or the space that hangs: behind it is the next line.
    const std::uint32_t last = text::cluster_start(text, line.end);
    const bool hangs = text[last] == '\n' || text[last] == '\r' || text[last] == ' ';
    return to(hangs ? std::max(last, line.start) : line.end);
  }
  if (!goal_x_) goal_x_ = caret.x;
  const auto on_line = [&](std::size_t index, std::size_t line) {
    const RowLayout& there = layout_of(frame, store, index);
    const chat::Row other = store.row(index);
    const std::string_view words = shown_text(other, there);
    line = std::min(line, there.text.lines.size() - 1);
    return caret_piece(index, other.id, text::offset_at(frame.painter, words, there.text, line, *goal_x_));
  };
  if (motion == Motion::page_up || motion == Motion::page_down) {
    const float page = std::max(metric::line, area_.h - 2 * metric::line);
    float y = layout.text_top + line_top(layout, caret.line) + (motion == Motion::page_up ? -page : page);
    std::size_t index = focus.index;
    while (y < 0 && index > 0) y += layout_of(frame, store, --index).height;
    for (float h = 0; index + 1 < store.size() && y >= (h = layout_of(frame, store, index).height); ++index) y -= h;
    const RowLayout& there = layout_of(frame, store, index);
    if (y < 0) return start_of(index);
    if (y >= there.height) return end_of(index);
    return on_line(index, line_at(there, y - there.text_top));
  }
  if (motion == Motion::up) {
    if (caret.line > 0) return on_line(focus.index, caret.line - 1);
    return has_before ? on_line(focus.index - 1, static_cast<std::size_t>(-1)) : to(0);
  }
  if (caret.line + 1 < layout.text.lines.size()) return on_line(focus.index, caret.line + 1);
  return has_after ? on_line(focus.index + 1, 0) : end_of(focus.index);
}

void MessageList::reveal(Frame& frame, const chat::Store& store, const Selection::Piece& place) {
  const RowLayout& layout = layout_of(frame, store, place.index);
  const chat::Row row = store.row(place.index);
  const std::string_view text = shown_text(row, layout);
  const text::Caret caret = text::caret(frame.painter, text, layout.text, place.start);
  const float top = layout.text_top + line_top(layout, caret.line);
  const float bottom = top + metric::line;
  const auto seen =
      std::find_if(visible_.begin(), visible_.end(), [&](const VisibleRow& v) { return v.id == place.row; });
  if (seen != visible_.end()) {
    const float y = seen->rect.y - area_.y - pending_scroll_;
    if (y + top < margin) {
      pending_scroll_ += y + top - margin;
    } else if (y + bottom > area_.h - margin) {
      pending_scroll_ += y + bottom - area_.h + margin;
    }
    return;
  }
  pending_scroll_ = 0;
  following_ = false;
  const bool above = place.index < anchor_index_;
  set_anchor(frame, store, {place.index, above ? top - margin : bottom + margin - area_.h});
}

// ---- as it is drawn ----

bool MessageList::draw_selection(const Canvas& canvas, const chat::Row& row, const RowLayout& layout, float x,
                                 float top) {
  const auto range = selection_.range();
  if (!range || layout.index < range->start.index || layout.index > range->end.index) return false;
  const std::string_view text = shown_text(row, layout);
  const auto size = static_cast<std::uint32_t>(text.size());
  const bool goes_on = layout.index < range->end.index;
  const std::uint32_t start = layout.index == range->start.index ? range->start.offset : 0;
  const std::uint32_t end = goes_on ? size : range->end.offset;
  std::vector<text::Box> boxes;
  text::range_boxes(canvas.painter(), text, layout.text, start, end, boxes);
  if (goes_on) {  // into the next row: as over a newline, so that an empty line is seen to be selected
    const std::size_t last = layout.text.lines.size() - 1;
    const text::Line& line = layout.text.lines[last];
    const float left = layout.text.right_to_left ? line.x - text::newline_width : line.x + line.width;
    boxes.push_back({last, left, left + text::newline_width});
  }
  for (const text::Box& box : boxes) {
    const float y = top + line_top(layout, box.line);
    if (y + metric::line < area_.y || y > area_.bottom()) continue;
    canvas.fill({x + box.left, y, box.right - box.left, metric::line}, canvas.theme().selection);
  }
  if (by_touch_ && !boxes.empty()) {
    const auto place = [&](std::uint32_t offset) {
      const text::Caret caret = text::caret(canvas.painter(), text, layout.text, offset);
      return Handle{x + caret.x, top + line_top(layout, caret.line) + metric::line, true};
    };
    if (layout.index == range->start.index) handles_[0] = place(start);
    if (layout.index == range->end.index) handles_[1] = place(end);
  }
  return start < end || goes_on;
}

// A finger has no Ctrl+C.
void MessageList::draw_copy_button(const Canvas& canvas, std::vector<Intent>& intents) const {
  if (!by_touch_ || selecting_ || !selection_.range()) return;
  const float w = canvas.width(text::Style::strong, "Copy") + 36;
  const Handle& start = handles_[0];
  const Handle& end = handles_[1];
  // Above what is selected, or else below, or over it when all of the view is.
  float x = area_.x + (area_.w - w) / 2;
  float y = area_.y + margin;
  if (start.drawn && start.y - metric::line - copy_space >= area_.y) {
    x = start.x - w / 2;
    y = start.y - metric::line - copy_space + margin;
  } else if (end.drawn && end.y + 2 * handle_radius + copy_space <= area_.bottom()) {
    x = end.x - w / 2;
    y = end.y + 2 * handle_radius + margin;
  }
  x = std::clamp(x, area_.x + margin, area_.right() - w - margin);
  if (canvas.button(node::copy, {std::round(x), std::round(y), w, metric::target}, "Copy", Canvas::Look::primary))
    intents.emplace_back(CopySelection{});
}

void MessageList::draw_handles(const Canvas& canvas) const {
  // Those of the last line hang below the list.
  canvas.clip({area_.x, area_.y, area_.w, area_.h + 2 * handle_radius});
  for (const Handle& handle : handles_) {
    if (!handle.drawn) continue;
    canvas.fill({handle.x - 1, handle.y - metric::line, 2, metric::line + 2}, canvas.theme().accent);
    canvas.disc(handle.x, handle.y + handle_radius, handle_radius, canvas.theme().accent);
  }
  canvas.unclip();
}

}  // namespace banter::ui
