// Pages of old messages, read from the stream while others join.
#include <gtest/gtest.h>

#include "store_driver.hpp"

namespace banter::server {
namespace {

TEST(SharedReads, OldMessagesAreReadFromTheStream) {
  StoreDriver driver(1);
  driver.fill(5'000, 2);
  driver.watch(0);
  for (const protocol::Seq after : {0U, 1U, 777U, 2'500U, 4'800U}) {
    const auto page = driver.read(0, after, 70);
    ASSERT_EQ(page.messages.size(), 70U) << after;
    EXPECT_EQ(page.messages.front().seq, after + 1);
    EXPECT_EQ(page.messages.front().text, "text " + std::to_string(after + 1));
    EXPECT_EQ(page.messages.back().text, "text " + std::to_string(after + 70));
  }
  EXPECT_EQ(driver.read(0, 100, 70, "general", 45).messages.size(), 2U) << "as many as the bytes allow";
  driver.advance(Duration{1'000});
  EXPECT_EQ(driver.stream.consumers(), 1U) << "those that read pages are gone";
}

TEST(SharedReads, TheNearestBeforeANumberAreReadHoweverOld) {
  StoreDriver driver(1);
  driver.fill(3'000);
  driver.watch(0);
  const auto numbers = [&](protocol::Seq after, std::uint32_t count, protocol::Seq before,
                           std::size_t bytes = 1 << 20) {
    std::vector<protocol::Seq> out;
    for (const auto& message : driver.read(0, after, count, "general", bytes, before).messages)
      out.push_back(message.seq);
    return out;
  };
  using Seqs = std::vector<protocol::Seq>;
  for (const protocol::Seq before : {3'001U, 2'990U, 2'001U, 50U, 5U}) {
    EXPECT_EQ(numbers(0, 3, before), (Seqs{before - 3, before - 2, before - 1})) << before;
    EXPECT_EQ(numbers(before - 3, 9, before), (Seqs{before - 2, before - 1})) << before;
    EXPECT_EQ(numbers(0, 9, before, 1), Seqs{before - 1}) << "one at least";
    EXPECT_EQ(numbers(before - 1, 9, before), Seqs{});
  }
  EXPECT_EQ(numbers(0, 9, 3), (Seqs{1, 2}));
  EXPECT_EQ(numbers(0, 9, 1), Seqs{});
  EXPECT_EQ(numbers(0, 9, 0), Seqs{});
  EXPECT_EQ(numbers(0, 2, 9'999), (Seqs{2'999, 3'000}));
}

TEST(SharedReads, APageOfLargeMessagesReadsLittleMoreThanItTells) {
  constexpr std::size_t large = 64 << 10;
  constexpr std::size_t page_bytes = 48 << 10;
  constexpr int count = 400;
  for (const int small : {0, 200, 290, 296}) {  // where the large ones begin; those before are read in vain
    for (const int others : {0, 3}) {
      StoreDriver driver(1);
      driver.stream.flow = 128 << 10;
      driver.fill(count, others, small, large);
      driver.watch(0);
      driver.read(0, 0, 0);
      for (const protocol::Seq before : {300U, 299U}) {
        driver.servers[0].peer->bytes = 0;
        const auto page = driver.read(0, 0, 200, "general", page_bytes, before);
        ASSERT_FALSE(page.messages.empty());
        EXPECT_EQ(page.messages.back().seq, before - 1);
        std::size_t told = 0;
        for (std::size_t i = 0; i < page.messages.size(); ++i) {
          EXPECT_EQ(page.messages[i].seq + page.messages.size() - i, before);
          told += page.messages[i].text.size();
        }
        EXPECT_TRUE(page.messages.size() == 1 || told <= page_bytes);
        EXPECT_LE(driver.servers[0].peer->bytes, 12 * large) << small << " " << others;
      }
    }
  }
}

TEST(SharedReads, WhoJoinsDoesNotWaitForThoseWhoLookBack) {
  StoreDriver driver(1);
  driver.watch_long(3'000);
  std::vector<Ticket> back;
  for (int i = 0; i < 200; ++i) back.push_back(driver.ask(0, 0, 1'000, true));
  const auto joins = driver.ask(0, 1'000, {}, false);
  driver.run();
  const auto order = driver.pages(0);
  ASSERT_EQ(order.size(), 201U);
  const auto at = std::find(order.begin(), order.end(), joins) - order.begin();
  EXPECT_LE(at, 32) << "those who look back have half of the places";
  std::vector<Ticket> all(back);
  all.push_back(joins);
  EXPECT_TRUE(std::is_permutation(order.begin(), order.end(), all.begin(), all.end()));
}

TEST(SharedReads, ThoseWhoJoinComeFirstWhenAPlaceIsFree) {
  StoreDriver driver(1);
  driver.watch_long(3'000);
  std::vector<Ticket> first;
  for (int i = 0; i < 64; ++i) first.push_back(driver.ask(0, 1'000, {}, false));
  const auto back = driver.ask(0, 0, 1'000, true);
  for (int i = 0; i < 10; ++i) first.push_back(driver.ask(0, 1'000, {}, false));
  driver.run();
  const auto order = driver.pages(0);
  ASSERT_EQ(order.size(), 75U);
  EXPECT_EQ(order.back(), back) << "it was asked for before ten others";
}

}  // namespace
}  // namespace banter::server
