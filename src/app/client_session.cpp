// The part of the client that takes in what the session says, and hands out what the session wants done.
#include <utility>

#include "app/client.hpp"
#include "base/utf8.hpp"
#include "ui/rich_text.hpp"

namespace banter::app {
namespace {

using Direction = chat::LogEntry::Direction;

constexpr Duration banner_after{5'000};
constexpr Duration join_within{10'000};
constexpr int close_too_big = 1009;  // RFC 6455, 7.4.1

chat::Link link_of(net::State state) {
  switch (state) {
    case net::State::idle:
      return chat::Link::idle;
    case net::State::connecting:
    case net::State::greeting:
      return chat::Link::connecting;
    case net::State::slow:
      return chat::Link::slow;
    case net::State::open:
      return chat::Link::open;
    case net::State::waiting:
      return chat::Link::waiting;
    case net::State::offline:
      return chat::Link::offline;
    case net::State::stopped:
      break;
  }
  return chat::Link::stopped;
}

}  // namespace

void Client::log_socket_event(const net::SocketEvent& event) {
  if (const auto* frame = std::get_if<net::Frame>(&event)) {
    log_.add(step_wall_, Direction::in, frame->data.size(), frame->binary ? "(binary)" : frame->data);
    if (!frame->binary) console_.message(step_now_, frame->data);
    if (view_.log_open()) want_frame_for_rows();
  } else if (const auto* opened = std::get_if<net::Opened>(&event)) {
    console_.note("Connected");
    log_note("Connected" + (opened->subprotocol.empty() ? std::string() : ", subprotocol " + opened->subprotocol));
  } else if (const auto* closed = std::get_if<net::Closed>(&event)) {
    std::string words =
        "Disconnected, code " + std::to_string(closed->code) + (closed->clean ? ", clean" : ", not clean");
    if (!closed->reason.empty()) words += ": " + utf8::sanitize(closed->reason);
    console_.note(words);
    log_note(words);
    too_big_ = closed->code == close_too_big;
  } else if (const auto* answer = std::get_if<net::TokenAnswer>(&event)) {
    log_note(answer->error.empty() ? "The page gave a token" : "The page gave no token");
  } else if (std::holds_alternative<net::Failed>(event)) {
    console_.error("WebSocket error");
    log_note("WebSocket error", Direction::error);
  } else {
    log_note("A frame could not be written", Direction::error);
  }
}

void Client::log_note(std::string_view text, Direction direction) {
  log_.add(platform_.wall(), direction, 0, text);
  want_frames(1);
}

void Client::take_notices() {
  // Taken out while they are read: what is read may lead to further ones, and to another call.
  std::vector<net::Notice> notices = std::exchange(notices_, {});
  session_.take_notices(notices);
  for (const net::Notice& notice : notices) {
    if (const auto* change = std::get_if<net::StateChanged>(&notice)) {
      notice_state(*change);
    } else if (const auto* received = std::get_if<net::Received>(&notice)) {
      notice_event(received->event);
    } else if (const auto* chats = std::get_if<net::ReceivedChats>(&notice)) {
      notice_chats(chats->chats);
    } else if (const auto* trip = std::get_if<net::RoundTrip>(&notice)) {
      measured(platform_.now(), trip->time);
    } else if (const auto* bad = std::get_if<net::BadFrame>(&notice)) {
      const std::string kind(protocol::to_string(bad->error.kind));
      const std::string words = "Protocol error (" + kind + "): " + bad->error.detail;
      connection_.protocol_errors = session_.protocol_errors();
      console_.protocol_error(platform_.now(), words);
      log_note(kind + ": " + bad->error.detail, Direction::error);  // a narrow panel: what is wrong comes first
      platform_.protocol_error(words);
    }
  }
  notices.clear();
  notices_ = std::move(notices);
}

void Client::notice_state(const net::StateChanged& change) {
  const TimePoint now = platform_.now();
  const bool opened = change.to == net::State::open;
  if (opened) {
    links_.opened(now);
    too_big_ = false;
    banner_at_.reset();
    joined_ = !session_.capabilities().rooms;
    if (joined_) {
      apply(store_.set_open(true, platform_.wall()));
      want_turn(true);
    } else {
      session_.send(now, protocol::Join{options_.room, store_.epoch(), store_.last_seq(), store_.last_edit()});
      join_deadline_ = now + join_within;
    }
  } else if (change.from == net::State::open) {
    links_.lost(now);
    probe_.reset();
    joined_ = false;
    end_commands(now, true);
    if (edit_) edit_->id.clear();  // it may have arrived; to save it again does no harm
    join_deadline_.reset();
    apply(store_.connection_lost(too_big_));
    want_turn(false);
    if (people_.connection_lost()) people_changed();
  }
  if (!opened && !banner_at_) banner_at_ = now + banner_after;
  if (change.to == net::State::waiting || change.to == net::State::stopped) {
    log_note(session_.reason(), Direction::error);
  }
  show_connection();
}

void Client::show_connection() {
  const chat::Link link = link_of(session_.state());
  chat::Connection next{.link = !online_ && link == chat::Link::open ? chat::Link::offline : link,
                        .retry_at = session_.retry_at(),
                        .reason = session_.reason(),
                        .protocol_errors = session_.protocol_errors()};
  if (link == chat::Link::stopped && !needs_nick_ && !notice_.empty()) set_notice({});  // the banner has the reason
  const bool changed = next.link != connection_.link || next.retry_at != connection_.retry_at;
  connection_ = std::move(next);
  if (started_) announcer_.connection(connection_.link == chat::Link::open);
  if (changed) platform_.link_changed(connection_);
  want_frames(2);
}

void Client::notice_event(const protocol::Event& event) {
  if (becomes_another(event)) return;
  const auto* welcome = std::get_if<protocol::Welcome>(&event);
  if (welcome != nullptr && !welcome->nick.empty()) {
    options_.nick = welcome->nick;
    store_.set_nick(options_.nick);
  }
  if (welcome != nullptr) keep_limit(welcome->max_text);
  if (const auto* ack = std::get_if<protocol::Ack>(&event); ack != nullptr && probe_ && ack->id == probe_->id) {
    measured(platform_.now(), platform_.now() - probe_->sent);
    probe_.reset();
  }
  if (std::holds_alternative<protocol::Joined>(event)) {
    joined_ = true;
    join_deadline_.reset();
    apply(store_.set_open(true, platform_.wall()));
    want_turn(true);
  }
  if (const auto* refusal = std::get_if<protocol::Refusal>(&event); refusal != nullptr && probe_) {
    if (refusal->id == probe_->id) probe_.reset();  // it is no measure
  }
  if (const auto* refusal = std::get_if<protocol::Refusal>(&event);
      refusal != nullptr && refusal->id.empty() && !people_.awaits_page()) {
    if (refusal->code == "bad-nick" || refusal->code == "nick-taken") needs_nick_ = true;
    set_notice(refusal->text.empty() ? "The server refused: " + refusal->code : refusal->text);
  }
  if (people_.apply(event, platform_.now())) people_changed();
  const std::size_t before = store_.size();
  const chat::Changes changes = store_.apply(event, platform_.wall());
  const auto* chat = std::get_if<protocol::Chat>(&event);
  if (chat != nullptr && !chat->message.deleted && store_.size() > before) {
    announce(1, protocol::view_of(chat->message));
  }
  const auto* history = std::get_if<protocol::History>(&event);
  apply(changes, history == nullptr || !history->answers());
  if (welcome != nullptr) identified(welcome->user);
  const bool edited = std::holds_alternative<protocol::Edited>(event);
  if (edited && changes.any() && listening_) platform_.row_changed(store_.row(changes.first));
  notice_edit(event);
  notice_command(event);
  if (const auto* moderated = std::get_if<protocol::Moderated>(&event)) notice_moderated(*moderated);
}

/// The page's next token may be another person's, to whom nothing of what is here belongs.
bool Client::becomes_another(const protocol::Event& event) {
  const auto* welcome = std::get_if<protocol::Welcome>(&event);
  if (welcome == nullptr || options_.token == Options::Token::own) return false;
  if (store_.user().empty() || store_.user() == welcome->user) return false;
  session_.finish("You are logged in as somebody else now. Reload the page to go on.");
  return true;
}

void Client::notice_chats(const protocol::ChatBatch& chats) {
  if (people_.apply(chats)) people_changed();
  const std::size_t before = store_.size();
  const chat::Changes changes = store_.apply(chats, step_wall_);
  if (store_.size() > before) announce(store_.size() - before, chats.messages.back());
  apply(changes);
}

/// `last`: of them.
void Client::announce(std::size_t count, const protocol::BatchedChat& last) {
  // The words cost more than the message did: only for those that may be said.
  if (count == 1 && announcer_.wants_words()) {
    announcer_.message(last.nick, ui::spoken(last.text));
  } else {
    announcer_.messages(count);
  }
}

void Client::take_actions() {
  for (net::Action& action : session_.take_actions()) {
    if (const auto* ask = std::get_if<net::AskToken>(&action)) {
      log_note("Asking the page for a token");
      platform_.ask_token(ask->socket);
    } else if (const auto* open = std::get_if<net::OpenSocket>(&action)) {
      log_note("Connecting to " + open->url);
      if (!platform_.open_socket(*open))
        inbox_.put(net::Closed{open->socket, 1006, "the browser refused to open it", false});
    } else if (const auto* send = std::get_if<net::SendText>(&action)) {
      log_.add(platform_.wall(), Direction::out, send->text.size(), send->shown.empty() ? send->text : send->shown);
      // What follows must not overtake what was not taken, though there may be room for it by then.
      if (send->socket == unwritable_) continue;
      if (platform_.send_text(send->socket, send->text)) continue;
      unwritable_ = send->socket;
      inbox_.put(net::Unwritable{send->socket});
    } else if (const auto* close = std::get_if<net::CloseSocket>(&action)) {
      platform_.close_socket(close->socket, close->code, close->reason);
    }
  }
}

void Client::send_waiting() {
  if (session_.state() == net::State::open && joined_) {
    const TimePoint now = platform_.now();
    for (const chat::Outgoing& out : store_.take_unsent(now)) {
      if (!probe_ && session_.capabilities().acks) probe_ = Probe{out.id, now};
      session_.send(now, protocol::SendChat{options_.room, out.id, options_.nick, out.text});
    }
    if (const auto load = store_.take_load(now)) {
      session_.send(now, *load);
      want_frames(1);
    }
  }
  keep_outbox();
}

}  // namespace banter::app
