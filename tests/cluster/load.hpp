// People who chat through gateways that may be killed: each keeps what is not acknowledged and sends it again.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "../server/client.hpp"

namespace banter::server {

/// Where the gateways are; 0: it was killed.
struct Gateways {
  std::array<std::atomic<std::uint16_t>, 2> ports{};
  /// The wanted one, or the other.
  [[nodiscard]] std::uint16_t port(std::size_t wanted) const {
    const auto first = ports[wanted].load();
    return first != 0 ? first : ports[1 - wanted].load();
  }
};

/// One connection after the other, each resuming where the one before ended.
class Person {
 public:
  Person(const Gateways& gateways, std::size_t gateway, std::string name)
      : gateways_(gateways), gateway_(gateway), name_(std::move(name)) {}

  /// Writes messages one after the other until `until`, and waits for the last one's ack for up to 30 s more.
  void write(std::chrono::steady_clock::time_point until);
  /// Joins to learn the epoch, then again to read everything up to `last`.
  void read_all(protocol::Seq last);
  /// Reads until `last` was seen, for up to 30 s.
  void read_to(protocol::Seq last);

  struct Seen {
    std::string user, id, text;
  };
  /// By their numbers, of what came as history, chat or ack.
  std::map<protocol::Seq, Seen> seen;
  std::map<std::string, protocol::Seq> acked;  ///< by id
  std::string user;
  std::chrono::milliseconds worst{0};  ///< from writing to the ack
  std::size_t connections = 0;
  std::vector<std::string> problems;  ///< against the protocol

 private:
  bool connected();
  void step(std::chrono::milliseconds wait);
  void hear(const protocol::Event& event);
  void take(const protocol::ChatMessage& message);

  const Gateways& gateways_;
  std::size_t gateway_;
  std::string name_;
  std::unique_ptr<Client> client_;
  bool live_ = false;   ///< the history came
  bool asked_ = false;  ///< what is written was sent on this connection
  std::string epoch_;
  protocol::Seq after_ = 0;
  std::string id_;  ///< of what is not acknowledged; empty: nothing
  std::string text_;
  std::chrono::steady_clock::time_point again_{};  ///< not before
};

}  // namespace banter::server
