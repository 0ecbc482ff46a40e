#include "ui/status_views.hpp"

#include <algorithm>
#include <cmath>

namespace banter::ui {
namespace {

using chat::Link;

Color link_color(const Theme& t, Link link) {
  switch (link) {
    case Link::open:
      return t.success;
    case Link::idle:
    case Link::connecting:
    case Link::slow:
    case Link::waiting:
      return t.warning;
    case Link::offline:
    case Link::stopped:
      break;
  }
  return t.danger;
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
  const Color color = link_color(frame.theme, model.connection.link);
  const std::string words = connection_words(model.connection, frame.now);
  const float w = compact ? 24 : canvas.width(text::Style::small, words) + 34;
  const Rect r{right - w, middle - 13, w, 26};
  if (!compact) {
    canvas.fill(r, frame.theme.raised, 13);
    canvas.outline(r, frame.theme.border, 13);
    canvas.text(text::Style::small, r.x + 24, r.y + canvas.baseline(text::Style::small, r.h), frame.theme.muted, words);
  }
  canvas.disc(r.x + 13, middle, 4, color);
  frame.mirror.add({.id = node::connection, .role = Role::status, .rect = r, .name = words});
}

float banner_height(const Model& model) {
  return model.show_banner || !model.notice.empty() ? 44.0F : 0.0F;
}

void draw_banner(Frame& frame, const Model& model, const Rect& r, std::vector<Intent>& intents) {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  const bool severe = !model.notice.empty() || model.connection.link == Link::stopped;
  const std::string words = model.notice.empty() ? banner_words(model, frame.now) : std::string(model.notice);
  canvas.fill(r, severe ? t.danger_surface : t.warning_surface);
  canvas.line(r.x, r.bottom() - 0.5F, r.right(), r.bottom() - 0.5F, t.border);
  frame.mirror.add({.id = node::banner, .role = Role::group, .rect = r, .name = words});
  float room = r.w - 40;
  if (model.notice.empty()) {
    const Link link = model.connection.link;
    const std::string_view label = link == Link::stopped   ? "Try again"
                                   : link == Link::offline ? "Try anyway"
                                                           : "Reconnect now";
    const float w = canvas.width(text::Style::strong, label) + 28;
    if (canvas.button(node::reconnect, {r.right() - w - 12, r.y + 6, w, 32}, label, Canvas::Look::quiet,
                      {.parent = node::banner})) {
      intents.emplace_back(ReconnectNow{});
    }
    room -= w + 12;
  }
  canvas.text(text::Style::body, r.x + 20, r.y + canvas.baseline(text::Style::body, r.h), t.text, words, room);
}

void draw_empty(Frame& frame, const Model& model, const Rect& r) {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  const bool open = model.connection.link == Link::open;
  const float middle = r.y + r.h / 2 - 20;
  // Two speech bubbles, drawn: there is no icon font.
  const float x = r.x + r.w / 2;
  canvas.fill({x - 30, middle - 62, 42, 30}, with_alpha(t.accent, 60), 9);
  canvas.fill({x - 10, middle - 48, 42, 30}, with_alpha(t.accent, 150), 9);
  for (int i = 0; i < 3; ++i) canvas.disc(x + 2 + static_cast<float>(i) * 9, middle - 33, 2.2F, t.background);

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
  canvas.centred(text::Style::title, {r.x + 16, middle, r.w - 32, 28}, t.text, head);
  canvas.centred(text::Style::body, {r.x + 16, middle + 32, r.w - 32, 24}, t.muted, body);
}

}  // namespace banter::ui
