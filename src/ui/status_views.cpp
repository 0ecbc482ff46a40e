#include "ui/status_views.hpp"

#include <algorithm>
#include <cmath>

#include "text/layout.hpp"

namespace banter::ui {
namespace {

using chat::Link;

constexpr std::size_t banner_lines = 4;  // the mirror has all
constexpr float banner_side = 20;
constexpr float bubbles = 60;  // height of the picture in an empty room, with the air below it

/// Its shape tells the state as well: a disc, a ring, a cross.
void draw_lamp(const Canvas& canvas, Link link, float x, float y) {
  const Theme& t = canvas.theme();
  switch (link) {
    case Link::open:
      return canvas.disc(x, y, 4, t.success);
    case Link::idle:
    case Link::connecting:
    case Link::slow:
    case Link::waiting:
      canvas.list().AddCircle({x, y}, 4, t.warning, 0, 2);
      return;
    case Link::offline:
    case Link::stopped:
      break;
  }
  canvas.line(x - 4, y - 4, x + 4, y + 4, t.danger, 2);
  canvas.line(x - 4, y + 4, x + 4, y - 4, t.danger, 2);
}

/// Each line in the middle of `r`'s width.
void centred_lines(const Canvas& canvas, text::Style style, const text::Layout& layout, const Rect& r, Color color) {
  for (std::size_t i = 0; i < layout.lines.size(); ++i) {
    const text::Line& line = layout.lines[i];
    canvas.lines(style, layout, std::round(r.x + (r.w - line.width) / 2 - line.x), r.y, metric::line, color, i, i + 1);
  }
}

std::string banner_words(const Model& model, TimePoint now) {
  const chat::Connection& c = model.connection;
  std::string words;
  switch (c.link) {
    case Link::offline:
      return "You are offline. Messages are kept and sent when the network is back.";
    case Link::stopped:
      words = "Not connected.";
      break;
    case Link::waiting:
      words = connection_words(c, now) + ".";
      break;
    case Link::slow:
    case Link::connecting:
      words = "Trying to connect…";
      break;
    default:
      break;
  }
  if (!c.reason.empty()) words += " " + c.reason;
  return words;
}

}  // namespace

std::string connection_words(const chat::Connection& connection, TimePoint now) {
  switch (connection.link) {
    case Link::idle:
      return "Not connected";
    case Link::connecting:
      return "Connecting…";
    case Link::slow:
      return "Still connecting…";
    case Link::open:
      return "Connected";
    case Link::waiting: {
      const Duration left = connection.retry_at ? *connection.retry_at - now : Duration{0};
      const auto seconds = (left.count() + 999) / 1000;
      return seconds > 0 ? "Reconnecting in " + std::to_string(seconds) + " s" : "Reconnecting…";
    }
    case Link::offline:
      return "Offline";
    case Link::stopped:
      return "Disconnected";
  }
  return {};
}

void draw_connection_pill(Frame& frame, const Model& model, float right, float middle, bool compact) {
  const Canvas canvas(frame);
  const std::string words = connection_words(model.connection, frame.now);
  const float w = compact ? 24 : canvas.width(text::Style::small, words) + 34;
  const Rect r{right - w, middle - 13, w, 26};
  if (!compact) {
    canvas.fill(r, frame.theme.raised, 13);
    canvas.outline(r, frame.theme.border, 13);
    canvas.text(text::Style::small, r.x + 24, r.y + canvas.baseline(text::Style::small, r.h), frame.theme.muted, words);
  }
  draw_lamp(canvas, model.connection.link, r.x + 13, middle);
  frame.mirror.add({.id = node::connection, .role = Role::status, .rect = r, .name = words});
}

namespace {

struct Banner {
  std::string words;
  std::string_view label;  // of its button; empty: it has none
  float button = 0;        // its width
  text::Layout layout;

  [[nodiscard]] std::size_t lines() const { return std::min(banner_lines, layout.lines.size()); }
};

Banner banner_of(Frame& frame, const Model& model, float width) {
  Banner banner;
  if (model.notice.empty()) {
    const Link link = model.connection.link;
    banner.words = banner_words(model, frame.now);
    banner.label = link == Link::stopped ? "Try again" : link == Link::offline ? "Try anyway" : "Reconnect now";
    banner.button = frame.painter.measure(text::Style::strong, banner.label) + 28;
  } else {
    banner.words = model.notice;
  }
  const float room = width - 2 * banner_side - (banner.button > 0 ? banner.button + 12 : 0);
  text::lay_out(frame.painter, text::Style::body, banner.words, room, banner.layout);
  return banner;
}

}  // namespace

float banner_height(Frame& frame, const Model& model, float width) {
  if (!model.show_banner && model.notice.empty()) return 0;
  return static_cast<float>(banner_of(frame, model, width).lines()) * metric::line + metric::line;
}

void draw_banner(Frame& frame, const Model& model, const Rect& r, std::vector<Intent>& intents) {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  const bool severe = !model.notice.empty() || model.connection.link == Link::stopped;
  const Banner banner = banner_of(frame, model, r.w);
  canvas.fill(r, severe ? t.danger_surface : t.warning_surface);
  canvas.line(r.x, r.bottom() - 0.5F, r.right(), r.bottom() - 0.5F, t.border);
  frame.mirror.add({.id = node::banner, .role = Role::group, .rect = r, .name = banner.words});
  if (!banner.label.empty() &&
      canvas.button(node::reconnect,
                    {r.right() - banner.button - 12, std::round(r.y + (r.h - 32) / 2), banner.button, 32}, banner.label,
                    Canvas::Look::quiet, {.parent = node::banner})) {
    intents.emplace_back(ReconnectNow{});
  }
  canvas.lines(text::Style::body, banner.layout, r.x + banner_side, r.y + metric::line / 2, metric::line, t.text, 0,
               banner.lines());
}

void draw_empty(Frame& frame, const Model& model, const Rect& r) {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  const bool open = model.connection.link == Link::open;
  std::string head = "No messages yet";
  std::string body = "Say hello to #" + std::string(model.room) + ".";
  if (!open) {
    const bool starting = model.connection.link == Link::connecting || model.connection.link == Link::slow ||
                          model.connection.link == Link::idle;
    head = starting ? connection_words(model.connection, frame.now) : "No connection";
    body = starting                                 ? "Messages appear here as soon as the server answers."
           : model.connection.link == Link::stopped ? "What you write is kept while this page is open."
                                                    : "What you write is kept and sent when the connection is back.";
  }
  const float width = std::min(420.0F, r.w - 32);
  const float left = r.x + (r.w - width) / 2;
  text::Layout hint;
  text::lay_out(frame.painter, text::Style::body, body, width, hint);
  const float whole = 32 + static_cast<float>(hint.lines.size()) * metric::line;
  const bool hinted = r.h >= whole;  // on a low screen the banner has said as much
  const float words = hinted ? whole : 28;
  const bool pictured = r.h >= words + bubbles + 24;
  float y = std::round(std::max(r.y, r.y + (r.h - words - (pictured ? bubbles : 0)) * 0.45F));
  if (pictured) {  // two speech bubbles, drawn: there is no icon font
    const float x = r.x + r.w / 2;
    canvas.fill({x - 30, y, 42, 30}, with_alpha(t.accent, 60), 9);
    canvas.fill({x - 10, y + 14, 42, 30}, with_alpha(t.accent, 150), 9);
    for (int i = 0; i < 3; ++i) canvas.disc(x + 2 + static_cast<float>(i) * 9, y + 29, 2.2F, t.background);
    y += bubbles;
  }
  const Rect top{left, y, width, 28};
  canvas.centred(text::Style::title, top, t.text, head);
  frame.mirror.add({.id = node::empty_head, .role = Role::paragraph, .rect = top, .name = std::move(head)});
  if (!hinted) return;
  const Rect rest{left, y + 32, width, words - 32};
  centred_lines(canvas, text::Style::body, hint, rest, t.muted);
  frame.mirror.add({.id = node::empty_hint, .role = Role::paragraph, .rect = rest, .name = std::move(body)});
}

}  // namespace banter::ui
