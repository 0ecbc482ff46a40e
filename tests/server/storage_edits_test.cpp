// Edits in the database: their numbers, what is read of them, and files of before there were any.
#include <gtest/gtest.h>

#include "storage_bench.hpp"

namespace banter::server {
namespace {

using StorageEdits = StorageBench;

PageRead page(SqliteStorage& storage) {
  std::vector<StoreReply> replies;
  storage.perform({Read{99, "general", 0, 100, 100'000}}, replies);
  return std::get<PageRead>(replies.at(0));
}

EditsRead edits(SqliteStorage& storage, protocol::EditNumber after, std::uint32_t most = 100,
                std::size_t bytes = 100'000, const std::string& room = "general") {
  std::vector<StoreReply> replies;
  storage.perform({ReadEdits{99, room, after, most, bytes}}, replies);
  return std::get<EditsRead>(replies.at(0));
}

TEST_F(StorageEdits, GiveAMessageItsNewText) {
  const auto storage = open();
  perform(*storage, {append(1, "a"), append(2, "b")});
  const auto replies = perform(*storage, {revise(3, 1, "first"), revise(4, 2, "second"), revise(5, 1, "third")});
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(std::get<Revised>(replies.at(i)).ticket, i + 3);
    EXPECT_EQ(std::get<Revised>(replies.at(i)).edit, i + 1);
  }
  const auto read = page(*storage);
  EXPECT_EQ(read.edits, 3U);
  EXPECT_EQ(read.last, 2U);
  EXPECT_EQ(read.messages.at(0).text, "third");
  EXPECT_EQ(read.messages.at(0).edit, 3U);
  EXPECT_EQ(read.messages.at(0).time, WallTime(Duration{1'001})) << "when it was sent";
  EXPECT_EQ(read.messages.at(1).edit, 2U);
}

TEST_F(StorageEdits, AreInTheOrderGivenWithTheMessages) {
  const auto storage = open();
  auto replies = perform(*storage, {revise(1, 1, "too early"), append(2, "a"), Read{3, "general", 0, 9, 999},
                                    revise(4, 1, "right after"), append(5, "b")});
  ASSERT_EQ(replies.size(), 5U);
  EXPECT_EQ(std::get<Revised>(replies[0]).edit, 0U);
  EXPECT_EQ(std::get<Appended>(replies[1]).seq, 1U);
  EXPECT_EQ(std::get<Revised>(replies[2]).edit, 1U);
  EXPECT_EQ(std::get<Appended>(replies[3]).seq, 2U);
  EXPECT_EQ(std::get<PageRead>(replies[4]).messages.at(0).text, "right after") << "reads come last";
}

TEST_F(StorageEdits, OnlyOfOnesOwnMessages) {
  const auto storage = open();
  perform(*storage, {append(1, "a"), append(2, "a", "other")});
  auto elsewhere = revise(6, 1, "x");
  elsewhere.room = "nowhere";
  const auto replies = perform(*storage, {revise(3, 1, "x", "somebody else"), revise(4, 2, "x"), revise(5, 0, "x"),
                                          elsewhere, revise(7, (1ULL << 53) - 1, "x")});
  for (const auto& reply : replies) EXPECT_EQ(std::get<Revised>(reply).edit, 0U);
  EXPECT_EQ(page(*storage).edits, 0U);
  EXPECT_EQ(page(*storage).messages.at(0).text, "text of a");
}

TEST_F(StorageEdits, AreReadInTheirOrderAfterANumber) {
  const auto storage = open();
  perform(*storage, {append(1, "a"), append(2, "b"), append(3, "c")});
  perform(*storage, {revise(4, 1, "one"), revise(5, 3, "two"), revise(6, 2, "three"), revise(7, 1, "four")});
  const auto all = edits(*storage, 0);
  EXPECT_EQ(all.last, 4U);
  ASSERT_EQ(all.edits.size(), 3U) << "the first was edited again";
  EXPECT_EQ(all.edits[0].edit, 2U);
  EXPECT_EQ(all.edits[0].seq, 3U);
  EXPECT_EQ(all.edits[0].room, "general");
  EXPECT_EQ(all.edits[0].text, "two");
  EXPECT_EQ(all.edits[0].time, WallTime(Duration{5'005}));
  EXPECT_EQ(all.edits[1].edit, 3U);
  EXPECT_EQ(all.edits[2].text, "four");
  EXPECT_EQ(edits(*storage, 3).edits.size(), 1U);
  EXPECT_TRUE(edits(*storage, 4).edits.empty());
  EXPECT_EQ(edits(*storage, 4).last, 4U);
  EXPECT_EQ(edits(*storage, 0, 2).edits.size(), 2U);
  EXPECT_EQ(edits(*storage, 0, 100, 1).edits.size(), 1U) << "one at least";
  EXPECT_EQ(edits(*storage, 0, 100, 8).edits.size(), 2U);
  EXPECT_EQ(edits(*storage, 0, 100, 100, "nowhere").last, 0U);
}

TEST_F(StorageEdits, AreKept) {
  perform(*open(), {append(1, "a"), revise(2, 1, "changed")});
  const auto again = open();
  EXPECT_EQ(page(*again).messages.at(0).text, "changed");
  EXPECT_EQ(std::get<Revised>(perform(*again, {revise(3, 1, "again")})[0]).edit, 2U);
}

TEST_F(StorageEdits, ANewEpochKeepsTheirNumbersRising) {
  perform(*open(), {append(1, "a"), revise(2, 1, "changed")});
  auto anew = config();
  anew.epoch = "second";
  anew.new_epoch = true;
  auto opened = SqliteStorage::open(anew);
  ASSERT_TRUE(opened);
  const auto read = page(**opened);
  EXPECT_EQ(read.epoch, "second");
  EXPECT_EQ(read.edits, 1U);
  EXPECT_EQ(read.messages.at(0).edit, 1U) << "it is still known to be edited";
  EXPECT_EQ(std::get<Revised>(perform(**opened, {revise(3, 1, "again")})[0]).edit, 2U);
}

TEST_F(StorageEdits, FailWithTheMessagesOfTheirBatch) {
  const auto storage = open();
  perform(*storage, {append(1, "a")});
  auto tool = sqlite::Database::open(folder.path("chat.db"));
  ASSERT_TRUE(tool);
  ASSERT_EQ(tool->run("BEGIN IMMEDIATE"), "");
  const auto failed = perform(*storage, {revise(2, 1, "x"), append(3, "b"), ReadEdits{4, "general", 0, 9, 999}});
  ASSERT_EQ(failed.size(), 3U);
  EXPECT_EQ(std::get<StoreFailed>(failed[0]).ticket, 2U);
  EXPECT_EQ(std::get<StoreFailed>(failed[1]).ticket, 3U);
  EXPECT_TRUE(std::get<EditsRead>(failed[2]).edits.empty()) << "reading still works";
  ASSERT_EQ(tool->run("ROLLBACK"), "");
  // A failure in the middle takes back what came before it in the batch.
  ASSERT_EQ(tool->run("CREATE TRIGGER full BEFORE INSERT ON messages WHEN new.client_id = 'c' "
                      "BEGIN SELECT RAISE (ABORT, 'no more'); END"),
            "");
  const auto undone = perform(*storage, {append(5, "b"), revise(6, 1, "x"), append(7, "c"), revise(8, 1, "y")});
  ASSERT_EQ(undone.size(), 4U);
  for (const auto& reply : undone) EXPECT_TRUE(std::holds_alternative<StoreFailed>(reply));
  EXPECT_EQ(page(*storage).edits, 0U);
  EXPECT_EQ(page(*storage).messages.size(), 1U);
  EXPECT_EQ(page(*storage).messages.at(0).text, "text of a");
}

TEST_F(StorageEdits, AFileOfBeforeIsBroughtUpToDateAndKeepsItsMessages) {
  sql(R"(
CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE rooms (id INTEGER PRIMARY KEY, room TEXT NOT NULL UNIQUE, epoch TEXT NOT NULL, last_seq INTEGER NOT NULL)
  STRICT;
CREATE TABLE messages (room_id INTEGER NOT NULL REFERENCES rooms (id), seq INTEGER NOT NULL, user TEXT NOT NULL,
  client_id TEXT NOT NULL, nick TEXT NOT NULL, text TEXT NOT NULL, ts INTEGER NOT NULL, PRIMARY KEY (room_id, seq))
  STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX messages_by_client ON messages (room_id, user, client_id) WHERE client_id <> '';
INSERT INTO meta VALUES ('epoch', 'old');
INSERT INTO rooms VALUES (1, 'general', 'old', 2);
INSERT INTO messages VALUES (1, 1, 'user', 'a', 'Nick', 'héllo', 1001), (1, 2, 'user', 'b', 'Nick', 'two', 1002);
PRAGMA application_id = 0x426E7472;
PRAGMA user_version = 1;)");
  const auto storage = open();
  ASSERT_TRUE(storage);
  const auto before = page(*storage);
  EXPECT_EQ(before.epoch, "old");
  EXPECT_EQ(before.last, 2U);
  EXPECT_EQ(before.edits, 0U);
  ASSERT_EQ(before.messages.size(), 2U);
  EXPECT_EQ(before.messages[0].text, "héllo");
  EXPECT_EQ(before.messages[0].id, "a");
  EXPECT_EQ(before.messages[0].edit, 0U);
  EXPECT_EQ(before.messages[0].time, WallTime(Duration{1'001}));
  EXPECT_TRUE(edits(*storage, 0).edits.empty());
  const auto replies = perform(*storage, {append(1, "a"), append(2, "c"), revise(3, 1, "hello")});
  EXPECT_TRUE(std::get<Appended>(replies[0]).duplicate);
  EXPECT_EQ(std::get<Appended>(replies[1]).seq, 3U);
  EXPECT_EQ(std::get<Revised>(replies[2]).edit, 1U);
  auto tool = sqlite::Database::open(folder.path("chat.db"));
  ASSERT_TRUE(tool);
  EXPECT_EQ(*tool->ask("PRAGMA user_version"), 3);
  EXPECT_EQ(*tool->ask("SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"), 1);
}

}  // namespace
}  // namespace banter::server
