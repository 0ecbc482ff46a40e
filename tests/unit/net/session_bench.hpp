// A session under a test's hands: a wire of plain words instead of a dialect, time by hand, and the
// actions and notices as lines to compare with.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "net/session.hpp"

namespace banter::net::test {

using namespace std::chrono_literals;

/// Frames are words separated by spaces: "welcome", "ping", "pong", "chat:TEXT", "refuse:TEXT", "fatal:TEXT",
/// "expired:TEXT" ("_" stands for a space). All others are protocol errors.
class WordCodec final : public protocol::ClientCodec {
 public:
  explicit WordCodec(protocol::Capabilities can) : can_(can) {}

  [[nodiscard]] protocol::Capabilities capabilities() const override { return can_; }
  [[nodiscard]] std::string_view subprotocol() const override { return can_.hello ? "words.v1" : ""; }

  void decode(std::string_view frame, protocol::Decoded<protocol::Event>& out) override {
    while (!frame.empty()) {
      const std::size_t end = std::min(frame.find(' '), frame.size());
      word(frame.substr(0, end), out);
      frame.remove_prefix(std::min(end + 1, frame.size()));
    }
  }

  [[nodiscard]] std::string encode(const protocol::Command& command) const override {
    if (const auto* hello = std::get_if<protocol::Hello>(&command)) return "hello:" + hello->nick;
    if (const auto* chat = std::get_if<protocol::SendChat>(&command)) return "say:" + chat->text;
    if (std::holds_alternative<protocol::Ping>(command)) return "ping";
    if (std::holds_alternative<protocol::Pong>(command)) return "pong";
    return {};  // this wire has no word for join
  }

 private:
  static void word(std::string_view word, protocol::Decoded<protocol::Event>& out) {
    const std::size_t colon = word.find(':');
    const std::string_view name = word.substr(0, colon);
    std::string text{colon == std::string_view::npos ? std::string_view{} : word.substr(colon + 1)};
    for (char& c : text) c = c == '_' ? ' ' : c;
    if (name == "welcome") {
      out.messages.emplace_back(protocol::Welcome{});
    } else if (name == "ping") {
      out.messages.emplace_back(protocol::Ping{});
    } else if (name == "pong") {
      out.messages.emplace_back(protocol::Pong{});
    } else if (name == "chat") {
      protocol::Chat chat;
      chat.message.text = std::move(text);
      out.messages.emplace_back(std::move(chat));
    } else if (name == "refuse" || name == "fatal" || name == "expired") {
      protocol::Refusal refusal;
      refusal.code = name == "expired" ? "token-expired" : "no";
      refusal.text = std::move(text);
      refusal.fatal = name == "fatal";
      out.messages.emplace_back(std::move(refusal));
    } else {
      protocol::ProtocolError error;
      error.kind = protocol::ProtocolError::Kind::unknown_type;
      error.detail = word;
      out.errors.push_back(std::move(error));
    }
  }

  protocol::Capabilities can_;
};

inline protocol::Capabilities rich() {
  protocol::Capabilities can;
  can.hello = true;
  can.acks = true;
  can.ping = true;
  return can;
}

inline Config words_config() {
  Config config;
  config.url = "ws://host/ws";
  config.hello = {"ann", "token"};
  return config;
}

class Bench {
 public:
  explicit Bench(protocol::Capabilities can = rich(), Config config = words_config(), std::uint64_t seed = 1)
      : session(std::move(config), std::make_unique<WordCodec>(can), seed) {}

  static TimePoint at(Duration since_start) { return TimePoint{Duration{1'000'000} + since_start}; }
  [[nodiscard]] TimePoint now() const { return at(clock); }

  void pass(Duration time) {
    clock += time;
    session.tick(now());
  }
  /// Ticks at each deadline up to `until`, as a timer would.
  void run_until(Duration until) {
    while (session.next_deadline() && *session.next_deadline() <= at(until)) {
      clock = std::max(clock, *session.next_deadline() - at(Duration{0}));
      session.tick(now());
    }
    clock = until;
  }

  void opened(SocketId socket, std::string subprotocol = "words.v1") {
    session.receive(now(), Opened{socket, std::move(subprotocol)});
  }
  void frame(SocketId socket, std::string_view data, bool binary = false) {
    session.receive(now(), Frame{socket, data, binary});
  }
  void closed(SocketId socket, int code = 1006, std::string reason = {}) {
    session.receive(now(), Closed{socket, code, std::move(reason), code != 1006});
  }
  void failed(SocketId socket) { session.receive(now(), Failed{socket}); }
  void unwritable(SocketId socket) { session.receive(now(), Unwritable{socket}); }

  /// From idle to open over socket 1; leaves no actions or notices behind.
  void open_first() {
    session.start(now());
    opened(1);
    if (session.capabilities().hello) frame(1, "welcome");
    drain();
  }
  void drain() {
    session.take_actions();
    session.take_notices();
  }

  std::vector<std::string> actions() {
    std::vector<std::string> out;
    for (const Action& action : session.take_actions()) {
      if (const auto* ask = std::get_if<AskToken>(&action)) {
        out.push_back("ask " + std::to_string(ask->socket));
      } else if (const auto* open = std::get_if<OpenSocket>(&action)) {
        out.push_back("open " + std::to_string(open->socket) + " " + open->url + " " + open->subprotocol);
      } else if (const auto* send = std::get_if<SendText>(&action)) {
        out.push_back("send " + std::to_string(send->socket) + " " + send->text);
      } else if (const auto* close = std::get_if<CloseSocket>(&action)) {
        out.push_back("close " + std::to_string(close->socket) + " " + std::to_string(close->code));
      }
    }
    return out;
  }

  std::vector<std::string> notices() {
    std::vector<std::string> out;
    for (const Notice& notice : session.take_notices()) {
      if (const auto* changed = std::get_if<StateChanged>(&notice)) {
        out.push_back(std::string{to_string(changed->from)} + ">" + std::string{to_string(changed->to)});
      } else if (const auto* received = std::get_if<Received>(&notice)) {
        out.push_back("event " + std::to_string(received->event.index()));
      } else if (const auto* chats = std::get_if<ReceivedChats>(&notice)) {
        out.push_back("chats " + std::to_string(chats->chats.messages.size()));
      } else if (const auto* bad = std::get_if<BadFrame>(&notice)) {
        out.push_back("bad " + bad->error.detail);
      }
    }
    return out;
  }

  Duration clock{0};
  Session session;
};

using Lines = std::vector<std::string>;

/// As notices() prints them.
template <class T>
std::string event_line() {
  return "event " + std::to_string(protocol::Event{T{}}.index());
}
inline const std::string event_welcome = event_line<protocol::Welcome>();
inline const std::string event_chat = event_line<protocol::Chat>();
inline const std::string event_refusal = event_line<protocol::Refusal>();
inline const std::string event_ping = event_line<protocol::Ping>();
inline const std::string event_pong = event_line<protocol::Pong>();

}  // namespace banter::net::test
