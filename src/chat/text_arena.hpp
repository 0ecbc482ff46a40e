// Keeps many short texts that are never given back, a few bytes of overhead for thousands of them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace banter::chat {

/// The views it returns stay valid for as long as the arena lives.
class TextArena {
 public:
  static constexpr std::size_t first_block = 4 << 10;  ///< a quiet room pays for no more
  static constexpr std::size_t block = 64 << 10;       ///< blocks double up to this
  static constexpr std::size_t large = 16 << 10;       ///< a text this long gets a block of its own

  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    char* to = text.size() >= large ? add_block(text.size()) : reserve(text.size());
    std::memcpy(to, text.data(), text.size());
    return {to, text.size()};
  }

  [[nodiscard]] std::size_t memory_bytes() const { return bytes_ + blocks_.capacity() * sizeof(blocks_[0]); }

 private:
  char* reserve(std::size_t bytes) {
    if (bytes > left_) {
      const std::size_t size = std::max(next_block_, bytes);
      next_block_ = std::min(next_block_ * 2, block);
      free_ = add_block(size);
      left_ = size;
    }
    char* const at = free_;
    free_ += bytes;
    left_ -= bytes;
    return at;
  }

  char* add_block(std::size_t bytes) {
    blocks_.push_back(std::make_unique<char[]>(bytes));
    bytes_ += bytes;
    return blocks_.back().get();
  }

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* free_ = nullptr;
  std::size_t left_ = 0;
  std::size_t next_block_ = first_block;
  std::size_t bytes_ = 0;
};

}  // namespace banter::chat
