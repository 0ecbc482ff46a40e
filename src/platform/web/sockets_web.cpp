#include "platform/web/sockets_web.hpp"

#include <emscripten/emscripten.h>
#include <emscripten/websocket.h>

#include <string_view>

#include "platform/web/host.h"

namespace banter::web {
namespace {

// More than this waiting in the browser means that the line is dead; the session starts afresh.
constexpr double most_buffered = 8.0 * 1024 * 1024;

}  // namespace

/// Each returns EM_TRUE: handled. The user data is the SocketsWeb; a handle that is not its live one is an old socket.
struct Callbacks {
  static EM_BOOL open(int, const EmscriptenWebSocketOpenEvent* e, void* self) {
    auto& sockets = *static_cast<SocketsWeb*>(self);
    if (e->socket != sockets.handle_) return EM_TRUE;
    char protocol[128] = {};
    emscripten_websocket_get_protocol(e->socket, protocol, sizeof protocol);
    sockets.report(net::Opened{sockets.socket_, protocol});
    return EM_TRUE;
  }
  static EM_BOOL message(int, const EmscriptenWebSocketMessageEvent* e, void* self) {
    auto& sockets = *static_cast<SocketsWeb*>(self);
    if (e->socket != sockets.handle_) return EM_TRUE;
    const bool text = e->isText != 0;
    // A text event counts its trailing NUL as well.
    const std::size_t size = text && e->numBytes > 0 ? e->numBytes - 1 : e->numBytes;
    const std::string_view data(reinterpret_cast<const char*>(e->data), size);
    sockets.report(net::Frame{sockets.socket_, data, !text});
    return EM_TRUE;
  }
  static void heard(SocketsWeb& sockets, int handle, std::size_t bytes) {
    if (handle != sockets.handle_) return;
    sockets.inbox_().put_written(sockets.socket_, bytes);
    banter_js_wake();
  }
  static char* room(SocketsWeb& sockets, std::size_t bytes) { return sockets.inbox_().room(bytes); }
  static EM_BOOL close(int, const EmscriptenWebSocketCloseEvent* e, void* self) {
    auto& sockets = *static_cast<SocketsWeb*>(self);
    if (e->socket != sockets.handle_) return EM_TRUE;
    const net::SocketId socket = sockets.socket_;
    const net::Closed closed{socket, e->code, e->reason, e->wasClean != 0};
    sockets.forget();
    sockets.report(closed);
    return EM_TRUE;
  }
  static EM_BOOL error(int, const EmscriptenWebSocketErrorEvent* e, void* self) {
    auto& sockets = *static_cast<SocketsWeb*>(self);
    if (e->socket == sockets.handle_) sockets.report(net::Failed{sockets.socket_});
    return EM_TRUE;
  }
};

extern "C" {

/// Where a text frame may be written that takes at most so many bytes.
EMSCRIPTEN_KEEPALIVE char* banter_room(void* sockets, int bytes) {
  return Callbacks::room(*static_cast<SocketsWeb*>(sockets), static_cast<std::size_t>(bytes));
}

/// It was written there. Its length in bytes.
EMSCRIPTEN_KEEPALIVE void banter_heard(void* sockets, int handle, int bytes) {
  Callbacks::heard(*static_cast<SocketsWeb*>(sockets), handle, static_cast<std::size_t>(bytes));
}

}  // extern "C"

SocketsWeb::~SocketsWeb() {
  if (handle_ > 0) emscripten_websocket_close(handle_, 1000, "");
  forget();
}

void SocketsWeb::report(const net::SocketEvent& event) {
  inbox_().put(event);
  banter_js_wake();
}

bool SocketsWeb::open(const net::OpenSocket& open) {
  forget();
  EmscriptenWebSocketCreateAttributes attributes{};
  attributes.url = open.url.c_str();
  attributes.protocols = open.subprotocol.empty() ? nullptr : open.subprotocol.c_str();
  attributes.createOnMainThread = EM_TRUE;
  const EMSCRIPTEN_WEBSOCKET_T handle = emscripten_websocket_new(&attributes);
  if (handle <= 0) return false;
  handle_ = handle;
  socket_ = open.socket;
  emscripten_websocket_set_onopen_callback(handle, this, Callbacks::open);
  emscripten_websocket_set_onmessage_callback(handle, this, Callbacks::message);
  banter_js_hear(handle, this);
  emscripten_websocket_set_onclose_callback(handle, this, Callbacks::close);
  emscripten_websocket_set_onerror_callback(handle, this, Callbacks::error);
  return true;
}

bool SocketsWeb::send(net::SocketId socket, const std::string& text) {
  if (socket != socket_ || handle_ <= 0) return false;
  unsigned short state = 0;
  emscripten_websocket_get_ready_state(handle_, &state);
  if (state != 1 || banter_js_buffered(handle_) > most_buffered) return false;
  return emscripten_websocket_send_utf8_text(handle_, text.c_str()) == EMSCRIPTEN_RESULT_SUCCESS;
}

void SocketsWeb::close(net::SocketId socket, int code, const std::string& reason) {
  if (socket != socket_ || handle_ <= 0) return;
  emscripten_websocket_close(handle_, static_cast<unsigned short>(code), reason.c_str());
  forget();
}

void SocketsWeb::forget() {
  if (handle_ > 0) {
    emscripten_websocket_delete(handle_);
    banter_js_forget_socket(handle_);  // Emscripten keeps the object: each reconnect would leak one
  }
  handle_ = 0;
  socket_ = 0;
}

}  // namespace banter::web
