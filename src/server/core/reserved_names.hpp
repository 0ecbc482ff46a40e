// Whose a nickname is: in each room the one that had it last keeps it, also while away, so that nobody else can be
// taken for them. A user keeps one nickname in a room. Bounded in time and number; the one that was not seen for
// longest goes first. Must not know: connections, the disk, clocks.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "server/core/roster.hpp"

namespace banter::server {

class ReservedNames {
 public:
  struct Limits {
    std::size_t most = 100'000;  ///< in all rooms
    Duration kept = std::chrono::hours(24 * 30);
    Duration noted = std::chrono::hours(24);  ///< how old the time on the disk may be
  };
  explicit ReservedNames(Limits limits) : limits_(limits) {}

  /// It is somebody else's. `name`: see name_key().
  [[nodiscard]] bool taken(const std::string& room, const std::string& name, std::string_view user, WallTime now) const;
  /// What the disk has to be told of.
  struct Change {
    bool note = false;                   ///< write the reservation down, in the place of what user and name had
    std::vector<Reservation> forgotten;  ///< make room
  };
  /// The name is the user's from now on, whoever had it, and what else the user had in the room is free.
  Change reserve(Reservation reservation);
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  using Place = std::pair<std::string, std::string>;  // room, and name or user

  struct Held {
    std::string user;
    WallTime seen{};
    WallTime noted{};  ///< the time that the disk has
  };
  void erase(const Place& name);

  Limits limits_;
  std::map<Place, Held> names_;
  std::map<Place, std::string> name_of_;  ///< by room and user
  std::set<std::pair<WallTime, Place>> by_age_;
};

}  // namespace banter::server
