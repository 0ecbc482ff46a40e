#include "ui/connection_panel.hpp"

#include <algorithm>
#include <cmath>

#include "text/graphemes.hpp"
#include "ui/link_plot.hpp"
#include "ui/row_layout.hpp"

namespace banter::ui {
namespace {

constexpr float least_entry_line = 30;
constexpr float payload_line = 17;
constexpr float header = 78;
constexpr float side = 14;
constexpr float foot = 8;  // air below the newest entry

std::string one_line(std::string_view text) {
  std::string out(text::prefix(text, 160));
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  return out;
}

std::string size_words(std::size_t bytes) {
  if (bytes == 0) return {};
  if (bytes < 1000) return std::to_string(bytes) + " B";
  return std::to_string((bytes + 500) / 1000) + " kB";
}

std::string with_seconds(WallTime time, int utc_offset) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count() % 60;
  return clock_time(time, utc_offset) + (seconds < 10 ? ":0" : ":") + std::to_string(seconds);
}

}  // namespace

float ConnectionPanel::entry_height(Frame& frame, const chat::LogEntry& entry, float width) {
  if (entry.number != open_) return entry_line_;
  text::lay_out(frame.painter, text::Style::mono, entry.text, width - 24, payload_);
  return entry_line_ + static_cast<float>(payload_.lines.size()) * payload_line + 10;
}

void ConnectionPanel::draw_entry(Frame& frame, const Canvas& canvas, const chat::LogEntry& entry, const Rect& r) {
  using Direction = chat::LogEntry::Direction;
  const Theme& t = frame.theme;
  const Canvas::Hit hit =
      canvas.hit(node::entry_base + static_cast<NodeId>(entry.number), {r.x, r.y, r.w, entry_line_});
  if (hit.hovered || entry.number == open_) canvas.fill(r, t.hover);
  if (hit.hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);

  const float base = r.y + canvas.baseline(text::Style::small, entry_line_);
  const bool failed = entry.direction == Direction::error;
  const Color ink = failed ? t.danger : t.text;
  canvas.text(text::Style::small, r.x + 14, base, t.muted, with_seconds(entry.time, frame.utc_offset_minutes));
  // An arrow of its own for each direction, so that colour is not all that tells them apart.
  const float ax = r.x + 80;
  const float ay = std::round(r.y + entry_line_ / 2);
  ImDrawList& list = canvas.list();
  if (entry.direction == Direction::in) {
    list.AddTriangleFilled({ax - 4, ay - 3}, {ax + 4, ay - 3}, {ax, ay + 4}, t.success);
  } else if (entry.direction == Direction::out) {
    list.AddTriangleFilled({ax - 4, ay + 3}, {ax, ay - 4}, {ax + 4, ay + 3}, t.accent_text);
  } else {
    canvas.disc(ax, ay, 3, failed ? t.danger : t.muted);
  }
  const std::string size = size_words(entry.bytes);
  const float size_width = size.empty() ? 0 : canvas.width(text::Style::small, size) + 10;
  canvas.text(text::Style::mono, r.x + 94, base, ink, one_line(entry.text), r.w - 94 - 14 - size_width);
  if (!size.empty()) canvas.text(text::Style::small, r.right() - size_width - 4, base, t.muted, size);
  if (entry.number == open_) {
    const auto first = static_cast<std::size_t>(std::max(0.0F, (area_.y - r.y - entry_line_) / payload_line));
    const auto last = first + static_cast<std::size_t>(area_.h / payload_line) + 2;
    canvas.lines(text::Style::mono, payload_, r.x + 14, r.y + entry_line_, payload_line, ink, first, last);
  }

  constexpr std::string_view words[] = {"received", "sent", "note", "error"};
  const auto number = static_cast<NodeId>(entry.number);
  const NodeId item = node::entry_item_base + number;
  const NodeId id = node::entry_base + number;
  const bool open = entry.number == open_;
  frame.mirror.add({.id = item, .parent = node::log_list, .role = Role::listitem, .rect = r, .name = {}});
  frame.mirror.add({.id = id,
                    .parent = item,
                    .role = Role::button,
                    .flags = static_cast<std::uint16_t>(Node::expandable | (open ? Node::expanded : 0)),
                    .rect = r,
                    .name = with_seconds(entry.time, frame.utc_offset_minutes) + " " +
                            std::string(words[static_cast<std::size_t>(entry.direction)]) + " " + size + ": " +
                            (open ? entry.text : one_line(entry.text))});
  if (frame.focused == id && frame.focus_visible) canvas.outline(r.inset(2, 1), t.focus, 6, 2);
  if (hit.clicked) toggle(entry.number);
}

bool ConnectionPanel::draw(Frame& frame, const Rect& r, const Model& model) {
  const chat::ConnectionLog& log = model.log;
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  frame.mirror.add({.id = node::log_panel, .role = Role::group, .rect = r, .name = "Connection log"});
  canvas.fill(r, t.surface);
  if (r.x > 0) canvas.line(r.x + 0.5F, r.y, r.x + 0.5F, r.bottom(), t.border);
  canvas.text(text::Style::title, r.x + 14, r.y + canvas.baseline(text::Style::title, metric::header), t.text,
              "Connection log", r.w - 110);
  const bool keep = !canvas.button(node::close_log, {r.right() - 76, r.y + 11, 64, 34}, "Close", Canvas::Look::quiet,
                                   {.parent = node::log_panel, .name = "Close the connection log"});
  const std::uint64_t errors = model.connection.protocol_errors;
  const std::string counts = std::to_string(log.total()) + (log.total() == 1 ? " entry, " : " entries, ") +
                             std::to_string(errors) + (errors == 1 ? " protocol error" : " protocol errors");
  canvas.text(text::Style::small, r.x + 14, r.y + 56 + canvas.baseline(text::Style::small, 18),
              errors > 0 ? t.danger : t.muted, counts, r.w - 28);
  frame.mirror.add({.id = node::log_counts,
                    .parent = node::log_panel,
                    .role = Role::paragraph,
                    .rect = {r.x + 14, r.y + 56, r.w - 28, 18},
                    .name = counts});

  const float top = header + draw_link(frame, {r.x + side, r.y + header, r.w - 2 * side, r.h - header}, model) + 8;
  entry_line_ = std::max(least_entry_line, frame.target);
  area_ = {r.x + 1, r.y + top, r.w - 1, r.h - top};
  canvas.line(area_.x, area_.y - 0.5F, area_.right(), area_.y - 0.5F, t.border);
  frame.mirror.add({.id = node::log_list,
                    .parent = node::log_panel,
                    .role = Role::list,
                    .flags = Node::focusable,
                    .rect = area_,
                    .name = "Log entries"});
  canvas.clip(area_);
  const auto& entries = log.entries();
  float total = foot;
  for (const chat::LogEntry& entry : entries)
    total += entry.number == open_ ? entry_height(frame, entry, r.w) : entry_line_;
  // Whoever reads further up, or has the focus on an entry, goes on reading the same lines.
  const bool on_entry = frame.focused >= node::entry_base && frame.focused < node::entry_base + log.total() + 1;
  if (scroll_ > 0 || on_entry) scroll_ += static_cast<float>(log.total() - seen_) * entry_line_;
  seen_ = log.total();
  reach_ = std::max(0.0F, total - area_.h);
  scroll_ = std::clamp(scroll_, 0.0F, reach_);
  float y = total < area_.h ? area_.y : area_.bottom() - total + scroll_;
  for (const chat::LogEntry& entry : entries) {
    const float h = entry.number == open_ ? entry_height(frame, entry, r.w) : entry_line_;
    if (y + h > area_.y && y < area_.bottom()) draw_entry(frame, canvas, entry, {area_.x, y, area_.w, h});
    y += h;
  }
  canvas.unclip();
  if (frame.focused == node::log_list && frame.focus_visible) canvas.outline(area_.inset(2, 2), t.focus, 6, 2);
  return keep;
}

}  // namespace banter::ui
