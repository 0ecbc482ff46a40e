// What the sockets said since the last step, in order. Callbacks only put in; a step takes out.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "net/session.hpp"

namespace banter::app {

class Inbox {
 public:
  /// Copies what it must: a frame's bytes are the caller's.
  void put(const net::SocketEvent& event) {
    Item item{event, dropped_ + data_.size(), 0};
    if (auto* frame = std::get_if<net::Frame>(&item.event)) {
      item.size = frame->data.size();
      data_.append(frame->data);
      frame->data = {};
    }
    bytes_ += sizeof(Item) + item.size;
    items_.push_back(std::move(item));
  }

  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// Hands the oldest event to `use`, which must put nothing in, then drops it. Precondition: !empty().
  template <class Use>
  void take(Use&& use) {
    Item& item = items_.front();
    const std::size_t size = item.size;
    if (auto* frame = std::get_if<net::Frame>(&item.event))
      frame->data = std::string_view(data_.data() + (item.at - dropped_), size);
    use(item.event);
    bytes_ -= sizeof(Item) + size;
    used_ += size;
    items_.pop_front();
    make_room();
  }

 private:
  /// Frames lie one behind the other, so that a busy connection asks for no memory.
  struct Item {
    net::SocketEvent event;
    std::size_t at;    ///< of its bytes: so many came before them since the inbox was empty
    std::size_t size;  ///< 0: it is no frame, or an empty one
  };

  void make_room() {
    constexpr std::size_t kept = 256 << 10;
    if (items_.empty()) {
      data_.clear();
      if (data_.capacity() > kept) data_.shrink_to_fit();
      used_ = dropped_ = 0;
    } else if (used_ - dropped_ > kept && used_ - dropped_ > data_.size() / 2) {
      data_.erase(0, used_ - dropped_);
      dropped_ = used_;
    }
  }

  std::deque<Item> items_;
  std::string data_;
  std::size_t used_ = 0;     // bytes of what was taken …
  std::size_t dropped_ = 0;  // … and of that which are not in data_ any more
  std::size_t bytes_ = 0;
};

}  // namespace banter::app
