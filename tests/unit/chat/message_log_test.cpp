// The compact log: what a message costs, and that long rooms stay quick.
#include "chat/message_log.hpp"

#include "base/random.hpp"
#include "store_bench.hpp"

namespace banter::chat::test {
namespace {

TEST(TextArena, KeepsTextsApartAndInPlace) {
  TextArena arena;
  std::vector<std::string> originals;
  std::vector<std::string_view> kept;
  Random random{7};
  for (int i = 0; i < 2'000; ++i) {
    const std::size_t bytes = random.below(100) == 0 ? 10'000 + random.below(60'000) : random.below(200);
    originals.emplace_back(bytes, static_cast<char>('a' + i % 26));
    kept.push_back(arena.keep(originals.back()));
  }
  std::size_t sum = 0;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    ASSERT_EQ(kept[i], originals[i]);
    sum += kept[i].size();
  }
  EXPECT_GE(arena.memory_bytes(), sum);
  EXPECT_LT(arena.memory_bytes(), sum * 5 / 4 + TextArena::block);
}

TEST(TextArena, KnowsALengthAgain) {
  TextArena arena;
  for (const std::size_t length : {0U, 1U, 127U, 128U, 16'383U, 16'384U, 70'000U}) {
    const std::string text(length, 'x');
    EXPECT_EQ(TextArena::read(arena.keep_with_length(text)), text) << length;
  }
  const char* first = arena.keep_with_length("one");
  const char* second = arena.keep_with_length("two");
  EXPECT_EQ(second - first, 4) << "a byte more than the text";
}

TEST(TextArena, AQuietRoomPaysLittle) {
  TextArena arena;
  EXPECT_EQ(arena.memory_bytes(), 0U);
  EXPECT_EQ(arena.keep("").size(), 0U);
  arena.keep("hi");
  EXPECT_LE(arena.memory_bytes(), TextArena::first_block + 64);
}

TEST(TextArena, ALargeTextDoesNotWasteTheOpenBlock) {
  TextArena arena;
  arena.keep("hi");
  arena.keep(std::string(TextArena::large, 'x'));
  const std::size_t before = arena.memory_bytes();
  arena.keep("there is room for this in the first block");
  EXPECT_EQ(arena.memory_bytes(), before);
}

TEST(MessageLog, UnnumberedRowsStayWhereTheyCame) {
  MessageLog log;
  std::uint32_t next = 1;
  const auto number = [&](protocol::Seq seq) {
    std::vector<MessageLog::Record> one{log.make(RowId{next++}, seq, {"a", {}}, std::to_string(seq), {}, false)};
    return log.insert(one);
  };
  const auto plain = [&] { return log.append(log.make(RowId{next++}, 0, {"a", {}}, "-", {}, false)); };
  EXPECT_EQ(plain(), 0U);
  EXPECT_EQ(number(5), 1U);
  EXPECT_EQ(plain(), 2U);
  EXPECT_EQ(number(9), 3U);
  EXPECT_EQ(number(7), 3U) << "above 9, below the unnumbered row that followed 5";
  EXPECT_EQ(number(2), 1U) << "above 5, below what was first";
  EXPECT_EQ(log.find(5), std::size_t{2});
  EXPECT_EQ(log.find(6), std::nullopt);
  EXPECT_EQ(log.find(10), std::nullopt);
  EXPECT_EQ(log.row(3).seq, 0U);
  EXPECT_EQ(log.contiguous_from(4), 5U);
  EXPECT_EQ(log.contiguous_from(5), 5U);
  EXPECT_EQ(log.contiguous_from(6), 7U);
}

TEST(MessageLog, AuthorsAreKeptOnce) {
  MessageLog log;
  const Author ann{"ann", "u-1"};
  const Author authors[] = {
      ann,      {"", ""},    {"bob", "u-2"}, ann,         {"ann", "u-3"}, {"", "u-1"}, {"bob", ""},
      {"", ""}, {"", "bob"}, {"bob", "u-2"}, {"1", "u-"}, {"u-1", "ann"}, ann};
  for (const auto& author : authors) log.append(log.make(RowId{1}, 0, author, "t", {}, false));
  for (std::size_t i = 0; i < std::size(authors); ++i) {
    EXPECT_EQ(log.row(i).author, authors[i].name) << i;
    EXPECT_EQ(log.row(i).user, authors[i].user) << i;
  }
  const std::size_t before = log.memory_bytes();
  for (int i = 0; i < 1'000; ++i) log.append(log.make(RowId{1}, 0, i % 2 == 0 ? ann : authors[2], "", {}, false));
  EXPECT_EQ(log.memory_bytes(), before + 1'000 * sizeof(MessageLog::Record));
}

TEST(StoreScale, AMessageCostsAtMost64BytesAndItsText) {
  Bench bench;
  constexpr protocol::Seq count = 250'000;
  protocol::Chat chat;
  chat.message = message(0, std::string(100, 'x'));
  chat.message.user = "u-somebody";
  for (protocol::Seq seq = 1; seq <= count; ++seq) {
    chat.message.seq = seq;
    chat.message.nick = seq % 100 < 50 ? "bob" : "eve";
    ASSERT_EQ(bench.store.apply(chat, wall(0s)).first, seq - 1);
  }
  EXPECT_EQ(bench.store.size(), count);
  EXPECT_LE(bench.store.memory_bytes(), count * (64 + 100));
  EXPECT_GE(bench.store.memory_bytes(), count * (32 + 100));
  EXPECT_EQ(bench.store.last_seq(), count);
  EXPECT_EQ(bench.store.row(count / 2).seq, count / 2 + 1);
}

/// Work that is linear, or nearly, in what comes in: quadratic work would not end within the test's time.
TEST(StoreScale, AFullOutboxAndABusyRoomAreNoProduct) {
  for (const bool acks : {true, false}) {
    Bench bench{acks};
    for (int i = 0; i < 1'000; ++i) bench.send("own " + std::to_string(i), "own-id-" + std::to_string(i));
    bench.take();
    for (protocol::Seq seq = 1; seq <= 50'000; ++seq) {
      bench.chat(message(seq, "their text", "bob", "their-id-" + std::to_string(seq), "u-bob"));
    }
    EXPECT_EQ(bench.store.size(), 51'000U);
    EXPECT_EQ(bench.store.pending(), 1'000U);
  }
}

TEST(StoreScale, OlderPagesAboveALongRoomAreQuick) {
  Bench bench;
  constexpr protocol::Seq page = 50;
  constexpr protocol::Seq pages = 2'000;
  for (protocol::Seq p = pages; p > 0; --p) {
    protocol::History history{"r", {}, p > 1, false};
    for (protocol::Seq i = 1; i <= page; ++i) history.messages.push_back(message((p - 1) * page + i, "text"));
    ASSERT_EQ(bench.apply(history).first, 0U);
  }
  EXPECT_EQ(bench.store.size(), page * pages);
  for (std::size_t i = 0; i < bench.store.size(); i += 997) {
    EXPECT_EQ(bench.store.row(i).seq, i + 1);
    EXPECT_FALSE(bench.store.row(i).gap_before);
  }
  EXPECT_FALSE(bench.store.has_older());
}

TEST(MessageLogRecord, KeepsTheLargestNumberAndALongTime) {
  MessageLog log;
  const protocol::Seq last = (protocol::Seq{1} << 53) - 1;
  std::vector<MessageLog::Record> records;
  records.push_back(log.make(RowId{1}, last - 1, {"a", {}}, "x", WallTime{Duration{1'700'000'000'123}}, false));
  records.push_back(log.make(RowId{2}, last, {"a", {}}, "y", WallTime{Duration{std::int64_t{1} << 52}}, false));
  log.insert(records);
  EXPECT_EQ(log.row(0).seq, last - 1);
  EXPECT_EQ(log.row(1).seq, last);
  EXPECT_EQ(log.find(last), std::size_t{1});
  EXPECT_EQ(log.row(0).time, WallTime{Duration{1'700'000'000'123}});
  EXPECT_EQ(log.row(1).time, WallTime{Duration{(std::int64_t{1} << 43) - 1}}) << "the year 2248";
}

}  // namespace
}  // namespace banter::chat::test
