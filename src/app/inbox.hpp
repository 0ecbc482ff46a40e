// What the sockets said since the last step, in order. Callbacks only put in; a step takes out.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <deque>
#include <memory>
#include <string_view>
#include <utility>
#include <variant>

#include "net/session.hpp"

namespace banter::app {

class Inbox {
 public:
  /// Copies what it must: a frame's bytes are the caller's.
  void put(const net::SocketEvent& event) {
    Item item{event, nullptr, 0};
    if (auto* frame = std::get_if<net::Frame>(&item.event)) {
      item.size = frame->data.size();
      item.bytes = keep(frame->data);
      frame->data = {};
    }
    bytes_ += sizeof(Item) + item.size;
    items_.push_back(std::move(item));
  }

  /// Where the bytes of a text frame may be written, at most so many, before anything else is put in; more than once
  /// when they turn out not to fit.
  char* room(std::size_t bytes) {
    if (blocks_.empty() || blocks_.back().size - blocks_.back().used < bytes) add_block(bytes);
    return blocks_.back().bytes.get() + blocks_.back().used;
  }
  /// They were written there.
  void put_written(net::SocketId socket, std::size_t bytes) {
    if (bytes == 0) return put(net::Frame{socket, {}, false});
    items_.push_back({net::Frame{socket, {}, false}, fill(bytes), bytes});
    bytes_ += sizeof(Item) + bytes;
  }

  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// Hands the oldest event to `use`, which must put nothing in, then drops it. Precondition: !empty().
  template <class Use>
  void take(Use&& use) {
    Item& item = items_.front();
    if (auto* frame = std::get_if<net::Frame>(&item.event)) frame->data = {item.bytes, item.size};
    use(item.event);
    bytes_ -= sizeof(Item) + item.size;
    if (item.bytes != nullptr) drop_from_block();
    items_.pop_front();
  }

 private:
  static constexpr std::size_t block_bytes = 64 << 10;

  /// Frames lie one behind the other in blocks that serve again, so that a busy connection asks for no memory and what
  /// it says stays in the processor's cache.
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size;
    std::size_t used;
    std::size_t frames;  ///< in it that were not taken
  };
  struct Item {
    net::SocketEvent event;
    const char* bytes;  ///< null: it is no frame, or an empty one
    std::size_t size;
  };

  const char* keep(std::string_view data) {
    if (data.empty()) return nullptr;
    std::memcpy(room(data.size()), data.data(), data.size());
    return fill(data.size());
  }

  /// What was written to room(), now that there is something.
  const char* fill(std::size_t bytes) {
    Block& block = blocks_.back();
    const char* const at = block.bytes.get() + block.used;
    block.used += bytes;
    ++block.frames;
    return at;
  }

  void add_block(std::size_t least) {
    if (!blocks_.empty() && blocks_.back().frames == 0) blocks_.pop_back();  // of a room() that was too small
    if (least <= block_bytes && spare_) {
      blocks_.push_back({std::move(spare_), block_bytes, 0, 0});
    } else {
      const std::size_t size = std::max(least, block_bytes);
      blocks_.push_back({std::unique_ptr<char[]>(new char[size]), size, 0, 0});
    }
  }

  void drop_from_block() {
    Block& block = blocks_.front();
    if (--block.frames > 0) return;
    if (block.size == block_bytes) spare_ = std::move(block.bytes);
    blocks_.pop_front();
  }

  std::deque<Item> items_;
  std::deque<Block> blocks_;  ///< in the order of what is in them; each has something, but the last may be room()
  std::unique_ptr<char[]> spare_;
  std::size_t bytes_ = 0;
};

}  // namespace banter::app
