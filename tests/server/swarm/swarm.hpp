// Thousands of WebSocket clients in one thread, as light as they can be: epoll, no library, one buffer for all that is
// read. They mask what they send, answer pings and closes, and hand on what they get; nothing more. For tests and
// benchmarks of servers that are trusted to speak RFC 6455.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace banter::swarm {

struct Terms {
  std::uint16_t port = 0;
  std::string path = "/ws";
  std::string subprotocol;  ///< to offer; empty: none
  std::uint32_t source =
      0;  ///< the last number of the address in 127.0.0.0/24 that it comes from; 0: the system's choice
  int receive_buffer = 0;  ///< of the system; 0: its default
};

class Swarm {
 public:
  /// A whole message of text. It lives for the call.
  using OnText = std::function<void(std::size_t who, std::string_view text)>;
  using OnOpen = std::function<void(std::size_t who)>;

  Swarm(OnOpen on_open, OnText on_text);
  Swarm(const Swarm&) = delete;
  Swarm& operator=(const Swarm&) = delete;
  ~Swarm();

  /// Begins a connection; its number, from 0. An error of the system ends it with code 1006.
  std::size_t connect(const Terms& terms);
  void send(std::size_t who, std::string_view text);
  /// Nothing of it is read until read() is called again with true.
  void read(std::size_t who, bool wanted);
  /// Begins the closing handshake.
  void close(std::size_t who);

  /// Lets things happen until `done` holds, which is asked after each round; false: it did not within `limit`.
  bool run_until(const std::function<bool()>& done, std::chrono::milliseconds limit);

  [[nodiscard]] std::size_t size() const { return links_.size(); }
  [[nodiscard]] std::size_t open() const { return open_; }  ///< that shook hands and have not ended
  [[nodiscard]] bool ended(std::size_t who) const { return links_[who].state == State::ended; }
  /// Of an ended one: what the server said; 1005: nothing, 1006: it just went.
  [[nodiscard]] int close_code(std::size_t who) const { return links_[who].code; }

 private:
  enum class State : std::uint8_t { connecting, shaking, open, ended };
  struct Link {
    int socket = -1;
    State state = State::connecting;
    bool reads = true;
    int code = 1006;
    std::string in;       ///< the part of a frame, or of the answer, that has come
    std::string message;  ///< the fragments of a message so far
    std::string out;      ///< what the system has not taken
  };

  void ready(std::size_t who, std::uint32_t events);
  void take_in(std::size_t who);
  /// Consumes whole frames; what is left of a frame is kept.
  void parse(std::size_t who, std::string_view bytes);
  void frame(std::size_t who, unsigned char head, std::string_view payload);
  void write_frame(std::size_t who, unsigned char opcode, std::string_view payload);
  void write(std::size_t who, std::string_view bytes);
  void watch(std::size_t who);
  void end(std::size_t who, int code);

  OnOpen on_open_;
  OnText on_text_;
  int epoll_;
  std::vector<Link> links_;
  std::vector<std::string> requests_;  ///< of those that are connecting
  std::size_t open_ = 0;
  std::string buffer_;
};

/// As many open files as the system allows; how many that is.
std::size_t raise_file_limit();

}  // namespace banter::swarm
