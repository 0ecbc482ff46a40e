#include "server/io/token_keys.hpp"

#include <utility>

#include "server/io/small_file.hpp"

namespace banter::server {

namespace {

constexpr std::size_t max_key_bytes = 64 << 10;

}  // namespace

Result<TokenKeys> read_token_keys(const std::map<std::string, std::string>& files) {
  TokenKeys keys;
  for (const auto& [id, path] : files) {
    std::string what = "--jwt-key ";
    what.append(id).append("=").append(path).append(": ");
    const auto content = read_small_file(path, max_key_bytes);
    if (!content) return Error{what + content.error().message};
    auto key = TokenKey::read(*content);
    if (!key) return Error{what + key.error().message};
    keys.emplace(id, std::move(*key));
  }
  return keys;
}

}  // namespace banter::server
