#include "server/cluster/people_teller.hpp"

#include <utility>

namespace banter::server {

namespace {

constexpr Duration look_at_markers_every{1'000};

}  // namespace

void PeopleTeller::connected(TimePoint now) {
  connected_ = true;
  hold_until_ = now;
  if (!beating_ && !leaving_) beat(now);
}

void PeopleTeller::tell(TimePoint now, const std::string& room, std::vector<protocol::Person> people) {
  if (leaving_) return;
  if (people.empty() && rooms_.find(room) == rooms_.end()) return;
  auto& one = rooms_[room];
  one.people = std::move(people);
  want(room, one);
  put_due(now);
}

void PeopleTeller::want(const std::string& name, Room& room) {
  room.due = true;
  room.erase_at.reset();
  if (room.queued || room.on_the_way) return;
  room.queued = true;
  due_.push_back(name);
}

void PeopleTeller::put_due(TimePoint now) {
  // Whose people are there has a beat; so everybody can tell when it is dead.
  if (!connected_ || !lives_ || leaving_ || now < hold_until_) return;
  while (!due_.empty() && on_the_way_ < most_on_the_way) {
    const auto name = std::move(due_.front());
    due_.pop_front();
    const auto at = rooms_.find(name);
    if (at != rooms_.end()) put(now, name, at->second);
  }
}

void PeopleTeller::put(TimePoint now, const std::string& name, Room& room) {
  room.queued = room.due = false;
  room.on_the_way = true;
  ++on_the_way_;
  PeopleBucket::Put one;
  one.key = bucket_.room_key(name, config_.tag);
  one.body = lines_of(room.people);
  one.marker = room.people.empty();
  bucket_.put(now, std::move(one),
              [this, name](TimePoint at, const PeopleBucket::Stored& answer) { stored(at, name, answer); });
}

void PeopleTeller::stored(TimePoint now, const std::string& name, const PeopleBucket::Stored& stored) {
  --on_the_way_;
  Room& room = rooms_[name];  // not forgotten while something of it is on the way
  room.on_the_way = false;
  if (!stored.sequence) {
    ++failures_;
    hold_until_ = now + retry_after;
    room.due = true;
  }
  if (room.due) {
    want(name, room);
  } else if (room.people.empty()) {
    room.marker = *stored.sequence;
    room.erase_at = now + config_.kept;
  }
  put_due(now);
}

void PeopleTeller::beat(TimePoint now) {
  beat_at_.reset();
  beating_ = true;
  PeopleBucket::Put one;
  one.key = bucket_.server_key(config_.tag);
  one.after = last_beat_;
  bucket_.put(now, std::move(one), [this](TimePoint at, const PeopleBucket::Stored& stored) { beaten(at, stored); });
}

void PeopleTeller::beaten(TimePoint now, const PeopleBucket::Stored& stored) {
  beating_ = false;
  if (stored.overtaken) {
    // Somebody has swept this server away; or the answer to the beat before was lost, then nothing is to be mended.
    last_beat_.reset();
    tell_all_ = true;
    beat_at_ = now;
    return;
  }
  if (!stored.sequence) {
    ++failures_;
    beat_at_ = now + retry_after;
    return;
  }
  last_beat_ = stored.sequence;
  lives_ = true;
  if (!beat_at_) beat_at_ = now + config_.every;
  if (std::exchange(tell_all_, false)) {
    for (auto& [name, room] : rooms_) want(name, room);
  }
  put_due(now);
}

void PeopleTeller::tick(TimePoint now) {
  if (!connected_ || leaving_) return;
  if (beat_at_ && *beat_at_ <= now && !beating_) beat(now);
  put_due(now);
  if (now < erase_next_) return;
  erase_next_ = now + look_at_markers_every;
  erase_markers(now);
}

void PeopleTeller::erase_markers(TimePoint now) {
  std::size_t left = most_on_the_way;  // the others with the next tick
  for (auto& [name, room] : rooms_) {
    if (!room.erase_at || *room.erase_at > now) continue;
    if (left-- == 0) break;
    room.erase_at = now + config_.kept;  // if nobody answers
    bucket_.erase(now, room.marker, [this, name = name, marker = room.marker](TimePoint, bool answered) {
      const auto at = rooms_.find(name);
      if (!answered || at == rooms_.end()) return;
      const Room& one = at->second;
      if (one.erase_at && one.marker == marker) rooms_.erase(at);  // else it was told anew meanwhile
    });
  }
}

void PeopleTeller::leave(TimePoint now) {
  if (std::exchange(leaving_, true)) return;
  PeopleBucket::Put one;
  one.key = bucket_.server_key(config_.tag);
  one.marker = true;
  // If it is not stored, the others find out by themselves.
  bucket_.put(now, std::move(one), [this](TimePoint, const PeopleBucket::Stored&) { left_ = true; });
}

}  // namespace banter::server
