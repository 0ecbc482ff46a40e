// The queue of one connection: the first frame lies in it, more do elsewhere, and none is lost or overtaken.
#include "server/io/send_queue.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace banter::server {
namespace {

QueuedFrame frame(const std::string& text) {
  return {std::make_shared<const std::string>(text), Opcode::text};
}

std::string all(const SendQueue& queue) {
  std::string out;
  for (std::size_t i = 0; i < queue.size(); ++i) out += *queue[i].payload + " ";
  return out;
}

TEST(SendQueue, KeepsTheOrderWhateverIsTaken) {
  SendQueue queue;
  EXPECT_TRUE(queue.empty());
  queue.pop_front(0);
  for (const char* text : {"a", "b", "c", "d", "e"}) queue.push_back(frame(text));
  EXPECT_EQ(all(queue), "a b c d e ");
  queue.pop_front(1);
  EXPECT_EQ(all(queue), "b c d e ");
  queue.pop_front(3);
  EXPECT_EQ(all(queue), "e ");
  queue.push_back(frame("f"));
  EXPECT_EQ(all(queue), "e f ");
  queue.pop_front(2);
  EXPECT_TRUE(queue.empty());
  EXPECT_EQ(queue.size(), 0U);
}

TEST(SendQueue, AnEmptyFrameIsOne) {
  SendQueue queue;
  queue.push_back({std::make_shared<const std::string>(), Opcode::ping});
  EXPECT_FALSE(queue.empty());
  EXPECT_EQ(queue.size(), 1U);
}

TEST(SendQueue, LetsGoOfWhatWasTaken) {
  SendQueue queue;
  const auto shared = std::make_shared<const std::string>("to many");
  for (int i = 0; i < 3; ++i) queue.push_back({shared, Opcode::text});
  EXPECT_EQ(shared.use_count(), 4);
  queue.pop_front(2);
  EXPECT_EQ(shared.use_count(), 2);
  queue.clear();
  EXPECT_EQ(shared.use_count(), 1);
}

}  // namespace
}  // namespace banter::server
