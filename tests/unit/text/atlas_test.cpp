#include "text/atlas.hpp"

#include <gtest/gtest.h>

#include "base/random.hpp"

namespace banter::text {
namespace {

TEST(Atlas, BoxesOfOneHeightShareAShelf) {
  Atlas atlas(64, 1);
  const auto a = atlas.place(20, 10, 1);
  const auto b = atlas.place(20, 11, 1);
  const auto c = atlas.place(20, 20, 1);
  ASSERT_TRUE(a && b && c);
  EXPECT_EQ(a->y, b->y) << "10 and 11 are rounded to 12";
  EXPECT_EQ(b->x, 20);
  EXPECT_EQ(c->y, 12);
}

TEST(Atlas, AFullShelfOpensAnother) {
  Atlas atlas(64, 1);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(atlas.place(20, 12, 1)->y, 0);
  EXPECT_EQ(atlas.place(20, 12, 1)->y, 12);
}

TEST(Atlas, RefusesWhatIsLargerThanAPageAndLosesNothingByIt) {
  Atlas atlas(64, 1);
  const auto kept = atlas.place(10, 10, 1);
  EXPECT_FALSE(atlas.place(65, 10, 2));
  EXPECT_FALSE(atlas.place(10, 65, 2));
  EXPECT_TRUE(atlas.alive(kept->page, kept->life));
  EXPECT_TRUE(atlas.place(54, 12, 2));
  EXPECT_TRUE(Atlas(64, 1).place(64, 64, 1)) << "just as large fits";
}

TEST(Atlas, WhateverFitsAPageFindsRoomOnOne) {
  for (int height = 1; height <= 62; ++height) EXPECT_TRUE(Atlas(62, 1).place(10, height, 1)) << height;
}

TEST(Atlas, PagesAreFreshOnce) {
  Atlas atlas(64, 2);
  EXPECT_TRUE(atlas.place(64, 64, 1)->fresh_page);
  const auto second = atlas.place(32, 64, 1);
  EXPECT_TRUE(second->fresh_page);
  EXPECT_EQ(second->page, 1);
  EXPECT_FALSE(atlas.place(32, 64, 1)->fresh_page);
}

TEST(Atlas, ThePageUsedLongestAgoIsBlanked) {
  Atlas atlas(64, 3);
  for (std::uint32_t frame = 1; frame <= 3; ++frame) atlas.place(64, 64, frame);
  atlas.touch(0, 4);
  const auto place = atlas.place(64, 64, 5);
  ASSERT_TRUE(place);
  EXPECT_EQ(place->page, 1) << "page 0 was touched in frame 4, page 2 in frame 3";
  EXPECT_TRUE(place->fresh_page);
  EXPECT_FALSE(atlas.alive(1, place->life - 1));
  EXPECT_TRUE(atlas.alive(1, place->life));
}

TEST(Atlas, WhatThisFrameNeedsIsNotTakenAway) {
  Atlas atlas(64, 2);
  ASSERT_TRUE(atlas.place(64, 64, 7));
  ASSERT_TRUE(atlas.place(64, 64, 7));
  EXPECT_FALSE(atlas.place(8, 8, 7));
  EXPECT_TRUE(atlas.place(8, 8, 8));
}

/// Boxes that are alive at the same time never overlap and never leave their page.
TEST(Atlas, NothingOverlaps) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Random random(seed);
    const int size = 128;
    Atlas atlas(size, 3);
    struct Box {
      Atlas::Place at;
      int w, h;
    };
    std::vector<Box> boxes;
    for (std::uint32_t step = 0; step < 600; ++step) {
      const int w = 1 + static_cast<int>(random.below(step % 50 == 0 ? 140 : 50));
      const int h = 1 + static_cast<int>(random.below(step % 70 == 0 ? 140 : 30));
      const auto place = atlas.place(w, h, step / 8);
      if (w > size || h > size) {
        ASSERT_FALSE(place);
      }
      if (!place) continue;
      ASSERT_GE(place->x, 0);
      ASSERT_GE(place->y, 0);
      ASSERT_LE(place->x + w, size);
      ASSERT_LE(place->y + h, size);
      ASSERT_TRUE(atlas.alive(place->page, place->life));
      std::erase_if(boxes, [&](const Box& b) { return !atlas.alive(b.at.page, b.at.life); });
      for (const Box& b : boxes) {
        if (b.at.page != place->page) continue;
        const bool apart =
            b.at.x + b.w <= place->x || place->x + w <= b.at.x || b.at.y + b.h <= place->y || place->y + h <= b.at.y;
        ASSERT_TRUE(apart) << "seed " << seed << ", step " << step;
      }
      boxes.push_back({*place, w, h});
      ASSERT_LE(atlas.pages(), 3);
    }
  }
}

}  // namespace
}  // namespace banter::text
