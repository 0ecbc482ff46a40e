// What a person asked for by way of the views. The app carries it out; the views never do.
#pragma once

#include <cstddef>
#include <string>
#include <variant>

#include "chat/store.hpp"
#include "ui/mirror.hpp"

namespace banter::ui {

struct SendMessage {
  std::string text;
};
struct ChooseNick {
  std::string nick;
};
struct ReconnectNow {};
struct RetryMessage {
  chat::RowId row;
};
struct DiscardMessage {
  chat::RowId row;
};
/// A message that waits gets another text.
struct EditMessage {
  chat::RowId row;
};
struct CopyMessage {
  chat::RowId row;
};
/// The own message that is being edited gets this text, or is left as it is.
struct SaveEdit {
  std::string text;
};
struct CancelEdit {};
/// What is selected of the log goes to the clipboard.
struct CopySelection {};

/// So many of the room's members are wanted, from the first on; 0: their list is not shown any more.
struct WantMembers {
  std::size_t people = 0;
};

/// Messages are wanted that are older than the first row.
struct LoadOlder {
  bool pressed = false;  ///< by a person, who is told what becomes of it
};
/// What is missing above the row is wanted.
struct LoadGap {
  chat::RowId row;
  bool pressed = true;    ///< by a person; or else a jump left it out, and one reads on there, …
  bool forwards = false;  ///< … from above
};
/// The room's first message is wanted.
struct ShowFirst {};

/// The keyboard focus goes there.
struct MoveFocus {
  NodeId to;
};

using Intent =
    std::variant<SendMessage, ChooseNick, ReconnectNow, RetryMessage, DiscardMessage, EditMessage, CopyMessage,
                 SaveEdit, CancelEdit, CopySelection, WantMembers, LoadOlder, LoadGap, ShowFirst, MoveFocus>;

}  // namespace banter::ui
