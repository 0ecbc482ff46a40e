// New messages of one room as they come many at a time: their words lie in one buffer, so that a frame of 64 costs a
// few allocations and not some hundred. Says the same as as many Chat events would.
// Must not know: JSON, sockets, the model of the chat.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/messages.hpp"

namespace banter::protocol {

/// A ChatMessage without its room; the views are into the batch it belongs to.
struct BatchedChat {
  Seq seq = 0;
  std::string_view id;
  std::string_view user;
  std::string_view nick;
  std::string_view text;
  WallTime time{};
  EditNumber edit = 0;
  bool deleted = false;
};

struct ChatBatch {
  std::string room;  ///< empty when the dialect has one room only
  std::vector<BatchedChat> messages;
  std::shared_ptr<const std::string> bytes;  ///< what the views point into; shared, so that copies have the same

  void clear() {
    room.clear();
    messages.clear();
    bytes.reset();
  }
};

/// The same as an event of its own.
inline Chat chat_of(const ChatBatch& batch, const BatchedChat& one) {
  ChatMessage message;
  message.room = batch.room;
  message.seq = one.seq;
  message.id = one.id;
  message.user = one.user;
  message.nick = one.nick;
  message.text = one.text;
  message.time = one.time;
  message.edit = one.edit;
  message.deleted = one.deleted;
  return {std::move(message)};
}

/// The views are into `message`.
inline BatchedChat view_of(const ChatMessage& message) {
  return {message.seq,  message.id,   message.user, message.nick,
          message.text, message.time, message.edit, message.deleted};
}

}  // namespace banter::protocol
