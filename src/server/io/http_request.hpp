// What is let through of HTTP: whether a request may be answered, whether it may become a WebSocket and on which terms.
// Must not know: sockets, connections, what the answers are.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/codec.hpp"
#include "server/io/answers.hpp"

namespace banter::server {

/// Its body is not read.
using HttpRequest = boost::beast::http::request<boost::beast::http::string_body>;

/// What the handshake settled.
struct WsTerms {
  protocol::Dialect dialect = protocol::Dialect::plain;
  std::string subprotocol;  ///< to answer; empty: none
  bool batches = false;     ///< a frame may hold an array of what would be several frames
};

/// The answer to a request that is refused whatever it asks for; the connection closes after it. None: it may be
/// answered.
std::optional<Answer> refusal_of(const HttpRequest& request, std::size_t target_bytes);
/// Of a request that is a WebSocket's handshake (RFC 6455, 4.2.1): the terms, or why it is refused. `origins`: those
/// whose pages may chat here beside the server's own. `secure`: it came over the server's own TLS.
std::variant<WsTerms, Answer> judge_handshake(const HttpRequest& request, const std::vector<std::string>& origins,
                                              bool secure = false);
/// Whether the connection can be used for another request after this one.
bool keeps_alive(const HttpRequest& request);
/// The parts of it that matter; they live as long as it does.
WebRequest web_request(const HttpRequest& request);

}  // namespace banter::server
