// A chat client over a real WebSocket, with every wait bounded.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/codec.hpp"

namespace banter::server {

struct ClientOptions {
  std::string path = "/ws";
  std::string subprotocols = "banter.v1";  ///< the header's value; empty: none offered
  std::string origin;
  std::string host;        ///< of the Host header; empty: the address
  int receive_buffer = 0;  ///< of the system; 0: its default
  std::string trusted;     ///< PEM: speaks TLS with a server that has this certificate; empty: no TLS
  bool may_fail = false;   ///< the server may be gone
};

class Client {
 public:
  using Options = ClientOptions;
  static constexpr std::chrono::milliseconds patience{5'000};

  explicit Client(std::uint16_t port, Options options = {});
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client();

  [[nodiscard]] bool open() const;
  /// Of the handshake's answer.
  [[nodiscard]] int status() const;
  [[nodiscard]] std::string subprotocol() const;

  void send_raw(const std::string& frame, bool binary = false);
  /// The beginning of a message whose rest does not come.
  void send_part(const std::string& begin);
  void say(const protocol::Command& command);
  /// Hello and join; waits until the history is there.
  void enter(const std::string& name, const std::string& room = "general", const std::string& epoch = {},
             protocol::Seq after = 0);
  void chat(const std::string& id, const std::string& text, const std::string& room = "general");

  /// The next frame as it came; none when the connection closed or nothing came in time.
  std::optional<std::string> frame(std::chrono::milliseconds wait = patience);
  std::optional<protocol::Event> event(std::chrono::milliseconds wait = patience);
  /// The next event of a kind; others are thrown away.
  template <class Event>
  std::optional<Event> next() {
    while (auto one = event()) {
      if (auto* wanted = std::get_if<Event>(&*one)) return std::move(*wanted);
    }
    return std::nullopt;
  }
  /// Reads on until the server closes: its code, 1006 without a close frame, 0 when it does not close in time.
  int close_code();
  void close();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
  std::unique_ptr<protocol::ClientCodec> codec_;
  std::deque<protocol::Event> events_;
};

}  // namespace banter::server
