// Keeps a second server away from a database, while SQLite's own tools may still read and back it up.
#pragma once

#include <string>
#include <utility>

#include "base/result.hpp"

namespace banter::server {

/// Held until destroyed, or until the process ends in whatever way.
class FileLock {
 public:
  /// Locks `path`, which is made if need be. The error names the process that holds it, when that is known.
  static Result<FileLock> take(const std::string& path);

  FileLock(FileLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(file_, other.file_);
    return *this;
  }
  ~FileLock();

 private:
  explicit FileLock(int file) : file_(file) {}
  int file_;
};

}  // namespace banter::server
