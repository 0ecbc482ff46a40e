// WebSockets by emscripten/websocket.h, with the guards that it lacks: see sockets_web.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "app/inbox.hpp"
#include "net/session.hpp"

namespace banter::web {

class SocketsWeb {
 public:
  /// `inbox` is asked for from the browser's callbacks, which put into it what they hear.
  explicit SocketsWeb(std::function<app::Inbox&()> inbox) : inbox_(std::move(inbox)) {}
  ~SocketsWeb();
  SocketsWeb(const SocketsWeb&) = delete;
  SocketsWeb& operator=(const SocketsWeb&) = delete;

  bool open(const net::OpenSocket& open);
  bool send(net::SocketId socket, const std::string& text);
  void close(net::SocketId socket, int code, const std::string& reason);

 private:
  friend struct Callbacks;
  void report(const net::SocketEvent& event);
  void forget();

  std::function<app::Inbox&()> inbox_;
  net::SocketId socket_ = 0;  // the live one; 0: none
  int handle_ = 0;            // Emscripten's
};

}  // namespace banter::web
