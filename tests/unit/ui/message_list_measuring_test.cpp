// Rows that nobody sees are measured when there is time; what there is no time for in a frame comes in the next.
#include "list_bench.hpp"

namespace banter::ui::test {
namespace {

std::string numbered(protocol::Seq seq) {
  return "message " + std::to_string(seq) + (seq % 3 == 0 ? std::string(200, 'x') : "");
}

class Measuring : public testing::Test {
 protected:
  void fill(protocol::Seq count) {
    for (protocol::Seq seq = 1; seq <= count; ++seq) b.rooms.chat(message(seq, numbered(seq)));
    b.draw();
  }
  void measure_all() {
    for (int i = 0; i < 10'000 && b.list.unmeasured() > 0; ++i) b.list.measure_some(b.painter, b.rooms.store);
  }
  ListBench b;
};

TEST_F(Measuring, EveryRowComesToItsTurn) {
  fill(3000);
  EXPECT_GT(b.list.unmeasured(), 2900U);
  measure_all();
  EXPECT_EQ(b.list.unmeasured(), 0U);
}

TEST_F(Measuring, OnlyWhatChangedIsMeasuredAgain) {
  fill(500);
  measure_all();
  b.rooms.chat(message(501, "new"));
  b.draw();
  EXPECT_EQ(b.list.unmeasured(), 0U) << "it is on the screen";
}

TEST_F(Measuring, AnotherWidthAndOtherFontsMeasureAnew) {
  fill(500);
  measure_all();
  b.where = Rect{0, 0, 480, 400};
  b.draw();
  EXPECT_GT(b.list.unmeasured(), 450U);
  measure_all();
  b.painter.forget();
  b.draw();
  EXPECT_GT(b.list.unmeasured(), 450U);
  measure_all();
  EXPECT_EQ(b.list.unmeasured(), 0U);
}

TEST_F(Measuring, WhatIsReadStaysWhereItIs) {
  fill(2000);
  b.list.scroll_by(-9000);
  b.draw();
  const auto before = b.middle();
  measure_all();
  b.draw();
  EXPECT_EQ(b.rect_of(before.id).value(), before.rect);
}

TEST_F(Measuring, AJumpIsExactOnceAllIsMeasured) {
  fill(2000);
  measure_all();
  b.list.scroll_to_start();
  b.draw();
  EXPECT_EQ(b.first_visible(), 0U);
  float y = 0;
  for (int i = 0; i < 40; ++i) {  // in steps, row by row …
    b.list.scroll_by(500);
    b.draw();
    y += 500;
  }
  const auto stepped = b.list.visible().front();
  b.list.scroll_to_start();
  b.draw();
  b.list.scroll_by(y);  // … and in one, by the sums
  b.draw();
  EXPECT_EQ(b.list.visible().front().id, stepped.id);
  EXPECT_NEAR(b.list.visible().front().rect.y, stepped.rect.y, 0.5);
}

TEST_F(Measuring, AFrameWithoutTimeShowsTheRestInTheNext) {
  b.glyphs.late = true;
  fill(100);
  EXPECT_TRUE(b.list.late());
  int frames = 1;
  for (; b.list.late() && frames < 100; ++frames) b.draw();
  EXPECT_LT(frames, 30) << "every frame does some";
  EXPECT_GT(frames, 3);
  b.draw();
  EXPECT_TRUE(b.text_y("100")) << "what was left out is there";
  EXPECT_FALSE(b.painter.wants_frame());
}

}  // namespace
}  // namespace banter::ui::test
