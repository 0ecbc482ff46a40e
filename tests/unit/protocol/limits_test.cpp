// What each codec must withstand, whatever the other side sends.
#include <gtest/gtest.h>

#include "any_codec.hpp"

namespace banter::protocol {
namespace {

class Limited : public testing::TestWithParam<Side> {};
INSTANTIATE_TEST_SUITE_P(Codecs, Limited, testing::ValuesIn(all_sides),
                         [](const auto& instance) { return std::string(instance.param.name); });

std::string quoted(std::size_t bytes) {
  return '"' + std::string(bytes, 'x') + '"';
}

std::string repeated(const std::string& piece, std::size_t times, const std::string& between = "") {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += (i == 0 ? "" : between) + piece;
  return all;
}

TEST_P(Limited, FrameBytes) {
  Limits limits;
  const std::string frame = GetParam().chat(quoted(40));
  limits.frame_bytes = frame.size();
  AnyCodec codec = GetParam().make(limits);
  EXPECT_EQ(codec.decode(frame).messages.size(), 1U);
  const auto outcome = codec.decode(frame + ' ');
  EXPECT_TRUE(outcome.messages.empty());
  EXPECT_EQ(outcome.kinds, Json({"too-large"}));
}

TEST_P(Limited, TextBytes) {
  Limits limits;
  limits.text_bytes = 100;
  AnyCodec codec = GetParam().make(limits);
  EXPECT_EQ(codec.decode(GetParam().chat(quoted(100))).messages.size(), 1U);
  const auto outcome = codec.decode(GetParam().chat(quoted(101), "\"c9\""));
  EXPECT_TRUE(outcome.messages.empty());
  ASSERT_EQ(outcome.kinds, Json({"too-large"}));
  EXPECT_EQ(outcome.errors[0].id, "c9");  // so that the refusal can say which message
}

TEST_P(Limited, NameBytes) {
  AnyCodec codec = GetParam().make();
  EXPECT_EQ(codec.decode(GetParam().chat("\"\"", quoted(256))).messages.size(), 1U);
  const auto outcome = codec.decode(GetParam().chat("\"\"", quoted(257)));
  EXPECT_TRUE(outcome.messages.empty());
  ASSERT_EQ(outcome.kinds, Json({"too-large"}));
  EXPECT_EQ(outcome.errors[0].id, "");
}

TEST_P(Limited, NamesHaveNoControlCharacters) {
  AnyCodec codec = GetParam().make();
  for (const char* bad : {"\"a\\nb\"", "\"\\u0001\"", "\"\\u007f\"", "\"\\t\""}) {
    EXPECT_EQ(codec.decode(GetParam().chat("\"\"", bad)).kinds, Json({"wrong-shape"})) << bad;
  }
}

TEST_P(Limited, ObjectsInAFrame) {
  Limits limits;
  limits.batch = 3;
  AnyCodec codec = GetParam().make(limits);
  const std::string ping = R"({"type":"ping"})";
  EXPECT_EQ(codec.decode('[' + repeated(ping, 3, ",") + ']').messages.size(), 3U);
  const auto outcome = codec.decode('[' + repeated(ping, 500, ",") + ']');
  EXPECT_EQ(outcome.messages.size(), 3U);
  EXPECT_EQ(outcome.kinds, Json({"too-large"}));
  // What is not an object counts too, or a frame could make half a million errors.
  EXPECT_EQ(codec.decode('[' + repeated("0", 500, ",") + ']').errors.size(), 4U);
}

TEST_P(Limited, DepthOfAFrameThatIsAllBrackets) {
  AnyCodec codec = GetParam().make();
  for (const char* bracket : {"[", "{\"a\":"}) {
    const auto outcome = codec.decode(repeated(bracket, 100'000));
    EXPECT_TRUE(outcome.messages.empty());
    EXPECT_EQ(outcome.kinds, Json({"not-json"}));
  }
  EXPECT_EQ(codec.decode(std::string(50'000, '[') + std::string(50'000, ']')).kinds, Json({"too-deep"}));
}

TEST_P(Limited, DepthInsideAnObject) {
  AnyCodec codec = GetParam().make();
  const auto nested = [](std::size_t depth) {
    return R"({"type":"ping","x":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_EQ(codec.decode(nested(7)).messages.size(), 1U);
  EXPECT_EQ(codec.decode(nested(8)).kinds, Json({"too-deep"}));
}

TEST_P(Limited, InvalidUtf8) {
  AnyCodec codec = GetParam().make();
  for (const char* bad : {"\x80", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "12345678\xFF"}) {
    const auto outcome = codec.decode(GetParam().chat(std::string("\"") + bad + '"'));
    EXPECT_TRUE(outcome.messages.empty());
    EXPECT_EQ(outcome.kinds, Json({"not-text"}));
    EXPECT_EQ(codec.decode(bad).kinds, Json({"not-text"}));
  }
}

TEST_P(Limited, Nul) {
  AnyCodec codec = GetParam().make();
  using namespace std::string_literals;
  for (const std::string& bad : {GetParam().chat("\"a\0b\""s), GetParam().chat("\"\"") + "\0"s, "\0"s,
                                 GetParam().chat("\"a\\u0000b\""), "{\"type\":\"ping\",\"\\u0000\":1}"s}) {
    const auto outcome = codec.decode(bad);
    EXPECT_TRUE(outcome.messages.empty());
    ASSERT_EQ(outcome.kinds, Json({"wrong-shape"}));
    EXPECT_NE(outcome.errors[0].detail.find("NUL"), std::string::npos) << outcome.errors[0].detail;
  }
}

TEST_P(Limited, EveryPrefixOfAFrame) {
  AnyCodec codec = GetParam().make();
  const std::string frame =
      "[" + GetParam().chat(R"("\ud83d\udc4b \\ \" 1e999")") + R"(,{"x":[1e999,-0.5e-3,true,null]}])";
  for (std::size_t length = 1; length < frame.size(); ++length) {
    const auto outcome = codec.decode(frame.substr(0, length));
    EXPECT_TRUE(outcome.messages.empty()) << length;
    EXPECT_EQ(outcome.kinds, Json({"not-json"})) << length;
  }
  EXPECT_EQ(codec.decode(frame).messages.size(), 1U);
}

TEST_P(Limited, NumbersNoDoubleCanHold) {
  AnyCodec codec = GetParam().make();
  const std::string digits(400, '9');
  const auto outcome = codec.decode(R"([{"type":"ping","\"1e999":[1e999,{"x":-)" + digits + R"(}]},{"type":"pong"}])");
  EXPECT_EQ(outcome.messages, Json::parse(R"([{"ping":{}},{"pong":{}}])"));
  EXPECT_TRUE(outcome.errors.empty());
}

TEST_P(Limited, AppendsAndForgets) {
  AnyCodec codec = GetParam().make();
  const auto first = codec.decode(GetParam().chat("\"one\"")).messages;
  EXPECT_EQ(codec.decode("{\"type\":\"chat\"").kinds, Json({"not-json"}));
  EXPECT_EQ(codec.decode(R"({"type":"chat"})").kinds, Json({"wrong-shape"}));  // nothing is left of the last
  EXPECT_EQ(codec.decode(GetParam().chat("\"one\"")).messages, first);
}

TEST_P(Limited, ErrorsDoNotQuoteWhatTheyDoNotKnow) {
  AnyCodec codec = GetParam().make();
  const auto outcome = codec.decode(R"([{"type":"one"},{"type":"a b"},{"type":")" + std::string(33, 'x') + R"("}])");
  ASSERT_EQ(outcome.kinds, Json({"unknown-type", "unknown-type", "unknown-type"}));
  EXPECT_EQ(outcome.errors[0].detail, "message: unknown type \"one\"");
  EXPECT_EQ(outcome.errors[1].detail, "message: unknown type");
  EXPECT_EQ(outcome.errors[2].detail, "message: unknown type");
  const auto secret = codec.decode(R"({"type":"hello","message":5,"nick":"n","token":"s3cret")");
  for (const ProtocolError& error : secret.errors) EXPECT_EQ(error.detail.find("s3cret"), std::string::npos);
}

}  // namespace
}  // namespace banter::protocol
