// Servers that ended without a word, and what they left in the bucket. All servers could sweep; they take turns in the
// order of their tags, so that one does it and the next only if that one does not.
#include <utility>

#include "server/cluster/people_hearer.hpp"

namespace banter::server {

namespace {

constexpr Duration look_every{1'000};

}  // namespace

bool PeopleHearer::silent(TimePoint now, const Server& server) const {
  return now - server.since >= config_.forgotten;
}

/// How many servers that live come before this one.
int PeopleHearer::turn_of(TimePoint now) const {
  int out = 0;
  for (const auto& [tag, server] : servers_) {
    if (tag < config_.tag && !server.clean_at && !silent(now, server)) ++out;
  }
  return out;
}

void PeopleHearer::sweep(TimePoint now) {
  if (now < sweep_next_ || !connected_ || !caught_up_) return;
  sweep_next_ = now + look_every;
  const auto late = turn_of(now) * turn;
  for (auto& [tag, server] : servers_) {
    if (server.clean_at) {
      if (*server.clean_at > now) continue;
      server.clean_at = now + 3 * config_.kept;  // if nobody answers
      look_for_litter(now, tag, server.beat);
    } else if (hears_beats(now) && !server.sweeping && now - server.since >= config_.forgotten + late) {
      mark_dead(now, tag, server);
    }
  }
}

void PeopleHearer::mark_dead(TimePoint now, const std::string& tag, Server& server) {
  server.sweeping = true;
  PeopleBucket::Put marker;
  marker.key = bucket_.server_key(tag);
  marker.marker = true;
  // If a beat came meanwhile that was not heard yet, the server lives.
  marker.after = server.beat;
  bucket_.put(now, std::move(marker), [this, tag](TimePoint at, const PeopleBucket::Stored& stored) {
    const auto one = servers_.find(tag);
    if (one == servers_.end()) return;
    one->second.sweeping = false;
    // When the marker is stored, the consumer brings it, here as everywhere.
    if (stored.overtaken) one->second.since = at;
  });
}

/// The marker is deleted last: when it is gone, another has swept all of it.
void PeopleHearer::look_for_litter(TimePoint now, const std::string& tag, std::uint64_t marker) {
  bucket_.read_at(now, marker, [this, tag, marker](TimePoint at, const Packet* answer) {
    if (!answer) return;
    if (answer->status == 0) return clean(at, tag, marker);
    const auto one = servers_.find(tag);
    if (one != servers_.end() && one->second.clean_at && one->second.beat == marker) drop(one);
  });
}

void PeopleHearer::clean(TimePoint now, const std::string& tag, std::uint64_t marker) {
  const auto one = servers_.find(tag);
  if (one == servers_.end() || !one->second.clean_at || one->second.beat != marker) return;  // it lives again
  auto& server = one->second;
  server.clean_at = now + 3 * config_.kept;
  const bool last = server.litter.empty();
  const std::uint64_t sequence = last ? marker : server.litter.back();
  bucket_.erase(now, sequence, [this, tag, marker, last, sequence](TimePoint at, bool answered) {
    const auto found = servers_.find(tag);
    if (!answered || found == servers_.end() || found->second.beat != marker) return;
    if (last) {
      drop(found);
      return;
    }
    std::erase(found->second.litter, sequence);
    clean(at, tag, marker);
  });
}

}  // namespace banter::server
