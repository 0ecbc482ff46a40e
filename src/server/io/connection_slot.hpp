// One of the places for connections; free again when the last owner is gone.
#pragma once

#include <cstddef>
#include <utility>

namespace banter::server {

class ConnectionSlot {
 public:
  /// `taken` counts them, and outlives them.
  explicit ConnectionSlot(std::size_t& taken) : taken_(&taken) { ++taken; }
  ConnectionSlot(ConnectionSlot&& other) noexcept : taken_(std::exchange(other.taken_, nullptr)) {}
  ConnectionSlot& operator=(ConnectionSlot&&) = delete;
  ~ConnectionSlot() {
    if (taken_) --*taken_;
  }

 private:
  std::size_t* taken_;
};

}  // namespace banter::server
