// What the server says of messages, and what it makes of the rows. What is said seldom is in store_notices.cpp.
#include <algorithm>
#include <utility>

#include "chat/store.hpp"

namespace banter::chat {
Changes Store::apply(const protocol::Event& event, WallTime now) {
  Changes changes = take(event, now);
  if (!held_sent_.empty()) changes.merge(settle_held());
  return changes;
}

Changes Store::take(const protocol::Event& event, WallTime now) {
  if (const auto* chat = std::get_if<protocol::Chat>(&event)) return on(*chat, now);
  if (const auto* ack = std::get_if<protocol::Ack>(&event)) return on(*ack);
  if (const auto* history = std::get_if<protocol::History>(&event)) return on(*history, now);
  if (const auto* refusal = std::get_if<protocol::Refusal>(&event)) return on(*refusal);
  if (const auto* edited = std::get_if<protocol::Edited>(&event)) return on(*edited);
  if (const auto* joined = std::get_if<protocol::Joined>(&event)) return on(*joined);
  if (const auto* welcome = std::get_if<protocol::Welcome>(&event)) return on(*welcome);
  return {};
}

Changes Store::on(const protocol::History& event, WallTime now) {
  if (!here(event.room)) return {};
  if (event.answers()) return on_answer(event, now);
  Changes changes;
  if (event.messages.empty()) {
    if (log_.size() == 0) has_older_ = event.more;
    return changes;
  }
  const std::size_t before = log_.size();
  protocol::Seq first = 0;
  protocol::Seq last = 0;
  for (const protocol::ChatMessage& message : event.messages) {
    if (!trusts_numbers() || message.seq == 0) {
      changes.merge(flush());
      changes.merge(take_in_plain(view_of(message), now));
      continue;
    }
    changes.merge(take_in_numbered(view_of(message), now));
    first = first == 0 ? message.seq : std::min(first, message.seq);
    last = std::max(last, message.seq);
  }
  changes.merge(flush());
  if (first == 0) {
    if (event.gap && before > 0 && log_.size() > before) log_.mark_gap(before);
    if (before == 0) has_older_ = event.more;
    return changes;
  }
  // The server has said all it can up to the last number: what is missing there stays missing.
  const protocol::Seq complete = complete_to_.value_or(0);
  changes.merge({log_.mark_holes(last > complete ? std::min(first, complete + 1) : first, last)});
  // An ack may have overtaken the first history: then its row is the first, and not older than what there is.
  if (!complete_to_ || log_.find(first) == log_.epoch_begin()) has_older_ = event.more;
  complete_to_ = std::max(complete, last);
  extend_completeness(0);
  return changes;
}

Changes Store::on(const protocol::Chat& event, WallTime now) {
  if (!here(event.message.room)) return {};
  const protocol::BatchedChat message = view_of(event.message);
  if (!trusts_numbers() || message.seq == 0) return take_in_plain(message, now);
  Changes changes = take_in_numbered(message, now);
  changes.merge(flush());
  extend_completeness(message.seq);
  return changes;
}

Changes Store::apply(const protocol::ChatBatch& chats, WallTime now) {
  if (!here(chats.room)) return {};
  Changes changes;
  protocol::Seq first = 0;
  for (const protocol::BatchedChat& message : chats.messages) {
    if (!trusts_numbers() || message.seq == 0) {
      changes.merge(flush());
      changes.merge(take_in_plain(message, now));
      continue;
    }
    changes.merge(take_in_numbered(message, now));
    if (first == 0) first = message.seq;
  }
  changes.merge(flush());
  if (first != 0) extend_completeness(first);
  if (!held_sent_.empty()) changes.merge(settle_held());
  return changes;
}

Changes Store::on(const protocol::Ack& event) {
  if (!here(event.room)) return {};
  const auto at = outbox_.find(event.id);
  if (!at) return {};
  const protocol::Seq seq = trusts_numbers() ? event.seq : 0;
  if (!event.text) return settle(*at, seq, event.time);
  const Wording wording{event.deleted ? std::string_view() : *event.text, event.edit, event.deleted};
  note_wording(outbox_.at(*at), wording);
  return settle(*at, seq, event.time, &wording);
}

void Store::note_wording(const Outbox::Entry& entry, const Wording& wording) {
  if (wording.edit == 0 && !wording.deleted && entry.text != wording.text) outrun_ = true;
}

bool Store::here(const std::string& room) const {
  return room.empty() || config_.room.empty() || room == config_.room;
}

/// The id is the author's choice, so it is ours only if the author may be us.
std::optional<std::size_t> Store::own_unconfirmed(const protocol::BatchedChat& message) const {
  if (message.id.empty() || outbox_.size() == 0) return std::nullopt;
  if (!user_.empty() && !message.user.empty() && message.user != user_) return std::nullopt;
  return outbox_.find(std::string(message.id));
}

Changes Store::take_in_plain(const protocol::BatchedChat& message, WallTime now) {
  if (!message.id.empty()) {
    if (const auto at = own_unconfirmed(message)) {
      no_echo_ = false;
      return settle(*at, 0, message.time);
    }
    if (const auto row = outbox_.confirmed(std::string(message.id))) {
      no_echo_ = false;
      echoes_.forget(*row);
      return {};
    }
  } else if (!config_.acks) {
    if (const auto row = echoes_.match(message.nick, message.text, {config_.nick, no_echo_}, now)) {
      no_echo_ = false;
      const auto at = outbox_.find(*row);
      return at ? settle(*at, 0, message.time) : Changes{};  // not there: it was taken for sent already
    }
  }
  const bool own = !user_.empty() && message.user == user_;
  const WallTime time = message.time == WallTime{} ? now : message.time;
  return {log_.append(log_.make(new_row(), 0, {message.nick, message.user}, message.text, time, own))};
}

Changes Store::take_in_numbered(const protocol::BatchedChat& message, WallTime now) {
  Changes changes;
  if (!batch_.empty() && message.seq <= batch_.back().key()) changes.merge(flush());
  const auto ours = own_unconfirmed(message);
  if (ours) note_wording(outbox_.at(*ours), {message.text, message.edit, message.deleted});
  if (const auto known = log_.find(message.seq)) {
    const Wording wording{message.text, message.edit, message.deleted};
    if (ours) changes.merge(settle(*ours, message.seq, message.time, &wording));
    // Another tab may have told of it as it was sent.
    if (wording.edit > log_.row(*known).edit && !log_.row(*known).deleted) {
      log_.revise(*known, wording.edit, wording.deleted ? std::string_view{} : wording.text);
      changes.merge({*known, *known + 1});
    }
    return changes;
  }
  const WallTime time = message.time == WallTime{} ? now : message.time;
  const std::string_view text = message.deleted ? std::string_view{} : message.text;
  if (!ours) {
    const bool own = !user_.empty() && message.user == user_;
    batch_.push_back(log_.make(new_row(), message.seq, {message.nick, message.user}, text, time, own));
    if (message.edit != 0 || message.deleted) log_.note_edit(batch_.back(), message.edit);
    if (own && config_.keeps && !message.id.empty()) note_own(std::string(message.id), batch_.back().row);
    return changes;
  }
  const Outbox::Entry entry = outbox_.confirm(*ours, message.seq, message.time, text, message.edit);
  const std::string_view author = message.nick.empty() ? std::string_view(entry.author) : message.nick;
  batch_.push_back(log_.make(entry.row, message.seq, {author, user_}, text, time, true));
  if (message.edit != 0 || message.deleted) log_.note_edit(batch_.back(), message.edit);
  return changes;
}

Changes Store::flush() {
  if (batch_.empty()) return {};
  return {log_.insert(batch_)};
}

Changes Store::settle(std::size_t outbox_index, protocol::Seq seq, WallTime time, const Wording* wording) {
  const std::string text(wording != nullptr ? wording->text : std::string_view(outbox_.at(outbox_index).text));
  const protocol::EditNumber number = wording != nullptr ? wording->edit : 0;
  const Outbox::Entry entry = outbox_.confirm(outbox_index, seq, time, text, number);
  // What was taken for sent without a confirmation may still be echoed.
  if (config_.acks || !no_echo_) echoes_.forget(entry.row);
  if (seq != 0) {
    if (const auto known = log_.find(seq)) {
      log_.adopt(*known, entry.row);
      return {*known};
    }
  }
  MessageLog::Record record =
      log_.make(entry.row, seq, {entry.author, user_}, text, time == WallTime{} ? entry.time : time, true);
  if (number != 0 || (wording != nullptr && wording->deleted)) log_.note_edit(record, number);
  if (seq == 0) return {log_.append(record)};
  batch_.push_back(record);
  Changes changes = flush();
  const auto edit = early_edits_.take(seq);
  if (edit && edit->number > number) log_.revise(*log_.find(seq), edit->number, edit->text);
  if (pending() == 0) early_edits_.clear();
  // An ack of something that was stored long ago: all from there to what is complete was told, or is missing.
  const std::size_t below = changes.first + 1;
  if (complete_to_ && seq < *complete_to_ && below < log_.size()) {
    changes.merge({log_.mark_holes(seq, log_.key(below))});
  }
  extend_completeness(seq);
  return changes;
}

/// `newest` has just been added. On a server with epochs history tells where completeness starts, since an ack may
/// overtake it; on others the first number ever seen does.
void Store::extend_completeness(protocol::Seq newest) {
  if (!complete_to_ && epoch_.empty()) complete_to_ = newest;
  if (complete_to_) complete_to_ = log_.contiguous_from(*complete_to_);
}

}  // namespace banter::chat
