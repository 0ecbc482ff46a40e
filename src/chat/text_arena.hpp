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

  /// The same, and its length before it, of a byte for most texts: a pointer is enough to read() it again. Below 2^28
  /// bytes.
  const char* keep_with_length(std::string_view text) {
    unsigned char length[4];
    std::size_t bytes = 0;
    for (std::size_t rest = text.size(); bytes < sizeof length; rest >>= 7) {
      length[bytes++] = static_cast<unsigned char>((rest & 0x7F) | (rest > 0x7F ? 0x80 : 0));
      if (rest <= 0x7F) break;
    }
    const std::size_t all = bytes + text.size();
    char* to = all >= large ? add_block(all) : reserve(all);
    std::memcpy(to, length, bytes);
    if (!text.empty()) std::memcpy(to + bytes, text.data(), text.size());
    return to;
  }
  static std::string_view read(const char* kept) {
    std::size_t length = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(*kept++);
      length |= static_cast<std::size_t>(byte & 0x7FU) << shift;
      if (byte <= 0x7F) return {kept, length};
    }
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
    blocks_.emplace_back(new char[bytes]);
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
