#include "chat/people.hpp"

#include <algorithm>
#include <utility>

namespace banter::chat {
namespace {

using protocol::Person;

/// In the server's order: docs/protocol.md, "members, presence".
bool before(const Person& a, const Person& b) {
  const auto fold = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 'A' && byte <= 'Z' ? static_cast<unsigned char>(byte - 'A' + 'a') : byte;
  };
  const auto less = [&](char x, char y) { return fold(x) < fold(y); };
  const bool first = std::lexicographical_compare(a.nick.begin(), a.nick.end(), b.nick.begin(), b.nick.end(), less);
  if (first) return true;
  if (std::lexicographical_compare(b.nick.begin(), b.nick.end(), a.nick.begin(), a.nick.end(), less)) return false;
  return a.user < b.user;
}

void remove(std::vector<Person>& people, const std::string& user) {
  people.erase(std::remove_if(people.begin(), people.end(), [&](const Person& p) { return p.user == user; }),
               people.end());
}

/// Into a list that may end before its place.
void insert(std::vector<Person>& people, const Person& person, bool complete) {
  const auto at = std::lower_bound(people.begin(), people.end(), person, before);
  if (at != people.end() || complete) people.insert(at, person);
}

}  // namespace

bool People::apply(const protocol::Event& event, TimePoint now) {
  if (const auto* chat = std::get_if<protocol::Chat>(&event)) return stops_typing(chat->message.user);
  if (const auto* typing = std::get_if<protocol::Typing>(&event)) return on(*typing, now);
  if (const auto* presence = std::get_if<protocol::Presence>(&event)) return on(*presence);
  if (const auto* members = std::get_if<protocol::Members>(&event)) return on(*members, now);
  if (const auto* joined = std::get_if<protocol::Joined>(&event)) return on(*joined);
  if (const auto* welcome = std::get_if<protocol::Welcome>(&event)) return on(*welcome);
  if (const auto* refusal = std::get_if<protocol::Refusal>(&event)) return on(*refusal, now);
  return false;
}

bool People::apply(const protocol::ChatBatch& chats) {
  bool changed = false;
  for (const protocol::BatchedChat& one : chats.messages)
    if (!typing_.empty() && stops_typing(std::string(one.user))) changed = true;
  return changed;
}

bool People::on(const protocol::Welcome& event) {
  user_ = event.user;
  tells_typing_ = event.typing;
  tells_members_ = event.members;
  return true;
}

bool People::on(const protocol::Joined& event) {
  if (event.room != room_) return false;
  joined_ = true;
  if (event.count != 0) count_ = event.count;
  forget_list();
  return true;
}

bool People::on(const protocol::Typing& event, TimePoint now) {
  if (event.room != room_ || event.who.user == user_) return false;
  const auto known =
      std::find_if(typing_.begin(), typing_.end(), [&](const Typist& t) { return t.who.user == event.who.user; });
  if (known != typing_.end()) {
    known->until = now + typing_holds;
    const bool renamed = known->who.nick != event.who.nick;
    known->who = event.who;
    return renamed;
  }
  if (typing_.size() == most_typing) return false;
  typing_.push_back({event.who, now + typing_holds});
  return true;
}

bool People::stops_typing(const std::string& user) {
  const auto gone = std::remove_if(typing_.begin(), typing_.end(), [&](const Typist& t) { return t.who.user == user; });
  if (gone == typing_.end()) return false;
  typing_.erase(gone, typing_.end());
  return true;
}

bool People::on(const protocol::Presence& event) {
  if (event.room != room_) return false;
  count_ = event.count;
  if (!event.named) stale_ = true;
  for (const Person& person : event.left) {
    stops_typing(person.user);
    remove(known_, person.user);
    remove(fresh_, person.user);
  }
  for (const Person& person : event.joined) {
    remove(known_, person.user);
    remove(fresh_, person.user);
    insert(known_, person, complete_);
    insert(fresh_, person, false);
  }
  return true;
}

bool People::on(const protocol::Members& event, TimePoint now) {
  if (event.room != room_ || !asked_at_) return false;
  asked_at_.reset();
  ask_from_ = now + asks_again;
  count_ = event.count;
  auto& list = reloading_ ? fresh_ : known_;
  const std::size_t before_it = list.size();
  for (const Person& person : event.people) {
    // Whoever came meanwhile may be there already.
    if (list.size() < most_known && (list.empty() || before(list.back(), person))) list.push_back(person);
  }
  cursor_ = event.next;
  // A server that goes in circles is not asked for ever.
  const bool complete = event.next.empty() || list.size() == before_it || list.size() >= most_known;
  if (!reloading_) {
    complete_ = complete;
  } else if (complete || fresh_.size() >= wanted_) {
    known_ = std::exchange(fresh_, {});
    complete_ = complete;
    reloading_ = false;
  }
  return true;
}

bool People::on(const protocol::Refusal& event, TimePoint now) {
  if (!asked_at_ || event.room != room_ || !event.id.empty()) return false;
  asked_at_.reset();
  stale_ = true;
  reload_from_ = TimePoint::min();
  ask_from_ = now + std::clamp(event.retry_after, Duration{1'000}, reloads_again);
  return false;
}

void People::forget_list() {
  typing_.clear();
  asked_at_.reset();
  stale_ = true;  // what is known is shown until it is read anew
  reload_from_ = TimePoint::min();
}

bool People::connection_lost() {
  joined_ = false;
  count_.reset();
  forget_list();
  return true;
}

bool People::tick(TimePoint now) {
  if (asked_at_ && now >= *asked_at_ + answer_within) {
    asked_at_.reset();
    stale_ = true;
    reload_from_ = TimePoint::min();
  }
  const auto gone = std::remove_if(typing_.begin(), typing_.end(), [&](const Typist& t) { return now >= t.until; });
  if (gone == typing_.end()) return false;
  typing_.erase(gone, typing_.end());
  return true;
}

bool People::wants_page() const {
  if (wanted_ == 0 || !tells_members_ || !joined_ || asked_at_) return false;
  return stale_ || reloading_ || (!complete_ && known_.size() < wanted_);
}

TimePoint People::asks_from() const {
  return stale_ ? std::max(ask_from_, reload_from_) : ask_from_;
}

std::optional<TimePoint> People::next_deadline() const {
  std::optional<TimePoint> next;
  const auto sooner = [&](TimePoint t) {
    if (!next || t < *next) next = t;
  };
  for (const Typist& typist : typing_) sooner(typist.until);
  if (asked_at_) sooner(*asked_at_ + answer_within);
  if (wants_page()) sooner(asks_from());
  return next;
}

std::vector<std::string> People::typing() const {
  std::vector<std::string> names;
  names.reserve(typing_.size());
  for (const Typist& typist : typing_) names.push_back(typist.who.nick);
  return names;
}

std::optional<protocol::AskMembers> People::take_request(TimePoint now) {
  if (!wants_page() || now < asks_from()) return std::nullopt;
  if (std::exchange(stale_, false)) {
    reloading_ = !known_.empty();
    reload_from_ = now + reloads_again;
    complete_ = false;
    fresh_.clear();
    cursor_.clear();
  }
  asked_at_ = now;
  return protocol::AskMembers{room_, cursor_, page};
}

}  // namespace banter::chat
