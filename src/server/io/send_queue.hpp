// What one connection is to be sent, in order. Nearly always that is one frame that goes to many: it lies in the queue
// itself. Must not know: sockets.
#pragma once

#include <cstddef>
#include <utility>

#include "server/core/hub.hpp"
#include "server/core/rare_vector.hpp"
#include "server/core/ws_frames.hpp"

namespace banter::server {

struct QueuedFrame {
  FrameText payload;
  Opcode opcode{};
};

class SendQueue {
 public:
  [[nodiscard]] bool empty() const { return !first_.payload; }
  [[nodiscard]] std::size_t size() const { return empty() ? 0 : 1 + more_.size(); }
  /// Precondition: `index` is below size().
  const QueuedFrame& operator[](std::size_t index) const { return index == 0 ? first_ : more_.begin()[index - 1]; }
  /// Precondition: it has a payload, be it an empty one.
  void push_back(QueuedFrame one) {
    if (empty()) {
      first_ = std::move(one);
    } else {
      more_.push_back(std::move(one));
    }
  }
  /// The first `count`, at most size().
  void pop_front(std::size_t count) {
    if (count == 0) return;
    if (count == size()) return clear();
    first_ = std::move(more_.begin()[count - 1]);
    more_.pop_front(count);
  }
  void clear() {
    first_ = {};
    more_.clear();
  }

 private:
  QueuedFrame first_;  ///< without a payload: the queue is empty
  RareVector<QueuedFrame> more_;
};

}  // namespace banter::server
