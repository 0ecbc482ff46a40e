#include "chat/connection.hpp"

#include <algorithm>
#include <utility>

#include "base/utf8.hpp"

namespace banter::chat {
namespace {

/// At most ConnectionLog::payload_limit bytes, ending between two characters when `text` is well-formed.
std::string_view head_of(std::string_view text) {
  if (text.size() <= ConnectionLog::payload_limit) return text;
  std::size_t end = ConnectionLog::payload_limit;
  for (int i = 0; i < 3 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80; ++i) --end;
  return text.substr(0, end);
}

}  // namespace

std::string_view to_string(Link link) {
  switch (link) {
    case Link::idle:
      return "idle";
    case Link::connecting:
      return "connecting";
    case Link::slow:
      return "slow";
    case Link::open:
      return "open";
    case Link::waiting:
      return "waiting";
    case Link::offline:
      return "offline";
    case Link::stopped:
      return "stopped";
  }
  return "unknown";
}

void ConnectionLog::add(WallTime time, LogEntry::Direction direction, std::size_t bytes, std::string_view text) {
  LogEntry entry;
  if (entries_.size() >= max_entries) {
    entry = std::move(entries_.front());  // its string's memory serves again: a busy connection logs 20,000 a second
    entries_.pop_front();
  }
  entry.number = ++total_;
  entry.time = time;
  entry.direction = direction;
  entry.bytes = bytes;
  const std::string_view head = head_of(text);
  if (utf8::valid(head)) {
    entry.text.assign(head);
  } else {
    entry.text.assign(head_of(utf8::sanitize(head)));
  }
  if (head.size() < text.size()) entry.text += "… (" + std::to_string(std::max(bytes, text.size())) + " bytes)";
  entries_.push_back(std::move(entry));
}

}  // namespace banter::chat
