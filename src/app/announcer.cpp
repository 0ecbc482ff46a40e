#include "app/announcer.hpp"

#include <utility>

namespace banter::app {
namespace {

std::string_view first_words(std::string_view text) {
  constexpr std::size_t most = 120;
  if (text.size() <= most) return text;
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

void Announcer::message(std::string_view author, std::string_view text) {
  ++messages_;
  last_.assign(author.empty() ? std::string_view("Someone") : author);
  last_.append(": ").append(first_words(text));
}

std::string Announcer::take(TimePoint now) {
  const bool early = said_ && now - *said_ < pause;
  if (!urgent_.empty()) {
    said_ = now;
    return std::exchange(urgent_, {});
  }
  if (messages_ == 0 || early) return {};
  said_ = now;
  const std::size_t n = std::exchange(messages_, 0);
  if (n == 1) return std::exchange(last_, {});
  return std::to_string(n) + " new messages";
}

std::optional<TimePoint> Announcer::next_deadline() const {
  if (!urgent_.empty() || (messages_ > 0 && !said_)) return TimePoint{};
  if (messages_ > 0) return *said_ + pause;
  return std::nullopt;
}

}  // namespace banter::app
