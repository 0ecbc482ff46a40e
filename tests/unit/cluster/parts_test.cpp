// The parts that the shared store is made of.
#include <gtest/gtest.h>

#include "server/cluster/api_json.hpp"
#include "server/cluster/place_search.hpp"
#include "server/cluster/record.hpp"
#include "server/cluster/room_log.hpp"

namespace banter::server {
namespace {

TEST(ApiJson, ScalarsAreFoundByTheirPath) {
  const auto told = json_scalars(
      R"( {"stream":"A\"}{", "seq" : 12,"cluster":{"leader":"n1","replicas":[{"seq":99},{"x":"]"}]},"duplicate":true} )");
  ASSERT_TRUE(told);
  EXPECT_EQ(json_number(*told, "seq"), 12U);
  EXPECT_EQ(told->at("stream"), "A\\\"}{");
  EXPECT_EQ(told->at("cluster.leader"), "n1");
  EXPECT_EQ(told->at("duplicate"), "true");
  EXPECT_FALSE(json_number(*told, "cluster.replicas"));
  EXPECT_FALSE(json_number(*told, "stream"));
}

TEST(ApiJson, WhatIsNoObjectIsRefused) {
  for (const char* wrong :
       {"", "+ACK", "[]", "{", R"({"a")", R"({"a":1)", R"({"a":1}})", R"({"a":"\)", R"({"a":[1,})"}) {
    EXPECT_FALSE(json_scalars(wrong)) << wrong;
  }
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += R"({"a":)";
  EXPECT_FALSE(json_scalars(deep));
}

TEST(Records, ComeBackAsTheyWere) {
  Record record;
  record.message.room = "a.b";
  record.message.user = "u";
  record.message.nick = "Ada Žižka";
  record.message.id = "c1";
  record.message.text = "line\nline";
  record.message.time = WallTime(Duration{1'700'000'000'123});
  record.known = {41, 1234};
  record.tag = "s.7";
  const auto packet = encode(record);
  EXPECT_EQ(packet.subject, "chat.room.a/b.msg");
  const auto back = decode(packet, "a.b");
  ASSERT_TRUE(back);
  EXPECT_EQ(back->message.text, record.message.text);
  EXPECT_EQ(back->message.nick, record.message.nick);
  EXPECT_EQ(back->message.time, record.message.time);
  EXPECT_EQ(back->known, record.known);
  EXPECT_EQ(back->tag, "s.7");
  EXPECT_FALSE(decode(Packet{"chat.room.x.msg", "", {}, "by hand", 0}, "x"));
}

TEST(Records, NoTwoMessagesHaveTheSameIdInTheStream) {
  const auto id = [](const std::string& user, const std::string& client) {
    Record record;
    record.message.room = "r";
    record.message.user = user;
    record.message.id = client;
    record.tag = "t";
    return encode(record).headers.at("Nats-Msg-Id");
  };
  EXPECT_NE(id("a/b", "c"), id("a", "b/c"));
  EXPECT_NE(id("a", "1"), id("a1", ""));
  EXPECT_EQ(id("a", "1"), id("a", "1"));
}

TEST(PlaceSearch, FindsAPlaceNearAnyMessageWithFewLooks) {
  // Message n lies at sequence at(n); in the middle the room was quiet for long.
  const auto at = [](protocol::Seq n) { return n < 5'000 ? n * 3 : n * 10 + 1'000'000 + (n % 7); };
  const protocol::Seq last = 10'000;
  for (const protocol::Seq wanted : {0U, 1U, 63U, 100U, 2'500U, 4'999U, 5'000U, 5'001U, 7'777U, 9'990U}) {
    PlaceSearch search(wanted, {}, {last, at(last)});
    int looks = 0;
    while (const auto probe = search.probe()) {
      ASSERT_LT(++looks, 40) << wanted;
      protocol::Seq n = 1;
      while (n <= last && at(n) < *probe) ++n;
      if (n > last) {
        search.nothing();
      } else {
        search.found(at(n), n < 3 ? Place{} : Place{n - 2, at(n - 2)});
      }
    }
    const auto place = search.result();
    EXPECT_LE(place.number, wanted);
    EXPECT_LE(wanted - place.number, 64U) << wanted;
    EXPECT_EQ(place.sequence, place.number == 0 ? 0 : at(place.number));
  }
}

TEST(RoomLog, KeepsTheNewestAndForgetsTheRest) {
  RoomLog log({10, 500});
  const auto add = [&](protocol::Seq number, std::size_t bytes) {
    protocol::ChatMessage message;
    message.seq = number;
    message.user = "u";
    message.id = "i" + std::to_string(number);
    message.text = std::string(bytes, 'x');
    log.add({number, 500 + 2 * number}, message);
  };
  for (protocol::Seq number = 11; number <= 3'000; ++number) add(number, 10);
  EXPECT_EQ(log.last(), (Place{3'000, 6'500}));
  EXPECT_EQ(log.before_first(), (Place{2'000, 4'500}));
  EXPECT_FALSE(log.by_id("u", "i2000"));
  ASSERT_TRUE(log.by_id("u", "i2001"));
  EXPECT_EQ(log.by_id("u", "i2001")->message.seq, 2'001U);
  EXPECT_EQ(log.by_sequence(6'500)->message.seq, 3'000U);
  EXPECT_FALSE(log.by_sequence(6'499));
  EXPECT_EQ(log.page(2'990, 5, 1'000'000).back().seq, 2'995U);
  EXPECT_TRUE(log.page(3'000, 5, 1'000'000).empty());
  const auto before = log.page_before(2'000, 2'996, 5, 1'000'000);
  ASSERT_EQ(before.size(), 5U);
  EXPECT_EQ(before.front().seq, 2'991U);
  EXPECT_EQ(before.back().seq, 2'995U);
  EXPECT_EQ(log.page_before(2'994, 2'996, 5, 1'000'000).size(), 1U);
  EXPECT_EQ(log.page_before(2'000, 2'996, 5, 1).back().seq, 2'995U) << "one at least";
  EXPECT_TRUE(log.page_before(2'000, 2'001, 5, 1'000'000).empty());
  add(3'001, RoomLog::most_bytes * 2);
  EXPECT_EQ(log.before_first().number, 3'000U) << "one is always kept";
  EXPECT_EQ(log.page(3'000, 5, 10).size(), 1U);
}

}  // namespace
}  // namespace banter::server
