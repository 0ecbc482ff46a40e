#include "server/core/token_key.hpp"

#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <utility>

namespace banter::server {

namespace {

constexpr std::size_t min_secret_bytes = 32;  // as long as the hash (RFC 7518, 3.2)
constexpr std::size_t max_secret_bytes = 1024;
constexpr int min_rsa_bits = 2048;  // RFC 7518, 3.3
constexpr int max_rsa_bits = 8192;

template <auto Function>
struct Call {
  template <class Pointer>
  void operator()(Pointer* pointer) const {
    Function(pointer);
  }
};

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string_view without_line_break(std::string_view secret) {
  std::string_view line = secret;
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  const bool printable = std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c < 0x7F; });
  return printable ? line : secret;
}

}  // namespace

void TokenKey::FreeIt::operator()(void* key) const {
  EVP_PKEY_free(static_cast<EVP_PKEY*>(key));
}

Result<TokenKey> TokenKey::read(std::string_view file) {
  if (file.find("-----BEGIN ") != std::string_view::npos) return read_public(file);
  const auto secret = without_line_break(file);
  if (secret.size() < min_secret_bytes) return Error{"a secret must be at least 32 bytes long"};
  if (secret.size() > max_secret_bytes) return Error{"a secret may be at most 1024 bytes long"};
  TokenKey key;
  key.algorithm_ = "HS256";
  key.secret_ = secret;
  return key;
}

Result<TokenKey> TokenKey::read_public(std::string_view pem) {
  if (pem.find("PRIVATE KEY-----") != std::string_view::npos) {
    return Error{"this is a private key: give the server the public one (openssl pkey -pubout)"};
  }
  const std::unique_ptr<BIO, Call<BIO_free>> source(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  TokenKey key;
  if (source) key.key_.reset(PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();  // what it could not read is said below
  if (!key.key_) return Error{"no public key in PEM form (-----BEGIN PUBLIC KEY-----)"};
  auto* const found = static_cast<EVP_PKEY*>(key.key_.get());
  const int bits = EVP_PKEY_get_bits(found);
  switch (EVP_PKEY_get_base_id(found)) {
    case EVP_PKEY_RSA:
      if (bits < min_rsa_bits || bits > max_rsa_bits) return Error{"an RSA key must have 2048 to 8192 bits"};
      key.algorithm_ = "RS256";
      return key;
    case EVP_PKEY_ED25519:
      key.algorithm_ = "EdDSA";
      return key;
    default:
      return Error{"the key must be an RSA key for RS256 or an Ed25519 key for EdDSA"};
  }
}

bool TokenKey::verify(std::string_view text, std::string_view signature) const {
  if (!key_) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
    unsigned int size = 0;
    if (HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()), bytes(text), text.size(), mac.data(),
             &size) == nullptr) {
      ERR_clear_error();
      return false;
    }
    return signature.size() == size && CRYPTO_memcmp(mac.data(), signature.data(), size) == 0;
  }
  const std::unique_ptr<EVP_MD_CTX, Call<EVP_MD_CTX_free>> context(EVP_MD_CTX_new());
  const EVP_MD* const hash = algorithm_ == "RS256" ? EVP_sha256() : nullptr;  // Ed25519 has its own
  // RSA is PKCS #1 v1.5 by default, as RS256 wants it.
  const bool good =
      context && EVP_DigestVerifyInit(context.get(), nullptr, hash, nullptr, static_cast<EVP_PKEY*>(key_.get())) == 1 &&
      EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(text), text.size()) == 1;
  ERR_clear_error();  // a bad signature leaves words there
  return good;
}

}  // namespace banter::server
