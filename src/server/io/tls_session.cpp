#include "server/io/tls_session.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <boost/asio/error.hpp>
#include <cerrno>

namespace banter::server {

namespace asio = boost::asio;

namespace {

// OpenSSL's own BIO for sockets raises SIGPIPE, and blocks where the socket does.

int bio_result(BIO* bio, ssize_t count) {
  BIO_clear_retry_flags(bio);
  return static_cast<int>(count);
}

int bio_write(BIO* bio, const char* data, int size) {
  const int socket = static_cast<TlsSession*>(BIO_get_data(bio))->socket();
  const auto sent = ::send(socket, data, static_cast<std::size_t>(size), MSG_NOSIGNAL | MSG_DONTWAIT);
  const bool later = sent < 0 && (errno == EAGAIN || errno == EINTR);
  const int result = bio_result(bio, sent);
  if (later) BIO_set_retry_write(bio);
  return result;
}

int bio_read(BIO* bio, char* into, int size) {
  const int socket = static_cast<TlsSession*>(BIO_get_data(bio))->socket();
  const auto got = ::recv(socket, into, static_cast<std::size_t>(size), MSG_DONTWAIT);
  const bool later = got < 0 && (errno == EAGAIN || errno == EINTR);
  const int result = bio_result(bio, got);
  if (later) BIO_set_retry_read(bio);
  return result;
}

long bio_control(BIO* /*bio*/, int what, long /*number*/, void* /*data*/) {
  return what == BIO_CTRL_FLUSH ? 1 : 0;
}

struct FreeMethod {
  void operator()(BIO_METHOD* method) const { BIO_meth_free(method); }
};

const BIO_METHOD* socket_method() {
  static const std::unique_ptr<BIO_METHOD, FreeMethod> method = [] {
    std::unique_ptr<BIO_METHOD, FreeMethod> made(BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket"));
    if (made) {
      BIO_meth_set_write(made.get(), bio_write);
      BIO_meth_set_read(made.get(), bio_read);
      BIO_meth_set_ctrl(made.get(), bio_control);
    }
    return made;
  }();
  return method.get();
}

}  // namespace

void TlsSession::FreeIt::operator()(ssl_st* ssl) const {
  SSL_free(ssl);
}

std::unique_ptr<TlsSession> TlsSession::create(ssl_st* ssl, int socket) {
  std::unique_ptr<TlsSession> session(new TlsSession(ssl, socket));  // the constructor is private
  const auto* const method = socket_method();
  BIO* const bio = ssl != nullptr && method != nullptr ? BIO_new(method) : nullptr;
  if (bio == nullptr) {
    ERR_clear_error();
    return nullptr;
  }
  BIO_set_data(bio, session.get());
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl, bio, bio);  // which owns it from here on
  return session;
}

void TlsSession::handshake(ErrorCode& error) {
  error = {};
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  if (result != 1) error = failure(result, wait_to_read_);
}

std::size_t TlsSession::read(asio::mutable_buffer into, ErrorCode& error) {
  error = {};
  ERR_clear_error();
  std::size_t got = 0;
  const int result = SSL_read_ex(ssl_.get(), into.data(), into.size(), &got);
  if (result == 1) {
    wait_to_read_ = Wait::wait_read;
    return got;
  }
  error = failure(result, wait_to_read_);
  return 0;
}

std::size_t TlsSession::write(asio::const_buffer data, ErrorCode& error) {
  error = {};
  ERR_clear_error();
  std::size_t sent = 0;
  const int result = SSL_write_ex(ssl_.get(), data.data(), data.size(), &sent);
  midway_ = result != 1;
  if (result == 1) {
    wait_to_write_ = Wait::wait_write;
    return sent;
  }
  error = failure(result, wait_to_write_);
  return 0;
}

TlsSession::ErrorCode TlsSession::failure(int result, Wait& wait) {
  const int why = SSL_get_error(ssl_.get(), result);
  ERR_clear_error();  // why in detail is nobody's concern: what was said came from a stranger
  switch (why) {
    case SSL_ERROR_WANT_READ:
      wait = Wait::wait_read;
      return asio::error::would_block;
    case SSL_ERROR_WANT_WRITE:
      wait = Wait::wait_write;
      return asio::error::would_block;
    case SSL_ERROR_ZERO_RETURN:
      return asio::error::eof;
    default:
      broken_ = true;
      return asio::error::connection_reset;
  }
}

void TlsSession::say_goodbye() {
  if (broken_ || midway_ || socket_ < 0 || SSL_is_init_finished(ssl_.get()) != 1) return;
  ERR_clear_error();
  SSL_shutdown(ssl_.get());
  ERR_clear_error();  // it goes or it does not: the connection ends either way
}

bool TlsSession::has_more() const {
  return SSL_pending(ssl_.get()) > 0;
}

}  // namespace banter::server
