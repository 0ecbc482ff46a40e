// A connection's bytes, over TCP or over TLS: an Asio AsyncStream for Beast, and non-blocking calls for who waits
// itself. Plain bytes go to the socket as they are, without a copy. Must not know: what the bytes mean.
#pragma once

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/compose.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <cstddef>
#include <memory>
#include <utility>

#include "server/io/tls_session.hpp"

namespace banter::server {

class Stream {
 public:
  /// Of this program's one loop. One that may be any takes 40 bytes, in each socket and again in all that waits for it.
  using executor_type = boost::asio::io_context::executor_type;
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, executor_type>;
  using ErrorCode = boost::system::error_code;

  /// Closed.
  explicit Stream(const executor_type& executor) : socket_(executor) {}
  /// `tls`: for this socket; null: plain TCP.
  explicit Stream(Socket socket, std::unique_ptr<TlsSession> tls = nullptr)
      : socket_(std::move(socket)), tls_(std::move(tls)) {}

  executor_type get_executor() { return socket_.get_executor(); }
  /// For its options.
  [[nodiscard]] Socket& socket() { return socket_; }
  [[nodiscard]] bool secure() const { return tls_ != nullptr; }

  /// Of TLS, before anything else: as far as it goes, then would_block; again after wait_readable().
  void handshake(ErrorCode& error) { tls_->handshake(error); }

  // Without blocking: would_block, then wait. Before non_blocking() was set on the socket, plain ones block.

  std::size_t read_some(boost::asio::mutable_buffer into, ErrorCode& error) {
    return tls_ ? tls_->read(into, error) : socket_.read_some(into, error);
  }
  /// See TlsSession::write() for what must follow would_block.
  std::size_t write_some(boost::asio::const_buffer data, ErrorCode& error) {
    return tls_ ? tls_->write(data, error) : socket_.write_some(data, error);
  }
  /// Several pieces in one call, plain streams alone: TLS would make a record of each.
  template <class Buffers>
  std::size_t write_plain(const Buffers& pieces, ErrorCode& error) {
    return socket_.write_some(pieces, error);
  }
  template <class Handler>
  void wait_readable(Handler&& handler) {
    if (tls_ && tls_->has_more()) {
      return boost::asio::post(socket_.get_executor(),
                               boost::beast::bind_front_handler(std::forward<Handler>(handler), ErrorCode{}));
    }
    socket_.async_wait(tls_ ? tls_->wait_to_read() : socket_.wait_read, std::forward<Handler>(handler));
  }
  template <class Handler>
  void wait_writable(Handler&& handler) {
    socket_.async_wait(tls_ ? tls_->wait_to_write() : socket_.wait_write, std::forward<Handler>(handler));
  }

  // AsyncStream

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    if (!tls_) return socket_.async_read_some(buffers, std::forward<Token>(token));
    return boost::asio::async_compose<Token, void(ErrorCode, std::size_t)>(SecureRead<Buffers>{*this, buffers}, token,
                                                                           socket_);
  }
  /// Over TLS everything is written, not some.
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    if (!tls_) return socket_.async_write_some(buffers, std::forward<Token>(token));
    return boost::asio::async_compose<Token, void(ErrorCode, std::size_t)>(SecureWrite<Buffers>{*this, buffers}, token,
                                                                           socket_);
  }

  // its end

  /// Of TLS: sends close_notify if it can, and waits for nothing.
  void say_goodbye() {
    if (tls_) tls_->say_goodbye();
  }
  /// Nothing more will be sent.
  void shutdown_send() {
    say_goodbye();
    ErrorCode ignored;  // the other side may have closed already
    socket_.shutdown(Socket::shutdown_send, ignored);
  }
  /// At once; what waits for it gets operation_aborted.
  void close() {
    if (tls_) tls_->forget_socket();
    ErrorCode ignored;  // it is closed either way
    socket_.close(ignored);
  }
  /// How Beast closes what took too long.
  friend void beast_close_socket(Stream& stream) { stream.close(); }

 private:
  template <class Buffers>
  struct SecureRead {
    Stream& stream;
    Buffers buffers;
    bool begun = false;

    template <class Self>
    void operator()(Self& self, ErrorCode error = {}) {
      // The first time, too: a handler must not be called from within the call that it is given to.
      if (!std::exchange(begun, true)) return stream.wait_readable(std::move(self));
      std::size_t got = 0;
      if (!error) got = stream.read_some(room(), error);
      if (error == boost::asio::error::would_block) return stream.wait_readable(std::move(self));
      self.complete(error, got);
    }
    [[nodiscard]] boost::asio::mutable_buffer room() const {
      for (auto at = boost::asio::buffer_sequence_begin(buffers); at != boost::asio::buffer_sequence_end(buffers);
           ++at) {
        if (boost::asio::mutable_buffer piece = *at; piece.size() > 0) return piece;
      }
      return {};
    }
  };

  template <class Buffers>
  struct SecureWrite {
    static constexpr std::size_t at_a_time = 256 << 10;  ///< then others have their turn

    using Record = std::array<char, 16 << 10>;

    Stream& stream;
    Buffers buffers;
    std::size_t written = 0;
    bool begun = false;

    template <class Self>
    void operator()(Self& self, ErrorCode error = {}) {
      if (!std::exchange(begun, true)) return stream.wait_writable(std::move(self));
      const std::size_t enough = written + at_a_time;
      Record record;
      while (!error && written < enough) {
        const std::size_t size = fill(record);
        if (size == 0) return self.complete(error, written);
        written += stream.write_some(boost::asio::buffer(record.data(), size), error);
      }
      if (!error || error == boost::asio::error::would_block) return stream.wait_writable(std::move(self));
      self.complete(error, written);
    }
    /// What follows `written`, as much as a record holds: Beast's pieces of a head are of a few bytes each. Tried again
    /// it is the same.
    std::size_t fill(Record& record) const {
      std::size_t skip = written;
      std::size_t size = 0;
      for (auto at = boost::asio::buffer_sequence_begin(buffers); at != boost::asio::buffer_sequence_end(buffers);
           ++at) {
        const boost::asio::const_buffer piece = *at;
        size += boost::asio::buffer_copy(boost::asio::buffer(record) + size, piece + skip);
        skip -= std::min(skip, piece.size());
        if (size == record.size()) break;
      }
      return size;
    }
  };

  Socket socket_;
  std::unique_ptr<TlsSession> tls_;
};

}  // namespace banter::server
