#include "server/core/people.hpp"

#include <algorithm>
#include <charconv>

namespace banter::server {

People::Place People::place(std::string_view nick, const std::string& user) {
  std::string folded(nick);
  std::transform(folded.begin(), folded.end(), folded.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return {std::move(folded), user};
}

void People::note(const std::string& user) {
  if (many_ || before_.contains(user)) return;
  if (before_.size() == most_named) {
    many_ = true;
    before_.clear();
    return;
  }
  const auto known = users_.find(user);
  before_.emplace(user, known == users_.end() ? std::nullopt : std::optional(known->second.nick));
}

void People::come(const std::string& user, const std::string& nick) {
  if (const auto known = users_.find(user); known != users_.end()) {
    ++known->second.connections;
    return rename(user, nick);
  }
  note(user);
  users_.emplace(user, User{nick, 1});
  order_.insert(place(nick, user));
}

void People::go(const std::string& user) {
  const auto known = users_.find(user);
  if (known == users_.end() || --known->second.connections > 0) return;
  note(user);
  order_.erase(place(known->second.nick, user));
  users_.erase(known);
}

void People::rename(const std::string& user, const std::string& nick) {
  const auto known = users_.find(user);
  if (known == users_.end() || known->second.nick == nick) return;
  note(user);
  order_.erase(place(known->second.nick, user));
  known->second.nick = nick;
  order_.insert(place(nick, user));
}

std::optional<People::Page> People::page(std::string_view cursor, std::size_t limit) const {
  auto at = order_.begin();
  if (!cursor.empty()) {  // the bytes of the name, a colon, the name, the user
    std::size_t bytes = 0;
    const char* end = cursor.data() + cursor.size();
    const auto [rest, error] = std::from_chars(cursor.data(), end, bytes);
    if (error != std::errc{} || rest == end || *rest != ':') return std::nullopt;
    cursor.remove_prefix(static_cast<std::size_t>(rest - cursor.data()) + 1);
    if (bytes > cursor.size()) return std::nullopt;
    at = order_.upper_bound({std::string(cursor.substr(0, bytes)), std::string(cursor.substr(bytes))});
  }
  Page page;
  for (; at != order_.end() && page.people.size() < limit; ++at) {
    page.people.push_back({at->second, users_.find(at->second)->second.nick});
  }
  if (at != order_.end() && at != order_.begin()) {
    const auto& [name, user] = *std::prev(at);
    page.next = std::to_string(name.size()) + ":" + name + user;
  }
  return page;
}

People::News People::take_news() {
  News news;
  news.any = many_;
  news.named = !many_;
  for (const auto& [user, nick] : before_) {
    const auto now = users_.find(user);
    if (now == users_.end() && nick) news.left.push_back({user, *nick});
    if (now != users_.end() && nick != now->second.nick) news.joined.push_back({user, now->second.nick});
  }
  for (auto* people : {&news.joined, &news.left}) {
    std::sort(people->begin(), people->end(),
              [](const auto& a, const auto& b) { return place(a.nick, a.user) < place(b.nick, b.user); });
  }
  news.any = news.any || !news.joined.empty() || !news.left.empty();
  before_.clear();
  many_ = false;
  return news;
}

}  // namespace banter::server
