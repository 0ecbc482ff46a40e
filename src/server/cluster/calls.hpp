// Requests to NATS and their answers, each with a deadline.
// Must not know: what is asked.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "server/cluster/link.hpp"

namespace banter::server {

class Calls {
 public:
  /// Null: nobody answered in time, or nobody is there to answer.
  using OnAnswer = std::function<void(TimePoint now, const Packet* answer)>;

  /// `inbox` begins the subjects that answers come on; whoever owns the link subscribes to `inbox.*`.
  Calls(Link& link, std::string inbox) : link_(link), inbox_(std::move(inbox)) {}

  /// The answer never comes before this returns.
  void ask(TimePoint now, Packet packet, Duration within, OnAnswer on_answer);
  /// True: it was on one of the subjects of answers.
  bool receive(TimePoint now, const Packet& packet);
  void tick(TimePoint now);
  /// There is no connection any more: nobody will answer what was asked so far.
  void drop_all(TimePoint now);

 private:
  struct Open {
    TimePoint deadline{};
    OnAnswer on_answer;
  };
  Link& link_;
  std::string inbox_;
  std::uint64_t next_ = 1;
  std::map<std::uint64_t, Open> open_;
  std::multimap<TimePoint, std::uint64_t> deadlines_;
};

}  // namespace banter::server
