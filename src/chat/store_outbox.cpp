// What keeps own messages across reloads and lets several tabs share them: changes go out, what was kept comes in.
#include <algorithm>
#include <utility>

#include "chat/store.hpp"

namespace banter::chat {
namespace {

using Stage = Outbox::Stage;

constexpr const char* in_doubt = "The connection was lost before this message came back. It may have arrived.";
constexpr const char* too_old = "It is more than a day old. Retry sends it now.";

/// What is applied here was decided elsewhere and needs no telling.
class Quiet {
 public:
  explicit Quiet(Outbox& outbox) : outbox_(outbox) { outbox_.set_quiet(true); }
  ~Quiet() { outbox_.set_quiet(false); }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  Outbox& outbox_;
};

}  // namespace

Changes Store::set_open(bool open, WallTime now) {
  if (open == open_) return {};
  open_ = open;
  if (outbox_.size() == 0) return {};
  if (open && turn_) ask_about_old(now);
  return {log_.size()};
}

void Store::ask_about_old(WallTime now) {
  for (std::size_t i = 0; i < outbox_.size(); ++i) {
    const Outbox::Entry& entry = outbox_.at(i);
    if (entry.stage == Stage::queued && entry.time + ask_after < now) outbox_.fail(i, too_old);
  }
}

Changes Store::set_turn(bool ours, WallTime now) {
  if (turn_ == ours) return {};
  turn_ = ours;
  if (!ours) return {};
  // Whoever wrote them is gone. With acks they are written again under their ids.
  Changes changes;
  if (outbox_.size() > 0) changes.merge({log_.size()});
  for (std::size_t i = 0; i < outbox_.size(); ++i) {
    if (!outbox_.at(i).elsewhere) continue;
    if (config_.acks) {
      outbox_.requeue(i);
    } else {
      outbox_.fail(i, in_doubt);
    }
  }
  if (open_) ask_about_old(now);
  return changes;
}

KeptMessage Store::kept_form(const Outbox::Entry& entry) {
  KeptMessage out;
  out.id = entry.id;
  out.owner = entry.owner;
  out.author = entry.author;
  out.text = entry.text;
  out.error = entry.error;
  out.place = entry.place;
  out.version = entry.version;
  out.time = entry.time;
  out.stage = entry.stage == Stage::failed    ? KeptMessage::Stage::failed
              : entry.stage == Stage::written ? KeptMessage::Stage::written
                                              : KeptMessage::Stage::queued;
  return out;
}

std::vector<KeptChange> Store::take_kept_changes() {
  std::vector<KeptChange> out;
  for (Outbox::Change& change : outbox_.take_journal()) {
    KeptChange one;
    const bool is_new = change.what == Outbox::Change::What::put;
    const bool present = is_new || change.what == Outbox::Change::What::update;
    if (present && !config_.keeps) {
      one.what = KeptChange::What::removed;  // what is there is older than this
      one.message.id = std::move(change.id);
    } else if (present) {
      one.what = is_new ? KeptChange::What::put : KeptChange::What::update;
      const auto at = outbox_.find(change.id);
      if (!at) continue;  // a later change says what became of it
      outbox_.advance(*at, config_.tab);
      one.message = kept_form(outbox_.at(*at));
    } else {
      const bool sent = change.what == Outbox::Change::What::sent;
      one.what = sent ? KeptChange::What::sent : KeptChange::What::removed;
      one.message.id = std::move(change.id);
      one.message.time = change.time;
      one.message.text = std::move(change.text);
      one.seq = change.seq;
      one.edit = change.edit;
      if (sent && change.current) one.epoch = epoch_;
    }
    out.push_back(std::move(one));
  }
  return out;
}

Changes Store::kept(const std::string& id) {
  const auto at = outbox_.find(id);
  if (!at || outbox_.at(*at).stage != Stage::saving) return {};
  const Quiet quiet(outbox_);
  if (!requeue(*at)) return {log_.size()};
  return {log_.size() + *at, log_.size() + *at + 1};
}

Changes Store::stop_keeping() {
  config_.keeps = false;
  turn_ = true;
  Changes changes;
  const Quiet quiet(outbox_);
  for (std::size_t i = 0; i < outbox_.size(); ++i) {
    if (outbox_.at(i).stage != Stage::saving) continue;
    outbox_.requeue(i);
    changes.merge({log_.size() + i});
  }
  return changes;
}

Changes Store::restore(const KeptMessage& message, From from, WallTime now, TimePoint mono) {
  mono_ = std::max(mono_, mono);
  const bool somebody_elses = !user_.empty() && !message.owner.empty() && message.owner != user_;
  // One that was taken back here: the other tab had not heard of it yet.
  if (message.id.empty() || somebody_elses || outbox_.gone(message.id)) return {};
  if (const auto there = outbox_.confirmed(message.id)) {
    // The server was faster than the place where it was kept: it can be dropped there. The tab that wrote it may have
    // crashed before it did so.
    const auto at = index_of(*there, log_.size());
    if (at && *at < log_.size()) {
      outbox_.note_sent(message.id, log_.row(*at), is_current(*at));
    }
    return {};
  }
  Changes changes;
  if (from == From::earlier) {
    // What was typed before this was read was typed later, though the clock may have been set back between.
    if (const auto moved = outbox_.move_new_behind(message.place)) changes.merge({log_.size() + *moved});
  }
  const Quiet quiet(outbox_);
  RowId row = RowId::none;
  if (const auto known = outbox_.find(message.id)) {
    if (!outbox_.see_version(*known, message.version)) return {};
    const Stage stage = outbox_.at(*known).stage;
    if (stage == Stage::written || stage == Stage::saving) return hold_form(message), Changes{};
    row = outbox_.at(*known).row;
    outbox_.remove(*known);  // its place may be another
    changes.merge({log_.size() + *known});
  }
  changes.merge(add_kept(message, from, {row == RowId::none ? new_row() : row, mono, now}));
  return changes;
}

Changes Store::fail(std::size_t index, std::string why) {
  if (outbox_.at(index).taken_back) {
    outbox_.discard(index);
  } else if (take_held_form(index)) {
    return {log_.size()};
  } else {
    outbox_.fail(index, std::move(why));
  }
  return {log_.size() + index};
}

/// As another tab has it, unless it was changed here since.
bool Store::take_held_form(std::size_t index) {
  const Outbox::Entry& entry = outbox_.at(index);
  const auto held = std::find_if(held_forms_.begin(), held_forms_.end(),
                                 [&](const KeptMessage& form) { return form.id == entry.id; });
  if (held == held_forms_.end()) return false;
  const KeptMessage form = std::move(*held);
  held_forms_.erase(held);
  if (form.version != entry.version) return false;
  const Seen seen{entry.row, entry.seen_at, entry.seen_wall};
  const Quiet quiet(outbox_);
  outbox_.remove(index);
  add_kept(form, From::other_tab, seen);
  return true;
}

void Store::hold_form(const KeptMessage& message) {
  std::erase_if(held_forms_, [&](const KeptMessage& form) { return form.id == message.id || !outbox_.find(form.id); });
  held_forms_.push_back(message);
}

Changes Store::add_kept(const KeptMessage& message, From from, const Seen& seen) {
  const bool written = message.stage == KeptMessage::Stage::written;
  Outbox::Entry entry;
  entry.row = seen.row;
  entry.id = message.id;
  entry.owner = message.owner;
  entry.author = message.author;
  entry.text = message.text;
  entry.error = message.error;
  entry.place = message.place;
  entry.version = message.version;
  entry.time = message.time;
  entry.seen_at = seen.at;
  entry.seen_wall = seen.wall;
  entry.elsewhere = written && from == From::other_tab && !turn_;
  entry.stage = message.stage == KeptMessage::Stage::failed ? Stage::failed : Stage::queued;
  if (written && !entry.elsewhere && !config_.acks) {
    entry.stage = Stage::failed;
    entry.error = in_doubt;
  }
  return {log_.size() + outbox_.add(std::move(entry))};
}

Changes Store::sent_elsewhere(const KeptChange& change) {
  const auto at = outbox_.find(change.message.id);
  if (!at) return {};
  if (change.epoch != epoch_ && outbox_.at(*at).stage == Stage::written) {
    // Of another numbering: this tab's own ack tells, for on this connection it stands for the message. When none
    // comes, this has to do, for the other tabs have forgotten the message.
    held_sent_.push_back(change);
    return {};
  }
  const Quiet quiet(outbox_);
  const protocol::Seq next = complete_to_ ? last_seq() + 1 : 0;
  if (!epoch_.empty() && change.epoch == epoch_ && trusts_numbers() && change.seq > next) {
    // Not beside a hole: it comes with what is missing here, or when that was told.
    outbox_.set_elsewhere(*at, true);
    held_sent_.push_back(change);
    return {log_.size() + *at, log_.size() + *at + 1};
  }
  const Wording wording{change.message.text, change.edit, change.edit != 0 && change.message.text.empty()};
  note_wording(outbox_.at(*at), wording);
  // In a gap it may have been edited since: it comes with what is missing there.
  const bool told = trusts_numbers() && tells_history_ && complete_to_ && change.seq <= last_seq();
  const bool in_gap = told && !log_.find(change.seq);
  if (change.epoch == epoch_ && !in_gap) {
    return settle(*at, trusts_numbers() ? change.seq : 0, change.message.time, &wording);
  }
  const RowId row = outbox_.at(*at).row;
  echoes_.forget(row);
  outbox_.remove(*at);
  outbox_.remember(change.message.id, row);  // history brings it, and whoever tells of it again comes too late
  return {log_.size() + *at};
}

void Store::note_own(const std::string& id, RowId row) {
  if (!outbox_.confirmed(id)) outbox_.remember(id, row);
}

Changes Store::settle_held() {
  Changes changes;
  for (const KeptChange& change : std::exchange(held_sent_, {})) changes.merge(sent_elsewhere(change));
  return changes;
}

Changes Store::removed_elsewhere(const std::string& id) {
  outbox_.note_gone(id);  // before it is told of, maybe
  const auto at = outbox_.find(id);
  if (!at) return {};
  if (outbox_.at(*at).stage == Stage::written) {
    outbox_.set_taken_back(*at);
    return {};
  }
  const Quiet quiet(outbox_);
  outbox_.remove(*at);
  return {log_.size() + *at};
}

bool Store::requeue(std::size_t index) {
  if (outbox_.at(index).taken_back) {
    outbox_.discard(index);
    return false;
  }
  outbox_.requeue(index);
  return !take_held_form(index);
}

protocol::History Store::newest(std::size_t most, std::size_t bytes) const {
  protocol::History out;
  out.room = config_.room;
  std::size_t i = log_.size();
  while (i > log_.epoch_begin() && log_.row(i - 1).seq > last_seq()) --i;  // an ack has overtaken what comes before
  bool hole = false;
  for (; i > log_.epoch_begin() && out.messages.size() < most && !hole; --i) {
    const Row row = log_.row(i - 1);
    const std::size_t size = row.text.size() + row.author.size() + row.user.size();
    if (row.seq == 0 || size > bytes) break;
    bytes -= size;
    hole = row.gap_before;
    protocol::ChatMessage message;
    message.room = config_.room;
    message.seq = row.seq;
    message.user = row.own() ? std::string_view(user_) : row.user;
    message.nick = row.author;
    if (!row.deleted) message.text = row.text;
    message.deleted = row.deleted;
    message.time = row.time;
    message.edit = row.edited || row.deleted ? std::max<protocol::EditNumber>(row.edit, 1) : 0;
    out.messages.push_back(std::move(message));
  }
  std::reverse(out.messages.begin(), out.messages.end());
  out.more = has_older_ || i > log_.epoch_begin();
  return out;
}

Changes Store::claim_outbox() {
  if (user_.empty()) return {};
  Changes changes;
  for (std::size_t i = 0; i < outbox_.size();) {
    const std::string& owner = outbox_.at(i).owner;
    if (owner.empty()) {
      outbox_.set_owner(i++, user_);
    } else if (owner != user_) {
      const Quiet quiet(outbox_);  // it stays kept, for them
      outbox_.remove(i);
      changes.merge({log_.size() + i});
    } else {
      ++i;
    }
  }
  return changes;
}

}  // namespace banter::chat
