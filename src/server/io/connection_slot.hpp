// One of the places for connections; free again when the last owner is gone.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>

namespace banter::server {

class ConnectionSlot {
 public:
  explicit ConnectionSlot(std::shared_ptr<std::size_t> taken) : taken_(std::move(taken)) { ++*taken_; }
  ConnectionSlot(ConnectionSlot&&) noexcept = default;
  ConnectionSlot& operator=(ConnectionSlot&&) = delete;
  ~ConnectionSlot() {
    if (taken_) --*taken_;
  }

 private:
  std::shared_ptr<std::size_t> taken_;
};

}  // namespace banter::server
