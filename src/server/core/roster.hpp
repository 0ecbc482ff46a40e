// What is remembered of people beside their messages: who is muted or banned where, and whose a nickname is.
// Must not know: connections, SQLite.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace banter::server {

/// What somebody may not do in a room.
struct Sanction {
  enum class Kind : std::uint8_t { mute = 1, ban = 2 };
  std::string room;
  std::string user;
  Kind kind = Kind::mute;
  WallTime until{};  ///< zero: without end
  std::string by;    ///< the nickname of who imposed it
};

/// A nickname of a room that is kept for a user.
struct Reservation {
  std::string room;
  std::string name;  ///< as name_key() gives it
  std::string user;
  WallTime seen{};  ///< when the user last had it
};

struct Roster {
  std::vector<Sanction> sanctions;
  std::vector<Reservation> names;
};

}  // namespace banter::server
