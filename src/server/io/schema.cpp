#include "server/io/schema.hpp"

#include <sqlite3.h>

#include <array>

namespace banter::server {

namespace {

// One entry per schema version; a released one is never changed, a new one is added below it.
// - `rooms` has a row once something was said in the room; before that its epoch is the one in `meta`.
// - A message whose client gave it no id has client_id '' and may be stored as often as it comes.
constexpr std::array<const char*, 1> migrations{R"(
CREATE TABLE meta (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rooms (
  id INTEGER PRIMARY KEY,
  room TEXT NOT NULL UNIQUE,
  epoch TEXT NOT NULL,
  last_seq INTEGER NOT NULL
) STRICT;

CREATE TABLE messages (
  room_id INTEGER NOT NULL REFERENCES rooms (id),
  seq INTEGER NOT NULL,
  user TEXT NOT NULL,
  client_id TEXT NOT NULL,
  nick TEXT NOT NULL,
  text TEXT NOT NULL,
  ts INTEGER NOT NULL,
  PRIMARY KEY (room_id, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX messages_by_client ON messages (room_id, user, client_id) WHERE client_id <> '';
)"};

std::string unreadable(const sqlite::Database& database, const std::string& path, const std::string& why) {
  switch (database.code()) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return path + " is damaged or no database (" + why +
             "): restore it from a backup, or name another file with --db";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return path + " is locked by another process: stop what uses it, or name another file with --db";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
      return path + " cannot be written (" + why + "): the server needs to write to the file and its folder";
    case SQLITE_FULL:
      return path + " cannot be written: the disk is full";
    default:
      return path + ": " + why;
  }
}

std::string migrate(sqlite::Database& database, std::int64_t version, const std::string& epoch) {
  for (auto next = static_cast<std::size_t>(version); next < migrations.size(); ++next) {
    if (auto wrong = database.run(migrations[next]); !wrong.empty()) return wrong;
  }
  if (version == 0) {
    const std::string first = "INSERT INTO meta (key, value) VALUES ('epoch', '" + epoch + "');";
    if (auto wrong = database.run(first); !wrong.empty()) return wrong;
  }
  return database.run("PRAGMA application_id = " + std::to_string(application_id) +
                      "; PRAGMA user_version = " + std::to_string(migrations.size()));
}

}  // namespace

std::string prepare_schema(sqlite::Database& database, const std::string& path, const std::string& epoch) {
  // WAL before anything else: it cannot be changed inside a transaction.
  for (const char* setting : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "BEGIN IMMEDIATE"}) {
    if (auto wrong = database.run(setting); !wrong.empty()) return unreadable(database, path, wrong);
  }
  const auto version = database.ask("PRAGMA user_version");
  const auto owner = database.ask("PRAGMA application_id");
  const auto tables = database.ask("SELECT count(*) FROM sqlite_schema");
  if (!version || !owner || !tables) return unreadable(database, path, database.error());
  if (*tables > 0 && *owner != application_id) {
    return path + " is a database of another program: name another file with --db";
  }
  if (*version > static_cast<std::int64_t>(migrations.size())) {
    return path + " was written by a newer banter-server (schema " + std::to_string(*version) +
           ", this one knows up to " + std::to_string(migrations.size()) + "): run that version";
  }
  std::string wrong;
  if (*version < static_cast<std::int64_t>(migrations.size())) wrong = migrate(database, *version, epoch);
  if (wrong.empty()) wrong = database.run("COMMIT");
  if (wrong.empty()) return {};
  return unreadable(database, path, wrong);
}

}  // namespace banter::server
