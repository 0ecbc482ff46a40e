// What the browser's console is told, as the tutorial's page tells it: "Connected", "Message …",
// "Disconnected", errors. Messages and what is wrong with them are throttled: a console line costs more than a
// message does.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "app/platform.hpp"

namespace banter::app {

class Console {
 public:
  static constexpr double lines_per_second = 2;
  static constexpr double burst = 10;
  static constexpr std::size_t payload_limit = 500;  ///< bytes shown of one message

  explicit Console(Platform& platform) : platform_(platform) {}

  void note(std::string_view words) { platform_.console(ConsoleLevel::info, words); }
  void error(std::string_view words) { platform_.console(ConsoleLevel::error, words); }
  void message(TimePoint now, std::string_view payload) {
    if (!messages_.take(now)) return;
    if (const auto skipped = std::exchange(messages_.skipped, 0))
      note("Message (" + std::to_string(skipped) + " more not shown)");
    std::size_t end = std::min(payload.size(), payload_limit);
    while (end < payload.size() && end > 0 && (static_cast<unsigned char>(payload[end]) & 0xC0) == 0x80) --end;
    note("Message " + std::string(payload.substr(0, end)) + (end < payload.size() ? "…" : ""));
  }
  void protocol_error(TimePoint now, std::string_view words) {
    if (!errors_.take(now)) return;
    if (const auto skipped = std::exchange(errors_.skipped, 0))
      error("Protocol error (" + std::to_string(skipped) + " more not shown)");
    error(words);
  }

 private:
  struct Bucket {
    double tokens = burst;
    TimePoint refilled{};
    std::uint64_t skipped = 0;

    bool take(TimePoint now) {
      const auto elapsed = static_cast<double>((now - refilled).count()) / 1000.0;
      tokens = std::min(burst, tokens + elapsed * lines_per_second);
      refilled = now;
      if (tokens < 1) {
        ++skipped;
        return false;
      }
      tokens -= 1;
      return true;
    }
  };

  Platform& platform_;
  Bucket messages_;
  Bucket errors_;
};

}  // namespace banter::app
