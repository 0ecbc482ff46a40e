#include "server/core/reserved_names.hpp"

#include <utility>

namespace banter::server {

bool ReservedNames::taken(const std::string& room, const std::string& name, std::string_view user, WallTime now) const {
  const auto at = names_.find({room, name});
  return at != names_.end() && at->second.user != user && now - at->second.seen < limits_.kept;
}

ReservedNames::Change ReservedNames::reserve(Reservation reservation) {
  Change change;
  Place name{reservation.room, reservation.name};
  Place user{reservation.room, reservation.user};
  WallTime noted{};
  if (const auto at = names_.find(name); at != names_.end() && at->second.user == reservation.user) {
    noted = at->second.noted;
  }
  if (const auto had = name_of_.find(user); had != name_of_.end()) erase({reservation.room, had->second});
  erase(name);
  change.note = noted == WallTime{} || reservation.seen - noted >= limits_.noted;
  if (change.note) noted = reservation.seen;
  by_age_.emplace(reservation.seen, name);
  name_of_.emplace(std::move(user), reservation.name);
  names_.emplace(std::move(name), Held{std::move(reservation.user), reservation.seen, noted});
  while (names_.size() > limits_.most) {
    const Place oldest = by_age_.begin()->second;
    change.forgotten.push_back({oldest.first, oldest.second, {}, {}});
    erase(oldest);
  }
  return change;
}

void ReservedNames::erase(const Place& name) {
  const auto at = names_.find(name);
  if (at == names_.end()) return;
  name_of_.erase({name.first, at->second.user});
  by_age_.erase({at->second.seen, name});
  names_.erase(at);
}

}  // namespace banter::server
