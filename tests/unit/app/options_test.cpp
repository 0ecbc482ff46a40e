#include "app/options.hpp"

#include <gtest/gtest.h>

namespace banter::app {
namespace {

TEST(Url, GoodOnesAreTakenAsTheyAre) {
  for (const char* url : {"ws://localhost:8080/ws", "wss://example.org", "wss://example.org/ws?a=b&c=%20",
                          "ws://[::1]:80/", "wss://user@host/x", "wss://münchen.example/ws"}) {
    const auto checked = check_url(url);
    ASSERT_TRUE(checked) << url;
    EXPECT_EQ(*checked, url);
  }
}

TEST(Url, BadOnesAreRefusedWithWords) {
  for (const char* url : {"", "http://example.org", "example.org", "ws:/x", "ws://", "wss:///path", "ws://?x", "ws",
                          "javascript:alert(1)", "ws://a b", "ws://a\n", "ws://host/#fragment", "ws://host/\x7f"}) {
    const auto checked = check_url(url);
    ASSERT_FALSE(checked) << url;
    EXPECT_GT(checked.error().message.size(), 20U);
  }
  EXPECT_TRUE(check_url("ws://" + std::string(2043, 'a')));
  EXPECT_FALSE(check_url("ws://" + std::string(2044, 'a')));
}

TEST(Room, HasPlainCharactersOnly) {
  for (const std::string& room :
       {std::string("general"), std::string("a"), std::string("A-Z_0.9"), std::string(64, 'x')}) {
    EXPECT_TRUE(check_room(room)) << room;
  }
  for (const std::string& room : {std::string(), std::string("a b"), std::string("a/b"), std::string("é"),
                                  std::string(65, 'x'), std::string("a\0b", 3), std::string("#a")}) {
    EXPECT_FALSE(check_room(room)) << room;
  }
}

TEST(NickCheck, IsTrimmedAndCounted) {
  EXPECT_EQ(*check_nick("ann"), "ann");
  EXPECT_EQ(*check_nick(" \tann b \t"), "ann b");
  EXPECT_EQ(*check_nick("محمد 🎉"), "محمد 🎉");
  std::string thirty_two;
  for (int i = 0; i < 32; ++i) thirty_two += "é";
  EXPECT_TRUE(check_nick(thirty_two)) << "characters, not bytes";
  EXPECT_FALSE(check_nick(thirty_two + "é"));
  for (const std::string& nick :
       {std::string(), std::string("  "), std::string("a\nb"), std::string("a\0b", 3), std::string("a\u202Eb"),
        std::string("\u2066a"), std::string("\u200Fa"), std::string("\xFF"), std::string("a\u0085")}) {
    EXPECT_FALSE(check_nick(nick)) << nick;
  }
}

TEST(Dialect, ByName) {
  EXPECT_EQ(*check_dialect("plain"), protocol::Dialect::plain);
  EXPECT_EQ(*check_dialect("banter"), protocol::Dialect::banter);
  for (const char* other : {"", "Plain", "xmpp", "banter.v1"}) {
    const auto checked = check_dialect(other);
    ASSERT_FALSE(checked) << other;
    EXPECT_NE(checked.error().message.find("banter"), std::string::npos);
  }
}

}  // namespace
}  // namespace banter::app
