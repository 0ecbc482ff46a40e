// The world's clock: tasks in the order of their time, and of their making where that is the same.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace banter::sim {

class Scheduler {
 public:
  using Task = std::function<void()>;

  [[nodiscard]] TimePoint now() const { return now_; }
  void after(Duration delay, Task task) { at(now_ + delay, std::move(task)); }
  /// Not before now.
  void at(TimePoint when, Task task) {
    heap_.push_back({std::max(when, now_), next_++, std::move(task)});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  /// Moves to the next task's time and runs it. False, and the clock at `end`: there is none before that.
  bool run_next(TimePoint end) {
    if (heap_.empty() || heap_.front().when > end) {
      now_ = std::max(now_, end);
      return false;
    }
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const Entry entry = std::move(heap_.back());
    heap_.pop_back();
    now_ = entry.when;
    entry.task();
    return true;
  }

 private:
  struct Entry {
    TimePoint when;
    std::uint64_t order;
    Task task;
  };
  static bool later(const Entry& a, const Entry& b) { return a.when != b.when ? a.when > b.when : a.order > b.order; }

  TimePoint now_{Duration{1'000'000}};
  std::uint64_t next_ = 0;
  std::vector<Entry> heap_;
};

}  // namespace banter::sim
