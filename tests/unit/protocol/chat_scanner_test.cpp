// The quick way of reading new messages says what the general one says, or nothing: on the goldens, on the fuzz seeds,
// on what the server writes, and on all of these broken at random.
#include "protocol/chat_scanner.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "describe.hpp"
#include "protocol/string_scanner.hpp"

namespace banter::protocol {
namespace {

using Random = std::mt19937_64;

/// True: it was read, and as decode() reads it.
bool agrees(ClientCodec& codec, std::string_view frame) {
  // A copy of its own size, so that a byte too far is seen by the sanitiser.
  const std::vector<char> bytes(frame.begin(), frame.end());
  const std::string_view exact(bytes.data(), bytes.size());
  ChatBatch batch;
  if (!codec.decode_chats(exact, batch)) return false;
  std::vector<Event> quick;
  for (const BatchedChat& one : batch.messages) quick.emplace_back(chat_of(batch, one));
  Decoded<Event> general;
  codec.decode(frame, general);
  EXPECT_TRUE(general.errors.empty()) << frame;
  EXPECT_EQ(describe_all(quick), describe_all(general.messages)) << frame;
  return true;
}

struct Way {
  const char* name;
  Dialect dialect;
  Limits limits;
  PlainFields fields;
};
void PrintTo(const Way& way, std::ostream* out) {
  *out << way.name;
}

const Limits small{600, 40, 12, 6, 3};
const Way ways[] = {
    {"Banter", Dialect::banter, {}, {}},
    {"BanterSmall", Dialect::banter, small, {}},
    {"Plain", Dialect::plain, {}, {}},
    {"PlainSmall", Dialect::plain, small, {}},
    {"PlainOtherNames", Dialect::plain, {}, {"text", "user", false}},
    {"PlainSameNames", Dialect::plain, {}, {"id", "type", true}},
};

std::vector<std::string> fixtures() {
  std::vector<std::string> out;
  for (const char* name : {"banter-events.json", "plain-events.json", "banter-commands.json", "plain-commands.json"}) {
    std::ifstream file(std::string(BANTER_FIXTURES) + "/protocol/" + name);
    for (const Json& golden : Json::parse(file)) out.push_back(golden.at("wire").get<std::string>());
  }
  for (const auto& entry : std::filesystem::recursive_directory_iterator(BANTER_FIXTURES "/fuzz")) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    out.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return out;
}

class Writer {
 public:
  explicit Writer(Random& random) : random_(random) {}

  std::size_t below(std::size_t n) { return random_() % n; }
  bool one_in(std::size_t n) { return below(n) == 0; }

  std::string words(std::size_t most) {
    static const char* const pieces[] = {"a",       "hello ", "Ж",    "日本",    "👩‍👩‍👧",
                                         "\\n",     "\\\"",   "\\\\", "\\u00e9", "\\/",
                                         "\\ud83d", "\\t",    "\x7F", "{",       "[1,",
                                         "0"};
    std::string out;
    for (std::size_t n = below(most); n > 0; --n) out += one_in(3) ? pieces[below(std::size(pieces))] : "word ";
    return out;
  }
  std::string space() { return one_in(8) ? std::string(1 + below(2), " \n\t\r"[below(4)]) : std::string(); }
  std::string number() {
    static const char* const odd[] = {
        "0",    "9007199254740991", "9007199254740992", "99999999999999999999", "-1", "1.0", "1e3", "01", "1e999",
        "\"7\""};
    return one_in(12) ? odd[below(std::size(odd))] : std::to_string(below(1'000'000));
  }
  std::string value(const std::string& name) {
    if (one_in(40)) return "null";
    if (one_in(40)) return "{\"a\":[1]}";
    if (one_in(40)) return "true";
    if (name == "type") return one_in(20) ? "\"ack\"" : "\"chat\"";
    if (name == "room") return one_in(40) ? "\"other\"" : "\"general\"";
    if (name == "seq" || name == "ts" || name == "edit") return number();
    return '"' + words(name == "message" || name == "text" ? 12 : 3) + '"';
  }
  std::string object() {
    std::vector<std::string> names{"type", "room", "seq", "id", "user", "from", "message", "ts"};
    if (one_in(4)) names.emplace_back("edit");
    if (one_in(10)) names.emplace_back("text");
    if (one_in(20)) names.emplace_back("deleted");
    if (one_in(10)) names.emplace_back("extra");
    if (one_in(20)) names.push_back(names[below(names.size())]);
    if (one_in(3)) std::shuffle(names.begin(), names.end(), random_);
    if (one_in(10)) names.pop_back();
    std::string out = space() + "{" + space();
    for (std::size_t i = 0; i < names.size(); ++i) {
      out.append(i == 0 ? "" : ",").append(space()).append("\"").append(names[i]).append("\"").append(space());
      out.append(":").append(space()).append(value(names[i])).append(space());
    }
    return out + "}" + space();
  }
  std::string frame() {
    if (one_in(3)) return object();
    std::string out = "[";
    for (std::size_t n = 1 + below(4); n > 0; --n) out += object() + (n > 1 ? "," : "");
    return out + "]";
  }
  /// Some bytes of it are others.
  std::string broken(std::string frame) {
    for (std::size_t n = 1 + below(3); n > 0 && !frame.empty(); --n) {
      const std::size_t at = below(frame.size());
      switch (below(4)) {
        case 0:
          frame[at] = static_cast<char>(below(256));
          break;
        case 1:
          frame.insert(at, 1, "\"\\{}[],:0 \x80"[below(12)]);
          break;
        case 2:
          frame.erase(at, 1 + below(3));
          break;
        default:
          frame.insert(at, frame.substr(below(frame.size()), 1 + below(12)));
      }
    }
    return frame;
  }

 private:
  Random& random_;
};

class Scanned : public testing::TestWithParam<Way> {};
INSTANTIATE_TEST_SUITE_P(Ways, Scanned, testing::ValuesIn(ways),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST_P(Scanned, SaysWhatTheGeneralWaySays) {
  const auto codec = make_client_codec(GetParam().dialect, GetParam().limits, GetParam().fields);
  Random random(7);
  Writer writer(random);
  std::size_t read = 0;
  for (const std::string& frame : fixtures()) {
    read += agrees(*codec, frame) ? 1U : 0U;
    for (int i = 0; i < 30; ++i) agrees(*codec, writer.broken(frame));
  }
  std::size_t written = 0;
  for (int i = 0; i < 6000; ++i) {
    const std::string frame = writer.frame();
    written += agrees(*codec, frame) ? 1U : 0U;
    agrees(*codec, writer.broken(frame));
  }
  if (GetParam().limits.frame_bytes == small.frame_bytes || GetParam().fields.message != "message") return;
  EXPECT_GT(read, 3U) << "of the goldens and seeds";
  EXPECT_GT(written, 500U) << "the general way alone would pass too";
}

TEST(ChatScanner, ReadsWhatOurServerWrites) {
  const auto client = make_client_codec(Dialect::banter);
  const auto server = make_server_codec(Dialect::banter);
  std::string frame;
  for (Seq seq = 1; seq <= 64; ++seq) {
    ChatMessage message;
    message.room = "general";
    message.seq = seq;
    message.id = seq % 3 == 0 ? "" : "5d41402abc4b2a76b9719d911017c592";
    message.user = "9f86d081884c7d659a2feaa0c55ad015";
    message.text = "Line\nand \"quotes\" \\ and Ж 日本 👩‍👩‍👧";
    message.time = WallTime{Duration{1'700'000'000'000}};
    message.edit = seq % 5 == 0 ? seq : 0;
    message.nick = "Ada";
    frame += (seq == 1 ? "[" : ",") + server->encode(Chat{message});
  }
  frame += "]";
  EXPECT_TRUE(agrees(*client, frame));
  ChatBatch batch;
  ASSERT_TRUE(client->decode_chats(frame, batch));
  EXPECT_EQ(batch.messages.size(), 64U);
  const ChatBatch copy = batch;  // the views of a copy outlive the first
  batch.clear();
  EXPECT_EQ(copy.messages[63].text, "Line\nand \"quotes\" \\ and Ж 日本 👩‍👩‍👧");
}

TEST(ChatScanner, LeavesTheUnusualToTheGeneralWay) {
  const auto codec = make_client_codec(Dialect::banter);
  const std::string good = R"({"type":"chat","room":"r","seq":1,"user":"u","from":"n","message":"m","ts":1})";
  ASSERT_TRUE(agrees(*codec, good));
  const std::string other = R"({"type":"chat","room":"s","seq":2,"user":"u","from":"n","message":"m","ts":1})";
  ChatBatch batch;
  for (const std::string& frame :
       {std::string(), std::string("[]"), "[" + good + "," + other + "]", good + good, "[" + good, good + "]",
        "[[" + good + "]]", "[" + good + ",]", std::string(R"({"type":"ping"})"), std::string("\xEF\xBB\xBF") + good}) {
    EXPECT_FALSE(codec->decode_chats(frame, batch)) << frame;
  }
}

TEST(StringScanner, FindsTheEndWhereverItIs) {
  for (std::size_t length = 0; length < 40; ++length) {
    for (const std::string& last : {std::string(), std::string("\\\""), std::string("é")}) {
      const std::string words = std::string(length, 'x') + last;
      const std::string text = '"' + words + "\"tail";
      const char* at = text.data();
      ScannedString out;
      ASSERT_TRUE(scan_string(at, text.data() + text.size(), out)) << text;
      EXPECT_EQ(out.raw, words);
      EXPECT_EQ(out.escaped, last == "\\\"");
      EXPECT_EQ(std::string_view(at, 4), "tail");
    }
    for (const std::string& bad : {std::string("\n"), std::string("\\u0041"), std::string("\\"), std::string("\xFF"),
                                   std::string(1, '\0'), std::string("\xED\xA0\x80")}) {
      const std::string text = '"' + std::string(length, 'x') + bad;
      const char* at = text.data();
      ScannedString out;
      EXPECT_FALSE(scan_string(at, text.data() + text.size(), out)) << text;
      const std::string closed = text + '"';
      at = closed.data();
      EXPECT_FALSE(scan_string(at, closed.data() + closed.size(), out)) << closed;
    }
  }
}

TEST(StringScanner, TakesEscapesOut) {
  std::string raw = R"(a\"\\\/\b\f\n\r\tz)";
  EXPECT_EQ(take_out_escapes(raw.data(), raw.size()), "a\"\\/\b\f\n\r\tz");
}

}  // namespace
}  // namespace banter::protocol
