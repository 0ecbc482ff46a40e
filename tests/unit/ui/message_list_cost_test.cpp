// A frame costs what is visible, however long the room is.
#include "base/random.hpp"
#include "list_bench.hpp"

namespace banter::ui::test {
namespace {

TEST(MessageList, OnlyVisibleRowsAreLaidOut) {
  const std::size_t count = sanitized ? 100'000 : 1'000'000;
  ListBench b;
  for (protocol::Seq seq = 1; seq <= count; ++seq) b.rooms.chat(message(seq, "m" + std::to_string(seq) + " text"));
  b.draw();
  EXPECT_LT(b.glyphs.measured, 400U) << "the end alone";
  Random random(5);
  for (int i = 0; i < 60; ++i) {
    const std::uint64_t before = b.glyphs.measured;
    switch (random.below(4)) {
      case 0:
        b.list.scroll_by(static_cast<float>(random.unit() - 0.5) * 2 * 26 * static_cast<float>(count));
        break;
      case 1:
        b.list.scroll_by(static_cast<float>(random.unit() - 0.5) * 900);
        break;
      case 2:
        b.list.scroll_to_start();
        break;
      default:
        b.list.scroll_pages(random.below(2) == 0 ? -1.0F : 1.0F);
    }
    b.draw();
    EXPECT_LT(b.glyphs.measured - before, 150U)
        << "every row has a number that is measured once: so many were laid out";
    EXPECT_LT(b.screen.vertices(), 6000U);
    ASSERT_FALSE(b.list.visible().empty());
  }
  b.list.scroll_to_end();
  b.draw();
  EXPECT_EQ(b.last_visible(), count - 1);
}

TEST(MessageList, AFrameWithoutChangesMeasuresNothing) {
  ListBench b;
  b.rooms.chats(1, 1000);
  b.draw();
  b.draw();
  const std::uint64_t before = b.glyphs.measured;
  const std::uint64_t drawn = b.glyphs.rasterised;
  for (int i = 0; i < 5; ++i) b.draw();
  EXPECT_EQ(b.glyphs.measured, before);
  EXPECT_EQ(b.glyphs.rasterised, drawn);
}

TEST(MessageList, OfAMessageTallerThanTheScreenOnlyTheLinesInsideAreDrawn) {
  ListBench b;
  std::string tall;
  for (int i = 0; i < 4000; ++i) tall += "line" + std::to_string(i) + "\n";
  b.rooms.chats(1, 5);
  b.rooms.chat(message(6, tall));
  b.rooms.chats(7, 9);
  b.draw();
  for (int i = 0; i < 10; ++i) {
    b.list.scroll_by(-1500);
    b.draw();
    EXPECT_LT(b.screen.vertices(), 3000U);
    std::size_t lines = 0;
    for (const auto& w : b.words()) lines += w.text.starts_with("line") ? 1 : 0;
    EXPECT_GE(lines, 17U);
    EXPECT_LE(lines, 21U);
  }
}

}  // namespace
}  // namespace banter::ui::test
