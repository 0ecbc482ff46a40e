// One WebSocket: reads frames for the gateway, sends what it is given in order, with a bounded queue.
// Kept alive by its pending operations and by the gateway until it is closed.
// Must not know: what the frames mean.
#pragma once

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "server/io/connection_slot.hpp"
#include "server/io/gateway.hpp"

namespace banter::server {

/// What the handshake settled.
struct WsTerms {
  protocol::Dialect dialect = protocol::Dialect::plain;
  std::string subprotocol;  ///< to answer; empty: none
  bool batches = false;     ///< a frame may hold an array of what would be several frames
};

class WsConnection : public std::enable_shared_from_this<WsConnection> {
 public:
  using Request = boost::beast::http::request<boost::beast::http::string_body>;

  WsConnection(boost::beast::tcp_stream stream, Gateway& gateway, WsTerms terms, ConnectionSlot slot);

  /// Answers the handshake, then runs until either side closes.
  void start(Request request);
  void send(FrameText frame);
  /// After what is queued was sent.
  void close(int code, const std::string& reason);
  void sweep(TimePoint now);
  /// At once, without a word.
  void abort();

 private:
  static constexpr std::size_t read_bytes = 16 << 10;  ///< at a time

  void accepted(boost::beast::error_code error);
  void read();
  void on_read(boost::beast::error_code error);
  void on_frame();
  void write();
  void on_written(boost::beast::error_code error, std::size_t bytes);
  void begin_close();
  void cut();
  void ended();

  boost::beast::websocket::stream<boost::beast::tcp_stream> stream_;
  Gateway& gateway_;
  WsTerms terms_;
  ConnectionSlot slot_;
  Request request_;
  boost::beast::flat_buffer buffer_;
  std::optional<ConnectionId> id_;  ///< while attached
  std::deque<FrameText> queue_;
  std::size_t queued_bytes_ = 0;  ///< with those that are being sent
  FrameText sending_;
  std::size_t sending_bytes_ = 0;
  std::optional<TimePoint> sending_since_;
  std::optional<TimePoint> receiving_since_;  ///< a message of which a part is here
  std::optional<TimePoint> closing_since_;
  boost::beast::websocket::close_reason reason_;
  bool close_begun_ = false;
};

}  // namespace banter::server
