// Pages of history that a client asks for: what lies between the bounds, the nearest first, and nothing else moves.
#include <gtest/gtest.h>

#include <numeric>

#include "hub_driver.hpp"

namespace banter::server {
namespace {

using Seqs = std::vector<protocol::Seq>;
using Codes = std::vector<std::string>;
using protocol::LoadHistory;
using protocol::Seq;

Seqs range(Seq first, Seq last) {
  Seqs out(last + 1 - first);
  std::iota(out.begin(), out.end(), first);
  return out;
}

/// The answers, without what joins brought.
std::vector<protocol::History> answers(HubDriver& t, int client) {
  auto all = t.all<protocol::History>(client);
  std::erase_if(all, [](const protocol::History& one) { return !one.answers(); });
  return all;
}

Seqs numbers(const protocol::History& history) {
  Seqs out;
  for (const auto& message : history.messages) out.push_back(message.seq);
  return out;
}

/// Asks, and returns the newest answer.
protocol::History load(HubDriver& t, std::optional<Seq> before, std::optional<Seq> after, std::uint32_t limit = 100) {
  const auto known = answers(t, 1).size();
  t.say(1, LoadHistory{"general", "e1", before, after, limit, "h"});
  const auto all = answers(t, 1);
  EXPECT_EQ(all.size(), known + 1) << t.last<protocol::Refusal>(1).code;
  return all.empty() ? protocol::History{} : all.back();
}

TEST(HubLoad, IsOffered) {
  HubDriver t;
  t.enter(1);
  EXPECT_TRUE(t.last<protocol::Welcome>(1).history);
}

TEST(HubLoad, LetsThoseWhoJoinComeFirst) {
  HubDriver t;
  t.fill(500);
  t.enter(1);
  EXPECT_EQ(t.storage.patient_reads, 0U);
  const auto urgent = t.storage.urgent_reads;
  EXPECT_GT(urgent, 0U);
  load(t, 451, std::nullopt);
  load(t, std::nullopt, 100);
  EXPECT_EQ(t.storage.patient_reads, 2U);
  EXPECT_EQ(t.storage.urgent_reads, urgent);
}

TEST(HubLoad, GivesTheNearestBefore) {
  HubDriver t;
  t.fill(500);
  t.enter(1);
  const auto page = load(t, 451, std::nullopt);
  EXPECT_EQ(numbers(page), range(351, 450));
  EXPECT_TRUE(page.more);
  EXPECT_FALSE(page.gap);
  EXPECT_EQ(page.before, 451U);
  EXPECT_FALSE(page.after);
  const auto first = load(t, 51, std::nullopt);
  EXPECT_EQ(numbers(first), range(1, 50));
  EXPECT_FALSE(first.more);
  EXPECT_FALSE(load(t, 101, std::nullopt).more) << "exactly one page";
  EXPECT_TRUE(load(t, 102, std::nullopt).more);
  const auto nothing = load(t, 1, std::nullopt);
  EXPECT_TRUE(nothing.messages.empty());
  EXPECT_FALSE(nothing.more);
  EXPECT_TRUE(load(t, 0, std::nullopt).messages.empty());
}

TEST(HubLoad, GivesTheNearestAfter) {
  HubDriver t;
  t.fill(300);
  t.enter(1);
  const auto page = load(t, std::nullopt, 0);
  EXPECT_EQ(numbers(page), range(1, 100));
  EXPECT_TRUE(page.more);
  EXPECT_EQ(page.after, 0U);
  const auto last = load(t, std::nullopt, 250);
  EXPECT_EQ(numbers(last), range(251, 300));
  EXPECT_FALSE(last.more);
  EXPECT_TRUE(load(t, std::nullopt, 300).messages.empty());
  EXPECT_TRUE(load(t, std::nullopt, 4'000).messages.empty());
}

TEST(HubLoad, FillsAGapFromBelow) {
  HubDriver t;
  t.fill(300);
  t.enter(1);
  auto page = load(t, 200, 20);
  EXPECT_EQ(numbers(page), range(100, 199));
  EXPECT_TRUE(page.more);
  page = load(t, 100, 20);
  EXPECT_EQ(numbers(page), range(21, 99));
  EXPECT_FALSE(page.more);
  EXPECT_EQ(page.before, 100U);
  EXPECT_EQ(page.after, 20U);
  EXPECT_TRUE(load(t, 21, 20).messages.empty());
  EXPECT_TRUE(load(t, 20, 200).messages.empty());
}

TEST(HubLoad, SaysWhatTheDiskDoesNotHave) {
  HubDriver t;
  t.fill(20);
  auto& stored = t.storage.rooms["general"];
  stored.erase(stored.begin(), stored.begin() + 5);
  t.enter(1);
  const auto page = load(t, 16, std::nullopt);
  EXPECT_EQ(numbers(page), range(6, 15));
  EXPECT_TRUE(page.more) << "who knows";
  const auto rest = load(t, 6, std::nullopt);
  EXPECT_TRUE(rest.messages.empty());
  EXPECT_FALSE(rest.more);
}

TEST(HubLoad, IsBoundedInNumberAndBytesWhateverIsAsked) {
  HubDriver t;
  t.fill(500);
  t.enter(1);
  EXPECT_EQ(load(t, 501, std::nullopt, 0).messages.size(), 200U);
  EXPECT_EQ(load(t, 501, std::nullopt, 4'000'000'000U).messages.size(), 200U);
  EXPECT_EQ(load(t, 501, std::nullopt, 1).messages.size(), 1U);
  t.fill(100, std::string(2'000, '\n'));
  const auto page = load(t, 601, std::nullopt);
  EXPECT_EQ(numbers(page), range(577, 600)) << "48 KiB";
  EXPECT_TRUE(page.more);
  EXPECT_LT(t.frames[1].back().size(), 1U << 20);
}

TEST(HubLoad, MovesNothingElse) {
  HubDriver t;
  t.fill(100);
  t.enter(1);
  t.enter(2);
  load(t, 51, std::nullopt);
  t.chat(2, "m", "live");
  EXPECT_EQ(t.last<protocol::Chat>(1).message.seq, 101U);
  t.chat(1, "m", "mine");
  EXPECT_EQ(t.last<protocol::Ack>(1).seq, 102U);
  t.edit(2, 101, "c", "edited");
  EXPECT_EQ(t.last<protocol::Edited>(1).seq, 101U);
}

TEST(HubLoad, HasTheTextOfTheNewestEdit) {
  HubDriver t;
  t.enter(1);
  t.chat(1, "m", "old");
  t.fill(100);
  t.edit(1, 1, "c", "new");
  const auto page = load(t, 2, std::nullopt);
  ASSERT_EQ(page.messages.size(), 1U);
  EXPECT_EQ(page.messages[0].text, "new");
  EXPECT_EQ(page.messages[0].edit, 1U);
}

TEST(HubLoad, IsRefusedUnderItsId) {
  HubDriver t;
  t.fill(10);
  t.connect(1);
  t.say(1, LoadHistory{"general", "e1", 5, {}, 1, "early"});
  t.say(1, HubDriver::hello(1));
  t.say(1, LoadHistory{"general", "e1", 5, {}, 1, "outside"});
  t.say(1, protocol::Join{"general", {}, 0});
  t.say(1, LoadHistory{"general", "e1", {}, {}, 1, "unbounded"});
  t.say(1, LoadHistory{"general", "other", 5, {}, 1, "epoch"});
  EXPECT_EQ(t.codes(1), (Codes{"hello-required", "not-joined", "bad-request", "wrong-epoch"}));
  Codes ids;
  for (const auto& refusal : t.all<protocol::Refusal>(1)) {
    ids.push_back(refusal.id);
    EXPECT_EQ(refusal.room, "general");
    EXPECT_FALSE(refusal.fatal);
  }
  EXPECT_EQ(ids, (Codes{"early", "outside", "unbounded", "epoch"}));
  EXPECT_TRUE(answers(t, 1).empty());
  EXPECT_TRUE(t.closes.empty());
}

TEST(HubLoad, AFailingDiskIsToldAndEndsNothing) {
  HubDriver t;
  t.fill(10);
  t.enter(1);
  t.storage.reads_fail = true;
  t.say(1, LoadHistory{"general", "e1", 5, {}, 1, "h1"});
  EXPECT_EQ(t.last<protocol::Refusal>(1).code, "storage");
  EXPECT_EQ(t.last<protocol::Refusal>(1).id, "h1");
  EXPECT_GT(t.last<protocol::Refusal>(1).retry_after, Duration{0});
  t.storage.reads_fail = false;
  EXPECT_EQ(numbers(load(t, 5, std::nullopt)), range(1, 4));
  EXPECT_TRUE(t.closes.empty());
}

TEST(HubLoad, OneIsReadAtATimeAndOnlySomeWait) {
  HubDriver t;
  t.fill(500);
  t.enter(1);
  t.hold_storage = true;
  t.always_drained = false;
  for (int i = 0; i < 6; ++i) t.say(1, LoadHistory{"general", "e1", 500U - 10U * i, {}, 10, "h" + std::to_string(i)});
  EXPECT_EQ(t.codes(1), (Codes{"busy", "busy"})) << "the fifth and sixth";
  std::size_t steps = 0;
  for (; t.step_storage(); ++steps) {
    EXPECT_EQ(answers(t, 1).size(), steps + 1);
    EXPECT_FALSE(t.step_storage()) << "the next is read when this one is sent";
    t.drain(1);
  }
  EXPECT_EQ(steps, 4U);
  EXPECT_EQ(numbers(answers(t, 1).back()), range(460, 469));
}

TEST(HubLoad, WaitsUntilASlowReaderHasRead) {
  HubDriver t;
  t.fill(100);
  t.enter(1);
  t.enter(2);
  t.always_drained = false;
  t.congest(1);
  t.say(1, LoadHistory{"general", "e1", 50, {}, 10, "h"});
  t.chat(2, "m", "live");
  EXPECT_TRUE(answers(t, 1).empty());
  t.drain(1);
  EXPECT_EQ(t.last<protocol::Chat>(1).message.seq, 101U) << "what it is sent by itself comes first";
  EXPECT_TRUE(answers(t, 1).empty());
  t.drain(1);  // nothing more was missed …
  t.drain(1);
  EXPECT_EQ(answers(t, 1).size(), 1U);
}

TEST(HubLoad, IsLimitedInItsRateWithoutHinderingMessages) {
  HubDriver t;
  t.fill(100);
  t.enter(1);
  for (int i = 0; i < 41; ++i) t.say(1, LoadHistory{"general", "e1", 50, {}, 10, "h"});
  EXPECT_EQ(answers(t, 1).size(), 40U);
  EXPECT_EQ(t.codes(1), Codes{"rate-limited"});
  t.chat(1, "m", "hi");
  EXPECT_EQ(t.last<protocol::Ack>(1).id, "m");
  t.wait_out(1);
  t.say(1, LoadHistory{"general", "e1", 50, {}, 10, "h"});
  EXPECT_EQ(answers(t, 1).size(), 41U);
}

TEST(HubLoad, WhoLeavesIsNotAnswered) {
  HubDriver t;
  t.fill(100);
  t.enter(1);
  t.hold_storage = true;
  t.say(1, LoadHistory{"general", "e1", 50, {}, 10, "h"});
  t.leave(1);
  t.run_storage();
  EXPECT_TRUE(answers(t, 1).empty());
  EXPECT_EQ(t.hub.rooms(), 0U);
}

}  // namespace
}  // namespace banter::server
