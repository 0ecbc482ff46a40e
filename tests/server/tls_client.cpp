#include "tls_client.hpp"

#include <gtest/gtest.h>
#include <openssl/x509.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace banter::server {

namespace {

/// OpenSSL's writes raise SIGPIPE, which is not for this thread alone to ignore: the server under test must do without.
class WithoutPipeSignal {
 public:
  WithoutPipeSignal() {
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  WithoutPipeSignal(const WithoutPipeSignal&) = delete;
  WithoutPipeSignal& operator=(const WithoutPipeSignal&) = delete;
  ~WithoutPipeSignal() {
    const timespec now{};
    sigtimedwait(&pipe_, nullptr, &now);
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  sigset_t pipe_{};
  sigset_t before_{};
};

}  // namespace

TlsClient::TlsClient(std::uint16_t port, const TlsTerms& terms)
    : context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free),
      ssl_(nullptr, SSL_free),
      socket_(connect_to(port, terms.receive_buffer)) {
  SSL_CTX_set_max_proto_version(context_.get(), terms.newest);
  if (terms.newest < TLS1_2_VERSION) {
    SSL_CTX_set_min_proto_version(context_.get(), terms.newest);
    EXPECT_EQ(SSL_CTX_set_cipher_list(context_.get(), "DEFAULT@SECLEVEL=0"), 1) << "or it is we who refuse";
  }
  const auto* const protocols = reinterpret_cast<const unsigned char*>(terms.protocols.data());
  EXPECT_EQ(SSL_CTX_set_alpn_protos(context_.get(), protocols, static_cast<unsigned>(terms.protocols.size())), 0);
  ssl_.reset(SSL_new(context_.get()));
  EXPECT_EQ(SSL_set_fd(ssl_.get(), socket_), 1);
}

TlsClient::~TlsClient() {
  ::close(socket_);
}

bool TlsClient::shake_hands() {
  const WithoutPipeSignal quiet;
  return SSL_connect(ssl_.get()) == 1;
}

std::string TlsClient::protocol() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(ssl_.get(), &name, &size);
  return size == 0 ? std::string() : std::string(reinterpret_cast<const char*>(name), size);
}

std::string TlsClient::name() const {
  const X509* const certificate = SSL_get0_peer_certificate(ssl_.get());
  if (certificate == nullptr) return {};
  std::array<char, 256> text{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text.data(), text.size());
  return text.data();
}

bool TlsClient::send(const std::string& bytes) {
  const WithoutPipeSignal quiet;
  std::size_t sent = 0;
  return SSL_write_ex(ssl_.get(), bytes.data(), bytes.size(), &sent) == 1;
}

std::string TlsClient::receive(std::size_t most) {
  std::string bytes(most, '\0');
  std::size_t got = 0;
  if (SSL_read_ex(ssl_.get(), bytes.data(), bytes.size(), &got) != 1) return {};
  bytes.resize(got);
  return bytes;
}

std::string TlsClient::receive_all() {
  std::string all;
  for (auto some = receive(); !some.empty(); some = receive()) all += some;
  return all;
}

void TlsClient::half_close() {
  const WithoutPipeSignal quiet;
  EXPECT_EQ(SSL_shutdown(ssl_.get()), 0) << "sent, not answered";
  EXPECT_EQ(::shutdown(socket_, SHUT_WR), 0);
}

bool TlsClient::send_raw(const std::string& bytes) const {
  return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(bytes.size());
}

bool TlsClient::ends() const {
  std::array<char, 4096> some{};
  ssize_t got = 0;
  while ((got = ::recv(socket_, some.data(), some.size(), 0)) > 0) {
  }
  return got == 0 || errno == ECONNRESET;
}

HttpReply tls_get(std::uint16_t port, const std::string& target, const std::string& headers) {
  TlsClient client(port);
  if (!client.shake_hands()) return {};
  if (!client.send("GET " + target + " HTTP/1.1\r\nHost: localhost:" + std::to_string(port) +
                   "\r\nConnection: close\r\n" + headers + "\r\n")) {
    return {};
  }
  auto reply = parse_reply(client.receive_all());
  EXPECT_TRUE(client.closed_well()) << target;
  return reply;
}

double tls_metric(std::uint16_t port, const std::string& name) {
  return sample(tls_get(port, "/metrics").body, name);
}

std::string certificate_name(std::uint16_t port) {
  TlsClient client(port);
  return client.shake_hands() ? client.name() : std::string();
}

}  // namespace banter::server
