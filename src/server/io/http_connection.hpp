// One HTTP connection: the TLS handshake if there is one, requests in, answers out, until it closes or becomes a
// WebSocket.
// Kept alive by its pending operations.
// Must not know: files, rooms.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/io/answers.hpp"
#include "server/io/connection_slot.hpp"
#include "server/io/gateway.hpp"
#include "server/io/http_request.hpp"
#include "server/io/stream.hpp"

namespace banter::server {

/// What all connections share. Outlives them.
struct HttpServices {
  Answers& answers;
  Gateway& gateway;
  const std::vector<std::string>& origins;
};

class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  HttpConnection(Stream stream, HttpServices services, ConnectionSlot slot);

  void start();
  /// Answers whatever comes with 503 and closes: there are too many connections.
  void refuse();
  /// Closes, unless an answer is on its way: then after it.
  void stop();

 private:
  using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

  /// The connection is cut when it takes longer; replaces the limit before.
  void limit(Duration time);
  void shake_hands();
  void read();
  void read_head();
  void on_head(boost::beast::error_code error);
  void handle(const HttpRequest& request);
  void upgrade(HttpRequest request);
  void write(Answer answer, bool head_only, bool keep_alive);
  void close();
  void linger();

  Stream stream_;
  boost::asio::steady_timer deadline_;
  HttpServices services_;
  ConnectionSlot slot_;
  boost::beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  bool answering_ = false;
  bool stopping_ = false;
};

}  // namespace banter::server
