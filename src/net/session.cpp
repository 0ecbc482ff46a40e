#include "net/session.hpp"

#include <algorithm>
#include <utility>

#include "net/close_codes.hpp"

namespace banter::net {
namespace {

constexpr std::size_t refusal_limit = 400;       // bytes of a refusal's text that a person will read
constexpr std::size_t close_reason_limit = 120;  // a close frame holds 123 (RFC 6455, 5.5), and "…" takes three
constexpr std::size_t token_limit = 8 << 10;     // docs/protocol.md
constexpr int close_token_expired = 4402;

bool usable_token(std::string_view token) {
  return !token.empty() && token.size() <= token_limit &&
         std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

}  // namespace

std::string_view to_string(State state) {
  switch (state) {
    case State::idle:
      return "idle";
    case State::connecting:
      return "connecting";
    case State::slow:
      return "slow";
    case State::greeting:
      return "greeting";
    case State::open:
      return "open";
    case State::waiting:
      return "waiting";
    case State::offline:
      return "offline";
    case State::stopped:
      return "stopped";
  }
  return "unknown";
}

Session::Session(Config config, std::unique_ptr<protocol::ClientCodec> codec, std::uint64_t seed)
    : config_(std::move(config)), codec_(std::move(codec)), random_(seed), backoff_(config_.backoff) {}

// ---- what the app asks for ----

void Session::start(TimePoint now) {
  if (state_ != State::idle && state_ != State::stopped) return;
  reason_.clear();
  backoff_.reset();
  if (online_) {
    connect(now);
  } else {
    enter(State::offline);
  }
}

void Session::stop(TimePoint /*now*/) {
  end_socket(close_normal, {});
  reason_.clear();
  enter(State::idle);
}

void Session::set_online(TimePoint now, bool online) {
  const bool came_back = online && !online_;
  online_ = online;
  switch (state_) {
    case State::connecting:
    case State::slow:
    case State::waiting:
      if (!online) {
        end_socket(close_normal, {});
        enter(State::offline);
      } else if (state_ == State::waiting) {
        if (came_back) backoff_.reset();
        connect(now);
      }
      break;
    case State::offline:
      if (online) {
        backoff_.reset();
        connect(now);
      }
      break;
    case State::open:
      // The socket may have died with the old network without a word: ask now rather than after the silence.
      if (came_back && !pinged_) ping(now);
      break;
    case State::greeting:  // its deadline decides
    case State::idle:
    case State::stopped:
      break;
  }
}

void Session::reconnect_now(TimePoint now) {
  if (state_ == State::idle || state_ == State::open) return;
  end_socket(close_normal, {});
  backoff_.reset();
  connect(now);
}

void Session::drop(TimePoint now, std::string_view reason) {
  if (!has_socket()) return;
  end_socket(close_dropped, shorten(reason, close_reason_limit));
  lose(now, reason);
}

void Session::finish(std::string reason) {
  end_socket(close_dropped, {});
  halt(std::move(reason));
}

bool Session::send(TimePoint /*now*/, const protocol::Command& command) {
  return state_ == State::open && write(command);
}

void Session::set_nick(std::string nick) {
  config_.hello.nick = std::move(nick);
}

// ---- what the platform reports ----

void Session::receive(TimePoint now, const SocketEvent& event) {
  std::visit(
      [&](const auto& e) {
        if (has_socket() && e.socket == socket_) on(now, e);
      },
      event);
}

void Session::on(TimePoint now, const Opened& event) {
  if (state_ != State::connecting && state_ != State::slow) return;
  if (!capabilities().hello) {
    ++connections_;
    become_open(now);
    return;
  }
  const std::string_view wanted = codec_->subprotocol();
  if (event.subprotocol != wanted) {
    end_socket(close_normal, "subprotocol not supported");
    halt("The server does not speak " + std::string{wanted} + ". For a plain WebSocket server try ?dialect=plain.");
    return;
  }
  ++connections_;
  since_ = now;
  objection_.clear();
  write(config_.hello);
  enter(State::greeting);
}

void Session::on(TimePoint now, const Frame& event) {
  if (state_ != State::greeting && state_ != State::open) return;
  heard_ = now;
  pinged_.reset();
  asked_again_ = false;
  if (event.binary) {
    protocol::ProtocolError error;
    error.kind = protocol::ProtocolError::Kind::not_text;
    error.detail = "binary frame of " + std::to_string(event.data.size()) + " bytes";
    count_error(std::move(error));
    return;
  }
  if (protocol::ChatBatch chats; codec_->decode_chats(event.data, chats)) {
    notices_.emplace_back(ReceivedChats{std::move(chats)});
    return;
  }
  codec_->decode(event.data, decoded_);
  const SocketId from = socket_;
  for (protocol::Event& e : decoded_.messages) {
    handle(now, std::move(e));
    if (socket_ != from) break;  // a fatal answer: what follows it in the frame is no longer ours to read
  }
  for (protocol::ProtocolError& e : decoded_.errors) count_error(std::move(e));
  decoded_.clear();
}

void Session::handle(TimePoint now, protocol::Event&& event) {
  const bool welcome = std::holds_alternative<protocol::Welcome>(event);
  const bool ping = std::holds_alternative<protocol::Ping>(event);
  const bool pong = std::holds_alternative<protocol::Pong>(event);
  std::optional<std::string> final_answer;
  if (const auto* refusal = std::get_if<protocol::Refusal>(&event)) {
    std::string text = shorten(refusal->text.empty() ? refusal->code : refusal->text, refusal_limit);
    if (text.empty()) text = "The server refused the connection.";
    const bool expired = refusal->code == "token-expired" && !config_.token_renews;
    if (refusal->fatal || expired) {
      final_answer = std::move(text);
    } else {
      objection_ = std::move(text);
    }
  }
  // The app reads a notice before the change of state that the same event caused.
  notices_.emplace_back(Received{std::move(event)});
  if (ping) write(protocol::Pong{});
  if (pong && ping_sent_) notices_.emplace_back(RoundTrip{now - *std::exchange(ping_sent_, std::nullopt)});
  if (welcome && state_ == State::greeting) become_open(now);
  if (final_answer) {
    end_socket(close_normal, {});
    halt(std::move(*final_answer));
  }
}

void Session::on(TimePoint now, const Closed& event) {
  socket_ = no_socket;
  std::string why = explain(event);
  if (is_fatal_close(event.code) || (event.code == close_token_expired && !config_.token_renews)) {
    halt(event.reason.empty() ? std::move(why) : shorten(event.reason, refusal_limit));
  } else {
    lose(now, why);
  }
}

void Session::on(TimePoint /*now*/, const Failed& /*event*/) {}

void Session::on(TimePoint now, const TokenAnswer& event) {
  if (!asking_) return;
  asking_ = false;
  std::string why = event.error;
  if (why.empty() && !usable_token(event.token)) why = "it is empty, too long or has characters that no token has.";
  if (why.empty()) {
    config_.hello.token = event.token;
    return open_socket(now);
  }
  socket_ = no_socket;
  lose(now, "The page gave no token to log in with: " + why);
}

void Session::on(TimePoint now, const Unwritable& /*event*/) {
  end_socket(close_dropped, "cannot be written to");
  lose(now, "The connection takes no more messages.");
}

std::optional<TimePoint> Session::retry_at() const {
  if (state_ != State::waiting) return std::nullopt;
  return retry_at_;
}

// ---- the ways from state to state ----

void Session::connect(TimePoint now) {
  socket_ = ++last_socket_;
  since_ = now;
  asking_ = config_.asks_token && capabilities().hello;
  if (!asking_) return open_socket(now);
  actions_.emplace_back(AskToken{socket_});
  enter(State::connecting);
}

void Session::open_socket(TimePoint now) {
  since_ = now;
  actions_.emplace_back(OpenSocket{socket_, config_.url, std::string{codec_->subprotocol()}});
  enter(State::connecting);
}

void Session::become_open(TimePoint now) {
  since_ = now;
  heard_ = now;
  pinged_.reset();
  ping_sent_.reset();
  asked_again_ = false;
  reason_.clear();
  enter(State::open);
}

/// The socket is gone. Precondition: it was closed by either side.
void Session::lose(TimePoint now, std::string_view reason) {
  if (state_ == State::open && now >= since_ + config_.stable_after) backoff_.reset();
  reason_ = shorten(reason, refusal_limit);
  if (!online_) {
    enter(State::offline);
    return;
  }
  retry_at_ = now + backoff_.next(random_);
  enter(State::waiting);
}

void Session::halt(std::string reason) {
  reason_ = std::move(reason);
  enter(State::stopped);
}

void Session::end_socket(int code, std::string reason) {
  if (!has_socket()) return;
  if (std::exchange(asking_, false)) {  // there is none yet
    socket_ = no_socket;
    return;
  }
  actions_.emplace_back(CloseSocket{std::exchange(socket_, no_socket), code, std::move(reason)});
}

void Session::enter(State to) {
  if (to == state_) return;
  notices_.emplace_back(StateChanged{std::exchange(state_, to), to});
}

bool Session::write(const protocol::Command& command) {
  std::string frame = codec_->encode(command);
  if (frame.empty()) return false;
  std::string shown;
  if (const auto* hello = std::get_if<protocol::Hello>(&command); hello != nullptr && !hello->token.empty())
    shown = codec_->encode(protocol::Hello{hello->nick, "…"});
  actions_.emplace_back(SendText{socket_, std::move(frame), std::move(shown)});
  return true;
}

void Session::count_error(protocol::ProtocolError error) {
  ++protocol_errors_;
  notices_.emplace_back(BadFrame{std::move(error)});
}

// ---- words ----

std::string Session::explain(const Closed& event) const {
  const bool was_open = state_ == State::greeting || state_ == State::open;
  if (!was_open && event.reason.empty() && event.code == 1006) return unreachable();
  if (state_ == State::greeting && event.reason.empty() && !objection_.empty()) return objection_;
  return explain_close(event.code, event.reason, was_open);
}

/// A browser says no more than 1006 when the server does not choose the subprotocol it was offered, so as long as
/// no connection has succeeded the dialect is a suspect too.
std::string Session::unreachable() const {
  std::string out = "The server could not be reached (code 1006).";
  if (connections_ == 0 && capabilities().hello) {
    out += " If it runs, it may not speak " + std::string{codec_->subprotocol()} + ": try ?dialect=plain.";
  }
  return out;
}

std::vector<Action> Session::take_actions() {
  return std::exchange(actions_, {});
}
std::vector<Notice> Session::take_notices() {
  return std::exchange(notices_, {});
}

}  // namespace banter::net
