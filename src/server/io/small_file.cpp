#include "server/io/small_file.hpp"

#include <cerrno>
#include <fstream>
#include <ios>
#include <system_error>

namespace banter::server {

Result<std::string> read_small_file(const std::string& path, std::size_t max_bytes) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string content(max_bytes + 1, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (file.bad() || !(file || file.eof())) {
    const std::string why = errno == 0 ? "" : ": " + std::generic_category().message(errno);
    return Error{"the file cannot be read" + why};
  }
  content.resize(static_cast<std::size_t>(file.gcount()));
  if (content.size() > max_bytes)
    return Error{"the file is too large: more than " + std::to_string(max_bytes) + " bytes"};
  return content;
}

}  // namespace banter::server
