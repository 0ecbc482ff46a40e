// What outlives the visit: unsent messages, the room, and whose turn it is to send.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

class KeepBench : public AppBench {
 public:
  explicit KeepBench(Options::Token token = Options::Token::own) : AppBench(options_with("ann")), token_(token) {
    platform.keeping = true;
    remake();
  }
  /// A reload: the page's database is all that is left.
  void reload() {
    const std::string room = platform.kept_room;
    const auto kept = std::move(shelf);
    shelf.clear();
    remake();
    if (!room.empty()) client->restore_room(room);
    for (const auto& [id, message] : kept) {
      client->restore(message, chat::Store::From::earlier);
      shelf[id] = message;
    }
    started();
  }
  /// The browser has written what it was given.
  void written() {
    for (const chat::KeptChange& change : std::exchange(platform.kept, {})) {
      if (change.what == chat::KeptChange::What::put || change.what == chat::KeptChange::What::update) {
        shelf[change.message.id] = change.message;
        client->message_kept(change.message.id);
      } else {
        shelf.erase(change.message.id);
      }
    }
    run();
  }
  void in_turn() {
    ASSERT_TRUE(platform.turn_wanted);
    client->set_turn(true);
    run();
  }
  /// The page's token is taken, and the server says whose it is.
  void logged_in(const std::string& user) {
    client->receive(net::TokenAnswer{platform.tokens_asked.back(), "token.of." + user, {}});
    run();
    opened();
    says(protocol::Welcome{user, "ann", 65536, true});
  }
  std::map<std::string, chat::KeptMessage> shelf;

 private:
  void remake() {
    platform.turn_wanted = false;
    Options options = options_with("ann");
    options.token = token_;
    reborn(std::move(options));
  }
  Options::Token token_;
};

TEST(ClientKeep, AMessageIsKeptThenSentThenForgotten) {
  KeepBench b;
  b.started();
  b.join();
  b.in_turn();
  static_cast<void>(b.commands());
  b.say("hello");
  EXPECT_TRUE(b.commands_of<protocol::SendChat>().empty()) << "not before it is kept";
  b.written();
  const auto sent = b.commands_of<protocol::SendChat>();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(b.shelf.size(), 1U);
  b.says(protocol::Ack{"general", sent[0].id, 1, WallTime{1ms}});
  b.written();
  EXPECT_TRUE(b.shelf.empty());
}

TEST(ClientKeep, AReloadShowsAndSendsWhatWaited) {
  KeepBench b;
  b.started();
  b.say("first");
  b.say("second");
  b.written();
  EXPECT_EQ(b.rows(), (Lines{"ann: first (queued)", "ann: second (queued)"}));
  const auto before = b.shelf;
  b.reload();
  EXPECT_EQ(b.rows(), (Lines{"ann: first (queued)", "ann: second (queued)"}));
  b.join();
  EXPECT_TRUE(b.commands_of<protocol::SendChat>().empty()) << "another tab may be at it";
  b.in_turn();
  const auto sent = b.commands_of<protocol::SendChat>();
  ASSERT_EQ(sent.size(), 2U);
  EXPECT_EQ(sent[0].text, "first");
  EXPECT_TRUE(before.contains(sent[0].id)) << "under the id it had";
}

TEST(ClientKeep, AReloadKnowsHowLongATextMayBeBeforeItIsConnected) {
  KeepBench b;
  b.started();
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 5, true});
  b.reload();
  EXPECT_FALSE(b.client->send("longer").ok());
  EXPECT_TRUE(b.client->send("short").ok());
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 0, true});
  EXPECT_TRUE(b.client->send("it says no more that there is a limit").ok());
}

TEST(ClientKeep, WhatATabFindsIsNewsWhenItIsNewerThanWhatIsKnown) {
  KeepBench b;
  b.started();
  chat::KeptMessage message;
  message.id = "a";
  message.author = "ann";
  message.text = "first";
  message.place = 1;
  message.version = 2U << 16;
  b.client->kept_elsewhere({chat::KeptChange::What::put, message, {}, 0, 0});
  EXPECT_EQ(b.rows(), (Lines{"ann: first (queued)"}));
  message.text = "changed by a tab that crashed before it told";
  message.version = 3U << 16;
  b.client->kept_elsewhere({chat::KeptChange::What::put, message, {}, 0, 0});
  EXPECT_EQ(b.rows(), (Lines{"ann: changed by a tab that crashed before it told (queued)"}));
  message.text = "as it was before that";
  message.version = 2U << 16;
  b.client->kept_elsewhere({chat::KeptChange::What::put, message, {}, 0, 0});
  EXPECT_EQ(b.rows(), (Lines{"ann: changed by a tab that crashed before it told (queued)"}));
}

TEST(ClientKeep, TheTurnIsGivenBackWithTheConnection) {
  KeepBench b;
  b.started();
  b.join();
  b.in_turn();
  b.closed();
  EXPECT_FALSE(b.platform.turn_wanted);
  b.client->set_turn(true);  // it was on its way
  b.say("hello");
  b.written();
  b.pass(20s);
  b.join();
  EXPECT_TRUE(b.commands_of<protocol::SendChat>().empty());
  b.in_turn();
  EXPECT_EQ(b.commands_of<protocol::SendChat>().size(), 1U);
}

TEST(ClientKeep, TheRoomIsThereAtOnceAndGoesOnFromThere) {
  KeepBench b;
  b.started();
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 65536, true});
  protocol::Joined joined{"general", "epoch", 2};
  joined.edits = 7;
  b.says(joined);
  b.says(protocol::History{"general", {AppBench::message(1, "hi"), AppBench::message(2, "there", "cy")}, true, false});
  b.pass(3s);
  ASSERT_FALSE(b.platform.kept_room.empty());
  b.reload();
  EXPECT_EQ(b.rows(), (Lines{"bob: hi", "cy: there"})) << "before there is a connection";
  EXPECT_TRUE(b.client->store().has_older());
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 65536, true});
  const auto joins = b.commands_of<protocol::Join>();
  ASSERT_EQ(joins.size(), 1U);
  EXPECT_EQ(joins[0].epoch, "epoch");
  EXPECT_EQ(joins[0].after, 2U);
  EXPECT_EQ(joins[0].edits, 7U);
}

TEST(ClientKeep, WhatIsReadAfterTheServerWasAskedIsLeftOut) {
  KeepBench b;
  b.started();
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 65536, true});
  ASSERT_EQ(b.commands_of<protocol::Join>().size(), 1U);
  b.client->restore_room(
      R"([{"type":"welcome","user":"me","nick":"ann"},{"type":"joined","room":"general","epoch":"epoch","last":1},)"
      R"({"type":"history","room":"general","messages":[{"seq":1,"user":"u","from":"bob","message":"old","ts":1}]}])");
  protocol::Joined joined{"general", "epoch", 1};
  joined.edits = 2;
  b.says(joined);
  b.says(protocol::History{"general", {AppBench::message(1, "edited since")}, false, false});
  EXPECT_EQ(b.rows(), Lines{"bob: edited since"});
  EXPECT_EQ(b.client->store().last_edit(), 2U) << "nothing was resumed, so no edits follow";
}

TEST(ClientKeep, WithTokensNothingIsShownBeforeTheServerSaysWhoseItIs) {
  KeepBench b(Options::Token::asked);
  b.started();
  b.say("before anybody logged in");
  b.written();
  b.logged_in("ada");
  b.says(protocol::Joined{"general", "epoch", 1});
  b.says(protocol::History{"general", {AppBench::message(1, "a secret")}, false, false});
  b.say("not sent yet");
  b.written();
  b.pass(3s);
  ASSERT_EQ(b.shelf.size(), 2U);
  for (auto& [id, message] : b.shelf) {
    if (message.text == "before anybody logged in") message.owner.clear();  // as it was when the tab was closed
  }

  b.reload();
  EXPECT_EQ(b.rows(), Lines{});
  auto shelf = b.shelf;
  b.logged_in("eve");
  EXPECT_EQ(b.commands_of<protocol::Join>().at(0).after, 0U);
  EXPECT_EQ(b.rows(), Lines{"ann: before anybody logged in (failed)"});

  b.shelf = shelf;  // whatever eve does to hers
  b.reload();
  b.logged_in("ada");
  EXPECT_EQ(b.commands_of<protocol::Join>().at(0).after, 1U);
  EXPECT_EQ(b.rows(), (Lines{"bob: a secret", "ann: before anybody logged in (failed)", "ann: not sent yet (queued)"}));
}

TEST(ClientKeep, OfTheRoomOnlyWhatHasNoHoleIsKept) {
  KeepBench b;
  b.started();
  b.join(2, {AppBench::message(1, "old"), AppBench::message(2, "older")});
  b.closed();
  b.pass(20s);
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 0});
  b.says(protocol::Joined{"general", "epoch", 9});
  b.says(protocol::History{"general", {AppBench::message(8, "new"), AppBench::message(9, "newer")}, true, true});
  b.pass(3s);
  b.reload();
  EXPECT_EQ(b.rows(), (Lines{"bob: new", "bob: newer"}));
}

TEST(ClientKeep, WhatIsKeptAndCannotBeReadIsLeftOut) {
  KeepBench b;
  b.client->restore_room("[{\"type\":");
  b.started();
  EXPECT_TRUE(b.rows().empty());
}

TEST(ClientKeep, AFullDiskIsSaidAndNothingWaitsForIt) {
  KeepBench b;
  b.started();
  b.join();
  b.in_turn();
  static_cast<void>(b.commands());
  b.say("hello");
  b.client->keeping_failed("the disk is full.");
  b.pass(1s);
  EXPECT_EQ(b.commands_of<protocol::SendChat>().size(), 1U);
  ASSERT_TRUE(b.platform.nodes.contains(ui::node::banner));
  EXPECT_NE(
      b.platform.nodes.at(ui::node::banner).name.find("Unsent messages will not survive a reload: the disk is full."),
      std::string::npos);
}

TEST(ClientKeep, WhatWaitsGetsAnotherText) {
  KeepBench b;
  b.started();
  b.say("helo");
  b.written();
  b.client->set_focus(ui::node::composer, false);
  EXPECT_TRUE(b.client->key(ui::node::composer, ui::Key::up));
  b.run();
  b.client->field_changed(ui::node::edit_field, {"hello", 5, 5, 0, 0, 0});
  b.client->field_submitted(ui::node::edit_field);
  b.written();
  EXPECT_EQ(b.rows(), Lines{"ann: hello (queued)"});
  ASSERT_EQ(b.shelf.size(), 1U);
  EXPECT_EQ(b.shelf.begin()->second.text, "hello");
}

TEST(ClientKeep, WhatWasSentWhileOneEditedItIsEditedOnTheServer) {
  KeepBench b;
  b.started();
  b.say("helo");
  b.written();
  b.client->set_focus(ui::node::composer, false);
  ASSERT_TRUE(b.client->key(ui::node::composer, ui::Key::up));
  b.run();
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 65536, true});
  b.says(protocol::Joined{"general", "epoch", 0});
  b.in_turn();
  const auto sent = b.commands_of<protocol::SendChat>();
  ASSERT_EQ(sent.size(), 1U);
  b.client->field_changed(ui::node::edit_field, {"hello", 5, 5, 0, 0, 0});
  b.client->field_submitted(ui::node::edit_field);
  EXPECT_TRUE(b.commands_of<protocol::Edit>().empty()) << "it has no number yet";
  b.says(protocol::Ack{"general", sent[0].id, 1, WallTime{1ms}});
  b.client->field_submitted(ui::node::edit_field);
  b.run();
  const auto edits = b.commands_of<protocol::Edit>();
  ASSERT_EQ(edits.size(), 1U);
  EXPECT_EQ(edits[0].seq, 1U);
  EXPECT_EQ(edits[0].text, "hello");
}

TEST(ClientKeep, AFailedMessageIsCopiedAsItWasWritten) {
  KeepBench b;
  b.started();
  b.join();
  b.in_turn();
  static_cast<void>(b.commands());
  b.say("*no* <way>");
  b.written();
  const auto sent = b.commands_of<protocol::SendChat>();
  ASSERT_EQ(sent.size(), 1U);
  protocol::Refusal refusal;
  refusal.room = "general";
  refusal.id = sent[0].id;
  refusal.code = "rude";
  b.says(refusal);
  b.client->activate(ui::node::copy_base + static_cast<ui::NodeId>(b.client->store().row(0).id));
  EXPECT_EQ(b.platform.copies_asked, 1);
  const ui::SelectedText copied = b.client->copy();
  EXPECT_EQ(copied.text, "*no* <way>");
  EXPECT_NE(copied.html.find("&lt;way&gt;"), std::string::npos);
}

}  // namespace
}  // namespace banter::app::test
