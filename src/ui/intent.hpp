// What a person asked for by way of the views. The app carries it out; the views never do.
#pragma once

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

/// The keyboard focus goes there.
struct MoveFocus {
  NodeId to;
};

using Intent = std::variant<SendMessage, ChooseNick, ReconnectNow, RetryMessage, DiscardMessage, EditMessage,
                            CopyMessage, SaveEdit, CancelEdit, CopySelection, MoveFocus>;

}  // namespace banter::ui
