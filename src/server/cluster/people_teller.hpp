// Tells the other servers who is where on this one: each room's people when they change, and a beat while it lives. A
// beat is stored only if nothing came after the one before it, so a server that was taken for dead meanwhile notices
// that, and tells everything again. Must not know: who is on the others.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "server/cluster/people_bucket.hpp"

namespace banter::server {

struct PeopleConfig {
  std::string bucket = "BANTER_PEOPLE";
  std::string tag;             ///< a name that no other server uses, not even this one when it is started again
  Duration every{5'000};       ///< of the beat
  Duration forgotten{30'000};  ///< a server whose beat is older is dead; longer than a cluster is without a leader
  Duration kept{10'000};       ///< how long a marker lies before it is deleted, so that everybody hears of it
};

class PeopleTeller {
 public:
  PeopleTeller(PeopleBucket& bucket, const PeopleConfig& config) : bucket_(bucket), config_(config) {}

  void connected(TimePoint now);
  void disconnected() { connected_ = false; }
  /// All of them; none: the room was left.
  void tell(TimePoint now, const std::string& room, std::vector<protocol::Person> people);
  /// Somebody took this server for dead.
  void beat_soon(TimePoint now) { beat_at_ = now; }
  void tick(TimePoint now);
  /// This server ends: its people are gone, and nothing is told any more.
  void leave(TimePoint now);

  /// leave() was called and has come to its end.
  [[nodiscard]] bool left() const { return left_; }
  /// Puts that were not stored.
  [[nodiscard]] std::uint64_t failures() const { return failures_; }

 private:
  static constexpr std::size_t most_on_the_way = 64;
  static constexpr Duration retry_after{1'000};

  struct Room {
    std::vector<protocol::Person> people;
    bool due = false;                   ///< the people are not those who were put last
    bool queued = false;                ///< in due_
    bool on_the_way = false;            ///< at most one, so that they are stored in their order
    std::uint64_t marker = 0;           ///< lies there
    std::optional<TimePoint> erase_at;  ///< of the marker
  };

  void want(const std::string& name, Room& room);
  void put_due(TimePoint now);
  void put(TimePoint now, const std::string& name, Room& room);
  void stored(TimePoint now, const std::string& name, const PeopleBucket::Stored& stored);
  void beat(TimePoint now);
  void beaten(TimePoint now, const PeopleBucket::Stored& stored);
  void erase_markers(TimePoint now);

  PeopleBucket& bucket_;
  const PeopleConfig& config_;
  std::map<std::string, Room, std::less<>> rooms_;
  std::deque<std::string> due_;
  std::size_t on_the_way_ = 0;
  TimePoint hold_until_{};  ///< after something was not stored
  std::optional<TimePoint> beat_at_;
  bool beating_ = false;
  std::optional<std::uint64_t> last_beat_ = 0;  ///< where it lies; 0: there is none yet; none: it is not known
  bool lives_ = false;                          ///< a beat was stored
  bool tell_all_ = false;                       ///< once a beat is stored
  TimePoint erase_next_{};
  bool connected_ = false;
  bool leaving_ = false;
  bool left_ = false;
  std::uint64_t failures_ = 0;
};

}  // namespace banter::server
