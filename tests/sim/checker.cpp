// What persons do and what becomes durable; what they see is in checker_screens.cpp.
#include "checker.hpp"

#include <algorithm>

namespace banter::sim {

SeenRow seen(const chat::Row& row) {
  return {
      row.id,         row.seq,    std::string(row.author), std::string(row.text), std::string(row.error), row.delivery,
      row.gap_before, row.deleted};
}

Checker::Wording* Checker::find(const std::string& text) {
  const auto at = wordings_.find(text);
  return at == wordings_.end() ? nullptr : &at->second;
}

std::string Checker::name_of(std::size_t message) const {
  const std::string& text = messages_[message].text;
  return "\"" + text.substr(0, text.find(' ')) + "\"";
}

// ---- persons ----

void Checker::opens(std::size_t device, const std::string& room, const std::string& nick, bool shares) {
  Device& known = devices_[device];
  known.shares = shares;
  known.room = room;
  known.nick = nick;
  known.revision_of.clear();
}

void Checker::typed(std::size_t device, const std::string& text) {
  Message message;
  message.device = device;
  message.typed_as = devices_[device].typed++;
  message.room = devices_[device].room;
  message.nick = devices_[device].nick;
  message.text = text;
  message.too_long = text.size() > longest_text;
  if (!wordings_.emplace(text, Wording{messages_.size(), false, false, true, {}, device, wordings_.size()}).second)
    object("typed twice: " + text);
  messages_.push_back(std::move(message));
}

void Checker::accepted(const std::string& text, const std::string& id) {
  Message& message = messages_[find(text)->message];
  message.accepted = true;
  message.id = id;
}

void Checker::not_accepted(const std::string& text) {
  messages_[find(text)->message].refused = true;
}

void Checker::edit_typed(std::size_t device, const std::string& old_text, const std::string& text) {
  const Wording* old = find(old_text);
  if (old == nullptr) return object("an edit of what nobody wrote: " + old_text);
  if (messages_[old->message].nick != devices_[device].nick) object("an edit of somebody else's " + old_text);
  if (text.size() > longest_text) messages_[old->message].too_long = true;
  if (!wordings_.emplace(text, Wording{old->message, false, false, false, {}, device, wordings_.size()}).second)
    object("typed twice: " + text);
}

void Checker::rewritten(const std::string& text) {
  if (Wording* wording = find(text)) wording->as_sent = true;
}

void Checker::edit_left(const std::string& text) {
  if (Wording* wording = find(text)) wording->left = true;
}

void Checker::discarded(const std::string& text) {
  if (const Wording* wording = find(text)) messages_[wording->message].discarded = true;
}

void Checker::delete_typed(std::size_t device, const std::string& text) {
  const Wording* wording = find(text);
  if (wording == nullptr) return object("a deletion of what nobody wrote: " + text);
  Message& message = messages_[wording->message];
  if (message.nick != devices_[device].nick) object("a deletion of somebody else's " + text);
  message.delete_asked = true;
}

std::string Checker::id_of(const std::string& text) {
  const Wording* wording = find(text);
  return wording == nullptr ? std::string() : messages_[wording->message].id;
}

void Checker::abandoned(const std::string& text) {
  if (const Wording* wording = find(text)) messages_[wording->message].abandoned = true;
}

// ---- the disk ----

std::vector<Checker::Numbering>& Checker::numberings(const std::string& room) {
  auto& all = rooms_[room];
  all.resize(restores_ + 1);
  return all;
}

void Checker::place(Numbering& numbering, std::size_t message, const std::string& text) {
  numbering.messages.push_back(message);
  numbering.texts.push_back(text);
  numbering.number_of.emplace(message, numbering.messages.size());
}

void Checker::stored(const protocol::ChatMessage& stored) {
  Wording* wording = find(stored.text);
  if (wording == nullptr) return object("stored and never typed: " + stored.text);
  Message& message = messages_[wording->message];
  const std::string name = name_of(wording->message);
  if (!wording->as_sent) object(name + " is stored with the text of an edit");
  if (message.refused) object(name + " is stored although the client refused it");
  if (message.accepted && message.id != stored.id) object(name + " is stored under another id: " + stored.id);
  if (message.nick != stored.nick) object(name + " is stored as " + stored.nick + "'s");
  if (message.room != stored.room) object(name + " is stored in " + stored.room);
  Numbering& numbering = numberings(stored.room).back();
  if (numbering.number_of.contains(wording->message)) object(name + " is stored twice");
  if (stored.seq != numbering.messages.size() + 1) object(name + " has the number " + std::to_string(stored.seq));
  check_order(numbering, wording->message);
  auto& last = numbering.last_of[message.device];
  last = std::max(last, message.typed_as + 1);
  place(numbering, wording->message, stored.text);
  wording->durable = message.ever_durable = true;
  wording->revisions.push_back(message.revisions);
}

/// What somebody typed later must not be there yet, unless this one was given up for a time, or taken back in one tab
/// while another, which had not heard of that, was about to send it. What is too long is given up by the server, also
/// when its author does not hear of it, and makes it shorter later.
void Checker::check_order(const Numbering& numbering, std::size_t index) {
  const Message& message = messages_[index];
  const auto last = numbering.last_of.find(message.device);
  if (last == numbering.last_of.end() || last->second <= message.typed_as) return;
  if (message.shown_failed || message.abandoned || message.discarded || message.too_long) return;
  object(name_of(index) + " is stored after a message that was typed later");
}

void Checker::revised(const std::string& room, protocol::Seq seq, const std::string& text) {
  Numbering& numbering = numberings(room).back();
  Wording* wording = find(text);
  if (wording == nullptr) return object("stored and never typed: " + text);
  if (seq == 0 || seq > numbering.messages.size() || numbering.messages[seq - 1] != wording->message)
    return object("the edit \"" + text + "\" went to number " + std::to_string(seq));
  if (numbering.texts[seq - 1].empty()) return object("the edit \"" + text + "\" brought back what was deleted");
  const Wording& old = *find(numbering.texts[seq - 1]);
  if (old.device == wording->device && old.typed_as > wording->typed_as && !wording->left)
    object("the edit \"" + text + "\" took the place of one that was typed later");
  numbering.texts[seq - 1] = text;
  // The same may be stored again: then it is the newest.
  wording->durable = true;
  wording->revisions.push_back(++messages_[wording->message].revisions);
}

void Checker::deleted(const std::string& room, protocol::Seq seq) {
  Numbering& numbering = numberings(room).back();
  if (seq == 0 || seq > numbering.messages.size()) return object("a deletion of number " + std::to_string(seq));
  Message& message = messages_[numbering.messages[seq - 1]];
  if (!message.delete_asked) object(name_of(numbering.messages[seq - 1]) + " was deleted, and nobody asked for that");
  numbering.texts[seq - 1].clear();
  message.deleted_as.push_back(++message.revisions);
}

void Checker::renumbered(const Rooms& rooms) {
  ++restores_;
  for (const auto& [room, stored] : rooms) {
    auto& all = numberings(room);
    Numbering& numbering = all.back();
    for (const auto& message : stored) {
      // Where the text is gone, its id tells which it was.
      const auto same = [&](const Message& one) { return one.id == message.id && one.nick == message.nick; };
      const Wording* wording = message.deleted ? nullptr : find(message.text);
      const auto index =
          wording != nullptr
              ? wording->message
              : static_cast<std::size_t>(std::find_if(messages_.begin(), messages_.end(), same) - messages_.begin());
      if (index == messages_.size()) return object("restored and never typed: " + message.text);
      auto& last = numbering.last_of[messages_[index].device];
      last = std::max(last, messages_[index].typed_as + 1);
      place(numbering, index, message.text);
    }
  }
}

}  // namespace banter::sim
