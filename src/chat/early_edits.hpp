// Edits of messages that are not here: an own one that the server has, and whose ack was lost, may have been edited
// since from elsewhere. Its ack need not say so. Few, for only those can be asked for again. Must not know: rows, the
// outbox.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "protocol/messages.hpp"

namespace banter::chat {

class EarlyEdits {
 public:
  static constexpr std::size_t most = 256;
  static constexpr std::size_t most_bytes = 256 << 10;  ///< of text; what came first goes first

  /// The message of this number has another text.
  void add(protocol::Seq seq, protocol::EditNumber edit, std::string_view text) {
    take(seq);
    edits_.push_back({seq, edit, std::string(text)});
    bytes_ += text.size();
    while (edits_.size() > most || bytes_ > most_bytes) {
      bytes_ -= edits_.front().text.size();
      edits_.pop_front();
    }
  }
  struct Edit {
    protocol::Seq seq = 0;
    protocol::EditNumber number = 0;
    std::string text;
  };
  /// What is known of it, once.
  std::optional<Edit> take(protocol::Seq seq) {
    for (auto it = edits_.begin(); it != edits_.end(); ++it) {
      if (it->seq != seq) continue;
      Edit edit = std::move(*it);
      edits_.erase(it);
      bytes_ -= edit.text.size();
      return edit;
    }
    return std::nullopt;
  }
  void clear() {
    edits_.clear();
    bytes_ = 0;
  }

 private:
  std::deque<Edit> edits_;
  std::size_t bytes_ = 0;
};

}  // namespace banter::chat
