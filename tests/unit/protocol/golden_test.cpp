// The goldens of tests/fixtures/protocol: wire text and what it means, for both sides. A golden is
// {"name", "wire", "messages", "errors"?, "canonical"?}; canonical: the other side writes exactly this.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "describe.hpp"

namespace banter::protocol {
namespace {

Json load(const std::string& name) {
  const std::string path = std::string(BANTER_FIXTURES) + "/protocol/" + name;
  std::ifstream file(path);
  EXPECT_TRUE(file) << path;
  return Json::parse(file);
}

/// `decode` appends to what it is given; `encode` is the other side's.
template <class Message>
void check(const std::string& file, const std::function<void(std::string_view, Decoded<Message>&)>& decode,
           const std::function<std::string(const Message&)>& encode) {
  const Json goldens = load(file);
  ASSERT_FALSE(goldens.empty());
  std::size_t canonical = 0;
  for (const Json& golden : goldens) {
    SCOPED_TRACE(file + ": " + golden.at("name").get<std::string>());
    const auto wire = golden.at("wire").get<std::string>();
    Decoded<Message> decoded;
    decode(wire, decoded);
    EXPECT_EQ(describe_all(decoded.messages), golden.at("messages"));
    EXPECT_EQ(describe_kinds(decoded.errors), golden.value("errors", Json::array()));
    if (golden.value("canonical", false)) {
      ++canonical;
      ASSERT_EQ(decoded.messages.size(), 1U);
      EXPECT_EQ(encode(decoded.messages[0]), wire);
    }
  }
  EXPECT_GT(canonical, 0U);
}

void check_dialect(Dialect dialect, const std::string& name) {
  const auto client = make_client_codec(dialect);
  const auto server = make_server_codec(dialect);
  check<Event>(
      name + "-events.json", [&](std::string_view frame, Decoded<Event>& out) { client->decode(frame, out); },
      [&](const Event& event) { return server->encode(event); });
  check<Command>(
      name + "-commands.json", [&](std::string_view frame, Decoded<Command>& out) { server->decode(frame, out); },
      [&](const Command& command) { return client->encode(command); });
}

TEST(Golden, Banter) {
  check_dialect(Dialect::banter, "banter");
}
TEST(Golden, Plain) {
  check_dialect(Dialect::plain, "plain");
}

}  // namespace
}  // namespace banter::protocol
