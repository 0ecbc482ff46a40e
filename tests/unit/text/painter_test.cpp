#include "text/painter.hpp"

#include "base/random.hpp"
#include "text_bench.hpp"

namespace banter::text::test {
namespace {

TEST(Painter, EachUniqueSegmentIsMeasuredOnce) {
  Bench b;
  const std::uint64_t before = b.glyphs.measured;
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 5000; ++i) {
      EXPECT_EQ(b.painter.measure(Style::body, "w" + std::to_string(i)),
                static_cast<float>(1 + std::to_string(i).size()) * 8);
    }
  }
  EXPECT_EQ(b.glyphs.measured - before, 5000U);
  EXPECT_EQ(b.painter.stats().segments, 5000U);
  EXPECT_EQ(b.painter.stats().measured, b.glyphs.measured);
}

TEST(Painter, TheSameWordInAnotherStyleIsAnotherSegment) {
  Bench b;
  const SegmentId body = b.painter.segment(Style::body, "word");
  EXPECT_NE(body, b.painter.segment(Style::small, "word"));
  EXPECT_EQ(body, b.painter.segment(Style::body, "word"));
  EXPECT_LT(b.painter.measure(Style::small, "word"), b.painter.measure(Style::body, "word"));
}

TEST(Painter, AFullCacheBeginsANewGenerationBetweenFramesOnly) {
  Bench b({.segments = 100});
  const std::uint32_t first = b.painter.generation();
  for (int i = 0; i < 150; ++i) b.painter.segment(Style::body, std::to_string(i));
  EXPECT_EQ(b.painter.generation(), first) << "not while ids are in use";
  EXPECT_EQ(b.painter.stats().segments, 150U);
  b.painter.begin_frame();
  EXPECT_NE(b.painter.generation(), first);
  EXPECT_EQ(b.painter.stats().segments, 50U);
}

TEST(Painter, TheCacheIsBoundedInBytesToo) {
  Bench b({.segments = 1'000'000, .bytes = 1000});
  const std::uint32_t first = b.painter.generation();
  for (int i = 0; i < 20; ++i) b.painter.segment(Style::body, std::string(60, static_cast<char>('a' + i)));
  b.painter.begin_frame();
  EXPECT_NE(b.painter.generation(), first);
}

TEST(Painter, ASpriteIsDrawnOnceAndFoundAgain) {
  Bench b;
  const SegmentId id = b.painter.segment(Style::body, "word");
  const Sprite first = *b.painter.sprite(id);
  for (int i = 0; i < 10; ++i) {
    b.painter.begin_frame();
    EXPECT_EQ(b.painter.sprite(id)->x, first.x);
  }
  EXPECT_EQ(b.glyphs.rasterised, 1U);
  ASSERT_NE(b.glyphs.at(first.page, first.x, first.y), nullptr);
  EXPECT_EQ(b.glyphs.at(first.page, first.x, first.y)->text, "word");
  EXPECT_GE(first.width, 32 + 1);
}

TEST(Painter, WhatHasNoInkHasNoSprite) {
  Bench b;
  EXPECT_EQ(b.painter.sprite(b.painter.segment(Style::body, " ")), nullptr);
  EXPECT_EQ(b.painter.sprite(b.painter.segment(Style::body, "\u200F")), nullptr);
  EXPECT_EQ(b.painter.sprite(b.painter.segment(Style::body, "")), nullptr);
  EXPECT_EQ(b.glyphs.rasterised, 0U);
}

TEST(Painter, AnotherScaleDrawsAnewAndMeasuresNothing) {
  Bench b;
  const SegmentId id = b.painter.segment(Style::body, "word");
  const int width = b.painter.sprite(id)->width;
  const std::uint64_t measured = b.glyphs.measured;
  const std::uint32_t generation = b.painter.generation();
  b.painter.set_scale(1);
  EXPECT_EQ(b.painter.sprite(id)->width, width);
  EXPECT_EQ(b.glyphs.rasterised, 1U) << "the same scale changes nothing";
  b.painter.set_scale(2);
  EXPECT_GT(b.painter.sprite(id)->width, width);
  EXPECT_EQ(b.glyphs.rasterised, 2U);
  EXPECT_EQ(b.glyphs.measured, measured);
  EXPECT_NE(b.painter.generation(), generation) << "what fitted a page may not fit it any more";
  EXPECT_EQ(b.painter.advance(id), 32);
}

TEST(Painter, OtherFontsMeasureAndDrawAnew) {
  Bench b;
  const SegmentId id = b.painter.segment(Style::body, "word");
  b.painter.sprite(id);
  b.glyphs.stretch = 2;
  const std::uint32_t generation = b.painter.generation();
  b.painter.forget();
  EXPECT_NE(b.painter.generation(), generation);
  EXPECT_EQ(b.painter.measure(Style::body, "word"), 64);
  b.painter.sprite(b.painter.segment(Style::body, "word"));
  EXPECT_EQ(b.glyphs.rasterised, 2U);
}

TEST(Painter, AnEvictedSpriteIsDrawnAgainAndItsPageBlankedBefore) {
  Bench b({.page_size = 64, .pages = 2});  // a page holds three of these words
  std::vector<SegmentId> ids;
  ids.reserve(12);
  for (int i = 0; i < 12; ++i) ids.push_back(b.painter.segment(Style::body, "wor" + std::to_string(i)));
  for (int round = 0; round < 3; ++round) {
    for (const SegmentId id : ids) {
      b.painter.begin_frame();
      const Sprite* sprite = b.painter.sprite(id);
      ASSERT_NE(sprite, nullptr);
      const auto* drawn = b.glyphs.at(sprite->page, sprite->x, sprite->y);
      ASSERT_NE(drawn, nullptr) << "it stands where the sprite says";
      EXPECT_EQ(drawn->text, "wor" + std::to_string(id - ids[0]));
    }
  }
  EXPECT_GT(b.glyphs.rasterised, 12U);
  EXPECT_GT(b.glyphs.cleared.size(), 2U);
  EXPECT_EQ(b.painter.stats().pages, 2);
}

TEST(Painter, WhenOneFrameNeedsMoreThanThereIsTheRestIsLeftOutForNow) {
  Bench b({.page_size = 64, .pages = 1});
  std::vector<SegmentId> ids;
  ids.reserve(10);
  for (int i = 0; i < 10; ++i) ids.push_back(b.painter.segment(Style::body, "wor" + std::to_string(i)));
  b.painter.begin_frame();
  std::size_t drawn = 0;
  for (const SegmentId id : ids) drawn += b.painter.sprite(id) != nullptr ? 1 : 0;
  EXPECT_GE(drawn, 1U);
  EXPECT_LT(drawn, 10U);
  b.painter.begin_frame();
  EXPECT_NE(b.painter.sprite(ids.back()), nullptr) << "in the next frame there is room again";
}

TEST(Painter, ASegmentWiderThanAPageIsClippedToIt) {
  Bench b({.page_size = 128, .pages = 1});
  const Sprite* sprite = b.painter.sprite(b.painter.segment(Style::body, std::string(90, 'm')));
  ASSERT_NE(sprite, nullptr);
  EXPECT_LE(sprite->width, 128);
}

TEST(Painter, LosingTheSpritesKeepsTheWidths) {
  Bench b;
  const SegmentId id = b.painter.segment(Style::body, "word");
  b.painter.sprite(id);
  const std::uint64_t measured = b.glyphs.measured;
  b.painter.forget_sprites();
  EXPECT_EQ(b.painter.stats().pages, 0);
  ASSERT_NE(b.painter.sprite(id), nullptr);
  EXPECT_EQ(b.glyphs.rasterised, 2U);
  EXPECT_EQ(b.glyphs.measured, measured);
}

TEST(Painter, AFullCacheForgetsWhatWasUsedLongestAgo) {
  Bench b({.segments = 100});
  const auto word = [](int i) { return "word" + std::to_string(i); };
  for (int i = 0; i < 50; ++i) b.painter.segment(Style::body, word(i));
  b.painter.begin_frame();
  for (int i = 50; i < 100; ++i) b.painter.segment(Style::body, word(i));
  const SegmentId old = b.painter.segment(Style::body, word(7));
  const Sprite drawn = *b.painter.sprite(old);
  const std::uint32_t generation = b.painter.generation();
  b.painter.begin_frame();
  EXPECT_NE(b.painter.generation(), generation) << "ids are void";
  EXPECT_LE(b.painter.stats().segments, 51U);
  EXPECT_EQ(b.painter.sprite(b.painter.segment(Style::body, word(7)))->x, drawn.x) << "and need not be drawn again";
  for (int i = 60; i < 99; ++i) b.painter.segment(Style::body, word(i));
  for (int i = 60; i < 99; ++i) EXPECT_EQ(b.glyphs.times_measured(Style::body, word(i)), 1) << i;
  b.painter.segment(Style::body, word(8));
  EXPECT_EQ(b.glyphs.times_measured(Style::body, word(8)), 2);
}

TEST(Painter, AFullCacheOfOneFrameMakesRoomToo) {
  Bench b({.segments = 100, .bytes = 3000});
  for (int i = 0; i < 1000; ++i) {
    b.painter.segment(Style::body, "a word that is long enough " + std::to_string(i));
    b.painter.make_room();
    ASSERT_LE(b.painter.stats().segments, 101U);
  }
}

TEST(Painter, WhatTakesTooLongIsLeftToTheNextFrame) {
  Bench b;
  std::vector<SegmentId> ids;
  ids.reserve(40);
  for (int i = 0; i < 40; ++i) ids.push_back(b.painter.segment(Style::body, "word" + std::to_string(i)));
  b.glyphs.late = true;
  for (int frame = 1; frame <= 3; ++frame) {
    b.painter.begin_frame();
    EXPECT_FALSE(b.painter.wants_frame());
    for (const SegmentId id : ids) b.painter.sprite(id);
    EXPECT_EQ(b.painter.wants_frame(), frame < 3);
  }
  EXPECT_EQ(b.glyphs.rasterised, 40U);
}

/// Whatever is drawn when, a sprite's box always holds its own text.
TEST(Painter, SpritesAreNeverMixedUp) {
  Random random(3);
  Bench b({.segments = 400, .page_size = 256, .pages = 3});
  for (int frame = 0; frame < 300; ++frame) {
    b.painter.begin_frame();
    if (random.below(40) == 0) b.painter.set_scale(1 + static_cast<float>(random.below(3)));
    std::vector<std::pair<Sprite, std::string>> shown;
    for (int i = 0; i < 12; ++i) {
      const std::string word(1 + random.below(12), static_cast<char>('a' + random.below(26)));
      const auto style = static_cast<Style>(random.below(style_count));
      const Sprite* sprite = b.painter.sprite(b.painter.segment(style, word));
      if (sprite != nullptr) shown.emplace_back(*sprite, word);
    }
    for (const auto& [sprite, word] : shown) {  // all of one frame are there together
      const auto* drawn = b.glyphs.at(sprite.page, sprite.x, sprite.y);
      ASSERT_NE(drawn, nullptr);
      ASSERT_EQ(drawn->text, word);
    }
  }
}

TEST(Painter, ShortWordsHaveTheWidthsOfTheirSegments) {
  headless::FixedGlyphs glyphs;
  Painter painter(glyphs, {});
  const std::string text = "a ab abcdefg abcdefgh abcdefghi x";
  for (int round = 0; round < 2; ++round) {
    for (const Style style : {Style::body, Style::strong}) {
      for (std::size_t start = 0; start < text.size(); ++start) {
        for (std::size_t length = 0; start + length <= text.size(); ++length)
          ASSERT_EQ(painter.width(style, text, start, length), painter.measure(style, text.substr(start, length)))
              << start << " " << length;
      }
    }
  }
  const std::string zeros("a\0\0\0\0\0\0\0\0", 9);
  EXPECT_EQ(painter.width(Style::body, zeros, 0, 1), painter.measure(Style::body, "a"));
  EXPECT_EQ(painter.width(Style::body, zeros, 0, 2), painter.measure(Style::body, zeros.substr(0, 2)));
  const std::uint64_t before = painter.stats().measured;
  painter.width(Style::body, text, 0, 1);
  EXPECT_EQ(painter.stats().measured, before);
  painter.forget();
  painter.width(Style::body, text, 0, 1);
  EXPECT_EQ(painter.stats().measured, before + 1) << "the fonts are others";
}

}  // namespace
}  // namespace banter::text::test
