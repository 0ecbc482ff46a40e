// How the connection has done over the last minutes: round trips, and when it was lost and opened. Bounded. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "base/time.hpp"

namespace banter::chat {

class LinkHistory {
 public:
  static constexpr Duration span{300'000};         ///< what is older is forgotten
  static constexpr std::size_t max_samples = 600;  ///< likewise the oldest of more
  static constexpr std::size_t max_marks = 100;

  struct Sample {
    TimePoint at;
    Duration round_trip;
  };
  struct Mark {
    TimePoint at;
    bool open;  ///< or lost
  };

  void measured(TimePoint now, Duration round_trip);
  void opened(TimePoint now);
  /// Without effect unless it is open.
  void lost(TimePoint now);
  /// Forgets what is too old by now.
  void forget(TimePoint now);

  [[nodiscard]] const std::deque<Sample>& samples() const { return samples_; }
  /// The first one may be older.
  [[nodiscard]] const std::deque<Mark>& marks() const { return marks_; }
  /// Since when it is open; none: it is not.
  [[nodiscard]] std::optional<TimePoint> open_since() const { return open_since_; }
  /// Times that it was opened again.
  [[nodiscard]] std::uint32_t reconnects() const { return opened_ > 0 ? opened_ - 1 : 0; }
  /// Of samples(); none: there are none.
  [[nodiscard]] std::optional<Duration> newest() const;
  [[nodiscard]] std::optional<Duration> longest() const;

 private:
  void mark(TimePoint now, bool open);

  std::deque<Sample> samples_;
  std::deque<Mark> marks_;
  std::optional<TimePoint> open_since_;
  std::uint32_t opened_ = 0;
};

}  // namespace banter::chat
