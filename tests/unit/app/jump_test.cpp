// A message that is asked for by its number, from the page or by Ctrl+Home, down to the wire and back onto the screen.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

using Answers = std::vector<std::pair<int, std::string>>;

class Jump : public testing::Test {
 protected:
  void begin(protocol::Seq first = 4'901, protocol::Seq last = 5'000) {
    b.started();
    enter("epoch", first, last);
  }
  void enter(const std::string& epoch, protocol::Seq first, protocol::Seq last, bool history = true) {
    b.opened();
    protocol::Welcome welcome{"me", "ann", 65536};
    welcome.history = history;
    b.says(welcome);
    b.says(protocol::Joined{"general", epoch, last});
    tell(protocol::History{"general", {}, first > 1, false}, first, last);
    b.commands();
  }
  void tell(protocol::History history, protocol::Seq first, protocol::Seq last) {
    for (; first <= last; ++first) {
      history.messages.push_back(AppBench::message(first, "m" + std::to_string(first)));
    }
    b.says(history);
  }
  void show(int request, protocol::Seq seq) {
    const auto begun = b.client->show(request, seq);
    ASSERT_TRUE(begun) << begun.error().message;
    b.run();
  }
  /// What is asked for, which must be one page.
  protocol::LoadHistory load() {
    const auto loads = b.commands_of<protocol::LoadHistory>();
    EXPECT_EQ(loads.size(), 1U);
    return loads.empty() ? protocol::LoadHistory{} : loads[0];
  }
  void answer(const protocol::LoadHistory& load, protocol::Seq first, protocol::Seq last) {
    tell({"general", {}, true, false, load.before, load.after}, first, last);
  }
  [[nodiscard]] std::vector<protocol::Seq> screen() const {
    std::vector<protocol::Seq> out;
    for (const auto& row : b.client->view().list().visible()) {
      out.push_back(b.client->store().row(row.index).seq);
    }
    return out;
  }
  [[nodiscard]] bool on_screen(protocol::Seq seq) const {
    const auto shown = screen();
    return std::find(shown.begin(), shown.end(), seq) != shown.end();
  }
  [[nodiscard]] Answers answers() const { return answers_of(b); }
  [[nodiscard]] static Answers answers_of(const AppBench& bench) {
    Answers out;
    for (const auto& answer : bench.platform.answers) out.emplace_back(answer.request, answer.error);
    return out;
  }

  AppBench b;
};

TEST_F(Jump, AMessageThatIsHereIsShownAtOnceAndSaid) {
  begin();
  show(1, 4'905);
  EXPECT_TRUE(on_screen(4'905));
  EXPECT_EQ(answers(), (Answers{{1, ""}}));
  b.pass(1s);
  ASSERT_FALSE(b.platform.announcements.empty());
  EXPECT_EQ(b.platform.announcements.back(), "Message by bob: m4905");
}

TEST_F(Jump, AMessageThatIsFarIsLoadedAndShown) {
  begin();
  show(1, 2'000);
  EXPECT_TRUE(answers().empty());
  const auto asked = load();
  EXPECT_EQ(asked.before, 2'101U);
  EXPECT_FALSE(asked.after);
  const std::size_t told = b.platform.rows.size();
  answer(asked, 1'901, 2'100);
  EXPECT_EQ(answers(), (Answers{{1, ""}}));
  EXPECT_TRUE(on_screen(2'000));
  EXPECT_EQ(b.platform.rows.size(), told) << "the page is told of what is new";
  b.pass(10s);
  EXPECT_FALSE(b.client->wants_frame());
  EXPECT_EQ(answers().size(), 1U);
  b.say("hello");
  EXPECT_TRUE(b.client->view().list().at_end()) << "what one writes is seen";
}

TEST_F(Jump, ReadsOnForwardsWithTheKeys) {
  begin();
  show(1, 2'000);
  answer(load(), 1'901, 2'100);
  for (int press = 0; press < 400 && !b.client->view().list().at_end(); ++press) {
    b.client->key(ui::node::messages, ui::Key::page_down);
    b.pass(200ms);
    for (const auto& asked : b.commands_of<protocol::LoadHistory>()) {
      if (asked.before) {
        answer(asked, *asked.before - 100, *asked.before - 1);
      } else {
        answer(asked, *asked.after + 1, *asked.after + asked.limit);
      }
    }
    const auto shown = screen();
    for (std::size_t i = 1; i < shown.size(); ++i) {
      ASSERT_TRUE(shown[i] == shown[i - 1] + 1 ||
                  b.client->store().row(*b.client->store().find_message(shown[i])).gap_before);
    }
  }
  EXPECT_TRUE(on_screen(5'000));
  const chat::Store& store = b.client->store();
  for (std::size_t i = 0; i < store.size(); ++i) ASSERT_FALSE(store.row(i).gap_before) << store.row(i).seq;
}

TEST_F(Jump, WhatDoesNotExistIsSaid) {
  begin();
  show(1, 5'001);
  show(2, 0);
  EXPECT_EQ(answers(), (Answers{{1, "There is no such message."}, {2, "There is no such message."}}));
  show(3, 2'000);
  tell({"general", {}, true, false, load().before, std::nullopt}, 2'050, 2'100);
  b.pass(200ms);
  tell({"general", {}, true, false, load().before, std::nullopt}, 1'900, 1'950);
  ASSERT_EQ(answers().size(), 3U);
  EXPECT_EQ(answers().back(), (std::pair{3, std::string("There is no such message.")}));
}

TEST_F(Jump, AServerWithoutHistoryIsNotAsked) {
  b.started();
  enter("epoch", 4'901, 5'000, false);
  show(1, 2'000);
  EXPECT_EQ(answers(), (Answers{{1, "This server does not tell earlier messages."}}));
  EXPECT_TRUE(b.commands_of<protocol::LoadHistory>().empty());
  show(2, 4'950);
  EXPECT_EQ(answers().back(), (std::pair{2, std::string()}));
}

TEST_F(Jump, APlainServerHasNoNumbers) {
  AppBench plain(options_with("ann", protocol::Dialect::plain));
  plain.started();
  const auto begun = plain.client->show(1, 5);
  ASSERT_FALSE(begun);
  EXPECT_EQ(begun.error().message, "Messages have no numbers in this dialect.");
}

TEST_F(Jump, WaitsForTheConnectionAndNotForever) {
  b.started();
  show(1, 2'000);
  b.pass(5s);
  EXPECT_TRUE(answers().empty());
  b.opened();
  protocol::Welcome welcome{"me", "ann", 65536};
  welcome.history = true;
  b.says(welcome);
  b.says(protocol::Joined{"general", "epoch", 5'000});
  EXPECT_TRUE(answers().empty());
  tell({"general", {}, true, false}, 4'901, 5'000);
  EXPECT_EQ(load().before, 2'101U);
  b.pass(6s);
  EXPECT_EQ(answers(), (Answers{{1, "The message did not come within 10 s."}}));

  AppBench away;
  away.started();
  ASSERT_TRUE(away.client->show(7, 2'000));
  away.pass(11s);
  EXPECT_EQ(answers_of(away), (Answers{{7, "Not connected within 10 s."}}));
}

TEST_F(Jump, IsAskedAgainAfterAReconnect) {
  begin();
  show(1, 2'000);
  EXPECT_EQ(load().before, 2'101U);
  b.closed();
  b.pass(1s);
  ASSERT_TRUE(answers().empty());
  for (int i = 0; i < 8 && b.platform.socket().closed; ++i) b.pass(500ms);
  b.opened();
  protocol::Welcome welcome{"me", "ann", 65536};
  welcome.history = true;
  b.says(welcome);
  b.says(protocol::Joined{"general", "epoch", 5'000});
  b.says(protocol::History{"general", {}, false, false});
  const auto again = load();
  EXPECT_EQ(again.before, 2'101U);
  answer(again, 1'901, 2'100);
  EXPECT_EQ(answers(), (Answers{{1, ""}}));
}

TEST_F(Jump, ANewNumberingEndsIt) {
  begin();
  show(1, 2'000);
  b.closed();
  b.pass(5s);
  enter("other", 4'901, 5'000);
  EXPECT_EQ(answers(), (Answers{{1, "The server has begun anew since: its messages have other numbers now."}}));
  EXPECT_TRUE(b.commands_of<protocol::LoadHistory>().empty());
}

TEST_F(Jump, TheNewestWishCounts) {
  begin();
  show(1, 2'000);
  show(2, 3'000);
  EXPECT_EQ(answers(), (Answers{{1, "Another message was asked for meanwhile."}}));
  answer(load(), 1'901, 2'100);
  EXPECT_FALSE(on_screen(2'000));
  b.pass(200ms);
  answer(load(), 2'901, 3'100);
  EXPECT_TRUE(on_screen(3'000));
  EXPECT_EQ(answers().back(), (std::pair{2, std::string()}));
}

TEST_F(Jump, ARefusalIsSaid) {
  begin();
  show(1, 2'000);
  protocol::Refusal refusal;
  refusal.room = "general";
  refusal.code = "storage";
  refusal.id = load().id;
  b.says(refusal);
  EXPECT_EQ(answers(), (Answers{{1, "The message did not load."}}));
}

TEST_F(Jump, CtrlHomeGoesToTheFirstAtOnce) {
  begin();
  b.client->key(ui::node::messages, ui::Key::home, {.by_word = true});
  b.run();
  const auto asked = load();
  EXPECT_EQ(asked.before, 102U);
  tell({"general", {}, false, false, asked.before, asked.after}, 1, 101);
  EXPECT_TRUE(on_screen(1));
  EXPECT_EQ(b.client->store().older(), chat::Older::none);
  EXPECT_TRUE(answers().empty()) << "the page did not ask";
  b.pass(10s);
  EXPECT_TRUE(on_screen(1));
  b.client->key(ui::node::messages, ui::Key::end, {.by_word = true});
  b.run();
  EXPECT_TRUE(on_screen(5'000));
  b.client->key(ui::node::messages, ui::Key::home, {.by_word = true});
  b.run();
  EXPECT_TRUE(on_screen(1)) << "it is here";
}

TEST_F(Jump, CtrlHomeIsHomeWhereTheFirstIsGoneOrNobodyIsThere) {
  begin();
  b.client->key(ui::node::messages, ui::Key::home, {.by_word = true});
  b.run();
  const auto asked = load();
  tell({"general", {}, false, false, asked.before, asked.after}, 51, 101);
  b.pass(1s);
  EXPECT_TRUE(on_screen(51)) << "the first there is";
  b.client->key(ui::node::messages, ui::Key::end);
  b.closed();
  b.client->key(ui::node::messages, ui::Key::home, {.by_word = true});
  b.run();
  EXPECT_TRUE(on_screen(51));
}

}  // namespace
}  // namespace banter::app::test
