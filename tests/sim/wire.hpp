// One connection as the network sees it: a pipe each way, in which frames fly in order and take their time, and which
// breaks after any byte. Frames of which a byte is lost never arrive, and nothing behind them does.
// Must not know: clients, servers, what frames say.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "environment.hpp"

namespace banter::sim {

struct Item {
  enum class What : std::uint8_t { opened, frame, end };
  What what = What::frame;
  std::string text{};  ///< of an end: the reason
  int code = 1006;
  bool clean = false;
  TimePoint arrives{};
};

struct Wire;

class Pipe {
 public:
  using Receive = std::function<void(Wire&, const Item&)>;

  Pipe(Environment& env, Wire& wire, Receive receive) : env_(env), wire_(wire), receive_(std::move(receive)) {}

  /// At the sender's end.
  void push(Item item);
  /// Breaks after a random byte of what is in flight. What is put in from now on is lost, and stays in flight for ever
  /// as far as the sender can tell.
  void tear();
  /// An end that the receiver hears of although the pipe is torn.
  void tell_end(std::string reason);
  /// Nothing arrives before then; what flies waits.
  void stall(TimePoint until) { stalled_until_ = std::max(stalled_until_, until); }
  /// Ends a stall.
  void go_on();
  /// Bytes that the sender has handed over and the receiver has not taken.
  [[nodiscard]] std::size_t in_flight() const { return bytes_; }
  [[nodiscard]] bool torn() const { return torn_; }

 private:
  void fly(Item item);
  void arrive();
  void arrive_at(TimePoint when);

  Environment& env_;
  Wire& wire_;
  Receive receive_;
  std::deque<Item> flying_;
  std::size_t bytes_ = 0;
  TimePoint last_arrival_{};
  TimePoint stalled_until_{};
  bool torn_ = false;
};

/// Shared by both ends, which may outlive each other.
struct Wire : std::enable_shared_from_this<Wire> {
  Wire(Environment& env, Pipe::Receive to_client, Pipe::Receive to_server)
      : up(env, *this, std::move(to_server)), down(env, *this, std::move(to_client)) {}

  std::uint32_t socket = 0;          ///< of its device
  std::uint32_t session_socket = 0;  ///< the session's name for it
  std::uint64_t connection = 0;      ///< the server's; 0: not accepted yet
  bool client_open = true;           ///< the client's end counts it as a connection, or tries to
  bool server_open = false;
  TimePoint heard{};  ///< by the server
  Pipe up;
  Pipe down;
};
using WirePtr = std::shared_ptr<Wire>;

}  // namespace banter::sim
