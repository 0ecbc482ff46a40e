// What the sockets said since the last step, in order. Callbacks only put in; a step takes out.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <variant>

#include "net/session.hpp"

namespace banter::app {

class Inbox {
 public:
  /// Copies what it must: a frame's bytes are the caller's.
  void put(const net::SocketEvent& event) {
    Item item{event, {}};
    bytes_ += sizeof(Item);
    if (const auto* frame = std::get_if<net::Frame>(&event)) {
      item.data.assign(frame->data);
      bytes_ += item.data.size();
    }
    items_.push_back(std::move(item));
  }

  [[nodiscard]] bool empty() const { return items_.empty(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

  /// Hands the oldest event to `take`, then drops it. Precondition: !empty().
  template <class Take>
  void take(Take&& use) {
    Item& item = items_.front();
    bytes_ -= sizeof(Item);
    if (auto* frame = std::get_if<net::Frame>(&item.event)) {
      bytes_ -= item.data.size();
      frame->data = item.data;
    }
    use(item.event);
    items_.pop_front();
  }

 private:
  struct Item {
    net::SocketEvent event;
    std::string data;
  };
  std::deque<Item> items_;
  std::size_t bytes_ = 0;
};

}  // namespace banter::app
