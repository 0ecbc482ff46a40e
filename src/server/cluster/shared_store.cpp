#include "server/cluster/shared_store.hpp"

#include <algorithm>

namespace banter::server {

namespace {

/// NATS may lose a connection for a moment; then messages wait.
constexpr Duration tolerated_absence{3'000};
constexpr Duration seek_again{500};

SharedStoreConfig with_tag(SharedStoreConfig config) {
  config.people.tag = config.tag;
  return config;
}

}  // namespace

SharedStore::SharedStore(Link& link, SharedStoreConfig config)
    : config_(with_tag(std::move(config))),
      calls_(link, config_.inbox + ".a"),
      context_{link, calls_, config_.stream, config_.inbox + ".d"},
      finder_(context_),
      bucket_(calls_, config_.people.bucket),
      teller_(bucket_, config_.people),
      hearer_(context_, bucket_, config_.people, people_events()),
      link_(link) {}

void SharedStore::submit(TimePoint now, std::vector<StoreRequest> requests) {
  for (auto& request : requests) {
    if (auto* one = std::get_if<Append>(&request)) append(now, std::move(*one));
    if (auto* one = std::get_if<Read>(&request)) read(now, std::move(*one));
    if (const auto* one = std::get_if<Watch>(&request)) watch(now, one->room);
    if (const auto* one = std::get_if<Unwatch>(&request)) unwatch(now, one->room);
    if (const auto* one = std::get_if<TellTyping>(&request)) tell_typing(*one);
    if (auto* one = std::get_if<TellPeople>(&request)) tell_people(now, std::move(*one));
    // The hub does not ask for these where the storage is shared.
    if (const auto* one = std::get_if<SetSanction>(&request)) fail(one->ticket, "sanctions are not kept here");
    if (const auto* one = std::get_if<SetName>(&request)) fail(one->ticket, "names are not kept here");
    // Nothing is ever edited here; the hub does not offer it.
    if (const auto* one = std::get_if<Revise>(&request)) replies_.emplace_back(Revised{one->ticket, 0});
    if (const auto* one = std::get_if<ReadEdits>(&request)) replies_.emplace_back(EditsRead{one->ticket, 0, {}});
  }
}

void SharedStore::receive(TimePoint now, const Packet& packet) {
  if (calls_.receive(now, packet)) return finish_old(now);
  const auto at = context_.consumers.find(packet.subject);
  if (at == context_.consumers.end()) {
    hear_live(packet);
    return;
  }
  at->second->receive(now, packet);
  finish_old(now);
}

void SharedStore::connected(TimePoint now) {
  connected_ = true;
  probe_at_ = now;
  // What was delivered to nobody meanwhile is delivered again.
  for (auto& [name, room] : rooms_) {
    if (room.cursor) room.cursor->begin(now);
  }
  for (auto& [id, old] : old_reads_) {
    if (old.cursor) old.cursor->begin(now);
  }
  teller_.connected(now);
  hearer_.connected(now);
}

void SharedStore::disconnected(TimePoint now) {
  connected_ = false;
  disconnected_since_ = now;
  teller_.disconnected();
  hearer_.disconnected();
  calls_.drop_all(now);
}

void SharedStore::tick(TimePoint now) {
  calls_.tick(now);
  if (!connected_ && now - disconnected_since_ >= tolerated_absence) note_trouble("there is no connection to NATS");
  probe(now);
  for (auto at = rooms_.begin(); at != rooms_.end();) {
    auto& [name, room] = *at;
    tick_room(now, name, room);
    const bool idle = !room.watched && room.waiting.empty() && now - room.idle_since >= config_.linger;
    at = idle ? drop(at) : std::next(at);
  }
  tick_appends(now);
  tick_old(now);
  teller_.tick(now);
  hearer_.tick(now);
}

void SharedStore::take(std::vector<StoreReply>& out) {
  out.clear();
  std::swap(out, replies_);
}

bool SharedStore::idle() const {
  return appends_.empty() && reads_ == 0;
}

void SharedStore::watch(TimePoint now, const std::string& name) {
  auto at = rooms_.find(name);
  if (at == rooms_.end()) {
    if (rooms_.size() >= config_.rooms) {
      // One that is kept for those who come back soon makes place.
      const auto spare = std::find_if(rooms_.begin(), rooms_.end(), [](const auto& one) {
        return !one.second.watched && one.second.waiting.empty();
      });
      if (spare == rooms_.end()) return;  // what is asked about it fails
      drop(spare);
    }
    at = rooms_.try_emplace(name).first;
    at->second.id = next_id_++;
    const auto live = live_subject(name);
    if (link_.subscribe(live)) live_rooms_.emplace(live, name);
    at->second.seek_at = now;
    seek(now, name, at->second);
  }
  at->second.watched = true;
  hearer_.watch(now, name);
}

void SharedStore::unwatch(TimePoint now, const std::string& name) {
  const auto at = rooms_.find(name);
  if (at == rooms_.end()) return;
  Room& room = at->second;
  room.watched = false;
  room.idle_since = now;
  hearer_.unwatch(name);
  teller_.tell(now, name, {});
}

SharedStore::Rooms::iterator SharedStore::drop(Rooms::iterator room) {
  const auto live = live_subject(room->first);
  if (live_rooms_.erase(live) > 0) link_.unsubscribe(live);
  return rooms_.erase(room);
}

SharedStore::Room* SharedStore::find(const std::string& name, std::uint64_t id) {
  const auto at = rooms_.find(name);
  return at == rooms_.end() || at->second.id != id ? nullptr : &at->second;
}

void SharedStore::seek(TimePoint now, const std::string& name, Room& room) {
  room.seek_at.reset();
  finder_.newest_place(now, name, [this, name, id = room.id](TimePoint at, std::optional<Place> newest) {
    seek_from(at, name, id, newest);
  });
}

void SharedStore::seek_from(TimePoint now, const std::string& name, std::uint64_t id, std::optional<Place> newest) {
  if (!newest || newest->number <= config_.preload) {
    // Few enough to read them all.
    return follow(now, name, id, newest ? std::optional(Place{}) : std::nullopt);
  }
  const PlaceSearch search(newest->number - config_.preload, Place{}, *newest);
  finder_.search(now, name, search,
                 [this, name, id](TimePoint at, std::optional<Place> place) { follow(at, name, id, place); });
}

void SharedStore::follow(TimePoint now, const std::string& name, std::uint64_t id, std::optional<Place> place) {
  Room* room = find(name, id);
  if (!room) return;
  if (!place) {
    room->seek_at = now + seek_again;
    return;
  }
  room->log = RoomLog(*place);
  // The room owns the cursor and does not move: rooms are nodes of a map.
  room->cursor = std::make_unique<Cursor>(
      context_, name, *place,
      [this, room](TimePoint at, Place where, const Record& record) { delivered(at, *room, where, record); },
      [this, room, name](TimePoint at) { caught_up(at, name, *room); });
  room->cursor->begin(now);
}

void SharedStore::delivered(TimePoint now, Room& room, Place at, const Record& record) {
  check_place(room, record.message.room, record.known);
  room.log.add(at, record.message);
  // While the room is not ready, nobody has been told anything about it: reads will show all of this.
  if (!resolve(now, record, at.number) && room.watched && room.ready) replies_.emplace_back(Arrived{record.message});
  if (room.ready) answer_waiting(now, room);
}

void SharedStore::caught_up(TimePoint now, const std::string& name, Room& room) {
  if (std::exchange(room.ready, true)) return;
  answer_waiting(now, room);
  advance_all(now, name);
}

void SharedStore::check_place(const Room& room, const std::string& name, Place known) {
  const auto* kept = room.log.by_sequence(known.sequence);
  if (!kept || kept->message.seq == known.number) return;
  ++disagreements_;
  note_trouble("servers disagree about the numbers in room " + name + ": messages were removed from the stream");
}

void SharedStore::tick_room(TimePoint now, const std::string& name, Room& room) {
  if (room.seek_at && *room.seek_at <= now) seek(now, name, room);
  if (room.cursor) room.cursor->tick(now);
  if (room.ready) answer_waiting(now, room);
  const auto late = std::stable_partition(room.waiting.begin(), room.waiting.end(),
                                          [now](const Waiting& one) { return one.deadline > now; });
  for (auto one = late; one != room.waiting.end(); ++one) {
    --reads_;
    fail(one->read.ticket, "NATS did not tell the room's messages in time");
  }
  room.waiting.erase(late, room.waiting.end());
  if (std::any_of(room.waiting.begin(), room.waiting.end(), [](const Waiting& one) { return !one.sequence; })) {
    ask_last(now, name, room);
  }
}

void SharedStore::probe(TimePoint now) {
  if (!connected_ || trouble_.empty() || disagreements_ > 0 || (probe_at_ && *probe_at_ > now)) return;
  probe_at_ = now + config_.probe;
  finder_.last_sequence(now, "banter.probe", [this](TimePoint, std::optional<std::uint64_t> sequence) {
    if (sequence) note_trouble({});
  });
}

}  // namespace banter::server
