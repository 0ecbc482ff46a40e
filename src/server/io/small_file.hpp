// Keys and certificates: files that are read whole.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.hpp"

namespace banter::server {

/// At most `max_bytes`. The error says why not, without the name.
Result<std::string> read_small_file(const std::string& path, std::size_t max_bytes);

}  // namespace banter::server
