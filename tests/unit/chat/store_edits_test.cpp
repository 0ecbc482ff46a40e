// Edits: which message has which text, and which edit is the newest that was told of.
#include "store_bench.hpp"

namespace banter::chat::test {
namespace {

protocol::Edited edited(protocol::Seq seq, protocol::EditNumber edit, std::string text) {
  return {"r", seq, edit, {}, std::move(text), {}};
}

TEST(StoreEdits, GiveAMessageAnotherText) {
  Bench b;
  b.joined("e", 2);
  b.history({1, 2});
  const Changes changes = b.apply(edited(1, 1, "one, again"));
  EXPECT_EQ(changes.first, 0U);
  EXPECT_EQ(changes.end, 1U) << "the rows below are as they were";
  EXPECT_FALSE(b.apply(edited(1, 2, "one, again")).any()) << "the same text is no change";
  EXPECT_EQ(b.rows(), (Lines{"1 one, again", "2 2"}));
  EXPECT_TRUE(b.store.row(0).edited);
  EXPECT_FALSE(b.store.row(1).edited);
  b.apply(edited(1, 3, "a shorter"));
  EXPECT_EQ(b.store.row(0).text, "a shorter");
  EXPECT_EQ(b.store.last_edit(), 3U);
}

TEST(StoreEdits, OfAMessageThatIsNotHereOnlyTheNumberCounts) {
  Bench b;
  b.joined("e", 9);
  b.history({8, 9});
  EXPECT_FALSE(b.apply(edited(3, 5, "older")).any());
  EXPECT_FALSE(b.apply(protocol::Edited{"elsewhere", 8, 99, {}, "x", {}}).any());
  EXPECT_EQ(b.store.last_edit(), 5U);
  EXPECT_EQ(b.rows(), (Lines{"8 8", "9 9"}));
}

TEST(StoreEdits, JoiningAnewKnowsTheRoomsNewestAndResumingKeepsItsOwn) {
  Bench b;
  b.apply(protocol::Joined{"r", "e", 1, 7});
  EXPECT_EQ(b.store.last_edit(), 7U);
  b.history({1});
  b.apply(protocol::Joined{"r", "e", 1, 9});
  EXPECT_EQ(b.store.last_edit(), 7U) << "the edits between are yet to come";
  b.apply(edited(1, 9, "x"));
  EXPECT_EQ(b.store.last_edit(), 9U);
  b.apply(protocol::Joined{"r", "another", 1, 2});
  EXPECT_EQ(b.store.last_edit(), 2U) << "another epoch begins anew";
}

TEST(StoreEdits, AMessageMayComeEdited) {
  Bench b;
  b.joined("e", 1);
  protocol::ChatMessage m = message(1, "as it is now");
  m.edit = 4;
  b.apply(protocol::History{"r", {m}, false, false});
  EXPECT_TRUE(b.store.row(0).edited);
}

TEST(StoreEdits, TheLastOwnMessageIsTheNewestThatHasANumber) {
  Bench b;
  b.apply(protocol::Welcome{"me", "ann", 100, true});
  EXPECT_TRUE(b.store.takes_edits());
  b.joined("e", 0);
  b.history({});
  EXPECT_EQ(b.store.last_own(), std::nullopt);
  b.send("mine", "a");
  b.take();
  EXPECT_EQ(b.store.last_own(), std::nullopt) << "it has no number yet";
  b.ack("a", 1);
  b.chat(2);
  b.send("on its way", "b");
  EXPECT_EQ(b.store.last_own(), std::size_t{0});
  b.joined("another", 0);
  EXPECT_EQ(b.store.last_own(), std::nullopt) << "its number is of an epoch that is gone";
}

// Its ack was lost, somebody edited it from another tab, and so much came since that it lies in a gap: the second ack
// has its number and no text.
TEST(StoreEdits, AnOwnMessageWhoseAckWasLostHasTheTextItWasGivenSince) {
  Bench b;
  b.joined("e", 1);
  b.history({1});
  b.send("mine", "a");
  b.take();
  b.store.connection_lost();
  b.joined("e", 3000);
  b.history({2999, 3000}, false, true);
  EXPECT_FALSE(b.apply(edited(2, 1, "mine, at last")).any());
  EXPECT_FALSE(b.apply(edited(2, 2, "mine, in the end")).any());
  EXPECT_FALSE(b.apply(edited(3, 3, "another's")).any());
  b.take();
  EXPECT_EQ(b.ack("a", 2).first, 1U);
  EXPECT_EQ(b.rows(), (Lines{"1 1", "2 mine, in the end +", "~2999 2999", "3000 3000"}));
  EXPECT_TRUE(b.store.row(1).edited);
}

TEST(StoreEdits, EarlyOnesAreOfOneEpoch) {
  Bench b;
  b.joined("e", 1);
  b.history({1});
  b.send("mine", "a");
  b.apply(edited(5, 1, "of another numbering"));
  b.joined("f", 4);
  b.history({4});
  b.take();
  b.ack("a", 5);
  EXPECT_EQ(b.rows().back(), "5 mine +");
}

/// It was written, rewritten while there was no connection, and then the server turned out to have it.
Bench rewritten() {
  Bench b;
  b.joined("e", 1);
  b.history({1});
  const RowId row = b.send("first", "a");
  b.take();
  b.store.connection_lost();
  Changes changes;
  EXPECT_TRUE(b.store.rewrite(row, "second", changes));
  EXPECT_FALSE(b.store.take_outrun());
  b.take();
  return b;
}

TEST(StoreEdits, ARewrittenMessageIsShownAsTheServerHasIt) {
  Bench b = rewritten();
  b.apply(protocol::Ack{"r", "a", 2, wall(1h), "first"});
  EXPECT_EQ(b.rows().back(), "2 first +");
  EXPECT_TRUE(b.store.take_outrun());
  EXPECT_FALSE(b.store.take_outrun()) << "once";

  Bench by_history = rewritten();
  by_history.chat(message(2, "first", "ann", "a"));
  EXPECT_EQ(by_history.rows().back(), "2 first +");
  EXPECT_TRUE(by_history.store.take_outrun());

  Bench in_time = rewritten();
  in_time.ack("a", 2);
  EXPECT_EQ(in_time.rows().back(), "2 second +");
  EXPECT_FALSE(in_time.store.take_outrun());
}

TEST(StoreEdits, OfAnAcksTextAndAnEarlyEditTheNewerCounts) {
  Bench b = rewritten();
  b.apply(edited(2, 5, "edited since"));
  b.apply(protocol::Ack{"r", "a", 2, wall(1h), "edited before", 4});
  EXPECT_EQ(b.rows().back(), "2 edited since +");
  EXPECT_FALSE(b.store.take_outrun()) << "an edit is another matter";

  Bench late = rewritten();
  late.apply(edited(2, 5, "edited before"));
  late.apply(protocol::Ack{"r", "a", 2, wall(1h), "edited since", 6});
  EXPECT_EQ(late.rows().back(), "2 edited since +");
  EXPECT_TRUE(late.store.row(late.store.size() - 1).edited);

  Bench gone = rewritten();
  gone.apply(protocol::Ack{"r", "a", 2, wall(1h), "", 7, true});
  EXPECT_TRUE(gone.store.row(gone.store.size() - 1).deleted);
}

TEST(EarlyEdits, AreFewAndShort) {
  EarlyEdits edits;
  for (protocol::Seq seq = 1; seq <= EarlyEdits::most + 1; ++seq) edits.add(seq, seq, "x");
  EXPECT_FALSE(edits.take(1));
  EXPECT_EQ(edits.take(2)->text, "x");
  EXPECT_FALSE(edits.take(2)) << "once";
  edits.add(3, 300, std::string(EarlyEdits::most_bytes, 'y'));
  EXPECT_FALSE(edits.take(4));
  EXPECT_EQ(edits.take(3)->text.size(), EarlyEdits::most_bytes);
  edits.add(7, 301, std::string(EarlyEdits::most_bytes + 1, 'y'));
  EXPECT_FALSE(edits.take(7));
}

}  // namespace
}  // namespace banter::chat::test
