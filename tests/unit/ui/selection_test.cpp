#include "ui/selection.hpp"

#include <map>

#include "base/random.hpp"
#include "base/utf8.hpp"
#include "list_bench.hpp"
#include "ui/selected_text.hpp"

namespace banter::ui::test {
namespace {

class Selected {
 public:
  void begin(std::size_t index, std::uint32_t start, std::uint32_t end) { selection.begin(piece(index, start, end)); }
  void extend(std::size_t index, std::uint32_t start, std::uint32_t end) { selection.extend(piece(index, start, end)); }
  Selection::Piece piece(std::size_t index, std::uint32_t start, std::uint32_t end) const {
    return {index, rooms.store.row(index).id, start, end};
  }
  void settle() { selection.changed(rooms.take_changes(), rooms.store); }
  [[nodiscard]] std::string text(CopyLimits limits = {}) const {
    const auto range = selection.range();
    return range ? selected_text(rooms.store, *range, 0, limits).text : std::string();
  }
  [[nodiscard]] std::string html() const {
    const auto range = selection.range();
    return range ? selected_text(rooms.store, *range, 0).html : std::string();
  }

  Rooms rooms;
  Selection selection;
};

TEST(Selection, WithinAMessageIsItsText) {
  Selected s;
  s.rooms.chat(message(1, "one two three"));
  EXPECT_FALSE(s.selection.range());
  s.begin(0, 4, 4);
  EXPECT_TRUE(s.selection.active());
  EXPECT_FALSE(s.selection.range()) << "a caret";
  s.extend(0, 7, 7);
  EXPECT_EQ(s.text(), "two");
  s.extend(0, 0, 0);
  EXPECT_EQ(s.text(), "one ");
  EXPECT_TRUE(s.selection.backward());
}

TEST(Selection, OfWordsHoldsWhatWasPressedFirstWhole) {
  Selected s;
  s.rooms.chat(message(1, "one two three"));
  s.begin(0, 4, 7);
  EXPECT_EQ(s.text(), "two");
  s.extend(0, 8, 13);
  EXPECT_EQ(s.text(), "two three");
  s.extend(0, 0, 3);
  EXPECT_EQ(s.text(), "one two");
}

TEST(Selection, AcrossMessagesEachSaysWhoseItIs) {
  Selected s;
  s.rooms.chat(message(1, "one two", "bob"));
  s.rooms.chat(message(2, "three\nfour", "Ömer"));
  s.rooms.chat(message(3, "five six", ""));
  s.begin(0, 4, 4);
  s.extend(2, 4, 4);
  EXPECT_EQ(s.text(), "[19:26] bob: two\n[19:26] Ömer: three\nfour\n[19:26] Someone: five");
  s.begin(2, 4, 4);
  s.extend(0, 4, 4);
  EXPECT_EQ(s.text(), "[19:26] bob: two\n[19:26] Ömer: three\nfour\n[19:26] Someone: five") << "upwards";
}

TEST(Selection, RowsOfWhichNothingIsSelectedAreLeftOut) {
  Selected s;
  s.rooms.chat(message(1, "one"));
  s.rooms.chat(message(2, "two"));
  s.rooms.chat(message(3, "three"));
  s.begin(0, 3, 3);
  s.extend(2, 0, 0);
  EXPECT_EQ(s.text(), "two") << "one message: its text alone";
  s.extend(1, 0, 0);
  EXPECT_EQ(s.text(), "");
}

TEST(Selection, HtmlIsEscaped) {
  Selected s;
  s.rooms.chat(message(1, "<img src=x onerror=\"a&b\">\nnext", "<b>bob</b>"));
  s.rooms.chat(message(2, "two"));
  s.begin(0, 0, 0);
  s.extend(0, 30, 30);
  EXPECT_EQ(s.html(), "<span dir=\"auto\">&lt;img src=x onerror=&quot;a&amp;b&quot;&gt;<br>next</span>");
  s.extend(1, 1, 1);
  EXPECT_EQ(
      s.html(),
      "<p>[19:26] <b>&lt;b&gt;bob&lt;/b&gt;</b>: <bdi>&lt;img src=x onerror=&quot;a&amp;b&quot;&gt;<br>next</bdi></p>"
      "<p>[19:26] <b>bob</b>: <bdi>t</bdi></p>");
}

TEST(Selection, TextIsInLogicalOrderWhateverItsDirection) {
  const std::string mixed = "abc שלום 123 مرحبا def";
  Selected s;
  s.rooms.chat(message(1, mixed));
  for (std::uint32_t from = 0; from < mixed.size(); ++from) {
    for (std::uint32_t to = from + 1; to <= mixed.size(); ++to) {
      s.begin(0, from, from);
      s.extend(0, to, to);
      ASSERT_EQ(s.text(), mixed.substr(from, to - from));
    }
  }
}

TEST(Selection, AllOfTheLogIsTwoEndsAndStaysWhatItWas) {
  Selected s;
  s.selection.select_all(s.rooms.store);
  EXPECT_FALSE(s.selection.active()) << "an empty room";
  s.rooms.chats(1, 1000);
  s.rooms.take_changes();
  s.selection.select_all(s.rooms.store);
  EXPECT_EQ(s.selection.range()->start.index, 0U);
  EXPECT_EQ(s.selection.range()->end.index, 999U);
  s.rooms.chats(1001, 1010);
  s.settle();
  EXPECT_EQ(s.selection.range()->end.index, 999U);
  EXPECT_EQ(s.text().substr(s.text().size() - 5), "m1000");
}

TEST(Selection, OlderMessagesPushItDown) {
  Selected s;
  s.rooms.chats(50, 60);
  s.rooms.take_changes();
  s.begin(2, 1, 1);
  s.extend(4, 2, 2);
  const std::string before = s.text();
  protocol::History history{"r", {}, false, false};
  for (protocol::Seq seq = 10; seq < 50; ++seq) history.messages.push_back(message(seq, "h"));
  s.rooms.apply(history);
  s.settle();
  EXPECT_EQ(s.text(), before);
  EXPECT_EQ(s.selection.range()->start.index, 42U);
}

TEST(Selection, AnEndInARowThatGoesMovesToItsNeighbour) {
  Selected s;
  s.rooms.chats(1, 2);
  const chat::RowId first = s.rooms.send("first", "a");
  s.rooms.send("second", "b");
  s.rooms.refuse("a", "no");
  s.rooms.take_changes();
  s.begin(0, 1, 1);
  s.extend(2, 3, 3);
  s.rooms.note(s.rooms.store.discard(first));
  s.settle();
  EXPECT_EQ(s.selection.focus().row, s.rooms.store.row(2).id);
  EXPECT_EQ(s.text(), "[19:26] bob: 1\n[19:26] bob: m2");
}

TEST(Selection, WhenTheLastRowGoesItEndsWithTheOneAbove) {
  Selected s;
  s.rooms.chats(1, 1);
  const chat::RowId own = s.rooms.send("own", "a");
  s.rooms.refuse("a", "no");
  s.rooms.take_changes();
  s.begin(0, 0, 0);
  s.extend(1, 2, 2);
  s.rooms.note(s.rooms.store.discard(own));
  s.settle();
  EXPECT_EQ(s.text(), "m1");
}

TEST(Selection, CopyingIsBoundedByRowsAndBytes) {
  Selected s;
  s.rooms.chats(1, 20);
  s.selection.select_all(s.rooms.store);
  const auto range = *s.selection.range();
  SelectedText all = selected_text(s.rooms.store, range, 0);
  EXPECT_EQ(all.copied, 20U);
  EXPECT_FALSE(all.cut);
  SelectedText few = selected_text(s.rooms.store, range, 0, {.rows = 3});
  EXPECT_EQ(few.text, "[19:26] bob: m1\n[19:26] bob: m2\n[19:26] bob: m3");
  EXPECT_EQ(few.copied, 3U);
  EXPECT_EQ(few.selected, 20U);
  EXPECT_TRUE(few.cut);
  SelectedText small = selected_text(s.rooms.store, range, 0, {.bytes = 40});
  EXPECT_EQ(small.text, "[19:26] bob: m1\n[19:26] bob: m2");
  EXPECT_TRUE(small.cut);

  Selected one;
  one.rooms.chat(message(1, "e\u0301e\u0301e\u0301"));
  one.selection.select_all(one.rooms.store);
  small = selected_text(one.rooms.store, *one.selection.range(), 0, {.bytes = 5});
  EXPECT_EQ(small.text, "e\u0301") << "whole clusters";
  EXPECT_TRUE(small.cut);
}

/// The same over a plain list of strings: rows come at the end and in the midst, own ones are sent, confirmed, refused
/// and taken away, presses and drags begin and move the selection.
TEST(SelectionProperty, IsWhatAListOfStringsSays) {
  struct Place {
    chat::RowId row;
    std::uint32_t offset;
  };
  const std::string_view words[] = {"hello", "שלום עולם", "مرحبا", "a b", "字字", "👩‍👩‍👧!", "", "x\ny"};
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    Random random(seed);
    Selected s;
    std::vector<chat::RowId> order;  // as the model has it
    std::map<chat::RowId, std::string> texts;
    std::optional<std::pair<Place, Place>> ends;  // anchor, focus
    protocol::Seq seq = 100;
    int sent = 0;
    std::vector<std::pair<chat::RowId, std::string>> waiting;
    std::vector<chat::RowId> failed;

    const auto random_text = [&] {
      std::string text;
      for (auto left = random.below(4) + 1; left > 0; --left) text += words[random.below(std::size(words))];
      return text + "." + std::to_string(seq);
    };
    const auto take_in = [&] {
      s.settle();
      std::vector<chat::RowId> now;
      for (std::size_t i = 0; i < s.rooms.store.size(); ++i) {
        const chat::Row row = s.rooms.store.row(i);
        now.push_back(row.id);
        texts[row.id] = std::string(row.text);
      }
      if (ends) {
        for (Place* place : {&ends->first, &ends->second}) {
          const auto at = std::find(order.begin(), order.end(), place->row);
          if (std::find(now.begin(), now.end(), place->row) != now.end()) continue;
          const auto index = static_cast<std::size_t>(at - order.begin());
          if (index < now.size()) {
            *place = {now[index], 0};
          } else if (!now.empty()) {
            *place = {now.back(), static_cast<std::uint32_t>(texts[now.back()].size())};
          } else {
            ends.reset();
            break;
          }
        }
      }
      order = now;
    };
    const auto random_place = [&] {
      const std::size_t index = random.below(order.size());
      const std::string& text = texts[order[index]];
      auto offset = static_cast<std::uint32_t>(random.below(text.size() + 1));
      while (offset > 0 && !utf8::valid(text.substr(0, offset))) --offset;
      return std::pair(index, Place{order[index], offset});
    };
    const auto expected = [&]() -> std::string {
      if (!ends) return {};
      const auto rank = [&](const Place& p) {
        return std::pair(std::find(order.begin(), order.end(), p.row) - order.begin(), p.offset);
      };
      auto from = rank(ends->first);
      auto to = rank(ends->second);
      if (to < from) std::swap(from, to);
      std::vector<std::pair<chat::RowId, std::string>> parts;
      for (auto i = from.first; i <= to.first; ++i) {
        const std::string& text = texts[order[static_cast<std::size_t>(i)]];
        const std::size_t a = i == from.first ? from.second : 0;
        const std::size_t b = i == to.first ? to.second : text.size();
        if (a < b) parts.emplace_back(order[static_cast<std::size_t>(i)], text.substr(a, b - a));
      }
      if (parts.size() == 1) return parts[0].second;
      std::string out;
      for (const auto& [row, text] : parts) {
        std::string author = "ann";
        for (std::size_t i = 0; i < s.rooms.store.size(); ++i) {
          if (s.rooms.store.row(i).id == row) author = std::string(s.rooms.store.row(i).author);
        }
        const bool received = author == "bob";
        if (!out.empty()) out += '\n';
        out += (received ? "[19:26] " : "[22:13] ") + author + ": " + text;
      }
      return out;
    };

    for (int step = 0; step < 120; ++step) {
      switch (random.below(8)) {
        case 0:
        case 1:
          s.rooms.chat(message(seq++, random_text()));
          break;
        case 2: {  // older ones
          protocol::History history{"r", {}, false, false};
          const protocol::Seq at = 1 + random.below(99);
          history.messages.push_back(message(at, random_text()));
          s.rooms.apply(history);
          break;
        }
        case 3: {
          std::string id = "c" + std::to_string(sent++);
          const chat::RowId row = s.rooms.send(random_text(), id);
          waiting.emplace_back(row, id);
          break;
        }
        case 4:
          if (!waiting.empty()) {
            const auto [row, id] = waiting.front();
            waiting.erase(waiting.begin());
            s.rooms.refuse(id, "no");
            failed.push_back(row);
          }
          break;
        case 5:
          if (!failed.empty()) {
            const std::size_t which = random.below(failed.size());
            s.rooms.note(s.rooms.store.discard(failed[which]));
            failed.erase(failed.begin() + static_cast<std::ptrdiff_t>(which));
          }
          break;
        case 6:
          if (!order.empty()) {
            const auto [index, place] = random_place();
            s.begin(index, place.offset, place.offset);
            ends = std::pair(place, place);
          }
          break;
        default:
          if (!order.empty() && ends) {
            const auto [index, place] = random_place();
            s.extend(index, place.offset, place.offset);
            ends->second = place;
          }
      }
      take_in();
      ASSERT_EQ(s.text(), expected()) << "seed " << seed << ", step " << step;
    }
  }
}

}  // namespace
}  // namespace banter::ui::test
