#include "ui/row_heights.hpp"

#include <algorithm>

namespace banter::ui {

void RowHeights::invalidate(std::size_t first, std::size_t count) {
  first = std::min({first, heights_.size(), count});
  for (std::size_t row = first; row < heights_.size() && row < count; ++row) set(row, unknown);
  for (std::size_t row = count; row < heights_.size(); ++row) sums_[row / block] -= static_cast<double>(height(row));
  const std::size_t before = heights_.size();
  heights_.resize(count, unknown);
  sums_.resize((count + block - 1) / block, 0);
  for (std::size_t row = before; row < count; ++row) sums_[row / block] += static_cast<double>(estimate_);
}

void RowHeights::set(std::size_t row, float height_now) {
  sums_[row / block] -= static_cast<double>(height(row));
  heights_[row] = height_now;
  sums_[row / block] += static_cast<double>(height(row));
}

double RowHeights::total() const {
  double sum = 0;
  for (const double s : sums_) sum += s;
  return sum;
}

double RowHeights::top(std::size_t row) const {
  double y = 0;
  for (std::size_t b = 0; b < row / block; ++b) y += sums_[b];
  for (std::size_t i = row / block * block; i < row; ++i) y += static_cast<double>(height(i));
  return y;
}

RowHeights::At RowHeights::find(double y) const {
  std::size_t b = 0;
  while (b + 1 < sums_.size() && y >= sums_[b]) y -= sums_[b++];
  std::size_t row = b * block;
  while (row + 1 < heights_.size() && y >= static_cast<double>(height(row))) y -= static_cast<double>(height(row++));
  return {row, static_cast<float>(std::clamp(y, 0.0, static_cast<double>(height(row))))};
}

}  // namespace banter::ui
