// Whose a nickname is: in each room the one that had it last keeps it, also while away, so that nobody else can be
// taken for them. A user keeps one nickname in a room. Bounded in time and number; the one that was not seen for
// longest goes first. Must not know: connections, the disk, clocks.
#pragma once

#include <cstddef>
#include <list>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/core/roster.hpp"
#include "server/core/shared_text.hpp"

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
  [[nodiscard]] bool taken(std::string_view room, std::string_view name, std::string_view user, WallTime now) const;
  /// What the disk has to be told of.
  struct Change {
    bool note = false;                   ///< write the reservation down, in the place of what user and name had
    std::vector<Reservation> forgotten;  ///< make room
  };
  /// The name is the user's from now on, whoever had it, and what else the user had in the room is free. Of
  /// what is reserved earlier the user was not seen for longer, whatever `seen` says.
  Change reserve(std::string_view room, std::string_view name, const SharedText& user, WallTime seen);
  [[nodiscard]] std::size_t size() const { return held_.size(); }

 private:
  struct Held {
    SharedText room;
    SharedText name;
    SharedText user;
    WallTime seen{};
    WallTime noted{};  ///< the time that the disk has
  };
  using All = std::list<Held>;
  using Place = std::pair<std::string_view, std::string_view>;  ///< room, and name or user
  template <SharedText Held::*what>
  struct By {
    using is_transparent = void;
    static Place place(All::const_iterator at) { return {at->room, (*at).*what}; }
    bool operator()(All::const_iterator a, All::const_iterator b) const { return place(a) < place(b); }
    bool operator()(All::const_iterator a, const Place& b) const { return place(a) < b; }
    bool operator()(const Place& a, All::const_iterator b) const { return a < place(b); }
  };

  void erase(All::const_iterator at);

  Limits limits_;
  All held_;  ///< who was not seen for longest comes first
  std::set<All::const_iterator, By<&Held::name>> by_name_;
  std::set<All::const_iterator, By<&Held::user>> by_user_;
};

}  // namespace banter::server
