// Another text for an own message: begun, saved, refused, left, and what the connection does to it.
#include "app_bench.hpp"

namespace banter::app::test {
namespace {

/// In a room with an own message (number 2) between two of somebody else's.
class EditBench : public AppBench {
 public:
  explicit EditBench(bool takes_edits = true) {
    started();
    opened();
    says(protocol::Welcome{"me", "ann", 65536, takes_edits});
    says(protocol::Joined{"general", "epoch", 3, 4});
    protocol::ChatMessage mine = message(2, "mine", "ann");
    mine.user = "me";
    says(protocol::History{"general", {message(1, "before"), mine, message(3, "after")}, false, false});
    focus(ui::node::composer);
    static_cast<void>(commands());
  }
  void focus(ui::NodeId node) { client->set_focus(node, false); }
  bool up() {
    const bool used = client->key(ui::node::composer, ui::Key::up);
    run();
    if (platform.focused == ui::node::edit_field) focus(ui::node::edit_field);
    return used;
  }
  void write(std::string words) {
    const auto end = static_cast<std::uint32_t>(words.size());
    client->field_changed(ui::node::edit_field, {std::move(words), end, end, 0, 0, 0});
  }
  void save(std::string words) {
    write(std::move(words));
    client->field_submitted(ui::node::edit_field);
    run();
  }
  [[nodiscard]] bool editing() const { return client->view().composer().id() == ui::node::edit_field; }
  [[nodiscard]] std::string field() const { return client->view().composer().state.value; }
  [[nodiscard]] chat::Row own() const { return client->store().row(1); }
};

TEST(Edit, UpInAnEmptyComposerGivesTheLastOwnMessageAnotherText) {
  EditBench b;
  ASSERT_TRUE(b.up());
  EXPECT_TRUE(b.editing());
  EXPECT_EQ(b.field(), "mine");
  b.save("mine, better");
  const auto sent = b.commands_of<protocol::Edit>();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_EQ(sent[0].seq, 2U);
  EXPECT_EQ(sent[0].text, "mine, better");
  EXPECT_TRUE(b.editing()) << "until the server has it";
  EXPECT_EQ(b.own().text, "mine");
  b.says(protocol::Edited{"general", 2, 5, sent[0].id, "mine, better", {}});
  EXPECT_FALSE(b.editing());
  EXPECT_EQ(b.platform.focused, ui::node::composer);
  EXPECT_EQ(b.own().text, "mine, better");
  EXPECT_TRUE(b.own().edited);
}

TEST(Edit, WhereThereIsNothingToEditTheKeyMeansNothing) {
  EditBench without(false);
  EXPECT_FALSE(without.up());
  EditBench writing;
  writing.type("a draft");
  EXPECT_FALSE(writing.up());
  AppBench nobody;
  nobody.started();
  nobody.opened();
  nobody.says(protocol::Welcome{"me", "ann", 65536, true});
  nobody.says(protocol::Joined{"general", "epoch", 1});
  nobody.says(protocol::History{"general", {AppBench::message(1, "theirs")}, false, false});
  EXPECT_FALSE(nobody.client->key(ui::node::composer, ui::Key::up));
}

TEST(Edit, EscapeAndAnUnchangedTextLeaveItAsItWas) {
  EditBench b;
  b.up();
  b.write("something else");
  EXPECT_TRUE(b.client->key(ui::node::edit_field, ui::Key::escape));
  b.run();
  EXPECT_FALSE(b.editing());
  b.up();
  EXPECT_EQ(b.field(), "mine");
  b.save("mine");
  EXPECT_FALSE(b.editing());
  EXPECT_TRUE(b.commands_of<protocol::Edit>().empty());
}

TEST(Edit, ARefusedTextStaysWhereItIs) {
  EditBench b;
  b.up();
  b.save("  \n");
  EXPECT_TRUE(b.commands_of<protocol::Edit>().empty()) << "nothing is no text";
  b.save("no");
  const auto sent = b.commands_of<protocol::Edit>();
  ASSERT_EQ(sent.size(), 1U);
  protocol::Refusal refusal;
  refusal.code = "not-editable";
  refusal.text = "There is no such message of yours.";
  refusal.room = "general";
  refusal.id = sent[0].id;
  b.says(refusal);
  EXPECT_TRUE(b.editing());
  EXPECT_EQ(b.field(), "no");
  b.save("no!");
  const auto again = b.commands_of<protocol::Edit>();
  ASSERT_EQ(again.size(), 1U) << "it can be saved again";
  EXPECT_NE(again[0].id, sent[0].id);
}

TEST(Edit, ALostConnectionLeavesTheTextAndItCanBeSavedWhenItIsBack) {
  EditBench b;
  b.up();
  b.save("while away");
  EXPECT_EQ(b.commands_of<protocol::Edit>().size(), 1U);
  b.closed();
  EXPECT_TRUE(b.editing());
  b.save("while away");
  EXPECT_EQ(b.field(), "while away");
  b.pass(1s);
  b.opened();
  b.says(protocol::Welcome{"me", "ann", 65536, true});
  const auto joins = b.commands_of<protocol::Join>();
  ASSERT_EQ(joins.size(), 1U);
  EXPECT_EQ(joins[0].edits, 4U);
  b.says(protocol::Joined{"general", "epoch", 3, 4});
  b.says(protocol::History{"general", {}, false, false});
  b.save("while away");
  EXPECT_EQ(b.commands_of<protocol::Edit>().size(), 1U);
}

TEST(Edit, WhatIsWrittenWhileItIsSavedStays) {
  EditBench b;
  b.up();
  b.save("mine, better");
  b.write("mine, better still");
  const auto sent = b.commands_of<protocol::Edit>();
  ASSERT_EQ(sent.size(), 1U);
  b.says(protocol::Edited{"general", 2, 5, sent[0].id, "mine, better", {}});
  EXPECT_TRUE(b.editing());
  EXPECT_EQ(b.field(), "mine, better still");
  b.client->field_submitted(ui::node::edit_field);
  b.run();
  EXPECT_EQ(b.commands_of<protocol::Edit>().size(), 1U);
}

TEST(Edit, AnAnswerThatDoesNotComeCostsTheConnection) {
  EditBench b;
  b.up();
  b.save("into the void");
  b.pass(11s);
  EXPECT_NE(b.client->connection().link, chat::Link::open);
  EXPECT_TRUE(b.editing());
  EXPECT_EQ(b.field(), "into the void");
}

TEST(Edit, TheFocusIsNotTakenFromWhereOneHasGone) {
  EditBench b;
  b.up();
  b.save("mine, better");
  const auto sent = b.commands_of<protocol::Edit>();
  b.focus(ui::node::messages);
  b.platform.focused = ui::node::messages;
  b.says(protocol::Edited{"general", 2, 5, sent[0].id, "mine, better", {}});
  EXPECT_FALSE(b.editing());
  EXPECT_EQ(b.platform.focused, ui::node::messages);
}

TEST(Edit, TheDraftOfANewMessageIsAnotherField) {
  EditBench b;
  b.up();
  b.write("half an edit");
  EXPECT_EQ(b.client->store().size(), 3U);
  b.client->activate(ui::node::cancel_edit);
  b.run();
  EXPECT_EQ(b.field(), "");
  b.say("new");
  EXPECT_EQ(b.rows().back(), "ann: new (pending)");
}

}  // namespace
}  // namespace banter::app::test
