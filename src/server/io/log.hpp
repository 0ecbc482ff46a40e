// What an operator should know, one line each on the standard error.
#pragma once

#include <string_view>

namespace banter::server {

/// May be called from any thread; lines do not mix.
void log(std::string_view line);

}  // namespace banter::server
