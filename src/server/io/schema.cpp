#include "server/io/schema.hpp"

#include <sqlite3.h>

#include <array>

namespace banter::server {

namespace {

// One entry per schema version; a released one is never changed, a new one is added below it.
// - `rooms` has a row once something was said in the room; before that its epoch is the one in `meta`.
// - A message whose client gave it no id has client_id '' and may be stored as often as it comes.
// - `edit` is the number of the edit that made `text` what it is, 0 as long as there was none; `rooms.edits` is the
// newest.
// - A message that was `deleted` has no text; the number of its deletion is an edit's.
// - `sanctions.kind` is 1 for a mute, 2 for a ban; `until_ts` 0: without end.
// - `names.name` is what nicknames are compared by; `seen_ts` is when its user last had it, give or take a day.
constexpr std::array<const char*, 3> migrations{R"(
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
)",
                                                R"(
ALTER TABLE rooms ADD COLUMN edits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN edit INTEGER NOT NULL DEFAULT 0;
ALTER TABLE messages ADD COLUMN edited_ts INTEGER NOT NULL DEFAULT 0;

CREATE UNIQUE INDEX messages_by_edit ON messages (room_id, edit) WHERE edit > 0;
)",
                                                R"(
ALTER TABLE messages ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;

CREATE TABLE sanctions (
  room TEXT NOT NULL,
  user TEXT NOT NULL,
  kind INTEGER NOT NULL,
  until_ts INTEGER NOT NULL,
  by_nick TEXT NOT NULL,
  PRIMARY KEY (room, user, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE names (
  room TEXT NOT NULL,
  name TEXT NOT NULL,
  user TEXT NOT NULL,
  seen_ts INTEGER NOT NULL,
  PRIMARY KEY (room, name)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX names_by_user ON names (room, user);
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

/// Empty, or why the file is not for this program to change.
std::string foreign(sqlite::Database& database, const std::string& path) {
  std::int64_t answers[3] = {};
  constexpr const char* questions[3] = {"SELECT count(*) FROM sqlite_schema", "PRAGMA application_id",
                                        "PRAGMA user_version"};
  for (std::size_t i = 0; i < 3; ++i) {
    const auto answer = database.ask(questions[i]);
    if (!answer) return unreadable(database, path, answer.error().message);
    answers[i] = *answer;
  }
  const auto [tables, owner, version] = answers;
  if ((tables > 0 || owner != 0) && owner != application_id) {
    return path + " is a database of another program: name another file with --db";
  }
  if (version > static_cast<std::int64_t>(migrations.size())) {
    return path + " was written by a newer banter-server (schema " + std::to_string(version) +
           ", this one knows up to " + std::to_string(migrations.size()) + "): run that version";
  }
  return {};
}

/// It cannot be changed inside a transaction, and where it is impossible SQLite goes on without it and calls that no
/// error.
std::string use_wal(sqlite::Database& database, const std::string& path) {
  auto pragma = database.prepare("PRAGMA journal_mode = WAL");
  if (!pragma) return unreadable(database, path, pragma.error().message);
  if (pragma->step() != SQLITE_ROW) return unreadable(database, path, database.error());
  const auto mode = pragma->text(0);
  if (mode == "wal") return {};
  return path + " cannot have a write-ahead log (its journal mode stays \"" + mode +
         "\"): put it on a local disk, or name another file with --db";
}

}  // namespace

std::string prepare_schema(sqlite::Database& database, const std::string& path, const std::string& epoch) {
  // Before anything is changed, and once more when nobody else can change it.
  if (auto wrong = foreign(database, path); !wrong.empty()) return wrong;
  if (auto wrong = use_wal(database, path); !wrong.empty()) return wrong;
  // A small cache: the system has the pages of the file as well.
  for (const char* setting :
       {"PRAGMA synchronous = FULL", "PRAGMA secure_delete = ON", "PRAGMA cache_size = -512", "BEGIN IMMEDIATE"}) {
    if (auto wrong = database.run(setting); !wrong.empty()) return unreadable(database, path, wrong);
  }
  if (auto wrong = foreign(database, path); !wrong.empty()) return wrong;
  const auto version = database.ask("PRAGMA user_version");
  if (!version) return unreadable(database, path, version.error().message);
  std::string wrong;
  if (*version < static_cast<std::int64_t>(migrations.size())) wrong = migrate(database, *version, epoch);
  if (wrong.empty()) wrong = database.run("COMMIT");
  if (wrong.empty()) return {};
  return unreadable(database, path, wrong);
}

}  // namespace banter::server
