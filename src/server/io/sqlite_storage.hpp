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

  /// What is written is one transaction, made durable with one fsync; the reads come after it.
  void perform(std::vector<StoreRequest> requests, std::vector<StoreReply>& replies) override;
  std::string probe() override;
  /// What is remembered of people: sanctions that are in force at `now`, names seen after `names_since`. The rest is
  /// forgotten. For the start.
  Result<Roster> roster(WallTime now, WallTime names_since);

 private:
  SqliteStorage(FileLock lock, sqlite::Database database) : lock_(std::move(lock)), database_(std::move(database)) {}

  std::string prepare();
  /// A row of `rooms`; id 0: there is none, because nobody ever said anything there.
  struct RoomRow {
    std::int64_t id = 0;
    std::string epoch;
    protocol::Seq last = 0;
    protocol::EditNumber edits = 0;
  };

  std::string write_all(const std::vector<StoreRequest>& requests, std::vector<StoreReply>& replies);
  Result<StoreReply> write(const StoreRequest& request);
  Result<StoreReply> append(const Append& request);
  Result<StoreReply> revise(const Revise& request);
  // sqlite_roster.cpp
  Result<StoreReply> set_sanction(const SetSanction& request);
  Result<StoreReply> set_name(const SetName& request);
  std::string free_name(const Reservation& reservation);

  Result<StoreReply> read(const Read& request);
  Result<StoreReply> read_edits(const ReadEdits& request);
  Result<RoomRow> find_room(const std::string& room);
  Result<std::int64_t> add_room(const std::string& room);
  /// Empty, or SQLite's words; `code` is what step() returned.
  [[nodiscard]] std::string failure(int code, int expected) const;

  FileLock lock_;
  sqlite::Database database_;
  struct {
    sqlite::Statement find_room, add_room, advance_room, find_message, add_message, revise, count_edit, page,
        page_before, edits, default_epoch, probe, put_sanction, lift_sanction, free_name, put_name;
  } sql_;
};

}  // namespace banter::server
