// The generator of `make bench-server`: connects, says when all are there, sends on a word from standard input, and
// says how long each delivery took. One JSON object a line on standard output.
//   fanout PORT CONNECTIONS banter|plain MESSAGES PER_SECOND
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "swarm/swarm.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;
using banter::swarm::Swarm;

constexpr std::size_t senders = 50;             // below what a server allows one to send
constexpr std::size_t connecting = 200;         // at a time: a listen queue is not endless
constexpr std::size_t per_address = 2'000;      // of the connections from one address
constexpr std::string_view stamp = "sent at ";  // in each text, before the time and a dot
constexpr std::string_view padding = ". And some words as people write them, for a text of about a hundred bytes.";

std::int64_t nanoseconds() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now().time_since_epoch()).count();
}

class Fanout {
 public:
  Fanout(std::uint16_t port, std::size_t connections, bool banter)
      : port_(port), wanted_(connections), banter_(banter), joined_(connections, false) {}

  bool connect() {
    std::size_t begun = 0;
    return swarm_.run_until(
        [&] {
          while (begun < wanted_ && begun < ready_ + connecting) {
            banter::swarm::Terms terms;
            terms.port = port_;
            terms.source = static_cast<std::uint32_t>(2 + begun / per_address);
            if (banter_) terms.subprotocol = "banter.v1";
            swarm_.connect(terms);
            ++begun;
          }
          return ready_ == wanted_;
        },
        120s);
  }

  /// False: not every delivery came.
  bool send(std::size_t messages, double per_second) {
    latencies_.reserve(messages * wanted_);
    const auto start = Clock::now();
    std::size_t sent = 0;
    // The sender gets an ack in place of its message where there are acks.
    const std::size_t expected = messages * (wanted_ - (banter_ ? 1 : 0));
    return swarm_.run_until(
               [&] {
                 const double elapsed = std::chrono::duration<double>(Clock::now() - start).count();
                 while (sent < messages && static_cast<double>(sent) < elapsed * per_second) say(sent++);
                 return latencies_.size() >= expected || swarm_.open() < wanted_;
               },
               120s) &&
           swarm_.open() == wanted_;
  }

  void report() {
    std::sort(latencies_.begin(), latencies_.end());
    const auto share = [&](double p) {
      if (latencies_.empty()) return 0.0;
      return static_cast<double>(latencies_[static_cast<std::size_t>(p * static_cast<double>(latencies_.size() - 1))]) /
             1e6;
    };
    std::printf("{\"deliveries\":%zu,\"p50\":%.3f,\"p99\":%.3f}\n", latencies_.size(), share(0.5), share(0.99));
    std::fflush(stdout);
  }

 private:
  void opened(std::size_t who) {
    if (!banter_) return is_ready(who);
    const std::string number = std::to_string(who);
    swarm_.send(who, R"([{"type":"hello","nick":"n)" + number + R"(","token":"bench-token-)" + number +
                         R"(-0123456789"},{"type":"join","room":"general"}])");
  }

  void is_ready(std::size_t who) {
    if (joined_[who]) return;
    joined_[who] = true;
    ++ready_;
  }

  void say(std::size_t number) {
    const std::size_t who = number % std::min(senders, wanted_);
    const std::string words = std::string(stamp) + std::to_string(nanoseconds()) + std::string(padding);
    swarm_.send(who, R"({"type":"chat","room":"general","id":"m)" + std::to_string(number) + R"(","message":")" +
                         words + "\"}");
  }

  void got(std::size_t who, std::string_view text) {
    const std::int64_t now = nanoseconds();
    if (text.find("\"type\":\"history\"") != std::string_view::npos) return is_ready(who);
    for (auto at = text.find(stamp); at != std::string_view::npos; at = text.find(stamp, at + stamp.size())) {
      latencies_.push_back(now - std::strtoll(text.data() + at + stamp.size(), nullptr, 10));
    }
  }

  std::uint16_t port_;
  std::size_t wanted_;
  bool banter_;
  std::vector<bool> joined_;
  std::size_t ready_ = 0;
  std::vector<std::int64_t> latencies_;
  Swarm swarm_{[this](std::size_t who) { opened(who); },
               [this](std::size_t who, std::string_view text) { got(who, text); }};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 6) {
    std::fputs("usage: fanout PORT CONNECTIONS banter|plain MESSAGES PER_SECOND\n", stderr);
    return 2;
  }
  const auto connections = static_cast<std::size_t>(std::strtoull(argv[2], nullptr, 10));
  if (const auto most = banter::swarm::raise_file_limit(); most < connections + 32) {
    std::fprintf(stderr,
                 "only %zu files may be open here, and %zu connections need as many: raise the limit (ulimit -Hn)\n",
                 most, connections);
    return 3;
  }
  Fanout fanout(static_cast<std::uint16_t>(std::strtoul(argv[1], nullptr, 10)), connections,
                std::string_view(argv[3]) == "banter");
  if (!fanout.connect()) {
    std::fputs("not all connections came to be\n", stderr);
    return 1;
  }
  std::puts("{\"connected\":true}");
  std::fflush(stdout);
  char word = 0;
  if (::read(STDIN_FILENO, &word, 1) != 1) return 1;
  const bool all =
      fanout.send(static_cast<std::size_t>(std::strtoull(argv[4], nullptr, 10)), std::strtod(argv[5], nullptr));
  fanout.report();
  if (!all) std::fputs("not every delivery came, or a connection was closed\n", stderr);
  // Until the measurements are done.
  if (::read(STDIN_FILENO, &word, 1) < 0) return 1;
  return all ? 0 : 1;
}
