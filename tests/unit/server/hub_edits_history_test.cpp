// Edits for those who join, come back or read slowly: nobody misses one, or is told of it out of order.
#include <gtest/gtest.h>

#include <algorithm>

#include "hub_driver.hpp"

namespace banter::server {
namespace {

using Codes = std::vector<std::string>;
using Numbers = std::vector<protocol::EditNumber>;
using protocol::Edited;

/// 1 and 2 are in the room, and 1 said a few things there.
void begin(HubDriver& t, int messages) {
  t.enter(1);
  t.enter(2);
  for (int i = 1; i <= messages; ++i) t.chat(1, "m" + std::to_string(i), "as sent");
}

TEST(HubEditsHistory, HistoryHasTheNewestText) {
  HubDriver t;
  begin(t, 2);
  t.edit(1, 1, "e1", "once");
  t.edit(1, 1, "e2", "twice");
  t.enter(3);
  EXPECT_EQ(t.last<protocol::Joined>(3).edits, 2U);
  const auto messages = t.last<protocol::History>(3).messages;
  ASSERT_EQ(messages.size(), 2U);
  EXPECT_EQ(messages[0].text, "twice");
  EXPECT_EQ(messages[0].edit, 2U);
  EXPECT_EQ(messages[1].edit, 0U);
  EXPECT_TRUE(t.all<Edited>(3).empty());
  t.edit(1, 2, "e3", "live");
  EXPECT_EQ(t.edit_numbers(3), (Numbers{3}));
}

TEST(HubEditsHistory, WhoComesBackIsToldOfWhatWasEditedMeanwhile) {
  HubDriver t;
  begin(t, 5);
  t.edit(1, 1, "e1", "known");
  for (const auto* text : {"a", "b", "c"}) t.edit(1, 2, "e", text);
  t.edit(1, 3, "e", "three");
  t.chat(1, "m6", "new");
  t.edit(1, 6, "e", "new and edited");
  t.enter(3, "general", "e1", 5, 1);
  EXPECT_EQ(t.last<protocol::Joined>(3).edits, 6U);
  EXPECT_EQ(t.seqs(3), (std::vector<protocol::Seq>{6}));
  EXPECT_EQ(t.edit_numbers(3), (Numbers{4, 5, 6}));
  EXPECT_EQ(t.texts(3), (std::map<protocol::Seq, std::string>{{2, "c"}, {3, "three"}, {6, "new and edited"}}));
  EXPECT_TRUE(std::holds_alternative<Edited>(t.events[3].back())) << "after the messages";
  t.edit(1, 1, "e", "live");
  EXPECT_EQ(t.edit_numbers(3), (Numbers{4, 5, 6, 7}));
}

TEST(HubEditsHistory, AnEditOfAMessageFarBeyondTheHistoryIsToldToo) {
  HubDriver t;
  begin(t, 1);
  t.fill(1'500);
  t.edit(1, 1, "e1", "changed");
  t.enter(3, "general", "e1", 1'400);
  EXPECT_EQ(t.seqs(3).front(), 1'401U);
  EXPECT_EQ(t.texts(3).at(1), "changed");
}

TEST(HubEditsHistory, WhoClaimsTooManyOrStartsAnewKnowsThoseOfTheRoom) {
  HubDriver t;
  begin(t, 3);
  t.edit(1, 1, "e1", "one");
  t.enter(3, "general", "e1", 3, 1'000);
  t.enter(4, "general", "other", 3, 1'000);
  t.enter(5, "general", "other", 3, 0);
  for (const int client : {3, 4, 5}) {
    EXPECT_TRUE(t.all<Edited>(client).empty()) << client;
    EXPECT_EQ(t.last<protocol::Joined>(client).edits, 1U) << client;
  }
  t.edit(1, 2, "e2", "two");
  for (const int client : {3, 4, 5}) EXPECT_EQ(t.edit_numbers(client), (Numbers{2})) << client;
}

TEST(HubEditsHistory, ManyAreReadPageByPageAsTheyAreSent) {
  HubConfig config;
  config.messages = {1e6, 1e6};
  HubDriver t(config);
  begin(t, 300);
  for (protocol::Seq seq = 1; seq <= 300; ++seq) t.edit(1, seq, "e", std::string(1'000, 'x'));
  t.always_drained = false;
  t.enter(3, "general", "e1", 300);
  const auto first = t.edit_numbers(3).size();
  EXPECT_GE(first, 40U);
  EXPECT_LE(first, 50U) << "48 KiB";
  t.edit(1, 7, "e", "meanwhile");
  EXPECT_EQ(t.edit_numbers(3).size(), first) << "it would overtake the others";
  t.chat(1, "m301", "meanwhile");
  EXPECT_EQ(t.seqs(3).back(), 301U) << "messages need not wait for edits";
  for (int i = 0; i < 20; ++i) t.drain(3);
  const auto all = t.edit_numbers(3);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  EXPECT_EQ(all.size(), 301U) << "the seventh was sent before it was edited again";
  EXPECT_EQ(t.texts(3).at(7), "meanwhile");
}

TEST(HubEditsHistory, WhoReadsSlowlyIsToldWhenItHasCaughtUp) {
  HubDriver t;
  begin(t, 2);
  t.always_drained = false;
  t.congest(2);
  t.edit(1, 1, "e1", "first");
  t.edit(1, 1, "e2", "second");
  t.chat(1, "m3", "waits");
  t.edit(1, 3, "e3", "waits too");
  EXPECT_TRUE(t.all<Edited>(2).empty());
  t.drain(2);
  EXPECT_EQ(t.last<protocol::Chat>(2).message.text, "waits too");
  EXPECT_EQ(t.last<protocol::Chat>(2).message.edit, 3U);
  t.drain(2);
  EXPECT_EQ(t.edit_numbers(2), (Numbers{2, 3}));
  t.edit(1, 2, "e4", "live again");
  EXPECT_EQ(t.edit_numbers(2), (Numbers{2, 3, 4}));
}

TEST(HubEditsHistory, AnEditDuringTheReadingOfItsMessageIsNotLost) {
  HubDriver t;
  t.enter(1);
  t.chat(1, "m1", "as sent");
  t.fill(600);
  t.always_drained = false;
  t.enter(3);                      // the newest page only
  t.enter(4, "general", "e1", 1);  // all, in several pages
  t.edit(1, 1, "e1", "behind them all");
  EXPECT_TRUE(t.all<Edited>(4).empty());
  for (int i = 0; i < 6; ++i) {
    t.drain(3);
    t.drain(4);
  }
  EXPECT_EQ(t.seqs(4).back(), 601U);
  EXPECT_EQ(t.edit_numbers(4), (Numbers{1}));
  EXPECT_EQ(t.texts(3).at(1), "behind them all");
}

TEST(HubEditsHistory, AnEditIsInThePageThatItRacesOrComesAfterIt) {
  for (int steps = 0; steps <= 4; ++steps) {
    HubDriver t;
    begin(t, 2);
    t.hold_storage = true;
    t.enter(3, "general", "e1", 1);
    for (int i = 0; i < steps; ++i) t.step_storage();
    t.edit(1, 2, "e1", "changed");
    t.edit(1, 1, "e2", "changed");
    t.run_storage();
    const std::map<protocol::Seq, std::string> both{{1, "changed"}, {2, "changed"}};
    EXPECT_EQ(t.texts(3), both) << "after " << steps << " steps";
  }
}

TEST(HubEditsHistory, AnAskerThatIsBehindIsAnsweredOnceInOrder) {
  HubConfig config;
  config.unanswered_edits = 3;
  HubDriver t(config);
  begin(t, 2);
  t.always_drained = false;
  t.congest(1);
  t.chat(2, "m3", "comes between");
  t.edit(2, 3, "f1", "and is edited");
  t.edit(1, 1, "e1", "once");
  t.edit(1, 2, "e2", "other");
  t.edit(1, 1, "e3", "twice");
  EXPECT_TRUE(t.all<Edited>(1).empty());
  for (int i = 0; i < 4; ++i) t.drain(1);
  EXPECT_EQ(t.edit_numbers(1), (Numbers{1, 3, 4, 4})) << "two commands that one edit answers";
  EXPECT_EQ(t.edit_answers(1), (Codes{"e2", "e1", "e3"}));
  EXPECT_EQ(t.texts(1).at(1), "twice");
  for (int i = 0; i < 4; ++i) t.drain(1);
  EXPECT_EQ(t.all<Edited>(1).size(), 4U);
}

TEST(HubEditsHistory, AnAskerThatJoinsAgainIsStillAnswered) {
  HubDriver t;
  begin(t, 2);
  t.edit(1, 2, "e0", "before");
  t.hold_storage = true;
  t.edit(1, 1, "e1", "changed");
  t.say(1, protocol::Join{"general", {}, 0});
  t.run_storage();
  EXPECT_EQ(t.edit_answers(1), (Codes{"e0", "e1"}));
  EXPECT_EQ(t.last<protocol::Joined>(1).edits, 1U) << "the second is still to come";
  t.edit(1, 1, "e2", "changed");
  t.say(1, protocol::Join{"general", "e1", 2, 7});
  t.run_storage();
  EXPECT_EQ(t.edit_answers(1), (Codes{"e0", "e1", "e2"}));
  EXPECT_EQ(t.edit_numbers(1), (Numbers{1, 2, 3}));
}

TEST(HubEditsHistory, OneWhoseConnectionBrokeMayBeSentAgain) {
  HubDriver t;
  begin(t, 1);
  t.hold_storage = true;
  t.edit(1, 1, "e1", "changed");
  t.leave(1);
  t.run_storage();
  t.hold_storage = false;
  EXPECT_EQ(t.edit_numbers(2), (Numbers{1}));
  t.connect(3);
  t.say(3, HubDriver::hello(1));
  t.say(3, protocol::Join{"general", "e1", 1});
  t.edit(3, 1, "e1", "changed");
  EXPECT_EQ(t.edit_answers(3), (Codes{"e1"}));
  EXPECT_EQ(t.edit_numbers(2), (Numbers{1, 2}));
}

TEST(HubEditsHistory, RoomsAreReadOneAtATime) {
  HubDriver t;
  for (const auto* room : {"a", "b"}) {
    t.enter(1, room);
    t.chat(1, "m1", "hi", room);
    t.edit(1, 1, "e1", "changed", room);
    t.leave(1);
  }
  t.always_drained = false;
  t.connect(3);
  t.say(3, HubDriver::hello(3));
  t.hold_storage = true;
  t.say(3, protocol::Join{"a", "e1", 1});
  t.say(3, protocol::Join{"b", "e1", 1});
  t.run_storage();
  ASSERT_EQ(t.all<Edited>(3).size(), 1U);
  t.drain(3);
  t.run_storage();
  ASSERT_EQ(t.all<Edited>(3).size(), 2U);
  EXPECT_NE(t.all<Edited>(3)[0].room, t.all<Edited>(3)[1].room);
}

TEST(HubEditsHistory, WhatWasStoredInSpiteOfAFailureIsLookedFor) {
  HubDriver t;
  begin(t, 2);
  t.storage.appends = MemoryStorage::Fault::lose_answer;
  t.edit(1, 1, "e1", "lost?");
  EXPECT_EQ(t.codes(1), (Codes{"storage"}));
  EXPECT_TRUE(t.edit_answers(1).empty()) << "it was answered";
  for (const int client : {1, 2}) EXPECT_EQ(t.texts(client).at(1), "lost?");
}

TEST(HubEditsHistory, WhatWasStoredInSpiteOfAFailureIsToldWithTheNext) {
  HubDriver t;
  begin(t, 2);
  t.storage.appends = MemoryStorage::Fault::lose_answer;
  t.storage.reads_fail = true;
  t.edit(1, 1, "e1", "lost?");
  EXPECT_EQ(t.codes(1), (Codes{"storage"}));
  t.storage.appends = MemoryStorage::Fault::none;
  t.storage.reads_fail = false;
  t.wait_out(1);
  t.edit(1, 2, "e2", "next");
  EXPECT_EQ(t.edit_numbers(1), (Numbers{1, 2}));
  EXPECT_EQ(t.edit_numbers(2), (Numbers{1, 2}));
  EXPECT_EQ(t.edit_answers(1), (Codes{"e2"}));
}

TEST(HubEditsHistory, AnEditOfAMessageThatWasStoredInSpiteOfAFailureComesAfterIt) {
  HubDriver t;
  begin(t, 1);
  t.storage.appends = MemoryStorage::Fault::lose_answer;
  t.storage.reads_fail = true;
  t.chat(1, "m2", "lost?");
  t.storage.appends = MemoryStorage::Fault::none;
  t.wait_out(1);
  t.storage.reads_fail = false;
  t.always_drained = false;  // nothing was sent that could tell of an empty queue
  t.edit(1, 2, "e1", "guessed its number");
  EXPECT_EQ(t.seqs(2), (std::vector<protocol::Seq>{1, 2}));
  EXPECT_TRUE(t.all<Edited>(2).empty());
  t.drain(1);
  t.drain(2);
  EXPECT_EQ(t.edit_numbers(2), (Numbers{1}));
  EXPECT_EQ(t.texts(2).at(2), "guessed its number");
  EXPECT_EQ(t.edit_answers(1), (Codes{"e1"}));
  EXPECT_EQ(t.seqs(1), (std::vector<protocol::Seq>{2}));
}

TEST(HubEditsHistory, WhoseEditsCannotBeReadComesBackLater) {
  HubDriver t;
  begin(t, 1);
  t.edit(1, 1, "e1", "changed");
  t.always_drained = false;
  t.congest(2);
  t.edit(1, 1, "e2", "again");
  t.hold_storage = true;
  t.drain(2);
  t.step_storage();  // no message is missing
  t.storage.reads_fail = true;
  t.run_storage();
  EXPECT_EQ(t.codes(2), (Codes{"storage"}));
  EXPECT_EQ(t.closes.at(2).code, 1011);
}

}  // namespace
}  // namespace banter::server
