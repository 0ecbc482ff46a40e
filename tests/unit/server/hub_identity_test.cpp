// Who one is: signed tokens, how long they hold, which rooms they open; and whose a nickname is.
#include <gtest/gtest.h>

#include "known_people.hpp"
#include "server/core/names.hpp"

namespace banter::server {
namespace {

using Codes = std::vector<std::string>;
using protocol::Refusal;
using protocol::Welcome;

HubConfig mode(AuthMode auth) {
  HubConfig config;
  config.auth = auth;
  return config;
}

TEST(HubIdentity, ASignedTokenSaysWhoOneIs) {
  Moderated t;
  t.people->add("ada.x.y").nick = "Ada";
  t.greet(1, "ada.x.y", "Somebody else");
  EXPECT_EQ(t.user(1), "u-ada");
  EXPECT_EQ(t.last<Welcome>(1).nick, "Ada");
  t.greet(2, "mod.x.y", "Mo");
  EXPECT_EQ(t.last<Welcome>(2).nick, "Mo") << "a token without a name leaves it to the hello";
}

TEST(HubIdentity, InEachModeItsTokensAreTaken) {
  const std::string secret = "an anonymous secret";
  for (const auto& [auth, anonymous, signed_one] :
       {std::tuple{AuthMode::token, false, true}, std::tuple{AuthMode::both, true, true}}) {
    Moderated t(mode(auth));
    t.greet(1, secret);
    EXPECT_EQ(t.all<Welcome>(1).size(), anonymous ? 1U : 0U);
    t.greet(2, "mod.x.y");
    EXPECT_EQ(t.all<Welcome>(2).size(), signed_one ? 1U : 0U);
    t.greet(3, "forged.x.y");
    EXPECT_EQ(t.codes(3), (Codes{"bad-token"}));
    EXPECT_TRUE(t.last<Refusal>(3).fatal);
    EXPECT_EQ(t.closes.at(3).code, 4401);
  }
  HubDriver open;
  open.connect(1);
  open.say(1, protocol::Hello{"Ada", "a-long-secret.with.dots"});
  EXPECT_EQ(open.last<Welcome>(1).user, *user_id_of("a-long-secret.with.dots")) << "without keys it is any secret";
}

TEST(HubIdentity, WhereTokensAreAskedForPlainClientsAreNotLetIn) {
  Moderated t(mode(AuthMode::token));
  t.connect(1, protocol::Dialect::plain);
  EXPECT_EQ(t.closes.at(1).code, 4401);
  EXPECT_NE(t.frames[1].back().find("bad-token"), std::string::npos);
  EXPECT_EQ(t.hub.connections(), 0U);
}

TEST(HubIdentity, ATokenThatExpiresEndsTheConnection) {
  Moderated t;
  t.people->add("ada.x.y").expires = t.wall + Duration{30'000};
  t.enter_as(1, "ada.x.y");
  t.advance(Duration{10'000});
  EXPECT_EQ(t.hub.next_deadline(), t.now + Duration{20'000});
  t.advance(Duration{19'999});
  EXPECT_TRUE(t.codes(1).empty());
  t.advance(Duration{1});
  EXPECT_EQ(t.codes(1), (Codes{"token-expired"}));
  EXPECT_FALSE(t.last<Refusal>(1).fatal);
  EXPECT_EQ(t.closes.at(1).code, 4402);
  EXPECT_EQ(t.hub.connections(), 0U);
  t.wall += Duration{30'000};
  t.greet(2, "ada.x.y");
  EXPECT_EQ(t.codes(2), (Codes{"token-expired"}));
  EXPECT_EQ(t.closes.at(2).code, 4402);
}

TEST(HubIdentity, TheClockOnTheWallCountsToo) {
  Moderated t;
  t.people->add("ada.x.y").expires = t.wall + Duration{30'000};
  t.enter_as(1, "ada.x.y");
  t.wall += Duration{30'000};  // the machine slept
  t.chat(1, "m1", "hi");
  EXPECT_EQ(t.codes(1), (Codes{"token-expired"}));
  EXPECT_TRUE(t.storage.rooms["general"].empty());
}

TEST(HubIdentity, AnotherHelloRenewsIt) {
  Moderated t;
  t.people->add("ada.1.y").expires = t.wall + Duration{30'000};
  Identity& next = t.people->add("ada.2.y");
  next.expires = t.wall + Duration{90'000};
  next.rooms = {"other"};
  t.enter_as(1, "ada.1.y");
  t.say(1, protocol::Join{"other", {}, 0});
  t.say(1, protocol::Hello{"Mo", "ada.2.y"});
  EXPECT_EQ(t.last<Refusal>(1).code, "not-allowed") << "it is for fewer rooms";
  EXPECT_EQ(t.last<Refusal>(1).room, "general");
  t.advance(Duration{60'000});
  EXPECT_FALSE(t.closes.contains(1));
  t.advance(Duration{30'000});
  EXPECT_EQ(t.closes.at(1).code, 4402);
  t.advance(Duration{10'000});
  EXPECT_EQ(t.hub.next_deadline(), std::nullopt) << "nothing of it is left";
}

TEST(HubIdentity, ATokenMayOpenSomeRoomsOnly) {
  Moderated t;
  t.people->add("ada.x.y").rooms = {"a", "b"};
  t.enter_as(1, "ada.x.y", "a");
  t.say(1, protocol::Join{"general", {}, 0});
  EXPECT_EQ(t.codes(1), (Codes{"not-allowed"}));
  EXPECT_FALSE(t.closes.contains(1));
  t.enter_as(2, "ada.x.y", "general");
  EXPECT_TRUE(t.last<Refusal>(2).fatal);
  EXPECT_EQ(t.closes.at(2).code, 4403);
}

TEST(HubNames, ANicknameIsKeptForItsToken) {
  HubDriver t;
  const auto come = [&](int client, const std::string& nick, const std::string& room = "general") {
    t.connect(client);
    t.say(client, protocol::Hello{nick, "token-of-client-" + std::to_string(client)});
    t.say(client, protocol::Join{room, {}, 0});
  };
  come(1, "Ada Lovelace");
  come(2, " ADA  lovelace ");
  EXPECT_EQ(t.codes(2), (Codes{"nick-taken"}));
  EXPECT_TRUE(t.last<Refusal>(2).fatal);
  EXPECT_EQ(t.closes.at(2).code, 4403);
  come(3, "Ada Lovelace", "other");
  EXPECT_TRUE(t.codes(3).empty()) << "another room's Ada is another's";
  t.leave(1);
  come(2, "ada lovelace");
  EXPECT_EQ(t.codes(2), (Codes{"nick-taken", "nick-taken"})) << "also while she is away";
  come(1, "ADA LOVELACE");
  EXPECT_EQ(t.last<protocol::Joined>(1).room, "general");
  EXPECT_TRUE(t.codes(1).empty());
}

TEST(HubNames, ChangingItFreesTheOldOneAndTakesNoneThatIsTaken) {
  HubDriver t;
  t.enter(1);
  t.enter(2);
  t.say(2, protocol::Hello{"NICK1", "token-of-client-2"});
  EXPECT_EQ(t.codes(2), (Codes{"nick-taken"}));
  EXPECT_FALSE(t.closes.contains(2));
  t.chat(2, "m1", "hi");
  EXPECT_EQ(t.last<protocol::Chat>(1).message.nick, "nick2");
  t.say(1, protocol::Hello{"Other", "token-of-client-1"});
  t.say(2, protocol::Hello{"nick1", "token-of-client-2"});
  EXPECT_EQ(t.last<Welcome>(2).nick, "nick1");
}

TEST(HubNames, TheyOutliveTheServerForAWhile) {
  HubDriver t;
  t.enter(1);
  HubDriver later;
  later.hub.restore(t.storage.people);
  later.connect(2);
  later.say(2, protocol::Hello{"nick1", "another token of somebody"});
  later.say(2, protocol::Join{"general", {}, 0});
  EXPECT_EQ(later.codes(2), (Codes{"nick-taken"}));
  later.wall += std::chrono::hours(24 * 30);
  later.connect(3);
  later.say(3, protocol::Hello{"nick1", "another token of somebody"});
  later.say(3, protocol::Join{"general", {}, 0});
  EXPECT_EQ(later.all<protocol::Joined>(3).size(), 1U);
}

TEST(HubNames, TheDiskIsTroubledOnceADay) {
  HubDriver t;
  t.enter(1);
  EXPECT_EQ(t.storage.names_noted, 1U);
  t.leave(1);
  t.wall += std::chrono::hours(23);
  t.enter(1);
  EXPECT_EQ(t.storage.names_noted, 1U);
  t.leave(1);
  t.wall += std::chrono::hours(1);
  t.enter(1);
  EXPECT_EQ(t.storage.names_noted, 2U);
}

TEST(HubNames, TheirNumberIsBounded) {
  HubConfig config;
  config.names.most = 3;
  HubDriver t(config);
  for (int client = 1; client <= 5; ++client) {
    t.wall += Duration{1'000};
    t.enter(client);
  }
  EXPECT_EQ(t.storage.people.names.size(), 3U);
  for (const auto& name : t.storage.people.names) EXPECT_GE(name.name, "nick3") << "the oldest went";
}

TEST(HubNames, ATokensNameIsItsOwn) {
  Moderated t;
  t.people->add("ada.x.y").nick = "Nick1";
  t.enter(1);
  t.enter_as(5, "ada.x.y");
  EXPECT_TRUE(t.codes(5).empty()) << "whom a signed token calls so is called so";
  t.leave(1);
  t.enter(1);
  EXPECT_EQ(t.codes(1), (Codes{"nick-taken"}));
}

TEST(HubNames, PlainClientsCannotUseThemEither) {
  HubDriver t;
  t.enter(1);
  t.connect(2, protocol::Dialect::plain);
  t.raw(2, R"({"message":"it is me","from":"Nick1"})");
  EXPECT_NE(t.frames[2].back().find("nick-taken"), std::string::npos);
  EXPECT_TRUE(t.storage.rooms["general"].empty());
  t.raw(2, R"({"message":"it is me","from":"Nick2"})");
  EXPECT_EQ(t.storage.rooms["general"].size(), 1U);
}

}  // namespace
}  // namespace banter::server
