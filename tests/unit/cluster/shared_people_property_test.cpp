// Who is where, with faults from a seed.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "store_driver.hpp"

namespace banter::server {
namespace {

/// Servers that come, go, die and lose what they are sent, from a seed: when it is calm again, each knows who is where,
/// and nothing lies in the bucket but that.
class PeopleStorm {
 public:
  explicit PeopleStorm(std::uint64_t seed) : random_(seed) {
    driver_.stream.people.random = Random(seed * 31);
    here_.resize(3);
    watched_.resize(3);
  }
  void run() {
    for (int step = 0; step < 250; ++step) {
      fault();
      if (random_.below(2) == 0) act();
      driver_.advance(Duration{100} * (1 + static_cast<int>(random_.below(20))));
    }
    mend();
    for (std::size_t server = 0; server < 3; ++server) {
      if (!driver_.servers[server].peer->up) driver_.connect(server, true);
    }
    driver_.advance(Duration{150'000});
    check();
  }

 private:
  void mend() {
    auto& people = driver_.stream.people;
    people.leader = people.makes_consumers = true;
    people.lose_answer = people.lose_delivery = 0;
    people.behind = 0;
  }
  void fault() {
    auto& people = driver_.stream.people;
    const auto which = random_.below(80);
    if (which >= 75) mend();
    if (which == 0) people.leader = !people.leader;
    if (which == 1) people.kill_consumers();
    if (which == 2) people.lose_answer = random_.unit() * 0.5;
    if (which == 3) people.lose_delivery = random_.unit() * 0.03;
    if (which == 4) people.behind = random_.below(4);
    if (which == 5) people.makes_consumers = !people.makes_consumers;
    if (which == 6 || which == 7) {
      const auto server = random_.below(3);
      driver_.connect(server, !driver_.servers[server].peer->up);
    }
    if (which == 8) driver_.advance(Duration{70'000});
  }
  void act() {
    const auto server = random_.below(3);
    const auto room = "room" + std::to_string(random_.below(20));  // few are told often
    if (!watched_[server].contains(room)) {
      watched_[server].insert(room);
      driver_.watch(server, room);
    } else if (random_.below(4) == 0) {
      watched_[server].erase(room);
      here_[server].erase(room);
      driver_.submit(server, Unwatch{room});
      // Whoever asks for the room anew begins with nobody.
      std::erase_if(driver_.servers[server].replies, [&](const StoreReply& reply) {
        const auto* one = std::get_if<PeopleTold>(&reply);
        return one && one->room == room;
      });
      return;
    }
    std::vector<protocol::Person> people;
    for (std::size_t i = 0; i <= random_.below(3); ++i) people.push_back({"u" + std::to_string(++next_), "Somebody"});
    here_[server][room] = people;
    driver_.submit(server, TellPeople{room, people});
  }
  void check() {
    std::vector<std::string> keys;
    for (std::size_t server = 0; server < 3; ++server) {
      const auto name = "server" + std::to_string(server);
      keys.push_back("server." + name);
      for (const auto& [room, people] : here_[server]) keys.push_back("room." + room + "." + name);
      for (const auto& room : watched_[server]) {
        std::vector<std::string> expected;
        for (std::size_t other = 0; other < 3; ++other) {
          if (other == server || !here_[other].contains(room)) continue;
          expected.push_back("server" + std::to_string(other) + ":");
          for (const auto& person : here_[other][room]) expected.back() += " " + person.user + "=" + person.nick;
        }
        EXPECT_EQ(driver_.elsewhere(server, room), expected) << name << " about " << room;
      }
    }
    std::sort(keys.begin(), keys.end());
    EXPECT_EQ(driver_.stream.people.keys(), keys);
  }

  StoreDriver driver_{3};
  Random random_;
  std::vector<std::map<std::string, std::vector<protocol::Person>>> here_;
  std::vector<std::set<std::string>> watched_;
  int next_ = 0;
};

TEST(SharedPeopleProperty, WhenItIsCalmEachKnowsWhoIsWhereAndNothingElseLiesThere) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    PeopleStorm(seed).run();
    if (testing::Test::HasFailure()) break;
  }
}

}  // namespace
}  // namespace banter::server
