// Who is in a room: its users, each however many connections they have, ordered so that they can be paged through,
// and what has changed since it was last told of. Coming, going and a page are logarithmic in the room's size, but for
// moving so many pointers.
// Must not know: connections, time, who is told.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/messages.hpp"
#include "server/core/shared_text.hpp"

namespace banter::server {

class People {
 public:
  /// Beyond so many users that came or went, they are not named.
  static constexpr std::size_t most_named = 20;

  /// One more connection of this user.
  void come(const SharedText& user, const SharedText& nick);
  /// One of its connections is gone. Precondition: there is one.
  void go(std::string_view user);
  /// Without effect when the user is not here.
  void rename(std::string_view user, const SharedText& nick);

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
    SharedText nick;
    std::size_t connections = 0;
  };
  struct ByText {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const { return a < b; }
  };
  using Users = std::map<SharedText, User, ByText>;
  using Order = std::vector<const Users::value_type*>;

  /// Before the user changes.
  void note(std::string_view user);
  /// The first that does not come before the nickname, folded or not, and the user.
  [[nodiscard]] Order::const_iterator place(std::string_view nick, std::string_view user) const;
  /// Under a nickname that it has.
  void enter_order(const Users::value_type& user);
  void leave_order(const Users::value_type& user);

  Users users_;
  Order order_;  ///< by nickname, then by user: pointers, for a tree would be four times as large
  /// As users were when they were last told of, for those that changed since; none: not here.
  std::map<std::string, std::optional<SharedText>, std::less<>> before_;
  bool many_ = false;  ///< more than are named
};

}  // namespace banter::server
