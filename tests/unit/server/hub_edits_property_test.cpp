// People who chat, edit, read slowly, fall away and come back in any order, over a storage that fails now and then:
// in the end everybody has the texts of the storage, and was told of them in order.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/random.hpp"
#include "hub_driver.hpp"

namespace banter::server {
namespace {

using protocol::EditNumber;
using protocol::Seq;

constexpr int people = 5;
constexpr int users = 3;  ///< some people are the same user on two connections

/// What a client does with what it is told (docs/protocol.md), and what it may rely on.
class Person {
 public:
  int connection = 0;
  std::string epoch;
  Seq after = 0;         ///< the highest number received
  EditNumber edits = 0;  ///< the newest edit told of
  std::map<Seq, protocol::ChatMessage> messages;
  std::string user;
  std::set<std::string> asked;                ///< edits that are not answered yet
  std::map<std::string, std::string> unsent;  ///< texts of messages that were not acknowledged

  [[nodiscard]] protocol::Join resume() const { return {"general", epoch, after, edits}; }

  void joins(const protocol::Join& join) { join_ = join; }
  void hear(const protocol::Event& event) {
    std::visit([this](const auto& one) { on(one); }, event);
  }
  void connects(int to) {
    connection = to;
    asked.clear();
    said_ = told_ = 0;
  }

 private:
  void on(const protocol::Welcome& welcome) { user = welcome.user; }
  void on(const protocol::Joined& joined) {
    said_ = told_ = 0;
    if (!join_.epoch.empty() && join_.epoch == joined.epoch && join_.after <= joined.last) return;
    epoch = joined.epoch;
    messages.clear();
    after = 0;
    edits = joined.edits;
  }
  void on(const protocol::History& page) {
    for (const auto& message : page.messages) take(message);
  }
  void on(const protocol::Chat& chat) { take(chat.message); }
  void on(const protocol::Ack& ack) {
    const auto text = unsent.extract(ack.id);
    if (ack.seq <= after) return;  // it was sent, or fell into a gap
    after = ack.seq;
    messages[ack.seq].user = user;
    messages[ack.seq].text = text ? text.mapped() : "";
  }
  void on(const protocol::Moderated&) { ADD_FAILURE() << "nobody did anything to anybody"; }
  void on(const protocol::Edited& edited) {
    if (edited.id.empty()) {
      EXPECT_GT(edited.edit, told_) << "numbers only rise";
    } else {
      EXPECT_GE(edited.edit, told_) << "or one edit answers several commands";
      EXPECT_EQ(asked.erase(edited.id), 1U) << edited.id << " was answered before, or never asked";
    }
    told_ = edited.edit;
    edits = std::max(edits, edited.edit);
    const auto at = messages.find(edited.seq);
    if (at == messages.end()) {
      const bool older = messages.empty() || edited.seq < messages.rbegin()->first;
      EXPECT_TRUE(older || edited.seq <= after) << "an edit came before its message";
      return;
    }
    EXPECT_GE(edited.edit, at->second.edit) << "an older text came after a newer one";
    at->second.text = edited.text;
    at->second.edit = edited.edit;
  }
  void on(const protocol::Refusal& refusal) { asked.erase(refusal.id); }
  /// All else changes no message.
  template <class Other>
  void on(const Other&) {}

  void take(const protocol::ChatMessage& message) {
    EXPECT_GT(message.seq, said_) << "numbers only rise";
    said_ = message.seq;
    after = std::max(after, message.seq);
    messages[message.seq] = message;
    unsent.erase(message.id);
  }

  protocol::Join join_;
  Seq said_ = 0;         ///< the newest that was sent as a message since the join
  EditNumber told_ = 0;  ///< likewise
};

class World {
 public:
  explicit World(std::uint64_t seed) : random_(seed), t_(config()) {
    t_.hold_storage = true;
    t_.always_drained = false;
    for (int i = 0; i < people; ++i) come(i);
  }

  void step() {
    const int i = static_cast<int>(random_.below(people));
    Person& person = people_[i];
    switch (random_.below(16)) {
      case 0:
        return come(i);
      case 1:
        return join(i, random_.below(4) == 0 ? protocol::Join{"general", {}, 0, 0} : person.resume());
      case 2:
      case 3:
        return chat(person);
      case 4:
      case 5:
      case 6:
        return edit(person);
      case 7:
        return resend(person);
      case 8:
        if (queued(person)) t_.congest(person.connection);
        return;
      case 9:
        t_.storage.appends = static_cast<MemoryStorage::Fault>(random_.below(3));
        return;
      case 10:
        t_.storage.appends = MemoryStorage::Fault::none;
        return t_.advance(Duration{6'000});
      case 11:
      case 12:
        drain(person);
        break;
      default:
        t_.step_storage();
    }
    hear();
  }

  void settle() {
    t_.storage.appends = MemoryStorage::Fault::none;
    calm();
    t_.advance(Duration{60'000});
    // What was stored in spite of a failure is known with what comes after it.
    chat(people_[0]);
    calm();
    ASSERT_FALSE(own(people_[0]).empty());
    edit(people_[0], own(people_[0]).back());
    calm();
  }

  void check() {
    const auto& stored = t_.storage.rooms["general"];
    for (const auto& [i, person] : people_) {
      EXPECT_TRUE(t_.closes.empty());
      EXPECT_TRUE(person.asked.empty()) << "person " << i << " waits for " << *person.asked.begin();
      EXPECT_EQ(person.edits, t_.storage.edits["general"]) << "person " << i;
      EXPECT_EQ(person.after, stored.size()) << "person " << i;
      for (const auto& [seq, message] : person.messages) {
        EXPECT_EQ(message.text, stored.at(seq - 1).text) << "person " << i << ", message " << seq;
      }
    }
    EXPECT_EQ(t_.hub.pending(), 0U);
  }

 private:
  static HubConfig config() {
    HubConfig config;
    config.messages = config.commands = config.in_vain = {1e6, 1e6};
    config.page_messages = 3;
    config.newest_messages = 5;
    config.resume_messages = 12;
    return config;
  }

  void come(int i) {
    Person& person = people_[i];
    if (person.connection != 0) t_.leave(person.connection);
    hear();
    person.connects(++connections_);
    t_.connect(person.connection);
    t_.say(person.connection, HubDriver::hello(i % users));
    join(i, person.resume());
  }
  void join(int i, const protocol::Join& join) {
    hear();
    people_[i].joins(join);
    t_.say(people_[i].connection, join);
    hear();
  }
  void chat(Person& person) {
    const auto id = "m" + std::to_string(++commands_);
    person.unsent[id] = "text " + id;
    t_.chat(person.connection, id, person.unsent[id]);
    hear();
  }
  void resend(Person& person) {
    if (person.unsent.empty()) return;
    const auto [id, text] = *person.unsent.begin();
    t_.chat(person.connection, id, text);
    hear();
  }
  void edit(Person& person) {
    const auto mine = own(person);
    const Seq last = t_.storage.rooms["general"].size();
    // Also what is somebody else's, what is not there, and what it was not told of.
    const bool any = mine.empty() || random_.below(8) == 0;
    edit(person, any ? last + 1 - random_.below(std::min<Seq>(last + 1, 3)) : mine[random_.below(mine.size())]);
  }
  void edit(Person& person, Seq seq) {
    const auto id = "e" + std::to_string(++commands_);
    person.asked.insert(id);
    t_.edit(person.connection, seq, id, "edited by " + id);
    hear();
  }
  static std::vector<Seq> own(const Person& person) {
    std::vector<Seq> out;
    for (const auto& [seq, message] : person.messages) {
      if (message.user == person.user) out.push_back(seq);
    }
    return out;
  }

  [[nodiscard]] bool queued(const Person& person) {
    return t_.frames[person.connection].size() > sent_[person.connection];
  }
  /// As a connection does: it tells that its queue is empty once something of it was sent.
  bool drain(Person& person) {
    if (!queued(person)) return false;
    sent_[person.connection] = t_.frames[person.connection].size();
    t_.drain(person.connection);
    return true;
  }
  void calm() {
    bool busy = true;
    while (busy) {
      busy = t_.step_storage();
      for (auto& [i, person] : people_) busy = drain(person) || busy;
      hear();
    }
  }
  void hear() {
    for (auto& [i, person] : people_) {
      for (auto& at = heard_[person.connection]; at < t_.events[person.connection].size(); ++at) {
        const auto event = t_.events[person.connection][at];
        person.hear(event);
        if (std::holds_alternative<protocol::Ping>(event)) t_.say(person.connection, protocol::Pong{});
      }
    }
  }

  Random random_;
  HubDriver t_;
  std::map<int, Person> people_;
  std::map<int, std::size_t> heard_;  ///< events, by connection
  std::map<int, std::size_t> sent_;   ///< frames, likewise
  int connections_ = 100;
  int commands_ = 0;
};

TEST(HubEditsProperty, EverybodyEndsWithTheTextsOfTheStorage) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    World world(seed);
    for (int i = 0; i < 200; ++i) world.step();
    world.settle();
    world.check();
    if (testing::Test::HasFailure()) return;
  }
}

}  // namespace
}  // namespace banter::server
