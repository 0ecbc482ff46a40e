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
  static constexpr Duration pause{3'000};

  /// Somebody else's message arrived.
  void message(std::string_view author, std::string_view text);
  /// Said before any messages, and only in its last form.
  void urgent(std::string words) { urgent_ = std::move(words); }

  /// What to say now; empty when it is too early or there is nothing.
  std::string take(TimePoint now);
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;

 private:
  std::string urgent_;
  std::string last_;  // the newest message in words
  std::size_t messages_ = 0;
  std::optional<TimePoint> said_;
};

}  // namespace banter::app
