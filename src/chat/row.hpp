// One line of the conversation as the views read it.
// Must not know: how rows are kept, the wire, the screen.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/time.hpp"
#include "protocol/messages.hpp"

namespace banter::chat {

/// Names a row for as long as the store lives, wherever it moves. Never reused; 0 is none.
enum class RowId : std::uint32_t { none = 0 };

enum class Delivery : std::uint8_t {
  received,  ///< somebody else's
  pending,   ///< own, on its way: not confirmed
  sent,      ///< own, confirmed by ack or echo, or by a server that confirms nothing
  failed,    ///< own, refused or given up; error says why
  queued,    ///< own, waits for the connection; kept across reloads where that is possible
};
std::string_view to_string(Delivery delivery);

/// What is missing between a row and the one above.
enum class Gap : std::uint8_t {
  none,        ///< nothing
  closed,      ///< some messages, and the server cannot be asked for them
  missing,     ///< some messages that can be asked for
  loading,     ///< they are asked for
  failed,      ///< they did not come
  lost,        ///< the server does not have them; it may be asked again
  skipped,     ///< a jump left them out: they are asked for as one reads on
  away,        ///< likewise, once the room is joined again
  renumbered,  ///< nothing that is known of: the room's numbering begins anew
};

/// What there is above the first row.
enum class Older : std::uint8_t {
  untold,     ///< not known: the server says nothing of it, or it has numbers that are gone
  none,       ///< nothing: it is the room's first
  available,  ///< messages that can be asked for
  away,       ///< likewise, once the room is joined again
  loading,    ///< they are asked for
  failed,     ///< they did not come
};
/// What stands in the place of a deleted message's text.
inline constexpr std::string_view deleted_words = "Message deleted";

/// One row; the views are valid until the store changes.
struct Row {
  RowId id = RowId::none;
  protocol::Seq seq = 0;    ///< 0: not numbered (yet)
  std::string_view author;  ///< empty: not known (a bare-text server)
  std::string_view user;    ///< the author's id; empty: not known
  std::string_view text;
  std::string_view error;  ///< only when failed
  WallTime time{};
  Delivery delivery = Delivery::received;
  bool gap_before = false;        ///< messages are missing between this row and the one before
  Gap gap = Gap::none;            ///< what is known of them; none: there are none
  bool edited = false;            ///< the text is not the one it was sent with
  protocol::EditNumber edit = 0;  ///< of edited and deleted ones: the edit that made it so; 0: not known
  bool deleted = false;           ///< there is none any more: `text` says so
  [[nodiscard]] bool own() const { return delivery != Delivery::received; }
};

/// What a call changed: rows from `first` on may be new, moved or different; those before are as they were.
struct Changes {
  static constexpr std::size_t none = static_cast<std::size_t>(-1);
  std::size_t first = none;
  std::size_t end = none;  ///< rows from here on are as they were, too, and none has come or gone; none: who knows
  /// Not 0: so many rows came at `first`, in one piece. The rows below only moved; but what stands above the next one
  /// is another, and from `dirty` on they may be different, come or gone.
  std::size_t inserted = 0;
  std::size_t dirty = none;

  [[nodiscard]] bool any() const { return first != none; }
  /// `other` happened after this.
  void merge(const Changes& other);

 private:
  [[nodiscard]] bool keeps_insertion(const Changes& other);
};

}  // namespace banter::chat
