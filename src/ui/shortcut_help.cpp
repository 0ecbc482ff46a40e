#include "ui/shortcut_help.hpp"

#include <array>
#include <cmath>
#include <string>
#include <vector>

namespace banter::ui {
namespace {

constexpr float side = 14;
constexpr float heading = 38;
constexpr float line = 34;

struct Shortcut {
  std::string_view what;
  std::array<std::string_view, 2> keys;
};
struct Group {
  std::string_view name;
  std::array<Shortcut, 8> shortcuts;
};
constexpr Group groups[] = {
    {"While writing",
     {{{"Send the message", {"Enter"}}, {"Start a new line", {"Shift+Enter"}}, {"Edit the last own message", {"↑"}}}}},
    {"In the messages",
     {{{"Scroll", {"↑", "↓"}},
       {"Scroll by a page", {"Page Up", "Page Down"}},
       {"To the first, to the latest", {"Home", "End"}},
       {"To the room's beginning at once", {"Ctrl+Home"}},
       {"Select", {"Shift+↑", "Shift+↓"}},
       {"Select by a page", {"Shift+Page Up", "Shift+Page Down"}},
       {"Select all, copy", {"Ctrl+A", "Ctrl+C"}},
       {"Back to writing", {"Esc"}}}}},
    {"Everywhere",
     {{{"Next control, previous one", {"Tab", "Shift+Tab"}},
       {"Close this or the log", {"Esc"}},
       {"Show these shortcuts", {"Ctrl+/"}}}}},
};

void draw_key(const Canvas& canvas, std::string_view key, const Rect& r) {
  const Theme& t = canvas.theme();
  canvas.fill(r, t.raised, 6);
  canvas.outline(r, t.border, 6);
  canvas.centred(text::Style::small, r, t.text, key);
}

void draw_shortcut(const Canvas& canvas, const Shortcut& shortcut, const Rect& r) {
  float right = r.right();
  for (auto key = shortcut.keys.rbegin(); key != shortcut.keys.rend(); ++key) {
    if (key->empty()) continue;
    const float w = std::max(26.0F, std::ceil(canvas.width(text::Style::small, *key)) + 14);
    draw_key(canvas, *key, {right - w, std::round(r.y + (r.h - 24) / 2), w, 24});
    right -= w + 6;
  }
  canvas.text(text::Style::body, r.x, r.y + canvas.baseline(text::Style::body, r.h), canvas.theme().text, shortcut.what,
              right - r.x - 4);
}

std::string words_of(const Shortcut& shortcut) {
  std::string words(shortcut.what);
  words.append(": ").append(shortcut.keys[0]);
  if (!shortcut.keys[1].empty()) words.append(", ").append(shortcut.keys[1]);
  return words;
}

}  // namespace

bool ShortcutHelp::draw(Frame& frame, const Rect& r) {
  constexpr std::string_view title = "Keyboard shortcuts";
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  frame.mirror.add({.id = node::help_panel, .role = Role::dialog, .rect = r, .name = std::string(title)});
  canvas.fill(r, t.surface);
  if (r.x > 0) canvas.line(r.x + 0.5F, r.y, r.x + 0.5F, r.bottom(), t.border);
  frame.mirror.add({.id = node::help_title,
                    .parent = node::help_panel,
                    .role = Role::heading,
                    .rect = {r.x + side, r.y, r.w - 110, metric::header},
                    .name = std::string(title)});
  canvas.text(text::Style::title, r.x + side, r.y + canvas.baseline(text::Style::title, metric::header), t.text, title,
              r.w - 110);
  const bool keep = !canvas.button(node::close_help, {r.right() - 76, r.y + 11, 64, 34}, "Close", Canvas::Look::quiet,
                                   {.parent = node::help_panel, .name = "Close the shortcuts"});

  area_ = {r.x + 1, r.y + metric::header, r.w - 1, r.h - metric::header};
  canvas.line(area_.x, area_.y - 0.5F, area_.right(), area_.y - 0.5F, t.border);
  frame.mirror.add({.id = node::help_body,
                    .parent = node::help_panel,
                    .role = Role::group,
                    .flags = Node::focusable,
                    .rect = area_,
                    .name = "Shortcuts"});
  canvas.clip(area_);
  float y = area_.y - scroll_;
  NodeId id = node::help_base;
  for (const Group& group : groups) {
    const NodeId list = id++;
    const float top = y;
    y += heading;
    canvas.text(text::Style::small, r.x + side, y - 8, t.muted, group.name);
    std::vector<Node> items;
    for (const Shortcut& shortcut : group.shortcuts) {
      if (shortcut.what.empty()) continue;
      const Rect row{r.x + side, y, r.w - 2 * side, line};
      draw_shortcut(canvas, shortcut, row);
      items.push_back({.id = id++, .parent = list, .role = Role::listitem, .rect = row, .name = words_of(shortcut)});
      y += line;
    }
    frame.mirror.add({.id = list,
                      .parent = node::help_body,
                      .role = Role::list,
                      .rect = {r.x + side, top, r.w - 2 * side, y - top},
                      .name = std::string(group.name)});
    for (Node& each : items) frame.mirror.add(std::move(each));
  }
  canvas.unclip();
  if (frame.focused == node::help_body && frame.focus_visible) canvas.outline(area_.inset(2, 2), t.focus, 6, 2);
  reach_ = std::max(0.0F, y + side + scroll_ - area_.bottom());
  scroll_ = std::min(scroll_, reach_);
  return keep;
}

}  // namespace banter::ui
