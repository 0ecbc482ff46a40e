// The database by itself: what it keeps, what it refuses to open.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>

#include "storage_bench.hpp"

namespace banter::server {
namespace {

using Storage = StorageBench;

TEST_F(Storage, NumbersRoomsByThemselvesAndKnowsResends) {
  const auto storage = open();
  const auto replies = perform(*storage, {append(1, "a"), append(2, "b"), append(3, "a", "other"), append(4, "a"),
                                          append(5, ""), append(6, "")});
  ASSERT_EQ(replies.size(), 6U);
  const auto at = [&](std::size_t i) { return std::get<Appended>(replies[i]); };
  EXPECT_EQ(at(0).seq, 1U);
  EXPECT_EQ(at(1).seq, 2U);
  EXPECT_EQ(at(2).seq, 1U);
  EXPECT_EQ(at(3).seq, 1U);
  EXPECT_TRUE(at(3).duplicate);
  EXPECT_EQ(at(3).time, at(0).time);
  EXPECT_EQ(at(4).seq, 3U);
  EXPECT_EQ(at(5).seq, 4U) << "messages without an id are all different";
}

TEST_F(Storage, ReadsPages) {
  const auto storage = open();
  auto replies = perform(*storage, {Read{1, "general", 0, 10, 1000}, append(2, "a"), append(3, "b"), append(4, "c")});
  ASSERT_EQ(replies.size(), 4U);
  const auto first = std::get<PageRead>(replies[3]);
  EXPECT_EQ(first.ticket, 1U) << "reads come after the appends of their batch, and see them";
  EXPECT_EQ(first.last, 3U);
  EXPECT_EQ(first.epoch, "first");
  ASSERT_EQ(first.messages.size(), 3U);
  EXPECT_EQ(first.messages[1].text, "text of b");
  EXPECT_EQ(first.messages[1].time, WallTime(Duration{1'003}));

  replies = perform(*storage, {Read{5, "general", 1, 1, 1000}, Read{6, "general", 0, 9, 1}, Read{7, "none", 0, 9, 1},
                               Read{8, "general", 0, 0, 0}});
  EXPECT_EQ(std::get<PageRead>(replies[0]).messages.at(0).seq, 2U);
  EXPECT_EQ(std::get<PageRead>(replies[1]).messages.size(), 1U) << "one at least";
  EXPECT_EQ(std::get<PageRead>(replies[2]).last, 0U);
  EXPECT_EQ(std::get<PageRead>(replies[2]).epoch, "first");
  EXPECT_TRUE(std::get<PageRead>(replies[3]).messages.empty());
  EXPECT_EQ(std::get<PageRead>(replies[3]).last, 3U);
}

TEST_F(Storage, ReadsTheNearestBeforeANumber) {
  const auto storage = open();
  std::vector<StoreRequest> requests;
  for (Ticket ticket = 1; ticket <= 9; ++ticket) requests.push_back(append(ticket, "m" + std::to_string(ticket)));
  perform(*storage, requests);
  const auto read = [&](protocol::Seq after, std::uint32_t limit, std::size_t bytes, protocol::Seq before) {
    const auto replies = perform(*storage, {Read{1, "general", after, limit, bytes, before}});
    std::vector<protocol::Seq> out;
    for (const auto& message : std::get<PageRead>(replies.at(0)).messages) out.push_back(message.seq);
    return out;
  };
  using Seqs = std::vector<protocol::Seq>;
  EXPECT_EQ(read(0, 3, 1000, 8), (Seqs{5, 6, 7})) << "ascending";
  EXPECT_EQ(read(5, 3, 1000, 8), (Seqs{6, 7}));
  EXPECT_EQ(read(0, 9, 1, 8), Seqs{7}) << "one at least";
  EXPECT_EQ(read(0, 9, 1000, 1), Seqs{});
  EXPECT_EQ(read(0, 9, 1000, 0), Seqs{});
  EXPECT_EQ(read(7, 9, 1000, 8), Seqs{});
  EXPECT_EQ(read(7, 9, 1000, 1'000), (Seqs{8, 9}));
}

TEST_F(Storage, KeepsWhatItWasGiven) {
  perform(*open(), {append(1, "a")});
  const auto again = open();
  const auto known = std::get<Appended>(perform(*again, {append(2, "a")})[0]);
  EXPECT_TRUE(known.duplicate);
  EXPECT_FALSE(known.text.empty()) << "it is told as it is there";
  EXPECT_EQ(std::get<Appended>(perform(*again, {append(3, "b")})[0]).seq, 2U);
}

TEST_F(Storage, OneServerADatabase) {
  const auto first = open();
  const auto second = refusal();
  EXPECT_NE(second.find("another banter-server (process " + std::to_string(::getpid()) + ")"), std::string::npos)
      << second;
}

TEST_F(Storage, ToolsMayReadWhileItIsOpen) {
  const auto storage = open();
  perform(*storage, {append(1, "a")});
  auto tool = sqlite::Database::open(folder.path("chat.db"));
  ASSERT_TRUE(tool);
  EXPECT_EQ(*tool->ask("SELECT count(*) FROM messages"), 1);
}

TEST_F(Storage, ALockedDatabaseIsToldApart) {
  open().reset();
  auto tool = sqlite::Database::open(folder.path("chat.db"));
  ASSERT_TRUE(tool);
  ASSERT_EQ(tool->run("BEGIN EXCLUSIVE"), "");
  EXPECT_NE(refusal().find("locked by another process"), std::string::npos) << refusal();
  ASSERT_EQ(tool->run("ROLLBACK"), "");
  EXPECT_EQ(refusal(), "opened");
}

TEST_F(Storage, FailsWithoutATraceWhenThereIsNoRoom) {
  const auto storage = open();
  ASSERT_TRUE(std::holds_alternative<Appended>(perform(*storage, {append(1, "a")})[0]));
  auto tool = sqlite::Database::open(folder.path("chat.db"));
  ASSERT_TRUE(tool);
  ASSERT_EQ(tool->run("BEGIN IMMEDIATE"), "");
  const auto failed = perform(*storage, {append(2, "b"), Read{3, "general", 0, 9, 999}});
  EXPECT_TRUE(std::holds_alternative<StoreFailed>(failed[0]));
  EXPECT_EQ(std::get<PageRead>(failed[1]).last, 1U) << "reading still works";
  EXPECT_NE(storage->probe(), "");
  ASSERT_EQ(tool->run("ROLLBACK"), "");
  EXPECT_EQ(storage->probe(), "");
  EXPECT_EQ(std::get<Appended>(perform(*storage, {append(4, "b")})[0]).seq, 2U);
}

TEST_F(Storage, RefusesWhatIsNoDatabase) {
  folder.write("chat.db", std::string(10'000, 'x'));
  EXPECT_NE(refusal().find("damaged or no database"), std::string::npos) << refusal();
}

TEST_F(Storage, RefusesADamagedDatabase) {
  {
    const auto storage = open();
    std::vector<StoreRequest> many;
    for (Ticket i = 1; i < 2'000; ++i) many.emplace_back(append(i, "id" + std::to_string(i)));
    perform(*storage, std::move(many));
  }
  {
    std::fstream file(folder.path("chat.db"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(40'960);
    file << std::string(8'192, '\x55');
  }
  EXPECT_NE(refusal().find("damaged"), std::string::npos) << refusal();
}

TEST_F(Storage, RefusesTheDatabaseOfAnotherProgram) {
  sql("CREATE TABLE theirs (x)");
  EXPECT_NE(refusal().find("another program"), std::string::npos) << refusal();
}

TEST_F(Storage, RefusesANewerSchema) {
  open().reset();
  sql("PRAGMA user_version = 999");
  EXPECT_NE(refusal().find("newer banter-server (schema 999"), std::string::npos) << refusal();
}

TEST_F(Storage, LeavesWhatItRefusesAsItWas) {
  sql("CREATE TABLE theirs (x)");
  const auto bytes = [&] {
    std::ifstream file(folder.path("chat.db"), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const auto before = bytes();
  EXPECT_NE(refusal().find("another program"), std::string::npos) << refusal();
  EXPECT_TRUE(bytes() == before);

  sql("DROP TABLE theirs; PRAGMA application_id = 7");
  EXPECT_NE(refusal().find("another program"), std::string::npos) << "it is empty, but theirs";
}

TEST_F(Storage, RefusesAPlaceWithoutAWriteAheadLog) {
  // It has no shared memory, like some network file systems.
  auto* const usual = sqlite3_vfs_find(nullptr);
  ASSERT_EQ(sqlite3_vfs_register(sqlite3_vfs_find("unix-none"), 1), SQLITE_OK);
  const auto why = refusal();
  ASSERT_EQ(sqlite3_vfs_register(usual, 1), SQLITE_OK);
  EXPECT_NE(why.find("write-ahead log"), std::string::npos) << why;
}

TEST_F(Storage, RefusesAFolderThatIsNotThere) {
  auto lost = config();
  lost.path = folder.path("nowhere/chat.db");
  const auto opened = SqliteStorage::open(lost);
  ASSERT_FALSE(opened);
  EXPECT_NE(opened.error().message.find("nowhere"), std::string::npos) << opened.error().message;
}

}  // namespace
}  // namespace banter::server
