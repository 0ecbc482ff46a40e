// Heights of a list's rows with fast sums, for scrollbars and jumps over a million rows: a row
// that nobody has measured yet counts with an estimate. Four bytes a row. Pure numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace banter::ui {

class RowHeights {
 public:
  explicit RowHeights(float estimate) : estimate_(estimate) {}

  /// Rows [first, …) are unknown again; the list has `count` rows.
  void invalidate(std::size_t first, std::size_t count);
  /// `count` unknown rows come before `row`, which is at most size(). O(size), a nanosecond a row.
  void insert(std::size_t row, std::size_t count);
  void set(std::size_t row, float height);
  /// It is unknown again.
  void forget(std::size_t row) { set(row, unknown); }
  [[nodiscard]] std::size_t size() const { return heights_.size(); }
  /// Rows whose height is an estimate.
  [[nodiscard]] std::size_t unknown_rows() const { return unknown_rows_; }
  /// One of them: the nearest at or above `row`, else the last. So asking for all, each time from the row that was
  /// found before, costs no more than a look at each.
  [[nodiscard]] std::optional<std::size_t> find_unknown(std::size_t row) const;
  [[nodiscard]] double total() const;
  /// The distance from the top of the list to the top of `row`. O(size / block).
  [[nodiscard]] double top(std::size_t row) const;
  /// The row that covers `y` and how far into it `y` is. Precondition: size() > 0.
  struct At {
    std::size_t row;
    float into;
  };
  [[nodiscard]] At find(double y) const;

 private:
  static constexpr std::size_t block = 1024;
  static constexpr float unknown = -1;
  [[nodiscard]] float height(std::size_t row) const { return heights_[row] < 0 ? estimate_ : heights_[row]; }

  float estimate_;
  std::deque<float> heights_;  // grows without a copy of itself
  struct Block {
    double sum = 0;
    std::uint32_t unknown = 0;
  };
  std::vector<Block> blocks_;
  std::size_t unknown_rows_ = 0;
};

}  // namespace banter::ui
