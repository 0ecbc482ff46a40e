#include "ui/message_list.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace banter::ui {
namespace {

constexpr float far = 8;                 // views; a longer way is jumped
constexpr float shown_at = 0.25F;        // of a view, from its top: where a row that was asked for stands
constexpr int laid_out_in_any_case = 2;  // rows of a frame, so that there always is progress
constexpr int rows_at_once = 64;
constexpr std::uint64_t words_at_once = 40;  // new ones, each of which the browser measures

}  // namespace

void MessageList::changed(const chat::Changes& changes, const chat::Store& store) {
  if (!changes.any()) return;
  const bool moved = changes.inserted > 0 && heights_.size() >= changes.first &&
                     (changes.dirty != chat::Changes::none || heights_.size() + changes.inserted == store.size());
  const std::size_t next = changes.first + changes.inserted;  // the row below an insertion
  for (auto it = layouts_.begin(); it != layouts_.end();) {
    std::size_t& index = it->second.index;
    const bool touched = index >= changes.first && index < changes.end;
    if (moved && index > changes.first && index + changes.inserted < changes.dirty) {
      index += changes.inserted;
      ++it;
    } else {
      it = touched ? layouts_.erase(it) : std::next(it);
    }
  }
  if (moved) {
    if (anchor_index_ >= changes.first) anchor_index_ += changes.inserted;
    heights_.insert(changes.first, changes.inserted);
    if (next < heights_.size()) heights_.forget(next);
    if (changes.dirty != chat::Changes::none) heights_.invalidate(changes.dirty, store.size());
  } else if (changes.end != chat::Changes::none && heights_.size() == store.size()) {
    for (std::size_t i = changes.first; i < changes.end; ++i) {
      heights_.forget(i);
      revealed_.erase(store.row(i).id);  // the text is another
    }
  } else {
    heights_.invalidate(changes.first, store.size());
  }
  measured_to_ = store.size();
  selection_.changed(changes, store);
  const std::size_t known = known_size_ + changes.inserted;  // what was missing is not new
  if (!following_ && store.size() > known && (changes.inserted > 0 || changes.first >= anchor_index_))
    unseen_ += store.size() - known;
  known_size_ = store.size();
}

void MessageList::show(chat::RowId row) {
  scroll_to_end();  // whatever was on its way
  pending_row_ = row;
  mark_ = {row, std::nullopt};
}

void MessageList::scroll_to_start() {
  pending_jump_ = 0;
  pending_scroll_ = 0;
  seeking_start_ = true;
  seeking_from_ = known_size_;
}

void MessageList::scroll_to_end() {
  following_ = true;
  pending_scroll_ = 0;
  pending_jump_.reset();
  pending_row_ = chat::RowId::none;
  seeking_start_ = false;
}

bool MessageList::can_scroll(float delta) const {
  return delta > 0 ? !following_ : !at_start_ || more_above_;
}

bool MessageList::touch_begins(float x, float y, bool scrolled) {
  const Rect& t = thumb_;
  thumb_held_ = scrolled && x >= t.x && x < t.right() && y >= t.y && y < t.bottom();
  return thumb_held_;
}

const RowLayout& MessageList::layout_of(Frame& frame, const chat::Store& store, std::size_t index) {
  const chat::RowId id = store.row(index).id;
  auto [it, fresh] = layouts_.try_emplace(id);
  RowLayout& layout = it->second;
  const bool stale = fresh || layout.index != index || layout.text.generation != frame.painter.generation();
  if (!stale && !layout.provisional) return layout;
  if (laid_out_ >= laid_out_in_any_case && frame.painter.overtime()) {
    late_ = true;
    if (stale) lay_out_blank_row(frame.painter, store, index, style_, layout);
    return layout;
  }
  ++laid_out_;
  lay_out_row(frame.painter, store, index, style_, layout);
  heights_.set(index, layout.height);
  return layout;
}

void MessageList::measure_some(text::Painter& painter, const chat::Store& store) {
  if (heights_.size() != store.size()) return;
  painter.make_room();
  const std::uint64_t known = painter.stats().measured;
  for (int i = 0; i < rows_at_once && painter.stats().measured - known < words_at_once; ++i) {
    const auto row = heights_.find_unknown(measured_to_);
    if (!row) return;
    measured_to_ = *row;
    heights_.set(*row, row_height(painter, store, *row, style_, scratch_));
  }
}

void MessageList::reveal_spoilers(NodeId button) {
  for (const VisibleRow& row : visible_)
    if (node::spoiler(static_cast<NodeId>(row.id)) == button) reveal_spoilers(row.id);
}

MessageList::Position MessageList::at_end_position(Frame& frame, const chat::Store& store) {
  float room = area_.h - metric::gap;  // air below the last row
  std::size_t row = store.size();
  while (row > 0 && (room > 0 || row == store.size())) room -= layout_of(frame, store, --row).height;
  return {row, -room};  // a short list stands at the bottom: into is negative then
}

double MessageList::top_pixel() const {
  if (following_) return heights_.total() + static_cast<double>(metric::gap - area_.h);
  return heights_.top(anchor_index_) + static_cast<double>(anchor_into_);
}

void MessageList::set_anchor(Frame& frame, const chat::Store& store, Position position) {
  const RowLayout& layout = layout_of(frame, store, position.row);
  anchor_ = store.row(position.row).id;
  anchor_index_ = position.row;
  anchor_into_ = position.into;
  anchor_text_ = layout.text_top;
  anchor_height_ = layout.text.height;
}

// From the row's text, not its top: rows that came above it may have taken its header away. And as far into the text
// as before: at another width it has more lines, or fewer.
float MessageList::anchored_into(const RowLayout& layout) const {
  const float into_text = anchor_into_ - anchor_text_;
  const float share = layout.text.height / anchor_height_;
  return layout.text_top + (into_text > 0 ? into_text * share : into_text);
}

MessageList::Position MessageList::settle(Frame& frame, const chat::Store& store) {
  if (store.size() == 0) return {};
  const Position end = at_end_position(frame, store);
  if (const auto row = std::exchange(pending_row_, chat::RowId::none); row != chat::RowId::none) {
    if (const auto at = store.index_of(row, anchor_index_)) {
      set_anchor(frame, store, {*at, layout_of(frame, store, *at).header_top - area_.h * shown_at});
      following_ = false;
    }
  }
  if (pending_scroll_ != 0) seeking_start_ = false;
  if (seeking_start_) pending_jump_ = 0;
  if (std::abs(pending_scroll_) > far * area_.h) {  // passing every row on the way would lay each out
    pending_jump_ = top_pixel() + static_cast<double>(std::exchange(pending_scroll_, 0.0F));
  }
  if (pending_jump_ && *pending_jump_ >= heights_.total() - static_cast<double>(area_.h)) scroll_to_end();
  if (pending_jump_) {
    const RowHeights::At at = heights_.find(std::max(0.0, *pending_jump_));
    set_anchor(frame, store, {at.row, at.into});
    following_ = false;
    pending_jump_.reset();
  }
  if (following_ && pending_scroll_ >= 0) {
    pending_scroll_ = 0;
    return end;
  }
  Position p = end;
  if (!following_) {
    p.row = store.index_of(anchor_, anchor_index_).value_or(std::min(anchor_index_, store.size() - 1));
    p.into = anchored_into(layout_of(frame, store, p.row));
  }
  p.into += pending_scroll_;
  pending_scroll_ = 0;
  while (p.into < 0 && p.row > 0) p.into += layout_of(frame, store, --p.row).height;
  p.into = std::max(p.into, end.row == 0 ? std::min(end.into, 0.0F) : 0.0F);
  for (float h = layout_of(frame, store, p.row).height; p.into >= h && p.row + 1 < store.size();
       h = layout_of(frame, store, p.row).height) {
    p.into -= h;
    ++p.row;
  }
  if (p.row > end.row || (p.row == end.row && p.into >= end.into - 0.5F)) {
    following_ = true;
    return end;
  }
  following_ = false;
  return p;
}

void MessageList::draw(Frame& frame, const Rect& area, const chat::Store& store, std::vector<Intent>& intents) {
  if (area.w != area_.w || frame.target != style_.target || frame.painter.fonts() != fonts_) {
    fonts_ = frame.painter.fonts();
    layouts_.clear();
    heights_.invalidate(0, store.size());
    measured_to_ = store.size();
  }
  area_ = area;
  columns_ = RowColumns::of(area.w);
  style_ = {columns_, frame.utc_offset_minutes, frame.target};
  laid_out_ = 0;
  late_ = false;
  if (heights_.size() != store.size()) heights_.invalidate(0, store.size());

  const Canvas canvas(frame);
  const std::size_t size = store.size();
  if (selecting_) following_ = false;  // what comes meanwhile does not pull the text away from under the pointer
  carry_out_motions(frame, store);
  const Position top = settle(frame, store);
  if (size > 0) set_anchor(frame, store, top);
  at_start_ = top.row == 0 && top.into <= 0;
  want_older(top, store, intents);
  read_on(top, store, intents);
  mark_strength_ = mark_strength(frame);
  if (following_) unseen_ = 0;
  known_size_ = size;

  frame.mirror.add(
      {.id = node::messages, .role = Role::list, .flags = Node::focusable, .rect = area, .name = "Messages"});
  canvas.clip(area);
  canvas.text_above(layers_);
  visible_.clear();
  handles_ = {};
  const float scale = frame.painter.scale();
  float y = area.y - top.into;
  for (std::size_t i = top.row; i < size && y < area.bottom(); ++i) {
    const RowLayout& layout = layout_of(frame, store, i);
    const chat::Row row = store.row(i);
    // On whole device pixels, so that the lines of a row keep their distances while it moves.
    const Rect rect{area.x, std::round(y * scale) / scale, area.w, layout.height};
    if (layout.edge) draw_edge(frame, store, rect.y, layout.edge_height, intents);
    draw_row(frame, row, layout, rect, intents);
    visible_.push_back({row.id, i, rect});
    y += layout.height;
  }
  canvas.in_order();
  canvas.unclip();
  draw_handles(canvas);
  draw_scrollbar(frame, store);
  draw_copy_button(canvas, intents);  // first: it takes its own presses
  select_by_pointer(frame, store);
  if (frame.focused == node::messages && frame.focus_visible) {
    canvas.outline(area.inset(2, 2), frame.theme.focus, 6, 2);
  }
  if (layouts_.size() > 600) {
    for (auto it = layouts_.begin(); it != layouts_.end();) {
      const bool near = it->second.index + 100 >= top.row && it->second.index <= top.row + 200;
      it = near ? std::next(it) : layouts_.erase(it);
    }
  }
}

void MessageList::draw_scrollbar(Frame& frame, const chat::Store& store) {
  const double total = heights_.total() + static_cast<double>(metric::gap);
  const auto view = static_cast<double>(area_.h);
  thumb_ = {};
  if (total <= view || store.size() == 0) return;
  const Canvas canvas(frame);
  const Rect track{area_.right() - 12, area_.y + 2, 10, area_.h - 4};
  const float length = std::max(32.0F, track.h * static_cast<float>(view / total));
  const double scroll = top_pixel();
  const double span = std::max(1.0, total - view);
  const auto offset = static_cast<float>(std::clamp(scroll / span, 0.0, 1.0)) * (track.h - length);
  const Rect thumb{track.x, track.y + offset, track.w, length};
  thumb_ = thumb.at_least(std::max(track.w, frame.target));
  thumb_.x = area_.right() - thumb_.w;
  // A finger drags the thumb and nothing else: the track is under everybody's right thumb.
  const bool finger = pointed_by_finger();
  const Canvas::Hit hit = finger && !thumb_held_ ? Canvas::Hit{} : canvas.hit(node::messages, finger ? thumb_ : track);
  if (hit.held) {
    const float mouse = ImGui::GetIO().MousePos.y;
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) {
      drag_grip_ = mouse >= thumb.y && mouse < thumb.bottom() ? mouse - thumb.y : length / 2;
    }
    const float at = std::clamp((mouse - drag_grip_ - track.y) / std::max(1.0F, track.h - length), 0.0F, 1.0F);
    if (at >= 1) {
      scroll_to_end();
    } else {
      pending_jump_ = static_cast<double>(at) * span;
      seeking_start_ = false;
    }
  }
  const bool lively = hit.hovered || hit.held;
  const float width = lively ? 8.0F : 5.0F;
  canvas.fill({thumb.right() - width, thumb.y, width, thumb.h}, lively ? frame.theme.muted : frame.theme.control,
              width / 2);
}

}  // namespace banter::ui
