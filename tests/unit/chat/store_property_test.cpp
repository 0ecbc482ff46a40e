// Random worlds against a model server: nothing is lost, doubled or reordered, and Changes never
// leaves out a row that changed. A failing seed is printed and replays.
#include <algorithm>
#include <functional>
#include <map>

#include "model_server.hpp"
#include "store_bench.hpp"

namespace banter::chat::test {
namespace {

struct Snapshot {
  RowId id;
  protocol::Seq seq;
  Delivery delivery;
  bool gap_before;
  std::size_t words;  ///< hash of text and error
  bool operator==(const Snapshot& o) const {
    return id == o.id && seq == o.seq && delivery == o.delivery && gap_before == o.gap_before && words == o.words;
  }
};

std::vector<Snapshot> rows_of(const Store& store) {
  std::vector<Snapshot> out;
  out.reserve(store.size());
  const std::hash<std::string_view> hash;
  for (std::size_t i = 0; i < store.size(); ++i) {
    const Row row = store.row(i);
    out.push_back({row.id, row.seq, row.delivery, row.gap_before, hash(row.text) ^ (hash(row.error) << 1)});
  }
  return out;
}

/// A person's page on a bad network.
class World {
  static StoreConfig with_small_pages() {
    StoreConfig config = config_with(true);
    config.page = 6;
    return config;
  }

 public:
  World(std::uint64_t seed, bool limits_rate, bool resets)
      : random_(seed), server_(random_, limits_rate), resets_(resets), bench_(with_small_pages()) {
    welcome();
  }

  void run() {
    for (int step = 0; step < 250; ++step) {
      random_step();
      if (testing::Test::HasFatalFailure()) return;
    }
    // The network heals. Whatever is pending gets through, and nothing is left to say.
    if (random_.below(2) == 0) drop();
    for (int round = 0; round < 3'000 && !(quiet() && server_.connected()); ++round) {
      if (!server_.connected()) connect();
      pump();
      server_.handle_one(bench_.clock);
      hear();
      if (server_.idle()) pass(Duration{static_cast<Duration::rep>(random_.below(40))});
      if (testing::Test::HasFatalFailure()) return;
    }
    ASSERT_TRUE(quiet()) << bench_.store.pending() << " still pending";
    check_rows();
    check_own();
    if (random_.below(2) == 0) load_all();
  }

 private:
  /// A person who reads all the way up, through every gap, has everything in the end.
  void load_all() {
    for (int round = 0; round < 5'000 && !complete(); ++round) {
      want();
      if (random_.below(5) == 0) server_.others_say("meanwhile");
      pump();
      server_.handle_one(bench_.clock);
      hear();
      pass(Duration{static_cast<Duration::rep>(random_.below(100))});
      if (testing::Test::HasFatalFailure()) return;
    }
    while (!server_.idle()) {
      server_.handle_one(bench_.clock);
      hear();
    }
    ASSERT_TRUE(complete()) << "the first is " << bench_.store.row(epoch_begin_).seq;
    check_rows();
    check_own();
    ASSERT_EQ(bench_.store.size() - epoch_begin_, server_.log.size());
  }
  [[nodiscard]] bool complete() const {
    const Store& store = bench_.store;
    for (std::size_t i = epoch_begin_; i < store.size(); ++i) {
      const Gap gap = store.row(i).gap;
      if (gap != Gap::none && gap != Gap::renumbered) return false;
    }
    return server_.log.empty() || (store.size() > epoch_begin_ && store.row(epoch_begin_).seq == 1);
  }
  void want() {
    Store& store = bench_.store;
    store.want_older();
    if (store.size() > 0) store.want_gap(store.row(random_.below(store.size())).id);
    for (std::size_t i = 0; i < store.size(); ++i) {
      if (store.row(i).gap_before && random_.below(3) == 0) store.want_gap(store.row(i).id);
      if (random_.below(3) == 0) store.read_on(store.row(i).id, random_.below(2) == 0);
    }
    if (random_.below(3) == 0) store.want_message(random_.below(server_.log.size() + 3));
  }

  void random_step() {
    switch (random_.below(13)) {
      case 12:
        want();
        break;
      case 0:
      case 1:
        say();
        break;
      case 2:
      case 3:
        server_.others_say("other" + std::to_string(server_.log.size()));
        break;
      case 4:
        if (random_.below(4) == 0) drop();
        break;
      case 5:
        if (!server_.connected()) connect();
        break;
      case 6:
        if (resets_ && random_.below(8) == 0) {
          drop();
          server_.new_epoch();
        }
        break;
      case 7:
        pass(Duration{static_cast<Duration::rep>(random_.below(60))});
        break;
      case 8:
        pump();
        break;
      case 9:
        for (std::uint64_t n = random_.below(15); n > 0; --n) server_.others_say("burst");
        break;
      default:
        server_.handle_one(bench_.clock);
        hear();
    }
  }

  void say() {
    const std::string n = std::to_string(own_.size());
    own_.push_back("id" + n);
    watched([&] {
      const auto result = bench_.store.begin_send("own" + n, "id" + n, wall(bench_.clock), mono(bench_.clock));
      EXPECT_EQ(result.error, "");
      return result.changes;
    });
  }
  void welcome() {
    watched([&] {
      protocol::Welcome welcome{"u-ann", "ann", 0};
      welcome.history = true;
      return bench_.apply(welcome);
    });
  }
  void connect() {
    server_.connect();
    welcome();
    watched([&] { return bench_.store.set_open(true, wall(bench_.clock)); });
    server_.write(protocol::Join{"r", bench_.store.epoch(), bench_.store.last_seq()});
  }
  void drop() {
    server_.cut();
    watched([&] { return bench_.store.connection_lost(); });
  }
  void pump() {
    if (!server_.connected()) return;
    watched([&] {
      for (const Outgoing& out : bench_.store.take_unsent(mono(bench_.clock))) {
        server_.write(protocol::SendChat{"r", out.id, "ann", out.text});
      }
      if (const auto load = bench_.store.take_load(mono(bench_.clock))) {
        EXPECT_EQ(load->epoch, server_.epoch);
        server_.write(*load);
      }
      return Changes{};
    });
    ASSERT_LE(bench_.store.unconfirmed(), Store::window);
  }
  void hear() {
    if (const auto event = server_.deliver()) {
      const Store& store = bench_.store;
      const auto* joined = std::get_if<protocol::Joined>(&*event);
      if (joined && !store.epoch().empty() && store.epoch() != joined->epoch) {
        epoch_begin_ = store.size() - store.pending() - store.failed();
      }
      watched([&] { return bench_.apply(*event); });
    }
  }
  void pass(Duration time) {
    bench_.clock += time;
    watched([&] { return bench_.tick(); });
    if (bench_.store.stalled(mono(bench_.clock))) drop();
  }
  [[nodiscard]] bool quiet() const { return server_.idle() && bench_.store.pending() == 0; }

  /// Runs a step and holds the store to the Changes it returns.
  template <class Step>
  void watched(Step&& step) {
    const auto before = std::move(last_);
    const Changes changes = step();
    last_ = rows_of(bench_.store);
    const auto& after = last_;
    const std::size_t same = changes.any() ? changes.first : before.size();
    if (changes.inserted > 0) {  // the others only moved
      ASSERT_EQ(after.size(), before.size() + changes.inserted);
      for (std::size_t i = changes.first + 1; i < before.size(); ++i) {
        ASSERT_TRUE(before[i] == after[i + changes.inserted]) << "row " << i << " changed where others came";
      }
    }
    ASSERT_LE(same, std::min(before.size(), after.size()));
    ASSERT_TRUE(changes.any() || before.size() == after.size()) << "a change that was not told";
    for (std::size_t i = 0; i < same; ++i) ASSERT_TRUE(before[i] == after[i]) << "row " << i << " changed in silence";
    check_order();
  }

  static bool is_underway(Delivery delivery) { return delivery == Delivery::pending || delivery == Delivery::queued; }

  /// What holds at every moment.
  void check_order() const {
    const Store& store = bench_.store;
    std::vector<RowId> ids;
    for (const Snapshot& row : last_) ids.push_back(row.id);
    std::sort(ids.begin(), ids.end());
    ASSERT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end()) << "two rows with one id";
    std::size_t settled = store.size();
    for (int last = 1 << 30; settled > 0 && is_underway(last_[settled - 1].delivery); --settled) {
      const int n = std::stoi(std::string{store.row(settled - 1).text.substr(3)});
      ASSERT_LT(n, last) << "pending rows out of order";
      last = n;
    }
    ASSERT_EQ(store.size() - settled, store.pending()) << "a settled row below a pending one";
  }

  /// Against the server, at the end: the rows of the newest numbering are the server's messages.
  void check_rows() {
    ASSERT_EQ(bench_.store.last_seq(), server_.log.size());
    if (server_.log.empty()) return;
    protocol::Seq previous = 0;
    for (std::size_t i = epoch_begin_; i < bench_.store.size(); ++i) {
      const Row row = bench_.store.row(i);
      ASSERT_GE(row.seq, 1U);
      ASSERT_LE(row.seq, server_.log.size());
      const auto& truth = server_.log[row.seq - 1];
      ASSERT_EQ(row.text, truth.text);
      ASSERT_EQ(row.delivery == Delivery::sent, truth.user == "u-ann");
      const bool gap = previous == 0 ? epoch_begin_ > 0 : row.seq != previous + 1;
      ASSERT_EQ(row.gap_before, gap) << "at number " << row.seq;
      previous = row.seq;
    }
    ASSERT_EQ(previous, server_.log.size()) << "the end is missing";
  }

  /// Every own message is on the server once, in the order it was sent, and shown once.
  void check_own() {
    std::map<std::string, int> shown;
    for (std::size_t i = 0; i < bench_.store.size(); ++i) {
      const std::string text{bench_.store.row(i).text};
      if (text.rfind("own", 0) == 0) ++shown[text];
    }
    for (std::size_t i = 0; i < own_.size(); ++i) {
      const int times = shown["own" + std::to_string(i)];
      ASSERT_GE(times, 1) << own_[i] << " is not shown";
      ASSERT_TRUE(resets_ || times == 1) << own_[i] << " is shown twice";
    }
    int last = -1;
    std::size_t stored = 0;
    for (const auto& m : server_.log) {
      if (m.user != "u-ann") continue;
      const int n = std::stoi(m.id.substr(2));
      ASSERT_GT(n, last) << "stored twice or out of order";
      last = n;
      ++stored;
    }
    ASSERT_TRUE(resets_ || stored == own_.size()) << stored << " of " << own_.size();
  }

  Random random_;
  ModelServer server_;
  bool resets_;
  Bench bench_;
  std::vector<Snapshot> last_;  ///< the rows after the last watched step
  std::vector<std::string> own_;
  std::size_t epoch_begin_ = 0;  ///< the first row of the newest numbering
};

class StoreWorlds : public testing::TestWithParam<std::pair<bool, bool>> {};

TEST_P(StoreWorlds, NothingIsLostDoubledOrReordered) {
  const auto [limits_rate, resets] = GetParam();
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    World{seed, limits_rate, resets}.run();
    if (HasFatalFailure()) {
      FAIL() << "seed " << seed;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, StoreWorlds,
                         testing::Values(std::pair{false, false}, std::pair{true, false}, std::pair{false, true},
                                         std::pair{true, true}));

/// A server that sends every text back to all, without ids or names, over a wire that breaks.
TEST(StorePlainWorlds, WhatIsHeardIsWhatIsShown) {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    Random random{seed};
    Bench bench{false};
    std::deque<std::string> wire;
    Lines heard;
    int sent = 0;
    std::size_t accepted = 0;
    const auto word = [&] { return "w" + std::to_string(random.below(4)); };  // the same words all the time
    for (int step = 0; step < 200; ++step) {
      switch (random.below(6)) {
        case 0:
          bench.send(word(), "id" + std::to_string(sent++));
          break;
        case 1:
          for (const std::string& text : bench.take()) wire.push_back(text);
          break;
        case 2:
          wire.push_back(word());
          break;
        case 3:
          if (random.below(10) != 0) break;
          wire.clear();
          bench.store.connection_lost();
          break;
        default:
          if (wire.empty()) break;
          heard.push_back(wire.front());
          wire.pop_front();
          protocol::ChatMessage m;
          m.text = heard.back();
          bench.chat(m);
      }
      bench.clock += Duration{static_cast<Duration::rep>(random.below(20))};  // no echo is ever due
    }
    Lines settled;
    accepted = bench.store.pending() + bench.store.failed();
    for (std::size_t i = 0; i < bench.store.size(); ++i) {
      const Row row = bench.store.row(i);
      if (row.delivery == Delivery::received || row.delivery == Delivery::sent) settled.emplace_back(row.text);
      accepted += row.delivery == Delivery::sent ? 1 : 0;
    }
    ASSERT_EQ(settled, heard) << "seed " << seed;
    ASSERT_EQ(accepted, static_cast<std::size_t>(sent)) << "an own message vanished, seed " << seed;
  }
}

}  // namespace
}  // namespace banter::chat::test
