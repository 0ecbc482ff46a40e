// Own messages that nobody has confirmed, in the order they were sent, and the ids of the last
// confirmed ones. Keeps the books only; what is done with a message and when is the store's to say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "chat/row.hpp"

namespace banter::chat {

class Outbox {
 public:
  /// So many confirmed ids are remembered, for echoes that come twice.
  static constexpr std::size_t remembered = 256;

  enum class Stage : std::uint8_t {
    queued,   ///< not written on this connection
    written,  ///< on its way
    failed,   ///< waits for the person
  };

  struct Entry {
    RowId row = RowId::none;
    Stage stage = Stage::queued;
    std::string id;
    std::string author;
    std::string text;
    std::string error;       ///< when failed
    WallTime time{};         ///< when the person sent it, …
    TimePoint sent_at{};     ///< … on the other clock
    TimePoint written_at{};  ///< when written
  };

  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] std::size_t count(Stage stage) const { return counts_[static_cast<std::size_t>(stage)]; }
  /// Bytes of the texts.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  /// Precondition, here and below: index < size().
  [[nodiscard]] const Entry& at(std::size_t index) const { return items_[index].entry; }

  [[nodiscard]] std::optional<std::size_t> find(const std::string& id) const;
  [[nodiscard]] std::optional<std::size_t> find(RowId row) const;
  /// The row of one of the last confirmed messages.
  [[nodiscard]] std::optional<RowId> confirmed(const std::string& id) const;

  /// At the end. Precondition: the id is neither here nor remembered.
  void add(Entry entry);
  void write(std::size_t index, TimePoint now);
  void requeue(std::size_t index);
  void fail(std::size_t index, std::string error);
  /// Queued again, behind all others.
  void requeue_last(std::size_t index);
  /// Takes it out: somebody confirmed it. Its id is remembered.
  Entry confirm(std::size_t index);
  /// Takes it out and forgets it.
  void remove(std::size_t index);

  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct Item {
    std::uint64_t order;  ///< ascending, so that an id leads to the place by binary search
    Entry entry;
  };
  struct Whereabouts {
    std::uint64_t order = 0;  ///< 0: confirmed
    RowId row = RowId::none;
  };

  void set_stage(Entry& entry, Stage stage);
  Entry take(std::size_t index);
  void append(Entry entry);

  std::deque<Item> items_;
  std::unordered_map<std::string, Whereabouts> ids_;
  std::deque<std::string> confirmed_;  ///< oldest first
  std::size_t counts_[3] = {};
  std::size_t bytes_ = 0;
  std::uint64_t next_order_ = 1;
};

}  // namespace banter::chat
