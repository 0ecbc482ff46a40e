// The keys of --jwt-key, from their files.
#pragma once

#include <map>
#include <string>

#include "base/result.hpp"
#include "server/core/jwt.hpp"

namespace banter::server {

/// `files` by key id. All of them, or an error that says which file is wrong and why.
Result<TokenKeys> read_token_keys(const std::map<std::string, std::string>& files);

}  // namespace banter::server
