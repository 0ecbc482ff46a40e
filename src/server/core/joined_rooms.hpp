// The rooms that a connection is in, by name, and whose turn it is when they are served one after the other. A few:
// they lie side by side. Must not know: what is done in a room.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace banter::server {

class JoinedRooms {
 public:
  [[nodiscard]] bool empty() const { return names_.empty(); }
  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] auto begin() const { return names_.begin(); }
  [[nodiscard]] auto end() const { return names_.end(); }
  [[nodiscard]] bool contains(std::string_view name) const {
    const auto at = std::lower_bound(names_.begin(), names_.end(), name);
    return at != names_.end() && *at == name;
  }
  /// False: it is there already.
  bool insert(const std::string& name) {
    const auto at = std::lower_bound(names_.begin(), names_.end(), name);
    if (at != names_.end() && *at == name) return false;
    if (at - names_.begin() < turn_) ++turn_;
    names_.insert(at, name);
    return true;
  }
  void erase(std::string_view name) {
    const auto at = std::lower_bound(names_.begin(), names_.end(), name);
    if (at == names_.end() || *at != name) return;
    if (at - names_.begin() < turn_) --turn_;
    names_.erase(at);
  }
  /// The room has been served: those behind it come before it now.
  void served(std::string_view name) {
    turn_ = static_cast<std::uint32_t>(std::upper_bound(names_.begin(), names_.end(), name) - names_.begin());
  }
  /// Whose turn it is, begin() after the last.
  [[nodiscard]] auto next() const {
    return names_.begin() + (turn_ < names_.size() ? static_cast<std::ptrdiff_t>(turn_) : 0);
  }

 private:
  std::vector<std::string> names_;  ///< ascending
  std::uint32_t turn_ = 0;          ///< an index, up to the number of rooms
};

}  // namespace banter::server
