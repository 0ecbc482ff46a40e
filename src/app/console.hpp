// What the browser's console is told, as the tutorial's page tells it: "Connected", "Message …",
// "Disconnected", errors. Messages are throttled: a console line costs more than a message does.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "app/platform.hpp"

namespace banter::app {

class Console {
 public:
  static constexpr double lines_per_second = 10;
  static constexpr double burst = 20;
  static constexpr std::size_t payload_limit = 500;  ///< bytes shown of one message

  explicit Console(Platform& platform) : platform_(platform) {}

  void note(std::string_view words) { platform_.console(ConsoleLevel::info, words); }
  void error(std::string_view words) { platform_.console(ConsoleLevel::error, words); }
  void message(TimePoint now, std::string_view payload) {
    const auto elapsed = static_cast<double>((now - refilled_).count()) / 1000.0;
    tokens_ = std::min(burst, tokens_ + elapsed * lines_per_second);
    refilled_ = now;
    if (tokens_ < 1) {
      ++skipped_;
      return;
    }
    tokens_ -= 1;
    if (skipped_ > 0) note("Message (" + std::to_string(skipped_) + " more not shown)");
    skipped_ = 0;
    std::size_t end = std::min(payload.size(), payload_limit);
    while (end < payload.size() && end > 0 && (static_cast<unsigned char>(payload[end]) & 0xC0) == 0x80) --end;
    note("Message " + std::string(payload.substr(0, end)) + (end < payload.size() ? "…" : ""));
  }

 private:
  Platform& platform_;
  double tokens_ = burst;
  TimePoint refilled_{};
  std::uint64_t skipped_ = 0;
};

}  // namespace banter::app
