// Heights of a list's rows with fast sums, for scrollbars and jumps over a million rows: a row
// that nobody has laid out yet counts with an estimate. Pure numbers.
#pragma once

#include <cstddef>
#include <vector>

namespace banter::ui {

class RowHeights {
 public:
  explicit RowHeights(float estimate) : estimate_(estimate) {}

  /// Rows [first, …) are unknown again; the list has `count` rows.
  void invalidate(std::size_t first, std::size_t count);
  void set(std::size_t row, float height);
  [[nodiscard]] std::size_t size() const { return heights_.size(); }
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
  std::vector<float> heights_;
  std::vector<double> sums_;  // of each block of rows
};

}  // namespace banter::ui
