// What the embedding page is told and may do, and what a person sees and presses on it.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

TEST(Page, IsToldOfEachChangeOfTheConnectionOnce) {
  AppBench b;
  b.started();
  b.join();
  b.pass(5s);
  b.closed();
  std::vector<chat::Link> seen;
  for (const chat::Connection& c : b.platform.links) seen.push_back(c.link);
  EXPECT_EQ(seen, (std::vector<chat::Link>{chat::Link::connecting, chat::Link::open, chat::Link::waiting}));
  EXPECT_TRUE(b.platform.links.back().retry_at);
}

TEST(Page, IsToldOfEachRowAndEachDeliveryOnce) {
  AppBench b;
  b.client->set_listening(true);
  b.started();
  b.join(1, {AppBench::message(1, "hi")});
  b.commands();
  b.say("mine");
  const std::string id = b.commands_of<protocol::SendChat>().at(0).id;
  b.says(protocol::Chat{AppBench::message(2, "before mine")});
  b.says(protocol::Ack{"general", id, 3, WallTime{1ms}});
  b.says(protocol::Ack{"general", id, 3, WallTime{1ms}});
  std::vector<std::string> seen;
  for (const auto& row : b.platform.rows) seen.push_back(row.text + " " + std::string(chat::to_string(row.delivery)));
  EXPECT_EQ(seen, (Lines{"hi received", "mine pending", "before mine received", "mine sent"}));
}

TEST(Page, IsToldWhyAMessageFailed) {
  AppBench b;
  b.client->set_listening(true);
  b.started();
  b.join();
  b.commands();
  b.say("mine");
  protocol::Refusal refusal;
  refusal.code = "empty";
  refusal.text = "No.";
  refusal.room = "general";
  refusal.id = b.commands_of<protocol::SendChat>().at(0).id;
  b.says(refusal);
  ASSERT_EQ(b.platform.rows.size(), 2U);
  EXPECT_EQ(b.platform.rows[1].delivery, chat::Delivery::failed);
  EXPECT_EQ(b.platform.rows[1].error, "No.");
}

TEST(Page, WhoBeginsToListenHearsOfWhatComesAndNotOfWhatWas) {
  AppBench b;
  b.started();
  b.join(2, {AppBench::message(1, "old"), AppBench::message(2, "older")});
  b.commands();
  b.say("mine");
  b.client->set_listening(true);
  b.says(protocol::Chat{AppBench::message(3, "new")});
  b.says(protocol::Ack{"general", b.commands_of<protocol::SendChat>().at(0).id, 4, WallTime{1ms}});
  std::vector<std::string> seen;
  for (const auto& row : b.platform.rows) seen.push_back(row.text + " " + std::string(chat::to_string(row.delivery)));
  EXPECT_EQ(seen, (Lines{"new received", "mine sent"}));
  b.client->set_listening(false);
  b.says(protocol::Chat{AppBench::message(5, "unheard")});
  b.client->set_listening(true);
  b.says(protocol::Chat{AppBench::message(6, "heard")});
  EXPECT_EQ(b.platform.rows.size(), 3U);
  EXPECT_EQ(b.platform.rows.back().text, "heard");
}

TEST(Page, ASentMessageIsAcceptedWithItsId) {
  AppBench b;
  b.started();
  b.join();
  b.commands();
  const auto accepted = b.client->send("from the page");
  ASSERT_TRUE(accepted);
  EXPECT_EQ(b.commands_of<protocol::SendChat>().at(0).id, *accepted);
}

// ---- clicks, all the way ----

TEST(Page, AClickOnSendSends) {
  AppBench b;
  b.started();
  b.join();
  b.commands();
  b.type("clicked");
  b.run();
  const ui::Rect r = b.platform.nodes.at(ui::node::send).rect;
  // Down and up before a frame is drawn, as a fast machine may do.
  b.screen.move(r.x + 5, r.y + 5);
  b.client->pointer_moved();
  b.screen.press();
  b.client->pointer_acted();
  b.screen.release();
  b.client->pointer_acted();
  b.run();
  ASSERT_EQ(b.commands_of<protocol::SendChat>().size(), 1U);
  EXPECT_EQ(b.rows(), Lines{"ann: clicked (pending)"});
}

TEST(Page, AFastClickOnTheJumpButtonJumps) {
  AppBench b;
  b.started();
  std::vector<protocol::ChatMessage> history;
  for (protocol::Seq seq = 1; seq <= 200; ++seq) history.push_back(AppBench::message(seq, "m"));
  b.join(200, history);
  EXPECT_TRUE(b.client->wheel(300, 300, -900));
  b.pass(1s);
  const ui::Rect r = b.platform.nodes.at(ui::node::jump_to_latest).rect;
  b.screen.move(r.x + 5, r.y + 5);
  b.screen.press();
  b.screen.release();
  b.client->pointer_acted();
  b.run();
  EXPECT_TRUE(b.client->view().list().at_end());
  b.pass(1s);
  EXPECT_EQ(b.platform.nodes.count(ui::node::jump_to_latest), 0U);
}

TEST(Page, ThemesAndSizesAreDrawn) {
  AppBench b;
  b.started();
  b.join(1, {AppBench::message(1, "hi")});
  for (const bool dark : {false, true}) {
    b.surface = {333, 444, dark, true};
    b.screen.resize(333, 444);
    b.client->repaint();
    b.run();
    const auto words = b.screen.words(b.glyphs, b.painter.page_size());
    const bool found = std::any_of(words.begin(), words.end(), [&](const auto& w) {
      return w.text == "hi" && w.color == (dark ? ui::dark_theme : ui::light_theme).text;
    });
    EXPECT_TRUE(found);
  }
  // Where the system forces its own colours, there are no others.
  b.surface.forced = ui::system_theme({.canvas = ui::rgb(0x000000),
                                       .canvas_text = ui::rgb(0xFFFF01),
                                       .link_text = ui::rgb(0xFFFF02),
                                       .button_face = ui::rgb(0x000003),
                                       .button_text = ui::rgb(0xFFFF04),
                                       .highlight = ui::rgb(0x00FF05),
                                       .highlight_text = ui::rgb(0x000006),
                                       .gray_text = ui::rgb(0x00FF07)});
  b.client->repaint();
  b.run();
  for (const auto& word : b.screen.words(b.glyphs, b.painter.page_size())) {
    const ui::Color c = ui::with_alpha(word.color, 255);
    EXPECT_TRUE(c == ui::rgb(0xFFFF01) || c == ui::rgb(0xFFFF04) || c == ui::rgb(0x000000) || c == ui::rgb(0x00FF07))
        << word.text << std::hex << word.color;
  }
}

}  // namespace
}  // namespace banter::app::test
