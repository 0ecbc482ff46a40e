// Says what must hold, whatever happened: it is told what persons typed, what became durable when, and what each client
// showed. Whatever contradicts the promises is an objection; the first one counts.
// Must not know: the store's and the hub's insides, the wire.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "chat/row.hpp"
#include "protocol/messages.hpp"

namespace banter::sim {

/// A row as a person sees it.
struct SeenRow {
  chat::RowId id{};
  protocol::Seq seq = 0;
  std::string author, text, error;
  chat::Delivery delivery{};
  bool gap_before = false;
  bool deleted = false;
};
SeenRow seen(const chat::Row& row);

class Checker {
 public:
  /// The server takes no longer texts.
  static constexpr std::size_t longest_text = 300;
  using Rooms = std::map<std::string, std::vector<protocol::ChatMessage>>;

  // ---- persons ----
  /// A page is opened, or opened again: `device` goes on with nothing on its screen. `shares`: it has one outbox with
  /// the other tabs of this person.
  void opens(std::size_t device, const std::string& room, const std::string& nick, bool shares);
  /// Texts are all different.
  void typed(std::size_t device, const std::string& text);
  /// The client took it, as `id`, or said why not.
  void accepted(const std::string& text, const std::string& id);
  void not_accepted(const std::string& text);
  /// Asks to give the message that is shown as `old_text` another one.
  void edit_typed(std::size_t device, const std::string& old_text, const std::string& text);
  /// The message was not on its way, and has this text from now on.
  void rewritten(const std::string& text);
  /// The person, or the page, does not wait for the answer to an edit any more: it may be made later, or never.
  void edit_left(const std::string& text);
  void discarded(const std::string& text);
  void delete_typed(std::size_t device, const std::string& text);
  /// The page goes, and this message with it: the client does not promise anything any more.
  void abandoned(const std::string& text);

  // ---- the disk ----
  void stored(const protocol::ChatMessage& message);
  void revised(const std::string& room, protocol::Seq seq, const std::string& text);
  void deleted(const std::string& room, protocol::Seq seq);
  /// Begins new numberings of all rooms, in which only these messages are.
  void renumbered(const Rooms& rooms);

  // ---- screens ----
  void shown(std::size_t device, const SeenRow& row);
  /// All rows. `final`: after the storm, when all is said.
  void screen(std::size_t device, const std::vector<SeenRow>& rows, bool has_older, bool final);
  /// After the last screens: what is on the disk, and what became of what was typed.
  void finish(const Rooms& rooms);

  void object(const std::string& what) {
    if (!objection_) objection_ = what;
  }
  [[nodiscard]] const std::optional<std::string>& objection() const { return objection_; }
  /// Of the message that has this text at one time or another; empty: it was not accepted.
  [[nodiscard]] std::string id_of(const std::string& text);

 private:
  struct Message {
    std::size_t device = 0;
    std::size_t typed_as = 0;  ///< the device's how many-th
    std::string room, nick, text, id;
    bool accepted = false, refused = false, abandoned = false, discarded = false;
    bool shown_sent = false, shown_failed = false, failed_at_end = false;
    bool ever_durable = false, delete_asked = false;
    bool too_long = false;                  ///< with one of its texts: the server refuses that for good
    std::size_t revisions = 0;              ///< texts that it had on the disk so far, the first one not counted
    std::vector<std::size_t> deleted_as{};  ///< which of them were none
  };
  /// A text leads to the message that has it, at one time or another.
  struct Wording {
    std::size_t message = 0;
    bool durable = false;
    bool left = false;     ///< an edit that nobody waits for any more
    bool as_sent = false;  ///< the message may be sent with it
    std::vector<std::size_t>
        revisions{};           ///< when durable: 0 as sent, 1 after the first edit, … An edit may be made again
    std::size_t device = 0;    ///< where it was typed, …
    std::size_t typed_as = 0;  ///< … as the how many-th of all texts
  };
  struct Device {
    std::string room, nick;
    bool shares = false;
    std::size_t typed = 0;
    std::unordered_map<chat::RowId, std::size_t> revision_of;  ///< of each row, the newest shown
  };
  struct Numbering {
    std::vector<std::size_t> messages;                         ///< of number 1, 2, …
    std::vector<std::string> texts;                            ///< theirs, as they are now
    std::unordered_map<std::size_t, std::size_t> last_of;      ///< by device: the newest that was typed, + 1
    std::unordered_map<std::size_t, protocol::Seq> number_of;  ///< by message
  };

  void check_unconfirmed(std::size_t device, const std::vector<SeenRow>& rows, std::size_t first,
                         const std::unordered_set<std::size_t>& numbered, bool final);
  Wording* find(const std::string& text);
  /// What the row shows; none: nothing that is known.
  std::optional<std::size_t> message_of(std::size_t device, const SeenRow& row);
  std::vector<Numbering>& numberings(const std::string& room);
  void place(Numbering& numbering, std::size_t message, const std::string& text);
  void check_order(const Numbering& numbering, std::size_t message);
  [[nodiscard]] std::string name_of(std::size_t message) const;

  std::map<std::size_t, Device> devices_;
  std::vector<Message> messages_;
  std::unordered_map<std::string, Wording> wordings_;
  std::map<std::string, std::vector<Numbering>> rooms_;
  std::size_t restores_ = 0;
  std::optional<std::string> objection_;
};

}  // namespace banter::sim
