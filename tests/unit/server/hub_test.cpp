// Hello, join, send: what clients may do and what they are told.
#include <gtest/gtest.h>

#include "hub_driver.hpp"

namespace banter::server {
namespace {

using Seqs = std::vector<protocol::Seq>;
using Codes = std::vector<std::string>;
using protocol::Dialect;

TEST(Hub, WelcomesAndAnswersAJoinWithAnEmptyHistory) {
  HubDriver t;
  t.enter(1);
  const auto welcome = t.last<protocol::Welcome>(1);
  EXPECT_EQ(welcome.nick, "nick1");
  EXPECT_EQ(welcome.user.size(), 32U);
  EXPECT_EQ(welcome.max_text, 65536U);
  EXPECT_TRUE(welcome.edits);
  EXPECT_EQ(t.last<protocol::Joined>(1).epoch, "e1");
  EXPECT_EQ(t.last<protocol::Joined>(1).last, 0U);
  ASSERT_EQ(t.all<protocol::History>(1).size(), 1U);
  EXPECT_FALSE(t.last<protocol::History>(1).more);
}

TEST(Hub, AcksTheSenderAndShowsTheMessageToOthers) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.chat(1, "m1", "hi");
  EXPECT_EQ(t.last<protocol::Ack>(1).id, "m1");
  EXPECT_EQ(t.last<protocol::Ack>(1).seq, 1U);
  EXPECT_TRUE(t.all<protocol::Chat>(1).empty()) << "the ack is enough";
  ASSERT_EQ(t.all<protocol::Chat>(2).size(), 1U);
  const auto message = t.last<protocol::Chat>(2).message;
  EXPECT_EQ(message.text, "hi");
  EXPECT_EQ(message.nick, "nick1");
  EXPECT_EQ(message.user, t.last<protocol::Welcome>(1).user);
  EXPECT_EQ(message.time, t.wall);
}

TEST(Hub, SaysNothingBeforeTheStorageHasConfirmed) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.hold_storage = true;
  t.chat(1, "m1", "hi");
  EXPECT_TRUE(t.all<protocol::Ack>(1).empty());
  EXPECT_TRUE(t.all<protocol::Chat>(2).empty());
  t.run_storage();
  EXPECT_EQ(t.all<protocol::Ack>(1).size(), 1U);
  EXPECT_EQ(t.all<protocol::Chat>(2).size(), 1U);
}

TEST(Hub, RoomsAreSeparate) {
  HubDriver t;
  t.enter(1, "a");
  t.enter(2, "b");
  t.chat(1, "m1", "hi", "a");
  t.chat(2, "m1", "ho", "b");
  EXPECT_TRUE(t.all<protocol::Chat>(1).empty());
  EXPECT_TRUE(t.all<protocol::Chat>(2).empty());
  EXPECT_EQ(t.last<protocol::Ack>(1).seq, 1U);
  EXPECT_EQ(t.last<protocol::Ack>(2).seq, 1U);
}

TEST(Hub, AConnectionCanBeInSeveralRooms) {
  HubDriver t;
  t.enter(1, "a");
  t.say(1, protocol::Join{"b", {}, 0});
  t.enter(2, "b");
  t.chat(2, "m1", "ho", "b");
  EXPECT_EQ(t.last<protocol::Chat>(1).message.room, "b");
  t.leave(1);
  t.leave(2);
  EXPECT_EQ(t.hub.rooms(), 0U);
}

TEST(Hub, AResendIsAckedWithItsOldNumberAndNotShownAgain) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.chat(1, "m1", "hi");
  t.chat(1, "m2", "again");
  t.wall += Duration{5000};
  t.chat(1, "m1", "hi");
  EXPECT_EQ(t.last<protocol::Ack>(1).id, "m1");
  EXPECT_EQ(t.last<protocol::Ack>(1).seq, 1U);
  EXPECT_EQ(t.last<protocol::Ack>(1).time, t.wall - Duration{5000});
  EXPECT_EQ(t.seqs(2), (Seqs{1, 2}));
  EXPECT_EQ(t.hub.stats().duplicates, 1U);
}

TEST(Hub, AResendWhileTheFirstIsBeingWrittenWaitsForIt) {
  HubDriver t;
  t.enter(1);
  t.hold_storage = true;
  t.chat(1, "m1", "hi");
  t.chat(1, "m1", "hi");
  EXPECT_EQ(t.hub.pending(), 1U);
  t.run_storage();
  EXPECT_EQ(t.all<protocol::Ack>(1).size(), 1U);
  EXPECT_EQ(t.storage.rooms["general"].size(), 1U);
}

TEST(Hub, AResendWithAnotherTextIsToldTheFirst) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.chat(1, "m1", "first");
  EXPECT_FALSE(t.last<protocol::Ack>(1).text) << "it has the text that was sent";
  t.chat(1, "m1", "first");
  EXPECT_FALSE(t.last<protocol::Ack>(1).text);
  t.chat(1, "m1", "second");
  EXPECT_EQ(t.last<protocol::Ack>(1).text, "first");
  t.edit(1, 1, "e1", "third");
  t.chat(1, "m1", "first");
  EXPECT_EQ(t.last<protocol::Ack>(1).text, "third");
  EXPECT_EQ(t.last<protocol::Ack>(1).edit, 1U);
  EXPECT_EQ(t.texts(2).at(1), "third");
}

TEST(Hub, AResendWithAnotherTextWhileTheFirstIsWrittenIsToldIt) {
  HubDriver t;
  t.enter(1);
  t.hold_storage = true;
  t.chat(1, "m1", "first");
  t.chat(1, "m1", "second");
  t.hold_storage = false;
  t.run_storage();
  EXPECT_EQ(t.last<protocol::Ack>(1).seq, 1U);
  EXPECT_EQ(t.last<protocol::Ack>(1).text, "first");
}

TEST(Hub, AResendOnANewConnectionIsAckedThere) {
  HubDriver t;
  t.enter(1);
  t.hold_storage = true;
  t.chat(1, "m1", "hi");
  t.leave(1);
  t.hold_storage = false;
  t.connect(2);
  t.say(2, HubDriver::hello(1));
  t.say(2, protocol::Join{"general", {}, 0});
  t.chat(2, "m1", "hi");
  EXPECT_EQ(t.last<protocol::Ack>(2).seq, 1U);
  EXPECT_EQ(t.storage.rooms["general"].size(), 1U);
}

TEST(Hub, AnotherUserMayUseTheSameId) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.chat(1, "m1", "one");
  t.chat(2, "m1", "two");
  EXPECT_EQ(t.last<protocol::Ack>(2).seq, 2U);
}

TEST(Hub, BothDialectsChatInTheDefaultRoom) {
  HubDriver t;
  t.enter(1);
  t.connect(2, Dialect::plain);
  t.connect(3, Dialect::plain);
  t.raw(2, R"({"message":"from the tutorial"})");
  EXPECT_EQ(t.last<protocol::Chat>(1).message.text, "from the tutorial");
  EXPECT_EQ(t.last<protocol::Chat>(1).message.nick.substr(0, 6), "guest-");
  EXPECT_EQ(t.last<protocol::Chat>(2).message.text, "from the tutorial") << "an echo stands for the ack";
  EXPECT_EQ(t.last<protocol::Chat>(3).message.text, "from the tutorial");
  t.chat(1, "m1", "from the page");
  EXPECT_EQ(t.last<protocol::Chat>(2).message.text, "from the page");
  EXPECT_EQ(t.last<protocol::Chat>(2).message.nick, "nick1");
}

TEST(Hub, APlainClientMayNameItselfAndReuseIds) {
  HubDriver t;
  t.enter(1);
  t.connect(2, Dialect::plain);
  t.raw(2, R"({"message":"a","from":" Bo ","id":"1"})");
  EXPECT_EQ(t.last<protocol::Chat>(1).message.nick, "Bo");
  EXPECT_EQ(t.last<protocol::Chat>(2).message.id, "1");
  t.raw(2, R"({"message":"b","from":"Bo","id":"1"})");
  EXPECT_EQ(t.seqs(2), (Seqs{1, 2}));
}

TEST(Hub, AnIdThatNoClientTakesHidesNoMessage) {
  HubDriver t;
  t.enter(1);
  t.connect(2, Dialect::plain);
  for (const std::string& id : {std::string(300, 'x'), std::string("a b"), std::string("\u00e9")}) {
    t.raw(2, R"({"message":"hi","id":")" + id + "\"}");
    EXPECT_EQ(t.last<protocol::Chat>(1).message.text, "hi") << id;
    EXPECT_EQ(t.last<protocol::Chat>(1).message.id, "");
  }
  EXPECT_EQ(t.seqs(1), (Seqs{1, 2, 3}));
}

TEST(Hub, APlainClientGetsNoHistory) {
  HubDriver t;
  t.fill(10);
  t.connect(1, Dialect::plain);
  EXPECT_TRUE(t.frames[1].empty());
}

TEST(Hub, BadTokensAndNicksAreFinal) {
  HubDriver t;
  t.connect(1);
  t.say(1, protocol::Hello{"Ann", "short"});
  EXPECT_EQ(t.codes(1), (Codes{"bad-token"}));
  EXPECT_TRUE(t.last<protocol::Refusal>(1).fatal);
  EXPECT_EQ(t.closes.at(1).code, 4401);
  t.connect(2);
  t.say(2, protocol::Hello{"   ", "0123456789abcdef"});
  EXPECT_EQ(t.codes(2), (Codes{"bad-nick"}));
  EXPECT_EQ(t.closes.at(2).code, 4403);
  EXPECT_EQ(t.hub.connections(), 0U);
}

TEST(Hub, ASecondHelloChangesTheNickOfTheSameUserOnly) {
  HubDriver t;
  t.enter(1);
  auto hello = HubDriver::hello(1);
  hello.nick = "Zoë";
  t.say(1, hello);
  EXPECT_EQ(t.last<protocol::Welcome>(1).nick, "Zoë");
  hello.token = "another-token-of-someone";
  t.say(1, hello);
  EXPECT_EQ(t.codes(1), (Codes{"bad-request"}));
}

TEST(Hub, RefusesCommandsBeforeHelloButAnswersPings) {
  HubDriver t;
  t.connect(1);
  t.say(1, protocol::Join{"general", {}, 0});
  t.chat(1, "m1", "hi");
  EXPECT_EQ(t.codes(1), (Codes{"hello-required", "hello-required"}));
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "m1");
  t.say(1, protocol::Ping{});
  EXPECT_EQ(t.all<protocol::Pong>(1).size(), 1U);
}

TEST(Hub, WaitsForAHelloOnlySoLong) {
  HubDriver t;
  t.connect(1);
  t.advance(Duration{1'000});
  t.enter(2);
  t.connect(3, Dialect::plain);
  t.advance(Duration{1'000});  // it is told who came
  EXPECT_EQ(t.hub.next_deadline(), t.now + Duration{8'000});
  t.advance(Duration{7'999});
  EXPECT_TRUE(t.closes.empty());
  t.advance(Duration{1});
  EXPECT_EQ(t.codes(1), (Codes{"hello-timeout"}));
  EXPECT_EQ(t.closes.at(1).code, 4408);
  t.advance(Duration{60'000});
  EXPECT_EQ(t.closes.size(), 1U);
  EXPECT_FALSE(t.hub.next_deadline());
}

TEST(Hub, ChecksRoomsIdsAndTexts) {
  HubDriver t;
  t.enter(1);
  t.say(1, protocol::Join{"no spaces", {}, 0});
  t.chat(1, "m1", "hi", "elsewhere");
  t.chat(1, "bad id", "hi");
  t.chat(1, "m2", " \n\t ");
  t.chat(1, "m3", std::string(65537, 'x'));
  EXPECT_EQ(t.codes(1), (Codes{"bad-room", "not-joined", "bad-id", "empty", "too-large"}));
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "m3");
  t.chat(1, "m4", std::string(65536, '\x01'));
  EXPECT_EQ(t.last<protocol::Ack>(1).id, "m4");
}

TEST(Hub, LimitsTheRateOfMessages) {
  HubDriver t;
  t.enter(1);
  for (int i = 0; i < 21; ++i) t.chat(1, "m" + std::to_string(i), "hi");
  EXPECT_EQ(t.all<protocol::Ack>(1).size(), 20U);
  ASSERT_EQ(t.codes(1), (Codes{"rate-limited"}));
  const auto refusal = t.last<protocol::Refusal>(1);
  EXPECT_EQ(refusal.id, "m20");
  EXPECT_EQ(refusal.retry_after, TokenBucket::hold);
  t.now += Duration{300};
  t.chat(1, "m21", "was on its way");
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "m21") << "it would overtake m20";
  t.now += refusal.retry_after - Duration{300};
  t.chat(1, "m20", "hi");
  EXPECT_EQ(t.last<protocol::Ack>(1).id, "m20");
}

TEST(Hub, ClosesAfterTooManyBadRequestsInARow) {
  HubDriver t;
  t.enter(1);
  for (int i = 0; i < 49; ++i) t.raw(1, "{nonsense");
  EXPECT_TRUE(t.closes.empty());
  t.chat(1, "m1", "a good one");
  for (int i = 0; i < 49; ++i) t.raw(1, "{nonsense");
  EXPECT_TRUE(t.closes.empty());
  t.raw(1, "[1,2]");
  EXPECT_EQ(t.closes.at(1).code, 1008);
  EXPECT_EQ(t.hub.stats().protocol_errors, 99U) << "nothing is looked at after the close";
}

TEST(Hub, ClosesAfterHundredsOfCommandsInVain) {
  HubDriver t;
  t.enter(1);
  for (int i = 0; i < 400; ++i) t.say(1, protocol::Ping{});
  t.chat(1, "m1", "an accepted one");
  for (int i = 0; i < 500; ++i) t.say(1, protocol::Ping{});
  EXPECT_TRUE(t.closes.empty());
  t.say(1, protocol::Ping{});
  EXPECT_EQ(t.closes.at(1).code, 1008);
  EXPECT_EQ(t.all<protocol::Pong>(1).size(), 900U);

  t.enter(2);
  for (int i = 0; i < 600; ++i) t.chat(2, "m" + std::to_string(i), "a flood");
  EXPECT_EQ(t.closes.at(2).code, 1008);
}

TEST(Hub, WhoOnlyListensMayPingForDays) {
  HubDriver t;
  t.enter(1);
  for (int i = 0; i < 10'000; ++i) {
    t.advance(Duration{25'000});
    t.say(1, protocol::Ping{});
  }
  EXPECT_TRUE(t.closes.empty());
}

TEST(Hub, LimitsMembersAndRooms) {
  HubConfig config;
  config.members_per_room = 1;
  config.rooms_per_connection = 2;
  HubDriver t(config);
  t.enter(1);
  t.enter(2);
  EXPECT_EQ(t.codes(2), (Codes{"room-full"}));
  t.say(1, protocol::Join{"general", {}, 0});
  EXPECT_TRUE(t.codes(1).empty()) << "who is inside may join again";
  t.say(1, protocol::Join{"b", {}, 0});
  t.say(1, protocol::Join{"c", {}, 0});
  EXPECT_EQ(t.codes(1), (Codes{"too-many-rooms"}));
}

TEST(Hub, IsBusyWhenTheDiskFallsBehind) {
  HubConfig config;
  config.pending_messages = 2;
  HubDriver t(config);
  t.enter(1);
  t.hold_storage = true;
  for (const auto* id : {"a", "b", "c"}) t.chat(1, id, "hi");
  EXPECT_EQ(t.codes(1), (Codes{"busy"}));
  const auto refusal = t.last<protocol::Refusal>(1);
  EXPECT_EQ(refusal.id, "c");
  t.run_storage();
  EXPECT_EQ(t.all<protocol::Ack>(1).size(), 2U);
  t.chat(1, "d", "was on its way");
  EXPECT_EQ(t.codes(1), (Codes{"busy", "rate-limited"})) << "it would overtake c";
  t.now += refusal.retry_after;
  t.hold_storage = false;
  t.chat(1, "c", "hi");
  EXPECT_EQ(t.last<protocol::Ack>(1).id, "c");
}

}  // namespace
}  // namespace banter::server
