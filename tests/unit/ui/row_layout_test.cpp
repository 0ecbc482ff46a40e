#include "ui/row_layout.hpp"

#include "list_bench.hpp"

namespace banter::ui::test {
namespace {

using namespace std::chrono_literals;

class Rows : public testing::Test {
 protected:
  RowLayout row(std::size_t index, float width = 800, int utc_offset = 0) {
    RowLayout out;
    lay_out_row(b.painter, list.store, index, {RowColumns::of(width), utc_offset}, out);
    return out;
  }
  static protocol::ChatMessage at(protocol::Seq seq, std::string nick, Duration when) {
    protocol::ChatMessage m = message(seq, "text", std::move(nick));
    m.time = WallTime{1'700'000'000'000ms + when};  // 2023-11-14 22:13:20 UTC
    return m;
  }
  Bench b;
  Rooms list;
};

TEST_F(Rows, TheFirstHasADayAndAHeader) {
  list.chat(at(1, "bob", 0s));
  const RowLayout first = row(0);
  EXPECT_TRUE(first.day);
  EXPECT_TRUE(first.header);
  EXPECT_FALSE(first.gap);
  EXPECT_GT(first.text_top, first.header_top);
  EXPECT_GE(first.height, first.header_top + metric::avatar) << "as tall as its avatar";
}

TEST_F(Rows, OnePersonsMessagesAreGrouped) {
  list.chat(at(1, "bob", 0s));
  list.chat(at(2, "bob", 10s));
  list.chat(at(3, "eve", 20s));
  list.chat(at(4, "bob", 30s));
  EXPECT_FALSE(row(1).header);
  EXPECT_LT(row(1).height, row(0).height);
  EXPECT_TRUE(row(2).header) << "another author";
  EXPECT_TRUE(row(3).header);
}

TEST_F(Rows, AGroupEndsAfterFiveMinutesOfSilence) {
  list.chat(at(1, "bob", 0s));
  list.chat(at(2, "bob", 5min));
  list.chat(at(3, "bob", 10min + 1ms));
  EXPECT_FALSE(row(1).header);
  EXPECT_TRUE(row(2).header);
  EXPECT_FALSE(row(2).day);
}

TEST_F(Rows, AnotherDayIsTold) {
  list.chat(at(1, "bob", 0s));
  list.chat(at(2, "bob", 106min));  // 23:59
  list.chat(at(3, "bob", 107min));  // 00:00 of the next day
  EXPECT_FALSE(row(1).day);
  EXPECT_TRUE(row(2).day);
  EXPECT_TRUE(row(2).header);
  EXPECT_FALSE(row(2, 800, -120).day) << "two hours to the west it is the same evening";
}

TEST_F(Rows, AGapIsToldAndBeginsAGroup) {
  list.chat(at(1, "bob", 0s));
  protocol::History h{"r", {at(9, "bob", 10s)}, false, true};
  list.apply(h);
  EXPECT_TRUE(row(1).gap);
  EXPECT_TRUE(row(1).header);
  EXPECT_GT(row(1).height, row(0).height - 41) << "a divider is as tall as another";
}

TEST_F(Rows, OwnAndOthersUnderOneNameAreApart) {
  list.chat(message(1, "hi", "ann"));
  list.send("hello", "id1");
  EXPECT_TRUE(row(1).header);
}

TEST_F(Rows, AFailedRowHasALineForWhy) {
  list.send("hello", "id1");
  const float before = row(0).height;
  list.refuse("id1", "no such luck");
  const RowLayout failed = row(0);
  EXPECT_TRUE(failed.failed);
  EXPECT_GT(failed.height, before);
  EXPECT_GE(failed.note_top, failed.text_top + metric::line);
}

TEST_F(Rows, HeightsGrowWithTheLines) {
  list.chat(message(1, "one"));
  list.chat(message(2, "one\ntwo\nthree"));
  EXPECT_EQ(row(1).text.lines.size(), 3U);
  EXPECT_EQ(row(1).height, 3 + 3 * metric::line);
}

TEST_F(Rows, NothingStandsOutsideOfTheList) {
  for (float width = 0; width < 2000; width += 7) {
    const RowColumns c = RowColumns::of(width);
    EXPECT_GE(c.text_width, 40);
    EXPECT_GE(c.text_x, c.avatar_x + c.avatar_size);
    if (width >= 200) {
      EXPECT_LE(c.text_x + c.text_width, c.status_x) << width;
      EXPECT_LE(c.status_x + 8, width);
    }
  }
}

TEST(ClockTime, IsLocal) {
  const WallTime t{1'700'000'000'000ms};
  EXPECT_EQ(clock_time(t, 0), "22:13");
  EXPECT_EQ(clock_time(t, 60), "23:13");
  EXPECT_EQ(clock_time(t, 120), "00:13");
  EXPECT_EQ(clock_time(t, 330), "03:43");
  EXPECT_EQ(clock_time(t, -720), "10:13");
  EXPECT_EQ(clock_time(WallTime{}, 0), "") << "unknown";
  EXPECT_EQ(clock_time(WallTime{-1ms}, 0), "23:59") << "before 1970 too";
}

TEST(DayName, IsWhatAPersonWouldSay) {
  const WallTime now{1'700'000'000'000ms};  // Tuesday, 14 November 2023, 22:13 UTC
  EXPECT_EQ(day_name(now, now, 0), "Today");
  EXPECT_EQ(day_name(now - 23h, now, 0), "Yesterday");
  EXPECT_EQ(day_name(now - 22h, now, 0), "Today") << "00:13";
  EXPECT_EQ(day_name(now - 23h, now, 120), "Yesterday") << "two hours east it is Wednesday already";
  EXPECT_EQ(day_name(now - 48h, now, 0), "Sunday, 12 November 2023");
  EXPECT_EQ(day_name(now + 48h, now, 0), "Thursday, 16 November 2023") << "a server's clock that is ahead";
  EXPECT_EQ(day_name(WallTime{951'782'400'000ms}, now, 0), "Tuesday, 29 February 2000");
  EXPECT_EQ(day_name(WallTime{951'782'400'000ms}, now, -1), "Monday, 28 February 2000");
}

TEST(DeliveryWords, SayEachState) {
  chat::Row row;
  EXPECT_EQ(delivery_words(row), "");
  row.delivery = chat::Delivery::pending;
  EXPECT_EQ(delivery_words(row), "sending");
  row.delivery = chat::Delivery::sent;
  EXPECT_EQ(delivery_words(row), "sent");
  row.delivery = chat::Delivery::failed;
  row.error = "too long";
  EXPECT_EQ(delivery_words(row), "not sent: too long");
}

}  // namespace
}  // namespace banter::ui::test
