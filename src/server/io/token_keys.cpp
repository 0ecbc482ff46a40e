#include "server/io/token_keys.hpp"

#include <fstream>
#include <utility>

namespace banter::server {

namespace {

constexpr std::size_t max_key_bytes = 64 << 10;

}  // namespace

Result<TokenKeys> read_token_keys(const std::map<std::string, std::string>& files) {
  TokenKeys keys;
  for (const auto& [id, path] : files) {
    std::string what = "--jwt-key ";
    what.append(id).append("=").append(path).append(": ");
    std::ifstream file(path, std::ios::binary);
    std::string content(max_key_bytes + 1, '\0');
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (file.bad() || !(file || file.eof())) return Error{what + "the file cannot be read"};
    content.resize(static_cast<std::size_t>(file.gcount()));
    if (content.size() > max_key_bytes) return Error{what + "the file is too large for a key"};
    auto key = TokenKey::read(content);
    if (!key) return Error{what + key.error().message};
    keys.emplace(id, std::move(*key));
  }
  return keys;
}

}  // namespace banter::server
