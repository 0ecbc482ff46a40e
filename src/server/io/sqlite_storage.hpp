// Messages in a SQLite database: the Storage of the hub, for one machine. Used by one thread at a time.
// Must not know: connections, rooms' members, the wire.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "server/core/storage.hpp"
#include "server/io/file_lock.hpp"
#include "server/io/sqlite.hpp"

namespace banter::server {

struct SqliteConfig {
  std::string path;
  std::string epoch;       ///< random; names the numbering of a new file, or of every room with new_epoch
  bool new_epoch = false;  ///< the file was restored from a backup: numbers may be given a second time
  int busy_timeout_ms = 2'000;
};

class SqliteStorage final : public Storage {
 public:
  /// The error says what is wrong and what to do.
  static Result<std::unique_ptr<SqliteStorage>> open(const SqliteConfig& config);

  /// The appends are one transaction, made durable with one fsync; the reads come after it.
  void perform(std::vector<StoreRequest> requests, std::vector<StoreReply>& replies) override;
  std::string probe() override;

 private:
  SqliteStorage(FileLock lock, sqlite::Database database) : lock_(std::move(lock)), database_(std::move(database)) {}

  std::string prepare();
  std::string append_all(const std::vector<const Append*>& appends, std::vector<StoreReply>& replies);
  Result<Appended> append(const Append& request);
  Result<PageRead> read(const Read& request);
  /// Empty, or SQLite's words; `code` is what step() returned.
  [[nodiscard]] std::string failure(int code, int expected) const;

  FileLock lock_;
  sqlite::Database database_;
  struct {
    sqlite::Statement find_room, add_room, advance_room, find_message, add_message, page, default_epoch, probe;
  } sql_;
};

}  // namespace banter::server
