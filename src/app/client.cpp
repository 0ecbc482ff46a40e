#include "app/client.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"
#include "ui/rich_text.hpp"

namespace banter::app {
namespace {

constexpr Duration mirror_pause{160};
constexpr Duration keep_room_pause{1'000};
constexpr Duration measuring_pause{200};
constexpr std::size_t much = 8 << 10;       // bytes in one step, from which on measuring waits for a calmer time
constexpr std::size_t unlooked = 32 << 10;  // bytes between two looks at the clock

std::uint64_t seed_from(const std::string& hex) {
  std::uint64_t seed = 0;
  for (const char c : hex) seed = seed * 31 + static_cast<unsigned char>(c);
  return seed;
}

}  // namespace

Client::Client(Options options, Platform& platform, text::Painter& painter, const ui::PageTextures& textures)
    : options_(std::move(options)),
      platform_(platform),
      painter_(painter),
      textures_(textures),
      session_(session_config(), protocol::make_client_codec(options_.dialect, {}, options_.plain),
               seed_from(platform.random_hex(16))),
      store_({.room = options_.room,
              .nick = options_.nick,
              .acks = session_.capabilities().acks,
              .keeps = platform.keeps(),
              .tab = static_cast<std::uint16_t>(seed_from(platform.random_hex(2))),
              .page = options_.page}),
      people_(options_.room),
      console_(platform),
      keeps_(platform.keeps()) {
  if (keeps_) store_.set_turn(false, platform_.wall());
  unidentified_ = options_.token != Options::Token::own && session_.capabilities().hello;
}

net::Config Client::session_config() {
  net::Config config;
  config.asks_token = options_.token != Options::Token::own;
  config.token_renews = options_.token == Options::Token::asked;
  // An anonymous person's identity on the server: made once, kept across visits.
  std::string token;
  if (!config.asks_token) token = platform_.remembered("token");
  if (!config.asks_token && token.size() < 16) {
    token = platform_.random_hex(24);
    platform_.remember("token", token);
  }
  config.url = options_.url;
  config.hello = {options_.nick, std::move(token)};
  return config;
}

void Client::start() {
  restore_limit();
  needs_nick_ = options_.nick.empty();
  started_ = true;
  if (needs_nick_) {
    if (const auto nick = check_nick(platform_.remembered("nick"))) {
      view_.field(ui::node::nick_field)->value = *nick;
      platform_.set_field(ui::node::nick_field, *nick);
    }
  } else {
    session_.start(platform_.now());
    take_notices();
    take_actions();
  }
  want_frames(2);
}

void Client::stop() {
  started_ = false;
  session_.stop(platform_.now());
  take_actions();
  take_notices();
}

// ---- what the platform reports ----

void Client::set_online(bool online) {
  // A socket may outlive the network it was opened on: the person is told at once, the socket is left alone.
  if (online != online_) log_note(online ? "The network is back" : "The network is gone");
  online_ = online;
  session_.set_online(platform_.now(), online);
  take_notices();
  show_connection();
  take_actions();
}

void Client::set_focus(ui::NodeId node, bool visible) {
  focused_ = node;
  focus_visible_ = visible;
  view_.field_touched(node, platform_.now());
  want_frames(2);
}

void Client::field_changed(ui::NodeId field, ui::FieldState state) {
  ui::FieldState* known = view_.field(field);
  if (known == nullptr) return;
  const bool edited = known->value != state.value;
  *known = std::move(state);
  if (known->selection_start < known->selection_end && field == focused_) clear_selection();  // there is one at a time
  view_.field_touched(field, platform_.now());
  if (edited && field == ui::node::nick_field && !notice_.empty()) set_notice({});
  mirror_at_once_ = true;
  if (edited && field == ui::node::composer) tell_typing(known->value);
  want_frames(1);
}

void Client::field_submitted(ui::NodeId field) {
  view_.submit(field, intents_);
  mirror_at_once_ = true;
  carry_out_intents();  // at once: what is typed next must find the field empty
}

void Client::activate(ui::NodeId node) {
  view_.activate(node, intents_);
  mirror_at_once_ = true;
  carry_out_intents();
  want_frames(3);
}

bool Client::key(ui::NodeId node, ui::Key key, ui::Modifiers with) {
  bool used = true;
  if (key == ui::Key::select_all && node == ui::node::messages) {
    view_.select_all(store_);
  } else if (key == ui::Key::up && node == ui::node::composer) {
    used = begin_edit();
  } else {
    used = view_.key(node, key, intents_, with);
  }
  mirror_at_once_ = true;
  carry_out_intents();
  want_frames(2);
  return used;
}

bool Client::long_press(float x, float y) {
  if (!view_.long_press(x, y)) return false;
  want_frames(3);
  return true;
}

void Client::clear_selection() {
  if (!view_.list().selection().range()) return;
  view_.clear_selection();
  want_frames(1);
}

ui::SelectedText Client::copy() {
  view_.rows_changed(std::exchange(changes_, {}), store_);
  if (copied_row_) return copy_message(*std::exchange(copied_row_, std::nullopt));
  const auto range = view_.list().selection().range();
  if (!range) return {};
  ui::SelectedText out = ui::selected_text(store_, *range, platform_.utc_offset_minutes(platform_.wall()));
  if (out.cut) {
    set_notice("Copied the first " + std::to_string(out.copied) + " of " + std::to_string(out.selected) +
               " selected messages: more is too much for the clipboard.");
  }
  return out;
}

bool Client::wheel(float x, float y, float delta) {
  if (!view_.wheel(x, y, delta)) return false;
  want_frames(2);
  return true;
}

Result<std::string> Client::send(std::string_view text) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return Error{"There is nothing to send: the text is empty."};
  if (needs_nick_) return Error{"Nobody has picked a nickname yet."};
  std::string clean = utf8::sanitize(text);
  std::erase(clean, '\0');
  const TimePoint now = platform_.now();
  const std::string id = platform_.random_hex(16);
  const auto sent = store_.begin_send(clean, id, platform_.wall(), now);
  if (!sent.error.empty()) return Error{sent.error};
  apply(sent.changes);
  send_waiting();
  take_actions();
  return id;
}

void Client::reconnect() {
  // Without a network an open socket is kept, for it may outlive that; whoever insists wants to see.
  if (!online_) session_.drop(platform_.now(), "Trying without a network.");
  session_.reconnect_now(platform_.now());
  take_notices();
  take_actions();
}

void Client::load_gap(const ui::LoadGap& gap) {
  intents_.emplace_back(gap);
  carry_out_intents();
}

// ---- the loop ----

void Client::step(Duration budget) {
  const TimePoint start = step_now_ = platform_.now();
  step_wall_ = platform_.wall();
  const std::size_t waiting = inbox_.bytes();
  std::size_t looked = waiting;
  while (!inbox_.empty()) {
    // Reading the clock costs as much as a small message.
    if (looked - inbox_.bytes() >= unlooked) {
      looked = inbox_.bytes();
      step_now_ = platform_.now();
      if (step_now_ - start >= budget) break;
    }
    inbox_.take([&](const net::SocketEvent& event) {
      log_socket_event(event);
      session_.receive(start, event);
    });
    take_notices();
  }
  const std::size_t taken = waiting - inbox_.bytes();
  carry_out_intents();

  const TimePoint now = platform_.now();
  look_at_clocks(now);
  if (inbox_.empty()) act_on_deadlines(now);
  measure(now);
  take_notices();
  if (notice_until_ && now >= *notice_until_) set_notice({});
  if (banner_at_ && now >= *banner_at_) {
    banner_at_ = TimePoint::max();
    want_frames(1);
  }
  if (keep_room_at_ && now >= *keep_room_at_) keep_room_now();
  if (next_change_ && now >= *next_change_) {
    next_change_.reset();
    want_frames(1);
  }
  if (mirror_due_ && now >= *mirror_due_) {
    mirror_due_.reset();
    want_frames(1);
  }
  follow_jump();
  send_waiting();
  ask_for_members(now);
  take_actions();
  tell_of_load();
  if (const std::string words = announcer_.take(now); !words.empty()) platform_.announce(words);
  hold_frames(now, taken > 0);
  if (taken >= much) measure_from_ = now + measuring_pause;
  if (measure_from_ && now >= *measure_from_) measure_from_.reset();
  if (inbox_.empty() && unmeasured() > 0 && !measure_from_) measure_rows();
}

// Only with an empty inbox: what the server is asked to have said in time may lie there unread.
void Client::act_on_deadlines(TimePoint now) {
  if (oversleeps(now)) return;
  session_.tick(now);
  apply(store_.tick(now));
  if (people_.tick(now)) people_changed();
  if (join_deadline_ && now >= *join_deadline_) {
    join_deadline_.reset();
    session_.drop(now, "The server did not let us into #" + options_.room + " within 10 s.");
  }
  end_commands(now, false);
  end_late_jump(now);
  if (edit_ && !edit_->id.empty() && now >= edit_->answer_by)
    session_.drop(now, "The server did not confirm an edit within 10 s.");
  if (joined_ && store_.stalled(now)) session_.drop(now, "The server did not confirm a message within 10 s.");
}

void Client::draw(const Surface& surface) {
  if (frames_wanted_ > 0) --frames_wanted_;
  if (frames_urgent_ > 0) --frames_urgent_;
  ++frames_drawn_;
  painter_.begin_frame();
  mirror_.begin();
  // Where everything stands has changed: what points at the mirror's places must not find the old ones.
  if (std::exchange(drawn_width_, surface.width) != surface.width ||
      std::exchange(drawn_height_, surface.height) != surface.height)
    mirror_at_once_ = true;
  const TimePoint now = platform_.now();
  const WallTime wall = platform_.wall();
  ui::Frame frame{.painter = painter_,
                  .textures = textures_,
                  .theme = surface.theme(),
                  .mirror = mirror_,
                  .focused = focused_,
                  .focus_visible = focus_visible_,
                  .now = now,
                  .wall = wall,
                  .utc_offset_minutes = platform_.utc_offset_minutes(wall),
                  .reduced_motion = surface.reduced_motion,
                  .target = surface.target};
  drawn_at_ = now;
  rows_at_draw_ = store_.size();
  view_.rows_changed(std::exchange(changes_, {}), store_);
  const std::size_t asked = intents_.size();
  view_.draw(frame, {0, 0, surface.width, surface.height}, model(), intents_);
  if (intents_.size() > asked) want_frames(2);
  if (view_.moving()) want_frames(1);
  note_shown();
  if (view_.list().late() || painter_.wants_frame()) want_frame_for_rows();
  next_change_ = view_.next_change(frame, model());
  sync_mirror();
}

void Client::sync_mirror() {
  // Under load every row moves in every frame; the DOM follows a few times a second, and at once when a person acts.
  const TimePoint now = platform_.now();
  if (!mirror_at_once_ && now - mirror_synced_ < mirror_pause) {
    mirror_due_ = mirror_synced_ + mirror_pause;
    return;
  }
  mirror_.sync(platform_);
  mirror_synced_ = now;
  mirror_due_.reset();
  mirror_at_once_ = false;
}

std::optional<TimePoint> Client::next_deadline() const {
  std::optional<TimePoint> next;
  const auto sooner = [&](std::optional<TimePoint> t) {
    if (t && *t != TimePoint::max() && (!next || *t < *next)) next = t;
  };
  const auto answers = answers_due();
  sooner(answers && grace_until_ ? std::max(*answers, *grace_until_) : answers);
  sooner(measure_at_);
  sooner(notice_until_);
  sooner(keep_room_at_);
  sooner(banner_at_);
  sooner(next_change_);
  sooner(mirror_due_);
  sooner(held_until_);
  if (unmeasured() > 0) sooner(measure_from_);
  sooner(announcer_.next_deadline());
  if (!intents_.empty()) next = TimePoint{};
  return next;
}

ui::Model Client::model() const {
  const bool away = connection_.link != chat::Link::open;
  const bool at_once = connection_.link == chat::Link::offline || connection_.link == chat::Link::stopped;
  return {.store = store_,
          .connection = connection_,
          .log = log_,
          .people = people_,
          .links = links_,
          .room = options_.room,
          .nick = options_.nick,
          .notice = notice_,
          .measures = session_.capabilities().ping || session_.capabilities().acks,
          .needs_nick = needs_nick_,
          .edit = !edit_              ? ui::Model::Edit::none
                  : edit_->id.empty() ? ui::Model::Edit::writing
                                      : ui::Model::Edit::saving,
          .show_banner = started_ && away && (at_once || (banner_at_ && *banner_at_ == TimePoint::max()))};
}

// ---- the model changes ----

void Client::apply(const chat::Changes& changes, bool news) {
  if (!changes.any()) return;
  if (store_.take_outrun()) set_notice("A message was sent before you changed it, and has its first text.");
  changes_.merge(changes);
  if (keeps_ && !keep_room_at_) keep_room_at_ = platform_.now() + keep_room_pause;
  tell_page(changes, news);
  want_frame_for_rows();
}

void Client::tell_page(const chat::Changes& changes, bool news) {
  // Rows that only moved are as they were told.
  const bool insertion = changes.inserted > 0 && changes.dirty == chat::Changes::none;
  const std::size_t end = insertion ? changes.first + changes.inserted : changes.end;
  for (std::size_t i = changes.first; i < std::min(end, store_.size()); ++i) {
    const chat::Row row = store_.row(i);
    const auto known = unsettled_.find(row.id);
    const bool fresh = row.id > newest_told_;
    if (!fresh && (known == unsettled_.end() || known->second == row.delivery)) continue;
    newest_told_ = std::max(newest_told_, row.id);
    if (fresh && !news) continue;
    if (row.delivery == chat::Delivery::failed) announcer_.failed(ui::spoken(row.text));
    if (row.own() && row.delivery != chat::Delivery::sent) {
      unsettled_[row.id] = row.delivery;
    } else if (known != unsettled_.end()) {
      unsettled_.erase(known);
    }
    if (listening_) platform_.row_changed(row);
  }
}

}  // namespace banter::app
