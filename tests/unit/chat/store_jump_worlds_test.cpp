// Somebody who jumps about a room with holes: whatever comes in whatever order, the rows are right.
#include <algorithm>

#include "base/random.hpp"
#include "jump_bench.hpp"

namespace banter::chat::test {
namespace {

/// A server that has lost some of its numbers, and a person who jumps about.
class Jumper {
 public:
  explicit Jumper(std::uint64_t seed) : random_(seed) {
    bool keeps = true;
    for (protocol::Seq seq = 1; seq <= newest; ++seq) {
      if (random_.below(60) == 0) keeps = !keeps;
      if (keeps || seq > newest - 10) kept_.push_back(seq);
    }
  }
  void run() {
    for (int step = 0; step < 300 && !testing::Test::HasFatalFailure(); ++step) {
      want_something();
      if (random_.below(40) == 0) {
        bench_.store.connection_lost();
        bench_.joined("e", newest);
        bench_.history({});
      }
      serve();
    }
    // Who wants everything gets everything, and then there is an end.
    while (want_all() && serve()) {
      if (testing::Test::HasFatalFailure()) return;
    }
    for (const auto seq : kept_) ASSERT_TRUE(bench_.store.find_message(seq)) << seq;
    ASSERT_EQ(bench_.store.size(), kept_.size());
    ASSERT_EQ(bench_.store.older(), Older::none);
  }

 private:
  static constexpr protocol::Seq newest = 1'500;

  void want_something() {
    Store& store = bench_.store;
    const auto gap = store.find_skipped(random_.below(store.size()), store.size());
    switch (random_.below(5)) {
      case 0:
        store.want_message(1 + random_.below(newest + 5));
        break;
      case 1:
        store.want_older();
        break;
      case 2:
        store.want_gap(store.row(random_.below(store.size())).id);
        break;
      default:
        if (gap) store.read_on(store.row(*gap).id, random_.below(2) == 0);
    }
  }
  bool want_all() {
    Store& store = bench_.store;
    store.want_older();
    bool any = store.older() != Older::none;
    for (std::size_t i = 0; i < store.size(); ++i) {
      const Row row = store.row(i);
      if (row.gap == Gap::none || row.gap == Gap::lost) continue;
      any = true;
      store.read_on(row.id, random_.below(2) == 0);
      store.want_gap(row.id);
    }
    return any;
  }
  /// Answers what is asked, if anything is.
  bool serve() {
    if (later(bench_).empty()) return false;
    const protocol::LoadHistory& load = bench_.loaded;
    std::vector<protocol::Seq> page;
    for (const auto seq : kept_) {
      if (seq > load.after.value_or(0) && seq < load.before.value_or(newest + 1)) page.push_back(seq);
    }
    const std::size_t most = std::min<std::size_t>(1 + random_.below(90), load.limit);
    const bool more = page.size() > most;
    if (more && load.before) page.erase(page.begin(), page.end() - static_cast<std::ptrdiff_t>(most));
    if (more && !load.before) page.resize(most);
    bench_.answer(page, more);
    check(bench_);
    return true;
  }

  Random random_;
  std::vector<protocol::Seq> kept_;
  Bench bench_ = joined_bench(newest - 9, newest);
};

TEST(StoreJump, WhateverIsWantedInWhateverOrderTheRowsAreRight) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Jumper{seed}.run();
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace banter::chat::test
