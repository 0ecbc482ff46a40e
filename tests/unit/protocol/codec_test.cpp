// What the goldens cannot say: capabilities, options of the plain dialect, encoding of awkward values.
#include <gtest/gtest.h>

#include "base/utf8.hpp"
#include "describe.hpp"

namespace banter::protocol {
namespace {

SendChat send_chat() {
  return {"general", "c1", "Ada", "hi"};
}

Json decode_one(ClientCodec& codec, const std::string& frame) {
  Decoded<Event> decoded;
  codec.decode(frame, decoded);
  EXPECT_TRUE(decoded.errors.empty()) << frame;
  return describe_all(decoded.messages);
}

TEST(Codec, Names) {
  EXPECT_EQ(parse_dialect("plain"), Dialect::plain);
  EXPECT_EQ(parse_dialect("banter"), Dialect::banter);
  EXPECT_EQ(parse_dialect("Banter"), std::nullopt);
  EXPECT_EQ(parse_dialect(""), std::nullopt);
  EXPECT_EQ(make_client_codec(Dialect::banter)->subprotocol(), "banter.v1");
  EXPECT_EQ(make_client_codec(Dialect::plain)->subprotocol(), "");
}

TEST(Codec, CapabilitiesAreTheSameOnBothSides) {
  for (const Dialect dialect : {Dialect::plain, Dialect::banter}) {
    const bool rich = dialect == Dialect::banter;
    const Capabilities client = make_client_codec(dialect)->capabilities();
    const Capabilities server = make_server_codec(dialect)->capabilities();
    for (const bool one : {client.hello, client.acks, client.rooms, client.history, client.ping, server.hello,
                           server.acks, server.rooms, server.history, server.ping}) {
      EXPECT_EQ(one, rich);
    }
  }
}

TEST(Codec, AppendsToWhatIsThere) {
  const auto codec = make_client_codec(Dialect::banter);
  Decoded<Event> decoded;
  codec->decode(R"({"type":"ping"})", decoded);
  codec->decode(R"([{"type":"pong"},{"type":"?"},)", decoded);  // unreadable: only its own are taken back
  codec->decode(R"({"type":"?"})", decoded);
  EXPECT_EQ(describe_all(decoded.messages), Json::parse(R"([{"ping":{}}])"));
  EXPECT_EQ(describe_kinds(decoded.errors), Json({"not-json", "unknown-type"}));
  decoded.clear();
  EXPECT_TRUE(decoded.messages.empty() && decoded.errors.empty());
}

TEST(Banter, EntriesOfAHistoryCountAsObjects) {
  Limits limits;
  limits.batch = 3;
  const auto codec = make_client_codec(Dialect::banter, limits);
  const auto frame = [](int entries) {
    std::string wire = R"([{"type":"history","room":"r","messages":[)";
    for (int i = 0; i < entries; ++i) {
      wire += (i == 0 ? std::string() : ",") + R"({"user":"u","from":"n","message":"","ts":1,"seq":)" +
              std::to_string(i) + "}";
    }
    return wire + "]}]";
  };
  Decoded<Event> decoded;
  codec->decode(frame(2), decoded);
  ASSERT_EQ(decoded.messages.size(), 1U);
  EXPECT_EQ(std::get<History>(decoded.messages[0]).messages.size(), 2U);
  decoded.clear();
  codec->decode(frame(3), decoded);
  EXPECT_TRUE(decoded.messages.empty());
  EXPECT_EQ(describe_kinds(decoded.errors), Json({"too-large"}));
}

TEST(Plain, HasNoWordsForMost) {
  const auto client = make_client_codec(Dialect::plain);
  for (const Command& command : {Command{Hello{}}, Command{Join{}}, Command{Ping{}}, Command{Pong{}}}) {
    EXPECT_EQ(client->encode(command), "");
  }
  const auto server = make_server_codec(Dialect::plain);
  for (const Event& event :
       {Event{Welcome{}}, Event{Joined{}}, Event{History{}}, Event{Ack{}}, Event{Ping{}}, Event{Pong{}}}) {
    EXPECT_EQ(server->encode(event), "");
  }
}

TEST(Plain, EveryFrameToAClientHasAStringMessage) {
  const auto server = make_server_codec(Dialect::plain);
  for (const Event& event : {Event{Chat{}}, Event{Refusal{}}}) {
    EXPECT_TRUE(Json::parse(server->encode(event)).at("message").is_string());
  }
}

TEST(Plain, FieldNames) {
  const auto codec = make_client_codec(Dialect::plain, {}, {"text", "name", false});
  EXPECT_EQ(codec->encode(send_chat()), R"({"text":"hi","id":"c1","name":"Ada"})");
  const Json chat = decode_one(*codec, R"({"text":"hi","name":"Ada","message":"no","from":"no"})").at(0).at("chat");
  EXPECT_EQ(chat.at("text"), "hi");
  EXPECT_EQ(chat.at("nick"), "Ada");
  Decoded<Event> decoded;
  codec->decode(R"({"message":"no"})", decoded);
  ASSERT_EQ(describe_kinds(decoded.errors), Json({"wrong-shape"}));
  EXPECT_EQ(decoded.errors[0].detail, "message: \"text\" is missing");
}

TEST(Plain, AwkwardFieldNamesAreStillJson) {
  const auto codec = make_client_codec(Dialect::plain, {}, {"a\"b\\", "\x80\n", true});
  const Json json = Json::parse(codec->encode(send_chat()));
  EXPECT_EQ(json.at("a\"b\\"), "hi");
  EXPECT_EQ(json.at("\xEF\xBF\xBD\n"), "Ada");
}

TEST(Plain, LeavesOutWhatIsEmpty) {
  EXPECT_EQ(make_client_codec(Dialect::plain)->encode(SendChat{"r", "", "", ""}), R"({"type":"chat","message":""})");
}

/// Every byte alone, in pairs with a letter, and some that only begin well.
std::vector<std::string> awkward_strings() {
  std::vector<std::string> all = {
      "", "\xE2\x82", "\xF0\x9F\x91", "ok\xED\xA0\x80ok", "\"\\/\b\f", std::string("12345678\xFF") + "12345678"};
  for (int byte = 0; byte < 256; ++byte) all.push_back(std::string("a") + static_cast<char>(byte) + "b");
  return all;
}

TEST(Encode, AnyStringGivesJsonThatTheOtherSideReads) {
  const auto client = make_client_codec(Dialect::banter);
  const auto server = make_server_codec(Dialect::banter);
  for (const std::string& text : awkward_strings()) {
    std::string expected = utf8::sanitize(text);
    if (const auto nul = expected.find('\0'); nul != std::string::npos) expected.replace(nul, 1, "\xEF\xBF\xBD");
    Decoded<Command> commands;
    server->decode(client->encode(SendChat{"r", "i", "", text}), commands);
    ASSERT_EQ(commands.messages.size(), 1U) << text;
    EXPECT_EQ(std::get<SendChat>(commands.messages[0]).text, expected);

    ChatMessage message;
    message.room = "r";
    message.text = text;
    History history;
    history.room = "r";
    history.messages = {message, message};
    for (const Event& event : {Event{Chat{message}}, Event{history}, Event{Refusal{"code", text, "", "", {}, false}}}) {
      Decoded<Event> events;
      client->decode(server->encode(event), events);
      ASSERT_EQ(events.messages.size(), 1U) << text;
      EXPECT_EQ(events.messages[0].index(), event.index());
    }
  }
}

TEST(Encode, NamesMayBeAnythingToo) {
  const auto client = make_client_codec(Dialect::banter);
  const auto server = make_server_codec(Dialect::banter);
  for (const std::string& name : awkward_strings()) {
    EXPECT_TRUE(Json::accept(client->encode(Hello{name, name})));
    EXPECT_TRUE(Json::accept(client->encode(Join{name, name, 3})));
    EXPECT_TRUE(Json::accept(server->encode(Welcome{name, name, 3})));
    EXPECT_TRUE(Json::accept(server->encode(Joined{name, name, 3})));
    EXPECT_TRUE(Json::accept(server->encode(Ack{name, name, 3, {}})));
  }
}

TEST(Encode, TimesBeforeTheEpochAreZero) {
  const auto server = make_server_codec(Dialect::banter);
  EXPECT_EQ(server->encode(Ack{"r", "i", 1, WallTime{Duration{-5}}}),
            R"({"type":"ack","room":"r","id":"i","seq":1,"ts":0})");
  EXPECT_EQ(server->encode(Refusal{"c", "t", "", "", Duration{-5}, false}),
            R"({"type":"error","code":"c","message":"t"})");
}

TEST(Encode, ResumeNeedsAnEpoch) {
  EXPECT_EQ(make_client_codec(Dialect::banter)->encode(Join{"r", "", 9}), R"({"type":"join","room":"r"})");
}

}  // namespace
}  // namespace banter::protocol
