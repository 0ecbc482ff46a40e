// What the platform gets of the selection.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

TEST(ClientSelecting, CopyGivesWhatIsSelectedAndNothingOtherwise) {
  AppBench b;
  b.started();
  b.join(2, {AppBench::message(1, "one"), AppBench::message(2, "<two>")});
  EXPECT_EQ(b.client->copy().copied, 0U);
  EXPECT_TRUE(b.client->key(ui::node::messages, ui::Key::select_all));
  const ui::SelectedText copied = b.client->copy();
  EXPECT_EQ(copied.text, "[22:13] bob: one\n[22:13] bob: <two>");
  EXPECT_EQ(copied.html, "<p>[22:13] <b>bob</b>: <bdi>one</bdi></p><p>[22:13] <b>bob</b>: <bdi>&lt;two&gt;</bdi></p>");
  EXPECT_FALSE(b.client->key(ui::node::composer, ui::Key::select_all)) << "the field's own";
}

TEST(ClientSelecting, ASelectionInTheFieldTakesItsPlace) {
  AppBench b;
  b.started();
  b.join(1, {AppBench::message(1, "one")});
  b.client->set_focus(ui::node::composer, true);
  b.client->key(ui::node::messages, ui::Key::select_all);
  b.type("words");
  EXPECT_EQ(b.client->copy().text, "one") << "writing goes on beside it";
  b.client->field_changed(ui::node::composer, {"words", 1, 3, 0, 0, 0});
  EXPECT_EQ(b.client->copy().copied, 0U);
}

TEST(ClientSelecting, WhatIsTooMuchToCopyIsSaid) {
  AppBench b;
  b.started();
  b.join();
  const std::string long_text(60'000, 'x');
  for (protocol::Seq seq = 1; seq <= 150; ++seq) {
    b.arrives(protocol::Chat{AppBench::message(seq, long_text)});
    if (seq % 10 == 0) b.run();
  }
  b.client->key(ui::node::messages, ui::Key::select_all);
  const ui::SelectedText copied = b.client->copy();
  EXPECT_TRUE(copied.cut);
  EXPECT_LT(copied.text.size(), std::size_t{9} << 20);
  b.pass(1100ms);
  const std::string words = "Copied the first " + std::to_string(copied.copied) + " of 150 selected messages";
  const auto& all = b.platform.announcements;
  EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const std::string& s) { return s.find(words) == 0; }));
}

TEST(ClientSelecting, TheCopyButtonAsksThePlatform) {
  AppBench b;
  b.started();
  b.join(1, {AppBench::message(1, "one")});
  b.client->activate(ui::node::copy);
  EXPECT_EQ(b.platform.copies_asked, 1);
}

TEST(ClientSelecting, FramesAreDrawnWhileADragScrollsAndNoLonger) {
  AppBench b;
  std::vector<protocol::ChatMessage> many;
  for (protocol::Seq seq = 1; seq <= 200; ++seq) many.push_back(AppBench::message(seq, "m"));
  b.started();
  b.join(200, many);
  b.pass(1s);
  b.screen.move(300, 300);
  b.client->pointer_moved();
  b.run();
  b.screen.press();
  b.client->pointer_acted();
  b.run();
  b.screen.move(300, 10);
  b.client->pointer_moved();
  for (int i = 0; i < 20; ++i) {
    b.platform.pass(16ms);
    b.frame();
    ASSERT_TRUE(b.client->wants_frame());
  }
  EXPECT_FALSE(b.client->view().list().at_end());
  b.screen.release();
  b.client->pointer_acted();
  b.run();
  EXPECT_FALSE(b.client->wants_frame());
}

}  // namespace
}  // namespace banter::app::test
