// Messages with markup, as they are laid out, drawn and read aloud.
#include "ui/rich_text.hpp"

#include "base/random.hpp"
#include "list_bench.hpp"

namespace banter::ui::test {
namespace {

using text::line_height;
using text::Style;

class RichText : public testing::Test {
 protected:
  ListBench b;
  protocol::Seq next = 1;

  void says(std::string text) {
    b.rooms.chat(message(next++, std::move(text)));
    b.draw();
  }
  [[nodiscard]] Style style_of(const std::string& word) const {
    const auto drawn = b.word(word);
    return drawn ? drawn->style : Style::title;
  }
  [[nodiscard]] float x_of(const std::string& word) const { return b.word(word).value().rect.x; }
  [[nodiscard]] float y_of(const std::string& word) const { return b.word(word).value().rect.y; }
  [[nodiscard]] std::vector<Node> nodes(Role role) const {
    std::vector<Node> out;
    for (const Node& n : b.mirror.described())
      if (n.role == role) out.push_back(n);
    return out;
  }
};

TEST_F(RichText, MarksAreStyles) {
  says("plain **bold** *italic* ***both*** `code` @bob");
  EXPECT_EQ(style_of("plain"), Style::body);
  EXPECT_EQ(style_of("bold"), Style::strong);
  EXPECT_EQ(style_of("italic"), Style::italic);
  EXPECT_EQ(style_of("both"), Style::strong_italic);
  EXPECT_EQ(style_of("code"), Style::code);
  EXPECT_EQ(style_of("@bob"), Style::strong);
  EXPECT_FALSE(b.word("**"));
}

TEST_F(RichText, UnclosedMarksAreText) {
  says("2 * 3 **is 6");
  EXPECT_TRUE(b.word("**is"));
  EXPECT_EQ(style_of("**is"), Style::body);
}

TEST_F(RichText, BlocksStandBelowEachOtherAndAreIndented) {
  says("before\n> quoted\n- item\n```\ncode\n```\nafter");
  const float left = x_of("before");
  EXPECT_EQ(x_of("quoted"), left + 14);
  EXPECT_EQ(x_of("item"), left + 22);
  EXPECT_GT(x_of("code"), left);
  EXPECT_EQ(x_of("after"), left);
  EXPECT_EQ(y_of("quoted") - y_of("before"), line_height);
  EXPECT_EQ(y_of("item") - y_of("quoted"), line_height);
  EXPECT_GT(y_of("code") - y_of("item"), line_height) << "a block of code has air around it";
  EXPECT_GT(y_of("after") - y_of("code"), line_height);
  EXPECT_TRUE(b.word("•"));
}

TEST_F(RichText, TheRowIsAsHighAsItsBlocks) {
  says("```\none\ntwo\n```");
  const MessageList::VisibleRow row = b.list.visible().back();
  const auto lines = b.list.lines(row);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1].rect.y - lines[0].rect.y, line_height);
  EXPECT_GE(row.rect.bottom() - lines[1].rect.bottom(), 6);
  EXPECT_EQ(b.rooms.store.row(0).text.substr(lines[1].start, 3), "two") << "offsets are of what was written";
}

TEST_F(RichText, LinesCoverTheMessageWithoutHoles) {
  says("a **b** c\n> quoted text that is long enough to need more than one line of this list, and then some\n- x");
  const auto lines = b.list.lines(b.list.visible().back());
  ASSERT_GE(lines.size(), 4U);
  for (std::size_t i = 1; i < lines.size(); ++i) EXPECT_EQ(lines[i].start, lines[i - 1].end);
}

TEST_F(RichText, LinksAreInTheMirrorOverTheirPixels) {
  says("see https://example.org/a and www.example.com");
  const auto links = nodes(Role::link);
  ASSERT_EQ(links.size(), 2U);
  EXPECT_EQ(links[0].name, "https://example.org/a");
  EXPECT_EQ(links[0].href, "https://example.org/a");
  EXPECT_NEAR(links[0].rect.x, x_of("https://example.org/a"), 1) << "a sprite has a pixel of air";
  EXPECT_FLOAT_EQ(links[0].rect.w, 21 * headless::FixedGlyphs::narrow);
  EXPECT_EQ(links[1].name, "www.example.com");
}

TEST_F(RichText, ALinkThatGoesOnInTheNextLineIsOneLink) {
  says("https://example.org/" + std::string(100, 'x'));
  ASSERT_EQ(nodes(Role::link).size(), 1U);
  ASSERT_EQ(nodes(Role::piece).size(), 1U);
  EXPECT_EQ(nodes(Role::piece)[0].parent, nodes(Role::link)[0].id);
}

TEST_F(RichText, ASpoilerIsHiddenUntilItIsAskedFor) {
  says("he ||dies|| there");
  EXPECT_FALSE(b.word("dies"));
  EXPECT_TRUE(b.word("there"));
  ASSERT_EQ(nodes(Role::button).size(), 1U);
  const Node button = nodes(Role::button)[0];
  for (const Node& n : nodes(Role::listitem)) EXPECT_EQ(n.name.find("dies"), std::string::npos);
  b.list.reveal_spoilers(button.id);
  b.draw();
  EXPECT_TRUE(b.word("dies"));
  EXPECT_TRUE(nodes(Role::button).empty());
  EXPECT_NE(nodes(Role::listitem).back().name.find("he dies there"), std::string::npos);
}

TEST_F(RichText, AnotherRowsSpoilersStayHidden) {
  says("||one||");
  says("||two||");
  b.list.reveal_spoilers(b.list.visible()[0].id);
  b.draw();
  EXPECT_TRUE(b.word("one"));
  EXPECT_FALSE(b.word("two"));
}

TEST_F(RichText, RightToLeftBlocksMirrorTheirIndents) {
  says("אבג\n> דהו");
  const Rect one = b.word("אבג").value().rect;
  const Rect two = b.word("דהו").value().rect;
  EXPECT_FLOAT_EQ(one.right() - two.right(), 14);
}

/// Whatever is written, the height of a row nobody sees is the height it has when it is seen.
TEST_F(RichText, HeightsAreThoseOfTheLayout) {
  constexpr const char* pieces[] = {
      "word ", "**bold** ",           "`code` ", "\n",    "> ",    "- ",  "```\n",    "||s|| ",
      "*",     "https://e.org/path ", "@ann ",   ":+1: ", "שלום ", "1. ", "天气很好", "\n\n"};
  Random random(9);
  RowLayout seen, unseen;
  for (protocol::Seq seq = 1; seq <= 400; ++seq) {
    std::string text;
    for (auto n = 1 + random.below(25); n > 0; --n) text += pieces[random.below(std::size(pieces))];
    b.rooms.chat(message(seq, text, random.below(2) == 0 ? "ann" : "bob"));
    const RowStyle style{RowColumns::of(200 + static_cast<float>(random.below(600))), 0};
    lay_out_row(b.painter, b.rooms.store, seq - 1, style, seen);
    ASSERT_EQ(row_height(b.painter, b.rooms.store, seq - 1, style, unseen), seen.height) << text;
    ASSERT_EQ(seen.text.height > 0, true);
    ASSERT_EQ(seen.text.lines.back().y + line_height <= seen.text.height, true);
  }
}

}  // namespace
}  // namespace banter::ui::test
