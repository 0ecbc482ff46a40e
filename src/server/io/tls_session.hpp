// TLS on one non-blocking socket, by OpenSSL straight from and to it: what waits does so in the system's buffers, and a
// silent connection holds none. Asio's own stream keeps four of 17 KB for each, and cannot tell "would block" from
// within. Must not know: who waits for the socket, HTTP.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>

struct ssl_st;

namespace banter::server {

/// Errors: would_block (nothing is lost, try again when the socket is ready), eof after the peer's close_notify,
/// connection_reset for everything that ends it otherwise.
class TlsSession {
 public:
  using Wait = boost::asio::socket_base::wait_type;
  using ErrorCode = boost::system::error_code;

  /// Takes `ssl`, to which it gives `socket`, which it never closes. Null when there is no memory.
  static std::unique_ptr<TlsSession> create(ssl_st* ssl, int socket);
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;
  ~TlsSession() = default;

  /// As far as it goes; no error when it is done.
  void handshake(ErrorCode& error);
  /// What of one record fits. Read with less than 16 KiB of room, something may be left that no socket tells: see
  /// has_more().
  std::size_t read(boost::asio::mutable_buffer into, ErrorCode& error);
  /// Of one record. After would_block the same bytes, at least as many, have to be tried again before any others.
  std::size_t write(boost::asio::const_buffer data, ErrorCode& error);
  /// Sends close_notify if it goes at once, and waits for no answer. One can still read.
  void say_goodbye();
  [[nodiscard]] bool has_more() const;
  /// For what the socket must be ready, after would_block: a key update may have to write before it can read.
  [[nodiscard]] Wait wait_to_read() const { return wait_to_read_; }
  [[nodiscard]] Wait wait_to_write() const { return wait_to_write_; }
  /// Before the socket is closed: its number may soon be another's.
  void forget_socket() { socket_ = -1; }
  [[nodiscard]] int socket() const { return socket_; }

 private:
  struct FreeIt {
    void operator()(ssl_st* ssl) const;
  };
  TlsSession(ssl_st* ssl, int socket) : ssl_(ssl), socket_(socket) {}
  ErrorCode failure(int result, Wait& wait);

  std::unique_ptr<ssl_st, FreeIt> ssl_;
  int socket_;
  Wait wait_to_read_ = Wait::wait_read;
  Wait wait_to_write_ = Wait::wait_write;
  bool broken_ = false;
  bool midway_ = false;  ///< a record is written in part
};

}  // namespace banter::server
