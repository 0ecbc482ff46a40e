// Who is in a room and who types: told together, not to those who are behind, and never more than is bearable.
#include <gtest/gtest.h>

#include "hub_driver.hpp"

namespace banter::server {
namespace {

using protocol::Presence;
using Codes = std::vector<std::string>;
constexpr Duration second{1'000};

std::string nicks(const std::vector<protocol::Person>& people) {
  std::string out;
  for (const auto& person : people) out += person.nick + " ";
  return out;
}

protocol::Members ask(HubDriver& t, int client, const std::string& after = {}, std::uint32_t limit = 0) {
  t.say(client, protocol::AskMembers{"general", after, limit});
  return t.last<protocol::Members>(client);
}

TEST(HubPresence, IsOfferedAndCountedWithTheJoin) {
  HubDriver t;
  t.enter(1);
  EXPECT_TRUE(t.last<protocol::Welcome>(1).typing);
  EXPECT_TRUE(t.last<protocol::Welcome>(1).members);
  t.enter(2);
  EXPECT_EQ(t.last<protocol::Joined>(1).count, 1U);
  EXPECT_EQ(t.last<protocol::Joined>(2).count, 2U);
}

TEST(HubPresence, ThoseWhoComeAndGoWithinASecondAreToldTogether) {
  HubDriver t;
  t.enter(1);
  t.advance(second);
  t.events.clear();
  t.enter(2);
  t.enter(3);
  t.enter(4);
  t.leave(3);
  EXPECT_TRUE(t.all<Presence>(1).empty());
  EXPECT_EQ(t.hub.next_deadline(), t.now + second);
  t.advance(second);
  ASSERT_EQ(t.all<Presence>(1).size(), 1U);
  EXPECT_EQ(t.last<Presence>(1).count, 3U);
  EXPECT_TRUE(t.last<Presence>(1).named);
  EXPECT_EQ(nicks(t.last<Presence>(1).joined), "nick2 nick4 ");
  t.advance(second);
  t.leave(2);
  t.advance(second);
  ASSERT_EQ(t.all<Presence>(1).size(), 2U);
  EXPECT_EQ(nicks(t.last<Presence>(1).left), "nick2 ");
  EXPECT_EQ(t.last<Presence>(1).count, 2U);
}

TEST(HubPresence, AMemberIsAUserHoweverManyConnections) {
  HubDriver t;
  t.enter(1);
  t.connect(2);
  t.say(2, HubDriver::hello(1));  // the same token
  t.say(2, protocol::Join{"general", {}, 0});
  EXPECT_EQ(t.last<protocol::Joined>(2).count, 1U);
  t.advance(second);
  t.events.clear();
  t.leave(2);
  t.advance(second);
  EXPECT_TRUE(t.all<Presence>(1).empty());
  EXPECT_EQ(ask(t, 1).count, 1U);
}

TEST(HubPresence, JoiningAgainIsNoNews) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.advance(second);
  t.events.clear();
  t.say(2, protocol::Join{"general", {}, 0});
  t.advance(second);
  EXPECT_TRUE(t.all<Presence>(1).empty());
  t.leave(2);
  t.advance(second);
  EXPECT_EQ(t.last<Presence>(1).count, 1U);
}

TEST(HubPresence, AnotherNicknameIsTold) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.advance(second);
  t.say(2, protocol::Hello{"Beau", "token-of-client-2"});
  t.advance(second);
  EXPECT_EQ(nicks(t.last<Presence>(1).joined), "Beau ");
  EXPECT_EQ(t.last<Presence>(1).count, 2U);
  EXPECT_EQ(nicks(ask(t, 1).people), "Beau nick1 ");
}

TEST(HubPresence, TenThousandJoinsMakeAFrameForEachInTheRoom) {
  HubConfig config;
  config.members_per_room = 20'000;
  HubDriver t(config);
  t.always_drained = false;
  constexpr int joins = 10'000;
  const int watcher = joins + 1;
  t.enter(watcher);
  t.advance(second);
  t.events.clear();
  for (int i = 1; i <= joins; ++i) {
    t.hub.connect(t.now, HubDriver::id(i), protocol::Dialect::plain);
    if (i % 100 == 0) t.advance(Duration{10});  // a hundred every 10 ms, for a second
  }
  t.advance(Duration{10'000});
  const auto told = t.all<Presence>(watcher);
  ASSERT_GE(told.size(), 1U);
  EXPECT_LE(told.size(), 3U) << "a second's storm";
  EXPECT_EQ(told.back().count, static_cast<std::uint32_t>(joins + 1));
  EXPECT_FALSE(told.back().named);
  EXPECT_LE(t.hub.stats().presences, 4U);
}

TEST(HubPresence, InALargeRoomItIsToldLessOften) {
  HubConfig config;
  config.presence_deliveries = 2;  // a second
  HubDriver t(config);
  for (int i = 1; i <= 6; ++i) t.enter(i);
  t.advance(Duration{10'000});
  t.events.clear();
  t.enter(7);
  t.advance(Duration{3'000});
  EXPECT_TRUE(t.all<Presence>(1).empty());
  t.advance(Duration{500});
  EXPECT_EQ(t.all<Presence>(1).size(), 1U);
}

TEST(HubPresence, WhoIsBehindIsToldTheCountWhenItHasCaughtUp) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.advance(second);
  t.always_drained = false;
  t.events.clear();
  t.congest(1);
  t.enter(3);
  t.advance(second);
  EXPECT_TRUE(t.all<Presence>(1).empty());
  EXPECT_EQ(t.all<Presence>(2).size(), 1U);
  t.drain(1);
  ASSERT_EQ(t.all<Presence>(1).size(), 1U);
  EXPECT_EQ(t.last<Presence>(1).count, 3U);
  EXPECT_FALSE(t.last<Presence>(1).named) << "it must ask who they are";
  t.drain(1);
  EXPECT_EQ(t.all<Presence>(1).size(), 1U);
}

TEST(HubPresence, PlainConnectionsAreMembersAndAreNotTold) {
  HubDriver t;
  t.enter(1);
  t.connect(2, protocol::Dialect::plain);
  t.advance(second);
  EXPECT_EQ(t.last<Presence>(1).count, 2U);
  EXPECT_TRUE(t.frames[2].empty());
}

TEST(HubMembers, ArePagedInOrder) {
  HubDriver t;
  for (const int i : {3, 1, 2, 4}) t.enter(i);
  auto page = ask(t, 1, {}, 3);
  EXPECT_EQ(nicks(page.people), "nick1 nick2 nick3 ");
  EXPECT_EQ(page.count, 4U);
  page = ask(t, 1, page.next, 3);
  EXPECT_EQ(nicks(page.people), "nick4 ");
  EXPECT_TRUE(page.next.empty());
}

TEST(HubMembers, AreOnlyToldInsideAndNotAtAnyRate) {
  HubDriver t;
  t.connect(1);
  t.say(1, protocol::AskMembers{"general", {}, 0});
  t.say(1, protocol::SendTyping{"general"});
  t.say(1, HubDriver::hello(1));
  t.say(1, protocol::AskMembers{"general", {}, 0});
  t.say(1, protocol::SendTyping{"general"});
  t.say(1, protocol::Join{"general", {}, 0});
  t.say(1, protocol::AskMembers{"general", "nonsense", 0});
  EXPECT_EQ(t.codes(1), (Codes{"hello-required", "hello-required", "not-joined", "not-joined", "bad-request"}));
  t.events.clear();
  for (int i = 0; i < 60; ++i) ask(t, 1);
  EXPECT_LE(t.all<protocol::Members>(1).size(), 50U);
  EXPECT_EQ(t.codes(1).front(), "rate-limited");
  EXPECT_GT(t.last<protocol::Refusal>(1).retry_after, Duration{0});
}

TEST(HubTyping, IsToldToOthersAndStoredNowhere) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.connect(3);
  t.say(3, HubDriver::hello(1));  // the same person elsewhere
  t.say(3, protocol::Join{"general", {}, 0});
  t.connect(4, protocol::Dialect::plain);
  t.say(1, protocol::SendTyping{"general"});
  ASSERT_EQ(t.all<protocol::Typing>(2).size(), 1U);
  EXPECT_EQ(t.last<protocol::Typing>(2).who.nick, "nick1");
  EXPECT_EQ(t.last<protocol::Typing>(2).who.user, t.last<protocol::Welcome>(1).user);
  EXPECT_TRUE(t.all<protocol::Typing>(1).empty());
  EXPECT_TRUE(t.all<protocol::Typing>(3).empty());
  EXPECT_TRUE(t.frames[4].empty());
  EXPECT_TRUE(t.storage.rooms["general"].empty());
}

TEST(HubTyping, OfOneConnectionIsThrottledWithoutAWord) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  for (int i = 0; i < 10; ++i) t.say(1, protocol::SendTyping{"general"});
  EXPECT_EQ(t.all<protocol::Typing>(2).size(), 1U);
  EXPECT_TRUE(t.codes(1).empty());
  t.advance(Duration{2'500});
  t.say(1, protocol::SendTyping{"general"});
  EXPECT_EQ(t.all<protocol::Typing>(2).size(), 2U);
}

TEST(HubTyping, IsNotSentToWhoIsBehind) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.enter(3);
  t.always_drained = false;
  t.congest(2);
  t.say(1, protocol::SendTyping{"general"});
  EXPECT_TRUE(t.all<protocol::Typing>(2).empty());
  EXPECT_EQ(t.all<protocol::Typing>(3).size(), 1U);
  t.drain(2);
  EXPECT_TRUE(t.all<protocol::Typing>(2).empty()) << "it is old by now";
}

TEST(HubTyping, OfManyInALargeRoomMostIsDropped) {
  HubConfig config;
  config.presence_deliveries = 20;  // a second
  HubDriver t(config);
  constexpr int people = 40;
  for (int i = 1; i <= people; ++i) t.enter(i);
  for (int i = 1; i <= people; ++i) t.say(i, protocol::SendTyping{"general"});
  EXPECT_LE(t.hub.stats().typings, 2U * people);
  EXPECT_GE(t.hub.stats().typings, 1U);
}

}  // namespace
}  // namespace banter::server
