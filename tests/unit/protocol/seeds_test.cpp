// Every fuzz seed through every codec: what once broke one stays mended, in builds without libFuzzer too.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "any_codec.hpp"

namespace banter::protocol {
namespace {

TEST(Seeds, BreakNoCodec) {
  std::size_t seeds = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(BANTER_FIXTURES "/fuzz")) {
    if (!entry.is_regular_file()) continue;
    ++seeds;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    for (const Side& side : all_sides) {
      AnyCodec codec = side.make();
      const auto outcome = codec.decode(bytes);
      EXPECT_TRUE(!outcome.messages.empty() || !outcome.errors.empty() || bytes == "[]") << entry.path() << side.name;
    }
  }
  EXPECT_GT(seeds, 50U);
}

}  // namespace
}  // namespace banter::protocol
