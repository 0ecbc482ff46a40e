// Scrolling back loads what is older, all the way from the list to the wire and back.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

class HistoryBench : public AppBench {
 public:
  HistoryBench() {
    client->set_listening(true);
    started();
    enter(401, 500);
  }
  void enter(protocol::Seq first, protocol::Seq last, bool gap = false) {
    opened();
    protocol::Welcome welcome{"me", "ann", 65536};
    welcome.history = true;
    says(welcome);
    says(protocol::Joined{"general", "epoch", last});
    protocol::History history{"general", {}, first > 1, gap};
    for (; first <= last; ++first) history.messages.push_back(message(first, "m" + std::to_string(first)));
    says(history);
  }
  std::vector<protocol::LoadHistory> loads() { return commands_of<protocol::LoadHistory>(); }
  void answer(const protocol::LoadHistory& load, protocol::Seq first) {
    protocol::History page{"general", {}, first > load.after.value_or(0) + 1, false, load.before, load.after};
    for (protocol::Seq seq = first; seq < *load.before; ++seq) page.messages.push_back(message(seq, "old"));
    says(page);
  }
};

TEST(History, ScrollingUpAsksAndTheAnswerComesAbove) {
  HistoryBench b;
  EXPECT_TRUE(b.loads().empty()) << "nobody has come near";
  b.client->key(ui::node::messages, ui::Key::home);
  b.run();
  const auto asked = b.loads();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].before, 401U);
  EXPECT_EQ(asked[0].epoch, "epoch");
  const std::size_t told = b.platform.rows.size();
  b.answer(asked[0], 201);
  EXPECT_EQ(b.client->store().size(), 300U);
  EXPECT_EQ(b.client->store().row(0).seq, 201U);
  EXPECT_EQ(b.platform.rows.size(), told) << "the page is told of what is new";
  EXPECT_TRUE(b.platform.announcements.empty()) << "and so is who listens";
  b.says(protocol::Chat{AppBench::message(501, "news")});
  EXPECT_EQ(b.platform.rows.size(), told + 1);
}

TEST(History, IsAskedForAtMostFiveTimesASecondAndRestsThen) {
  HistoryBench b;
  b.client->key(ui::node::messages, ui::Key::home);
  b.run();
  const TimePoint start = b.platform.clock;
  protocol::Seq first = 401;
  int pages = 0;
  while (first > 1) {
    for (const auto& load : b.loads()) {
      ++pages;
      first -= 20;
      b.answer(load, first);
    }
    b.pass(10ms);
    ASSERT_LT(b.platform.clock - start, 60s);
  }
  EXPECT_EQ(pages, 20);
  EXPECT_GE(b.platform.clock - start, 19 * 200ms);
  EXPECT_LE(b.platform.clock - start, 25 * 200ms);
  b.pass(1s);
  EXPECT_TRUE(b.loads().empty());
  EXPECT_FALSE(b.client->wants_frame());
}

TEST(History, AnAnswerThatWaitsInTheInboxIsNotLate) {
  HistoryBench b;
  b.client->key(ui::node::messages, ui::Key::home);
  b.run();
  const auto asked = b.loads();
  ASSERT_EQ(asked.size(), 1U);
  b.arrives(protocol::History{"general", {AppBench::message(400, "old")}, true, false, 401, {}});
  b.platform.pass(9h);
  b.run();
  EXPECT_EQ(b.client->store().row(0).seq, 400U);
}

TEST(History, WhatDoesNotComeIsSaidAndEndsNothing) {
  HistoryBench b;
  b.client->key(ui::node::messages, ui::Key::home);
  b.run();
  ASSERT_EQ(b.loads().size(), 1U);
  b.pass(11s);
  EXPECT_EQ(b.client->connection().link, chat::Link::open);
  ASSERT_NE(b.platform.find(ui::Role::button, "Earlier messages did not load. Try again"), nullptr);
  b.client->activate(ui::node::load_older);
  b.run();
  EXPECT_EQ(b.loads().size(), 1U);
}

TEST(History, IsAskedAgainAfterAReconnect) {
  HistoryBench b;
  b.client->key(ui::node::messages, ui::Key::home);
  b.run();
  ASSERT_EQ(b.loads().size(), 1U);
  b.closed();
  b.pass(20s);
  b.enter(501, 500);
  const auto asked = b.loads();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].before, 401U);
}

TEST(History, AGapIsFilledWhenItsButtonIsPressed) {
  HistoryBench b;
  b.closed();
  b.pass(20s);
  b.enter(2'001, 2'010, true);
  const auto& row = b.client->store().row(100);
  ASSERT_EQ(row.gap, chat::Gap::missing);
  b.client->activate(ui::node::gap(static_cast<ui::NodeId>(row.id)));
  b.run();
  protocol::Seq first = 2'001;
  for (int round = 0; round < 100 && first > 501; ++round) {
    for (const auto& load : b.loads()) {
      if (load.after != 500U) continue;  // older ones are wanted too
      EXPECT_EQ(load.before, first);
      first -= 150;
      b.answer(load, first);
    }
    b.pass(200ms);
  }
  EXPECT_EQ(b.client->store().size(), 1'610U);
  for (std::size_t i = 0; i < 1'610; ++i) ASSERT_EQ(b.client->store().row(i).seq, 401 + i);
}

}  // namespace
}  // namespace banter::app::test
