// Own messages that nobody has confirmed, in the order they were sent, and the ids of the last
// confirmed ones. Keeps the books only, and a journal of what changed in them for whoever keeps them across reloads;
// what is done with a message and when is the store's to say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chat/row.hpp"

namespace banter::chat {

class Outbox {
 public:
  /// So many confirmed ids are remembered, for echoes that come twice; and so many of messages that were taken back.
  static constexpr std::size_t remembered = 256;

  enum class Stage : std::uint8_t {
    saving,   ///< not yet kept: it would not survive a reload
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
    std::string error;          ///< when failed
    std::string owner;          ///< the user's id; empty: not known when it was sent
    std::uint64_t place = 0;    ///< ascending in the order they are sent in; 0: behind all others
    std::uint64_t version = 0;  ///< as KeptMessage has it
    bool elsewhere = false;     ///< another tab has written it
    bool here = false;          ///< typed in this tab, in this visit
    bool taken_back = false;    ///< in another tab, while it was on its way: it is not written again
    WallTime time{};            ///< when the person sent it
    TimePoint seen_at{};        ///< when this store took it in, …
    WallTime seen_wall{};       ///< … on the other clock
    TimePoint written_at{};     ///< when written
  };

  /// One change, in the order they were made.
  struct Change {
    enum class What : std::uint8_t {
      put,      ///< it is new: see find()
      update,   ///< it is different
      sent,     ///< confirmed, under this number
      removed,  ///< taken back, or of somebody else
    };
    What what = What::put;
    std::string id;
    protocol::Seq seq = 0;          ///< of sent; 0: the server does not number
    WallTime time{};                ///< of sent, by the server's clock
    std::string text{};             ///< of sent: the one that the server has; empty: it was deleted
    protocol::EditNumber edit = 0;  ///< of sent: the one that made the text; 0: none
    bool current = true;            ///< of sent: the number is of the room's present numbering
  };

  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] std::size_t count(Stage stage) const { return counts_[static_cast<std::size_t>(stage)]; }
  /// Bytes of the texts.
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  /// Precondition, here and below: index < size().
  [[nodiscard]] const Entry& at(std::size_t index) const { return entries_[index]; }

  [[nodiscard]] std::optional<std::size_t> find(const std::string& id) const;
  [[nodiscard]] std::optional<std::size_t> find(RowId row) const;
  /// The row of one of the last confirmed messages.
  [[nodiscard]] std::optional<RowId> confirmed(const std::string& id) const;

  /// At its place; without one at the end, in a place not below `least`. Returns where that is.
  /// Precondition: the id is neither here nor remembered.
  std::size_t add(Entry entry, std::uint64_t least = 0);
  void write(std::size_t index, TimePoint now);
  void requeue(std::size_t index);
  void fail(std::size_t index, std::string error);
  void rewrite(std::size_t index, std::string text);
  void set_owner(std::size_t index, const std::string& owner);
  void set_elsewhere(std::size_t index, bool elsewhere);
  /// It is a newer form than any that was seen of it; `tab` tells apart those that two tabs make at once.
  void advance(std::size_t index, std::uint16_t tab) {
    std::uint64_t& version = entries_[index].version;
    version = ((version >> 16) + 1) << 16 | tab;
  }
  /// A form of this version was seen. Returns whether it is newer than what is here.
  bool see_version(std::size_t index, std::uint64_t version) {
    const bool newer = version > entries_[index].version;
    if (newer) entries_[index].version = version;
    return newer;
  }
  void set_taken_back(std::size_t index) { entries_[index].taken_back = true; }
  /// Queued again, behind all others.
  void requeue_last(std::size_t index, WallTime time, std::uint64_t least = 0);
  /// Takes it out: somebody confirmed it, under this number and with this text, of this edit. Its id is remembered.
  Entry confirm(std::size_t index, protocol::Seq seq = 0, WallTime time = {}, std::string_view text = {},
                protocol::EditNumber edit = 0);
  /// One that was confirmed before it was known here. Precondition: the id is neither here nor remembered.
  void remember(const std::string& id, RowId row);
  /// One that was kept is sent already, as the row of a remembered one says.
  void note_sent(const std::string& id, const Row& row, bool current) {
    const std::string_view text = row.deleted ? std::string_view{} : row.text;
    note({Change::What::sent, id, row.seq, row.time, std::string(text), row.edit, current});
  }
  /// Takes it out and forgets it.
  void remove(std::size_t index);
  /// Takes it out for good: the person took it back.
  void discard(std::size_t index);
  /// It was taken back, maybe before it was known here.
  void note_gone(const std::string& id);
  /// One of the last that were taken back: who still tells of it was told late.
  [[nodiscard]] bool gone(const std::string& id) const;
  /// Those typed here that nobody has written yet, so that they come after one that was kept in an earlier visit at
  /// `place`. Returns the first index that changed; none: they do already.
  std::optional<std::size_t> move_new_behind(std::uint64_t place);

  /// From now on changes are noted. `with_written`: also that a message was put on the wire.
  void keep_journal(bool with_written) {
    journaling_ = true;
    note_written_ = with_written;
  }
  /// What is changed meanwhile is not noted: whoever keeps the messages said so.
  void set_quiet(bool quiet) { quiet_ = quiet; }
  /// What changed since the last call. Several puts of one entry in a row are one.
  std::vector<Change> take_journal() { return std::exchange(journal_, {}); }

  [[nodiscard]] std::size_t memory_bytes() const;

 private:
  struct Whereabouts {
    std::uint64_t place = 0;  ///< 0: confirmed
    RowId row = RowId::none;
  };

  void set_stage(Entry& entry, Stage stage);
  std::size_t insert(Entry entry, std::uint64_t least);
  Entry take(std::size_t index);
  void note(Change change);

  std::deque<Entry> entries_;  ///< by place, then id: so an id leads to its entry by binary search
  std::unordered_map<std::string, Whereabouts> ids_;
  std::deque<std::string> confirmed_;  ///< oldest first
  std::deque<std::string> gone_;       ///< oldest first
  std::size_t counts_[4] = {};
  std::size_t bytes_ = 0;
  bool journaling_ = false;
  bool note_written_ = false;
  bool quiet_ = false;
  std::vector<Change> journal_;
};

}  // namespace banter::chat
