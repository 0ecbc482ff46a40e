// The session with the dialects as they are: that what one writes is what the other's server reads.
#include <gtest/gtest.h>

#include "session_bench.hpp"

namespace banter::net::test {
namespace {

using protocol::Dialect;

Config real_config() {
  Config config = words_config();
  config.hello = {"ann", "0123456789abcdef"};
  return config;
}

/// The commands in the frames the session wants to send.
std::vector<protocol::Command> sent(Session& session, Dialect dialect) {
  const auto server = protocol::make_server_codec(dialect);
  protocol::Decoded<protocol::Command> decoded;
  for (const Action& action : session.take_actions()) {
    if (const auto* text = std::get_if<SendText>(&action)) server->decode(text->text, decoded);
  }
  EXPECT_TRUE(decoded.errors.empty());
  return decoded.messages;
}

TEST(SessionWithBanter, GreetsJoinsAndPings) {
  const auto server = protocol::make_server_codec(Dialect::banter);
  Session session{real_config(), protocol::make_client_codec(Dialect::banter), 1};
  TimePoint now = Bench::at(0s);
  session.start(now);
  const auto actions = session.take_actions();
  ASSERT_EQ(actions.size(), 1U);
  EXPECT_EQ(std::get<OpenSocket>(actions[0]).subprotocol, protocol::banter_subprotocol);

  session.receive(now, Opened{1, std::string{protocol::banter_subprotocol}});
  auto commands = sent(session, Dialect::banter);
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(std::get<protocol::Hello>(commands[0]).nick, "ann");
  EXPECT_EQ(std::get<protocol::Hello>(commands[0]).token, "0123456789abcdef");
  EXPECT_EQ(session.state(), State::greeting);

  session.receive(now, Frame{1, server->encode(protocol::Welcome{"u1", "ann", 65536})});
  EXPECT_EQ(session.state(), State::open);
  EXPECT_TRUE(session.send(now, protocol::Join{"general", "", 0}));
  commands = sent(session, Dialect::banter);
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(std::get<protocol::Join>(commands[0]).room, "general");

  session.tick(now += 25s);
  commands = sent(session, Dialect::banter);
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<protocol::Ping>(commands[0]));
  session.receive(now, Frame{1, server->encode(protocol::Ping{})});
  commands = sent(session, Dialect::banter);
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<protocol::Pong>(commands[0]));
  EXPECT_EQ(session.protocol_errors(), 0U);
}

TEST(SessionWithBanter, GoesOnAfterRubbish) {
  Session session{real_config(), protocol::make_client_codec(Dialect::banter), 1};
  const TimePoint now = Bench::at(0s);
  session.start(now);
  session.receive(now, Opened{1, std::string{protocol::banter_subprotocol}});
  const auto server = protocol::make_server_codec(Dialect::banter);
  session.receive(now, Frame{1, server->encode(protocol::Welcome{"u1", "ann", 0})});
  session.take_notices();
  for (const std::string& rubbish : {std::string{"{"}, std::string{"\xFF\xFE"}, std::string(2 << 20, 'x'),
                                     std::string(5'000, '['), std::string{R"({"type":"nonsense"})"}, std::string{}}) {
    session.receive(now, Frame{1, rubbish});
  }
  EXPECT_EQ(session.protocol_errors(), 6U);
  EXPECT_EQ(session.take_notices().size(), 6U);
  EXPECT_EQ(session.state(), State::open);
}

TEST(SessionWithPlain, IsOpenAtOnceAndHearsBareText) {
  Session session{real_config(), protocol::make_client_codec(Dialect::plain), 1};
  const TimePoint now = Bench::at(0s);
  session.start(now);
  EXPECT_EQ(std::get<OpenSocket>(session.take_actions().at(0)).subprotocol, "");
  session.receive(now, Opened{1, ""});
  EXPECT_EQ(session.state(), State::open);
  EXPECT_EQ(session.next_deadline(), std::nullopt);
  session.take_notices();
  session.receive(now, Frame{1, "hello"});
  const auto notices = session.take_notices();
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(std::get<protocol::Chat>(std::get<Received>(notices[0]).event).message.text, "hello");
  EXPECT_TRUE(session.send(now, protocol::SendChat{"", "id1", "ann", "hi"}));
  const auto commands = sent(session, Dialect::plain);
  ASSERT_EQ(commands.size(), 1U);
  EXPECT_EQ(std::get<protocol::SendChat>(commands[0]).text, "hi");
}

}  // namespace
}  // namespace banter::net::test
