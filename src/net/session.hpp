// The connection as a pure state machine: frames and time in, actions and notices out. It never
// touches a socket, a clock or the chat; the platform performs its actions, the app reads its
// notices. So a test, or a simulator, can drive years of bad network through it in a second.
//
//              start, deadline, online, reconnect_now
//   idle ───────────────────────► connecting ──4 s──► slow      (where tokens are asked for: first for one)
//    ▲                                │ opened          │ opened
//    │ stop                           ▼                 ▼
//    └──────── any            greeting (dialects with a hello) ──welcome──► open
//                                     │ 10 s, close, error                   │ close, error, no pong
//   waiting ◄─────────────────────────┴──────────────────────────────────────┘
//     │ online=false ► offline ── online ► connecting
//   stopped: a fatal answer; only reconnect_now or start leaves it
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/backoff.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "protocol/codec.hpp"

namespace banter::net {

enum class State : std::uint8_t {
  idle,        ///< not started
  connecting,  ///< the socket is opening
  slow,        ///< still opening, and it takes long
  greeting,    ///< open; hello is sent, welcome awaited
  open,        ///< usable
  waiting,     ///< lost; retry_at() says when it is tried again
  offline,     ///< the platform says there is no network
  stopped,     ///< the server's answer was final; reason() explains
};
std::string_view to_string(State state);

struct Config {
  std::string url;        ///< ws: or wss:, absolute, without fragment
  protocol::Hello hello;  ///< sent first by dialects that have a hello
  /// The hello's token is asked for before every connection. Without that a token that has expired is final.
  bool asks_token = false;
  bool token_renews = false;  ///< who is asked may give another one the next time
  Duration token_within{10'000};
  Duration slow_after{4'000};
  Duration connect_within{10'000};
  Duration greet_within{10'000};
  Duration stable_after{5'000};  ///< open for so long: the backoff starts anew
  Duration ping_after{25'000};   ///< of silence
  Duration pong_within{10'000};
  Duration late{5'000};      ///< a deadline that is noticed so much later was slept through
  Duration sure_for{5'000};  ///< after a frame; later somebody who wakes up asks whether anybody is there
  Backoff::Limits backoff;
};

/// Distinguishes the sockets of one session, so that a late callback of an old one is ignored.
using SocketId = std::uint32_t;

// ---- what the platform must do, in order ----
/// Answer with a TokenAnswer. An OpenSocket of the same id follows a good one.
struct AskToken {
  SocketId socket;
};
struct OpenSocket {
  SocketId socket;
  std::string url;
  std::string subprotocol;  ///< empty: offer none
};
struct SendText {
  SocketId socket;
  std::string text;
  std::string
      shown;  ///< what a log may say in its place, which is for showing to others; empty: there is no secret in it
};
struct CloseSocket {
  SocketId socket;
  int code;  ///< 1000 or 3000–4999: all that a page may send (WHATWG WebSockets)
  std::string reason;
};
using Action = std::variant<AskToken, OpenSocket, SendText, CloseSocket>;

// ---- what the platform reports ----
struct Opened {
  SocketId socket;
  std::string subprotocol;  ///< what the server chose; empty: none
};
struct Frame {
  SocketId socket;
  std::string_view data;
  bool binary = false;
};
struct Closed {
  SocketId socket;
  int code = 1006;
  std::string reason;
  bool clean = false;
};
/// The browser's error event. It says nothing but that a Closed follows, which says the rest (WHATWG WebSockets, 7.1).
struct Failed {
  SocketId socket;
};
/// A frame could not be written: the socket is not open any more, or too much is waiting in it. No Closed need follow.
struct Unwritable {
  SocketId socket;
};
/// To AskToken.
struct TokenAnswer {
  SocketId socket;
  std::string token;
  std::string error;  ///< why there is none; empty: there is one
};
using SocketEvent = std::variant<Opened, Frame, Closed, Failed, Unwritable, TokenAnswer>;

// ---- what the app is told, in order ----
struct StateChanged {
  State from;
  State to;
};
struct Received {
  protocol::Event event;
};
/// As many of them at once, in their place among the others.
struct ReceivedChats {
  protocol::ChatBatch chats;
};
struct BadFrame {
  protocol::ProtocolError error;
};
/// From a ping to its pong, as this page sees it.
struct RoundTrip {
  Duration time;
};
using Notice = std::variant<StateChanged, Received, ReceivedChats, BadFrame, RoundTrip>;

// ---- codes this side closes with; all are allowed to a page ----
inline constexpr int close_normal = 1000;   ///< stopped, refused or started afresh
inline constexpr int close_timeout = 4000;  ///< the server did not answer in time
inline constexpr int close_dropped = 4001;  ///< drop(): the app found that the connection is dead

/// Every OpenSocket is ended once: by a Closed event, or by a CloseSocket action, after which
/// whatever that socket still reports is ignored.
class Session {
 public:
  Session(Config config, std::unique_ptr<protocol::ClientCodec> codec, std::uint64_t seed);

  /// From idle or stopped; without effect otherwise.
  void start(TimePoint now);
  /// Closes with 1000 and stays idle.
  void stop(TimePoint now);
  void receive(TimePoint now, const SocketEvent& event);
  /// Acts on deadlines that have passed.
  void tick(TimePoint now);
  /// What the platform thinks of the network. `true` also when it merely may have come back (a tab that shows
  /// again): cuts a wait short, and disturbs no attempt.
  void set_online(TimePoint now, bool online);
  /// Skips the countdown; an attempt under way is given up for a fresh one. From stopped too: the person decided
  /// to try again. Without effect when idle or open.
  void reconnect_now(TimePoint now);
  /// The machine has slept, or the page was frozen or hidden: a wait is cut short, and an open connection is asked at
  /// once whether it still is one, unless it said something a moment ago.
  void woke(TimePoint now);
  /// Sends a ping whose answer tells the round trip, unless one is on its way.
  void measure(TimePoint now);
  /// Gives the connection up for `reason` (a message nobody confirms) and waits as after any loss.
  /// Without effect when there is no socket.
  void drop(TimePoint now, std::string_view reason);
  /// Gives it up for good, until somebody reconnects.
  void finish(std::string reason);
  /// Queues one command's frame. False: the session is not open (or the dialect has no words for it), nothing was
  /// sent.
  bool send(TimePoint now, const protocol::Command& command);
  /// The nickname of the next hello.
  void set_nick(std::string nick);

  /// Moves the outstanding actions and notices out.
  std::vector<Action> take_actions();
  std::vector<Notice> take_notices();
  /// Likewise, in exchange for an empty vector, whose memory serves the next ones.
  void take_notices(std::vector<Notice>& out) {
    out.clear();
    notices_.swap(out);
  }
  /// When tick() has something to do; none: only an event can change anything.
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;

  [[nodiscard]] State state() const { return state_; }
  /// Set exactly when waiting.
  [[nodiscard]] std::optional<TimePoint> retry_at() const;
  /// Why the last connection ended, or why it was stopped; empty when there is nothing to explain.
  [[nodiscard]] const std::string& reason() const { return reason_; }
  [[nodiscard]] protocol::Capabilities capabilities() const { return codec_->capabilities(); }
  [[nodiscard]] std::uint64_t protocol_errors() const { return protocol_errors_; }
  /// Connections that were opened so far, this one included.
  [[nodiscard]] std::uint32_t connections() const { return connections_; }

 private:
  void on(TimePoint now, const Opened& event);
  void on(TimePoint now, const Frame& event);
  void on(TimePoint now, const Closed& event);
  void on(TimePoint now, const Failed& event);
  void on(TimePoint now, const Unwritable& event);
  void on(TimePoint now, const TokenAnswer& event);
  void handle(TimePoint now, protocol::Event&& event);

  void connect(TimePoint now);
  void open_socket(TimePoint now);
  void become_open(TimePoint now);
  void lose(TimePoint now, std::string_view reason);
  void halt(std::string reason);
  void end_socket(int code, std::string reason);
  void tick_open(TimePoint now);
  bool ping(TimePoint now);
  bool ask_again(TimePoint now);
  void enter(State to);
  bool write(const protocol::Command& command);
  void count_error(protocol::ProtocolError error);
  [[nodiscard]] std::string explain(const Closed& event) const;
  [[nodiscard]] std::string unreachable() const;
  [[nodiscard]] bool has_socket() const { return socket_ != no_socket; }

  static constexpr SocketId no_socket = 0;

  Config config_;
  std::unique_ptr<protocol::ClientCodec> codec_;
  Random random_;
  Backoff backoff_;
  State state_ = State::idle;
  bool online_ = true;
  bool asking_ = false;                 ///< connecting or slow: for a token, and there is no socket yet
  SocketId socket_ = no_socket;         ///< the one whose events count
  SocketId last_socket_ = no_socket;    ///< the newest id given out
  TimePoint since_{};                   ///< connecting and slow: the attempt's start; greeting: opened; open: welcomed
  TimePoint heard_{};                   ///< open: the last frame
  std::optional<TimePoint> pinged_;     ///< open: a ping went out and nothing was heard since
  std::optional<TimePoint> ping_sent_;  ///< open: its pong is awaited, whatever else was heard
  bool asked_again_ = false;            ///< open: after a time of which nobody knows
  TimePoint retry_at_{};                ///< waiting
  std::string reason_;
  std::string objection_;  ///< what the server refused last; its word for a greeting that comes to nothing
  std::uint64_t protocol_errors_ = 0;
  std::uint32_t connections_ = 0;
  protocol::Decoded<protocol::Event> decoded_;  ///< empty between calls; keeps its memory
  std::vector<Action> actions_;
  std::vector<Notice> notices_;
};

}  // namespace banter::net
