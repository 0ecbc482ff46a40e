// Which faults a seed has, how often, and what was seen to happen: a fault that never happened proves nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/random.hpp"
#include "base/time.hpp"

namespace banter::sim {

/// What is counted. The first are faults that a seed may have; the others come of them.
enum class Mark : std::uint8_t {
  // one at a time, by the storm
  cut,             ///< a connection breaks and both sides hear of it sooner or later
  half_open,       ///< it breaks and one side or both hear nothing
  slow_reader,     ///< what is on its way to a client waits
  server_crash,    ///< at any time; what is not durable is gone
  server_stop,     ///< a deploy: what waits is stored, then every connection is closed with 1001
  restore,         ///< a crash, a backup in the database's place, a new epoch
  sleep,           ///< a client's timers and frames wait
  sleep_no_clock,  ///< and its steady clock stands still meanwhile
  offline,         ///< the platform says that there is no network, later that there is one
  clock_forward,   ///< of the wall, a client's or the server's
  clock_back,
  tab_crash,  ///< what is not kept is gone
  reload,
  // at each chance
  crash_between_steps,  ///< of the server: a frame taken in, a request handed on, a delivery, a reply
  storage_error,        ///< a batch is not stored
  answer_lost,          ///< a batch is stored and reported as failed
  read_error,
  connect_refused,
  connect_slow,
  connect_lost,  ///< nobody answers
  unwritable,    ///< a socket takes no more
  delay,         ///< seconds rather than milliseconds
  shelf_slow,    ///< the browser's database takes seconds
  shelf_full,    ///< it takes nothing more
  faults,        ///< how many of them there are
  // what happens
  step = faults,
  typed,
  stored,
  acked,  ///< acks that a client got
  // what comes of the faults
  frame_torn,
  late_frame,       ///< reached the server after its client had closed the socket
  undurable_lost,   ///< by a crash
  durable_unasked,  ///< stored, and the server died before it said so
  stored_again,     ///< a message that was stored was sent again
  congested,        ///< a connection's queue was long
  overflow,         ///< and too long: 4429
  batched,          ///< several frames in one
  resumed,          ///< a join with epoch and number
  gap,              ///< shown to a person
  new_epoch,        ///< a client joined another numbering
  ping_timeout,
  ack_timeout,
  join_timeout,
  welcome_timeout,
  connect_timeout,
  rate_limited,
  storage_refusal,
  too_long,  ///< refused by the server
  failed,    ///< a row
  retried,
  discarded,
  pending_reload,   ///< with messages on their way
  restored,         ///< what an earlier visit kept
  told_elsewhere,   ///< a tab, of what another tab changed in the outbox
  changed_at_once,  ///< one message, by two tabs
  rewritten,        ///< a message that waited
  outrun,           ///< and it had been sent before
  taken_back,       ///< a message that waited
  deleted,
  older_loaded,
  gap_filled,
  jumped,   ///< to a message that was not there
  read_on,  ///< forwards, from a jump
  edited,
  edit_unanswered,  ///< the connection broke
  edited_again,     ///< the same message, by then stored with another text
  caught_up,        ///< edits were read for somebody who missed them
  count,
};
std::string_view name_of(Mark mark);

using Counts = std::array<std::uint64_t, static_cast<std::size_t>(Mark::count)>;

class Chaos {
 public:
  /// Swarm testing: each seed has about half of the faults, so that none hides another.
  explicit Chaos(Random& random);

  /// Whether this fault happens now, at one of its chances.
  bool strikes(Mark fault) {
    if (calm_ || random_.unit() >= rate(fault)) return false;
    saw(fault);
    return true;
  }
  /// The storm's next fault of those that come one at a time; Mark::count: none.
  Mark next();
  void saw(Mark mark, std::uint64_t times = 1) { counts_[static_cast<std::size_t>(mark)] += times; }
  /// From now on nothing goes wrong.
  void calm() { calm_ = true; }
  [[nodiscard]] bool is_calm() const { return calm_; }
  [[nodiscard]] const Counts& counts() const { return counts_; }
  /// Of a frame, one way.
  Duration latency();
  [[nodiscard]] Duration between(int least, int most) {
    return Duration{least + static_cast<Duration::rep>(random_.below(static_cast<std::uint64_t>(most - least + 1)))};
  }

 private:
  [[nodiscard]] double rate(Mark fault) const { return rates_[static_cast<std::size_t>(fault)]; }

  Random& random_;
  std::array<double, static_cast<std::size_t>(Mark::faults)> rates_{};
  int usual_latency_;
  bool calm_ = false;
  Counts counts_{};
};

}  // namespace banter::sim
