#include "server/io/sqlite_storage.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "server/io/schema.hpp"

namespace banter::server {

namespace {

/// Larger files would make the start slow; sqlite3's own integrity_check is for them.
constexpr std::uintmax_t checked_bytes = 64 << 20;

std::string check(sqlite::Database& database, const std::string& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error || size > checked_bytes) return {};
  auto statement = database.prepare("PRAGMA quick_check(1)");
  const std::string damaged = path + " is damaged (%): restore it from a backup, or name another file with --db";
  const auto with = [&](const std::string& why) { return std::string(damaged).replace(damaged.find('%'), 1, why); };
  if (!statement) return with(statement.error().message);
  if (statement->step() != SQLITE_ROW) return with(database.error());
  const auto verdict = statement->text(0);
  return verdict == "ok" ? std::string() : with(verdict);
}

}  // namespace

Result<std::unique_ptr<SqliteStorage>> SqliteStorage::open(const SqliteConfig& config) {
  std::error_code error;
  const auto canonical = std::filesystem::weakly_canonical(config.path, error);
  const std::string path = error ? config.path : canonical.string();
  auto lock = FileLock::take(path + ".lock");
  if (!lock) return Error{config.path + ": " + lock.error().message};
  auto database = sqlite::Database::open(path);
  if (!database) return Error{config.path + " cannot be opened: " + database.error().message};
  database->set_busy_timeout(config.busy_timeout_ms);
  if (auto wrong = prepare_schema(*database, config.path, config.epoch); !wrong.empty()) return Error{wrong};
  if (auto wrong = check(*database, path); !wrong.empty()) return Error{wrong};
  if (config.new_epoch) {
    const std::string epoch = "'" + config.epoch + "'";
    const auto wrong = database->run("BEGIN IMMEDIATE; UPDATE meta SET value = " + epoch +
                                     " WHERE key = 'epoch'; UPDATE rooms SET epoch = " + epoch + "; COMMIT");
    if (!wrong.empty()) return Error{config.path + ": " + wrong};
  }
  std::unique_ptr<SqliteStorage> storage(
      new SqliteStorage(std::move(*lock), std::move(*database)));  // the constructor is private
  if (auto wrong = storage->prepare(); !wrong.empty()) return Error{config.path + ": " + wrong};
  return storage;
}

std::string SqliteStorage::prepare() {
  const std::pair<sqlite::Statement*, std::string_view> statements[] = {
      {&sql_.find_room, "SELECT id, epoch, last_seq, edits FROM rooms WHERE room = ?1"},
      {&sql_.add_room,
       "INSERT INTO rooms (room, epoch, last_seq) SELECT ?1, value, 0 FROM meta WHERE key = 'epoch' "
       "RETURNING id"},
      {&sql_.advance_room, "UPDATE rooms SET last_seq = ?2 WHERE id = ?1"},
      {&sql_.find_message,
       "SELECT seq, ts, text, edit, deleted FROM messages WHERE room_id = ?1 AND user = ?2 AND client_id = ?3 AND "
       "client_id <> ''"},
      {&sql_.add_message,
       "INSERT INTO messages (room_id, seq, user, client_id, nick, text, ts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"},
      {&sql_.revise,
       "UPDATE messages SET text = ?4, edit = ?5, edited_ts = ?6, deleted = ?7 WHERE room_id = ?1 AND seq = ?2 "
       "AND (user = ?3 OR ?8) AND deleted <= ?7 RETURNING seq"},
      {&sql_.count_edit, "UPDATE rooms SET edits = ?2 WHERE id = ?1"},
      {&sql_.page,
       "SELECT seq, user, client_id, nick, text, ts, edit, deleted FROM messages WHERE room_id = ?1 AND seq > ?2 "
       "ORDER BY seq LIMIT ?3"},
      {&sql_.page_before,
       "SELECT seq, user, client_id, nick, text, ts, edit, deleted FROM messages WHERE room_id = ?1 AND seq > ?2 AND "
       "seq < ?4 ORDER BY seq DESC LIMIT ?3"},
      // The first condition is the index's own: without it the index could not be used.
      {&sql_.edits,
       "SELECT seq, edit, text, edited_ts, deleted FROM messages INDEXED BY messages_by_edit "
       "WHERE edit > 0 AND room_id = ?1 AND edit > ?2 ORDER BY edit LIMIT ?3"},
      {&sql_.default_epoch, "SELECT value FROM meta WHERE key = 'epoch'"},
      {&sql_.probe,
       "INSERT INTO meta (key, value) VALUES ('probe', '') ON CONFLICT (key) DO UPDATE SET value = "
       "CASE value WHEN 'a' THEN 'b' ELSE 'a' END"},
      {&sql_.put_sanction,
       "INSERT OR REPLACE INTO sanctions (room, user, kind, until_ts, by_nick) VALUES (?1, ?2, ?3, ?4, ?5)"},
      {&sql_.lift_sanction, "DELETE FROM sanctions WHERE room = ?1 AND user = ?2 AND kind = ?3"},
      {&sql_.free_name, "DELETE FROM names WHERE room = ?1 AND (name = ?2 OR user = ?3)"},
      {&sql_.put_name, "INSERT INTO names (room, name, user, seen_ts) VALUES (?1, ?2, ?3, ?4)"},
  };
  for (const auto& [target, sql] : statements) {
    auto statement = database_.prepare(sql);
    if (!statement) return statement.error().message;
    *target = std::move(*statement);
  }
  return {};
}

std::string SqliteStorage::failure(int code, int expected) const {
  return code == expected ? std::string() : database_.error();
}

void SqliteStorage::perform(std::vector<StoreRequest> requests, std::vector<StoreReply>& replies) {
  if (std::any_of(requests.begin(), requests.end(), writes)) {
    const auto before = static_cast<std::ptrdiff_t>(replies.size());
    const auto wrong = write_all(requests, replies);
    if (!wrong.empty()) {  // all or nothing: what was numbered in this transaction is gone with it
      replies.erase(replies.begin() + before, replies.end());
      for (const auto& one : requests) {
        if (writes(one)) replies.emplace_back(StoreFailed{ticket_of(one), wrong});
      }
    }
  }
  for (const auto& one : requests) {
    const auto* page = std::get_if<Read>(&one);
    const auto* edits = std::get_if<ReadEdits>(&one);
    if (!page && !edits) continue;  // written above, or of no concern to a database of one server
    auto reply = page ? read(*page) : read_edits(*edits);
    replies.push_back(reply ? std::move(*reply) : StoreFailed{ticket_of(one), reply.error().message});
  }
}

std::string SqliteStorage::write_all(const std::vector<StoreRequest>& requests, std::vector<StoreReply>& replies) {
  auto wrong = database_.run("BEGIN IMMEDIATE");
  if (!wrong.empty()) return wrong;
  for (const auto& one : requests) {
    if (!writes(one)) continue;
    auto reply = write(one);
    if (!reply) {
      wrong = reply.error().message;
      break;
    }
    replies.push_back(std::move(*reply));
  }
  if (wrong.empty()) wrong = database_.run("COMMIT");
  if (!wrong.empty() && database_.in_transaction()) {
    // Nothing more can be done about a rollback that fails; the next BEGIN says so.
    static_cast<void>(database_.run("ROLLBACK"));
  }
  return wrong;
}

/// Precondition: the request writes.
Result<StoreReply> SqliteStorage::write(const StoreRequest& request) {
  if (const auto* revision = std::get_if<Revise>(&request)) return revise(*revision);
  if (const auto* sanction = std::get_if<SetSanction>(&request)) return set_sanction(*sanction);
  if (const auto* name = std::get_if<SetName>(&request)) return set_name(*name);
  return append(std::get<Append>(request));
}

Result<SqliteStorage::RoomRow> SqliteStorage::find_room(const std::string& room) {
  auto& find = sql_.find_room;
  const sqlite::ResetLater reset(find);
  find.bind(1, room);
  const int code = find.step();
  if (code == SQLITE_DONE) return RoomRow{};
  if (code != SQLITE_ROW) return Error{database_.error()};
  return RoomRow{find.number(0), find.text(1), static_cast<protocol::Seq>(find.number(2)),
                 static_cast<protocol::EditNumber>(find.number(3))};
}

Result<std::int64_t> SqliteStorage::add_room(const std::string& room) {
  auto& add = sql_.add_room;
  const sqlite::ResetLater reset(add);
  add.bind(1, room);
  if (add.step() != SQLITE_ROW) return Error{database_.error()};
  const auto id = add.number(0);
  if (auto wrong = failure(add.step(), SQLITE_DONE); !wrong.empty()) return Error{wrong};
  return id;
}

Result<StoreReply> SqliteStorage::append(const Append& request) {
  const auto& message = request.message;
  auto room = find_room(message.room);
  if (!room) return room.error();
  if (room->id == 0) {
    const auto id = add_room(message.room);
    if (!id) return id.error();
    room->id = *id;
  }
  {
    auto& find = sql_.find_message;
    const sqlite::ResetLater reset(find);
    find.bind(1, room->id);
    find.bind(2, message.user);
    find.bind(3, message.id);
    const int code = find.step();
    if (code == SQLITE_ROW) {
      return StoreReply{Appended{request.ticket, static_cast<protocol::Seq>(find.number(0)),
                                 WallTime(std::chrono::milliseconds(find.number(1))), true, find.text(2),
                                 static_cast<protocol::EditNumber>(find.number(3)), find.number(4) != 0}};
    }
    if (code != SQLITE_DONE) return Error{database_.error()};
  }
  const protocol::Seq seq = room->last + 1;
  auto& add = sql_.add_message;
  const sqlite::ResetLater reset_add(add);
  add.bind(1, room->id);
  add.bind(2, static_cast<std::int64_t>(seq));
  add.bind(3, message.user);
  add.bind(4, message.id);
  add.bind(5, message.nick);
  add.bind(6, message.text);
  add.bind(7, message.time.time_since_epoch().count());
  if (auto wrong = failure(add.step(), SQLITE_DONE); !wrong.empty()) return Error{wrong};

  auto& advance = sql_.advance_room;
  const sqlite::ResetLater reset_advance(advance);
  advance.bind(1, room->id);
  advance.bind(2, static_cast<std::int64_t>(seq));
  if (auto wrong = failure(advance.step(), SQLITE_DONE); !wrong.empty()) return Error{wrong};
  return StoreReply{Appended{request.ticket, seq, message.time, false}};
}

Result<StoreReply> SqliteStorage::revise(const Revise& request) {
  const auto room = find_room(request.room);
  if (!room) return room.error();
  const protocol::EditNumber edit = room->edits + 1;
  auto& revise = sql_.revise;
  const sqlite::ResetLater reset(revise);
  revise.bind(1, room->id);
  revise.bind(2, static_cast<std::int64_t>(request.seq));
  revise.bind(3, request.user);
  revise.bind(4, request.text);
  revise.bind(5, static_cast<std::int64_t>(edit));
  revise.bind(6, request.time.time_since_epoch().count());
  revise.bind(7, std::int64_t{request.erase});
  revise.bind(8, std::int64_t{request.of_others});
  const int code = revise.step();
  if (code == SQLITE_DONE) return StoreReply{Revised{request.ticket, 0}};  // no row is this message and this user's
  if (code != SQLITE_ROW) return Error{database_.error()};
  if (auto wrong = failure(revise.step(), SQLITE_DONE); !wrong.empty()) return Error{wrong};

  auto& count = sql_.count_edit;
  const sqlite::ResetLater reset_count(count);
  count.bind(1, room->id);
  count.bind(2, static_cast<std::int64_t>(edit));
  if (auto wrong = failure(count.step(), SQLITE_DONE); !wrong.empty()) return Error{wrong};
  return StoreReply{Revised{request.ticket, edit}};
}

Result<StoreReply> SqliteStorage::read(const Read& request) {
  auto room = find_room(request.room);
  if (!room) return room.error();
  PageRead reply{request.ticket, std::move(room->epoch), room->last, room->edits, {}};
  if (room->id == 0) {
    const sqlite::ResetLater reset(sql_.default_epoch);
    if (sql_.default_epoch.step() != SQLITE_ROW) return Error{database_.error()};
    reply.epoch = sql_.default_epoch.text(0);
  }
  if (room->id == 0 || request.max_messages == 0) return StoreReply{std::move(reply)};
  auto& page = request.before ? sql_.page_before : sql_.page;
  const sqlite::ResetLater reset(page);
  page.bind(1, room->id);
  page.bind(2, static_cast<std::int64_t>(request.after));
  page.bind(3, static_cast<std::int64_t>(request.max_messages));
  if (request.before) page.bind(4, static_cast<std::int64_t>(*request.before));
  std::size_t bytes = 0;
  int code = SQLITE_ROW;
  bool full = false;
  while (!full && (code = page.step()) == SQLITE_ROW) {
    protocol::ChatMessage message;
    message.room = request.room;
    message.seq = static_cast<protocol::Seq>(page.number(0));
    message.user = page.text(1);
    message.id = page.text(2);
    message.nick = page.text(3);
    message.text = page.text(4);
    message.time = WallTime(std::chrono::milliseconds(page.number(5)));
    message.edit = static_cast<protocol::EditNumber>(page.number(6));
    message.deleted = page.number(7) != 0;
    bytes += message.text.size() + message.nick.size() + message.user.size() + message.id.size();
    full = !reply.messages.empty() && bytes > request.max_bytes;
    if (!full) reply.messages.push_back(std::move(message));
  }
  if (!full && code != SQLITE_DONE) return Error{database_.error()};
  if (request.before) std::reverse(reply.messages.begin(), reply.messages.end());
  return StoreReply{std::move(reply)};
}

Result<StoreReply> SqliteStorage::read_edits(const ReadEdits& request) {
  const auto room = find_room(request.room);
  if (!room) return room.error();
  EditsRead reply{request.ticket, room->edits, {}};
  auto& edits = sql_.edits;
  const sqlite::ResetLater reset(edits);
  edits.bind(1, room->id);
  edits.bind(2, static_cast<std::int64_t>(request.after));
  edits.bind(3, static_cast<std::int64_t>(request.max_edits));
  std::size_t bytes = 0;
  int code = SQLITE_ROW;
  while ((code = edits.step()) == SQLITE_ROW) {
    protocol::Edited edited;
    edited.room = request.room;
    edited.seq = static_cast<protocol::Seq>(edits.number(0));
    edited.edit = static_cast<protocol::EditNumber>(edits.number(1));
    edited.text = edits.text(2);
    edited.time = WallTime(std::chrono::milliseconds(edits.number(3)));
    edited.deleted = edits.number(4) != 0;
    bytes += edited.text.size();
    if (!reply.edits.empty() && bytes > request.max_bytes) return StoreReply{std::move(reply)};
    reply.edits.push_back(std::move(edited));
  }
  if (code != SQLITE_DONE) return Error{database_.error()};
  return StoreReply{std::move(reply)};
}

std::string SqliteStorage::probe() {
  const sqlite::ResetLater reset(sql_.probe);
  return failure(sql_.probe.step(), SQLITE_DONE);
}

}  // namespace banter::server
