// What clients show, and what must be there in the end.
#include <algorithm>
#include <string>

#include "checker.hpp"

namespace banter::sim {

std::optional<std::size_t> Checker::message_of(std::size_t device, const SeenRow& row) {
  if (!row.deleted) {
    const Wording* wording = find(row.text);
    if (wording == nullptr) return std::nullopt;
    return wording->message;
  }
  // Its number is all that is left of it.
  const auto& all = numberings(devices_[device].room);
  for (auto numbering = all.rbegin(); numbering != all.rend(); ++numbering) {
    if (row.seq == 0 || row.seq > numbering->messages.size()) continue;
    const std::size_t index = numbering->messages[row.seq - 1];
    if (!messages_[index].deleted_as.empty() && messages_[index].nick == row.author) return index;
  }
  return std::nullopt;
}

void Checker::shown(std::size_t device, const SeenRow& row) {
  const std::string who = "device " + std::to_string(device) + " shows ";
  const auto index = message_of(device, row);
  if (!index) return object(who + "what nobody wrote: \"" + row.text + "\"");
  Message& message = messages_[*index];
  Device& at = devices_[device];
  const std::string name = name_of(*index);
  if (message.room != at.room) object(who + name + " in another room");
  if (message.nick != row.author) object(who + name + " as " + row.author + "'s");
  const bool own = message.device == device;
  const bool ours = own || (at.shares && message.nick == at.nick);
  const Wording* wording = row.deleted ? nullptr : find(row.text);
  const bool durable = row.deleted || wording->durable;
  switch (row.delivery) {
    case chat::Delivery::queued:
    case chat::Delivery::pending:
      if (!ours) object(who + name + ", which it did not write, as pending");
      if (row.seq != 0) object(who + name + " as pending with a number");
      if (!row.deleted && !wording->as_sent) object(who + name + " as pending with the text of an edit");
      break;
    case chat::Delivery::failed:
      if (!ours) object(who + name + ", which it did not write, as failed");
      if (row.error.empty()) object(who + name + " as failed and does not say why");
      message.shown_failed = true;
      break;
    case chat::Delivery::sent:
      if (message.nick != at.nick) object(who + name + " as its own");
      if (ours) message.shown_sent = true;
      if (!durable) object(who + name + " as sent, and it is not on the disk: \"" + row.text + "\"");
      break;
    case chat::Delivery::received:
      if (message.nick == at.nick) object(who + name + ", its own, as somebody else's");
      if (!durable) object(who + name + ", which is not on the disk: \"" + row.text + "\"");
      break;
  }
  if (row.seq == 0) return;
  auto& revision = at.revision_of[row.id];
  const auto& possible = row.deleted ? message.deleted_as : wording->revisions;
  const auto now = std::lower_bound(possible.begin(), possible.end(), revision);
  if (now == possible.end()) return object(who + "an older text of " + name + " again");
  revision = *now;
}

/// Screens do not say of which numbering a row is, and after a restore a message may have the same number in several.
/// So all are kept in mind, as bits, that explain the rows so far.
void Checker::screen(std::size_t device, const std::vector<SeenRow>& rows, bool has_older, bool final) {
  const std::string who = "device " + std::to_string(device) + " shows ";
  const auto& all = numberings(devices_[device].room);
  const std::uint64_t newest = std::uint64_t{1} << (all.size() - 1);
  std::uint64_t possible = 0;
  protocol::Seq above = 0;
  std::size_t last_numbered = 0;  // how many rows have a number
  std::unordered_set<std::size_t> numbered;
  for (; last_numbered < rows.size() && rows[last_numbered].seq != 0; ++last_numbered) {
    const SeenRow& row = rows[last_numbered];
    shown(device, row);
    const auto index = message_of(device, row);
    if (!index) return;
    const std::string name = name_of(*index) + ", number " + std::to_string(row.seq);
    const bool first = last_numbered == 0;
    std::uint64_t next = 0;
    for (std::size_t n = 0; n < all.size(); ++n) {
      if (row.seq > all[n].messages.size()) continue;
      const std::size_t there = all[n].messages[row.seq - 1];
      if (row.deleted ? messages_[there].deleted_as.empty() : there != *index) continue;
      const bool same = (possible >> n & 1) != 0;
      const bool older = (possible & ((std::uint64_t{1} << n) - 1)) != 0;
      const bool follows = row.gap_before ? older || (same && row.seq > above + 1) : same && row.seq == above + 1;
      if (first ? !row.gap_before : follows) next |= std::uint64_t{1} << n;
    }
    if (next == 0)
      return object(who + (row.gap_before ? "a gap, and " : "") + name + " after number " + std::to_string(above));
    if (first && row.seq > 1 && restores_ == 0 && !has_older) object(who + name + " first, as if nothing were older");
    possible = next;
    above = row.seq;
    numbered.insert(*index);
  }
  check_unconfirmed(device, rows, last_numbered, numbered, final);
  const auto& now = all.back();
  if (!final || now.messages.empty()) return;
  if ((possible & newest) == 0 || above != now.messages.size())
    return object(who + "number " + std::to_string(above) + " as the last of " + std::to_string(now.messages.size()));
  for (std::size_t i = last_numbered; i > 0; --i) {  // up to the last gap: they are of one numbering
    const SeenRow& row = rows[i - 1];
    if ((row.deleted ? std::string() : row.text) != now.texts[row.seq - 1])
      return object(who + "\"" + row.text + "\", and it was edited: \"" + now.texts[row.seq - 1] + "\"");
    if (row.gap_before) break;
  }
}

/// Those below the ones with a number.
void Checker::check_unconfirmed(std::size_t device, const std::vector<SeenRow>& rows, std::size_t first,
                                const std::unordered_set<std::size_t>& numbered, bool final) {
  const std::string who = "device " + std::to_string(device) + " shows ";
  const auto& now = numberings(devices_[device].room).back();
  std::unordered_set<std::size_t> known;
  for (std::size_t i = first; i < rows.size(); ++i) {
    shown(device, rows[i]);
    const auto index = message_of(device, rows[i]);
    if (!index) return;
    const std::string name = name_of(*index);
    if (rows[i].seq != 0) return object(who + name + " below its unconfirmed ones");
    if (!known.insert(*index).second) object(who + name + " twice as its own");
    if (numbered.contains(*index)) object(who + name + " as unconfirmed beside the same with a number");
    if (!final) continue;
    // After a day a person is asked before a message is tried again, and only a try would tell that it is stored.
    const bool asks = rows[i].error.find("more than a day old") != std::string::npos;
    if (now.number_of.contains(*index) && !asks) object(who + name + " as unconfirmed, and it is stored");
    if (rows[i].delivery == chat::Delivery::failed) messages_[*index].failed_at_end = true;
  }
}

void Checker::finish(const Rooms& rooms) {
  for (auto& [name, room] : rooms_) {
    const auto stored = rooms.find(name);
    const auto& numbering = numberings(name).back();
    const std::size_t count = stored == rooms.end() ? 0 : stored->second.size();
    if (count != numbering.messages.size()) object("the disk has " + std::to_string(count) + " messages in " + name);
  }
  for (std::size_t i = 0; i < messages_.size(); ++i) {
    const Message& message = messages_[i];
    const auto& all = numberings(message.room);
    const bool there = all.back().number_of.contains(i);
    if (!message.accepted || there) continue;
    // Lost with the database that a backup took the place of.
    if (message.shown_sent && message.ever_durable && restores_ > 0) continue;
    if (message.shown_sent) object(name_of(i) + " was shown as sent and is gone");
    if (message.abandoned || message.discarded || message.failed_at_end) continue;
    object(name_of(i) + " was accepted, and is neither stored nor shown as failed");
  }
}

}  // namespace banter::sim
