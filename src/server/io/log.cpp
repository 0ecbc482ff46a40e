#include "server/io/log.hpp"

#include <cstdio>
#include <string>

namespace banter::server {

void log(std::string_view line) {
  // One call, one line: stdio locks the stream for it.
  const std::string whole = "banter-server: " + std::string(line) + "\n";
  std::fwrite(whole.data(), 1, whole.size(), stderr);
}

}  // namespace banter::server
