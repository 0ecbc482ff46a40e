// Who is in the room and who types, as far as the server tells: the count, the list as far as it was asked for, and
// the names of those who write. Pure: time comes in as a value. Must not know: the wire, the screen.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "protocol/chat_batch.hpp"
#include "protocol/messages.hpp"

namespace banter::chat {

class People {
 public:
  static constexpr Duration typing_holds{6'000};
  static constexpr std::size_t page = 100;           ///< people that are asked for at a time
  static constexpr std::size_t most_typing = 8;      ///< kept; nobody reads more names
  static constexpr std::size_t most_known = 50'000;  ///< of the list, whatever the server says there is
  static constexpr Duration answer_within{10'000};   ///< then a page is asked for again
  static constexpr Duration asks_again{100};         ///< after the page before
  static constexpr Duration reloads_again{5'000};    ///< after the list was begun to be read

  explicit People(std::string room) : room_(std::move(room)) {}

  /// Takes in what the server said. True: something that may be shown has changed.
  bool apply(const protocol::Event& event, TimePoint now);
  /// As if each were an event of its own.
  bool apply(const protocol::ChatBatch& chats);
  /// Nothing is known any more but what was shown last. True as above.
  bool connection_lost();
  /// Acts on deadlines that have passed. True as above.
  bool tick(TimePoint now);
  /// When tick() or take_request() has something to do.
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;

  /// The server tells who types, and wants to be told.
  [[nodiscard]] bool tells_typing() const { return tells_typing_; }
  /// … who is in the room.
  [[nodiscard]] bool tells_members() const { return tells_members_; }
  /// Members of the room; none: not known.
  [[nodiscard]] std::optional<std::uint32_t> count() const { return count_; }
  /// Nicknames of the others who write, those who began first coming first.
  [[nodiscard]] std::vector<std::string> typing() const;
  /// The first of the members, in the server's order.
  [[nodiscard]] const std::vector<protocol::Person>& known() const { return known_; }

  /// The list is shown, and as many of it shall be known if there are; 0: it is not.
  void want(std::size_t people) { wanted_ = std::min(people, most_known); }
  /// The page to ask for now. Counts as asked.
  std::optional<protocol::AskMembers> take_request(TimePoint now);
  /// A page was asked for and has not come: a refusal without an id may be about it.
  [[nodiscard]] bool awaits_page() const { return asked_at_.has_value(); }

 private:
  struct Typist {
    protocol::Person who;
    TimePoint until;
  };

  bool on(const protocol::Welcome& event);
  bool on(const protocol::Joined& event);
  bool on(const protocol::Typing& event, TimePoint now);
  bool on(const protocol::Presence& event);
  bool on(const protocol::Members& event, TimePoint now);
  bool on(const protocol::Refusal& event, TimePoint now);
  bool stops_typing(const std::string& user);
  void forget_list();
  [[nodiscard]] bool wants_page() const;
  [[nodiscard]] TimePoint asks_from() const;

  std::string room_;
  std::string user_;
  bool tells_typing_ = false;
  bool tells_members_ = false;
  bool joined_ = false;
  std::optional<std::uint32_t> count_;
  std::vector<Typist> typing_;

  std::size_t wanted_ = 0;
  std::vector<protocol::Person> known_;
  bool complete_ = false;   ///< known_ is all
  bool stale_ = false;      ///< known_ must be read anew
  bool reloading_ = false;  ///< … and is, into fresh_
  std::vector<protocol::Person> fresh_;
  std::string cursor_;                 ///< after it the next page begins
  std::optional<TimePoint> asked_at_;  ///< for the page that has not come
  TimePoint ask_from_ = TimePoint::min();
  TimePoint reload_from_ = TimePoint::min();
};

}  // namespace banter::chat
