// What the database remembers of people, and what it forgets of deleted messages.
#include <fstream>
#include <iterator>

#include "storage_bench.hpp"

namespace banter::server {
namespace {

using StoragePeople = StorageBench;

constexpr WallTime now{std::chrono::seconds(1'700'000'000)};
constexpr Duration hour{3'600'000};

TEST_F(StoragePeople, SanctionsAreKeptUntilTheyEndOrAreLifted) {
  const Sanction mute{"general", "u1", Sanction::Kind::mute, now + hour, "Mo"};
  const Sanction ban{"general", "u1", Sanction::Kind::ban, {}, "Mo"};
  const Sanction other{"other", "u2", Sanction::Kind::ban, {}, "Mo"};
  const auto replies = perform(*open(), {SetSanction{1, mute}, SetSanction{2, ban}, SetSanction{3, other},
                                         SetSanction{4, other, true}, SetSanction{5, mute}});
  ASSERT_EQ(replies.size(), 5U);
  EXPECT_EQ(std::get<Noted>(replies[4]).ticket, 5U);
  const auto kept = open()->roster(now, {});
  ASSERT_TRUE(kept) << kept.error().message;
  ASSERT_EQ(kept->sanctions.size(), 2U);
  EXPECT_EQ(kept->sanctions[0].kind, Sanction::Kind::mute);
  EXPECT_EQ(kept->sanctions[0].until, mute.until);
  EXPECT_EQ(kept->sanctions[0].by, "Mo");
  EXPECT_EQ(kept->sanctions[1].until, WallTime{});
  EXPECT_EQ(open()->roster(now + hour, {})->sanctions.size(), 1U);
}

TEST_F(StoragePeople, ANameHasOneUserAndAUserOneName) {
  const auto storage = open();
  const auto set = [](Ticket ticket, const std::string& name, const std::string& user, Duration after) {
    return SetName{ticket, {"general", name, user, now + after}, {}};
  };
  perform(*storage, {set(1, "ada", "u1", {}), set(2, "bob", "u2", hour), set(3, "eve", "u1", 2 * hour)});
  auto names = storage->roster(now, {})->names;
  ASSERT_EQ(names.size(), 2U);
  EXPECT_EQ(names[0].name, "bob");
  EXPECT_EQ(names[1].name, "eve");
  EXPECT_EQ(names[1].user, "u1");
  perform(*storage, {SetName{4, {"general", "bob", "u3", now + 3 * hour}, {{"general", "eve", {}, {}}}}});
  names = storage->roster(now, {})->names;
  ASSERT_EQ(names.size(), 1U);
  EXPECT_EQ(names[0].user, "u3");
  EXPECT_TRUE(storage->roster(now, now + 3 * hour)->names.empty()) << "not seen for too long";
  EXPECT_TRUE(storage->roster(now, {})->names.empty()) << "and forgotten";
}

TEST_F(StoragePeople, ADeletedMessageKeepsItsNumberAndLosesItsText) {
  const auto storage = open();
  auto secret = append(1, "a");
  secret.message.text = "xyzzy-the-secret-word";
  Revise erase{3, "general", 1, "somebody", {}, now};
  erase.erase = true;
  const auto first = perform(*storage, {secret, append(2, "b"), erase});
  EXPECT_EQ(std::get<Revised>(first[2]).edit, 0U) << "it is not this user's";
  erase.of_others = true;
  EXPECT_EQ(std::get<Revised>(perform(*storage, {erase})[0]).edit, 1U);
  EXPECT_EQ(std::get<Revised>(perform(*storage, {revise(4, 1, "again")})[0]).edit, 0U) << "for good";
  EXPECT_EQ(std::get<Revised>(perform(*storage, {erase})[0]).edit, 2U) << "twice does no harm";
  const auto page = std::get<PageRead>(perform(*storage, {Read{5, "general", 0, 9, 9'999}})[0]);
  ASSERT_EQ(page.messages.size(), 2U);
  EXPECT_TRUE(page.messages[0].deleted);
  EXPECT_EQ(page.messages[0].text, "");
  EXPECT_EQ(page.messages[0].id, "a") << "so that a resend is known";
  EXPECT_FALSE(page.messages[1].deleted);
  const auto edits = std::get<EditsRead>(perform(*storage, {ReadEdits{6, "general", 0, 9, 9'999}})[0]).edits;
  ASSERT_EQ(edits.size(), 1U);
  EXPECT_TRUE(edits[0].deleted);
}

TEST_F(StoragePeople, TheTextIsNotInTheFileAnyMore) {
  {
    const auto storage = open();
    auto secret = append(1, "a");
    secret.message.text = "xyzzy-the-secret-word";
    Revise erase{2, "general", 1, "user", {}, now};
    erase.erase = true;
    perform(*storage, {secret});
    perform(*storage, {erase});
  }  // closing takes the write-ahead log into the file
  std::ifstream file(folder.path("chat.db"), std::ios::binary);
  const std::string bytes{std::istreambuf_iterator<char>(file), {}};
  EXPECT_GT(bytes.size(), 4096U);
  EXPECT_EQ(bytes.find("xyzzy"), std::string::npos);
  EXPECT_FALSE(std::ifstream(folder.path("chat.db-wal")).good());
}

}  // namespace
}  // namespace banter::server
