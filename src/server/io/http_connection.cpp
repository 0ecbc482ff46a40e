#include "server/io/http_connection.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/span_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <ctime>
#include <utility>

#include "server/io/ws_connection.hpp"

namespace banter::server {

namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

/// RFC 9110, 5.6.7.
std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[40];
  const auto size = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text, size};
}

/// The answer and what it points to, for as long as it is being sent.
struct Outgoing {
  std::shared_ptr<const std::string> body;
  http::response<http::span_body<const char>> response;
  std::optional<http::response_serializer<http::span_body<const char>>> serializer;
};

Answer for_error(beast::error_code error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return text_answer(431, "The request's head is too large.");
  }
  return text_answer(400, "That is no HTTP request.");
}

bool is_parse_error(beast::error_code error) {
  return error.category() == http::make_error_code(http::error::bad_method).category() &&
         error != http::error::end_of_stream && error != http::error::partial_message;
}

}  // namespace

HttpConnection::HttpConnection(Stream stream, HttpServices services, ConnectionSlot slot)
    : stream_(std::move(stream)),
      deadline_(stream_.get_executor()),
      services_(services),
      slot_(std::move(slot)),
      buffer_(services.gateway.limits().head_bytes * 2) {}

void HttpConnection::start() {
  beast::error_code ignored;  // slower without, but right
  stream_.socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  if (!stream_.secure()) return read();
  limit(services_.gateway.limits().head_within);  // the handshake and the first head together
  shake_hands();
}

void HttpConnection::limit(Duration time) {
  deadline_.expires_after(time);
  deadline_.async_wait([weak = weak_from_this()](beast::error_code replaced) {
    if (replaced) return;
    if (const auto self = weak.lock()) self->stream_.close();  // what is pending ends now, and with it the connection
  });
}

void HttpConnection::shake_hands() {
  stream_.wait_readable([self = shared_from_this()](beast::error_code error) {
    if (!error) self->stream_.handshake(error);
    if (!error) return self->read_head();
    if (error == boost::asio::error::would_block) return self->shake_hands();
    if (!self->stopping_) ++self->services_.gateway.io_stats().tls_handshakes_failed;
  });
}

void HttpConnection::refuse() {
  auto answer = text_answer(503, "Too many connections; try again later.");
  answer.headers.emplace_back("Retry-After", "10");
  write(std::move(answer), false, false);
}

void HttpConnection::stop() {
  stopping_ = true;
  if (!answering_) stream_.close();
}

void HttpConnection::read() {
  limit(services_.gateway.limits().head_within);
  read_head();
}

void HttpConnection::read_head() {
  const auto& limits = services_.gateway.limits();
  parser_.emplace();
  parser_->header_limit(static_cast<std::uint32_t>(limits.head_bytes));
  parser_->body_limit(boost::none);  // bodies are not read at all
  http::async_read_header(stream_, buffer_, *parser_,
                          [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_head(error); });
}

void HttpConnection::on_head(beast::error_code error) {
  if (error && is_parse_error(error)) return write(for_error(error), false, false);
  if (error || stopping_) return close();
  ++services_.gateway.io_stats().http_requests;
  if (beast::websocket::is_upgrade(parser_->get())) return upgrade(parser_->release());
  handle(parser_->get());
}

void HttpConnection::handle(const HttpRequest& request) {
  const bool head = request.method() == http::verb::head;
  if (auto refusal = refusal_of(request, services_.gateway.limits().target_bytes)) {
    return write(std::move(*refusal), head, false);
  }
  write(services_.answers(web_request(request)), head, keeps_alive(request));
}

void HttpConnection::upgrade(HttpRequest request) {
  auto judged = judge_handshake(request, services_.origins, stream_.secure());
  if (auto* refusal = std::get_if<Answer>(&judged)) {
    ++services_.gateway.io_stats().handshakes_refused;
    return write(std::move(*refusal), false, false);
  }
  deadline_.cancel();  // the WebSocket has its own
  const WsConnectionPtr connection(
      new WsConnection(std::move(stream_), services_.gateway, std::move(std::get<WsTerms>(judged)), std::move(slot_)));
  connection->start(std::move(request));
}

void HttpConnection::write(Answer answer, bool head_only, bool keep_alive) {
  answering_ = true;
  const auto out = std::make_shared<Outgoing>();
  auto& response = out->response;
  response.result(answer.status);
  response.version(11);
  response.set(http::field::date, http_date());
  for (const auto& [name, value] : answer.headers) response.insert(name, value);
  out->body = std::move(answer.body);
  if (out->body && !head_only) response.body() = {out->body->data(), out->body->size()};
  if (answer.status != 304) response.content_length(out->body ? out->body->size() : 0);
  response.keep_alive(keep_alive);
  out->serializer.emplace(response);

  limit(services_.gateway.limits().answer_within);
  http::async_write(stream_, *out->serializer,
                    [self = shared_from_this(), out, keep_alive](beast::error_code error, std::size_t) {
                      self->answering_ = false;
                      if (error || !keep_alive || self->stopping_) return self->close();
                      self->read();
                    });
}

void HttpConnection::close() {
  stream_.shutdown_send();
  limit(services_.gateway.limits().close_within);
  if (!stopping_) linger();
}

void HttpConnection::linger() {
  // Closing with something unread resets the connection, and the last answer may be lost with it.
  buffer_.clear();
  stream_.async_read_some(buffer_.prepare(4096), [self = shared_from_this()](beast::error_code error, std::size_t) {
    if (!error && !self->stopping_) self->linger();
  });
}

}  // namespace banter::server
