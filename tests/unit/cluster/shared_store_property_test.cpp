// Servers on one stream, with faults from a seed: nothing acknowledged is lost, doubled or has two numbers.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "store_driver.hpp"

namespace banter::server {
namespace {

/// A person with an outbox: what is not acknowledged is sent again, in order, to whichever server is at hand.
struct Person {
  std::string user;
  std::size_t server = 0;
  int next = 1;                 ///< of what is written
  int unacked = 1;              ///< everything before was acknowledged
  std::optional<Ticket> asked;  ///< for `unacked`
  std::map<int, protocol::Seq> acks;
};

class Storm {
 public:
  explicit Storm(std::uint64_t seed) : driver_(3), random_(seed) {
    driver_.stream.random = Random(seed * 31);
    generations_.assign(3, 0);
    for (std::size_t server = 0; server < 3; ++server) driver_.watch(server);
    for (int i = 0; i < 5; ++i) people_.push_back({"user" + std::to_string(i), random_.below(3), 1, 1, {}, {}});
  }

  void run() {
    for (int step = 0; step < 300; ++step) {
      fault();
      for (auto& person : people_) act(person);
      driver_.advance(Duration{100});
      hear();
    }
    calm();
    for (int step = 0; step < 400 && !settled(); ++step) {
      for (auto& person : people_) act(person);
      driver_.advance(Duration{100});
      hear();
    }
    check();
  }

 private:
  void fault() {
    auto& stream = driver_.stream;
    const auto which = random_.below(60);
    if (which == 0) stream.leader = !stream.leader;
    if (which == 1) stream.kill_consumers();
    if (which == 2) stream.lose_answer = random_.unit() * 0.5;
    if (which == 3) stream.lose_delivery = random_.unit() * 0.3;
    if (which == 4) stream.vague_duplicate = random_.unit();
    if (which == 8) stream.makes_consumers = !stream.makes_consumers;
    if (which == 5) stream.lag = random_.below(5);
    if (which == 6) {
      const auto server = random_.below(3);
      driver_.connect(server, !driver_.servers[server].peer->up);
    }
    if (which == 7) {
      auto& person = people_[random_.below(people_.size())];
      person.server = random_.below(3);  // the answer is not heard any more
      person.asked.reset();
    }
  }
  void calm() {
    auto& stream = driver_.stream;
    stream.leader = stream.makes_consumers = true;
    stream.lose_answer = stream.lose_delivery = stream.vague_duplicate = 0;
    for (std::size_t server = 0; server < 3; ++server) {
      if (!driver_.servers[server].peer->up) driver_.connect(server, true);
    }
  }
  void act(Person& person) {
    if (person.next < 30 && random_.below(3) == 0) ++person.next;
    if (person.asked || person.unacked >= person.next) return;
    person.asked =
        driver_.append(person.server, person.user, std::to_string(person.unacked),
                       person.user + " " + std::to_string(person.unacked), "general", generations_[person.server]);
  }
  void hear() {
    heard_.resize(3);
    for (std::size_t server = 0; server < 3; ++server) {
      const auto& replies = driver_.servers[server].replies;
      for (; heard_[server] < replies.size(); ++heard_[server]) hear_one(server, replies[heard_[server]]);
    }
  }
  void hear_one(std::size_t server, const StoreReply& reply) {
    if (const auto* failed = std::get_if<StoreFailed>(&reply)) {
      ++generations_[server];
      for (auto& person : people_) {
        if (person.server == server && person.asked == failed->ticket) person.asked.reset();
      }
    }
    protocol::Seq told = 0;
    if (const auto* arrived = std::get_if<Arrived>(&reply)) told = arrived->message.seq;
    if (const auto* appended = std::get_if<Appended>(&reply)) {
      if (!appended->duplicate) told = appended->seq;
      for (auto& person : people_) {
        if (person.server != server || person.asked != appended->ticket) continue;
        person.acks[person.unacked++] = appended->seq;
        person.asked.reset();
      }
    }
    if (told == 0) return;
    EXPECT_EQ(told, newest_[server] + 1) << "server " << server << " told of it out of order";
    newest_[server] = told;
  }
  [[nodiscard]] bool settled() const {
    for (const auto& person : people_) {
      if (person.asked || person.unacked < person.next) return false;
    }
    const auto count = driver_.stream.stored.size();
    return newest_.at(0) == count && newest_.at(1) == count && newest_.at(2) == count;
  }
  void check() {
    ASSERT_TRUE(settled());
    std::map<std::string, protocol::Seq> numbers;
    protocol::Seq number = 0;
    for (const auto& one : driver_.stream.stored) {
      EXPECT_TRUE(numbers.emplace(one.packet.body, ++number).second) << one.packet.body << " is there twice";
    }
    std::size_t count = 0;
    for (const auto& person : people_) {
      protocol::Seq before = 0;
      for (const auto& [which, acked] : person.acks) {
        EXPECT_EQ(numbers[person.user + " " + std::to_string(which)], acked);
        EXPECT_GT(acked, before) << person.user << " was reordered";
        before = acked;
        ++count;
      }
    }
    EXPECT_EQ(count, driver_.stream.stored.size());
    for (const auto& server : driver_.servers) EXPECT_EQ(server.store->disagreements(), 0U);
  }

  StoreDriver driver_;
  Random random_;
  std::vector<Person> people_;
  std::vector<std::uint64_t> generations_;
  std::vector<std::size_t> heard_;
  std::map<std::size_t, protocol::Seq> newest_{{0, 0}, {1, 0}, {2, 0}};
};

TEST(SharedStoreProperty, NothingAcknowledgedIsLostDoubledOrRenumbered) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Storm(seed).run();
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace banter::server
