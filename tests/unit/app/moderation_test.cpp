// Tokens of the embedding page, deleted messages, what a moderator did, and the page's own commands.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

using protocol::Edited;
using protocol::Moderated;
using protocol::Refusal;

class Moderation : public testing::Test {
 protected:
  void begin() {
    b.started();
    b.opened();
    protocol::Welcome welcome;
    welcome.user = "me";
    welcome.nick = "ann";
    welcome.edits = welcome.deletes = true;
    b.says(welcome);
    protocol::Joined joined;
    joined.room = "general";
    joined.epoch = "epoch";
    joined.last = 2;
    b.says(joined);
    b.says(protocol::History{"general", {AppBench::message(1, "rude *words*"), own(2)}, false, false});
    b.commands();
  }
  static protocol::ChatMessage own(protocol::Seq seq) {
    auto message = AppBench::message(seq, "mine", "ann");
    message.user = "me";
    return message;
  }
  static Edited deletion(protocol::Seq seq, std::string id = {}) {
    return {"general", seq, 1, std::move(id), {}, WallTime{1'700'000'001'000ms}, true};
  }
  [[nodiscard]] bool shows(ui::Role role, std::string_view part) {
    b.pass(200ms);  // what nobody did oneself is mirrored after a pause
    return std::any_of(b.platform.nodes.begin(), b.platform.nodes.end(), [&](const auto& n) {
      return n.second.role == role && n.second.name.find(part) != std::string::npos;
    });
  }

  AppBench b;
};

TEST(Token, ThePageIsAskedAndItsTokenSaidAndNotShown) {
  Options options = options_with("ann");
  options.token = Options::Token::asked;
  AppBench b(options);
  b.started();
  EXPECT_TRUE(b.platform.sockets.empty());
  ASSERT_EQ(b.platform.tokens_asked.size(), 1U);
  b.client->receive(net::TokenAnswer{b.platform.tokens_asked[0], "secret.of.page", {}});
  b.run();
  ASSERT_EQ(b.platform.sockets.size(), 1U);
  b.opened();
  EXPECT_EQ(b.commands_of<protocol::Hello>().at(0).token, "secret.of.page");
  EXPECT_EQ(b.platform.memory.count("token"), 0U) << "no identity of its own is made";
  b.client->receive(net::TokenAnswer{b.platform.tokens_asked[0], {}, "too late"});
  b.client->activate(ui::node::toggle_log);
  b.pass(1s);
  const auto of_hello = [](const auto& n) { return n.second.name.find(R"("type":"hello")") != std::string::npos; };
  const auto hello = std::find_if(b.platform.nodes.begin(), b.platform.nodes.end(), of_hello);
  ASSERT_NE(hello, b.platform.nodes.end());
  b.client->activate(hello->first);
  b.pass(1s);
  EXPECT_NE(b.platform.nodes.at(hello->first).name.find(R"("token":"…")"), std::string::npos);
  for (const auto& line : b.platform.console_lines) EXPECT_EQ(line.words.find("secret.of.page"), std::string::npos);
  for (const auto& [id, node] : b.platform.nodes) EXPECT_EQ(node.name.find("secret.of.page"), std::string::npos);
  b.closed(4402, "token expired");
  b.pass(5s);
  EXPECT_EQ(b.platform.tokens_asked.size(), 2U);
}

TEST(Token, AnotherPersonsTokenEndsTheChatInsteadOfGivingItToThem) {
  Options options = options_with("ann");
  options.token = Options::Token::asked;
  AppBench b(options);
  b.started();
  const auto logged_in = [&](std::string user) {
    b.client->receive(net::TokenAnswer{b.platform.tokens_asked.back(), "token.of." + user, {}});
    b.run();
    b.opened();
    b.says(protocol::Welcome{std::move(user), "ann", 65536});
  };
  logged_in("ada");
  b.says(protocol::Joined{"general", "epoch", 0});
  b.closed(4402, "token expired");
  b.pass(5s);
  logged_in("eve");
  EXPECT_EQ(b.client->connection().link, chat::Link::stopped);
  EXPECT_NE(b.client->connection().reason.find("somebody else"), std::string::npos);
  EXPECT_TRUE(b.commands_of<protocol::Join>().empty());
}

TEST_F(Moderation, AMessageOfAnEarlierNumberingIsNotDeleted) {
  begin();
  const auto old = b.client->store().row(0).id;
  b.closed();
  b.pass(20s);
  b.opened();
  b.says(protocol::Joined{"general", "another epoch", 1});
  b.says(protocol::History{"general", {AppBench::message(1, "innocent")}, false, false});
  const auto refused = b.client->delete_message(7, old);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("begun anew"), std::string::npos);
}

TEST_F(Moderation, ADeletedMessageSaysSo) {
  begin();
  b.client->set_listening(true);
  b.says(deletion(1));
  EXPECT_EQ(b.rows(), (Lines{"bob: Message deleted", "ann: mine (sent)"}));
  EXPECT_TRUE(b.client->store().row(0).deleted);
  EXPECT_FALSE(b.client->store().row(0).edited);
  EXPECT_TRUE(shows(ui::Role::listitem, ": Message deleted"));
  EXPECT_FALSE(shows(ui::Role::listitem, "rude"));
  ASSERT_EQ(b.platform.rows.size(), 1U);
  EXPECT_TRUE(b.platform.rows[0].deleted);
  const auto kept = b.client->store().newest(10, 10'000);
  ASSERT_EQ(kept.messages.size(), 2U);
  EXPECT_TRUE(kept.messages[0].deleted) << "also in what is kept for the next visit";
  EXPECT_EQ(kept.messages[0].text, "");
  b.says(deletion(2));
  b.client->key(ui::node::composer, ui::Key::up);
  EXPECT_NE(b.platform.focused, ui::node::edit_field) << "there is nothing left to edit";
}

TEST_F(Moderation, ADeletedMessageOfAHistoryToo) {
  begin();
  auto gone = AppBench::message(3, "");
  gone.edit = 5;
  gone.deleted = true;
  b.says(protocol::Chat{gone});
  EXPECT_EQ(b.rows().back(), "bob: Message deleted");
}

TEST_F(Moderation, ThePageDeletesAMessageAndIsTold) {
  begin();
  const auto row = b.client->store().row(0).id;
  ASSERT_TRUE(b.client->delete_message(7, row));
  auto asked = b.commands_of<protocol::Delete>();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].seq, 1U);
  EXPECT_TRUE(b.platform.answers.empty());
  b.says(deletion(1, asked[0].id));
  ASSERT_EQ(b.platform.answers.size(), 1U);
  EXPECT_EQ(b.platform.answers[0].request, 7);
  EXPECT_EQ(b.platform.answers[0].error, "");
  EXPECT_FALSE(b.client->delete_message(8, chat::RowId{999}));
}

TEST_F(Moderation, ThePageIsToldTheServersWordsAndOfSilence) {
  begin();
  ASSERT_TRUE(b.client->moderate(1, "mute", "user of bob", 60));
  const auto asked = b.commands_of<protocol::Moderate>();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].action, "mute");
  EXPECT_EQ(asked[0].user, "user of bob");
  EXPECT_EQ(asked[0].seconds, 60U);
  Refusal refusal;
  refusal.code = "not-allowed";
  refusal.text = "You have no right to do that.";
  refusal.room = "general";
  refusal.id = asked[0].id;
  b.says(refusal);
  EXPECT_EQ(b.platform.answers.back().error, "You have no right to do that.");
  ASSERT_TRUE(b.client->moderate(2, "kick", "user of bob", 0));
  b.pass(10s);
  ASSERT_EQ(b.platform.answers.size(), 2U);
  EXPECT_NE(b.platform.answers.back().error.find("did not answer"), std::string::npos);
  ASSERT_TRUE(b.client->moderate(3, "kick", "user of bob", 0));
  b.closed();
  ASSERT_EQ(b.platform.answers.size(), 3U);
  EXPECT_NE(b.platform.answers.back().error.find("was lost"), std::string::npos);
  EXPECT_FALSE(b.client->moderate(4, "kick", "user of bob", 0)) << "not connected";
}

TEST_F(Moderation, ThePageModeratesWhoWroteAMessage) {
  begin();
  b.client->set_listening(true);
  auto nameless = AppBench::message(3, "who am I?");
  nameless.user.clear();
  b.says(protocol::Chat{nameless});
  const chat::Store& store = b.client->store();
  EXPECT_EQ(store.row(0).user, "user of bob");
  EXPECT_EQ(store.row(1).user, "me");
  EXPECT_EQ(store.row(2).user, "");
  ASSERT_TRUE(b.client->moderate(1, "mute", store.row(0).id, 60));
  const auto asked = b.commands_of<protocol::Moderate>();
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked[0].user, "user of bob");
  EXPECT_EQ(asked[0].action, "mute");
  EXPECT_EQ(asked[0].seconds, 60U);
  const auto unknown = b.client->moderate(2, "mute", store.row(2).id, 60);
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.find("did not say who"), std::string::npos);
  EXPECT_FALSE(b.client->moderate(3, "mute", chat::RowId{999}, 60));
  b.say("mine, too");
  EXPECT_EQ(store.row(3).user, "me") << "before the server has it";
  EXPECT_EQ(b.platform.rows.back().user, "me");
  const auto kept = store.newest(10, 10'000).messages;
  ASSERT_EQ(kept.size(), 3U);
  EXPECT_EQ(kept[0].user, "user of bob");
  EXPECT_EQ(kept[1].user, "me");
  EXPECT_EQ(kept[2].user, "");
}

TEST_F(Moderation, WhoIsMutedReadsSoAndWhatTheyWriteFails) {
  begin();
  b.says(Moderated{"general", {}, "mute", "user of bob", "Mo", {}});
  EXPECT_FALSE(shows(ui::Role::group, "muted")) << "somebody else";
  b.says(Moderated{"general", {}, "mute", "me", "Mo", b.platform.wall_clock + 60'000ms});
  EXPECT_TRUE(shows(ui::Role::group, "You were muted by Mo until "));
  b.say("let me speak");
  Refusal refusal;
  refusal.code = "muted";
  refusal.text = "You were muted by Mo.";
  refusal.room = "general";
  refusal.id = b.commands_of<protocol::SendChat>().at(0).id;
  refusal.retry_after = Duration{60'000};
  b.says(refusal);
  const auto row = b.client->store().row(2);
  EXPECT_EQ(row.delivery, chat::Delivery::failed) << "it is not kept until the mute ends";
  EXPECT_EQ(row.error, "You were muted by Mo.");
  b.pass(70s);
  EXPECT_TRUE(b.commands_of<protocol::SendChat>().empty());
}

TEST_F(Moderation, WhoIsPutOutReadsWhyAndStaysOut) {
  begin();
  Refusal refusal;
  refusal.code = "banned";
  refusal.text = "You were banned from #general by Mo.";
  refusal.room = "general";
  refusal.fatal = true;
  b.says(refusal);
  EXPECT_EQ(b.client->connection().link, chat::Link::stopped);
  EXPECT_TRUE(shows(ui::Role::group, "banned from #general by Mo"));
  b.pass(60s);
  EXPECT_EQ(b.platform.sockets.size(), 1U);
}

TEST_F(Moderation, ANicknameThatIsTakenIsAskedForAgain) {
  b.started();
  b.opened();
  Refusal refusal;
  refusal.code = "nick-taken";
  refusal.text = "This nickname is taken in #general.";
  refusal.room = "general";
  refusal.fatal = true;
  b.says(protocol::Welcome{"me", "ann", 65536});
  b.says(refusal);
  EXPECT_TRUE(shows(ui::Role::textbox, "Nickname"));
  EXPECT_TRUE(shows(ui::Role::alert, "taken"));
}

}  // namespace
}  // namespace banter::app::test
