// Messages that come many at once end up as if each had come alone.
#include <gtest/gtest.h>

#include <random>

#include "chat/store.hpp"

namespace banter::chat {
namespace {

using protocol::BatchedChat;
using protocol::Chat;
using protocol::ChatBatch;
using protocol::ChatMessage;

std::vector<std::string> rows(const Store& store) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < store.size(); ++i) {
    const Row row = store.row(i);
    std::string line = std::to_string(static_cast<unsigned>(row.id)) + " " + std::to_string(row.seq) + " ";
    line.append(row.author).append(": ").append(row.text).append(" ").append(to_string(row.delivery));
    line += row.gap_before ? " gap" : "";
    line += row.edited ? " edited" : "";
    line += " " + std::to_string(row.time.time_since_epoch().count());
    out.push_back(std::move(line));
  }
  return out;
}

ChatBatch batch_of(const std::vector<ChatMessage>& messages) {
  ChatBatch batch;
  batch.room = "r";
  for (const ChatMessage& message : messages) batch.messages.push_back(view_of(message));
  return batch;
}

class Batches : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Dialects, Batches, testing::Bool(),
                         [](const auto& instance) { return instance.param ? "Acks" : "Echoes"; });

TEST_P(Batches, AreTheSameAsOneByOne) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    std::mt19937_64 random(seed);
    const auto below = [&](std::uint64_t n) { return random() % n; };
    Store together({.room = "r", .nick = "me", .acks = GetParam()});
    Store apart({.room = "r", .nick = "me", .acks = GetParam()});
    const WallTime now{Duration{1'700'000'000'000}};
    const bool epochs = below(2) == 0;
    for (Store* store : {&together, &apart}) {
      store->apply(protocol::Welcome{"u1", "me", 0}, now);
      if (epochs) store->apply(protocol::Joined{"r", "e1", 0}, now);
    }
    int sent = 0;
    protocol::Seq next = 1;
    for (int round = 0; round < 12; ++round) {
      if (below(2) == 0) {
        const std::string id = "id" + std::to_string(sent++);
        for (Store* store : {&together, &apart}) {
          store->begin_send("mine " + id, id, now, TimePoint{});
          store->take_unsent(TimePoint{});
        }
      }
      std::vector<ChatMessage> messages;
      for (std::uint64_t n = 1 + below(6); n > 0; --n) {
        ChatMessage message;
        message.room = "r";
        if (below(12) == 0) next += 3;  // a hole
        message.seq = below(10) == 0 ? 1 + below(next) : below(15) == 0 ? 0 : next++;
        message.user = below(3) == 0 ? "u1" : "u2";
        message.nick = message.user == "u1" ? "me" : "Bob";
        if (sent > 0 && below(3) == 0) message.id = "id" + std::to_string(below(static_cast<std::uint64_t>(sent)));
        message.text = message.id.empty() ? "words " + std::to_string(below(100)) : "mine " + message.id;
        message.time = below(5) == 0 ? WallTime{} : now;
        message.edit = below(6) == 0 ? 1 : 0;
        messages.push_back(std::move(message));
      }
      const Changes all = together.apply(batch_of(messages), now);
      Changes merged;
      for (const ChatMessage& message : messages) merged.merge(apart.apply(Chat{message}, now));
      ASSERT_EQ(rows(together), rows(apart)) << "seed " << seed;
      ASSERT_EQ(together.last_seq(), apart.last_seq()) << "seed " << seed;
      ASSERT_EQ(together.pending(), apart.pending()) << "seed " << seed;
      EXPECT_EQ(all.any(), merged.any());
      EXPECT_LE(all.first, merged.first) << "what changed is told";
    }
  }
}

TEST(BatchOf, AnotherRoomChangesNothing) {
  Store store({.room = "r", .nick = "me"});
  ChatMessage message;
  message.seq = 1;
  message.text = "elsewhere";
  const std::vector<ChatMessage> messages{message};  // the views are into it
  ChatBatch batch = batch_of(messages);
  EXPECT_TRUE(store.apply(batch, WallTime{}).any());
  batch.room = "s";
  batch.messages[0].seq = 2;
  EXPECT_FALSE(store.apply(batch, WallTime{}).any());
  EXPECT_EQ(store.size(), 1U);
}

}  // namespace
}  // namespace banter::chat
