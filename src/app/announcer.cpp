#include "app/announcer.hpp"

#include <utility>

#include "text/graphemes.hpp"

namespace banter::app {
namespace {

std::string shortened(std::string_view text) {
  constexpr std::size_t most = 120;  // bytes
  const std::string_view first = text::prefix(text, most);
  std::string words(first);
  if (first.size() < text.size()) words += "…";
  return words;
}

}  // namespace

void Announcer::message(std::string_view author, std::string_view text) {
  ++messages_;
  last_message_.assign(author.empty() ? std::string_view("Someone") : author);
  last_message_.append(": ").append(shortened(text));
}

void Announcer::failed(std::string_view text) {
  ++failures_;
  last_failure_ = "Not sent: " + shortened(text);
}

void Announcer::shown(std::string_view author, std::string_view text) {
  notice_ = "Message by ";
  notice_.append(author.empty() ? std::string_view("Someone") : author).append(": ").append(shortened(text));
}

void Announcer::connection(bool open) {
  open_ = open;
  if (open && !std::exchange(was_open_, true)) told_open_ = true;
  if (!was_open_) told_open_ = open_;
}

std::string Announcer::take(TimePoint now) {
  if (said_ && now - *said_ < gap) return {};
  std::string words;
  const auto say = [&words](std::string_view part) { words.append(words.empty() ? "" : ". ").append(part); };
  if (std::exchange(told_open_, open_) != open_) say(open_ ? "Connected again" : "Connection lost");
  if (const std::size_t n = std::exchange(failures_, 0); n > 0)
    say(n == 1 ? last_failure_ : std::to_string(n) + " messages were not sent");
  if (!notice_.empty()) say(std::exchange(notice_, {}));
  if (words.empty() && messages_ > 0 && (!said_ || now - *said_ >= pause)) {
    const std::size_t n = std::exchange(messages_, 0);
    words = n == 1 ? std::exchange(last_message_, {}) : std::to_string(n) + " new messages";
  }
  if (!words.empty()) said_ = now;
  return words;
}

std::optional<TimePoint> Announcer::next_deadline() const {
  if (!urgent() && messages_ == 0) return std::nullopt;
  return said_ ? *said_ + (urgent() ? gap : pause) : TimePoint{};
}

}  // namespace banter::app
