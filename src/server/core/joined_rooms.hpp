// The rooms that a connection is in, by name, and whose turn it is when they are served one after the other. Mostly it
// is one, which lies in here. Must not know: what is done in a room.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace banter::server {

class JoinedRooms {
 public:
  [[nodiscard]] bool empty() const { return size() == 0; }
  [[nodiscard]] std::size_t size() const { return several_ ? several_->size() : only_.empty() ? 0U : 1U; }
  [[nodiscard]] const std::string* begin() const { return several_ ? several_->data() : &only_; }
  [[nodiscard]] const std::string* end() const { return begin() + size(); }
  [[nodiscard]] bool contains(std::string_view name) const {
    const auto* const at = std::lower_bound(begin(), end(), name);
    return at != end() && *at == name;
  }
  /// False: it is there already. Precondition: the name is not empty.
  bool insert(std::string name) {
    const auto* const at = std::lower_bound(begin(), end(), name);
    if (at != end() && *at == name) return false;
    const auto index = at - begin();
    if (index < turn_) ++turn_;
    if (empty()) {
      only_ = std::move(name);
      return true;
    }
    if (!several_) {
      several_ = std::make_unique<std::vector<std::string>>();
      several_->push_back(std::exchange(only_, {}));
    }
    several_->insert(several_->begin() + index, std::move(name));
    return true;
  }
  void erase(std::string_view name) {
    const auto* const at = std::lower_bound(begin(), end(), name);
    if (at == end() || *at != name) return;
    const auto index = at - begin();
    if (index < turn_) --turn_;
    if (!several_) return only_.clear();
    several_->erase(several_->begin() + index);
    if (several_->size() > 1) return;
    only_ = std::move(several_->front());
    several_.reset();
  }
  /// The room has been served: those behind it come before it now.
  void served(std::string_view name) { turn_ = std::upper_bound(begin(), end(), name) - begin(); }
  /// Whose turn it is, begin() after the last.
  [[nodiscard]] const std::string* next() const { return begin() + turn_ == end() ? begin() : begin() + turn_; }

 private:
  std::string only_;                                   ///< empty: there is none, or several
  std::unique_ptr<std::vector<std::string>> several_;  ///< ascending
  std::ptrdiff_t turn_ = 0;                            ///< an index, up to the number of rooms
};

}  // namespace banter::server
