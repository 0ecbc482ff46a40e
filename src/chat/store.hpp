// The messages of one room and the single writer of their state. Rows are in the order a person
// reads: first what the server has numbered, then the own messages that are still on their way.
// Pure: time and randomness come in as values. Must not know: the wire, the screen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "chat/early_edits.hpp"
#include "chat/echo_watch.hpp"
#include "chat/kept_message.hpp"
#include "chat/loads.hpp"
#include "chat/message_log.hpp"
#include "chat/outbox.hpp"
#include "chat/row.hpp"
#include "protocol/chat_batch.hpp"
#include "protocol/messages.hpp"

namespace banter::chat {

struct StoreConfig {
  std::string room;
  std::string nick;
  bool acks = true;                 ///< the dialect confirms by ack; otherwise by echo
  bool keeps = false;               ///< own messages are kept across reloads: see take_kept_changes()
  std::uint16_t tab = 0;            ///< random: of changes that two tabs make at once, all keep the same
  std::uint32_t page = 200;         ///< earlier messages asked for at once
  Duration confirm_within{10'000};  ///< of being written; see tick()
  std::size_t max_pending = 1000;   ///< failed ones count too
  std::size_t max_pending_bytes = 1 << 20;
};

/// An own message to put on the wire.
struct Outgoing {
  RowId row = RowId::none;
  std::string id;
  std::string text;
};

class Store {
 public:
  /// With acks at most so many messages are written and unconfirmed; just one while the server limits the rate,
  /// since only then a refused message keeps its place before those behind it.
  static constexpr std::size_t window = 32;

  explicit Store(StoreConfig config);

  [[nodiscard]] std::size_t size() const { return log_.size() + outbox_.size(); }
  /// Precondition: index < size().
  [[nodiscard]] Row row(std::size_t index) const;
  /// The row's place now; searched outward from `hint`, so a good hint makes it O(1).
  [[nodiscard]] std::optional<std::size_t> index_of(RowId id, std::size_t hint) const;

  /// Takes in what the server said. Events that are not about this room's messages change nothing. A refused
  /// message fails, unless the server says when to try again (or that it limits the rate): then it stays pending
  /// and is held until then, and with it all behind it.
  Changes apply(const protocol::Event& event, WallTime now);
  /// As if each were an event of its own.
  Changes apply(const protocol::ChatBatch& chats, WallTime now);

  /// Adds an own message as pending. `client_id` must be unique (128 random bits as hex), `text` valid UTF-8.
  /// Fails, with words for the person and nothing changed, when it is empty, too long for the server, or when
  /// too many are waiting.
  struct SendResult {
    Changes changes;
    RowId row = RowId::none;
    std::string error;  ///< empty: accepted
  };
  SendResult begin_send(std::string_view text, std::string client_id, WallTime now, TimePoint mono);

  /// Messages to write to an open connection, in order: those not written on this connection yet, as far as the
  /// window and the server's rate limit allow. Marks them written.
  std::vector<Outgoing> take_unsent(TimePoint now);
  /// The connection is gone. With acks every pending message will be written again under its id;
  /// without, those that were written and not echoed fail, because sending them again might double them.
  /// `too_big`: the server closed it because of a frame's size; then the longest of those it has not confirmed
  /// fails, for to write that again would only end the next connection.
  Changes connection_lost(bool too_big = false);
  /// Acts on confirm_within: with acks a message that nobody confirmed asks for a new connection
  /// (see stalled()); without, it counts as sent: this server does not echo.
  Changes tick(TimePoint now);
  /// When tick() or take_unsent() has something to do. In the past once stalled(), until connection_lost().
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;
  /// A written message has waited for its ack longer than confirm_within: the connection is not what it seems.
  [[nodiscard]] bool stalled(TimePoint now) const;

  /// A failed message becomes pending again, under the same id, at the end.
  Changes retry(RowId id, WallTime now);
  /// Removes an own message that is not on its way: a failed one, or one that waits.
  Changes discard(RowId id);
  /// Gives one that waits another text. False: it does not wait (any more). Precondition: no objection_to() it.
  bool rewrite(RowId id, std::string_view text, Changes& changes);
  /// Since the last call it turned out that the server had a message already as it was before it was rewritten: it is
  /// shown like that.
  bool take_outrun() { return std::exchange(outrun_, false); }

  // ---- the outbox, kept across reloads and shared by tabs; store_outbox.cpp ----
  /// The room can be written to, or no longer. What was written more than `ask_after` ago fails then: the person is
  /// asked whether it is still wanted.
  static constexpr Duration ask_after{24 * 3'600'000};
  Changes set_open(bool open, WallTime now);
  /// Whether this tab is the one that writes. Without keeping it always is.
  Changes set_turn(bool ours, WallTime now);
  /// What changed in the outbox since the last call, to be kept; nothing without StoreConfig::keeps. A new message
  /// is not written to the wire before kept() has been told of it. After stop_keeping() only what is to be dropped.
  std::vector<KeptChange> take_kept_changes();
  Changes kept(const std::string& id);
  /// It is not possible to keep anything: from now on nothing waits for it.
  Changes stop_keeping();
  /// A message that was kept: by an earlier visit, or just now by another tab. One that is somebody else's, or that
  /// is not news, changes nothing.
  enum class From : std::uint8_t { earlier, other_tab };
  Changes restore(const KeptMessage& message, From from, WallTime now, TimePoint mono);
  /// Another tab was told that the server has it.
  Changes sent_elsewhere(const KeptChange& change);
  /// Another tab has taken it back.
  Changes removed_elsewhere(const std::string& id);

  /// The row's number is of the room's present numbering. Precondition: index < size().
  [[nodiscard]] bool is_current(std::size_t index) const { return index >= log_.epoch_begin() && index < log_.size(); }
  /// For Join: where this room was left. Empty epoch: never joined.
  [[nodiscard]] const std::string& epoch() const { return epoch_; }
  /// The newest number below which nothing is missing but what the server said it cannot give; 0: none. Not the
  /// newest row's while an ack has overtaken the messages before it.
  [[nodiscard]] protocol::Seq last_seq() const { return complete_to_.value_or(0); }
  /// Own messages that are queued or written, without the failed ones.
  [[nodiscard]] std::size_t pending() const;
  [[nodiscard]] std::size_t failed() const { return outbox_.count(Outbox::Stage::failed); }
  /// Those of pending() that were written on this connection.
  [[nodiscard]] std::size_t unconfirmed() const { return outbox_.count(Outbox::Stage::written); }
  /// Older messages exist on the server than the first row.
  [[nodiscard]] bool has_older() const { return has_older_ && log_.epoch_begin() == 0; }
  /// The newest messages without a hole between them, at most so many and of so much text, as a history that begins a
  /// numbering would bring them. Empty without numbers.
  [[nodiscard]] protocol::History newest(std::size_t most, std::size_t bytes) const;
  /// The stable id the server knows us by; empty before the first welcome.
  [[nodiscard]] const std::string& user() const { return user_; }
  /// Bytes held for rows, for the bench.
  [[nodiscard]] std::size_t memory_bytes() const;

  void set_nick(std::string nick);

  // ---- earlier messages: store_history.cpp ----
  [[nodiscard]] const std::string& room() const { return config_.room; }
  /// What there is above the first row.
  [[nodiscard]] Older older() const;
  /// Wants messages that are older than the first row; without effect unless older() says available, away or failed.
  void want_older();
  /// Wants what is missing above a row, as a person does who presses for it; without effect when its gap is none,
  /// closed or renumbered.
  void want_gap(RowId row);
  /// The request to write to an open connection, once the room is joined: one at a time. Marks it written. It fails
  /// when it is not answered in time (tick()).
  std::optional<protocol::LoadHistory> take_load(TimePoint now);

  // ---- any message of the room: store_jump.cpp ----
  enum class Reach : std::uint8_t {
    here,    ///< it is a row
    coming,  ///< it is asked for, or comes by itself
    idle,    ///< it can be asked for
    failed,  ///< it was asked for and did not come
    away,    ///< not known: the room is not joined
    absent,  ///< the server does not have it
    untold,  ///< it cannot be asked for: the server tells no history
  };
  /// Of the message with this number of the present numbering.
  [[nodiscard]] Reach reach(protocol::Seq seq) const;
  /// Wants it and a page of those about it; without effect unless reach() says idle or failed. What that leaves out
  /// on either side is Gap::skipped.
  void want_message(protocol::Seq seq);
  /// The row of a message that is here.
  [[nodiscard]] std::optional<std::size_t> find_message(protocol::Seq seq) const { return log_.find(seq); }
  /// Wants one page more of what a jump left out above the row: what follows the row above, or (not `forwards`) what
  /// comes before this one. Without effect unless its gap is skipped.
  void read_on(RowId row, bool forwards);
  /// The first row from `begin` to before `end` whose gap is skipped.
  [[nodiscard]] std::optional<std::size_t> find_skipped(std::size_t begin, std::size_t end) const;
  /// There is something that a jump left out, whatever its gap is now.
  [[nodiscard]] bool has_skipped() const;

  // ---- edits ----
  /// The server takes edits of own messages.
  [[nodiscard]] bool takes_edits() const { return takes_edits_; }
  /// The server deletes messages.
  [[nodiscard]] bool deletes() const { return deletes_; }
  /// The newest own message that the server has numbered; none: there is none in this epoch.
  [[nodiscard]] std::optional<std::size_t> last_own() const;
  /// For Join: the newest edit that was told of.
  [[nodiscard]] protocol::EditNumber last_edit() const { return last_edit_; }
  /// Bytes of a text that the server takes, as it said last; 0: not known. A welcome says it anew.
  [[nodiscard]] std::uint32_t max_text() const { return max_text_; }
  void set_max_text(std::uint32_t bytes) { max_text_ = bytes; }
  /// Empty: an own message may have this text. Otherwise why not, for the person.
  [[nodiscard]] std::string objection_to(std::string_view text) const;

 private:
  Changes take(const protocol::Event& event, WallTime now);
  Changes on(const protocol::Welcome& event);
  Changes on(const protocol::Joined& event);
  Changes on(const protocol::History& event, WallTime now);
  Changes on(const protocol::Chat& event, WallTime now);
  Changes on(const protocol::Ack& event);
  Changes on(const protocol::Edited& event);
  Changes on(const protocol::Refusal& event);

  [[nodiscard]] bool here(const std::string& room) const;
  [[nodiscard]] bool trusts_numbers() const { return config_.acks; }
  [[nodiscard]] std::optional<std::size_t> own_unconfirmed(const protocol::BatchedChat& message) const;
  /// Adds a message without a number, or recognises it as ours.
  Changes take_in_plain(const protocol::BatchedChat& message, WallTime now);
  /// Adds one with a number to batch_, unless it is known. Call flush() when done.
  Changes take_in_numbered(const protocol::BatchedChat& message, WallTime now);
  Changes flush();
  /// What a message has on the server as its text.
  struct Wording {
    std::string_view text;
    protocol::EditNumber edit = 0;
    bool deleted = false;
  };
  void note_wording(const Outbox::Entry& entry, const Wording& wording);
  /// Moves an own message from the outbox to the log. `wording`: where it is not the entry's text; null: it is.
  Changes settle(std::size_t outbox_index, protocol::Seq seq, WallTime time, const Wording* wording = nullptr);
  Changes fail_longest();
  /// The server will not have it, unless another tab made something else of it meanwhile.
  Changes fail(std::size_t index, std::string why);
  /// Those that another user left are none of ours; the others are ours from now on.
  Changes claim_outbox();
  void ask_about_old(WallTime now);
  /// One that is here before what was kept of it is.
  void note_own(const std::string& id, RowId row);
  /// One that was written waits again, unless another tab did something to it meanwhile. False: it went, or has moved.
  bool requeue(std::size_t index);
  /// The row of a kept message, and when this store took it in.
  struct Seen {
    RowId row;
    TimePoint at;
    WallTime wall;
  };
  Changes add_kept(const KeptMessage& message, From from, const Seen& seen);
  void hold_form(const KeptMessage& message);
  bool take_held_form(std::size_t index);
  /// What another tab was told of before this one was told of all that comes before it.
  Changes settle_held();
  [[nodiscard]] static KeptMessage kept_form(const Outbox::Entry& entry);
  void extend_completeness(protocol::Seq newest);

  [[nodiscard]] Gap gap_above(std::size_t index) const;
  /// Number of the first row of this epoch; 0: there is none.
  [[nodiscard]] protocol::Seq first_seq() const;
  Changes on_answer(const protocol::History& event, WallTime now);
  [[nodiscard]] Loads::Bounds bounds_around(protocol::Seq seq) const;
  /// The bounds of what a wish is about; none: it is not missing any more.
  [[nodiscard]] std::optional<Loads::Bounds> bounds_of(const Loads::Wish& wish) const;
  /// The server has told all it has of the numbers in [first, last].
  Changes note_told(protocol::Seq first, protocol::Seq last);
  /// A page came in whose first message is `first` (0: none), and up to `last` all is told.
  void note_skipped(const Loads::Answered& asked, protocol::Seq first, protocol::Seq last);
  void skip(std::size_t index);
  [[nodiscard]] bool misses_above(protocol::Seq seq) const;
  /// The row at the lower end of what a load is about.
  [[nodiscard]] Changes touched(protocol::Seq at) const;
  Changes tick_loads(TimePoint now);
  void anchor_hold(TimePoint now);
  RowId new_row() { return RowId{next_row_++}; }

  StoreConfig config_;
  MessageLog log_;
  Outbox outbox_;
  EchoWatch echoes_;
  bool no_echo_ = false;  ///< without acks: the server has not confirmed the last message in time
  bool paced_ = false;    ///< the server limited the rate: one at a time until nothing is queued
  bool open_ = false;     ///< the room can be written to
  bool live_ = false;     ///< the server has let us in, on this connection
  bool turn_ = true;      ///< this tab is the one that writes
  bool outrun_ = false;
  std::vector<KeptChange> held_sent_;    ///< of the outbox; see settle_held()
  std::vector<KeptMessage> held_forms_;  ///< newer ones of what is on its way, one of each; see requeue()

  std::string user_;
  std::uint32_t max_text_ = 0;
  bool takes_edits_ = false;
  bool deletes_ = false;
  std::string epoch_;
  protocol::EditNumber last_edit_ = 0;        ///< of this epoch
  std::optional<protocol::Seq> complete_to_;  ///< none: nothing is known of the numbering yet
  bool has_older_ = false;                    ///< than the first row of this epoch
  bool tells_history_ = false;
  Loads loads_;
  std::set<protocol::Seq> lost_;  ///< numbers of rows; what is missing above them the server does not have
  static constexpr std::size_t max_skipped = 64;
  std::set<protocol::Seq> skipped_;      ///< likewise; a jump left it out. Of more, the lowest has to be pressed for
  std::optional<protocol::Seq> absent_;  ///< was wanted last, and the server does not have it
  protocol::Seq newest_ = 0;             ///< of the room, when it was joined

  TimePoint mono_{};  ///< the latest that was passed in
  /// Events come with no monotonic time: what they ask to wait for starts at the next call that has one.
  std::optional<Duration> hold_for_;
  std::optional<TimePoint> hold_until_;
  std::uint32_t next_row_ = 1;
  EarlyEdits early_edits_;                 ///< of this epoch, while own messages are unconfirmed
  std::vector<MessageLog::Record> batch_;  ///< empty between calls; keeps its memory
};

}  // namespace banter::chat
