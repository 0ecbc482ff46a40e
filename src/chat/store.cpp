// What the person does and what time does: sending, confirming in time, giving up. What the server
// says is in store_apply.cpp.
#include "chat/store.hpp"

#include <algorithm>
#include <utility>

namespace banter::chat {
namespace {

/// Places in the outbox that are taken later are larger, whichever tab takes them.
std::uint64_t place_at(WallTime time) {
  const auto ms = time.time_since_epoch().count();
  return ms > 0 ? static_cast<std::uint64_t>(ms) * 1000 : 0;
}

}  // namespace

std::string_view to_string(Delivery delivery) {
  switch (delivery) {
    case Delivery::received:
      return "received";
    case Delivery::pending:
      return "pending";
    case Delivery::sent:
      return "sent";
    case Delivery::failed:
      return "failed";
    case Delivery::queued:
      return "queued";
  }
  return "unknown";
}

Store::Store(StoreConfig config) : config_(std::move(config)) {
  if (config_.keeps) outbox_.keep_journal(!config_.acks);
}

// ---- reading ----

Row Store::row(std::size_t index) const {
  if (index < log_.size()) {
    Row row = log_.row(index);
    if (row.gap_before) row.gap = gap_above(index);
    return row;
  }
  const Outbox::Entry& entry = outbox_.at(index - log_.size());
  Row row;
  row.id = entry.row;
  row.author = entry.author;
  row.user = entry.owner;
  row.text = entry.text;
  row.error = entry.error;
  row.time = entry.time;
  const bool waits = entry.stage == Outbox::Stage::queued && !entry.elsewhere && !open_;
  row.delivery = entry.stage == Outbox::Stage::failed ? Delivery::failed : waits ? Delivery::queued : Delivery::pending;
  return row;
}

std::optional<std::size_t> Store::index_of(RowId id, std::size_t hint) const {
  const std::size_t count = size();
  if (count == 0 || id == RowId::none) return std::nullopt;
  const auto is_at = [&](std::size_t i) {
    return (i < log_.size() ? log_.row_id(i) : outbox_.at(i - log_.size()).row) == id;
  };
  std::size_t up = std::min(hint, count - 1);  // the next to look at, going up the page
  std::size_t down = up + 1;
  for (bool more_up = true; more_up || down < count;) {
    if (more_up) {
      if (is_at(up)) return up;
      more_up = up-- > 0;
    }
    if (down < count) {
      if (is_at(down)) return down;
      ++down;
    }
  }
  return std::nullopt;
}

std::size_t Store::pending() const {
  return outbox_.size() - failed();
}

std::size_t Store::memory_bytes() const {
  return log_.memory_bytes() + outbox_.memory_bytes();
}

std::string Store::objection_to(std::string_view text) const {
  if (text.empty()) return "The message is empty.";
  if (max_text_ == 0 || text.size() <= max_text_) return {};
  return "The message is too long: " + std::to_string(text.size()) + " bytes, and the server takes " +
         std::to_string(max_text_) + ".";
}

std::optional<std::size_t> Store::last_own() const {
  for (std::size_t i = log_.size(); i > log_.epoch_begin(); --i) {
    const Row row = log_.row(i - 1);
    if (row.own() && row.seq != 0 && !row.deleted) return i - 1;
  }
  return std::nullopt;
}

// ---- sending ----

Store::SendResult Store::begin_send(std::string_view text, std::string client_id, WallTime now, TimePoint mono) {
  mono_ = std::max(mono_, mono);
  SendResult result;
  if (std::string objection = objection_to(text); !objection.empty()) {
    result.error = std::move(objection);
  } else if (outbox_.size() >= config_.max_pending || outbox_.bytes() + text.size() > config_.max_pending_bytes) {
    result.error =
        "Too many messages are waiting (" + std::to_string(outbox_.size()) + "). Send this one when they are through.";
  } else if (outbox_.find(client_id) || outbox_.confirmed(client_id)) {
    result.error = "This message was sent already.";
  }
  if (!result.error.empty()) return result;

  result.changes.first = size();
  result.row = new_row();
  Outbox::Entry entry;
  entry.row = result.row;
  entry.id = std::move(client_id);
  entry.stage = config_.keeps ? Outbox::Stage::saving : Outbox::Stage::queued;
  entry.author = config_.nick;
  entry.owner = user_;
  entry.text = text;
  entry.time = entry.seen_wall = now;
  entry.seen_at = mono;
  entry.here = true;
  outbox_.add(std::move(entry), place_at(now));
  return result;
}

std::vector<Outgoing> Store::take_unsent(TimePoint now) {
  anchor_hold(now);
  std::vector<Outgoing> out;
  std::size_t queued = outbox_.count(Outbox::Stage::queued);
  if (hold_until_ && now >= *hold_until_) hold_until_.reset();
  if (hold_until_ || queued == 0 || !turn_) return out;
  const std::size_t limit = paced_ ? 1 : config_.acks ? window : outbox_.size();
  for (std::size_t i = 0; queued > 0 && outbox_.count(Outbox::Stage::written) < limit; ++i) {
    const Outbox::Entry& entry = outbox_.at(i);
    if (entry.stage == Outbox::Stage::saving) break;  // nothing overtakes it
    if (entry.stage != Outbox::Stage::queued) continue;
    outbox_.write(i, now);
    --queued;
    if (!config_.acks) echoes_.expect(entry.row, entry.text, entry.author, entry.seen_wall + (now - entry.seen_at));
    out.push_back({entry.row, entry.id, entry.text});
  }
  if (queued == 0) paced_ = false;
  return out;
}

Changes Store::connection_lost(bool too_big) {
  open_ = live_ = false;
  Changes changes;
  if (outbox_.size() > 0) changes.merge({log_.size()});
  loads_.connection_lost();
  if (too_big && config_.acks) changes.merge(fail_longest());
  for (std::size_t i = 0; i < outbox_.size();) {
    if (outbox_.at(i).stage != Outbox::Stage::written) {
      ++i;
    } else if (config_.acks) {
      if (requeue(i)) ++i;
    } else if (no_echo_) {
      changes.merge(settle(i, 0, {}));
    } else {
      changes.merge({log_.size() + i});
      outbox_.fail(i++, "The connection was lost before this message came back. It may have arrived.");
    }
  }
  if (!held_sent_.empty()) changes.merge(settle_held());
  return changes;
}

Changes Store::fail_longest() {
  std::optional<std::size_t> longest;
  for (std::size_t i = 0; i < outbox_.size(); ++i) {
    if (outbox_.at(i).stage != Outbox::Stage::written) continue;
    if (!longest || outbox_.at(i).text.size() > outbox_.at(*longest).text.size()) longest = i;
  }
  if (!longest) return {};
  return fail(*longest, "The message is too long for this server.");
}

// ---- time ----

Changes Store::tick(TimePoint now) {
  anchor_hold(now);
  if (hold_until_ && now >= *hold_until_) hold_until_.reset();
  Changes changes = tick_loads(now);
  if (config_.acks) return changes;
  for (std::size_t i = 0; i < outbox_.size() && unconfirmed() > 0;) {
    const Outbox::Entry& entry = outbox_.at(i);
    const bool due = no_echo_ || now >= entry.written_at + config_.confirm_within;
    if (entry.stage == Outbox::Stage::written && due) {
      no_echo_ = true;
      changes.merge(settle(i, 0, {}));
    } else {
      ++i;
    }
  }
  return changes;
}

std::optional<TimePoint> Store::next_deadline() const {
  if (hold_for_) return mono_;
  std::optional<TimePoint> first = hold_until_;
  if (const auto load = loads_.next_deadline(); load && (!first || *load < *first)) first = load;
  const Duration patience = no_echo_ && !config_.acks ? Duration{0} : config_.confirm_within;
  std::size_t written = unconfirmed();
  for (std::size_t i = 0; written > 0; ++i) {
    const Outbox::Entry& entry = outbox_.at(i);
    if (entry.stage != Outbox::Stage::written) continue;
    --written;
    if (!first || entry.written_at + patience < *first) first = entry.written_at + patience;
  }
  return first;
}

bool Store::stalled(TimePoint now) const {
  if (!config_.acks) return false;
  std::size_t written = unconfirmed();
  for (std::size_t i = 0; written > 0; ++i) {
    const Outbox::Entry& entry = outbox_.at(i);
    if (entry.stage != Outbox::Stage::written) continue;
    if (now >= entry.written_at + config_.confirm_within) return true;
    --written;
  }
  return false;
}

void Store::anchor_hold(TimePoint now) {
  mono_ = std::max(mono_, now);
  if (!hold_for_) return;
  const TimePoint until = now + *std::exchange(hold_for_, std::nullopt);
  hold_until_ = hold_until_ ? std::max(*hold_until_, until) : until;
}

// ---- what is not on its way ----

Changes Store::retry(RowId id, WallTime now) {
  const auto at = outbox_.find(id);
  if (!at || outbox_.at(*at).stage != Outbox::Stage::failed) return {};
  outbox_.requeue_last(*at, now, place_at(now));
  return {log_.size() + *at};
}

Changes Store::discard(RowId id) {
  const auto at = outbox_.find(id);
  if (!at || outbox_.at(*at).stage == Outbox::Stage::written || outbox_.at(*at).elsewhere) return {};
  echoes_.forget(id);
  outbox_.discard(*at);
  return {log_.size() + *at};
}

bool Store::rewrite(RowId id, std::string_view text, Changes& changes) {
  const auto at = outbox_.find(id);
  if (!at || outbox_.at(*at).stage == Outbox::Stage::written || outbox_.at(*at).elsewhere) return false;
  outbox_.rewrite(*at, std::string(text));
  changes.merge({log_.size() + *at, log_.size() + *at + 1});
  return true;
}

void Store::set_nick(std::string nick) {
  if (nick != config_.nick) echoes_.renamed();
  config_.nick = std::move(nick);
}

}  // namespace banter::chat
