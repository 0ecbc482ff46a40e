// The part of the client that keeps own messages and the room's newest ones across visits, and shares the outbox with
// the person's other tabs. Where they are kept is the platform's.
#include <charconv>
#include <utility>

#include "app/client.hpp"

namespace banter::app {
namespace {

constexpr std::size_t most_kept = 200;             // messages of a room
constexpr std::size_t most_kept_bytes = 64 << 10;  // of text: as JSON it stays far below what a frame may have
constexpr std::string_view limit_key = "max-text";

}  // namespace

/// A message that the server has, whose ack was lost, must not be changed into one that it refuses.
void Client::restore_limit() {
  if (!session_.capabilities().hello) return;  // such a server never says it, so it is another one's
  const std::string limit = platform_.remembered(limit_key);
  std::uint32_t bytes = 0;
  std::from_chars(limit.data(), limit.data() + limit.size(), bytes);
  if (store_.max_text() == 0) store_.set_max_text(bytes);
}

void Client::keep_limit(std::uint32_t bytes) {
  if (bytes != store_.max_text()) platform_.remember(limit_key, std::to_string(bytes));
}

void Client::restore_room(std::string_view frames) {
  // The server was faster, or it was asked for what somebody has to be told who has nothing.
  const bool joins = join_deadline_ || joined_;
  if (!keeps_ || !session_.capabilities().history || joins || !store_.epoch().empty()) return;
  if (unidentified_) {
    held_room_ = frames;
    return;
  }
  const auto codec = protocol::make_client_codec(options_.dialect);
  protocol::Decoded<protocol::Event> events;
  codec->decode(frames, events);
  if (!events.errors.empty()) log_note("The kept messages cannot be read: " + events.errors.front().detail);
  if (!events.errors.empty()) return;
  for (const protocol::Event& event : events.messages) {
    const auto* welcome = std::get_if<protocol::Welcome>(&event);
    const bool known = welcome != nullptr && !store_.user().empty();
    if (known && welcome->user != store_.user()) return;  // it stays kept until there is another of theirs
    if (!known) apply(store_.apply(event, platform_.wall()));
  }
}

/// The server has said who we are.
void Client::identified(const std::string& user) {
  if (!std::exchange(unidentified_, false)) return;
  restore_room(std::exchange(held_room_, {}));
  for (auto& [message, from] : std::exchange(held_messages_, {})) {
    if (message.owner.empty()) {  // it was written before anybody had said whose it is
      message.stage = chat::KeptMessage::Stage::failed;
      message.error = "It was written before you were logged in.";
    }
    if (message.owner.empty() || message.owner == user) restore(message, from);
  }
}

void Client::keep_room_now() {
  keep_room_at_.reset();
  if (!keeps_ || store_.epoch().empty() || store_.user().empty()) return;
  protocol::History newest = store_.newest(most_kept, most_kept_bytes);
  if (newest.messages.empty()) return;
  const auto codec = protocol::make_server_codec(options_.dialect);
  protocol::Joined joined;
  joined.room = options_.room;
  joined.epoch = store_.epoch();
  joined.last = newest.messages.back().seq;
  joined.edits = store_.last_edit();
  protocol::Welcome welcome;
  welcome.user = store_.user();
  welcome.nick = options_.nick;
  welcome.max_text = store_.max_text();
  // What a server would say to somebody who joins.
  platform_.keep_room("[" + codec->encode(welcome) + "," + codec->encode(joined) + "," +
                      codec->encode(std::move(newest)) + "]");
}

void Client::restore(const chat::KeptMessage& message, chat::Store::From from) {
  if (unidentified_) {
    held_messages_.emplace_back(message, from);
    return;
  }
  apply(store_.restore(message, from, platform_.wall(), platform_.now()));
  if (from == chat::Store::From::other_tab) send_waiting();
  take_actions();
}

void Client::kept_elsewhere(const chat::KeptChange& change) {
  const std::string& id = change.message.id;
  std::erase_if(held_messages_, [&](const auto& held) { return held.first.id == id; });
  switch (change.what) {
    case chat::KeptChange::What::put:  // also told again by a tab that found it
    case chat::KeptChange::What::update:
      restore(change.message, chat::Store::From::other_tab);
      break;
    case chat::KeptChange::What::sent:
      apply(store_.sent_elsewhere(change));
      break;
    case chat::KeptChange::What::removed:
      apply(store_.removed_elsewhere(id));
      break;
  }
}

void Client::message_kept(const std::string& id) {
  apply(store_.kept(id));
  send_waiting();
  take_actions();
}

void Client::keeping_failed(std::string_view why) {
  if (!std::exchange(keeps_, false)) return;
  apply(store_.stop_keeping());
  if (!why.empty()) log_note(why, chat::LogEntry::Direction::error);
  if (!why.empty()) set_notice("Unsent messages will not survive a reload: " + std::string(why));
  send_waiting();
  take_actions();
}

void Client::keep_outbox() {
  for (const chat::KeptChange& change : store_.take_kept_changes()) platform_.keep(change);
}

void Client::want_turn(bool wanted) {
  if (!keeps_ || std::exchange(turn_wanted_, wanted) == wanted) return;
  platform_.want_turn(wanted);
  if (!wanted) set_turn(false);
}

void Client::set_turn(bool ours) {
  if (!keeps_ || (ours && !turn_wanted_)) return;
  apply(store_.set_turn(ours, platform_.wall()));
  send_waiting();
  take_actions();
}

}  // namespace banter::app
