#include "ui/chat_view.hpp"

#include <algorithm>
#include <cmath>

#include "ui/status_views.hpp"

namespace banter::ui {
namespace {

constexpr float panel_width = 380;
constexpr float side_by_side = 760;  // from this width on the log stands beside the messages
constexpr int composer_lines = 6;

bool within(const Rect& r, float x, float y) {
  return x >= r.x && x < r.right() && y >= r.y && y < r.bottom();
}

bool blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

void ChatView::draw(Frame& frame, const Rect& area, const Model& model, std::vector<Intent>& intents) {
  asking_nick_ = model.needs_nick;
  draw_header(frame, {area.x, area.y, area.w, metric::header}, model);
  Rect body{area.x, area.y + metric::header, area.w, area.h - metric::header};
  if (model.needs_nick) {
    nick_form_.draw(frame, body, model, intents);
    return;
  }

  Rect panel{};
  if (log_open_) {
    const bool beside = body.w >= side_by_side;
    panel = beside ? Rect{body.right() - panel_width, body.y, panel_width, body.h} : body;
    body.w -= beside ? panel_width : 0;
  }
  if (!log_open_ || panel.x > body.x) {
    if (const float h = banner_height(model); h > 0) {
      draw_banner(frame, model, {body.x, body.y, body.w, h}, intents);
      body.y += h;
      body.h -= h;
    }
    const bool narrow = body.w < metric::narrow;
    const float side = narrow ? 10.0F : 20.0F;
    const float send = 76;
    const float text_width = body.w - 2 * side - send - 8 - 32;
    const float composer_height =
        composer_.wanted_height(frame.painter, text_width, composer_lines) + 22 + 2 * (narrow ? 10.0F : 14.0F);
    const Rect list{body.x, body.y, body.w, std::max(40.0F, body.h - composer_height)};
    if (model.store.size() == 0) draw_empty(frame, model, list);
    list_.draw(frame, list, model.store, intents);
    draw_jump_pill(frame, list);
    draw_composer(frame, {body.x, list.bottom(), body.w, body.bottom() - list.bottom()}, intents);
  }
  if (log_open_ && !panel_.draw(frame, panel, model.connection, model.log)) log_open_ = false;
}

void ChatView::draw_header(Frame& frame, const Rect& r, const Model& model) {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  canvas.fill(r, t.surface);
  canvas.line(r.x, r.bottom() - 0.5F, r.right(), r.bottom() - 0.5F, t.border);
  const float middle = r.y + r.h / 2;
  const bool narrow = r.w < metric::narrow;
  const std::string name = "#" + std::string(model.room);
  // Right to left on the screen, but in the mirror the title is read first.
  const float log_width = canvas.width(text::Style::strong, "Log") + 28;
  const Rect log{r.right() - log_width - 12, middle - 17, log_width, 34};
  const float pill_right = model.needs_nick ? r.right() - 16 : log.x - 10;
  const float pill_width =
      narrow ? 24 : canvas.width(text::Style::small, connection_words(model.connection, frame.now)) + 34;
  float room = pill_right - pill_width - r.x - 32;
  const float title = std::min(room, canvas.width(text::Style::title, name));
  frame.mirror.add({.id = node::title, .role = Role::heading, .rect = {r.x + 20, r.y, title, r.h}, .name = name});
  const float base = r.y + canvas.baseline(text::Style::title, r.h);
  canvas.text(text::Style::title, r.x + 20, base, t.text, name, room);
  room -= title + 14;
  if (!narrow && !model.needs_nick && room > 60) {
    canvas.text(text::Style::small, r.x + 20 + title + 14, base, t.muted, "as " + std::string(model.nick), room);
  }
  draw_connection_pill(frame, model, pill_right, middle, narrow);
  if (model.needs_nick) return;
  const auto flags = static_cast<std::uint16_t>(Node::expandable | (log_open_ ? Node::expanded : 0));
  if (canvas.button(node::toggle_log, log, "Log", log_open_ ? Canvas::Look::primary : Canvas::Look::quiet,
                    {.flags = flags}))
    log_open_ = !log_open_;
}

void ChatView::draw_composer(Frame& frame, const Rect& r, std::vector<Intent>& intents) {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  const bool narrow = r.w < metric::narrow;
  const float side = narrow ? 10.0F : 20.0F;
  const float pad = narrow ? 10.0F : 14.0F;
  if (!list_.at_end()) canvas.line(r.x, r.y + 0.5F, r.right(), r.y + 0.5F, t.border);
  const Rect box{r.x + side, r.y + pad, r.w - 2 * side, r.h - 2 * pad};
  const bool focused = frame.focused == node::composer;
  canvas.fill(box, t.raised, 12);
  canvas.outline(box, focused ? t.accent : t.border, 12, focused ? 2.0F : 1.0F);
  const float send = 76;
  composer_.draw(frame, {box.x + 16, box.y + 11, box.w - send - 8 - 32, box.h - 22});
  const bool ready = !blank(composer_.state.value);
  if (canvas.button(node::send, {box.right() - send - 5, box.bottom() - 39, send, 34}, "Send", Canvas::Look::primary,
                    {.enabled = ready})) {
    submit(node::composer, intents);
  }
}

void ChatView::draw_jump_pill(Frame& frame, const Rect& list) {
  if (list_.at_end()) return;
  const Canvas canvas(frame);
  const std::size_t n = list_.unseen();
  const std::string label = n == 0 ? "Jump to latest" : std::to_string(n) + (n == 1 ? " new message" : " new messages");
  const float w = canvas.width(text::Style::strong, label) + 36;
  const Rect r{std::round(list.x + (list.w - w) / 2), list.bottom() - 48, w, 36};
  if (canvas.button(node::jump_to_latest, r, label, Canvas::Look::primary)) list_.scroll_to_end();
}

void ChatView::activate(NodeId id, std::vector<Intent>& intents) {
  switch (id) {
    case node::send:
      submit(node::composer, intents);
      return;
    case node::join:
      nick_form_.submit(intents);
      return;
    case node::toggle_log:
      log_open_ = !log_open_;
      return;
    case node::close_log:
      log_open_ = false;
      return;
    case node::jump_to_latest:
      list_.scroll_to_end();
      return;
    case node::reconnect:
      intents.emplace_back(ReconnectNow{});
      return;
    default:
      break;
  }
  if (id >= node::entry_base) {
    panel_.toggle(id - node::entry_base);
  } else if (id >= node::discard_base) {
    intents.emplace_back(DiscardMessage{static_cast<chat::RowId>(id - node::discard_base)});
  } else if (id >= node::retry_base) {
    intents.emplace_back(RetryMessage{static_cast<chat::RowId>(id - node::retry_base)});
  }
}

void ChatView::submit(NodeId id, std::vector<Intent>& intents) {
  if (id == node::nick_field) nick_form_.submit(intents);
  if (id == node::composer && !blank(composer_.state.value)) {
    intents.emplace_back(SendMessage{composer_.state.value});
    list_.scroll_to_end();
  }
}

void ChatView::key(NodeId id, Key key) {
  if (key == Key::escape) {
    log_open_ = false;
    return;
  }
  if (id == node::log_list) {
    panel_.scroll_by(key == Key::up          ? -60.0F
                     : key == Key::down      ? 60.0F
                     : key == Key::page_up   ? -400.0F
                     : key == Key::page_down ? 400.0F
                     : key == Key::home      ? -1e6F
                                             : 1e6F);
    return;
  }
  // From a composer of one line the log is leafed through.
  if (id != node::messages && !(id == node::composer && (key == Key::page_up || key == Key::page_down))) return;
  switch (key) {
    case Key::up:
      list_.scroll_by(-3 * metric::line);
      break;
    case Key::down:
      list_.scroll_by(3 * metric::line);
      break;
    case Key::page_up:
      list_.scroll_pages(-1);
      break;
    case Key::page_down:
      list_.scroll_pages(1);
      break;
    case Key::home:
      list_.scroll_to_start();
      break;
    case Key::end:
      list_.scroll_to_end();
      break;
    case Key::escape:
      break;
  }
}

FieldState* ChatView::field(NodeId id) {
  if (id == node::composer) return &composer_.state;
  if (id == node::nick_field) return &nick_form_.field.state;
  return nullptr;
}

void ChatView::field_touched(NodeId id, TimePoint now) {
  if (id == node::composer) composer_.touched(now);
  if (id == node::nick_field) nick_form_.field.touched(now);
}

bool ChatView::can_scroll(float x, float y, float delta) const {
  if (asking_nick_) return false;
  if (log_open_ && within(panel_.area(), x, y)) return panel_.can_scroll(delta);
  return within(list_.area(), x, y) && list_.can_scroll(delta);
}

bool ChatView::wheel(float x, float y, float delta) {
  if (!can_scroll(x, y, delta)) return false;
  if (log_open_ && within(panel_.area(), x, y)) {
    panel_.scroll_by(delta);
  } else {
    list_.scroll_by(delta);
  }
  return true;
}

bool ChatView::long_press(float /*x*/, float /*y*/) {
  return false;
}

std::optional<TimePoint> ChatView::next_change(const Frame& frame, const Model& model) const {
  std::optional<TimePoint> next = composer_.next_blink(frame);
  const auto sooner = [&](std::optional<TimePoint> t) {
    if (t && (!next || *t < *next)) next = t;
  };
  sooner(nick_form_.field.next_blink(frame));
  if (model.connection.link == chat::Link::waiting && model.connection.retry_at) {
    const Duration left = *model.connection.retry_at - frame.now;
    if (left > Duration{0}) sooner(frame.now + Duration{(left.count() - 1) % 1000 + 1});
  }
  return next;
}

}  // namespace banter::ui
