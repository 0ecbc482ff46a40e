#include "app/inbox.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <random>
#include <string>

namespace banter::app {
namespace {

TEST(Inbox, GivesBackWhatWasPutInInOrder) {
  std::mt19937 random(3);
  Inbox inbox;
  std::deque<std::string> expected;
  std::size_t most = 0;
  for (int i = 0; i < 60'000; ++i) {
    // For a while more comes than goes, then the other way round: it fills to some megabytes and runs empty.
    const bool more = i / 10'000 % 2 == 0;
    if (random() % 4 < (more ? 3U : 1U)) {
      std::string words = "frame " + std::to_string(i) + std::string(random() % 3 == 0 ? random() % 2000 : 0, 'x');
      if (random() % 2 == 0) {
        inbox.put(net::Frame{1, words, false});
      } else {
        if (random() % 4 == 0) inbox.room(random() % (200 << 10));  // it did not fit
        std::copy(words.begin(), words.end(), inbox.room(words.size() * (1 + random() % 3)));
        inbox.put_written(1, words.size());
      }
      if (random() % 50 == 0) {
        inbox.put(net::Closed{1, 1000, words, true});
        expected.push_back(words);
        words = "closed: " + words;
      }
      expected.push_back(std::move(words));
    } else if (!inbox.empty()) {
      inbox.take([&](const net::SocketEvent& event) {
        const auto* frame = std::get_if<net::Frame>(&event);
        const std::string words =
            frame != nullptr ? std::string(frame->data) : "closed: " + std::get<net::Closed>(event).reason;
        ASSERT_EQ(words, expected.front());
      });
      expected.pop_front();
    }
    ASSERT_EQ(inbox.empty(), expected.empty());
    most = std::max(most, inbox.bytes());
  }
  EXPECT_GT(most, 1U << 20) << "so that what was used is dropped meanwhile";
  while (!inbox.empty()) inbox.take([](const net::SocketEvent&) {});
  EXPECT_EQ(inbox.bytes(), 0U);
}

}  // namespace
}  // namespace banter::app
