#include "server/cluster/people_hearer.hpp"

#include <algorithm>
#include <utility>

#include "server/cluster/api_json.hpp"

namespace banter::server {

PeopleHearer::PeopleHearer(StreamContext& context, PeopleBucket& bucket, const PeopleConfig& config, Events events)
    : bucket_(bucket),
      config_(config),
      events_(std::move(events)),
      consumer_(context, bucket.stream(), consumer_events()) {}

Consumer::Events PeopleHearer::consumer_events() {
  Consumer::Events out;
  // All there is, which is the newest of each key. "last_per_subject" would say the same, but servers up to 2.11 may
  // then pass messages over where others were replaced. Without a filter, nothing is searched for.
  out.wanted = [] { return std::string(R"("deliver_policy":"all","headers_only":true)"); };
  out.on_message = [this](TimePoint now, std::uint64_t sequence, const Packet& packet) {
    heard(now, sequence, packet);
  };
  out.on_caught_up = [this](TimePoint now) {
    caught_up_ = true;
    wait_ = first_wait;
    // Nobody is blamed for what was not heard meanwhile.
    for (auto& [tag, server] : servers_) server.since = now;
  };
  // All is read again; who cannot keep up with that must not ask for it all the time.
  out.on_lost = [this](TimePoint now) {
    caught_up_ = false;
    begin_at_ = now + wait_;
    wait_ = std::min(2 * wait_, most_wait);
  };
  return out;
}

void PeopleHearer::connected(TimePoint now) {
  connected_ = true;
  begin(now);
}

void PeopleHearer::disconnected() {
  connected_ = caught_up_ = false;
}

void PeopleHearer::begin(TimePoint now) {
  caught_up_ = false;
  begin_at_.reset();
  ++round_;
  unconfirmed_ = true;
  consumer_.begin(now);
}

void PeopleHearer::watch(TimePoint now, const std::string& room) {
  if (!watched_.insert(room).second) return;
  for (auto& [tag, server] : servers_) {
    const auto at = server.rooms.find(room);
    if (at == server.rooms.end()) continue;
    at->second.tries = 0;
    want({tag, room}, at->second);
  }
  read_due(now);
}

void PeopleHearer::unwatch(const std::string& room) {
  watched_.erase(room);
  for (auto& [tag, server] : servers_) {
    const auto at = server.rooms.find(room);
    if (at != server.rooms.end()) at->second.told = 0;
  }
}

void PeopleHearer::tick(TimePoint now) {
  consumer_.tick(now);
  if (connected_ && begin_at_ && *begin_at_ <= now) begin(now);
  while (!again_.empty() && again_.front().first <= now) {
    due_.push_back(std::move(again_.front().second));
    again_.pop_front();
  }
  read_due(now);
  sweep(now);
}

void PeopleHearer::heard(TimePoint now, std::uint64_t sequence, const Packet& packet) {
  const auto key = bucket_.parse(packet.stored_subject);
  if (!key) return;
  const bool marker = is_marker(packet);
  if (key->server == config_.tag) {
    if (key->room.empty() && marker) {
      events_.on_own_end(now);
    } else if (key->room.empty()) {
      heard_own(now);
    }
  } else if (key->room.empty()) {
    heard_server(now, key->server, sequence, marker);
  } else {
    heard_room(now, *key, sequence, marker);
  }
  // Beats come for ever, so what is gone is noticed soon.
  if (unconfirmed_ && caught_up_ && key->room.empty()) forget_unconfirmed(sequence);
}

/// When this server's own beats did not come, nobody's did: nobody is blamed for that.
void PeopleHearer::heard_own(TimePoint now) {
  if (!hears_beats(now)) {
    for (auto& [tag, server] : servers_) server.since = now;
  }
  own_heard_ = now;
}

PeopleHearer::Server* PeopleHearer::server_of(TimePoint now, const std::string& tag) {
  const auto at = servers_.find(tag);
  if (at != servers_.end()) return &at->second;
  if (servers_.size() >= most_servers) return nullptr;
  Server& server = servers_[tag];
  server.since = now;
  return &server;
}

void PeopleHearer::heard_server(TimePoint now, const std::string& tag, std::uint64_t sequence, bool marker) {
  Server* server = server_of(now, tag);
  if (!server) return;
  server->round = round_;
  if (sequence <= server->beat) return;
  server->beat = sequence;
  if (marker) return end_server(now, tag, *server);
  server->since = now;
  server->clean_at.reset();
  server->litter.clear();  // it tells everything again, also what it left
  forget_old_markers(*server);
}

void PeopleHearer::heard_room(TimePoint now, const PeopleKey& key, std::uint64_t sequence, bool marker) {
  Server* server = server_of(now, key.server);
  if (!server) return;
  if (server->clean_at && sequence < server->beat) {
    // Of a server that is gone, while all is read again.
    if (std::find(server->litter.begin(), server->litter.end(), sequence) == server->litter.end()) {
      server->litter.push_back(sequence);
    }
    return;
  }
  if (server->rooms.size() >= most_rooms && !server->rooms.contains(key.room)) return;
  Entry& entry = server->rooms[key.room];
  entry.round = round_;
  if (sequence < entry.sequence) return;
  if (sequence > entry.sequence) entry.heard = now;
  entry.sequence = sequence;
  entry.marker = marker;
  entry.tries = 0;
  if (marker) return tell_nobody(key.server, key.room, entry);
  want({key.server, key.room}, entry);
  read_due(now);
}

void PeopleHearer::tell_nobody(const std::string& tag, const std::string& room, Entry& entry) {
  // Also when nothing was told: what was told before the room was left may still be on its way.
  entry.told = 0;
  if (watched_.contains(room)) events_.on_people(room, tag, {});
}

void PeopleHearer::end_server(TimePoint now, const std::string& tag, Server& server) {
  server.clean_at = now;
  server.clean_at = now + config_.kept + 15 * turn_of(now) * turn;
  for (auto at = server.rooms.begin(); at != server.rooms.end();) {
    auto& [room, entry] = *at;
    if (entry.sequence > server.beat) {
      ++at;
      continue;
    }
    tell_nobody(tag, room, entry);
    server.litter.push_back(entry.sequence);
    at = server.rooms.erase(at);
  }
}

/// A server deletes its markers itself; if it has lived for long enough after one, that is done.
void PeopleHearer::forget_old_markers(Server& server) {
  std::erase_if(server.rooms, [&](const auto& one) {
    return one.second.marker && server.since - one.second.heard >= 3 * config_.kept;
  });
}

/// A consumer tells of keys in the order in which they lie. What lies before one that it told of, and was not told
/// itself, is not there any more. What lies after it may be missing on the consumer's server only.
void PeopleHearer::forget_unconfirmed(std::uint64_t before) {
  unconfirmed_ = false;
  for (auto at = servers_.begin(); at != servers_.end();) {
    auto& [tag, server] = *at;
    for (auto room = server.rooms.begin(); room != server.rooms.end();) {
      Entry& entry = room->second;
      const bool old = entry.round != round_;
      if (old && entry.sequence < before) {
        tell_nobody(tag, room->first, entry);
        room = server.rooms.erase(room);
        continue;
      }
      unconfirmed_ = unconfirmed_ || old;
      ++room;
    }
    const bool old = server.round != round_;
    const bool ended = old && server.beat < before;
    unconfirmed_ = unconfirmed_ || (old && !ended);
    at = ended ? drop(at) : std::next(at);
  }
}

/// There is no beat and no marker of it. If people of it are there all the same, it has its time like any other.
PeopleHearer::Servers::iterator PeopleHearer::drop(Servers::iterator server) {
  if (server->second.rooms.empty()) return servers_.erase(server);
  server->second.beat = 0;
  server->second.round = round_;
  server->second.clean_at.reset();
  server->second.litter.clear();
  return std::next(server);
}

PeopleHearer::Entry* PeopleHearer::find(const Key& key) {
  const auto server = servers_.find(key.first);
  if (server == servers_.end()) return nullptr;
  const auto at = server->second.rooms.find(key.second);
  return at == server->second.rooms.end() ? nullptr : &at->second;
}

void PeopleHearer::want(const Key& key, Entry& entry) {
  if (entry.reading || entry.marker || entry.told >= entry.sequence || !watched_.contains(key.second)) return;
  entry.reading = true;
  due_.push_back(key);
}

void PeopleHearer::read_due(TimePoint now) {
  while (!due_.empty() && on_the_way_ < most_reads) {
    const Key key = std::move(due_.front());
    due_.pop_front();
    Entry* entry = find(key);
    if (!entry) continue;
    if (!connected_ || entry->marker || !watched_.contains(key.second)) {
      entry->reading = false;  // it is wanted again when there is a connection
      continue;
    }
    ++on_the_way_;
    bucket_.read(now, bucket_.room_key(key.second, key.first), [this, key](TimePoint at, const Packet* answer) {
      --on_the_way_;
      read(at, key, answer);
      read_due(at);
    });
  }
}

void PeopleHearer::read(TimePoint now, const Key& key, const Packet* answer) {
  Entry* entry = find(key);
  if (!entry) return;
  entry->reading = false;
  if (entry->marker || !watched_.contains(key.second)) return;
  const bool found = answer && answer->status == 0;
  const auto sequence = found ? parse_number(header(*answer, "Nats-Sequence")) : std::nullopt;
  if (sequence && *sequence >= entry->sequence) {
    if (*sequence <= entry->told || is_marker(*answer)) return;  // the consumer brings the marker
    entry->told = *sequence;
    return events_.on_people(key.second, key.first, people_in(answer->body));
  }
  // A replica that is behind, or none.
  if (!connected_) return;
  if (++entry->tries >= most_tries) {
    ++failures_;
    return;
  }
  entry->reading = true;
  again_.emplace_back(now + read_again, key);
}

}  // namespace banter::server
