// SQLite's C interface with owners and values instead of pointers and codes.
// Must not know: what is stored.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace banter::server::sqlite {

/// A prepared statement. Bind by position from 1, step, read columns from 0, reset.
class Statement {
 public:
  Statement() = default;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

  /// The bytes must stay where they are until reset().
  void bind(int position, std::string_view text);
  void bind(int position, std::int64_t number);
  /// SQLITE_ROW, SQLITE_DONE or an error's extended code.
  int step();
  void reset();
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] std::int64_t number(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// Resets a statement when the scope ends, so that it holds no lock and no bound pointer.
class ResetLater {
 public:
  explicit ResetLater(Statement& statement) : statement_(statement) {}
  ResetLater(const ResetLater&) = delete;
  ResetLater& operator=(const ResetLater&) = delete;
  ~ResetLater() { statement_.reset(); }

 private:
  Statement& statement_;
};

class Database {
 public:
  /// Opens for reading and writing, and makes the file if there is none. SQLite touches it only when it is first used.
  static Result<Database> open(const std::string& path);

  /// Runs statements that return nothing of interest; empty, or SQLite's words for what is wrong.
  std::string run(const std::string& sql);
  Result<Statement> prepare(std::string_view sql);
  /// The first column of the first row; 0 when there is none.
  Result<std::int64_t> ask(std::string_view sql);
  [[nodiscard]] std::string error() const;
  /// The primary code of the last failure, such as SQLITE_BUSY.
  [[nodiscard]] int code() const;
  [[nodiscard]] bool in_transaction() const;
  /// How long a statement waits for another process that holds the file.
  void set_busy_timeout(int milliseconds);

 private:
  struct CloseIt {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<sqlite3, CloseIt> handle_;
};

}  // namespace banter::server::sqlite
