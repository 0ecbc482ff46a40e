#include "ui/chat_view.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/status_views.hpp"

namespace banter::ui {
namespace {

constexpr float panel_width = 380;
constexpr float side_by_side = 760;  // from this width on the log stands beside the messages

bool within(const Rect& r, float x, float y) {
  return x >= r.x && x < r.right() && y >= r.y && y < r.bottom();
}

std::optional<Motion> motion_of(Key key, bool by_word) {
  switch (key) {
    case Key::up:
      return Motion::up;
    case Key::down:
      return Motion::down;
    case Key::left:
      return by_word ? Motion::word_left : Motion::left;
    case Key::right:
      return by_word ? Motion::word_right : Motion::right;
    case Key::page_up:
      return Motion::page_up;
    case Key::page_down:
      return Motion::page_down;
    case Key::home:
      return by_word ? Motion::log_start : Motion::line_start;
    case Key::end:
      return by_word ? Motion::log_end : Motion::line_end;
    default:
      return std::nullopt;
  }
}

}  // namespace

void ChatView::draw(Frame& frame, const Rect& area, const Model& model, std::vector<Intent>& intents) {
  asking_nick_ = model.needs_nick;
  list_.begin_frame();
  draw_header(frame, {area.x, area.y, area.w, metric::header}, model, intents);
  Rect body{area.x, area.y + metric::header, area.w, area.h - metric::header};
  if (model.needs_nick) {
    nick_form_.draw(frame, body, model, intents);
    return;
  }

  Rect panel{};
  if (panel_ != Panel::none) {
    const bool beside = body.w >= side_by_side;
    panel = beside ? Rect{body.right() - panel_width, body.y, panel_width, body.h} : body;
    body.w -= beside ? panel_width : 0;
  }
  list_shown_ = panel_ == Panel::none || panel.x > body.x;
  if (list_shown_) {
    if (const float h = banner_height(frame, model, body.w); h > 0) {
      draw_banner(frame, model, {body.x, body.y, body.w, h}, intents);
      body.y += h;
      body.h -= h;
    }
    const float composer_height = composer_.wanted_height(frame, body.w, body.h, model);
    const Rect list{body.x, body.y, body.w, std::max(40.0F, body.h - composer_height)};
    if (model.store.size() == 0) draw_empty(frame, model, list);
    list_.draw(frame, list, model.store, intents);
    draw_jump_pill(frame, list);
    composer_.draw(frame, {body.x, list.bottom(), body.w, body.bottom() - list.bottom()}, model, !list_.at_end(),
                   intents);
  }
  if ((panel_ == Panel::log && !log_.draw(frame, panel, model)) ||
      (panel_ == Panel::help && !help_.draw(frame, panel)) ||
      (panel_ == Panel::members && !members_.draw(frame, panel, model, intents)))
    close_panel(frame.focused, intents);
  reveal(frame);
}

void ChatView::reveal(const Frame& frame) {
  if (std::exchange(revealed_, frame.focused) == frame.focused || !frame.focus_visible) return;
  const auto& nodes = frame.mirror.described();
  const auto find = [&](NodeId id) {
    return std::find_if(nodes.begin(), nodes.end(), [id](const Node& n) { return n.id == id; });
  };
  const auto focused = find(frame.focused);
  const auto item = focused == nodes.end() ? focused : find(focused->parent);
  if (item == nodes.end()) return;
  const auto past = [&](const Rect& area) {
    constexpr float air = 6;
    return std::min(0.0F, focused->rect.y - air - area.y) +
           std::max(0.0F, focused->rect.bottom() + air - area.bottom());
  };
  if (item->parent == node::messages) list_.scroll_by(past(list_.area()));
  if (item->parent == node::log_list) log_.scroll_by(past(log_.area()));
}

void ChatView::draw_header(Frame& frame, const Rect& r, const Model& model, std::vector<Intent>& intents) {
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
  const Rect help{log.x - 8 - 34, log.y, 34, 34};
  const bool tells = !model.needs_nick && model.people.tells_members();
  const float buttons = !tells ? help.x : draw_members_button(frame, r, help.x - 8, model, intents);
  const float pill_right = model.needs_nick ? r.right() - 16 : buttons - 10;
  const float pill_width =
      narrow ? 24 : canvas.width(text::Style::small, connection_words(model.connection, frame.now)) + 34;
  float room = pill_right - pill_width - r.x - 32;
  const float title = std::min(room, canvas.width(text::Style::title, name));
  frame.mirror.add({.id = node::title, .role = Role::heading, .rect = {r.x + 20, r.y, title, r.h}, .name = name});
  const float base = r.y + canvas.baseline(text::Style::title, r.h);
  canvas.text(text::Style::title, r.x + 20, base, t.text, name, room);
  room -= title + 14;
  if (!narrow && !model.needs_nick && room > 60) {
    const std::string as = "as " + std::string(model.nick);
    canvas.text(text::Style::small, r.x + 20 + title + 14, base, t.muted, as, room);
    frame.mirror.add(
        {.id = node::nick, .role = Role::paragraph, .rect = {r.x + 34 + title, r.y, room, r.h}, .name = as});
  }
  draw_connection_pill(frame, model, pill_right, middle, narrow);
  if (model.needs_nick) return;
  const auto button = [&](NodeId id, const Rect& place, std::string_view label, Panel panel, std::string_view called) {
    const bool shown = panel_ == panel;
    const auto flags = static_cast<std::uint16_t>(Node::expandable | (shown ? Node::expanded : 0));
    if (canvas.button(id, place, label, shown ? Canvas::Look::primary : Canvas::Look::quiet,
                      {.name = called, .flags = flags}))
      toggle(panel, frame.focused, intents);
  };
  button(node::toggle_help, help, "?", Panel::help, "Keyboard shortcuts");
  button(node::toggle_log, log, "Log", Panel::log, {});
}

float ChatView::draw_members_button(Frame& frame, const Rect& header, float right, const Model& model,
                                    std::vector<Intent>& intents) {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  const std::string count = short_count(model.people);
  const float words = count.empty() ? 0 : canvas.width(text::Style::strong, count) + 6;
  const float w = std::ceil(words) + 36;
  const Rect r{right - w, header.y + header.h / 2 - 17, w, 34};
  const bool shown = panel_ == Panel::members;
  const auto flags = static_cast<std::uint16_t>(Node::expandable | (shown ? Node::expanded : 0));
  const std::string name = members_words(model.people);
  const bool clicked = canvas.button(node::toggle_members, r, {}, shown ? Canvas::Look::primary : Canvas::Look::quiet,
                                     {.name = name, .flags = flags});
  // Head and shoulders, drawn: there is no icon font.
  const Color ink = shown ? t.on_accent : t.on_button;
  const float x = r.x + 18;
  const float y = r.y + 17;
  canvas.disc(x, y - 4, 3.5F, ink);
  canvas.list().PathArcTo({x, y + 7}, 6.5F, 3.14159265F, 2 * 3.14159265F);
  canvas.list().PathFillConvex(ink);
  canvas.text(text::Style::strong, r.x + 30, r.y + canvas.baseline(text::Style::strong, r.h), ink, count);
  if (clicked) toggle(Panel::members, frame.focused, intents);
  return r.x;
}

void ChatView::draw_jump_pill(Frame& frame, const Rect& list) {
  list_.cover({});
  if (list_.at_end()) return;
  const Canvas canvas(frame);
  const std::size_t n = list_.unseen();
  const std::string label = n == 0 ? "Jump to latest" : std::to_string(n) + (n == 1 ? " new message" : " new messages");
  const float w = canvas.width(text::Style::strong, label) + 36;
  const Rect r{std::round(list.x + (list.w - w) / 2), list.bottom() - 48, w, 36};
  list_.cover(r.at_least(frame.target));
  if (canvas.button(node::jump_to_latest, r, label, Canvas::Look::primary)) list_.scroll_to_end();
}

void ChatView::activate(NodeId id, std::vector<Intent>& intents) {
  switch (id) {
    case node::send:
      submit(node::composer, intents);
      return;
    case node::save_edit:
      submit(node::edit_field, intents);
      return;
    case node::cancel_edit:
      intents.emplace_back(CancelEdit{});
      return;
    case node::join:
      nick_form_.submit(intents);
      return;
    case node::toggle_log:
      toggle(Panel::log, id, intents);
      return;
    case node::toggle_help:
      toggle(Panel::help, id, intents);
      return;
    case node::toggle_members:
      toggle(Panel::members, id, intents);
      return;
    case node::close_log:
    case node::close_help:
    case node::close_members:
      close_panel(id, intents);
      return;
    case node::jump_to_latest:
      list_.scroll_to_end();
      return;
    case node::load_older:
      intents.emplace_back(LoadOlder{.pressed = true});
      intents.emplace_back(MoveFocus{node::messages});  // the button goes while it loads
      return;
    case node::copy:
      intents.emplace_back(CopySelection{});
      return;
    case node::reconnect:
      intents.emplace_back(ReconnectNow{});
      return;
    default:
      break;
  }
  if (id >= node::entry_base) {
    log_.toggle(id - node::entry_base);
  } else if (id >= node::discard_base) {
    intents.emplace_back(DiscardMessage{static_cast<chat::RowId>(id - node::discard_base)});
  } else if (id >= node::spoiler_base && id < node::spoiler_base + node::spoilers) {
    list_.reveal_spoilers(id);
  } else if (id >= node::gap_base && id < node::gap_base + node::gaps) {
    list_.load_gap(id, intents);
    intents.emplace_back(MoveFocus{node::messages});
  } else if (id >= node::copy_base) {
    intents.emplace_back(CopyMessage{static_cast<chat::RowId>(id - node::copy_base)});
  } else if (id >= node::rewrite_base) {
    intents.emplace_back(EditMessage{static_cast<chat::RowId>(id - node::rewrite_base)});
  } else if (id >= node::retry_base) {
    intents.emplace_back(RetryMessage{static_cast<chat::RowId>(id - node::retry_base)});
  }
}

void ChatView::submit(NodeId id, std::vector<Intent>& intents) {
  if (id == node::nick_field) nick_form_.submit(intents);
  if (composer_.submit(id, intents)) list_.scroll_to_end();
}

bool ChatView::key(NodeId id, Key key, std::vector<Intent>& intents, Modifiers with) {
  if (asking_nick_) return false;
  if (key == Key::help) {
    toggle(Panel::help, id, intents);
    return true;
  }
  if (key == Key::escape) return escape(id, intents);
  if (id == node::messages && with.extend) {
    if (const auto motion = motion_of(key, with.by_word)) {
      list_.extend_selection(*motion);
      return true;
    }
  }
  if (id == node::messages && with.by_word && key == Key::home) {
    intents.emplace_back(ShowFirst{});
    return true;
  }
  // From a field of one line the log is leafed through.
  if (composer_.find(id) != nullptr && (key == Key::page_up || key == Key::page_down)) id = node::messages;
  if (id != node::messages && id != node::log_list && id != node::help_body && id != node::members_list) return false;
  return scroll(id, key);
}

/// Leaves one thing at a time. False: there is nothing to leave, the host page may have it.
bool ChatView::escape(NodeId id, std::vector<Intent>& intents) {
  if (list_.selection().range()) {
    list_.clear_selection();
  } else if (panel_ != Panel::none) {
    close_panel(id, intents);
  } else if (composer_.editing()) {
    intents.emplace_back(CancelEdit{});
  } else if (id != node::composer && id != node::none) {
    intents.emplace_back(MoveFocus{node::composer});
  } else {
    return false;
  }
  return true;
}

bool ChatView::scroll(NodeId id, Key key) {
  if (key > Key::end) return false;
  const float way = key == Key::up          ? -60.0F
                    : key == Key::down      ? 60.0F
                    : key == Key::page_up   ? -400.0F
                    : key == Key::page_down ? 400.0F
                    : key == Key::home      ? -1e6F
                                            : 1e6F;
  if (id == node::log_list) log_.scroll_by(way);
  if (id == node::help_body) help_.scroll_by(way);
  if (id == node::members_list) members_.scroll_by(way);
  if (id != node::messages) return true;
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
    default:
      break;
  }
  return true;
}

bool ChatView::shows(chat::RowId row) const {
  if (asking_nick_ || !list_shown_) return false;
  const auto& visible = list_.visible();
  return std::any_of(visible.begin(), visible.end(), [row](const auto& one) { return one.id == row; });
}

FieldState* ChatView::field(NodeId id) {
  if (TextField* field = composer_.find(id)) return &field->state;
  if (id == node::nick_field) return &nick_form_.field.state;
  return nullptr;
}

void ChatView::field_touched(NodeId id, TimePoint now) {
  if (TextField* field = composer_.find(id)) field->touched(now);
  if (id == node::nick_field) nick_form_.field.touched(now);
}

bool ChatView::in_scroller(float x, float y) const {
  if (asking_nick_) return false;
  if (panel_ == Panel::log && within(log_.area(), x, y)) return true;
  if (panel_ == Panel::help && within(help_.area(), x, y)) return true;
  if (panel_ == Panel::members && within(members_.area(), x, y)) return true;
  return list_shown_ && within(list_.area(), x, y) && !within(list_.covered(), x, y);
}

bool ChatView::can_scroll(float x, float y, float delta) const {
  if (asking_nick_) return false;
  if (panel_ == Panel::log && within(log_.area(), x, y)) return log_.can_scroll(delta);
  if (panel_ == Panel::help && within(help_.area(), x, y)) return help_.can_scroll(delta);
  if (panel_ == Panel::members && within(members_.area(), x, y)) return members_.can_scroll(delta);
  return list_shown_ && within(list_.area(), x, y) && list_.can_scroll(delta);
}

bool ChatView::wheel(float x, float y, float delta) {
  if (!can_scroll(x, y, delta)) return false;
  if (panel_ == Panel::log && within(log_.area(), x, y)) {
    log_.scroll_by(delta);
  } else if (panel_ == Panel::help && within(help_.area(), x, y)) {
    help_.scroll_by(delta);
  } else if (panel_ == Panel::members && within(members_.area(), x, y)) {
    members_.scroll_by(delta);
  } else {
    list_.scroll_by(delta);
  }
  return true;
}

std::optional<TimePoint> ChatView::next_change(const Frame& frame, const Model& model) const {
  std::optional<TimePoint> next = composer_.field().next_blink(frame);
  const auto sooner = [&](std::optional<TimePoint> t) {
    if (t && (!next || *t < *next)) next = t;
  };
  sooner(nick_form_.field.next_blink(frame));
  sooner(list_.next_change());
  if (model.connection.link == chat::Link::waiting && model.connection.retry_at) {
    const Duration left = *model.connection.retry_at - frame.now;
    if (left > Duration{0}) sooner(frame.now + Duration{(left.count() - 1) % 1000 + 1});
  }
  if (log_open()) sooner(frame.now + Duration{1'000});  // its plot moves with the time
  return next;
}

}  // namespace banter::ui
