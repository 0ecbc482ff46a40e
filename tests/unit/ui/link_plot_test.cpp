// How the connection does, in words and drawn.
#include "ui/link_plot.hpp"

#include "chat_bench.hpp"

namespace banter::ui::test {
namespace {

using namespace std::chrono_literals;

TEST(LinkPlot, ScalesAreRound) {
  EXPECT_EQ(plot_scale(0ms), 20ms);
  EXPECT_EQ(plot_scale(20ms), 20ms);
  EXPECT_EQ(plot_scale(21ms), 50ms);
  EXPECT_EQ(plot_scale(51ms), 100ms);
  EXPECT_EQ(plot_scale(101ms), 200ms);
  EXPECT_EQ(plot_scale(201ms), 500ms);
  EXPECT_EQ(plot_scale(4s), 5s);
  EXPECT_EQ(plot_scale(24h), 100'000s);
}

TEST(LinkPlot, ItsTimeGrowsFromOneMinuteToFive) {
  ChatBench b;
  EXPECT_EQ(plot_span(b.links, b.now), 1min);
  b.links.opened(b.now);
  EXPECT_EQ(plot_span(b.links, b.now), 1min);
  EXPECT_EQ(plot_span(b.links, b.now + 60s), 1min);
  EXPECT_EQ(plot_span(b.links, b.now + 60s + 1ms), 2min);
  EXPECT_EQ(plot_span(b.links, b.now + 299s), 5min);
  EXPECT_EQ(plot_span(b.links, b.now + 10h), 5min);
  chat::LinkHistory measured;
  measured.measured(b.now, 10ms);
  EXPECT_EQ(plot_span(measured, b.now + 90s), 2min);
}

TEST(LinkPlot, WhileItShowsItIsDrawnAgainEachSecond) {
  ChatBench b;
  b.links.opened(b.now);
  const auto next_change = [&] {
    std::optional<TimePoint> next;
    b.Bench::draw([&](Frame& frame) {
      b.view.draw(frame, b.area(), b.model(), b.intents);
      next = b.view.next_change(frame, b.model());
    });
    return next;
  };
  EXPECT_FALSE(next_change()) << "a page at rest draws nothing";
  b.view.activate(node::toggle_log, b.intents);
  EXPECT_EQ(next_change(), b.now + 1s);
  b.view.activate(node::toggle_log, b.intents);
  EXPECT_FALSE(next_change());
}

TEST(LinkPlot, SaysHowTheConnectionDoes) {
  ChatBench b;
  b.links.opened(b.now - 200s);
  b.links.lost(b.now - 190s);
  b.links.opened(b.now - 185s);
  EXPECT_EQ(link_state_words(b.model(), b.now), "Connected for 3 min, 1 reconnect");
  EXPECT_EQ(link_state_words(b.model(), b.now + 2h), "Connected for 2 h 3 min, 1 reconnect");
  EXPECT_EQ(link_state_words(b.model(), b.now - 150s), "Connected for less than a minute, 1 reconnect");
  EXPECT_EQ(round_trip_words(b.model()), "Round trip not measured yet");
  b.links.measured(b.now - 20s, 48ms);
  b.links.measured(b.now, 12ms);
  EXPECT_EQ(round_trip_words(b.model()), "Round trip 12 ms, at most 48 ms in the last five minutes");
  b.links.measured(b.now, 31s);
  EXPECT_EQ(round_trip_words(b.model()), "Round trip 31 s, at most 31 s in the last five minutes");
  b.measures = false;
  EXPECT_EQ(round_trip_words(b.model()), "Round trip not measured: this server answers no pings");
  b.links.lost(b.now);
  b.connection.link = chat::Link::offline;
  EXPECT_EQ(link_state_words(b.model(), b.now), "Offline, 1 reconnect");
}

TEST(LinkPlot, IsInThePanelAndInTheMirror) {
  ChatBench b;
  b.links.opened(b.now - 100s);
  b.links.measured(b.now - 50s, 40ms);
  b.links.measured(b.now - 10s, 12ms);
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  ASSERT_NE(b.find(node::link_plot), nullptr);
  EXPECT_EQ(b.find(node::link_plot)->name, "Round trip 12 ms, at most 40 ms in the last five minutes");
  EXPECT_EQ(b.find(node::link_plot)->parent, node::log_panel);
  EXPECT_EQ(b.find(node::link_state)->name, "Connected for 1 min, 0 reconnects");
  EXPECT_TRUE(b.word("50 ms")) << "the scale";
  EXPECT_TRUE(b.word("2 min ago"));
  const auto line = b.screen.shapes(b.theme.accent_text);
  ASSERT_TRUE(line);
  const Rect& place = b.find(node::link_plot)->rect;
  EXPECT_GE(line->x, place.x);
  EXPECT_LE(line->right(), place.right() + 1);
  EXPECT_GE(line->y, place.y);
  EXPECT_LE(line->bottom(), place.bottom());
  const float of_span = line->w / place.w;
  EXPECT_NEAR(of_span, 40.0F / 120.0F, 0.03F) << "40 of 120 seconds lie between them";
}

TEST(LinkPlot, ALossIsMarkedAndParts) {
  ChatBench b;
  b.links.opened(b.now - 200s);
  b.links.measured(b.now - 150s, 10ms);
  b.links.lost(b.now - 100s);
  b.links.opened(b.now - 70s);
  b.links.measured(b.now - 20s, 10ms);
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  const auto away = b.screen.shapes(b.theme.danger_surface);
  ASSERT_TRUE(away);
  const Rect& place = b.find(node::link_plot)->rect;
  EXPECT_NEAR(away->w / place.w, 30.0F / 240.0F, 0.02F);
  EXPECT_TRUE(b.screen.shapes(b.theme.danger));
}

TEST(LinkPlot, WhereItIsLowOnlyTheWordsStay) {
  ChatBench b(900, 360);
  b.links.measured(b.now, 12ms);
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  ASSERT_NE(b.find(node::link_plot), nullptr);
  EXPECT_FALSE(b.word("1 min ago"));
  EXPECT_GT(b.find(node::log_list)->rect.h, 100);
}

TEST(LinkPlot, ADialectThatAnswersNothingHasNoPlot) {
  ChatBench b;
  b.measures = false;
  b.view.activate(node::toggle_log, b.intents);
  b.draw();
  EXPECT_FALSE(b.word("1 min ago"));
  EXPECT_EQ(b.find(node::link_plot)->name, "Round trip not measured: this server answers no pings");
}

}  // namespace
}  // namespace banter::ui::test
