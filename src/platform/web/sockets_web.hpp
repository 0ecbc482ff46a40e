// WebSockets by emscripten/websocket.h, with the guards that it lacks: see sockets_web.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "net/session.hpp"

namespace banter::web {

class SocketsWeb {
 public:
  /// `deliver` is called from the browser's callbacks; it must only take the event in.
  explicit SocketsWeb(std::function<void(const net::SocketEvent&)> deliver);
  ~SocketsWeb();
  SocketsWeb(const SocketsWeb&) = delete;
  SocketsWeb& operator=(const SocketsWeb&) = delete;

  bool open(const net::OpenSocket& open);
  bool send(net::SocketId socket, const std::string& text);
  void close(net::SocketId socket, int code, const std::string& reason);

 private:
  friend struct Callbacks;
  void report(net::SocketId socket, const net::SocketEvent& event);
  void forget();

  std::function<void(const net::SocketEvent&)> deliver_;
  net::SocketId socket_ = 0;         // the live one; 0: none
  int handle_ = 0;                   // Emscripten's
  std::unique_ptr<char[]> hearing_;  // where the browser writes a text frame
};

}  // namespace banter::web
