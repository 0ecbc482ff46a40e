// Runs many simulated worlds, one for each seed:
//   sim [--seeds N] [--first N] [--all] [--coverage] [--expect-objection]     sim --seed N [--trace]
// Ends with 0 when nobody objected (with --expect-objection: when somebody did).
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "world.hpp"

namespace {

using namespace banter::sim;

struct Options {
  std::uint64_t first = 1;
  std::uint64_t seeds = 1'000;
  bool single = false;
  bool trace = false;
  bool all = false;               ///< go on when somebody objected
  bool coverage = false;          ///< fail when something never happened
  bool expect_objection = false;  ///< fail when nobody objects
};

struct Found {
  std::uint64_t seed = 0;
  std::string objection;
};

bool parse(int count, char** arguments, Options& options) {
  for (int i = 1; i < count; ++i) {
    const std::string_view name = arguments[i];
    const auto number = [&](std::uint64_t& to) {
      if (i + 1 >= count) return false;
      char* end = nullptr;
      to = std::strtoull(arguments[++i], &end, 10);
      return *end == '\0';
    };
    if (name == "--seed") {
      options.single = true;
      if (!number(options.first)) return false;
    } else if (name == "--seeds") {
      if (!number(options.seeds)) return false;
    } else if (name == "--first") {
      if (!number(options.first)) return false;
    } else if (name == "--trace") {
      options.trace = true;
    } else if (name == "--all") {
      options.all = true;
    } else if (name == "--coverage") {
      options.coverage = true;
    } else if (name == "--expect-objection") {
      options.expect_objection = true;
    } else {
      return false;
    }
  }
  return true;
}

/// Again, and this time in words.
void tell(const Found& found, const char* program) {
  World world(found.seed, Trace::Mode::keep);
  const auto again = world.run();
  std::cout << "seed " << found.seed << ": " << found.objection << '\n';
  if (again != found.objection) std::cout << "  and the second time: " << again.value_or("nothing") << '\n';
  std::cout << "the last steps:\n";
  for (const auto& line : world.trace()) std::cout << "  " << line << '\n';
  std::cout << "replay: " << program << " --seed " << found.seed << " --trace\n";
}

int run_one(const Options& options) {
  World world(options.first, options.trace ? Trace::Mode::print : Trace::Mode::off);
  const auto objection = world.run();
  std::cout << "seed " << options.first << ": " << objection.value_or("all is well") << '\n';
  return objection ? 1 : 0;
}

bool report(const Counts& counts, std::uint64_t seeds) {
  bool complete = true;
  std::cout << "in " << seeds << " seeds: ";
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const auto mark = static_cast<Mark>(i);
    if (mark == Mark::faults) std::cout << "\n  what came of them: ";
    std::cout << (i == 0 || mark == Mark::faults ? "" : ", ") << name_of(mark) << ' ' << counts[i];
    if (counts[i] > 0) continue;
    complete = false;
    std::cout << " (never)";
  }
  std::cout << '\n';
  return complete;
}

int run_many(const Options& options, const char* program) {
  const auto begin = std::chrono::steady_clock::now();
  std::atomic<std::uint64_t> next{options.first};
  std::atomic<std::uint64_t> done{0};
  const std::uint64_t end = options.first + options.seeds;
  std::mutex mutex;
  Counts counts{};
  std::vector<Found> found;
  const auto work = [&] {
    Counts mine{};
    for (std::uint64_t seed = next++; seed < end; seed = next++) {
      World world(seed, Trace::Mode::off);
      const auto objection = world.run();
      ++done;
      for (std::size_t i = 0; i < mine.size(); ++i) mine[i] += world.counts()[i];
      if (!objection) continue;
      if (!options.all) next = end;  // one is enough
      const std::lock_guard lock(mutex);
      found.push_back({seed, *objection});
    }
    const std::lock_guard lock(mutex);
    for (std::size_t i = 0; i < mine.size(); ++i) counts[i] += mine[i];
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) threads.emplace_back(work);
  work();
  for (auto& thread : threads) thread.join();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;

  if (options.expect_objection) {
    if (found.empty()) {
      std::cout << "nobody objected in " << done << " seeds\n";
      return 1;
    }
    std::cout << "caught at seed " << found[0].seed << " after " << done << ": " << found[0].objection << '\n';
    return 0;
  }
  const bool complete = report(counts, done);
  std::cout << done << " seeds in " << took.count() << " s, " << static_cast<double>(done) / took.count()
            << " a second\n";
  if (options.all) {
    for (const auto& one : found) std::cout << "seed " << one.seed << ": " << one.objection << '\n';
  } else {
    for (const auto& one : found) tell(one, program);
  }
  if (!found.empty()) return 1;
  if (options.coverage && !complete) {
    std::cout << "something that should happen never did\n";
    return 1;
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  Options options;
  if (!parse(count, arguments, options)) {
    std::cerr << "usage: sim [--seeds N] [--first N] [--all] [--coverage] [--expect-objection]\n"
                 "       sim --seed N [--trace]\n";
    return 2;
  }
  return options.single ? run_one(options) : run_many(options, arguments[0]);
}
