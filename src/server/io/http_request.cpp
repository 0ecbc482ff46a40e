#include "server/io/http_request.hpp"

#include "server/core/content.hpp"
#include "server/core/origin.hpp"
#include "server/core/web_path.hpp"

namespace banter::server {

namespace http = boost::beast::http;

std::optional<Answer> refusal_of(const HttpRequest& request, std::size_t target_bytes) {
  const std::string_view host = request[http::field::host];
  if (request.version() > 11 || (request.version() == 11 && host.empty()) || (!host.empty() && !valid_host(host)) ||
      request.count(http::field::host) > 1) {
    return text_answer(400, "A request needs one valid Host header.");
  }
  if (request.target().size() > target_bytes) return text_answer(414, "The address is too long.");
  return std::nullopt;
}

std::variant<WsTerms, Answer> judge_handshake(const HttpRequest& request, const std::vector<std::string>& origins,
                                              bool secure) {
  const std::string_view host = request[http::field::host];
  const auto path = raw_path(request.target());
  // Tutorials connect to ws://host:port, without a path.
  if (path != "/ws" && path != "/") return text_answer(404, "The chat is at /ws.");
  if (!valid_host(host) || request.count(http::field::host) > 1) {
    return text_answer(400, "A request needs one valid Host header.");
  }
  if (!origin_allowed(request[http::field::origin], host, origins, secure)) {
    return text_answer(403, "Pages of this origin may not chat here; --origin allows them.");
  }
  if (request.find(http::field::sec_websocket_protocol) == request.end()) return WsTerms{};
  bool known = false;
  for (const auto& field : request) {  // the header may be sent in several lines
    if (field.name() == http::field::sec_websocket_protocol) {
      known = known || has_token(field.value(), protocol::banter_subprotocol);
    }
  }
  if (!known) {
    return text_answer(400, "No known subprotocol was offered: offer \"" + std::string(protocol::banter_subprotocol) +
                                "\", or none for the plain dialect.");
  }
  return WsTerms{protocol::Dialect::banter, std::string(protocol::banter_subprotocol), true};
}

bool keeps_alive(const HttpRequest& request) {
  // A body is not read: what follows it on this connection could not be told from it.
  const bool body = request.has_content_length() ? request[http::field::content_length] != "0" : request.chunked();
  return request.keep_alive() && !body;
}

WebRequest web_request(const HttpRequest& request) {
  return {request.method_string(), request.target(), request[http::field::origin],
          request[http::field::accept_encoding], request[http::field::if_none_match]};
}

}  // namespace banter::server
