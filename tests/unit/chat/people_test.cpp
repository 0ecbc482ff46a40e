// Who is in the room and who types: what the server says, what is asked of it and when.
#include "chat/people.hpp"

#include <gtest/gtest.h>

#include <string>

namespace banter::chat {
namespace {

using protocol::Person;
using Names = std::vector<std::string>;

class PeopleBench {
 public:
  PeopleBench() {
    protocol::Welcome welcome;
    welcome.user = "me";
    welcome.typing = welcome.members = true;
    says(welcome);
    joins(3);
  }
  void joins(std::uint32_t count) {
    protocol::Joined joined;
    joined.room = "general";
    joined.count = count;
    says(joined);
  }
  bool says(const protocol::Event& event) { return people.apply(event, now); }
  bool types(const std::string& user) { return says(protocol::Typing{"general", {user, user}}); }
  bool pass(Duration time) {
    now += time;
    return people.tick(now);
  }
  std::optional<protocol::AskMembers> asks() { return people.take_request(now); }
  void answers(std::vector<Person> page, std::uint32_t count, std::string next = {}) {
    says(protocol::Members{"general", std::move(page), count, std::move(next)});
    now += People::asks_again;
  }
  [[nodiscard]] Names known() const {
    Names out;
    for (const Person& person : people.known()) out.push_back(person.nick);
    return out;
  }

  People people{"general"};
  TimePoint now{Duration{1'000'000}};
};

TEST(People, TypingHoldsForSixSecondsOrUntilTheMessageComes) {
  PeopleBench b;
  EXPECT_TRUE(b.types("Ada"));
  b.pass(Duration{1'000});
  EXPECT_TRUE(b.types("Bo"));
  EXPECT_EQ(b.people.typing(), (Names{"Ada", "Bo"}));
  EXPECT_EQ(b.people.next_deadline(), b.now + Duration{5'000});
  EXPECT_FALSE(b.types("Ada")) << "nothing new is shown";
  EXPECT_EQ(b.people.next_deadline(), b.now + Duration{6'000});
  protocol::ChatMessage message;
  message.user = "Bo";
  EXPECT_TRUE(b.says(protocol::Chat{message}));
  EXPECT_EQ(b.people.typing(), (Names{"Ada"}));
  EXPECT_FALSE(b.pass(Duration{5'999}));
  EXPECT_TRUE(b.pass(Duration{1}));
  EXPECT_TRUE(b.people.typing().empty());
  EXPECT_FALSE(b.people.next_deadline());
}

TEST(People, OneselfAndOtherRoomsDoNotType) {
  PeopleBench b;
  EXPECT_FALSE(b.types("me"));
  EXPECT_FALSE(b.says(protocol::Typing{"elsewhere", {"Ada", "Ada"}}));
  for (int i = 0; i < 100; ++i) b.types("u" + std::to_string(i));
  EXPECT_EQ(b.people.typing().size(), People::most_typing);
  EXPECT_TRUE(b.people.connection_lost());
  EXPECT_TRUE(b.people.typing().empty());
}

TEST(People, TheCountIsWhatWasSaidLast) {
  PeopleBench b;
  EXPECT_EQ(b.people.count(), 3U);
  EXPECT_TRUE(b.says(protocol::Presence{"general", 4, true, {{"u", "U"}}, {}}));
  EXPECT_EQ(b.people.count(), 4U);
  EXPECT_FALSE(b.says(protocol::Presence{"elsewhere", 9, false, {}, {}}));
  EXPECT_EQ(b.people.count(), 4U);
  b.people.connection_lost();
  EXPECT_FALSE(b.people.count()) << "who knows";
}

TEST(People, NothingIsAskedForUntilTheListIsShown) {
  PeopleBench b;
  EXPECT_FALSE(b.asks());
  b.people.want(100);
  ASSERT_TRUE(b.asks());
  EXPECT_FALSE(b.asks()) << "one page at a time";
  b.people.want(0);
  b.answers({{"a", "Ada"}}, 3, "c");
  EXPECT_FALSE(b.asks());
}

TEST(People, PagesAreAskedForAsFarAsTheyAreWanted) {
  PeopleBench b;
  b.people.want(2);
  EXPECT_EQ(b.asks()->after, "");
  b.answers({{"a", "Ada"}, {"b", "bo"}}, 4, "c1");
  EXPECT_EQ(b.known(), (Names{"Ada", "bo"}));
  EXPECT_FALSE(b.asks());
  b.people.want(3);
  EXPECT_EQ(b.asks()->after, "c1");
  b.answers({{"c", "Cy"}, {"d", "Di"}}, 4);
  EXPECT_EQ(b.known(), (Names{"Ada", "bo", "Cy", "Di"}));
  b.people.want(1000);
  EXPECT_FALSE(b.asks()) << "there are no more";
}

TEST(People, WhoComesAndGoesIsInTheListAtOnce) {
  PeopleBench b;
  b.people.want(100);
  b.asks();
  b.answers({{"a", "Ada"}, {"c", "Cy"}}, 2);
  b.says(protocol::Presence{"general", 3, true, {{"b", "bo"}, {"z", "Zoe"}}, {{"a", "Ada"}}});
  EXPECT_EQ(b.known(), (Names{"bo", "Cy", "Zoe"}));
  b.says(protocol::Presence{"general", 3, true, {{"z", "Abe"}}, {}});
  EXPECT_EQ(b.known(), (Names{"Abe", "bo", "Cy"})) << "another nickname, another place";
  EXPECT_FALSE(b.asks());
}

TEST(People, WhoComesBehindWhatIsKnownIsFoundLater) {
  PeopleBench b;
  b.people.want(1);
  b.asks();
  b.answers({{"a", "Ada"}, {"c", "Cy"}}, 4, "c1");
  b.says(protocol::Presence{"general", 5, true, {{"z", "Zoe"}, {"b", "Bo"}}, {}});
  EXPECT_EQ(b.known(), (Names{"Ada", "Bo", "Cy"}));
  b.people.want(10);
  b.asks();
  b.answers({{"d", "Di"}, {"z", "Zoe"}}, 5);
  EXPECT_EQ(b.known(), (Names{"Ada", "Bo", "Cy", "Di", "Zoe"}));
}

TEST(People, AfterAStormTheListIsReadAnewAndShownAsItWasUntilThen) {
  PeopleBench b;
  b.people.want(3);
  b.asks();
  b.answers({{"a", "Ada"}, {"c", "Cy"}}, 2);
  b.says(protocol::Presence{"general", 900, false, {}, {}});
  EXPECT_EQ(b.asks(), std::nullopt) << "not at any rate";
  b.pass(People::reloads_again);
  EXPECT_EQ(b.asks()->after, "");
  EXPECT_EQ(b.known(), (Names{"Ada", "Cy"}));
  b.answers({{"b", "Bo"}, {"c", "Cy"}}, 900, "c2");
  EXPECT_EQ(b.known(), (Names{"Ada", "Cy"}));
  EXPECT_EQ(b.asks()->after, "c2");
  b.answers({{"d", "Di"}}, 900, "c3");
  EXPECT_EQ(b.known(), (Names{"Bo", "Cy", "Di"}));
  EXPECT_FALSE(b.asks());
}

TEST(People, APageThatDoesNotComeIsAskedForAgain) {
  PeopleBench b;
  b.people.want(10);
  EXPECT_TRUE(b.asks());
  EXPECT_EQ(b.people.next_deadline(), b.now + People::answer_within);
  b.pass(People::answer_within);
  EXPECT_TRUE(b.asks());
  protocol::Refusal refusal;
  refusal.room = "general";
  refusal.code = "rate-limited";
  refusal.retry_after = Duration{2'000};
  b.says(refusal);
  EXPECT_FALSE(b.asks());
  b.pass(Duration{2'000});
  EXPECT_TRUE(b.asks());
  b.people.connection_lost();
  EXPECT_FALSE(b.asks());
  b.joins(3);
  EXPECT_TRUE(b.asks());
}

TEST(People, AServerThatGoesInCirclesIsNotAskedForEver) {
  PeopleBench b;
  b.people.want(1'000'000);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(b.asks());
    b.answers({{"a", "Ada"}}, 1'000'000, "again");
  }
  EXPECT_FALSE(b.asks());
  EXPECT_EQ(b.known(), (Names{"Ada"}));
}

TEST(People, ThatWasNotAskedForIsNotTaken) {
  PeopleBench b;
  EXPECT_FALSE(b.says(protocol::Members{"general", {{"x", "X"}}, 1, {}}));
  EXPECT_TRUE(b.known().empty());
}

}  // namespace
}  // namespace banter::chat
