// Signed tokens for tests: keys that are made here, and whatever header and claims a test wants.
#pragma once

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

#include <memory>
#include <string>
#include <string_view>

namespace banter::server {

inline std::string base64url(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string out;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) out += letters[(bits >> (count - 6)) & 63U];
  }
  if (count > 0) out += letters[(bits << (6 - count)) & 63U];
  return out;
}

class TokenMaker {
 public:
  /// "HS256", "RS256" or "EdDSA".
  explicit TokenMaker(std::string algorithm, int rsa_bits = 2048) : algorithm_(std::move(algorithm)) {
    if (algorithm_ == "RS256")
      key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", static_cast<std::size_t>(rsa_bits)));
    if (algorithm_ == "EdDSA") key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    EXPECT_TRUE(key_ || algorithm_ == "HS256") << "no key";
  }

  /// What the server is given: a PEM public key or the secret.
  [[nodiscard]] std::string file() const {
    if (!key_) return secret_;
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    EXPECT_EQ(PEM_write_bio_PUBKEY(out.get(), key_.get()), 1);
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
  }
  [[nodiscard]] std::string sign(const std::string& text) const {
    std::string signature(1024, '\0');
    auto* const bytes = reinterpret_cast<unsigned char*>(signature.data());
    const auto* const in = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = signature.size();
    if (!key_) {
      unsigned int mac = 0;
      HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()), in, text.size(), bytes, &mac);
      size = mac;
    } else {
      const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
      const EVP_MD* hash = algorithm_ == "RS256" ? EVP_sha256() : nullptr;
      EXPECT_EQ(EVP_DigestSignInit(context.get(), nullptr, hash, nullptr, key_.get()), 1);
      EXPECT_EQ(EVP_DigestSign(context.get(), bytes, &size, in, text.size()), 1);
    }
    signature.resize(size);
    return signature;
  }
  [[nodiscard]] std::string token(const std::string& header, const std::string& claims) const {
    const std::string text = base64url(header) + "." + base64url(claims);
    return text + "." + base64url(sign(text));
  }
  /// With the header that is right for this key.
  [[nodiscard]] std::string token(const std::string& claims) const { return token(header(), claims); }
  [[nodiscard]] std::string header(const std::string& kid = "k1") const {
    return R"({"alg":")" + algorithm_ + R"(","kid":")" + kid + R"(","typ":"JWT"})";
  }

 private:
  std::string algorithm_;
  std::string secret_ = "a secret of thirty-two bytes, or more";
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_{nullptr, EVP_PKEY_free};
};

}  // namespace banter::server
