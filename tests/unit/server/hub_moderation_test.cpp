// Mutes, kicks, bans and deletions: who may, who is told, what it does, and that it lasts.
#include <gtest/gtest.h>

#include "known_people.hpp"

namespace banter::server {
namespace {

using Codes = std::vector<std::string>;
using protocol::Edited;
using Told = protocol::Moderated;

/// The moderator is 9, and 1 and 2 are in the room too.
void begin(Moderated& t) {
  t.enter_as(9, "mod.x.y");
  t.enter(1);
  t.enter(2);
}

TEST(HubModeration, JoinedSaysWhatOneMayDo) {
  Moderated t;
  begin(t);
  EXPECT_EQ(t.last<protocol::Joined>(9).rights, "mute kick ban delete");
  EXPECT_EQ(t.last<protocol::Joined>(1).rights, "");
  EXPECT_TRUE(t.last<protocol::Welcome>(1).deletes);
}

TEST(HubModeration, WhoIsMutedIsToldAndCannotWriteUntilItEnds) {
  Moderated t;
  begin(t);
  t.chat(1, "m1", "before");
  t.moderate(9, "mute", t.user(1), 60);
  const auto answer = t.last<Told>(9);
  EXPECT_EQ(answer.id, "x1");
  EXPECT_EQ(answer.action, "mute");
  EXPECT_EQ(answer.by, "Mo");
  EXPECT_EQ(answer.until, t.wall + Duration{60'000});
  ASSERT_EQ(t.all<Told>(1).size(), 1U);
  EXPECT_EQ(t.last<Told>(1).id, "");
  EXPECT_EQ(t.last<Told>(1).user, t.user(1));
  EXPECT_TRUE(t.all<Told>(2).empty()) << "it is nobody else's business";
  t.chat(1, "m2", "while");
  EXPECT_EQ(t.last<protocol::Refusal>(1).code, "muted");
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "m2");
  EXPECT_EQ(t.last<protocol::Refusal>(1).retry_after, Duration{60'000});
  t.edit(1, 1, "e1", "while");
  EXPECT_EQ(t.codes(1), (Codes{"muted", "muted"}));
  EXPECT_EQ(t.storage.rooms["general"].size(), 1U);
  t.chat(2, "m1", "others may");
  EXPECT_TRUE(t.codes(2).empty());
  t.wall += Duration{60'000};
  t.chat(1, "m3", "after");
  EXPECT_EQ(t.last<protocol::Ack>(1).id, "m3");
}

TEST(HubModeration, AMuteIsOfOneRoomAndLastsUntilItIsLifted) {
  Moderated t;
  begin(t);
  t.say(1, protocol::Join{"other", {}, 0});
  t.moderate(9, "mute", t.user(1));
  EXPECT_EQ(t.last<Told>(1).until, WallTime{});
  t.chat(1, "m1", "hi");
  EXPECT_EQ(t.last<protocol::Refusal>(1).retry_after, Duration{0});
  t.chat(1, "m2", "hi", "other");
  EXPECT_EQ(t.last<protocol::Ack>(1).room, "other");
  t.wall += std::chrono::hours(24 * 365);
  t.chat(1, "m3", "hi");
  EXPECT_EQ(t.codes(1), (Codes{"muted", "muted"}));
  t.moderate(9, "unmute", t.user(1));
  EXPECT_EQ(t.last<Told>(1).action, "unmute");
  t.chat(1, "m4", "hi");
  EXPECT_EQ(t.last<protocol::Ack>(1).id, "m4");
}

TEST(HubModeration, NothingIsToldOrDoneBeforeItIsOnTheDisk) {
  Moderated t;
  begin(t);
  t.hold_storage = true;
  t.moderate(9, "mute", t.user(1), 60);
  EXPECT_TRUE(t.all<Told>(9).empty());
  t.run_storage();
  EXPECT_EQ(t.all<Told>(9).size(), 1U);
  t.storage.appends = MemoryStorage::Fault::refuse;
  t.moderate(9, "ban", t.user(2));
  EXPECT_EQ(t.all<Told>(9).size(), 1U);
  t.run_storage();
  EXPECT_EQ(t.last<protocol::Refusal>(9).code, "storage");
  EXPECT_EQ(t.last<protocol::Refusal>(9).id, "x2");
  EXPECT_FALSE(t.closes.contains(2));
}

TEST(HubModeration, SanctionsOutliveTheServer) {
  Moderated t;
  begin(t);
  t.moderate(9, "mute", t.user(1), 3600);
  t.moderate(9, "ban", t.user(2));
  Moderated later;
  later.hub.restore(t.storage.people);
  later.enter(1);
  EXPECT_EQ(later.last<Told>(1).action, "mute") << "who comes back is told";
  later.chat(1, "m1", "hi");
  EXPECT_EQ(later.codes(1), (Codes{"muted"}));
  later.enter(2);
  EXPECT_EQ(later.codes(2), (Codes{"banned"}));
}

TEST(HubModeration, WhoIsKickedIsOutAndMayComeBack) {
  Moderated t;
  begin(t);
  t.enter(3);
  t.moderate(9, "kick", t.user(1));
  EXPECT_EQ(t.last<Told>(1).action, "kick");
  EXPECT_EQ(t.codes(1), (Codes{"kicked"}));
  EXPECT_TRUE(t.last<protocol::Refusal>(1).fatal);
  EXPECT_EQ(t.closes.at(1).code, 4403);
  t.chat(2, "m1", "hi");
  EXPECT_TRUE(t.seqs(1).empty());
  t.enter(1);
  EXPECT_EQ(t.seqs(1), (std::vector<protocol::Seq>{1}));
}

TEST(HubModeration, WhoIsInOtherRoomsLosesOnlyTheOne) {
  Moderated t;
  begin(t);
  t.say(1, protocol::Join{"other", {}, 0});
  t.moderate(9, "kick", t.user(1));
  EXPECT_FALSE(t.closes.contains(1));
  EXPECT_EQ(t.last<protocol::Refusal>(1).room, "general");
  EXPECT_FALSE(t.last<protocol::Refusal>(1).fatal);
  t.chat(1, "m1", "hi");
  EXPECT_EQ(t.last<protocol::Refusal>(1).code, "not-joined");
  t.chat(1, "m2", "hi", "other");
  EXPECT_EQ(t.last<protocol::Ack>(1).id, "m2");
}

TEST(HubModeration, ABanHoldsForEveryConnectionUntilItIsLifted) {
  Moderated t;
  begin(t);
  t.connect(3);
  t.say(3, HubDriver::hello(1));
  t.say(3, protocol::Join{"general", {}, 0});
  t.moderate(9, "ban", t.user(1), 600);
  EXPECT_TRUE(t.closes.contains(1) && t.closes.contains(3));
  t.enter(4, "general");
  EXPECT_FALSE(t.closes.contains(4));
  t.connect(5);
  t.say(5, HubDriver::hello(1));
  t.say(5, protocol::Join{"general", {}, 0});
  EXPECT_EQ(t.last<protocol::Refusal>(5).code, "banned");
  EXPECT_TRUE(t.last<protocol::Refusal>(5).fatal);
  EXPECT_TRUE(t.all<protocol::Joined>(5).empty());
  t.moderate(9, "unban", t.user(1));
  t.connect(6);
  t.say(6, HubDriver::hello(1));
  t.say(6, protocol::Join{"general", {}, 0});
  EXPECT_EQ(t.all<protocol::Joined>(6).size(), 1U);
}

TEST(HubModeration, WhatIsOnItsWayWhenOneIsKickedDoesNoHarm) {
  Moderated t;
  begin(t);
  t.say(1, protocol::Join{"other", {}, 0});
  t.chat(1, "m0", "hi");
  t.hold_storage = true;
  t.congest(1);
  t.say(1, protocol::Join{"general", {}, 0});
  t.chat(1, "m1", "hi");
  t.edit(1, 1, "e1", "changed");
  t.edit(1, 1, "e2", "changed again");
  t.moderate(9, "kick", t.user(1));
  t.run_storage();
  EXPECT_EQ(t.last<protocol::Ack>(1).id, "m1") << "it is stored, and its author is told so";
  t.hold_storage = false;
  t.chat(1, "m2", "hi", "other");
  t.edit(1, 1, "e3", "an edit elsewhere finds the others answered", "other");
  EXPECT_EQ(t.last<Edited>(1).id, "e3");
}

TEST(HubModeration, WithoutTheRightNothingIsDone) {
  Moderated t;
  Identity& weak = t.people->add("weak.x.y");
  weak.rights = {};
  weak.rights.add("mute");
  begin(t);
  t.enter_as(8, "weak.x.y");
  for (const auto* action : {"mute", "unmute", "kick", "ban", "unban"}) t.moderate(1, action, t.user(2));
  EXPECT_EQ(t.codes(1), Codes(5, "not-allowed"));
  t.moderate(8, "ban", t.user(2));
  EXPECT_EQ(t.codes(8), (Codes{"not-allowed"}));
  t.moderate(8, "mute", t.user(2));
  EXPECT_EQ(t.last<Told>(2).action, "mute");
  EXPECT_EQ(t.last<Told>(9).id, "") << "those with rights see what others do";
}

TEST(HubModeration, WhatMakesNoSenseIsRefused) {
  Moderated t;
  begin(t);
  t.moderate(9, "hug", t.user(1));
  t.moderate(9, "mute", "");
  t.moderate(9, "mute", t.user(9));
  t.moderate(9, "mute", t.user(1), std::uint64_t{1} << 40U);
  t.moderate(9, "mute", t.user(1), 1, "other");
  t.say(9, protocol::Moderate{"general", "", "mute", t.user(1), 1});
  EXPECT_EQ(t.codes(9), (Codes{"bad-request", "bad-request", "not-allowed", "bad-request", "not-joined", "bad-id"}));
  t.connect(5);
  t.moderate(5, "mute", t.user(1));
  EXPECT_EQ(t.codes(5), (Codes{"hello-required"}));
}

TEST(HubModeration, SanctionsAreBounded) {
  HubConfig config;
  config.sanctions = 2;
  Moderated t(config);
  begin(t);
  t.moderate(9, "mute", "u-a", 60);
  t.moderate(9, "mute", "u-b");
  t.moderate(9, "mute", "u-c");
  EXPECT_EQ(t.codes(9), (Codes{"busy"}));
  t.wall += Duration{60'000};
  t.moderate(9, "mute", "u-c");
  EXPECT_EQ(t.last<Told>(9).user, "u-c") << "what has ended makes room";
}

TEST(HubModeration, OnesOwnMessageCanBeDeleted) {
  Moderated t;
  begin(t);
  t.chat(1, "m1", "a secret");
  t.say(1, protocol::Delete{"general", 1, "d1"});
  const auto answer = t.last<Edited>(1);
  EXPECT_EQ(answer.id, "d1");
  EXPECT_TRUE(answer.deleted);
  EXPECT_EQ(answer.text, "");
  EXPECT_EQ(answer.edit, 1U);
  EXPECT_TRUE(t.last<Edited>(2).deleted);
  EXPECT_EQ(t.storage.rooms["general"][0].text, "") << "it is gone from the storage";
  t.enter(3);
  ASSERT_EQ(t.last<protocol::History>(3).messages.size(), 1U);
  EXPECT_TRUE(t.last<protocol::History>(3).messages[0].deleted);
  EXPECT_EQ(t.last<protocol::History>(3).messages[0].text, "");
  t.edit(1, 1, "e1", "again");
  EXPECT_EQ(t.last<protocol::Refusal>(1).code, "not-editable");
  t.say(1, protocol::Delete{"general", 1, "d2"});
  EXPECT_EQ(t.last<Edited>(1).id, "d2") << "to delete twice does no harm";
  t.chat(1, "m1", "a secret");
  EXPECT_EQ(t.last<protocol::Ack>(1).seq, 1U) << "a resend does not bring it back";
  EXPECT_EQ(t.storage.rooms["general"][0].text, "");
}

TEST(HubModeration, OthersMessagesAreDeletedByRight) {
  Moderated t;
  begin(t);
  t.chat(1, "m1", "rude");
  t.say(2, protocol::Delete{"general", 1, "d1"});
  EXPECT_EQ(t.last<protocol::Refusal>(2).code, "not-editable");
  EXPECT_EQ(t.last<protocol::Refusal>(2).id, "d1");
  t.say(9, protocol::Delete{"general", 1, "d2"});
  EXPECT_EQ(t.last<Edited>(9).id, "d2");
  EXPECT_TRUE(t.last<Edited>(1).deleted);
  t.edit(9, 1, "e1", "put into their mouth");
  EXPECT_EQ(t.last<protocol::Refusal>(9).code, "not-editable");
  t.say(9, protocol::Delete{"general", 7, "d3"});
  EXPECT_EQ(t.last<protocol::Refusal>(9).code, "not-editable");
}

TEST(HubModeration, WhoWasAwayIsToldOfDeletionsWhenTheyResume) {
  Moderated t;
  begin(t);
  t.chat(1, "m1", "one");
  t.chat(1, "m2", "two");
  t.leave(2);
  t.say(1, protocol::Delete{"general", 1, "d1"});
  t.enter(2, "general", "e1", 2);
  ASSERT_FALSE(t.all<Edited>(2).empty());
  EXPECT_TRUE(t.last<Edited>(2).deleted);
  EXPECT_EQ(t.last<Edited>(2).seq, 1U);
}

}  // namespace
}  // namespace banter::server
