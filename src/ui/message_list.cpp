#include "ui/message_list.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "text/graphemes.hpp"

namespace banter::ui {
namespace {

constexpr float far = 8;  // views; a longer way is jumped

/// The pointer is a finger's: it does not hover, it passes.
bool by_finger() {
  return ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen;
}

}  // namespace

void MessageList::changed(const chat::Changes& changes, const chat::Store& store) {
  if (!changes.any()) return;
  for (auto it = layouts_.begin(); it != layouts_.end();) {
    it = it->second.index >= changes.first ? layouts_.erase(it) : std::next(it);
  }
  heights_.invalidate(changes.first, store.size());
  if (!following_ && store.size() > known_size_ && changes.first >= anchor_index_)
    unseen_ += store.size() - known_size_;
  known_size_ = store.size();
}

void MessageList::scroll_to_start() {
  pending_jump_ = 0;
  pending_scroll_ = 0;
}

void MessageList::scroll_to_end() {
  following_ = true;
  pending_scroll_ = 0;
  pending_jump_.reset();
}

bool MessageList::can_scroll(float delta) const {
  return delta > 0 ? !following_ : !at_start_;
}

bool MessageList::touch_begins(float x, float y, bool scrolled) {
  const Rect& t = thumb_;
  thumb_held_ = scrolled && x >= t.x && x < t.right() && y >= t.y && y < t.bottom();
  return thumb_held_;
}

const RowLayout& MessageList::layout_of(Frame& frame, const chat::Store& store, std::size_t index) {
  const chat::RowId id = store.row(index).id;
  auto [it, fresh] = layouts_.try_emplace(id);
  if (fresh || it->second.index != index || it->second.text.generation != frame.painter.generation()) {
    lay_out_row(frame.painter, store, index, columns_, frame.utc_offset_minutes, frame.target, it->second);
    heights_.set(index, it->second.height);
  }
  return it->second;
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
  anchor_lines_ = layout.text.lines.size();
}

// From the row's text, not its top: rows that came above it may have taken its header away. And as far into the text
// as before: at another width it has more lines, or fewer.
float MessageList::anchored_into(const RowLayout& layout) const {
  const float into_text = anchor_into_ - anchor_text_;
  const float share = static_cast<float>(layout.text.lines.size()) / static_cast<float>(anchor_lines_);
  return layout.text_top + (into_text > 0 ? into_text * share : into_text);
}

MessageList::Position MessageList::settle(Frame& frame, const chat::Store& store) {
  if (store.size() == 0) return {};
  const Position end = at_end_position(frame, store);
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
  if (area.w != area_.w || frame.target != target_) {
    layouts_.clear();
    heights_.invalidate(0, store.size());
  }
  area_ = area;
  target_ = frame.target;
  columns_ = RowColumns::of(area.w);
  if (heights_.size() != store.size()) heights_.invalidate(0, store.size());

  const Canvas canvas(frame);
  const std::size_t size = store.size();
  const Position top = settle(frame, store);
  if (size > 0) set_anchor(frame, store, top);
  at_start_ = top.row == 0 && top.into <= 0;
  if (following_) unseen_ = 0;
  known_size_ = size;

  frame.mirror.add(
      {.id = node::messages, .role = Role::list, .flags = Node::focusable, .rect = area, .name = "Messages"});
  canvas.clip(area);
  visible_.clear();
  const float scale = frame.painter.scale();
  float y = area.y - top.into;
  for (std::size_t i = top.row; i < size && y < area.bottom(); ++i) {
    const RowLayout& layout = layout_of(frame, store, i);
    const chat::Row row = store.row(i);
    // On whole device pixels, so that the lines of a row keep their distances while it moves.
    const Rect rect{area.x, std::round(y * scale) / scale, area.w, layout.height};
    draw_row(frame, row, layout, rect, intents);
    visible_.push_back({row.id, i, rect});
    y += layout.height;
  }
  canvas.unclip();
  draw_scrollbar(frame, store);
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

std::vector<MessageList::DrawnLine> MessageList::lines(const VisibleRow& row) const {
  std::vector<DrawnLine> out;
  const auto known = layouts_.find(row.id);
  if (known == layouts_.end()) return out;
  float y = row.rect.y + known->second.text_top;
  for (const text::Line& line : known->second.text.lines) {
    out.push_back({line.start, line.end, {row.rect.x + columns_.text_x + line.x, y, line.width, metric::line}});
    y += metric::line;
  }
  return out;
}

void MessageList::draw_divider(const Canvas& canvas, float y, std::string_view label, Color color) const {
  const float middle = std::round(y + 24) + 0.5F;
  const float w = canvas.width(text::Style::small, label);
  const float x = area_.x + (area_.w - w) / 2;
  canvas.line(area_.x + columns_.avatar_x, middle, x - 12, middle, canvas.theme().border);
  canvas.line(x + w + 12, middle, area_.right() - columns_.avatar_x, middle, canvas.theme().border);
  canvas.text(text::Style::small, x, middle - 9 + canvas.baseline(text::Style::small, 18), color, label);
}

void MessageList::draw_row(Frame& frame, const chat::Row& row, const RowLayout& layout, const Rect& rect,
                           std::vector<Intent>& intents) const {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Rect body{rect.x, rect.y + layout.header_top - (layout.header ? 6.0F : 1.0F), rect.w,
                  rect.h - layout.header_top + (layout.header ? 8.0F : 3.0F)};
  const bool hovered = ImGui::IsWindowHovered() && !by_finger() && mouse.y >= body.y && mouse.y < body.bottom() &&
                       mouse.x >= area_.x && mouse.x < area_.right() && mouse.y >= area_.y && mouse.y < area_.bottom();
  if (hovered) canvas.fill(body, t.hover);

  float divider = rect.y;
  if (layout.gap) {
    draw_divider(canvas, divider, "Some messages are missing here", t.warning);
    divider += 40;
  }
  if (layout.day) draw_divider(canvas, divider, day_name(row.time, frame.wall, frame.utc_offset_minutes), t.muted);

  const std::string_view author = row.author.empty() ? std::string_view("Someone") : row.author;
  const float x = rect.x + columns_.text_x;
  const std::string time = clock_time(row.time, frame.utc_offset_minutes);
  if (layout.header) {
    const std::size_t hue = color_index(author);
    const float r = columns_.avatar_size / 2;
    const Rect face{rect.x + columns_.avatar_x, std::round(rect.y + layout.header_top) + 2, 2 * r, 2 * r};
    canvas.disc(face.x + r, face.y + r, r, t.avatars[hue]);
    canvas.centred(text::Style::strong, face, rgb(0xFFFFFF), author.substr(0, text::cluster_end(author, 0)));
    const float base = rect.y + layout.header_top + canvas.baseline(text::Style::strong, metric::line);
    const float w = canvas.text(text::Style::strong, x, base, t.names[hue], author, columns_.text_width - 60);
    canvas.text(text::Style::small, x + w + 8, base, t.muted, time);
  } else if (hovered && columns_.avatar_size >= metric::avatar) {
    const float base = rect.y + layout.text_top + canvas.baseline(text::Style::body, metric::line);
    canvas.text(text::Style::small, rect.x + columns_.avatar_x, base, t.muted, time);
  }
  const Color ink = row.delivery == chat::Delivery::pending || layout.failed ? t.muted : t.text;
  // Only lines inside the area: one message may be taller than the screen.
  const float top = rect.y + layout.text_top;
  const auto first = static_cast<std::size_t>(std::max(0.0F, std::floor((area_.y - top) / metric::line)));
  const auto last = static_cast<std::size_t>(std::max(0.0F, std::ceil((area_.bottom() - top) / metric::line)));
  canvas.lines(text::Style::body, layout.text, x, top, metric::line, ink, first, last);
  if (row.own()) {
    draw_status(canvas, row, rect.x + columns_.status_x,
                top + static_cast<float>(layout.text.lines.size()) * metric::line - metric::line / 2);
  }
  mirror_row(frame, row, layout, rect);

  if (layout.failed) {
    const float y = rect.y + layout.failure_top + 3 + std::max(0.0F, (frame.target - 26) / 2);
    const auto number = static_cast<NodeId>(row.id);
    const float base = y + canvas.baseline(text::Style::small, 22);
    const std::string why = row.error.empty() ? "Not sent." : "Not sent. " + std::string(row.error);
    const float w = canvas.text(text::Style::small, x, base, t.danger, why, columns_.text_width - 120);
    const NodeId item = node::row_base + number;
    const std::string which = ": " + std::string(text::prefix(row.text, 40));
    if (canvas.button(node::retry_base + number, {x + w + 10, y, 44, 22}, "Retry", Canvas::Look::link,
                      {.parent = item, .name = "Retry" + which})) {
      intents.emplace_back(RetryMessage{row.id});
    }
    if (canvas.button(node::discard_base + number, {x + w + 58, y, 52, 22}, "Discard", Canvas::Look::link,
                      {.parent = item, .name = "Discard" + which})) {
      intents.emplace_back(DiscardMessage{row.id});
    }
  }
}

void MessageList::draw_status(const Canvas& canvas, const chat::Row& row, float x, float y) const {
  const Theme& t = canvas.theme();
  ImDrawList& list = canvas.list();
  x = std::round(x);
  y = std::round(y);
  if (row.delivery == chat::Delivery::sent) {
    const ImVec2 tick[] = {{x - 5, y}, {x - 1.5F, y + 3.5F}, {x + 5, y - 4}};
    list.AddPolyline(tick, 3, t.success, 0, 1.6F);
  } else if (row.delivery == chat::Delivery::pending) {
    list.AddCircle({x, y}, 5, t.muted, 0, 1.4F);
    const ImVec2 hands[] = {{x, y - 3}, {x, y}, {x + 2.5F, y}};
    list.AddPolyline(hands, 3, t.muted, 0, 1.4F);
  } else {
    list.AddCircleFilled({x, y}, 7, t.danger);
    list.AddLine({x, y - 3.5F}, {x, y + 1}, t.background, 1.8F);
    list.AddCircleFilled({x, y + 3.5F}, 1.2F, t.background);
  }
}

void MessageList::mirror_row(Frame& frame, const chat::Row& row, const RowLayout& layout, const Rect& rect) const {
  std::string name(row.author.empty() ? std::string_view("Someone") : row.author);
  const std::string time = clock_time(row.time, frame.utc_offset_minutes);
  if (!time.empty()) name += ", " + time;
  name += ": ";
  name += row.text;
  const std::string state = delivery_words(row);
  if (!state.empty()) name += " (" + state + ")";
  frame.mirror.add({.id = node::row_base + static_cast<NodeId>(row.id),
                    .parent = node::messages,
                    .role = Role::listitem,
                    .position = static_cast<int>(layout.index + 1),
                    .set_size = static_cast<int>(known_size_),
                    .rect = rect,
                    .name = std::move(name)});
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
  const bool finger = by_finger();
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
    }
  }
  const bool lively = hit.hovered || hit.held;
  const float width = lively ? 8.0F : 5.0F;
  canvas.fill({thumb.right() - width, thumb.y, width, thumb.h}, with_alpha(frame.theme.muted, lively ? 200 : 110),
              width / 2);
}

}  // namespace banter::ui
