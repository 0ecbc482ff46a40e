// What the database remembers of people beside their messages: mutes, bans, and whose a nickname is.
#include <sqlite3.h>

#include <string>
#include <utility>

#include "server/io/log.hpp"
#include "server/io/sqlite_storage.hpp"

namespace banter::server {

namespace {

std::int64_t milliseconds(WallTime time) {
  return time.time_since_epoch().count();
}

WallTime wall(std::int64_t milliseconds) {
  return WallTime(std::chrono::milliseconds(milliseconds));
}

}  // namespace

Result<StoreReply> SqliteStorage::set_sanction(const SetSanction& request) {
  const auto& sanction = request.sanction;
  auto& statement = request.lift ? sql_.lift_sanction : sql_.put_sanction;
  const sqlite::ResetLater reset(statement);
  statement.bind(1, sanction.room);
  statement.bind(2, sanction.user);
  statement.bind(3, static_cast<std::int64_t>(sanction.kind));
  if (!request.lift) {
    statement.bind(4, milliseconds(sanction.until));
    statement.bind(5, sanction.by);
  }
  if (auto wrong = failure(statement.step(), SQLITE_DONE); !wrong.empty()) return Error{wrong};
  return StoreReply{Noted{request.ticket}};
}

std::string SqliteStorage::free_name(const Reservation& reservation) {
  auto& free = sql_.free_name;
  const sqlite::ResetLater reset(free);
  free.bind(1, reservation.room);
  free.bind(2, reservation.name);
  free.bind(3, reservation.user);
  return failure(free.step(), SQLITE_DONE);
}

Result<StoreReply> SqliteStorage::set_name(const SetName& request) {
  for (const auto& one : request.forgotten) {
    if (auto wrong = free_name(one); !wrong.empty()) return Error{wrong};
  }
  if (auto wrong = free_name(request.reservation); !wrong.empty()) return Error{wrong};
  auto& put = sql_.put_name;
  const sqlite::ResetLater reset(put);
  put.bind(1, request.reservation.room);
  put.bind(2, request.reservation.name);
  put.bind(3, request.reservation.user);
  put.bind(4, milliseconds(request.reservation.seen));
  if (auto wrong = failure(put.step(), SQLITE_DONE); !wrong.empty()) return Error{wrong};
  return StoreReply{Noted{request.ticket}};
}

Result<Roster> SqliteStorage::roster(WallTime now, WallTime names_since) {
  const std::string ended = "until_ts <> 0 AND until_ts <= " + std::to_string(milliseconds(now));
  const std::string old = "seen_ts <= " + std::to_string(milliseconds(names_since));
  // On a full disk the server starts all the same.
  const auto wrong = database_.run("DELETE FROM sanctions WHERE " + ended + "; DELETE FROM names WHERE " + old);
  if (!wrong.empty()) log("what has ended could not be forgotten: " + wrong);
  Roster roster;
  auto sanctions =
      database_.prepare("SELECT room, user, kind, until_ts, by_nick FROM sanctions WHERE NOT (" + ended + ")");
  if (!sanctions) return sanctions.error();
  int code = SQLITE_ROW;
  while ((code = sanctions->step()) == SQLITE_ROW) {
    roster.sanctions.push_back({sanctions->text(0), sanctions->text(1),
                                static_cast<Sanction::Kind>(sanctions->number(2)), wall(sanctions->number(3)),
                                sanctions->text(4)});
  }
  if (code != SQLITE_DONE) return Error{database_.error()};
  auto names =
      database_.prepare("SELECT room, name, user, seen_ts FROM names WHERE NOT (" + old + ") ORDER BY seen_ts");
  if (!names) return names.error();
  while ((code = names->step()) == SQLITE_ROW) {
    roster.names.push_back({names->text(0), names->text(1), names->text(2), wall(names->number(3))});
  }
  if (code != SQLITE_DONE) return Error{database_.error()};
  return roster;
}

}  // namespace banter::server
