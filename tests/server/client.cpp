#include "client.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace banter::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using beast::error_code;

class Client::Impl {
 public:
  explicit Impl(std::uint16_t port, const ClientOptions& options) {
    auto& tcp_layer = beast::get_lowest_layer(stream);
    const tcp::endpoint endpoint(asio::ip::make_address("127.0.0.1"), port);
    error_code error;
    tcp_layer.socket().open(tcp::v4(), error);
    if (options.receive_buffer > 0) {
      tcp_layer.socket().set_option(asio::socket_base::receive_buffer_size(options.receive_buffer), error);
    }
    tcp_layer.socket().connect(endpoint, error);
    EXPECT_TRUE(!error || options.may_fail) << error.message();
    tcp_layer.socket().set_option(tcp::no_delay(true), error);
    stream.set_option(websocket::stream_base::decorator([options](websocket::request_type& request) {
      if (!options.origin.empty()) request.set(http::field::origin, options.origin);
      if (!options.subprotocols.empty()) request.set(http::field::sec_websocket_protocol, options.subprotocols);
    }));
    stream.read_message_max(0);
    stream.auto_fragment(false);
    stream.write_buffer_bytes(64 << 10);
    const std::string host = options.host.empty() ? "127.0.0.1:" + std::to_string(port) : options.host;
    bool done = false;
    stream.async_handshake(response, host, options.path, [&](error_code failed) {
      open = !failed;
      done = true;
    });
    wait(done, patience);
    EXPECT_TRUE(done || options.may_fail) << "no answer to the handshake";
  }

  void wait(bool& done, std::chrono::milliseconds limit) {
    const auto end = std::chrono::steady_clock::now() + limit;
    io.restart();
    while (!done && std::chrono::steady_clock::now() < end) io.run_one_until(end);
  }

  std::optional<std::string> read(std::chrono::milliseconds limit) {
    if (!reading) {
      reading = true;
      read_done = false;
      stream.async_read(buffer, [this](error_code error, std::size_t) {
        read_error = error;
        read_done = true;
      });
    }
    wait(read_done, limit);
    if (!read_done) return std::nullopt;
    if (read_error) {
      open = false;
      return std::nullopt;
    }
    reading = false;
    auto text = beast::buffers_to_string(buffer.data());
    buffer.consume(buffer.size());
    return text;
  }

  asio::io_context io{1};
  websocket::stream<beast::tcp_stream> stream{io};
  websocket::response_type response;
  beast::flat_buffer buffer;
  bool open = false;
  bool reading = false;
  bool read_done = false;
  error_code read_error;
};

Client::Client(std::uint16_t port, Options options)
    : impl_(std::make_unique<Impl>(port, options)),
      codec_(protocol::make_client_codec(options.subprotocols.empty() ? protocol::Dialect::plain
                                                                      : protocol::Dialect::banter)) {}

Client::~Client() = default;

bool Client::open() const {
  return impl_->open;
}
int Client::status() const {
  return static_cast<int>(impl_->response.result_int());
}
std::string Client::subprotocol() const {
  return std::string(impl_->response[http::field::sec_websocket_protocol]);
}

void Client::send_raw(const std::string& frame, bool binary) {
  bool done = false;
  impl_->stream.binary(binary);
  impl_->stream.async_write(asio::buffer(frame), [&](error_code, std::size_t) { done = true; });
  impl_->wait(done, patience);
  EXPECT_TRUE(done) << "the server does not read";
}

void Client::send_part(const std::string& begin) {
  bool done = false;
  impl_->stream.async_write_some(false, asio::buffer(begin), [&](error_code, std::size_t) { done = true; });
  impl_->wait(done, patience);
  EXPECT_TRUE(done) << "the server does not read";
}

void Client::say(const protocol::Command& command) {
  send_raw(codec_->encode(command));
}

void Client::enter(const std::string& name, const std::string& room, const std::string& epoch, protocol::Seq after) {
  say(protocol::Hello{name, "the-secret-token-of-" + name});
  say(protocol::Join{room, epoch, after});
  while (const auto one = event()) {
    if (!std::holds_alternative<protocol::History>(*one)) continue;
    events_.push_front(*one);
    return;
  }
  ADD_FAILURE() << name << " got no history";
}

void Client::chat(const std::string& id, const std::string& text, const std::string& room) {
  say(protocol::SendChat{room, id, {}, text});
}

std::optional<std::string> Client::frame(std::chrono::milliseconds wait) {
  return impl_->read(wait);
}

std::optional<protocol::Event> Client::event(std::chrono::milliseconds wait) {
  while (events_.empty()) {
    const auto text = frame(wait);
    if (!text) return std::nullopt;
    protocol::Decoded<protocol::Event> decoded;
    codec_->decode(*text, decoded);
    for (const auto& error : decoded.errors) ADD_FAILURE() << error.detail << " in " << *text;
    for (auto& one : decoded.messages) events_.push_back(std::move(one));
  }
  auto first = std::move(events_.front());
  events_.pop_front();
  return first;
}

int Client::close_code() {
  while (frame()) {
  }
  if (impl_->open) return 0;
  const auto code = impl_->stream.reason().code;
  return code == websocket::close_code::none ? 1006 : static_cast<int>(code);
}

void Client::close() {
  bool done = false;
  impl_->stream.async_close(websocket::close_code::normal, [&](error_code) { done = true; });
  impl_->wait(done, patience);
}

}  // namespace banter::server
