// The part of the message list that draws a row and says what it is to those who do not see it.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>
#include <utility>

#include "text/graphemes.hpp"
#include "text/language.hpp"
#include "text/ranges.hpp"
#include "ui/message_list.hpp"
#include "ui/rich_text.hpp"
#include "ui/shown_text.hpp"

namespace banter::ui {

std::vector<MessageList::DrawnLine> MessageList::lines(const VisibleRow& row) const {
  std::vector<DrawnLine> out;
  const auto known = layouts_.find(row.id);
  if (known == layouts_.end()) return out;
  const RowLayout& layout = known->second;
  const float top = row.rect.y + layout.text_top;
  const auto in_message = [&](std::uint32_t shown) {
    return layout.markup ? layout.markup->source_offset(shown) : shown;
  };
  for (const text::Line& line : layout.text.lines) {
    out.push_back({in_message(line.start),
                   in_message(line.end),
                   {row.rect.x + columns_.text_x + line.x, top + line.y, line.width, text::line_height}});
  }
  return out;
}

void MessageList::draw_divider(Frame& frame, const chat::Row& row, float y, std::string_view label) const {
  const Canvas canvas(frame);
  frame.mirror.add({.id = node::divider(static_cast<NodeId>(row.id), false),
                    .parent = node::messages,
                    .role = Role::listitem,
                    .rect = {area_.x, y, area_.w, 40},
                    .name = std::string(label)});
  const float middle = std::round(y + 24) + 0.5F;
  const float w = canvas.width(text::Style::small, label);
  const float x = area_.x + (area_.w - w) / 2;
  canvas.line(area_.x + columns_.avatar_x, middle, x - 12, middle, canvas.theme().border);
  canvas.line(x + w + 12, middle, area_.right() - columns_.avatar_x, middle, canvas.theme().border);
  canvas.text(text::Style::small, x, middle - 9 + canvas.baseline(text::Style::small, 18), canvas.theme().muted, label);
}

void MessageList::draw_row(Frame& frame, const chat::Row& row, const RowLayout& layout, const Rect& rect,
                           std::vector<Intent>& intents) {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Rect body{rect.x, rect.y + layout.header_top - (layout.header ? 6.0F : 1.0F), rect.w,
                  rect.h - layout.header_top + (layout.header ? 8.0F : 3.0F)};
  const bool hovered = ImGui::IsWindowHovered() && !pointed_by_finger() && mouse.y >= body.y &&
                       mouse.y < body.bottom() && mouse.x >= area_.x && mouse.x < area_.right() && mouse.y >= area_.y &&
                       mouse.y < area_.bottom();
  if (hovered) canvas.fill(body, t.hover);
  if (row.id == mark_.row && mark_strength_ > 0) {
    const auto faded = [this](Color color) {
      return with_alpha(color, static_cast<std::uint32_t>(mark_strength_ * 255));
    };
    canvas.fill(body, faded(t.hover));
    canvas.fill({body.x, body.y, 4, body.h}, faded(t.accent), 2);
  }

  const float gap = rect.y + layout.edge_height;
  if (layout.gap) draw_gap(frame, row, gap, layout.gap_height, intents);
  if (layout.day)
    draw_divider(frame, row, gap + layout.gap_height, day_name(row.time, frame.wall, frame.utc_offset_minutes));

  const std::string_view author = row.author.empty() ? std::string_view("Someone") : row.author;
  const float x = rect.x + columns_.text_x;
  const std::string time = clock_time(row.time, frame.utc_offset_minutes);
  if (layout.header) {
    const std::size_t hue = color_index(author);
    const float r = columns_.avatar_size / 2;
    const Rect face{rect.x + columns_.avatar_x, std::round(rect.y + layout.header_top) + 2, 2 * r, 2 * r};
    canvas.disc(face.x + r, face.y + r, r, t.avatars[hue]);
    canvas.centred(text::Style::strong, face, t.on_avatar, author.substr(0, text::cluster_end(author, 0)));
    const float base = rect.y + layout.header_top + canvas.baseline(text::Style::strong, metric::line);
    const float w = canvas.text(text::Style::strong, x, base, t.names[hue], author, columns_.text_width - 60);
    canvas.text(text::Style::small, x + w + 8, base, t.muted, time);
  } else if (hovered && columns_.avatar_size >= metric::avatar) {
    const float base = rect.y + layout.text_top + canvas.baseline(text::Style::body, metric::line);
    canvas.text(text::Style::small, rect.x + columns_.avatar_x, base, t.muted, time);
  }
  const float top = rect.y + layout.text_top;
  const bool selected = draw_selection(canvas, row, layout, x, top);
  const bool faint = row.delivery == chat::Delivery::pending || layout.failed || layout.queued || row.deleted;
  const Color ink = faint && !selected ? t.muted : t.text;
  // Only lines inside the area: one message may be taller than the screen.
  const std::size_t first = line_at(layout, area_.y - top);
  const std::size_t last = line_at(layout, area_.bottom() - top) + 1;
  if (layout.markup) {
    draw_markup(canvas, *layout.markup, layout.text, x, top, columns_.text_width, ink, first, last, revealed(row.id));
  } else {
    canvas.lines(text::Style::body, layout.text, x, top, text::line_height, ink, first, last);
  }
  if (row.own() || row.edited) {
    draw_status(canvas, row, rect.x + columns_.status_x, top + layout.text.lines.back().y + text::line_height / 2);
  }
  mirror_row(frame, row, layout, rect);
  if (layout.markup) {
    mirror_links(frame, row, layout, x, top);
    cover_spoilers(frame, row, layout, x, top);
  }

  if (layout.failed || layout.queued) draw_note(frame, row, layout, rect, intents);
}

/// Of an own message that failed or waits: why, and what can be done about it.
void MessageList::draw_note(Frame& frame, const chat::Row& row, const RowLayout& layout, const Rect& rect,
                            std::vector<Intent>& intents) const {
  struct Action {
    NodeId base;
    std::string_view label;
    float width;
    Intent intent;
  };
  const std::array failed{Action{node::retry_base, "Retry", 44, RetryMessage{row.id}},
                          Action{node::copy_base, "Copy", 44, CopyMessage{row.id}},
                          Action{node::discard_base, "Discard", 56, DiscardMessage{row.id}}};
  const std::array queued{Action{node::rewrite_base, "Edit", 40, EditMessage{row.id}},
                          Action{node::discard_base, "Cancel", 52, DiscardMessage{row.id}}};
  const std::span<const Action> actions = layout.failed ? std::span<const Action>(failed) : queued;
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  float width = 0;
  for (const Action& action : actions) width += action.width + 4;
  const bool below = columns_.avatar_size < metric::avatar;
  const float x = rect.x + columns_.text_x;
  const float y = rect.y + layout.note_top + 3 + std::max(0.0F, (frame.target - 26) / 2);
  std::string words = "Waiting to be sent.";
  if (layout.failed) words = row.error.empty() ? "Not sent." : "Not sent. " + std::string(row.error);
  const float w =
      canvas.text(text::Style::small, x, y + canvas.baseline(text::Style::small, 22),
                  layout.failed ? t.danger : t.muted, words, columns_.text_width - (below ? 0 : width + 10));
  float left = below ? x - 8 : x + w + 10;
  const float top = below ? y + 22 : y;
  const auto number = static_cast<NodeId>(row.id);
  const std::string which = ": " + std::string(text::prefix(row.text, 40));
  for (const Action& action : actions) {
    if (canvas.button(action.base + number, {left, top, action.width, 22}, action.label, Canvas::Look::link,
                      {.parent = node::row_base + number, .name = std::string(action.label) + which})) {
      intents.push_back(action.intent);
    }
    left += action.width + 4;
  }
}

void MessageList::draw_status(const Canvas& canvas, const chat::Row& row, float x, float y) const {
  const Theme& t = canvas.theme();
  ImDrawList& list = canvas.list();
  x = std::round(x);
  y = std::round(y);
  if (row.edited) {
    // A pencil, and what it wrote.
    const ImVec2 pencil[] = {{x - 3, y + 4}, {x - 3, y + 1}, {x + 3, y - 5}, {x + 6, y - 2}, {x, y + 4}};
    list.AddPolyline(pencil, 5, t.muted, ImDrawFlags_Closed, 1.3F);
    list.AddLine({x - 6, y + 6.5F}, {x + 1, y + 6.5F}, t.muted, 1.3F);
  } else if (row.delivery == chat::Delivery::sent) {
    const ImVec2 tick[] = {{x - 5, y}, {x - 1.5F, y + 3.5F}, {x + 5, y - 4}};
    list.AddPolyline(tick, 3, t.success, 0, 1.6F);
  } else if (row.delivery == chat::Delivery::queued) {
    for (const float dx : {-4.0F, 0.0F, 4.0F}) list.AddCircleFilled({x + dx, y}, 1.3F, t.muted);
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
  if (layout.markup) {
    name += spoken(*layout.markup, revealed(row.id));
  } else {
    name += row.text;
  }
  const std::string state = delivery_words(row);
  if (!state.empty()) name += " (" + state + ")";
  frame.mirror.add({.id = node::row_base + static_cast<NodeId>(row.id),
                    .parent = node::messages,
                    .role = Role::listitem,
                    .position = static_cast<int>(layout.index + 1),
                    .set_size = whole_ ? static_cast<int>(known_size_) : -1,
                    .rect = rect,
                    .name = std::move(name),
                    .lang = text::language(row.text)});
}

void MessageList::mirror_links(Frame& frame, const chat::Row& row, const RowLayout& layout, float x, float top) const {
  const std::string_view text = shown_text(row, layout);
  const NodeId item = node::row_base + static_cast<NodeId>(row.id);
  NodeId next = 0;
  std::vector<text::Box> boxes;
  for (const Stretch& link : links(*layout.markup)) {
    boxes.clear();
    text::range_boxes(frame.painter, text, layout.text, link.start, link.end, boxes);
    NodeId whole = node::none;
    for (const text::Box& box : boxes) {
      const Rect rect{x + box.left, top + line_top(layout, box.line), box.right - box.left, text::line_height};
      if (rect.bottom() <= area_.y || rect.y >= area_.bottom() || next == node::links_per_row) continue;
      const NodeId id = node::link(item, next++);
      Node node{.id = id, .parent = item, .role = Role::link, .rect = rect};
      if (whole == node::none) {
        node.name = text.substr(link.start, link.end - link.start);
        node.href = layout.markup->links[link.link - 1U];
        whole = id;
      } else {
        node.parent = whole;
        node.role = Role::piece;
      }
      frame.mirror.add(std::move(node));
    }
    if (whole != node::none && frame.focus_visible && frame.focused == whole) {
      for (const text::Box& box : boxes) {
        Canvas(frame).focus_ring(
            {x + box.left, top + line_top(layout, box.line) + 3, box.right - box.left, text::line_height - 5}, 2);
      }
    }
  }
}

void MessageList::cover_spoilers(Frame& frame, const chat::Row& row, const RowLayout& layout, float x, float top) {
  if (revealed(row.id)) return;
  const NodeId id = node::spoiler(static_cast<NodeId>(row.id));
  const std::string_view text = shown_text(row, layout);
  const Canvas canvas(frame);
  bool first = true;
  int part = 0;
  std::vector<text::Box> boxes;
  for (const Stretch& hidden : spoilers(*layout.markup)) {
    boxes.clear();
    text::range_boxes(frame.painter, text, layout.text, hidden.start, hidden.end, boxes);
    for (const text::Box& box : boxes) {
      const Rect rect{x + box.left, top + line_top(layout, box.line), box.right - box.left, text::line_height};
      ImGui::PushID(part++);
      if (canvas.hit(id, rect).clicked) reveal_spoilers(row.id);
      ImGui::PopID();
      if (!std::exchange(first, false)) continue;
      frame.mirror.add({.id = id,
                        .parent = node::row_base + static_cast<NodeId>(row.id),
                        .role = Role::button,
                        .rect = rect,
                        .name = "Show what is hidden"});
      if (frame.focused == id && frame.focus_visible) canvas.focus_ring(rect.inset(0, 2), 3);
    }
  }
}

}  // namespace banter::ui
