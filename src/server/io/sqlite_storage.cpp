#include "server/io/sqlite_storage.hpp"

#include <sqlite3.h>

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
      {&sql_.find_room, "SELECT id, epoch, last_seq FROM rooms WHERE room = ?1"},
      {&sql_.add_room,
       "INSERT INTO rooms (room, epoch, last_seq) SELECT ?1, value, 0 FROM meta WHERE key = 'epoch' "
       "RETURNING id"},
      {&sql_.advance_room, "UPDATE rooms SET last_seq = ?2 WHERE id = ?1"},
      {&sql_.find_message,
       "SELECT seq, ts FROM messages WHERE room_id = ?1 AND user = ?2 AND client_id = ?3 AND client_id <> ''"},
      {&sql_.add_message,
       "INSERT INTO messages (room_id, seq, user, client_id, nick, text, ts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"},
      {&sql_.page,
       "SELECT seq, user, client_id, nick, text, ts FROM messages WHERE room_id = ?1 AND seq > ?2 "
       "ORDER BY seq LIMIT ?3"},
      {&sql_.default_epoch, "SELECT value FROM meta WHERE key = 'epoch'"},
      {&sql_.probe,
       "INSERT INTO meta (key, value) VALUES ('probe', '') ON CONFLICT (key) DO UPDATE SET value = "
       "CASE value WHEN 'a' THEN 'b' ELSE 'a' END"},
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
  std::vector<const Append*> appends;
  for (const auto& request : requests) {
    if (const auto* one = std::get_if<Append>(&request)) appends.push_back(one);
  }
  if (!appends.empty()) {
    const auto before = static_cast<std::ptrdiff_t>(replies.size());
    const auto wrong = append_all(appends, replies);
    if (!wrong.empty()) {  // all or nothing: what was numbered in this transaction is gone with it
      replies.erase(replies.begin() + before, replies.end());
      for (const auto* one : appends) replies.emplace_back(StoreFailed{one->ticket, wrong});
    }
  }
  for (const auto& request : requests) {
    const auto* one = std::get_if<Read>(&request);
    if (!one) continue;
    auto page = read(*one);
    if (page) {
      replies.emplace_back(std::move(*page));
    } else {
      replies.emplace_back(StoreFailed{one->ticket, page.error().message});
    }
  }
}

std::string SqliteStorage::append_all(const std::vector<const Append*>& appends, std::vector<StoreReply>& replies) {
  auto wrong = database_.run("BEGIN IMMEDIATE");
  if (!wrong.empty()) return wrong;
  for (const auto* one : appends) {
    auto appended = append(*one);
    if (!appended) {
      wrong = appended.error().message;
      break;
    }
    replies.emplace_back(*appended);
  }
  if (wrong.empty()) wrong = database_.run("COMMIT");
  if (!wrong.empty() && database_.in_transaction()) {
    // Nothing more can be done about a rollback that fails; the next BEGIN says so.
    static_cast<void>(database_.run("ROLLBACK"));
  }
  return wrong;
}

Result<Appended> SqliteStorage::append(const Append& request) {
  const auto& message = request.message;
  std::int64_t room = 0;
  std::int64_t seq = 1;
  {
    const sqlite::ResetLater reset(sql_.find_room);
    sql_.find_room.bind(1, message.room);
    const int code = sql_.find_room.step();
    if (code == SQLITE_ROW) {
      room = sql_.find_room.number(0);
      seq = sql_.find_room.number(2) + 1;
    } else if (code != SQLITE_DONE) {
      return Error{database_.error()};
    }
  }
  if (room == 0) {
    const sqlite::ResetLater reset(sql_.add_room);
    sql_.add_room.bind(1, message.room);
    if (sql_.add_room.step() != SQLITE_ROW) return Error{database_.error()};
    room = sql_.add_room.number(0);
    if (auto wrong = failure(sql_.add_room.step(), SQLITE_DONE); !wrong.empty()) return Error{wrong};
  }
  {
    auto& find = sql_.find_message;
    const sqlite::ResetLater reset(find);
    find.bind(1, room);
    find.bind(2, message.user);
    find.bind(3, message.id);
    const int code = find.step();
    if (code == SQLITE_ROW) {
      return Appended{request.ticket, static_cast<protocol::Seq>(find.number(0)),
                      WallTime(std::chrono::milliseconds(find.number(1))), true};
    }
    if (code != SQLITE_DONE) return Error{database_.error()};
  }
  auto& add = sql_.add_message;
  const sqlite::ResetLater reset_add(add);
  add.bind(1, room);
  add.bind(2, seq);
  add.bind(3, message.user);
  add.bind(4, message.id);
  add.bind(5, message.nick);
  add.bind(6, message.text);
  add.bind(7, message.time.time_since_epoch().count());
  if (auto wrong = failure(add.step(), SQLITE_DONE); !wrong.empty()) return Error{wrong};

  auto& advance = sql_.advance_room;
  const sqlite::ResetLater reset_advance(advance);
  advance.bind(1, room);
  advance.bind(2, seq);
  if (auto wrong = failure(advance.step(), SQLITE_DONE); !wrong.empty()) return Error{wrong};
  return Appended{request.ticket, static_cast<protocol::Seq>(seq), message.time, false};
}

Result<PageRead> SqliteStorage::read(const Read& request) {
  PageRead reply;
  reply.ticket = request.ticket;
  std::int64_t room = 0;
  {
    const sqlite::ResetLater reset(sql_.find_room);
    sql_.find_room.bind(1, request.room);
    const int code = sql_.find_room.step();
    if (code == SQLITE_ROW) {
      room = sql_.find_room.number(0);
      reply.epoch = sql_.find_room.text(1);
      reply.last = static_cast<protocol::Seq>(sql_.find_room.number(2));
    } else if (code != SQLITE_DONE) {
      return Error{database_.error()};
    }
  }
  if (room == 0) {  // nobody ever said anything there
    const sqlite::ResetLater reset(sql_.default_epoch);
    if (sql_.default_epoch.step() != SQLITE_ROW) return Error{database_.error()};
    reply.epoch = sql_.default_epoch.text(0);
    return reply;
  }
  if (request.max_messages == 0) return reply;
  auto& page = sql_.page;
  const sqlite::ResetLater reset(page);
  page.bind(1, room);
  page.bind(2, static_cast<std::int64_t>(request.after));
  page.bind(3, static_cast<std::int64_t>(request.max_messages));
  std::size_t bytes = 0;
  int code = SQLITE_ROW;
  while ((code = page.step()) == SQLITE_ROW) {
    protocol::ChatMessage message;
    message.room = request.room;
    message.seq = static_cast<protocol::Seq>(page.number(0));
    message.user = page.text(1);
    message.id = page.text(2);
    message.nick = page.text(3);
    message.text = page.text(4);
    message.time = WallTime(std::chrono::milliseconds(page.number(5)));
    bytes += message.text.size() + message.nick.size() + message.user.size() + message.id.size();
    if (!reply.messages.empty() && bytes > request.max_bytes) return reply;
    reply.messages.push_back(std::move(message));
  }
  if (code != SQLITE_DONE) return Error{database_.error()};
  return reply;
}

std::string SqliteStorage::probe() {
  const sqlite::ResetLater reset(sql_.probe);
  return failure(sql_.probe.step(), SQLITE_DONE);
}

}  // namespace banter::server
