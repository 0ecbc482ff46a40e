#include "ui/row_heights.hpp"

#include <algorithm>

namespace banter::ui {

void RowHeights::invalidate(std::size_t first, std::size_t count) {
  if (first == 0) {
    heights_.assign(count, unknown);
    blocks_.assign((count + block - 1) / block, {static_cast<double>(estimate_) * block, block});
    if (count % block != 0)
      blocks_.back() = {static_cast<double>(estimate_) * static_cast<double>(count % block),
                        static_cast<std::uint32_t>(count % block)};
    unknown_rows_ = count;
    return;
  }
  first = std::min({first, heights_.size(), count});
  for (std::size_t row = first; row < heights_.size() && row < count; ++row) set(row, unknown);
  while (heights_.size() > count) {
    set(heights_.size() - 1, 0);  // known and nothing: its block forgets it
    heights_.pop_back();
  }
  const std::size_t before = heights_.size();
  heights_.resize(count, unknown);
  blocks_.resize((count + block - 1) / block);
  for (std::size_t row = before; row < count; ++row) {
    blocks_[row / block].sum += static_cast<double>(estimate_);
    ++blocks_[row / block].unknown;
  }
  unknown_rows_ += count - before;
}

void RowHeights::insert(std::size_t row, std::size_t count) {
  heights_.insert(heights_.begin() + static_cast<std::ptrdiff_t>(row), count, unknown);
  blocks_.resize((heights_.size() + block - 1) / block);
  unknown_rows_ += count;
  for (std::size_t b = row / block; b < blocks_.size(); ++b) {
    Block sums;
    for (std::size_t i = b * block; i < std::min(heights_.size(), (b + 1) * block); ++i) {
      sums.sum += static_cast<double>(height(i));
      sums.unknown += heights_[i] < 0 ? 1 : 0;
    }
    blocks_[b] = sums;
  }
}

void RowHeights::set(std::size_t row, float height_now) {
  Block& b = blocks_[row / block];
  const auto was = static_cast<std::uint32_t>(heights_[row] < 0);
  b.sum -= static_cast<double>(height(row));
  heights_[row] = height_now;
  b.sum += static_cast<double>(height(row));
  const auto is = static_cast<std::uint32_t>(height_now < 0);
  b.unknown += is - was;
  unknown_rows_ += is;
  unknown_rows_ -= was;
}

std::optional<std::size_t> RowHeights::find_unknown(std::size_t row) const {
  if (unknown_rows_ == 0) return std::nullopt;
  row = std::min(row, heights_.size() - 1);
  for (std::size_t b = row / block + 1; b-- > 0;) {
    if (blocks_[b].unknown == 0) continue;
    for (std::size_t i = std::min(row + 1, (b + 1) * block); i-- > b * block;)
      if (heights_[i] < 0) return i;
  }
  for (std::size_t b = blocks_.size(); b-- > row / block;) {
    if (blocks_[b].unknown == 0) continue;
    for (std::size_t i = std::min(heights_.size(), (b + 1) * block); i-- > b * block;)
      if (heights_[i] < 0) return i;
  }
  return std::nullopt;
}

double RowHeights::total() const {
  double sum = 0;
  for (const Block& b : blocks_) sum += b.sum;
  return sum;
}

double RowHeights::top(std::size_t row) const {
  double y = 0;
  for (std::size_t b = 0; b < row / block; ++b) y += blocks_[b].sum;
  for (std::size_t i = row / block * block; i < row; ++i) y += static_cast<double>(height(i));
  return y;
}

RowHeights::At RowHeights::find(double y) const {
  std::size_t b = 0;
  while (b + 1 < blocks_.size() && y >= blocks_[b].sum) y -= blocks_[b++].sum;
  std::size_t row = b * block;
  while (row + 1 < heights_.size() && y >= static_cast<double>(height(row))) y -= static_cast<double>(height(row++));
  return {row, static_cast<float>(std::clamp(y, 0.0, static_cast<double>(height(row))))};
}

}  // namespace banter::ui
