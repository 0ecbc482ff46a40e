#include "ui/row_heights.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "base/random.hpp"

namespace banter::ui {
namespace {

TEST(RowHeights, UnknownRowsCountWithTheEstimate) {
  RowHeights heights(26);
  EXPECT_EQ(heights.size(), 0U);
  heights.invalidate(0, 10);
  EXPECT_EQ(heights.size(), 10U);
  EXPECT_EQ(heights.total(), 260);
  heights.set(3, 100);
  EXPECT_EQ(heights.total(), 334);
  EXPECT_EQ(heights.top(3), 78);
  EXPECT_EQ(heights.top(4), 178);
}

TEST(RowHeights, FindsTheRowAndTheWayIntoIt) {
  RowHeights heights(10);
  heights.invalidate(0, 3);
  heights.set(1, 50);
  EXPECT_EQ(heights.find(0).row, 0U);
  EXPECT_EQ(heights.find(9.5).row, 0U);
  EXPECT_EQ(heights.find(10).row, 1U) << "a row begins at its top";
  EXPECT_EQ(heights.find(45).row, 1U);
  EXPECT_EQ(heights.find(45).into, 35);
  EXPECT_EQ(heights.find(1e9).row, 2U) << "beyond the end is the end of the last";
  EXPECT_EQ(heights.find(1e9).into, 10);
  EXPECT_EQ(heights.find(-5).row, 0U);
  EXPECT_EQ(heights.find(-5).into, 0);
}

TEST(RowHeights, AMillionRowsKeepTheirPrecision) {
  RowHeights heights(26);
  heights.invalidate(0, 1'000'000);
  heights.set(999'999, 27);
  EXPECT_EQ(static_cast<double>(heights.total()), 26'000'001.0) << "a float would have lost the odd pixel";
  EXPECT_EQ(heights.find(25'999'975.0).into, 1);
}

/// The plainest list that could be right.
struct Model {
  double estimate;
  std::vector<double> rows;  // negative: unknown
  [[nodiscard]] double height(std::size_t i) const { return rows[i] < 0 ? estimate : rows[i]; }
  [[nodiscard]] double top(std::size_t row) const {
    double y = 0;
    for (std::size_t i = 0; i < row; ++i) y += height(i);
    return y;
  }
};

TEST(RowHeights, AgreesWithAPlainListUnderRandomOperations) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    Random random(seed);
    RowHeights heights(26);
    Model model{26, {}};
    for (int step = 0; step < 200; ++step) {
      const std::size_t size = model.rows.size();
      switch (random.below(5)) {
        case 4: {  // rows come in between
          const std::size_t row = random.below(size + 1);
          const std::size_t count = random.below(1'500);
          heights.insert(row, count);
          model.rows.insert(model.rows.begin() + static_cast<std::ptrdiff_t>(row), count, -1);
          break;
        }
        case 0: {  // the list grows, or shrinks, or changes from somewhere on
          const std::size_t first = random.below(size + 3);
          const std::size_t count = random.below(3) == 0 ? random.below(5000) : size + random.below(50);
          heights.invalidate(first, count);
          for (std::size_t i = first; i < size; ++i) model.rows[i] = -1;
          model.rows.resize(count, -1);
          break;
        }
        default: {
          if (size == 0) break;
          const std::size_t row = random.below(size);
          const auto height = static_cast<float>(random.below(400));
          heights.set(row, height);
          model.rows[row] = static_cast<double>(height);
        }
      }
      ASSERT_EQ(heights.size(), model.rows.size());
      if (model.rows.empty()) continue;
      const double total = model.top(model.rows.size());
      ASSERT_NEAR(static_cast<double>(heights.total()), total, 0.01);
      const auto unknown = [](double h) { return h < 0; };
      ASSERT_EQ(heights.unknown_rows(), std::count_if(model.rows.begin(), model.rows.end(), unknown));
      const std::size_t row = random.below(model.rows.size());
      const auto at_or_above =
          std::find_if(model.rows.rend() - static_cast<std::ptrdiff_t>(row) - 1, model.rows.rend(), unknown);
      const auto last = std::find_if(model.rows.rbegin(), model.rows.rend(), unknown);
      const auto found = heights.find_unknown(row);
      if (at_or_above != model.rows.rend()) {
        ASSERT_EQ(found, static_cast<std::size_t>(model.rows.rend() - at_or_above) - 1);
      } else if (last != model.rows.rend()) {
        ASSERT_EQ(found, static_cast<std::size_t>(model.rows.rend() - last) - 1);
      } else {
        ASSERT_FALSE(found);
      }
      ASSERT_NEAR(heights.top(row), model.top(row), 0.01);
      const double y = random.unit() * total;
      const RowHeights::At at = heights.find(y);
      ASSERT_LT(at.row, model.rows.size());
      ASSERT_NEAR(model.top(at.row) + static_cast<double>(at.into), y, 0.01) << "seed " << seed;
      ASSERT_LE(static_cast<double>(at.into), model.height(at.row));
    }
  }
}

}  // namespace
}  // namespace banter::ui
