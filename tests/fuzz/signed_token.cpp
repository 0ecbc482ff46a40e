// Signed tokens: whatever somebody sends as one is refused, and whatever a signer has put into one keeps what
// identity.hpp promises. The first byte says which of the two the rest is: a whole token, or the header or the claims
// of a token that is signed as it should be.
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "server/core/jwt.hpp"
#include "server/core/names.hpp"

namespace {

using namespace banter;
using namespace banter::server;

constexpr WallTime now{std::chrono::seconds(1'700'000'000)};
constexpr std::string_view secret = "a secret of thirty-two bytes, or more";

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

std::string base64url(std::string_view bytes) {
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

std::string sign(std::string_view header, std::string_view claims) {
  const std::string text = base64url(header) + "." + base64url(claims);
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &size);
  return text + "." + base64url({reinterpret_cast<const char*>(mac), size});
}

const JwtVerifier& verifier() {
  static const JwtVerifier made = [] {
    JwtVerifier fresh{JwtRules{}};
    TokenKeys keys;
    keys.emplace("k1", std::move(*TokenKey::read(secret)));
    fresh.set_keys(std::move(keys));
    return fresh;
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::string token(rest);
  if (data[0] % 3 == 1) token = sign(R"({"alg":"HS256","kid":"k1"})", rest);
  if (data[0] % 3 == 2) token = sign(rest, R"({"sub":"ada","exp":1800000000})");
  const auto verdict = verifier().verify(token, now);
  if (const auto* refused = std::get_if<TokenRefused>(&verdict)) {
    require(!refused->why.empty() && refused->why.size() < 200, "a refusal says why, and briefly");
    return 0;
  }
  require(data[0] % 3 != 0, "nobody makes up a signature");
  const auto& identity = std::get<Identity>(verdict);
  require(identity.user.size() == 34 && identity.user.substr(0, 2) == "u-", "a known user's id has its form");
  require(identity.nick.empty() || normalize_nick(identity.nick) == identity.nick, "a name is a nickname");
  require(identity.expires && *identity.expires > now, "it has not expired");
  return 0;
}
