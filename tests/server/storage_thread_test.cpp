// The thread between hub and storage: after a failure nothing overtakes what failed.
#include "server/io/storage_thread.hpp"

#include <gtest/gtest.h>

#include <future>
#include <map>
#include <mutex>

namespace banter::server {
namespace {

/// Refuses the first request it is given, and waits with that until it is told to go on.
class FailsOnce final : public banter::server::Storage {
 public:
  FailsOnce(std::promise<void>& begun, std::future<void> go_on) : begun_(begun), go_on_(std::move(go_on)) {}
  void perform(std::vector<StoreRequest> requests, std::vector<StoreReply>& replies) override {
    for (const auto& request : requests) {
      const Ticket ticket = ticket_of(request);
      if (std::exchange(first_, false)) {
        begun_.set_value();
        go_on_.wait();
        replies.emplace_back(StoreFailed{ticket, "full"});
      } else {
        const bool append = std::holds_alternative<Append>(request);
        replies.push_back(append ? StoreReply{Appended{ticket, ticket, {}, false}} : Revised{ticket, ticket});
      }
    }
  }
  std::string probe() override { return {}; }

 private:
  std::promise<void>& begun_;
  std::future<void> go_on_;
  bool first_ = true;
};

Revise revise(Ticket ticket, std::uint64_t generation) {
  return {ticket, "general", 1, "user", "text", {}, generation};
}

/// What the first to fail takes with it.
void expect_the_rest_to_fail(StoreRequest first) {
  std::promise<void> begun;
  std::promise<void> go_on;
  std::mutex mutex;
  std::map<Ticket, bool> stored;
  std::promise<void> finished;
  StorageThread thread(
      std::make_unique<FailsOnce>(begun, go_on.get_future()),
      [&](const std::vector<StoreReply>& replies) {
        const std::lock_guard lock(mutex);
        for (const auto& reply : replies) {
          if (const auto* failed = std::get_if<StoreFailed>(&reply)) stored[failed->ticket] = false;
          if (const auto* appended = std::get_if<Appended>(&reply)) stored[appended->ticket] = true;
          if (const auto* revised = std::get_if<Revised>(&reply)) stored[revised->ticket] = true;
        }
      },
      Duration{2'000});
  thread.submit({std::move(first)});
  begun.get_future().wait();
  thread.submit({Append{2, {}, 0}});
  thread.submit({Append{3, {}, 0}, Append{4, {}, 1}, revise(5, 0), revise(6, 1)});
  go_on.set_value();
  thread.finish([&] { finished.set_value(); });
  finished.get_future().wait();
  const std::lock_guard lock(mutex);
  EXPECT_EQ(stored, (std::map<Ticket, bool>{{1, false}, {2, false}, {3, false}, {4, true}, {5, false}, {6, true}}));
  EXPECT_EQ(thread.trouble(), "") << "the storage itself works again";
}

TEST(StorageThread, AFailedAppendTakesWithItWhatWasAskedForBeforeItWasKnown) {
  expect_the_rest_to_fail(Append{1, {}, 0});
}

TEST(StorageThread, AFailedRevisionDoesLikewise) {
  expect_the_rest_to_fail(revise(1, 0));
}

}  // namespace
}  // namespace banter::server
