// Several servers on one storage: rooms are watched, and what others stored is handed out like one's own.
#include <gtest/gtest.h>

#include "hub_driver.hpp"

namespace banter::server {
namespace {

using protocol::Seq;

HubConfig shared() {
  HubConfig config;
  config.shared_storage = true;
  config.edits = false;
  return config;
}

std::vector<Seq> numbers(Seq from, Seq to) {
  std::vector<Seq> out;
  for (Seq seq = from; seq <= to; ++seq) out.push_back(seq);
  return out;
}

TEST(HubShared, ARoomIsWatchedWhileSomebodyIsThereOrSomethingIsOnItsWay) {
  HubDriver driver(shared());
  driver.enter(1);
  driver.enter(2);
  EXPECT_EQ(driver.watches, (std::vector<std::string>{"+general"}));
  driver.leave(1);
  EXPECT_EQ(driver.watches.size(), 1U);
  driver.hold_storage = true;
  driver.chat(2, "a", "last words");
  driver.leave(2);
  EXPECT_EQ(driver.watches.size(), 1U) << "the message is on its way";
  driver.run_storage();
  driver.hold_storage = false;
  driver.enter(3);
  EXPECT_EQ(driver.watches, (std::vector<std::string>{"+general", "-general", "+general"}));
  EXPECT_EQ(driver.seqs(3), numbers(1, 1));
}

TEST(HubShared, AServerOfItsOwnWatchesNothing) {
  HubDriver driver;
  driver.enter(1);
  driver.leave(1);
  EXPECT_TRUE(driver.watches.empty());
}

TEST(HubShared, WhatArrivesGoesToEverybodyOnceAndInOrder) {
  HubDriver driver(shared());
  driver.enter(1);
  driver.connect(2, protocol::Dialect::plain);
  driver.arrive("one");
  driver.chat(1, "mine", "two");
  driver.arrive("three");
  EXPECT_EQ(driver.seqs(1, true), numbers(1, 3));
  EXPECT_EQ(driver.all<protocol::Ack>(1).size(), 1U);
  EXPECT_EQ(driver.all<protocol::Chat>(2).size(), 3U);
  driver.hub.stored(driver.now, Arrived{driver.storage.rooms["general"][2]});
  EXPECT_EQ(driver.seqs(1, true), numbers(1, 3)) << "once more is not news";
}

TEST(HubShared, WhatArrivesWhileAMemberIsBehindIsReadLater) {
  HubDriver driver(shared());
  driver.enter(1);
  driver.arrive("one");
  driver.always_drained = false;
  driver.congest(1);
  driver.arrive("two");
  driver.arrive("three");
  EXPECT_EQ(driver.seqs(1), numbers(1, 1));
  driver.drain(1);
  driver.drain(1);
  EXPECT_EQ(driver.seqs(1), numbers(1, 3));
}

TEST(HubShared, AMessageThatWasRefusedAndArrivesAfterAllIsAckedWhenItIsSentAgain) {
  HubDriver driver(shared());
  driver.enter(1);
  driver.enter(2);
  driver.storage.appends = MemoryStorage::Fault::refuse;
  driver.chat(1, "a", "stubborn");
  EXPECT_EQ(driver.codes(1), (std::vector<std::string>{"storage"}));
  driver.storage.appends = MemoryStorage::Fault::none;
  const auto user = driver.last<protocol::Welcome>(1).user;
  driver.arrive("stubborn", "general", "a", user);
  driver.wait_out(1);
  driver.chat(1, "a", "stubborn");
  EXPECT_EQ(driver.last<protocol::Ack>(1).seq, 1U);
  EXPECT_EQ(driver.seqs(2), numbers(1, 1));
}

TEST(HubShared, NothingArrivesInARoomThatEverybodyHasLeft) {
  HubDriver driver(shared());
  driver.enter(1);
  driver.leave(1);
  driver.arrive("to nobody");
  EXPECT_EQ(driver.hub.rooms(), 0U);
}

TEST(HubShared, WhoTypesIsToldToOtherServersAndHeardFromThem) {
  HubDriver driver(shared());
  driver.enter(1);
  driver.enter(2);
  EXPECT_TRUE(driver.last<protocol::Welcome>(1).typing);
  driver.say(1, protocol::SendTyping{"general"});
  EXPECT_EQ(driver.all<protocol::Typing>(2).size(), 1U);
  EXPECT_EQ(driver.watches.back(), "typing in general");
  driver.advance(Duration{10'000});
  driver.hub.stored(driver.now, TypingTold{"general", "u9", "Eve"});
  driver.advance(Duration{0});
  EXPECT_EQ(driver.last<protocol::Typing>(1).who.nick, "Eve");
  EXPECT_EQ(driver.all<protocol::Typing>(2).size(), 2U);
}

TEST(HubShared, PeopleOnOtherServersAreMembersLikeAllOthers) {
  HubDriver driver(shared());
  driver.enter(1);
  EXPECT_TRUE(driver.last<protocol::Welcome>(1).members);
  driver.advance(Duration{2'000});
  EXPECT_EQ(driver.watches.back(), "people in general: nick1");
  const auto own = driver.last<protocol::Welcome>(1).user;
  const auto elsewhere = [&](const std::string& server, std::vector<protocol::Person> people) {
    driver.hub.stored(driver.now, PeopleTold{"general", server, std::move(people)});
    driver.advance(Duration{2'000});
  };
  const auto names = [&] {
    driver.say(1, protocol::AskMembers{"general", {}, 0});
    std::string out;
    for (const auto& person : driver.last<protocol::Members>(1).people) out += person.nick + " ";
    return out;
  };
  elsewhere("s2", {{"u2", "Bob"}, {own, "nick1"}});
  EXPECT_EQ(driver.last<protocol::Presence>(1).count, 2U) << "the same person twice is one";
  EXPECT_EQ(names(), "Bob nick1 ");
  elsewhere("s3", {{"u2", "Bob"}, {"u3", "Eve"}});
  elsewhere("s2", {});
  EXPECT_EQ(names(), "Bob Eve nick1 ") << "Bob is still on the third server";
  elsewhere("s3", {{"u3", "Evelyn"}});
  EXPECT_EQ(names(), "Evelyn nick1 ");
  elsewhere("s3", {});
  EXPECT_EQ(driver.last<protocol::Presence>(1).count, 1U);
  EXPECT_EQ(names(), "nick1 ");
}

TEST(HubShared, EditsAreNotOfferedWhereTheStorageCannot) {
  HubDriver driver(shared());
  driver.enter(1);
  EXPECT_FALSE(driver.last<protocol::Welcome>(1).edits);
  driver.chat(1, "a", "for ever");
  driver.edit(1, 1, "e", "not for ever");
  EXPECT_EQ(driver.codes(1), (std::vector<std::string>{"not-editable"}));
  EXPECT_EQ(driver.storage.rooms["general"][0].text, "for ever");
}

}  // namespace
}  // namespace banter::server
