#include "server/core/people.hpp"

#include <algorithm>
#include <charconv>

namespace banter::server {

namespace {

char fold(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Below zero: the first nickname comes before the second one when they are folded; zero: they are the same.
int compare(std::string_view a, std::string_view b) {
  const auto [at, other] =
      std::mismatch(a.begin(), a.end(), b.begin(), b.end(), [](char one, char two) { return fold(one) == fold(two); });
  if (at == a.end() || other == b.end()) return static_cast<int>(at != a.end()) - static_cast<int>(other != b.end());
  return static_cast<unsigned char>(fold(*at)) < static_cast<unsigned char>(fold(*other)) ? -1 : 1;
}

bool comes_before(std::string_view nick, std::string_view user, std::string_view than_nick,
                  std::string_view than_user) {
  const int order = compare(nick, than_nick);
  return order != 0 ? order < 0 : user < than_user;
}

}  // namespace

void People::note(std::string_view user) {
  if (many_ || before_.contains(user)) return;
  if (before_.size() == most_named) {
    many_ = true;
    before_.clear();
    return;
  }
  const auto known = users_.find(user);
  before_.emplace(user, known == users_.end() ? std::nullopt : std::optional(known->second.nick));
}

People::Order::const_iterator People::place(std::string_view nick, std::string_view user) const {
  return std::partition_point(order_.begin(), order_.end(), [&](const Users::value_type* one) {
    return comes_before(one->second.nick, one->first, nick, user);
  });
}

void People::enter_order(const Users::value_type& user) {
  order_.insert(place(user.second.nick, user.first), &user);
}

void People::leave_order(const Users::value_type& user) {
  order_.erase(place(user.second.nick, user.first));
}

void People::come(const SharedText& user, const SharedText& nick) {
  if (const auto known = users_.find(user); known != users_.end()) {
    ++known->second.connections;
    return rename(user, nick);
  }
  note(user);
  enter_order(*users_.emplace(user, User{nick, 1}).first);
}

void People::go(std::string_view user) {
  const auto known = users_.find(user);
  if (known == users_.end() || --known->second.connections > 0) return;
  note(user);
  leave_order(*known);
  users_.erase(known);
}

void People::rename(std::string_view user, const SharedText& nick) {
  const auto known = users_.find(user);
  if (known == users_.end() || known->second.nick == nick) return;
  note(user);
  leave_order(*known);
  known->second.nick = nick;
  enter_order(*known);
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
    const std::string_view nick = cursor.substr(0, bytes);
    const std::string_view user = cursor.substr(bytes);
    at = place(nick, user);
    if (at != order_.end() && (*at)->first == user && compare((*at)->second.nick, nick) == 0) ++at;  // itself
  }
  Page page;
  for (; at != order_.end() && page.people.size() < limit; ++at) {
    page.people.push_back({(*at)->first.str(), (*at)->second.nick.str()});
  }
  if (at != order_.end() && at != order_.begin()) {
    const auto& [user, last] = **std::prev(at);
    page.next = std::to_string(last.nick.view().size()) + ":" + last.nick.str() + user.str();
  }
  return page;
}

People::News People::take_news() {
  News news;
  news.any = many_;
  news.named = !many_;
  for (const auto& [user, nick] : before_) {
    const auto now = users_.find(user);
    if (now == users_.end() && nick) news.left.push_back({user, nick->str()});
    if (now != users_.end() && nick != now->second.nick) news.joined.push_back({user, now->second.nick.str()});
  }
  for (auto* people : {&news.joined, &news.left}) {
    std::sort(people->begin(), people->end(),
              [](const auto& a, const auto& b) { return comes_before(a.nick, a.user, b.nick, b.user); });
  }
  news.any = news.any || !news.joined.empty() || !news.left.empty();
  before_.clear();
  many_ = false;
  return news;
}

}  // namespace banter::server
