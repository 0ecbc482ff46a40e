#include "server/io/tls_context.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "server/io/small_file.hpp"

namespace banter::server {

namespace {

constexpr std::size_t max_file_bytes = 256 << 10;

template <auto Function>
struct Call {
  template <class Pointer>
  void operator()(Pointer* pointer) const {
    Function(pointer);
  }
};
using Bio = std::unique_ptr<BIO, Call<BIO_free>>;
using Certificate = std::unique_ptr<X509, Call<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Call<EVP_PKEY_free>>;

/// What OpenSSL says of its last failure.
std::string reason() {
  const char* const words = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return words == nullptr ? "OpenSSL does not say why" : words;
}

Bio open(const std::string& content) {
  return Bio(BIO_new_mem_buf(content.data(), static_cast<int>(content.size())));
}

/// Empty, or what is wrong.
std::string use_chain(SSL_CTX* context, const std::string& content) {
  const Bio source = open(content);
  ERR_clear_error();
  for (int count = 0;; ++count) {
    Certificate next(source ? PEM_read_bio_X509(source.get(), nullptr, nullptr, nullptr) : nullptr);
    if (!next) {
      const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
      if (at_end && count == 0) return "no certificate in PEM form (-----BEGIN CERTIFICATE-----)";
      if (!at_end) return "certificate " + std::to_string(count + 1) + " in it is damaged: " + reason();
      ERR_clear_error();
      return {};
    }
    if (count == 0) {
      if (SSL_CTX_use_certificate(context, next.get()) != 1) return "OpenSSL does not take it: " + reason();
    } else if (SSL_CTX_add0_chain_cert(context, next.get()) == 1) {
      static_cast<void>(next.release());  // it is the context's
    } else {
      return "OpenSSL does not take certificate " + std::to_string(count + 1) + ": " + reason();
    }
  }
}

/// Instead of OpenSSL's, which asks on the terminal.
int no_passphrase(char* /*into*/, int /*size*/, int /*writing*/, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

/// After use_chain(). Empty, or what is wrong.
std::string use_key(SSL_CTX* context, const std::string& content, const std::string& certificate_file) {
  const Bio source = open(content);
  bool asked = false;
  const Key key(source ? PEM_read_bio_PrivateKey(source.get(), nullptr, no_passphrase, &asked) : nullptr);
  ERR_clear_error();
  if (asked) {
    return "the key is encrypted, and nobody is there to type a passphrase: take it off (openssl pkey -in OLD -out "
           "NEW)";
  }
  if (!key) return "no private key in PEM form (-----BEGIN PRIVATE KEY-----)";
  if (X509_check_private_key(SSL_CTX_get0_certificate(context), key.get()) != 1) {
    ERR_clear_error();
    return "the key does not fit the certificate in " + certificate_file +
           ", the first if there are several: give the two that were made together";
  }
  if (SSL_CTX_use_PrivateKey(context, key.get()) != 1) return "OpenSSL does not take it: " + reason();
  return {};
}

/// RFC 7301: what is not among what was offered must not be answered.
int choose_protocol(SSL* /*ssl*/, const unsigned char** chosen, unsigned char* size, const unsigned char* offered,
                    unsigned offered_size, void* /*argument*/) {
  constexpr std::string_view http = "http/1.1";
  std::string_view rest(reinterpret_cast<const char*>(offered), offered_size);
  while (!rest.empty()) {
    const auto length = static_cast<unsigned char>(rest.front());
    const auto name = rest.substr(1, length);
    if (name == http) {
      *chosen = reinterpret_cast<const unsigned char*>(name.data());
      *size = length;
      return SSL_TLSEXT_ERR_OK;
    }
    rest.remove_prefix(std::min<std::size_t>(rest.size(), std::size_t{length} + 1));
  }
  return SSL_TLSEXT_ERR_ALERT_FATAL;
}

void set_terms(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION);
  // A record that was begun is ended from a buffer that may have moved, and then it is looked who else has to write.
  SSL_CTX_set_mode(context,
                   SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  // So that a peer that sends key updates and nothing else does not keep the thread.
  SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // tickets do without
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

}  // namespace

Result<TlsContext> TlsContext::read(const std::string& certificate_file, const std::string& key_file) {
  const std::string about_certificate = "--tls-cert " + certificate_file + ": ";
  const std::string about_key = "--tls-key " + key_file + ": ";
  const auto chain = read_small_file(certificate_file, max_file_bytes);
  if (!chain) return Error{about_certificate + chain.error().message};
  const auto key = read_small_file(key_file, max_file_bytes);
  if (!key) return Error{about_key + key.error().message};

  const std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context) return Error{"TLS cannot be set up: " + reason()};
  set_terms(context.get());
  if (const auto wrong = use_chain(context.get(), *chain); !wrong.empty()) return Error{about_certificate + wrong};
  if (const auto wrong = use_key(context.get(), *key, certificate_file); !wrong.empty())
    return Error{about_key + wrong};
  return TlsContext(context);
}

std::unique_ptr<TlsSession> TlsContext::session(int socket) const {
  SSL* const ssl = SSL_new(context_.get());
  if (ssl != nullptr) SSL_set_accept_state(ssl);
  return TlsSession::create(ssl, socket);
}

}  // namespace banter::server
