// Certificates for tests, made when they run: nothing secret is in a file that is kept.
#pragma once

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <string>

namespace banter::server {

/// Self-signed, EC P-256, valid for an hour.
class CertificateMaker {
 public:
  explicit CertificateMaker(const std::string& name)
      : key_(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"), EVP_PKEY_free) {
    EXPECT_TRUE(key_) << "no key";
    X509_set_version(certificate_.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate_.get()), -60);
    X509_gmtime_adj(X509_getm_notAfter(certificate_.get()), 3600);
    X509_NAME* const subject = X509_get_subject_name(certificate_.get());
    const auto* const text = reinterpret_cast<const unsigned char*>(name.c_str());
    EXPECT_EQ(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, text, -1, -1, 0), 1);
    X509_set_issuer_name(certificate_.get(), subject);
    X509_set_pubkey(certificate_.get(), key_.get());
    EXPECT_GT(X509_sign(certificate_.get(), key_.get(), EVP_sha256()), 0);
  }

  [[nodiscard]] std::string certificate() const {
    return pem([this](BIO* out) { return PEM_write_bio_X509(out, certificate_.get()); });
  }
  /// `passphrase`: empty: not encrypted.
  [[nodiscard]] std::string key(std::string passphrase = {}) const {
    return pem([&](BIO* out) {
      return PEM_write_bio_PKCS8PrivateKey(out, key_.get(), passphrase.empty() ? nullptr : EVP_aes_256_cbc(),
                                           passphrase.data(), static_cast<int>(passphrase.size()), nullptr, nullptr);
    });
  }

 private:
  template <class Write>
  static std::string pem(Write write) {
    const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
    EXPECT_EQ(write(out.get()), 1);
    char* data = nullptr;
    const long size = BIO_get_mem_data(out.get(), &data);
    return {data, static_cast<std::size_t>(size)};
  }

  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
  std::unique_ptr<X509, decltype(&X509_free)> certificate_{X509_new(), X509_free};
};

}  // namespace banter::server
