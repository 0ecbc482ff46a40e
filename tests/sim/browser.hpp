// What all tabs of one person share.
#pragma once

#include <map>
#include <string>

#include "shelf.hpp"

namespace banter::sim {

struct Browser {
  Duration ahead{0};                                       ///< of the wall clock
  bool keeps = false;                                      ///< it has a database for us
  std::map<std::string, Shelf> shelves;                    ///< by room
  std::map<std::string, std::string, std::less<>> memory;  ///< what the platform is asked to remember

  Shelf& shelf(Environment& env, const std::string& room) { return shelves.try_emplace(room, env).first->second; }
};

}  // namespace banter::sim
