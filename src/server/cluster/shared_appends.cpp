// How messages get into the stream: one of a user at a time, published until the stream has it, once.
#include <algorithm>

#include "server/cluster/api_json.hpp"
#include "server/cluster/shared_store.hpp"

namespace banter::server {

namespace {

constexpr std::size_t most_floors = 10'000;

}  // namespace

void SharedStore::append(TimePoint now, Append append) {
  const LaneKey lane{append.message.room, append.message.user};
  const auto floor = floors_.find(lane);
  if (floor != floors_.end() && append.generation >= floor->second) floors_.erase(floor);  // the hub knows
  if (append.generation < floor_ || floors_.contains(lane)) {
    return fail(append.ticket, "an earlier message could not be stored");
  }
  Pending pending;
  pending.deadline = now + config_.append_within;
  pending.tag = config_.tag + "." + std::to_string(append.ticket);
  const Ticket ticket = append.ticket;
  const auto& message = append.message;
  if (!message.id.empty()) by_id_.emplace(std::tuple{message.room, message.user, message.id}, ticket);
  by_tag_.emplace(pending.tag, ticket);
  pending.append = std::move(append);
  appends_.emplace(ticket, std::move(pending));
  lanes_[lane].push_back(ticket);
  advance(now, lane);
}

void SharedStore::advance(TimePoint now, const LaneKey& lane) {
  for (;;) {
    const auto at = lanes_.find(lane);
    if (at == lanes_.end()) return;
    Pending& first = appends_.at(at->second.front());
    if (first.front) return;
    const auto room = rooms_.find(lane.first);
    if (room == rooms_.end() || !room->second.ready) return;  // later, or it fails
    first.front = true;
    const auto& message = first.append.message;
    const auto* kept = message.id.empty() ? nullptr : room->second.log.by_id(message.user, message.id);
    if (!kept) return publish(now, at->second.front());
    finish(at->second.front(), kept->message, kept->message.seq, true);
  }
}

void SharedStore::advance_all(TimePoint now, const std::string& room) {
  std::vector<LaneKey> lanes;
  for (auto at = lanes_.lower_bound({room, {}}); at != lanes_.end() && at->first.first == room; ++at) {
    lanes.push_back(at->first);
  }
  for (const auto& lane : lanes) advance(now, lane);
}

void SharedStore::publish(TimePoint now, Ticket ticket) {
  Pending& pending = appends_.at(ticket);
  pending.publish_at.reset();
  if (!connected_) {
    pending.publish_at = now + config_.publish_again;
    return;
  }
  const Record record{pending.append.message, rooms_.at(pending.append.message.room).log.last(), pending.tag};
  calls_.ask(now, encode(record), config_.publish_within,
             [this, ticket](TimePoint at, const Packet* answer) { published(at, ticket, answer); });
}

void SharedStore::published(TimePoint now, Ticket ticket, const Packet* answer) {
  const auto at = appends_.find(ticket);
  if (at == appends_.end()) return;  // the cursor was faster, or time is over
  Pending& pending = at->second;
  const auto told = answer ? json_scalars(answer->body) : std::nullopt;
  const auto sequence = told ? json_number(*told, "seq") : std::nullopt;
  const bool refused = told && (told->contains("error.code") || told->contains("error.err_code"));
  if (refused) {
    const auto why = told->find("error.description");
    const std::string reason = why == told->end() ? "NATS refuses the message" : why->second;
    note_trouble(reason);
    // Whether the stream has it is certain: it has not. Under another leader it may be accepted.
    pending.publish_at = now + config_.publish_again;
    return;
  }
  // Nobody knows yet where the first of two is, or nobody answered: the same once more, which stores nothing twice.
  if (!sequence || *sequence == 0) {
    pending.publish_at = now + config_.publish_again;
    return;
  }
  if (connected_ && disagreements_ == 0) note_trouble({});
  pending.sequence = sequence;
  pending.deadline = now + config_.append_within;  // it is stored; only its number is not known yet
  const std::string name = pending.append.message.room;
  const auto& log = rooms_.at(name).log;
  if (*sequence <= log.last().sequence) {  // it was there before, under another tag
    const auto* kept = log.by_sequence(*sequence);
    if (kept) {
      const LaneKey lane{name, pending.append.message.user};
      finish(ticket, kept->message, kept->message.seq, true);
      return advance(now, lane);
    }
    OldRead old;
    old.room = name;
    old.deadline = pending.deadline;
    old.sequence = *sequence;
    old.ticket = ticket;
    read_old(now, std::move(old));
  }
  release(now, ticket);
}

void SharedStore::release(TimePoint now, Ticket ticket) {
  const auto& message = appends_.at(ticket).append.message;
  const LaneKey key{message.room, message.user};
  const auto at = lanes_.find(key);
  if (at == lanes_.end() || at->second.empty() || at->second.front() != ticket) return;
  at->second.erase(at->second.begin());
  if (at->second.empty()) {
    lanes_.erase(at);
  } else {
    advance(now, key);
  }
}

bool SharedStore::resolve(TimePoint now, const Record& record, protocol::Seq number) {
  const auto& message = record.message;
  const LaneKey lane{message.room, message.user};
  const auto tagged = by_tag_.find(record.tag);
  if (tagged != by_tag_.end()) {
    finish(tagged->second, message, number, false);
    advance(now, lane);
    return true;
  }
  const auto named = by_id_.find({message.room, message.user, message.id});
  if (named == by_id_.end() || !appends_.at(named->second).front) return false;
  // Its author sent it through another server first, and there it was stored: here everybody is told, and the author
  // too.
  replies_.emplace_back(Arrived{message});
  finish(named->second, message, number, true);
  advance(now, lane);
  return true;
}

Append SharedStore::forget(Ticket ticket) {
  const auto at = appends_.find(ticket);
  Append append = std::move(at->second.append);
  const auto& message = append.message;
  by_id_.erase({message.room, message.user, message.id});
  by_tag_.erase(at->second.tag);
  appends_.erase(at);
  const auto lane = lanes_.find({message.room, message.user});
  if (lane == lanes_.end()) return append;
  std::erase(lane->second, ticket);
  if (lane->second.empty()) lanes_.erase(lane);
  return append;
}

void SharedStore::finish(Ticket ticket, const protocol::ChatMessage& stored, protocol::Seq number, bool duplicate) {
  Appended reply{ticket, number, stored.time, duplicate};
  if (duplicate) std::tie(reply.text, reply.edit, reply.deleted) = std::tie(stored.text, stored.edit, stored.deleted);
  forget(ticket);
  replies_.emplace_back(std::move(reply));
  if (connected_ && disagreements_ == 0) note_trouble({});
}

void SharedStore::fail_lane(const LaneKey& key, const std::string& reason) {
  // Those of the lane that NATS has already are waited for all the same.
  const auto lane = lanes_.find(key);
  if (lane == lanes_.end()) return;
  const Lane tickets = lane->second;
  for (const Ticket ticket : tickets) {
    auto& floor = floors_[key];
    floor = std::max(floor, forget(ticket).generation + 1);
    fail(ticket, reason);
  }
  if (floors_.size() <= most_floors) return;
  for (const auto& [other, generation] : floors_) floor_ = std::max(floor_, generation);
  floors_.clear();
}

void SharedStore::tick_appends(TimePoint now) {
  std::vector<LaneKey> late;
  std::vector<Ticket> lost;
  std::vector<Ticket> again;
  const bool away = !connected_ && !trouble_.empty();
  for (const auto& [ticket, pending] : appends_) {
    const LaneKey lane{pending.append.message.room, pending.append.message.user};
    if (pending.sequence) {
      if (pending.deadline <= now) lost.push_back(ticket);
    } else if (pending.deadline <= now || away || !rooms_.contains(lane.first)) {
      late.push_back(lane);
    } else if (pending.publish_at && *pending.publish_at <= now) {
      again.push_back(ticket);
    }
  }
  if (!late.empty() && trouble_.empty()) note_trouble("NATS does not take messages");
  for (const auto& lane : late) fail_lane(lane, trouble_);
  for (const Ticket ticket : lost) {
    // It is stored, only nobody told which number it has; sent again, it is found.
    forget(ticket);
    fail(ticket, "NATS did not tell the message's place in time");
  }
  for (const Ticket ticket : again) {
    if (appends_.contains(ticket)) publish(now, ticket);
  }
}

}  // namespace banter::server
