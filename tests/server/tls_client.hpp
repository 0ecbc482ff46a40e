// One TLS connection whose every step the test takes, with OpenSSL and a blocking socket: well-behaved or not.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <memory>
#include <string>

#include "http_client.hpp"

namespace banter::server {

struct TlsTerms {
  int newest = TLS1_3_VERSION;
  std::string protocols;   ///< ALPN, as on the wire: each with its length before it; empty: none offered
  int receive_buffer = 0;  ///< of the system; 0: its default
};

class TlsClient {
 public:
  /// Connects; no handshake yet. Every wait ends after five seconds.
  explicit TlsClient(std::uint16_t port, const TlsTerms& terms = {});
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;
  ~TlsClient();

  bool shake_hands();
  [[nodiscard]] std::string version() const { return SSL_get_version(ssl_.get()); }
  /// What the server chose of the protocols offered.
  [[nodiscard]] std::string protocol() const;
  /// The common name in the server's certificate.
  [[nodiscard]] std::string name() const;
  bool send(const std::string& bytes);
  /// Makes new keys and asks the server to do so too, with the next bytes sent.
  bool update_keys() { return SSL_key_update(ssl_.get(), SSL_KEY_UPDATE_REQUESTED) == 1; }
  /// At most `most` bytes, one record's; empty: nothing more comes.
  std::string receive(std::size_t most = 16 << 10);
  /// Until the server ends it.
  std::string receive_all();
  /// close_notify came: nothing was cut off. After receive_all().
  [[nodiscard]] bool closed_well() const { return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0; }
  /// Sends close_notify and TCP's end, and can still receive.
  void half_close();

  // below TLS

  bool send_raw(const std::string& bytes) const;
  /// Reads until the other side ends it; false when that does not happen in five seconds.
  [[nodiscard]] bool ends() const;

 private:
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context_;
  std::unique_ptr<SSL, decltype(&SSL_free)> ssl_;
  int socket_;
};

/// GET over a connection of its own, with "Connection: close".
HttpReply tls_get(std::uint16_t port, const std::string& target, const std::string& headers = {});
double tls_metric(std::uint16_t port, const std::string& name);
/// The common name in the certificate that a new connection is shown; empty: none.
std::string certificate_name(std::uint16_t port);

}  // namespace banter::server
