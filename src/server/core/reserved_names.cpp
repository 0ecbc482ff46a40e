#include "server/core/reserved_names.hpp"

#include <utility>

namespace banter::server {

bool ReservedNames::taken(std::string_view room, std::string_view name, std::string_view user, WallTime now) const {
  const auto at = by_name_.find(Place{room, name});
  return at != by_name_.end() && (*at)->user != user && now - (*at)->seen < limits_.kept;
}

ReservedNames::Change ReservedNames::reserve(std::string_view room, std::string_view name, const SharedText& user,
                                             WallTime seen) {
  Held held{{}, {}, user, seen, {}};
  if (const auto at = by_name_.find(Place{room, name}); at != by_name_.end()) {
    if ((*at)->user == user) held.noted = (*at)->noted;
    held.room = (*at)->room;
    held.name = (*at)->name;
    erase(*at);
  }
  if (const auto had = by_user_.find(Place{room, user}); had != by_user_.end()) {
    held.room = (*had)->room;
    erase(*had);
  }
  if (const auto near = by_name_.lower_bound(Place{room, {}}); near != by_name_.end() && (*near)->room == room) {
    held.room = (*near)->room;
  }
  if (held.room.view() != room) held.room = SharedText(room);
  if (held.name.view() != name) held.name = SharedText(name);
  Change change;
  change.note = held.noted == WallTime{} || seen - held.noted >= limits_.noted;
  if (change.note) held.noted = seen;
  const auto at = held_.insert(held_.end(), std::move(held));
  by_name_.insert(at);
  by_user_.insert(at);
  while (held_.size() > limits_.most) {
    const auto oldest = held_.cbegin();
    change.forgotten.push_back({oldest->room.str(), oldest->name.str(), {}, {}});
    erase(oldest);
  }
  return change;
}

void ReservedNames::erase(All::const_iterator at) {
  by_name_.erase(at);
  by_user_.erase(at);
  held_.erase(at);
}

}  // namespace banter::server
