// The settled messages of a room, received and confirmed ones, compactly and in the order they are
// read: by number where the server numbers them, by arrival where it does not.
// Must not know: messages on their way, events, time.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "chat/authors.hpp"
#include "chat/row.hpp"
#include "chat/text_arena.hpp"

namespace banter::chat {

class MessageLog {
 public:
  /// 24 bytes in the browser; the text and who wrote it are kept elsewhere.
  struct Record {
    const char* text = nullptr;  ///< in the arena, with its length; of a row that was edited here, what it was before
    std::uint32_t author : 28 = 0;
    bool edited : 1 = false;
    bool numbered : 1 = false;
    bool own : 1 = false;
    bool gap_before : 1 = false;
    RowId row = RowId::none;

    /// The number; of a row without one, that of the nearest numbered row above (0: none), so that the
    /// records of an epoch are always sorted by it.
    [[nodiscard]] protocol::Seq key() const { return protocol::Seq{key_high} << 32 | key_low; }
    void set_key(protocol::Seq key) {
      key_low = static_cast<std::uint32_t>(key);
      key_high = static_cast<std::uint32_t>(key >> 32) & 0x1FFFFFU;
    }
    /// Milliseconds since 1970, until 2248: what is out of that is at its end.
    [[nodiscard]] std::int64_t time_ms() const { return std::int64_t{time_high} << 32 | time_low; }
    void set_time_ms(std::int64_t ms) {
      ms = std::clamp(ms, std::int64_t{0}, (std::int64_t{1} << 43) - 1);
      time_low = static_cast<std::uint32_t>(ms);
      time_high = static_cast<std::uint32_t>(ms >> 32) & 0x7FFU;
    }

   private:
    std::uint32_t key_low = 0;
    std::uint32_t time_low = 0;
    std::uint32_t key_high : 21 = 0;
    std::uint32_t time_high : 11 = 0;
  };
  static_assert(sizeof(Record) <= (sizeof(void*) == 4 ? 24 : 32));

  [[nodiscard]] std::size_t size() const { return records_.size(); }
  /// Precondition: index < size().
  [[nodiscard]] Row row(std::size_t index) const;
  [[nodiscard]] RowId row_id(std::size_t index) const { return records_[index].row; }

  /// Copies author and text. It is not in the log yet.
  Record make(RowId row, protocol::Seq seq, Author author, std::string_view text, WallTime time, bool own);

  /// At the end. Precondition: not numbered.
  std::size_t append(Record record);
  /// Puts numbered records where they belong and returns the first one's place. Where a gap was known, what is
  /// left of it stays marked. Precondition: ascending, none of the numbers is in the log. Empties `records`.
  std::size_t insert(std::vector<Record>& records);
  /// Place of a number of the current epoch.
  [[nodiscard]] std::optional<std::size_t> find(protocol::Seq seq) const;
  /// The first row of the current epoch whose key is not below `seq`; size(): there is none.
  [[nodiscard]] std::size_t lower_bound(protocol::Seq seq) const;
  /// The message at `index` turns out to be the own one that was shown as `row`.
  void adopt(std::size_t index, RowId row);
  /// The message at `index` has another text from now on; none: it was deleted.
  void revise(std::size_t index, protocol::EditNumber edit, std::string_view text);
  /// One that comes edited, or deleted, with an empty text.
  void note_edit(Record& record, protocol::EditNumber edit);

  /// Marks every row from number `first` to `last` that does not follow the one above.
  /// Returns the first row whose mark changed, or Changes::none.
  std::size_t mark_holes(protocol::Seq first, protocol::Seq last);
  void mark_gap(std::size_t index) { records_[index].gap_before = true; }
  /// The number of the row at `index`, or of the nearest numbered one above it in its epoch; 0: none.
  [[nodiscard]] protocol::Seq key(std::size_t index) const { return records_[index].key(); }
  [[nodiscard]] bool has_gap(std::size_t index) const { return records_[index].gap_before; }
  /// The largest number that is reached from `from` without a hole; `from` itself need not be there.
  [[nodiscard]] protocol::Seq contiguous_from(protocol::Seq from) const;

  /// The numbering starts anew below what is there now; the next row is marked as coming after a gap.
  void start_epoch() { epoch_begin_ = records_.size(); }
  [[nodiscard]] std::size_t epoch_begin() const { return epoch_begin_; }

  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  void insert_run(std::size_t at, const Record* first, const Record* last);

  std::deque<Record> records_;
  std::size_t epoch_begin_ = 0;
  TextArena texts_;
  struct Revision {
    protocol::EditNumber edit = 0;
    std::optional<std::string> text;  ///< none: the one it came with
  };
  std::unordered_map<RowId, Revision> revised_;  ///< of edited rows, which may be edited again
  Authors authors_;
};

}  // namespace banter::chat
