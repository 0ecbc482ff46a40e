// A database in a folder of its own, and requests to it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "server/io/sqlite_storage.hpp"
#include "test_server.hpp"

namespace banter::server {

class StorageBench : public testing::Test {
 protected:
  SqliteConfig config() const {
    SqliteConfig made;
    made.path = folder.path("chat.db");
    made.epoch = "first";
    made.busy_timeout_ms = 50;
    return made;
  }
  std::unique_ptr<SqliteStorage> open() {
    auto opened = SqliteStorage::open(config());
    EXPECT_TRUE(opened) << opened.error().message;
    return opened ? std::move(*opened) : nullptr;
  }
  std::string refusal() {
    const auto opened = SqliteStorage::open(config());
    return opened ? "opened" : opened.error().message;
  }
  static Append append(Ticket ticket, const std::string& id, const std::string& room = "general") {
    protocol::ChatMessage message;
    message.room = room;
    message.id = id;
    message.user = "user";
    message.nick = "Nick";
    message.text = "text of " + id;
    message.time = WallTime(Duration{1'000 + static_cast<Duration::rep>(ticket)});
    return {ticket, message};
  }
  static Revise revise(Ticket ticket, protocol::Seq seq, const std::string& text, const std::string& user = "user") {
    return {ticket, "general", seq, user, text, WallTime(Duration{5'000 + static_cast<Duration::rep>(ticket)})};
  }
  static std::vector<StoreReply> perform(SqliteStorage& storage, std::vector<StoreRequest> requests) {
    std::vector<StoreReply> replies;
    storage.perform(std::move(requests), replies);
    return replies;
  }
  void sql(const std::string& statements) {
    auto database = sqlite::Database::open(folder.path("chat.db"));
    ASSERT_TRUE(database);
    EXPECT_EQ(database->run(statements), "");
  }
  TempFolder folder;
};

}  // namespace banter::server
