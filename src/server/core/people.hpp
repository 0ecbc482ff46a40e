// Who is in a room: its users, each however many connections they have, ordered so that they can be paged through,
// and what has changed since it was last told of. Coming, going and a page are logarithmic in the room's size.
// Must not know: connections, time, who is told.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/messages.hpp"

namespace banter::server {

class People {
 public:
  /// Beyond so many users that came or went, they are not named.
  static constexpr std::size_t most_named = 20;

  /// One more connection of this user.
  void come(const std::string& user, const std::string& nick);
  /// One of its connections is gone. Precondition: there is one.
  void go(const std::string& user);
  /// Without effect when the user is not here.
  void rename(const std::string& user, const std::string& nick);

  [[nodiscard]] std::size_t count() const { return users_.size(); }

  struct Page {
    std::vector<protocol::Person> people;
    std::string next;  ///< empty: the last page
  };
  /// At most `limit` people after the place that `cursor` names (Page::next); empty: from the beginning. Whoever has
  /// come or gone meanwhile moves nobody else. None: that is no cursor.
  [[nodiscard]] std::optional<Page> page(std::string_view cursor, std::size_t limit) const;

  /// Something differs, or may, from what was told last.
  [[nodiscard]] bool changed() const { return many_ || !before_.empty(); }
  struct News {
    bool any = false;    ///< otherwise all is as it was
    bool named = false;  ///< joined and left are complete
    std::vector<protocol::Person> joined, left;
  };
  /// What has changed since the last call.
  News take_news();

 private:
  struct User {
    std::string nick;
    std::size_t connections = 0;
  };
  using Place = std::pair<std::string, std::string>;  ///< folded nickname, user

  static Place place(std::string_view nick, const std::string& user);
  /// Before the user changes.
  void note(const std::string& user);

  std::map<std::string, User, std::less<>> users_;
  std::set<Place> order_;
  /// As users were when they were last told of, for those that changed since; none: not here.
  std::map<std::string, std::optional<std::string>> before_;
  bool many_ = false;  ///< more than are named
};

}  // namespace banter::server
