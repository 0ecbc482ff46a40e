// A store in a room of which only the newest messages are here, and an island further up.
#pragma once

#include "store_bench.hpp"

namespace banter::chat::test {

using Reach = Store::Reach;

inline std::vector<protocol::Seq> range(protocol::Seq first, protocol::Seq last) {
  std::vector<protocol::Seq> out;
  for (; first <= last; ++first) out.push_back(first);
  return out;
}

inline Bench joined_bench(protocol::Seq first, protocol::Seq last) {
  Bench bench;
  bench.tells_history();
  bench.joined("e", last);
  bench.history(range(first, last), first > 1);
  return bench;
}

/// The row with this number.
inline Row row_at(const Bench& bench, protocol::Seq seq) {
  const auto at = bench.store.find_message(seq);
  EXPECT_TRUE(at) << seq;
  return at ? bench.store.row(*at) : Row{};
}
inline Gap gap_at(const Bench& bench, protocol::Seq seq) {
  return row_at(bench, seq).gap;
}
inline void read_on(Bench& bench, protocol::Seq seq, bool forwards) {
  bench.store.read_on(row_at(bench, seq).id, forwards);
}
/// What goes on the wire next.
inline std::string later(Bench& bench) {
  bench.clock += Loads::pace;
  return bench.load();
}

/// The rows of the present numbering ascend, and whatever does not follow the one above has the mark.
inline void check(const Bench& bench) {
  protocol::Seq above = 0;
  for (std::size_t i = 0; i < bench.store.size(); ++i) {
    const Row row = bench.store.row(i);
    ASSERT_GT(row.seq, above);
    ASSERT_EQ(row.gap_before, above != 0 && row.seq != above + 1) << "at " << row.seq;
    ASSERT_EQ(row.gap == Gap::none, !row.gap_before);
    above = row.seq;
  }
}

/// With an island from 1901 to 2100.
inline Bench island_bench() {
  Bench bench = joined_bench(4'001, 4'010);
  bench.store.want_message(2'000);
  EXPECT_EQ(bench.load(), "<2101");
  bench.answer(range(1'901, 2'100), true);
  return bench;
}

}  // namespace banter::chat::test
