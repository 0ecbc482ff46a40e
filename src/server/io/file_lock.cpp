#include "server/io/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

namespace banter::server {

namespace {

std::string reason(int error) {
  return std::generic_category().message(error);
}

}  // namespace

Result<FileLock> FileLock::take(const std::string& path) {
  FileLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.file_ < 0) return Error{path + " cannot be written: " + reason(errno)};
  if (::flock(lock.file_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return Error{path + " cannot be locked: " + reason(errno)};
    char owner[32] = {};
    const auto size = ::pread(lock.file_, owner, sizeof owner - 1, 0);
    const std::string_view words(owner, size > 0 ? static_cast<std::size_t>(size) : 0);
    const auto pid = words.substr(0, words.find('\n'));
    return Error{"another banter-server" + (pid.empty() ? std::string() : " (process " + std::string(pid) + ")") +
                 " uses this database"};
  }
  // Only for the message above: a full disk or a failed write makes it less helpful, no more.
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(lock.file_, 0) != 0 || ::pwrite(lock.file_, pid.data(), pid.size(), 0) < 0) return lock;
  return lock;
}

FileLock::~FileLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace banter::server
