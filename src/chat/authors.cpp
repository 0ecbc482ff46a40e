#include "chat/authors.hpp"

#include <utility>

namespace banter::chat {

std::uint32_t Authors::look_up(Author author) {
  key_ = author.user;
  key_ += '\0';
  key_ += author.name;
  const auto known = place_of_.find(key_);
  if (known != place_of_.end()) return last_ = known->second;
  if (authors_.size() >= most) return last_ = most - 1;
  last_ = static_cast<std::uint32_t>(authors_.size());
  const std::string_view key = words_.keep(key_);
  authors_.push_back({key.substr(author.user.size() + 1), key.substr(0, author.user.size())});
  place_of_.emplace(key, last_);
  return last_;
}

std::size_t Authors::memory_bytes() const {
  constexpr std::size_t map_node = sizeof(std::pair<std::string_view, std::uint32_t>) + 3 * sizeof(void*);
  return words_.memory_bytes() + authors_.capacity() * sizeof(Author) + place_of_.size() * map_node;
}

}  // namespace banter::chat
