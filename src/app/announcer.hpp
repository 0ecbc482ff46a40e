// Decides what is said aloud: short, and not more often than a person can listen to. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace banter::app {

class Announcer {
 public:
  static constexpr Duration pause{3'000};  ///< before the next messages
  static constexpr Duration gap{1'000};    ///< before anything else: what is said too soon silences what is being said

  /// Somebody else's message arrived.
  void message(std::string_view author, std::string_view text);
  /// So many came at once, or to others that nobody heard of yet: only their number will be said.
  void messages(std::size_t count) { messages_ += count; }
  /// The next message would be said in words if it stays alone.
  [[nodiscard]] bool wants_words() const { return messages_ == 0; }
  /// An own message was refused or given up.
  void failed(std::string_view text);
  /// The connection opened or went. The first time is not worth a word, nor is one that is back before it was missed.
  void connection(bool open);
  /// Why something the person asked for did not happen; only the last one counts.
  void notice(std::string_view words) { notice_ = words; }
  /// A message that was asked for is on the screen.
  void shown(std::string_view author, std::string_view text);

  /// What to say now; empty when it is too early or there is nothing. Messages come last.
  std::string take(TimePoint now);
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;

 private:
  [[nodiscard]] bool urgent() const { return open_ != told_open_ || failures_ > 0 || !notice_.empty(); }

  std::string notice_;
  std::string last_message_, last_failure_;  // in words
  std::size_t messages_ = 0, failures_ = 0;
  bool was_open_ = false, open_ = false, told_open_ = false;
  std::optional<TimePoint> said_;
};

}  // namespace banter::app
