// What keeps a connection small: containers that are hardly there while there is little in them.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/core/joined_rooms.hpp"
#include "server/core/rare_vector.hpp"
#include "server/core/reserved_names.hpp"
#include "server/core/shared_text.hpp"

namespace banter::server {
namespace {

template <class Range>
std::string all(const Range& range) {
  std::string out;
  for (const auto& one : range) out += one + " ";
  return out;
}

TEST(RareVector, IsAVector) {
  RareVector<std::string> some;
  EXPECT_TRUE(some.empty());
  EXPECT_EQ(all(some), "");
  for (const char* text : {"a", "b", "c", "d"}) some.push_back(text);
  EXPECT_EQ(some.size(), 4U);
  EXPECT_EQ(some.erase_if([](const std::string& one) { return one == "b"; }), 1U);
  EXPECT_EQ(all(some), "a c d ");
  some.pop_front(2);
  EXPECT_EQ(some.front(), "d");
  some.pop_front(1);
  EXPECT_TRUE(some.empty());
  some.emplace_back(3, 'x');
  EXPECT_EQ(all(some), "xxx ");
  EXPECT_EQ(some.erase_if([](const std::string&) { return true; }), 1U);
  EXPECT_TRUE(some.empty()) << "and so is one of which all was erased";
}

TEST(SharedText, IsThereUntilTheLastHandleIsGone) {
  SharedText last;
  EXPECT_EQ(last.view(), "");
  {
    SharedText first("who are you");
    last = first;
    EXPECT_EQ(last.view().data(), first.view().data()) << "one copy";
    SharedText moved = std::move(first);
    EXPECT_EQ(moved, last);
    moved = SharedText("somebody else");
    EXPECT_FALSE(moved == last);
  }
  EXPECT_EQ(last, std::string_view("who are you"));
  const SharedText& same = last;
  last = same;
  EXPECT_EQ(last.str(), "who are you");
}

TEST(JoinedRooms, AreSortedAndThereOnce) {
  JoinedRooms rooms;
  EXPECT_TRUE(rooms.insert("b"));
  EXPECT_TRUE(rooms.insert("a"));
  EXPECT_FALSE(rooms.insert("b"));
  EXPECT_EQ(all(rooms), "a b ");
  EXPECT_TRUE(rooms.contains("a"));
  rooms.erase("a");
  rooms.erase("nowhere");
  EXPECT_FALSE(rooms.contains("a"));
  EXPECT_EQ(rooms.size(), 1U);
}

TEST(JoinedRooms, TakeTurnsWhoeverComesAndGoes) {
  JoinedRooms rooms;
  for (const char* room : {"b", "d", "f"}) rooms.insert(room);
  EXPECT_EQ(*rooms.next(), "b") << "nobody was served yet";
  rooms.served("b");
  EXPECT_EQ(*rooms.next(), "d");
  rooms.insert("a");
  rooms.insert("e");
  EXPECT_EQ(*rooms.next(), "d") << "who comes does not change whose turn it is";
  rooms.erase("b");
  EXPECT_EQ(*rooms.next(), "d");
  rooms.erase("d");
  EXPECT_EQ(*rooms.next(), "e") << "the one behind who went";
  rooms.served("f");
  EXPECT_EQ(*rooms.next(), "a") << "after the last comes the first";
}

TEST(ReservedNames, TheOneThatWasNotSeenForLongestGoesFirst) {
  ReservedNames names({.most = 2});
  const WallTime start{std::chrono::hours(1)};
  const SharedText ann("ann");
  const SharedText bo("bo");
  EXPECT_TRUE(names.reserve("general", "a", ann, start).note);
  EXPECT_TRUE(names.reserve("general", "b", bo, start).note);
  EXPECT_FALSE(names.reserve("general", "a", ann, start).note) << "the disk knows";
  const auto change = names.reserve("other", "a", ann, start);
  ASSERT_EQ(change.forgotten.size(), 1U);
  EXPECT_EQ(change.forgotten[0].room + " " + change.forgotten[0].name, "general b");
  EXPECT_TRUE(names.taken("general", "a", "bo", start));
  EXPECT_FALSE(names.taken("general", "b", "ann", start));
  EXPECT_EQ(names.size(), 2U);
}

TEST(ReservedNames, AUserKeepsOneInARoomAndANameHasOneUser) {
  ReservedNames names({});
  const WallTime now{std::chrono::hours(1)};
  const SharedText ann("ann");
  const SharedText bo("bo");
  static_cast<void>(names.reserve("general", "a", ann, now));
  static_cast<void>(names.reserve("general", "b", bo, now));
  EXPECT_TRUE(names.reserve("general", "b", ann, now).note);
  EXPECT_EQ(names.size(), 1U) << "ann's other one is free, and bo has none";
  EXPECT_FALSE(names.taken("general", "a", "bo", now));
  EXPECT_TRUE(names.taken("general", "b", "bo", now));
  EXPECT_FALSE(names.taken("general", "b", "bo", now + std::chrono::hours(24 * 30))) << "not for ever";
}

}  // namespace
}  // namespace banter::server
