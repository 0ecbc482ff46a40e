#include "chat/echo_watch.hpp"

#include <functional>
#include <utility>

namespace banter::chat {

void EchoWatch::expect(RowId row, std::string text, std::string author, WallTime written) {
  forget(row);
  while (!expected_.empty() && (expected_.size() >= capacity || expected_.front().written + window < written)) erase(0);
  ++by_hash_[std::hash<std::string>{}(text)];
  expected_.push_back({row, std::move(text), std::move(author), written});
}

std::optional<RowId> EchoWatch::match(std::string_view author, std::string_view text, const Doubt& doubt,
                                      WallTime now) {
  while (!expected_.empty() && expected_.front().written + window < now) erase(0);
  if (expected_.empty() || by_hash_.count(std::hash<std::string_view>{}(text)) == 0) return std::nullopt;
  for (std::size_t i = 0; i < expected_.size(); ++i) {
    const Expected& e = expected_[i];
    if (e.written + window < now || e.text != text) continue;
    const bool under_our_name = !author.empty() && (author == e.author || author == doubt.own_nick);
    if (!under_our_name && (named_ || (doubt.no_echo && !author.empty()))) continue;
    named_ = named_ || under_our_name;
    const RowId row = e.row;
    erase(i);
    return row;
  }
  return std::nullopt;
}

void EchoWatch::forget(RowId row) {
  for (std::size_t i = 0; i < expected_.size(); ++i) {
    if (expected_[i].row == row) return erase(i);
  }
}

void EchoWatch::erase(std::size_t index) {
  const auto count = by_hash_.find(std::hash<std::string>{}(expected_[index].text));
  if (--count->second == 0) by_hash_.erase(count);
  expected_.erase(expected_.begin() + static_cast<std::ptrdiff_t>(index));
}

}  // namespace banter::chat
