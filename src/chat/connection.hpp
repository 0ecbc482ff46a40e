// What a person may know about the connection, as plain data the views read: its state and a
// bounded log of what passed over it. The app fills both; nothing here knows a socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace banter::chat {

enum class Link : std::uint8_t { idle, connecting, slow, open, waiting, offline, stopped };
std::string_view to_string(Link link);

struct Connection {
  Link link = Link::idle;
  std::optional<TimePoint> retry_at;  ///< when waiting
  std::string reason;                 ///< why it is not open, for a person
  std::uint64_t protocol_errors = 0;
};

struct LogEntry {
  enum class Direction : std::uint8_t { in, out, note, error };
  std::uint64_t number = 0;  ///< 1, 2, 3, … over the log's life
  WallTime time{};
  Direction direction = Direction::note;
  std::size_t bytes = 0;  ///< of the frame as it was; 0 for notes
  std::string text;       ///< the payload, cut at ConnectionLog::payload_limit, or the note
};

/// The newest entries; older ones are dropped. Bounded in number and in bytes.
class ConnectionLog {
 public:
  static constexpr std::size_t max_entries = 500;
  static constexpr std::size_t payload_limit = 4096;  ///< bytes kept of one payload

  void add(WallTime time, LogEntry::Direction direction, std::size_t bytes, std::string_view text);
  [[nodiscard]] const std::deque<LogEntry>& entries() const { return entries_; }
  [[nodiscard]] std::uint64_t total() const { return total_; }

 private:
  std::deque<LogEntry> entries_;
  std::uint64_t total_ = 0;
};

}  // namespace banter::chat
