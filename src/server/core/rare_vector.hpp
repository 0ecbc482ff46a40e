// A vector that is empty nearly always, and then as large as a pointer: for what ten thousand connections hardly ever
// have. Must not know: what is in it.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace banter::server {

template <class T>
class RareVector {
 public:
  [[nodiscard]] bool empty() const { return !all_; }
  [[nodiscard]] std::size_t size() const { return all_ ? all_->size() : 0; }
  [[nodiscard]] T* begin() { return all_ ? all_->data() : nullptr; }
  [[nodiscard]] T* end() { return begin() + size(); }
  [[nodiscard]] const T* begin() const { return all_ ? all_->data() : nullptr; }
  [[nodiscard]] const T* end() const { return begin() + size(); }
  /// Precondition: not empty.
  [[nodiscard]] const T& front() const { return all_->front(); }

  template <class... Args>
  T& emplace_back(Args&&... args) {
    if (!all_) {
      auto first = std::make_unique<std::vector<T>>();
      first->emplace_back(std::forward<Args>(args)...);
      all_ = std::move(first);
      return all_->back();
    }
    return all_->emplace_back(std::forward<Args>(args)...);
  }
  void push_back(T one) { emplace_back(std::move(one)); }
  void clear() { all_.reset(); }
  /// The first `count`, at most size().
  void pop_front(std::size_t count) {
    if (count == size()) return clear();
    all_->erase(all_->begin(), all_->begin() + static_cast<std::ptrdiff_t>(count));
  }
  /// How many were erased. `which` is asked once for each, in order.
  template <class Predicate>
  std::size_t erase_if(Predicate which) {
    if (!all_) return 0;
    const auto erased = std::erase_if(*all_, std::move(which));
    if (all_->empty()) all_.reset();
    return erased;
  }

 private:
  std::unique_ptr<std::vector<T>> all_;  ///< null, or not empty
};

}  // namespace banter::server
