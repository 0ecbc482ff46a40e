// How messages are read: from what is kept of the room, or from the stream when they are older.
#include <algorithm>
#include <utility>

#include "server/cluster/shared_store.hpp"

namespace banter::server {

namespace {

/// A page before a number is read forwards, from where it may begin: nobody knows how much lies there. When it turned
/// out to be so many times what the page may have, a nearer beginning is looked for.
constexpr std::size_t most_pages_read = 4;
/// Messages that are read and passed over rather than to look for a nearer place, then.
constexpr protocol::Seq slack_of_few = 4;

}  // namespace

void SharedStore::fail(Ticket ticket, const std::string& reason) {
  ++failures_;
  replies_.emplace_back(StoreFailed{ticket, reason});
}

void SharedStore::read(TimePoint now, Read read) {
  const auto at = rooms_.find(read.room);
  if (at == rooms_.end()) return fail(read.ticket, "too many rooms are open on this server");
  Room& room = at->second;
  ++reads_;
  const bool head = read.max_messages == 0;
  if (room.ready && !head) return answer(now, room, std::move(read));
  Waiting waiting{std::move(read), now + config_.read_within, {}};
  if (!head) waiting.sequence = 0;
  room.waiting.push_back(std::move(waiting));
  if (head) ask_last(now, at->first, room);
}

void SharedStore::ask_last(TimePoint now, const std::string& name, Room& room) {
  if (room.asking_last || !connected_) return;
  room.asking_last = true;
  // Those that come while it is asked must ask again: more may have been acknowledged meanwhile.
  const auto asked = now;
  std::vector<Ticket> tickets;
  for (const auto& one : room.waiting) {
    if (!one.sequence) tickets.push_back(one.read.ticket);
  }
  finder_.last_sequence(
      asked, name, [this, name, id = room.id, tickets](TimePoint at, std::optional<std::uint64_t> last) {
        Room* found = find(name, id);
        if (!found) return;
        found->asking_last = false;
        if (!last) return;  // asked again with the next tick, until the reads' time is over
        for (auto& one : found->waiting) {
          if (std::binary_search(tickets.begin(), tickets.end(), one.read.ticket)) one.sequence = *last;
        }
        if (found->ready) answer_waiting(at, *found);
        const bool more =
            std::any_of(found->waiting.begin(), found->waiting.end(), [](const Waiting& one) { return !one.sequence; });
        if (more) ask_last(at, name, *found);
      });
}

void SharedStore::answer_waiting(TimePoint now, Room& room) {
  const auto there = [&](const Waiting& one) { return one.sequence && *one.sequence <= room.cursor->place().sequence; };
  std::vector<Waiting> now_due;
  std::erase_if(room.waiting, [&](Waiting& one) {
    if (!there(one)) return false;
    now_due.push_back(std::move(one));
    return true;
  });
  for (auto& one : now_due) answer(now, room, std::move(one.read));
}

void SharedStore::answer(TimePoint now, const Room& room, Read read) {
  const auto last = room.log.last().number;
  if (read.before) {  // numbers have no holes, so that where it begins is known
    read.before = std::clamp<protocol::Seq>(*read.before, 1, last + 1);
    const auto newest = *read.before - 1;
    read.after = std::max(read.after, newest - std::min<protocol::Seq>(newest, read.max_messages));
    if (read.after >= newest) read.max_messages = 0;  // nothing lies between
  }
  if (read.max_messages > 0 && read.after < room.log.before_first().number) {
    OldRead old;
    old.room = read.room;
    old.deadline = now + config_.read_within;
    old.read = std::move(read);
    return read_old(now, std::move(old));
  }
  PageRead page{read.ticket, config_.epoch, last, 0, {}};
  if (read.max_messages > 0) {
    page.messages = read.before ? room.log.page_before(read.after, *read.before, read.max_messages, read.max_bytes)
                                : room.log.page(read.after, read.max_messages, read.max_bytes);
  }
  --reads_;
  replies_.emplace_back(std::move(page));
}

void SharedStore::read_old(TimePoint now, OldRead old) {
  const auto id = next_id_++;
  old_reads_.emplace(id, std::move(old));
  if (may_begin(old_reads_.at(id))) begin_old(now, id);
}

/// Whoever joins, or waits for the number of a message, finds a place although many look back.
bool SharedStore::may_begin(const OldRead& old) const {
  const bool full = old.patient() && patient_begun_ >= std::max<std::size_t>(1, config_.reads_of_old / 2);
  return !old.begun && !full && old_begun_ < config_.reads_of_old;
}

void SharedStore::begin_waiting(TimePoint now) {
  if (old_begun_ == old_reads_.size()) return;
  for (const bool patient : {false, true}) {
    for (const auto& [id, old] : old_reads_) {
      if (old.patient() == patient && may_begin(old)) begin_old(now, id);
    }
  }
}

void SharedStore::end_old(const OldRead& old) {
  if (!old.begun) return;
  --old_begun_;
  if (old.patient()) --patient_begun_;
}

void SharedStore::begin_old(TimePoint now, std::uint64_t id) {
  OldRead& old = old_reads_.at(id);
  old.begun = true;
  ++old_begun_;
  if (old.patient()) ++patient_begun_;
  const auto on_place = [this, id](TimePoint at, std::optional<Place> place) { old_place(at, id, place); };
  if (old.sequence > 0) return finder_.place_before(now, old.room, old.sequence, on_place);
  const auto room = rooms_.find(old.room);
  if (room == rooms_.end()) return old_place(now, id, std::nullopt);
  finder_.search(now, old.room, PlaceSearch(old.read.after, Place{}, room->second.log.before_first()), on_place);
}

void SharedStore::old_place(TimePoint now, std::uint64_t id, std::optional<Place> place) {
  const auto at = old_reads_.find(id);
  if (at == old_reads_.end()) return;
  OldRead& old = at->second;
  if (!place) {
    old.deadline = now;  // fails with the next tick
    return;
  }
  old.cursor =
      std::make_unique<Cursor>(context_, old.room, *place, [this, id](TimePoint when, Place where, Record record) {
        OldRead& reading = old_reads_.at(id);
        if (reading.sequence > 0) {
          if (where.sequence < reading.sequence || reading.done) return;
          reading.done = old_done_ = true;
          if (where.sequence == reading.sequence) reading.found.push_back(std::move(record.message));
          return;
        }
        old_record(when, id, std::move(record));
      });
  if (old.few) return old.cursor->begin_one_by_one(now);
  old.cursor->begin(now);
}

void SharedStore::old_record(TimePoint, std::uint64_t id, Record record) {
  OldRead& old = old_reads_.at(id);
  const auto number = record.message.seq;
  if (old.read.before) return old_record_before(old, std::move(record));
  if (old.done || number <= old.read.after) return;
  const auto size = size_of(record.message);
  if (!old.found.empty() && old.bytes + size > old.read.max_bytes) {
    old.done = old_done_ = true;
    return;
  }
  old.bytes += size;
  old.found.push_back(std::move(record.message));
  const auto room = rooms_.find(old.room);
  const auto last = room == rooms_.end() ? number : room->second.log.last().number;
  if (old.found.size() >= old.read.max_messages || number >= last) old.done = old_done_ = true;
}

/// The last of them that fit are kept.
void SharedStore::old_record_before(OldRead& old, Record record) {
  if (old.done || old.wide) return;
  const auto number = record.message.seq;
  const auto size = size_of(record.message);
  ++old.seen;
  old.seen_bytes += size;
  if (number > old.read.after && number < *old.read.before) {
    old.bytes += size;
    old.found.push_back(std::move(record.message));
  }
  while (old.found.size() > 1 && old.bytes > old.read.max_bytes) {
    old.bytes -= size_of(old.found.front());
    old.found.erase(old.found.begin());
  }
  old.done = number + 1 >= *old.read.before;
  old.wide = !old.done && old.seen > slack_of_few && old.seen_bytes > most_pages_read * old.read.max_bytes;
  if (!old.done && !old.wide) return;
  old_done_ = true;
  old.cursor->stop();
}

/// Reads as many as fitted just now, at most half of those that are left, from a nearer place. They are told as fewer
/// than were asked for. True: they are among those that are kept, and told.
bool SharedStore::narrow(TimePoint now, std::uint64_t id, OldRead& old) {
  const auto room = rooms_.find(old.room);
  if (room == rooms_.end()) {
    old.deadline = now;  // fails with the next tick
    return false;
  }
  const auto at = old.cursor->place();
  const auto newest = *old.read.before - 1;
  const auto half = std::max<protocol::Seq>(1, (newest - at.number) / 2);
  if (!old.found.empty()) old.read.after = newest - std::min<protocol::Seq>(old.found.size(), half);
  old.cursor.reset();
  old.found.clear();
  old.bytes = old.seen = old.seen_bytes = 0;
  old.wide = false;
  old.few = true;
  const auto kept_from = room->second.log.before_first();
  if (old.read.after >= kept_from.number) {
    answer(now, room->second, old.read);
    return true;
  }
  finder_.search(now, old.room, PlaceSearch(old.read.after, at, kept_from, slack_of_few),
                 [this, id](TimePoint when, std::optional<Place> place) { old_place(when, id, place); });
  return false;
}

void SharedStore::finish_old(TimePoint now) {
  if (!std::exchange(old_done_, false)) return;
  for (auto at = old_reads_.begin(); at != old_reads_.end();) {
    OldRead& old = at->second;
    const bool told = old.wide && narrow(now, at->first, old);
    if (!old.done && !told) {
      ++at;
      continue;
    }
    const auto room = rooms_.find(old.room);
    if (told) {
      // answer() has done it
    } else if (old.sequence > 0) {
      const auto pending = appends_.find(old.ticket);
      if (pending != appends_.end() && !old.found.empty()) {
        finish(old.ticket, old.found.front(), old.found.front().seq, true);
      }
    } else if (room == rooms_.end()) {
      --reads_;
      fail(old.read.ticket, "the room was left");
    } else {
      --reads_;
      replies_.emplace_back(
          PageRead{old.read.ticket, config_.epoch, room->second.log.last().number, 0, std::move(old.found)});
    }
    end_old(old);
    at = old_reads_.erase(at);
  }
  begin_waiting(now);
}

void SharedStore::tick_old(TimePoint now) {
  for (auto at = old_reads_.begin(); at != old_reads_.end();) {
    OldRead& old = at->second;
    if (old.cursor) old.cursor->tick(now);
    if (old.deadline > now || old.done) {
      ++at;
      continue;
    }
    end_old(old);
    if (old.sequence == 0) {
      --reads_;
      fail(old.read.ticket, "NATS did not tell old messages in time");
    }
    at = old_reads_.erase(at);
  }
  finish_old(now);
  begin_waiting(now);
}

}  // namespace banter::server
