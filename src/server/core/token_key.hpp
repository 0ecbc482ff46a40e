// A key that tokens are signed with, and the one algorithm that fits it (RFC 7518, RFC 8037): which one is the key's to
// say and never the token's. Must not know: what is signed, files.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace banter::server {

class TokenKey {
 public:
  /// A PEM public key: RSA of 2,048 to 8,192 bits for RS256, Ed25519 for EdDSA. Anything else is a secret of 32 to
  /// 1,024 bytes for HS256, without the line break at its end if all of it is printable. The error says what is wrong.
  static Result<TokenKey> read(std::string_view file);

  /// "HS256", "RS256" or "EdDSA".
  [[nodiscard]] std::string_view algorithm() const { return algorithm_; }
  [[nodiscard]] bool verify(std::string_view text, std::string_view signature) const;

 private:
  struct FreeIt {
    void operator()(void* key) const;
  };
  TokenKey() = default;
  static Result<TokenKey> read_public(std::string_view pem);

  std::string_view algorithm_;
  std::string secret_;                 ///< of HS256
  std::unique_ptr<void, FreeIt> key_;  ///< of the others: OpenSSL's EVP_PKEY
};

}  // namespace banter::server
