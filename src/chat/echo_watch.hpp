// Recognises own messages when a server sends them back without their id, by their text. For
// servers that know neither acks nor ids.
// Must not know: where rows are kept and what state they are in.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "chat/row.hpp"

namespace banter::chat {

class EchoWatch {
 public:
  static constexpr Duration window{30'000};      ///< an echo comes so long after its message was written at most
  static constexpr std::size_t capacity = 2048;  ///< beyond it the oldest is no longer watched for

  void expect(RowId row, std::string text, std::string author, WallTime written);
  /// What is known of the server, for telling an echo from somebody else's identical words.
  struct Doubt {
    std::string_view own_nick;
    bool no_echo = false;  ///< it has not echoed so far: another author's name is taken at its word
  };
  /// The oldest own message that this may be the echo of; it is expected no longer. Servers leave names out or
  /// give their own, so an author who is not us says nothing until one echo has come back under our name.
  std::optional<RowId> match(std::string_view author, std::string_view text, const Doubt& doubt, WallTime now);
  /// The next echoes come under another name.
  void renamed() { named_ = false; }
  void forget(RowId row);
  [[nodiscard]] std::size_t size() const { return expected_.size(); }

 private:
  struct Expected {
    RowId row;
    std::string text;
    std::string author;
    WallTime written;
  };
  void erase(std::size_t index);

  bool named_ = false;                                    ///< an echo came back under our name
  std::deque<Expected> expected_;                         ///< oldest first
  std::unordered_map<std::size_t, std::size_t> by_hash_;  ///< how many expected texts have it: most frames match none
};

}  // namespace banter::chat
