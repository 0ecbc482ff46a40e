#include "client.hpp"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>

#include "server/io/stream.hpp"

namespace banter::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using beast::error_code;

namespace {

/// The client's end of TLS, which trusts this certificate alone.
std::unique_ptr<TlsSession> session(const std::string& trusted, int socket) {
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  const std::unique_ptr<BIO, decltype(&BIO_free)> source(
      BIO_new_mem_buf(trusted.data(), static_cast<int>(trusted.size())), BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr), X509_free);
  EXPECT_EQ(X509_STORE_add_cert(SSL_CTX_get_cert_store(context.get()), certificate.get()), 1);
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL* const ssl = SSL_new(context.get());
  SSL_set_connect_state(ssl);
  return TlsSession::create(ssl, socket);
}

}  // namespace

/// What Beast does after the last frame; the other side's end is not waited for.
template <class Handler>
void async_teardown(beast::role_type /*role*/, Stream& stream, Handler&& handler) {
  stream.shutdown_send();
  asio::post(stream.get_executor(), beast::bind_front_handler(std::forward<Handler>(handler), error_code{}));
}

class Client::Impl {
 public:
  explicit Impl(std::uint16_t port, const ClientOptions& options) {
    Stream::Socket socket(io);
    const tcp::endpoint endpoint(asio::ip::make_address("127.0.0.1"), port);
    error_code error;
    socket.open(tcp::v4(), error);
    if (options.receive_buffer > 0) {
      socket.set_option(asio::socket_base::receive_buffer_size(options.receive_buffer), error);
    }
    socket.connect(endpoint, error);
    EXPECT_TRUE(!error || options.may_fail) << error.message();
    socket.set_option(tcp::no_delay(true), error);
    auto tls = options.trusted.empty() ? nullptr : session(options.trusted, socket.native_handle());
    stream.emplace(Stream(std::move(socket), std::move(tls)));
    if (!secured()) {
      EXPECT_TRUE(options.may_fail) << "no TLS";
      return;
    }
    stream->set_option(websocket::stream_base::decorator([options](websocket::request_type& request) {
      if (!options.origin.empty()) request.set(http::field::origin, options.origin);
      if (!options.subprotocols.empty()) request.set(http::field::sec_websocket_protocol, options.subprotocols);
    }));
    stream->read_message_max(0);
    stream->auto_fragment(false);
    stream->write_buffer_bytes(64 << 10);
    const std::string host = options.host.empty() ? "127.0.0.1:" + std::to_string(port) : options.host;
    bool done = false;
    stream->async_handshake(response, host, options.path, [&](error_code failed) {
      open = !failed;
      done = true;
    });
    wait(done, patience);
    EXPECT_TRUE(done || options.may_fail) << "no answer to the handshake";
  }

  bool secured() {
    auto& bytes = stream->next_layer();
    error_code error;
    if (bytes.secure()) bytes.handshake(error);
    while (error == asio::error::would_block) {
      bool ready = false;
      bytes.wait_readable([&](error_code) { ready = true; });
      wait(ready, patience);
      if (!ready) return false;
      bytes.handshake(error);
    }
    return !error;
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
      stream->async_read(buffer, [this](error_code error, std::size_t) {
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
  std::optional<websocket::stream<Stream>> stream;
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
  impl_->stream->binary(binary);
  impl_->stream->async_write(asio::buffer(frame), [&](error_code, std::size_t) { done = true; });
  impl_->wait(done, patience);
  EXPECT_TRUE(done) << "the server does not read";
}

void Client::send_part(const std::string& begin) {
  bool done = false;
  impl_->stream->async_write_some(false, asio::buffer(begin), [&](error_code, std::size_t) { done = true; });
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
  const auto code = impl_->stream->reason().code;
  return code == websocket::close_code::none ? 1006 : static_cast<int>(code);
}

void Client::close() {
  bool done = false;
  impl_->stream->async_close(websocket::close_code::normal, [&](error_code) { done = true; });
  impl_->wait(done, patience);
}

}  // namespace banter::server
