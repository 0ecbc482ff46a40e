// The certificate and key of --tls-cert and --tls-key, and which TLS is spoken with them.
// Must not know: connections.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "server/io/tls_session.hpp"

struct ssl_ctx_st;

namespace banter::server {

/// Sessions keep what they were made with, also when this is replaced.
class TlsContext {
 public:
  /// PEM: the server's certificate, then those that lead to its authority; the key without a passphrase. The error
  /// names the option and the file, and says what is wrong.
  static Result<TlsContext> read(const std::string& certificate_file, const std::string& key_file);

  /// For a connection that was accepted; `socket` is its file, see TlsSession. Null when there is no memory for it.
  [[nodiscard]] std::unique_ptr<TlsSession> session(int socket) const;

 private:
  explicit TlsContext(std::shared_ptr<ssl_ctx_st> context) : context_(std::move(context)) {}
  std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace banter::server
