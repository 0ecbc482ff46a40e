// Editing an own message: what is refused, and who is told.
#include <gtest/gtest.h>

#include "hub_driver.hpp"

namespace banter::server {
namespace {

using Codes = std::vector<std::string>;
using Numbers = std::vector<protocol::EditNumber>;
using protocol::Dialect;
using protocol::Edited;

/// 1 and 2 are in the room, and 1 said a few things there.
void begin(HubDriver& t, int messages) {
  t.enter(1);
  t.enter(2);
  for (int i = 1; i <= messages; ++i) t.chat(1, "m" + std::to_string(i), "as sent");
}

TEST(HubEdits, AnswersTheAskerAndTellsTheOthers) {
  HubDriver t;
  begin(t, 1);
  t.connect(3, Dialect::plain);
  t.wall += Duration{5'000};
  t.edit(1, 1, "e1", "changed");
  ASSERT_EQ(t.all<Edited>(1).size(), 1U);
  const auto answer = t.last<Edited>(1);
  EXPECT_EQ(answer.id, "e1");
  EXPECT_EQ(answer.room, "general");
  EXPECT_EQ(answer.seq, 1U);
  EXPECT_EQ(answer.edit, 1U);
  EXPECT_EQ(answer.text, "changed");
  EXPECT_EQ(answer.time, t.wall);
  ASSERT_EQ(t.all<Edited>(2).size(), 1U);
  EXPECT_EQ(t.last<Edited>(2).id, "");
  EXPECT_EQ(t.last<Edited>(2).text, "changed");
  EXPECT_EQ(t.frames[2].back().find("\"id\""), std::string::npos);
  EXPECT_TRUE(t.frames[3].empty()) << "the plain dialect has no words for it";
  EXPECT_EQ(t.hub.stats().edits, 1U);
  EXPECT_EQ(t.storage.edit_reads, 0U);
}

TEST(HubEdits, TellsNobodyBeforeTheStorageHasConfirmed) {
  HubDriver t;
  begin(t, 1);
  t.hold_storage = true;
  t.edit(1, 1, "e1", "changed");
  EXPECT_EQ(t.hub.pending(), 1U);
  EXPECT_TRUE(t.all<Edited>(1).empty());
  EXPECT_TRUE(t.all<Edited>(2).empty());
  t.run_storage();
  EXPECT_EQ(t.hub.pending(), 0U);
  EXPECT_EQ(t.edit_answers(1), (Codes{"e1"}));
  EXPECT_EQ(t.edit_numbers(2), (Numbers{1}));
}

TEST(HubEdits, WhoHasTwoThatAreNotAnsweredWaits) {
  HubDriver t;
  begin(t, 3);
  t.hold_storage = true;
  t.edit(1, 1, "e1", "one");
  t.edit(1, 2, "e2", "two");
  t.edit(1, 3, "e3", "three");
  const auto refusal = t.last<protocol::Refusal>(1);
  EXPECT_EQ(refusal.code, "busy");
  EXPECT_EQ(refusal.id, "e3");
  EXPECT_GT(refusal.retry_after, Duration{0});
  t.run_storage();
  t.edit(1, 3, "e3", "three");
  t.edit(1, 9, "e4", "there is no such message");
  t.run_storage();
  t.edit(1, 1, "e5", "one more");
  t.run_storage();
  EXPECT_EQ(t.edit_answers(1), (Codes{"e1", "e2", "e3", "e5"})) << "every answer, refusals too, makes room";
}

TEST(HubEdits, TheSameUserMayEditFromAnotherConnection) {
  HubDriver t;
  begin(t, 1);
  t.connect(3);
  t.say(3, HubDriver::hello(1));
  t.say(3, protocol::Join{"general", {}, 0});
  t.edit(3, 1, "e1", "changed");
  EXPECT_EQ(t.edit_answers(3), (Codes{"e1"}));
  EXPECT_EQ(t.last<Edited>(1).id, "");
  EXPECT_EQ(t.last<Edited>(1).text, "changed");
}

TEST(HubEdits, RefusesWhatIsNoMessageOfTheUser) {
  HubDriver t;
  begin(t, 1);
  t.edit(2, 1, "theirs", "mine now");
  t.edit(1, 0, "nought", "x");
  t.edit(1, 2, "to come", "x");
  t.edit(1, (1ULL << 53) - 1, "far", "x");
  EXPECT_EQ(t.codes(2), (Codes{"not-editable"}));
  EXPECT_EQ(t.last<protocol::Refusal>(2).room, "general");
  EXPECT_EQ(t.last<protocol::Refusal>(2).id, "theirs");
  EXPECT_EQ(t.codes(1), (Codes{"not-editable", "bad-id", "not-editable"}));
  EXPECT_TRUE(t.all<Edited>(1).empty());
  EXPECT_EQ(t.hub.stats().edits, 0U);
  t.chat(1, "m2", "hi");
  t.edit(1, 2, "e1", "now it is there");
  EXPECT_EQ(t.edit_numbers(2), (Numbers{1})) << "what was refused has no number";
}

TEST(HubEdits, ChecksHelloRoomIdAndText) {
  HubDriver t;
  begin(t, 1);
  t.connect(3);
  t.edit(3, 1, "early", "x");
  EXPECT_EQ(t.codes(3), (Codes{"hello-required"}));
  EXPECT_EQ(t.last<protocol::Refusal>(3).id, "early");
  EXPECT_EQ(t.last<protocol::Refusal>(3).room, "general");
  t.edit(1, 1, "e1", "x", "elsewhere");
  t.edit(1, 1, "bad id", "x");
  t.edit(1, 1, "e2", " \n\t ");
  t.edit(1, 1, "e3", std::string(65537, 'x'));
  EXPECT_EQ(t.codes(1), (Codes{"not-joined", "bad-id", "empty", "too-large"}));
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "e3");
  EXPECT_TRUE(t.all<Edited>(2).empty());
}

TEST(HubEdits, CountAsMessagesOfTheRateAndOfWhatIsPending) {
  HubConfig config;
  config.pending_messages = 2;
  HubDriver t(config);
  begin(t, 1);
  t.hold_storage = true;
  t.edit(1, 1, "e1", "one");
  t.chat(1, "m2", "two");
  t.edit(1, 1, "e3", "three");
  EXPECT_EQ(t.codes(1), (Codes{"busy"}));
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "e3");
  t.edit(1, 1, "e4", "was on its way");
  EXPECT_EQ(t.codes(1), (Codes{"busy", "rate-limited"})) << "it would overtake e3";
  t.hold_storage = false;
  t.run_storage();
  t.wait_out(1);
  for (int i = 0; i < 30; ++i) t.edit(1, 1, "f" + std::to_string(i), "flood");
  EXPECT_EQ(t.codes(1).back(), "rate-limited");
  EXPECT_LE(t.all<Edited>(1).size(), 22U);
}

TEST(HubEdits, TheBytesOfPendingTextsAreBounded) {
  HubConfig config;
  config.pending_bytes = 1'000;
  HubDriver t(config);
  begin(t, 1);
  t.hold_storage = true;
  t.edit(1, 1, "e1", std::string(600, 'x'));
  t.chat(1, "m2", std::string(600, 'x'));
  EXPECT_EQ(t.codes(1), (Codes{"busy"}));
  t.run_storage();
  t.wait_out(1);
  t.chat(1, "m2", std::string(600, 'x'));
  EXPECT_EQ(t.codes(1), (Codes{"busy"})) << "the edit is stored and counts no longer";
}

TEST(HubEdits, AFailedOneIsRefusedAndNothingOvertakesIt) {
  HubDriver t;
  begin(t, 1);
  t.storage.appends = MemoryStorage::Fault::refuse;
  t.edit(1, 1, "e1", "first");
  ASSERT_EQ(t.codes(1), (Codes{"storage"}));
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "e1");
  EXPECT_EQ(t.last<protocol::Refusal>(1).room, "general");
  EXPECT_GT(t.last<protocol::Refusal>(1).retry_after, Duration{0});
  t.storage.appends = MemoryStorage::Fault::none;
  t.edit(1, 1, "e2", "was on its way");
  EXPECT_EQ(t.codes(1), (Codes{"storage", "rate-limited"}));
  t.chat(2, "m2", "is not held");
  EXPECT_EQ(t.storage.generation, 1U) << "what was asked for before is known by its generation";
  t.wait_out(1);
  t.edit(1, 1, "e1", "first");
  t.edit(1, 1, "e2", "was on its way");
  EXPECT_EQ(t.edit_answers(1), (Codes{"e1", "e2"}));
  EXPECT_EQ(t.texts(2).at(1), "was on its way");
}

TEST(HubEdits, AnEmptyRoomIsForgottenWhenItsEditsAreStored) {
  HubDriver t;
  begin(t, 1);
  t.hold_storage = true;
  t.edit(1, 1, "e1", "changed");
  t.leave(1);
  t.leave(2);
  EXPECT_EQ(t.hub.rooms(), 1U);
  t.run_storage();
  EXPECT_EQ(t.hub.rooms(), 0U);
}

}  // namespace
}  // namespace banter::server
