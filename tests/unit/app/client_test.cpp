// From start to chat, and what goes wrong on the way.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

using chat::Link;

TEST(Client, SaysHelloJoinsAndShowsTheHistory) {
  AppBench b;
  b.started();
  ASSERT_EQ(b.platform.sockets.size(), 1U);
  EXPECT_EQ(b.platform.socket().opened.url, "wss://example.org/ws");
  EXPECT_EQ(b.platform.socket().opened.subprotocol, "banter.v1");
  EXPECT_EQ(b.client->connection().link, Link::connecting);
  b.opened();
  const auto hello = b.commands_of<protocol::Hello>();
  ASSERT_EQ(hello.size(), 1U);
  EXPECT_EQ(hello[0].nick, "ann");
  EXPECT_EQ(hello[0].token, b.platform.memory["token"]);
  EXPECT_GE(hello[0].token.size(), 32U);
  b.says(protocol::Welcome{"me", "ann", 65536});
  EXPECT_EQ(b.client->connection().link, Link::open);
  const auto joins = b.commands_of<protocol::Join>();
  ASSERT_EQ(joins.size(), 1U);
  EXPECT_EQ(joins[0].room, "general");
  EXPECT_EQ(joins[0].epoch, "");
  b.says(protocol::Joined{"general", "epoch", 2});
  b.says(protocol::History{"general", {AppBench::message(1, "hi"), AppBench::message(2, "there")}, false, false});
  EXPECT_EQ(b.rows(), (Lines{"bob: hi", "bob: there"}));
  b.pass(200ms);
  EXPECT_NE(b.platform.find(ui::Role::status, "Connected"), nullptr);
  EXPECT_NE(b.platform.find(ui::Role::listitem, "bob, 22:13: there"), nullptr);
}

TEST(Client, AMessageIsPendingUntilItsAck) {
  AppBench b;
  b.started();
  b.join();
  b.commands();
  b.say("hello");
  EXPECT_EQ(b.rows(), Lines{"ann: hello (pending)"});
  EXPECT_EQ(b.platform.fields[ui::node::composer], "") << "the field is emptied";
  EXPECT_EQ(b.client->view().composer().state.value, "");
  const auto sent = b.commands_of<protocol::SendChat>();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].text, "hello");
  EXPECT_EQ(sent[0].id.size(), 32U) << "128 bits";
  b.says(protocol::Ack{"general", sent[0].id, 1, WallTime{1'700'000'000'000ms}});
  EXPECT_EQ(b.rows(), Lines{"ann: hello (sent)"});
  b.says(protocol::Chat{AppBench::message(2, "hi ann")});
  EXPECT_EQ(b.rows(), (Lines{"ann: hello (sent)", "bob: hi ann"}));
}

TEST(Client, ADraftThatCannotBeSentIsKeptAndExplained) {
  AppBench b;
  b.started();
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 10});
  b.says(protocol::Joined{"general", "epoch", 0});
  b.say("more than ten bytes");
  EXPECT_TRUE(b.rows().empty());
  EXPECT_EQ(b.client->view().composer().state.value, "more than ten bytes");
  EXPECT_EQ(b.platform.fields.count(ui::node::composer), 0U) << "the field is left alone";
  const ui::Node& banner = b.platform.nodes.at(ui::node::banner);
  EXPECT_NE(banner.name.find("too long"), std::string::npos);
  b.pass(9s);
  EXPECT_EQ(b.platform.nodes.count(ui::node::banner), 0U) << "it goes by itself";
}

TEST(Client, WhatIsSentBeforeTheRoomIsJoinedWaits) {
  AppBench b;
  b.started();
  b.say("early");
  EXPECT_EQ(b.rows(), Lines{"ann: early (queued)"});
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 0});
  EXPECT_TRUE(b.commands_of<protocol::SendChat>().empty());
  b.says(protocol::Joined{"general", "epoch", 0});
  ASSERT_EQ(b.commands_of<protocol::SendChat>().size(), 1U);
}

TEST(Client, AfterAReconnectPendingMessagesGoAgainUnderTheirIdsInOrder) {
  AppBench b;
  b.started();
  b.join(1, {AppBench::message(1, "hi")});
  b.commands();
  b.say("one");
  b.say("two");
  const auto first = b.commands_of<protocol::SendChat>();
  ASSERT_EQ(first.size(), 2U);
  b.says(protocol::Ack{"general", first[0].id, 2, WallTime{1ms}});
  b.closed();
  EXPECT_EQ(b.client->connection().link, Link::waiting);
  b.say("three");
  EXPECT_EQ(b.rows(), (Lines{"bob: hi", "ann: one (sent)", "ann: two (queued)", "ann: three (queued)"}));
  b.pass(20s);
  ASSERT_GE(b.platform.sockets.size(), 2U);
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 0});
  const auto joins = b.commands_of<protocol::Join>();
  ASSERT_EQ(joins.size(), 1U);
  EXPECT_EQ(joins[0].epoch, "epoch");
  EXPECT_EQ(joins[0].after, 2U) << "resumes after what it has";
  b.says(protocol::Joined{"general", "epoch", 2});
  const auto again = b.commands_of<protocol::SendChat>();
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(again[0].id, first[1].id);
  EXPECT_EQ(again[0].text, "two");
  EXPECT_EQ(again[1].text, "three");
}

TEST(Client, AMessageThatIsTooBigForTheServerIsThePersonsToMend) {
  AppBench b;
  b.started();
  b.join();
  b.say(std::string(100, 'x'));
  b.closed(1009);
  EXPECT_EQ(b.client->store().failed(), 1U);
  b.pass(20s);
  b.join();
  EXPECT_TRUE(b.commands_of<protocol::SendChat>().empty());
  b.say("short");
  b.closed(1006);
  EXPECT_EQ(b.client->store().failed(), 1U) << "another loss has other reasons";
}

TEST(Client, WhoInsistsOnAConnectionWithoutANetworkGetsANewOne) {
  AppBench b;
  b.started();
  b.join();
  b.client->set_online(false);
  b.run();
  EXPECT_EQ(b.client->connection().link, Link::offline);
  EXPECT_EQ(b.platform.sockets.size(), 1U);
  b.client->activate(ui::node::reconnect);
  b.run();
  EXPECT_EQ(b.platform.sockets.size(), 2U);
}

TEST(Client, SendingFromTheButtonGoesBackToTheField) {
  AppBench b;
  b.started();
  b.join();
  b.type("hello");
  b.client->set_focus(ui::node::send, true);
  b.client->activate(ui::node::send);
  b.run();
  EXPECT_EQ(b.platform.focused, ui::node::composer);
}

TEST(Client, TheTokenOutlivesTheVisit) {
  AppBench first;
  first.started();
  first.opened();
  const std::string token = first.commands_of<protocol::Hello>().at(0).token;
  EXPECT_EQ(first.platform.memory["token"], token);
}

TEST(Client, ATokenThatIsThereIsUsed) {
  headless::ScriptedPlatform platform;
  platform.memory["token"] = "an-old-token-of-this-person";
  headless::FixedGlyphs glyphs;
  text::Painter painter(glyphs, {});
  Client client(options_with("ann"), platform, painter, glyphs);
  client.start();
  client.step(4ms);
  client.receive(net::Opened{platform.socket().opened.socket, "banter.v1"});
  client.step(4ms);
  ASSERT_FALSE(platform.socket().sent.empty());
  EXPECT_NE(platform.socket().sent[0].find("an-old-token-of-this-person"), std::string::npos);
}

TEST(Client, TheTokenIsNotInTheLog) {
  AppBench b;
  b.started();
  b.join();
  b.client->activate(ui::node::toggle_log);
  b.run();
  const std::string token = b.platform.memory["token"];
  for (const auto& [id, node] : b.platform.nodes) EXPECT_EQ(node.name.find(token), std::string::npos) << node.name;
  for (const auto& line : b.platform.console_lines) EXPECT_EQ(line.words.find(token), std::string::npos);
}

// ---- the wire misbehaves ----

TEST(Client, BadFramesAreCountedAndShownAndTheChatGoesOn) {
  AppBench b;
  b.started();
  b.join();
  b.text("{not json");
  b.text(R"({"type":"no-such-type"})");
  b.text(R"([{"type":"chat"},)" + b.encode(protocol::Chat{AppBench::message(1, "still here")}) + "]");
  b.client->receive(net::Frame{b.socket(), "binary", true});
  b.run();
  EXPECT_EQ(b.client->connection().protocol_errors, 4U);
  EXPECT_EQ(b.platform.protocol_errors.size(), 4U);
  EXPECT_EQ(b.rows(), Lines{"bob: still here"});
  EXPECT_EQ(b.client->connection().link, Link::open);
  EXPECT_EQ(b.platform.count_lines(ConsoleLevel::error, "Protocol error"), 4U);
  b.client->activate(ui::node::toggle_log);
  b.run();
  bool told = false;
  for (const auto& [id, node] : b.platform.nodes) told = told || node.name.find("not-json") != std::string::npos;
  EXPECT_TRUE(told) << "in the log panel";
}

TEST(Client, AServerThatIsNotHeardFromIsPingedAndGivenUp) {
  AppBench b;
  b.started();
  b.join();
  b.commands();
  b.pass(26s);
  EXPECT_EQ(b.commands_of<protocol::Ping>().size(), 1U);
  b.pass(11s);
  EXPECT_EQ(b.client->connection().link == Link::open, false);
  EXPECT_TRUE(b.platform.sockets[0].closed);
}

TEST(Client, AMessageThatNobodyConfirmsCostsTheConnectionAndIsSentAgain) {
  AppBench b;
  b.started();
  b.join();
  b.commands();
  b.say("hello?");
  const std::string id = b.commands_of<protocol::SendChat>().at(0).id;
  for (protocol::Seq seq = 1; seq <= 9; ++seq) {
    b.pass(1s);
    b.says(protocol::Chat{AppBench::message(seq, "others talk")});
  }
  EXPECT_EQ(b.client->connection().link, Link::open);
  b.pass(2s);
  ASSERT_TRUE(b.platform.sockets[0].closed) << "dropped after 10 s";
  EXPECT_EQ(b.platform.sockets[0].closed->code, net::close_dropped);
  b.pass(20s);
  ASSERT_GE(b.platform.sockets.size(), 2U);
  b.join(9);
  const auto again = b.commands_of<protocol::SendChat>();
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].id, id);
}

TEST(Client, AServerThatDoesNotLetUsInIsTriedAgain) {
  AppBench b;
  b.started();
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 0});
  b.pass(9s);
  EXPECT_EQ(b.client->connection().link, Link::open);
  b.pass(2s);
  EXPECT_NE(b.client->connection().link, Link::open);
  EXPECT_NE(b.client->connection().reason.find("general"), std::string::npos);
}

TEST(Client, ASocketThatCannotBeOpenedIsTriedAgainLater) {
  AppBench b;
  b.platform.refuse_sockets = true;
  b.started();
  EXPECT_EQ(b.client->connection().link, Link::waiting);
  b.platform.refuse_sockets = false;
  b.pass(20s);
  EXPECT_GE(b.platform.sockets.size(), 1U);
}

TEST(Client, ASocketThatTakesNothingIsLost) {
  AppBench b;
  b.started();
  b.join();
  b.platform.refuse_sends = true;
  b.say("hello");
  EXPECT_EQ(b.client->connection().link, Link::waiting);
  EXPECT_EQ(b.rows(), Lines{"ann: hello (queued)"});
}

TEST(Client, AFatalRefusalStopsAndSaysWhy) {
  AppBench b;
  b.started();
  b.opened();
  protocol::Refusal refusal;
  refusal.code = "bad-token";
  refusal.text = "You are not welcome here.";
  refusal.fatal = true;
  b.says(refusal);
  EXPECT_EQ(b.client->connection().link, Link::stopped);
  EXPECT_EQ(b.client->connection().reason, "You are not welcome here.");
  b.pass(60s);
  EXPECT_EQ(b.platform.sockets.size(), 1U) << "it does not come back by itself";
  b.client->activate(ui::node::reconnect);
  b.run();
  EXPECT_EQ(b.platform.sockets.size(), 2U);
}

TEST(Client, ARefusedMessageFailsAndCanBeTriedAgainOrDiscarded) {
  AppBench b;
  b.started();
  b.join();
  b.commands();
  b.say("bad words");
  const std::string id = b.commands_of<protocol::SendChat>().at(0).id;
  protocol::Refusal refusal;
  refusal.code = "empty";
  refusal.text = "No.";
  refusal.room = "general";
  refusal.id = id;
  b.says(refusal);
  EXPECT_EQ(b.rows(), Lines{"ann: bad words (failed)"});
  const auto number = static_cast<ui::NodeId>(b.client->store().row(0).id);
  b.client->activate(ui::node::retry_base + number);
  b.run();
  EXPECT_EQ(b.commands_of<protocol::SendChat>().at(0).id, id);
  b.says(refusal);
  b.client->activate(ui::node::discard_base + number);
  b.run();
  EXPECT_TRUE(b.rows().empty());
}

TEST(Client, StopClosesForGood) {
  AppBench b;
  b.started();
  b.join();
  b.client->stop();
  b.run();
  ASSERT_TRUE(b.platform.socket().closed);
  EXPECT_EQ(b.platform.socket().closed->code, net::close_normal);
  EXPECT_EQ(b.client->connection().link, Link::idle);
  b.pass(60s);
  EXPECT_EQ(b.platform.sockets.size(), 1U);
}

TEST(Client, ReconnectNowIsShownAtOnce) {
  AppBench b;
  b.started();
  b.closed();
  EXPECT_EQ(b.client->connection().link, Link::waiting);
  b.client->reconnect();
  EXPECT_EQ(b.client->connection().link, Link::connecting);
  EXPECT_EQ(b.platform.sockets.size(), 2U);
}

TEST(Client, OfflineIsShownAndOnlineConnectsAtOnce) {
  AppBench b;
  b.started();
  b.closed();
  b.client->set_online(false);
  b.run();
  EXPECT_EQ(b.client->connection().link, Link::offline);
  b.pass(200ms);
  EXPECT_EQ(b.platform.nodes.count(ui::node::banner), 1U) << "without the 5 s of other losses";
  b.pass(60s);
  EXPECT_EQ(b.platform.sockets.size(), 1U);
  b.client->set_online(true);
  b.run();
  EXPECT_EQ(b.platform.sockets.size(), 2U);
}

TEST(Client, TheBannerWaitsFiveSeconds) {
  AppBench b;
  b.started();
  b.join(1, {AppBench::message(1, "hi")});
  b.closed();
  EXPECT_EQ(b.platform.nodes.count(ui::node::banner), 0U);
  b.pass(6s);
  EXPECT_EQ(b.platform.nodes.count(ui::node::banner), 1U);
}

// ---- the plain dialect ----

}  // namespace
}  // namespace banter::app::test
