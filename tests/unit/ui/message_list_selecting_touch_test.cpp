// Selecting in the log by finger: a long press, two handles, a button to copy with.
#include "select_bench.hpp"

namespace banter::ui::test {
namespace {

class TouchBench : public SelectBench {
 public:
  using SelectBench::SelectBench;
  void touch(std::pair<float, float> at) {
    ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
    press(at);
  }
  void lift() {
    screen.release();
    draw();
    screen.move(-FLT_MAX, -FLT_MAX);
    draw();
  }
};

TEST(Selecting, AFingerSelectsOnlyAfterALongPress) {
  TouchBench b;
  b.rooms.chat(message(1, "one two three four"));
  b.draw();
  b.touch(b.place(0, 0, 5));
  b.move(b.place(0, 0, 10));
  b.lift();
  EXPECT_FALSE(b.list.selection().active()) << "it scrolls";
  const auto at = b.place(0, 0, 5);
  b.touch(at);
  EXPECT_FALSE(b.list.long_press(300, 1'000));
  EXPECT_TRUE(b.list.long_press(at.first, at.second));
  b.draw();
  EXPECT_EQ(b.selected(), "two");
  b.move(b.place(0, 0, 10));
  EXPECT_EQ(b.selected(), "two three") << "and goes on by words";
  b.lift();
  EXPECT_EQ(b.selected(), "two three");
  b.touch(b.place(0, 0, 1));
  b.lift();
  EXPECT_EQ(b.selected(), "") << "a tap clears it";
}

TEST(Selecting, AFingerHasAButtonToCopyWith) {
  TouchBench b;
  b.rooms.chat(message(1, "one two three four"));
  b.draw();
  const auto at = b.place(0, 0, 5);
  b.touch(at);
  b.list.long_press(at.first, at.second);
  b.draw();
  EXPECT_EQ(b.find(node::copy), nullptr) << "the finger is down";
  b.lift();
  const Node* copy = b.find(node::copy);
  ASSERT_NE(copy, nullptr);
  const Rect r = copy->rect;
  EXPECT_LT(r.bottom(), at.second - 11) << "not over the text";
  b.touch({r.x + r.w / 2, r.y + r.h / 2});
  b.screen.release();
  b.draw();
  ASSERT_EQ(b.intents.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<CopySelection>(b.intents[0]));
  EXPECT_EQ(b.selected(), "two");
  ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_Mouse);
  b.drag(b.place(0, 0, 0), b.place(0, 0, 3));
  EXPECT_EQ(b.find(node::copy), nullptr) << "a mouse has no need of it";
}

TEST(Selecting, HandlesAreDragged) {
  TouchBench b;
  b.rooms.chat(message(1, "one two three four"));
  b.draw();
  const auto at = b.place(0, 0, 5);
  b.touch(at);
  b.list.long_press(at.first, at.second);
  b.draw();
  b.lift();
  ASSERT_EQ(b.selected(), "two");
  const auto below = [](std::pair<float, float> p) { return std::pair(p.first, p.second + 11 + 8); };
  const auto end = below(b.place(0, 0, 7));
  EXPECT_FALSE(b.list.grip_handle(end.first + 100, end.second));
  ASSERT_TRUE(b.list.grip_handle(end.first, end.second));
  b.touch(end);
  b.move(below(b.place(0, 0, 9)));
  EXPECT_EQ(b.selected(), "two t");
  b.lift();
  const auto start = below(b.place(0, 0, 4));
  ASSERT_TRUE(b.list.grip_handle(start.first, start.second));
  b.touch(start);
  b.move(below(b.place(0, 0, 1)));
  EXPECT_EQ(b.selected(), "ne two t");
  b.lift();
  EXPECT_EQ(b.selected(), "ne two t");
}

}  // namespace
}  // namespace banter::ui::test
