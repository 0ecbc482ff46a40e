// An own message that nobody has confirmed, as it is kept outside of the store: across reloads, and between the tabs of
// one person, who share one outbox. Whoever keeps them tells the other tabs of every change. Must not know: where that
// is.
#pragma once

#include <cstdint>
#include <string>

#include "base/time.hpp"
#include "protocol/messages.hpp"

namespace banter::chat {

struct KeptMessage {
  enum class Stage : std::uint8_t {
    queued,
    written,  ///< it was put on the wire; whether it arrived is not known
    failed,   ///< waits for the person; error says why
  };
  std::string id;      ///< the client's, the same in every try
  std::string owner;   ///< the user's id by which the server knew us; empty: it was never asked
  std::string author;  ///< the nickname
  std::string text;
  std::string error;
  Stage stage = Stage::queued;
  std::uint64_t place = 0;  ///< ascending in the order they are sent in, over all tabs, then by id; below 2^53
  /// Of two forms of one message everybody keeps the one with the higher version, so that tabs that change it at once
  /// come to agree; below 2^53.
  std::uint64_t version = 0;
  WallTime time{};  ///< when the person sent it
};

/// What whoever keeps them has to do, in this order.
struct KeptChange {
  enum class What : std::uint8_t {
    put,      ///< under its id, in place of what is there
    sent,     ///< drop it: the server has it, as (epoch, seq)
    removed,  ///< drop it
    update,   ///< in place of what is there; when it is not there any more, or has a higher version, another tab was
              ///< faster: nobody else is told
  };
  What what = What::put;
  /// Of sent and removed: the id; of sent the server's time and the text it has as well (none: it was deleted).
  KeptMessage message;
  std::string epoch;
  protocol::Seq seq = 0;          ///< 0: the server does not number
  protocol::EditNumber edit = 0;  ///< of sent: the one that made the text; 0: none
};

}  // namespace banter::chat
