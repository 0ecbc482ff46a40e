#include "base/result.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace banter {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{"odd"};
  return number / 2;
}

TEST(Result, IsAValueOrAnError) {
  EXPECT_TRUE(half(4).ok());
  EXPECT_EQ(half(4).value(), 2);
  EXPECT_FALSE(half(3));
  EXPECT_EQ(half(3).error().message, "odd");
}

TEST(Result, HoldsWhatCanOnlyBeMoved) {
  Result<std::unique_ptr<std::string>> result(std::make_unique<std::string>("abc"));
  ASSERT_TRUE(result);
  EXPECT_EQ((*result)->size(), 3U);
  const std::unique_ptr<std::string> moved = std::move(result.value());
  EXPECT_EQ(*moved, "abc");
}

TEST(Result, OfAStringIsNotConfusedWithItsError) {
  const Result<std::string> value(std::string("text"));
  const Result<std::string> error(Error{"text"});
  EXPECT_TRUE(value.ok());
  EXPECT_EQ(value->size(), 4U);
  EXPECT_FALSE(error.ok());
}

}  // namespace
}  // namespace banter
