// The books of what is on its way.
#include "chat/outbox.hpp"

#include "store_bench.hpp"

namespace banter::chat::test {
namespace {

using Stage = Outbox::Stage;

Outbox with(std::initializer_list<const char*> ids) {
  Outbox outbox;
  std::uint32_t row = 1;
  for (const char* id : ids) {
    Outbox::Entry entry;
    entry.row = RowId{row++};
    entry.id = id;
    entry.text = std::string{"text "} + id;
    outbox.add(std::move(entry));
  }
  return outbox;
}

Lines ids_of(const Outbox& outbox) {
  Lines out;
  for (std::size_t i = 0; i < outbox.size(); ++i) out.push_back(outbox.at(i).id);
  return out;
}

TEST(Outbox, FindsByIdAndRowWhereverTheyMove) {
  Outbox outbox = with({"a", "b", "c", "d"});
  outbox.remove(1);
  outbox.fail(1, "no");
  outbox.requeue_last(1, wall(0s));
  EXPECT_EQ(ids_of(outbox), (Lines{"a", "d", "c"}));
  for (std::size_t i = 0; i < outbox.size(); ++i) {
    EXPECT_EQ(outbox.find(outbox.at(i).id), i);
    EXPECT_EQ(outbox.find(outbox.at(i).row), i);
  }
  EXPECT_EQ(outbox.find(std::string{"b"}), std::nullopt);
  EXPECT_EQ(outbox.find(RowId{2}), std::nullopt);
}

TEST(Outbox, CountsStagesAndBytes) {
  Outbox outbox = with({"a", "b", "c"});
  EXPECT_EQ(outbox.bytes(), 18U);
  EXPECT_EQ(outbox.count(Stage::queued), 3U);
  outbox.write(0, mono(1s));
  outbox.write(1, mono(2s));
  EXPECT_EQ(outbox.at(1).written_at, mono(2s));
  EXPECT_EQ(outbox.count(Stage::written), 2U);
  outbox.fail(1, "no");
  EXPECT_EQ(outbox.count(Stage::failed), 1U);
  EXPECT_EQ(outbox.at(1).error, "no");
  outbox.requeue(1);
  EXPECT_EQ(outbox.at(1).error, "");
  EXPECT_EQ(outbox.confirm(0).id, "a");
  EXPECT_EQ(outbox.bytes(), 12U);
  EXPECT_EQ(outbox.count(Stage::written), 0U);
  EXPECT_EQ(outbox.count(Stage::queued), 2U);
  EXPECT_EQ(outbox.count(Stage::failed), 0U);
}

TEST(Outbox, RemembersConfirmedIdsWithTheirRowButNotRemovedOnes) {
  Outbox outbox = with({"a", "b"});
  EXPECT_EQ(outbox.confirmed("a"), std::nullopt) << "not yet";
  outbox.confirm(0);
  outbox.remove(0);
  EXPECT_EQ(outbox.confirmed("a"), RowId{1});
  EXPECT_EQ(outbox.confirmed("b"), std::nullopt);
  EXPECT_EQ(outbox.find(std::string{"a"}), std::nullopt);
}

TEST(Outbox, ForgetsTheOldestConfirmedId) {
  Outbox outbox;
  for (std::uint32_t i = 0; i <= Outbox::remembered; ++i) {
    Outbox::Entry entry;
    entry.row = RowId{i + 1};
    entry.id = std::to_string(i);
    outbox.add(std::move(entry));
    outbox.confirm(0);
  }
  EXPECT_EQ(outbox.confirmed("0"), std::nullopt);
  EXPECT_EQ(outbox.confirmed("1"), RowId{2});
  EXPECT_EQ(outbox.confirmed(std::to_string(Outbox::remembered)), RowId{Outbox::remembered + 1});
}

}  // namespace
}  // namespace banter::chat::test
