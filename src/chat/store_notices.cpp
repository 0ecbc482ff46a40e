// What the server says now and then: who we are, that we are in, edits and refusals. Messages are in store_apply.cpp.
#include <algorithm>
#include <utility>

#include "chat/store.hpp"

namespace banter::chat {
namespace {

constexpr Duration default_hold{1'000};    // a server that limits the rate without saying for how long
constexpr Duration longest_hold{600'000};  // a server that says something absurd

}  // namespace

Changes Store::on(const protocol::Welcome& event) {
  user_ = event.user;
  max_text_ = event.max_text;
  takes_edits_ = event.edits;
  deletes_ = event.deletes;
  if (!event.nick.empty()) set_nick(event.nick);
  Changes changes = claim_outbox();
  const bool told_before = std::exchange(tells_history_, event.history);
  if (told_before != event.history && size() > 0) changes.merge({0, 1});  // what stands above it is told of, or not
  return changes;
}

Changes Store::on(const protocol::Joined& event) {
  if (!here(event.room)) return {};
  live_ = open_;  // not what an earlier visit kept
  newest_ = event.last;
  if (event.epoch == epoch_) return {};
  loads_.clear();
  lost_.clear();
  skipped_.clear();
  absent_.reset();
  const bool begun = !epoch_.empty();
  if (!epoch_.empty()) {
    log_.start_epoch();
    early_edits_.clear();
    complete_to_.reset();
    has_older_ = false;  // what is older than the first row has a number of a numbering that is gone
  }
  epoch_ = event.epoch;
  last_edit_ = event.edits;
  if (event.last == 0 && !complete_to_) complete_to_ = 0;
  if (!begun || !tells_history_ || size() == 0) return {};
  return {0, 1};  // what is above it cannot be asked for any more
}

Changes Store::on(const protocol::Edited& event) {
  if (!here(event.room)) return {};
  last_edit_ = std::max(last_edit_, event.edit);
  const std::string text = event.deleted ? std::string() : event.text;
  const auto at = log_.find(event.seq);
  if (!at) {  // older than all that is here, in a gap, or an own one whose ack was lost
    if (pending() > 0) early_edits_.add(event.seq, event.edit, text);
    return {};
  }
  const Row row = log_.row(*at);
  if (row.deleted || (event.edit != 0 && event.edit <= row.edit)) return {};
  const bool same = row.edited && row.text == text;
  log_.revise(*at, event.edit, text);
  return same ? Changes{} : Changes{*at, *at + 1};
}

Changes Store::on(const protocol::Refusal& event) {
  if (event.id.empty() || !here(event.room)) return {};
  if (const auto load = loads_.refused(event)) return touched(*load);
  const auto at = outbox_.find(event.id);
  if (!at) return {};
  const bool limited = event.code == "rate-limited";
  const bool muted = event.code == "muted";  // what was written in anger need not be said when it ends
  echoes_.forget(outbox_.at(*at).row);
  if (!muted && (event.retry_after > Duration{0} || limited)) {
    const Duration wait = event.retry_after > Duration{0} ? std::min(event.retry_after, longest_hold) : default_hold;
    hold_for_ = std::max(hold_for_.value_or(wait), wait);
    paced_ = true;
    const bool was_failed = outbox_.at(*at).stage == Outbox::Stage::failed;
    const bool stays = requeue(*at);
    return was_failed || !stays ? Changes{log_.size()} : Changes{};
  }
  std::string why = event.text;
  if (why.empty()) why = "The server refused this message" + (event.code.empty() ? "" : " (" + event.code + ")") + ".";
  return fail(*at, std::move(why));
}

}  // namespace banter::chat
