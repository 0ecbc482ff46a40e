// What is read stays where it is, whatever happens elsewhere.
#include "base/random.hpp"
#include "list_bench.hpp"

namespace banter::ui::test {
namespace {

TEST(MessageList, RowsThatComeAtTheEndMoveNothing) {
  ListBench b;
  b.rooms.chats(1, 100);
  b.draw();
  b.list.scroll_by(-500);
  b.draw();
  const auto row = b.middle();
  for (protocol::Seq seq = 101; seq <= 160; ++seq) {
    b.rooms.chats(seq, seq);
    b.draw();
    ASSERT_EQ(b.rect_of(row.id), row.rect);
  }
  EXPECT_EQ(b.list.unseen(), 60U);
}

TEST(MessageList, RowsThatComeAboveMoveNothing) {
  ListBench b;
  b.rooms.chats(1, 20);
  b.rooms.chats(200, 300);  // a hole that a history fills
  b.draw();
  b.list.scroll_by(-700);
  b.draw();
  const auto row = b.middle();
  const std::string text = "m" + std::to_string(b.rooms.store.row(row.index).seq);
  const float y = *b.text_y(text);
  protocol::History history{"r", {}, false, false};
  for (protocol::Seq seq = 21; seq < 200; ++seq) history.messages.push_back(message(seq, "h" + std::to_string(seq)));
  b.rooms.apply(history);
  b.draw();
  ASSERT_TRUE(b.rect_of(row.id));
  EXPECT_NEAR(*b.text_y(text), y, 0.01);
  EXPECT_EQ(b.list.unseen(), 0U) << "they are above";
}

/// The row at the top loses its header when an older one of its author comes before it: its text stays.
TEST(MessageList, TheTopRowKeepsItsTextWhenItsHeaderGoes) {
  for (const float up : {0.0F, 20.0F, 76.0F, 90.0F}) {
    ListBench b;
    b.rooms.chats(50, 100);
    b.draw();
    b.list.scroll_to_start();
    b.draw();
    b.list.scroll_by(up);
    b.draw();
    const float y = *b.text_y("m53");
    protocol::History history{"r", {}, false, false};
    for (protocol::Seq seq = 40; seq < 50; ++seq) history.messages.push_back(message(seq, "h" + std::to_string(seq)));
    b.rooms.apply(history);
    b.draw();
    EXPECT_NEAR(*b.text_y("m53"), y, 0.01) << "scrolled by " << up;
    b.draw();
    EXPECT_NEAR(*b.text_y("m53"), y, 0.01);
  }
}

TEST(MessageList, MeasuringRowsElsewhereMovesNothing) {
  ListBench b;
  for (protocol::Seq seq = 1; seq <= 400; ++seq) {
    std::string text = "m" + std::to_string(seq);
    for (protocol::Seq i = 0; i < seq % 7; ++i) text += "\nand another line";
    b.rooms.chat(message(seq, text));
  }
  b.draw();
  b.list.scroll_by(-5'000);  // a jump into rows that nobody has measured
  b.draw();
  const auto row = b.middle();
  for (int i = 0; i < 20; ++i) {
    const auto before = b.rect_of(row.id);
    b.list.scroll_by(-11);
    b.draw();
    if (!before || !b.rect_of(row.id)) break;
    ASSERT_NEAR(b.rect_of(row.id)->y, before->y + 11, 0.01) << "each step is that step";
  }
  b.draw();
  const auto still = b.middle();
  b.draw();
  EXPECT_EQ(b.rect_of(still.id), still.rect);
}

TEST(MessageList, TheAnchorSurvivesResizesAndNewFonts) {
  ListBench b;
  for (protocol::Seq seq = 1; seq <= 200; ++seq) {
    b.rooms.chat(message(seq, "m" + std::to_string(seq) + " some words that may need several lines when it is narrow"));
  }
  b.draw();
  b.list.scroll_by(-1500);
  b.draw();
  const chat::RowId top = b.list.visible().front().id;
  for (const float width : {300.0F, 900.0F, 450.0F, 600.0F}) {
    b.screen.resize(width, 400);
    b.draw();
    EXPECT_TRUE(b.list.visible()[0].id == top || b.list.visible()[1].id == top) << width;
  }
  const auto row = b.list.visible().front();
  b.screen.resize(600, 700);
  b.draw();
  EXPECT_EQ(b.rect_of(row.id), row.rect) << "taller: the top stays";
  b.painter.forget();
  b.draw();
  EXPECT_EQ(b.rect_of(row.id), row.rect);
}

TEST(MessageList, FollowingSurvivesResizes) {
  ListBench b;
  b.rooms.chats(1, 100);
  b.draw();
  for (const float height : {100.0F, 900.0F, 20.0F, 400.0F}) {
    b.screen.resize(500, height);
    b.draw();
    EXPECT_TRUE(b.list.at_end());
    EXPECT_NEAR(b.list.visible().back().rect.bottom(), height - metric::gap, 0.01);
  }
}

TEST(MessageList, AnAnchorThatIsDiscardedIsReplaced) {
  ListBench b;
  b.rooms.chats(1, 40);
  for (int i = 0; i < 30; ++i) b.rooms.send("own" + std::to_string(i), "id" + std::to_string(i));
  for (int i = 0; i < 30; ++i) b.rooms.refuse("id" + std::to_string(i), "no");
  b.draw();
  b.list.scroll_by(-900);
  b.draw();
  for (int i = 0; i < 5; ++i) {
    const chat::RowId top = b.list.visible().front().id;
    b.rooms.note(b.rooms.store.discard(top));
    b.draw();
    ASSERT_FALSE(b.list.visible().empty());
    EXPECT_NE(b.list.visible().front().id, top);
  }
}

/// Whatever happens: the rows follow each other, cover the area, and no gap opens at either end.
TEST(MessageList, HoldsTogetherUnderRandomOperations) {
  for (std::uint64_t seed = 1; seed <= (sanitized ? 12U : 40U); ++seed) {
    Random random(seed);
    ListBench b;
    protocol::Seq next = 1000;
    protocol::Seq oldest = 1000;
    int own = 0;
    for (int step = 0; step < 150; ++step) {
      switch (random.below(12)) {
        case 0:
        case 1: {
          std::string text = "m" + std::to_string(next);
          for (auto n = random.below(6); n > 0; --n) text += "\nline";
          b.rooms.chat(message(next++, text, random.below(3) == 0 ? "eve" : "bob"));
          break;
        }
        case 2: {
          protocol::History history{"r", {}, false, random.below(4) == 0};
          const protocol::Seq from = oldest - 1 - random.below(10);
          for (protocol::Seq seq = from; seq < oldest; ++seq) history.messages.push_back(message(seq, "old"));
          oldest = from;
          b.rooms.apply(history);
          break;
        }
        case 3:
          b.rooms.send("own " + std::to_string(own), "id" + std::to_string(own));
          ++own;
          break;
        case 4:
          if (own > 0) b.rooms.refuse("id" + std::to_string(random.below(static_cast<std::uint64_t>(own))), "no");
          break;
        case 5:
          if (b.rooms.store.size() > 0) {
            const auto row = b.rooms.store.row(random.below(b.rooms.store.size()));
            b.rooms.note(random.below(2) == 0 ? b.rooms.store.discard(row.id) : b.rooms.store.retry(row.id, {}));
          }
          break;
        case 6:
          b.list.scroll_by(static_cast<float>(random.unit() - 0.5) * 8000);
          break;
        case 7:
          b.list.scroll_by(static_cast<float>(random.unit() - 0.6) * 300);
          break;
        case 8:
          random.below(2) == 0 ? b.list.scroll_to_end() : b.list.scroll_to_start();
          break;
        case 9:
          b.screen.resize(60 + static_cast<float>(random.below(700)), static_cast<float>(random.below(600)));
          break;
        case 10:
          if (random.below(5) == 0) b.painter.forget();
          break;
        default:
          b.list.scroll_pages(random.below(2) == 0 ? -1.0F : 1.0F);
      }
      b.draw();
      const auto& rows = b.list.visible();
      SCOPED_TRACE("seed " + std::to_string(seed) + ", step " + std::to_string(step));
      const float height = b.screen.height();
      if (b.rooms.store.size() == 0 || height < 1) continue;
      ASSERT_FALSE(rows.empty());
      for (std::size_t i = 1; i < rows.size(); ++i) {
        ASSERT_EQ(rows[i].index, rows[i - 1].index + 1);
        ASSERT_NEAR(rows[i].rect.y, rows[i - 1].rect.bottom(), 0.01);
      }
      for (const auto& row : rows) ASSERT_EQ(b.rooms.store.row(row.index).id, row.id);
      if (rows.back().index + 1 == b.rooms.store.size()) {
        ASSERT_GE(rows.back().rect.bottom(), height - metric::gap - 0.6F) << "air below the last row";
      } else {
        ASSERT_GE(rows.back().rect.bottom(), height - 0.01F);
      }
      ASSERT_TRUE(rows.front().index == 0 || rows.front().rect.y <= 0.01F) << "air above the first visible row";
      ASSERT_TRUE(!b.list.at_end() || b.list.unseen() == 0);
    }
  }
}

}  // namespace
}  // namespace banter::ui::test
