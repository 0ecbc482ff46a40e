#include "ui/text_field.hpp"

#include "ui_bench.hpp"

namespace banter::ui::test {
namespace {

class FieldBench : public Bench {
 public:
  explicit FieldBench(bool multiline, float width = 200) : field(node::composer, "Type a message", multiline) {
    box = {50, 100, width, 3 * metric::line};
    focused = node::composer;
  }
  void type(std::string value) {
    const auto end = static_cast<std::uint32_t>(value.size());
    field.state = {std::move(value), end, end, 0, 0, 0, FieldState::any_line};
  }
  void select(std::uint32_t from, std::uint32_t to) {
    field.state.selection_start = from;
    field.state.selection_end = to;
  }
  void draw() {
    Bench::draw([&](Frame& frame) { field.draw(frame, box); });
  }
  /// The caret is the only shape in the text's colour; none: it is not drawn.
  [[nodiscard]] std::optional<Rect> caret() const { return screen.shapes(theme.text); }
  [[nodiscard]] std::optional<Rect> selection() const { return screen.shapes(theme.selection); }

  TextField field;
  Rect box;
};

TEST(TextField, AnEmptyOneShowsItsLabelAndACaretAtTheStart) {
  FieldBench b(true);
  b.draw();
  ASSERT_TRUE(b.word("Type a message"));
  EXPECT_EQ(b.word("Type a message")->color, b.theme.placeholder);
  ASSERT_TRUE(b.caret());
  EXPECT_EQ(b.caret()->x, 50);
  EXPECT_EQ(b.caret()->y, 102);
  EXPECT_EQ(b.caret()->h, metric::line - 4);
}

TEST(TextField, TheLabelGoesWithTheFirstCharacterOrComposition) {
  FieldBench b(true);
  b.type("x");
  b.draw();
  EXPECT_FALSE(b.word("Type a message"));
}

TEST(TextField, TheCaretFollowsTheText) {
  FieldBench b(true);
  b.type("hello");
  b.draw();
  EXPECT_EQ(b.caret()->x, 90);
  b.select(2, 2);
  b.draw();
  EXPECT_EQ(b.caret()->x, 66);
  b.type("ab\n");
  b.draw();
  EXPECT_EQ(b.caret()->x, 50);
  EXPECT_EQ(b.caret()->y, 102 + metric::line);
}

TEST(TextField, WithoutFocusThereIsNoCaretAndNoSelection) {
  FieldBench b(true);
  b.type("hello");
  b.focused = node::none;
  b.draw();
  EXPECT_FALSE(b.caret());
  b.select(0, 3);
  b.draw();
  EXPECT_FALSE(b.selection());
  EXPECT_TRUE(b.word("hello"));
}

TEST(TextField, ASelectionIsDrawnBehindItsCharacters) {
  FieldBench b(true);
  b.type("hello world");
  b.select(6, 8);
  b.draw();
  ASSERT_TRUE(b.selection());
  EXPECT_NEAR(b.selection()->x, 50 + 48, 1);
  EXPECT_NEAR(b.selection()->right(), 50 + 64, 1);
  EXPECT_NEAR(b.selection()->y, 100, 1);
  EXPECT_NEAR(b.selection()->h, metric::line, 1.1);
  EXPECT_FALSE(b.caret()) << "a selection has none";
}

TEST(TextField, ASelectionOverLinesCoversThem) {
  FieldBench b(true);
  b.type("abc\n\ndef");
  b.select(1, 7);
  b.draw();
  EXPECT_NEAR(b.selection()->x, 50, 1);
  EXPECT_NEAR(b.selection()->right(), 50 + 24 + text::newline_width, 1) << "the newline is chosen as well";
  EXPECT_NEAR(b.selection()->h, 3 * metric::line, 1.1);
}

TEST(TextField, ARightToLeftSelectionCoversWhatIsChosen) {
  FieldBench b(true);
  b.type("שלום עולם");  // 9 letters, 72 px, set to the right edge at 250
  b.select(0, 4);
  b.draw();
  EXPECT_NEAR(b.selection()->right(), 250, 1);
  EXPECT_NEAR(b.selection()->x, 250 - 16, 1);
  b.type("אבגד\nהו");
  b.select(4, 11);  // from the third letter to the end of the first letter of the second line
  b.draw();
  EXPECT_NEAR(b.selection()->x, 250 - 32 - text::newline_width, 1) << "the rest of the first line lies to the left";
  EXPECT_NEAR(b.selection()->right(), 250, 1) << "the second line begins at the right";
}

TEST(TextField, ASelectionOfMixedDirectionsLeavesOutWhatIsNotChosen) {
  FieldBench b(true);
  b.type("abc \xD7\x90\xD7\x91\xD7\x92 def");  // three Hebrew letters between: the last of them stands at their left
  b.select(1, 8);
  b.draw();
  const FieldPlaces places = b.field.places(b.painter);
  ASSERT_EQ(places.selection.size(), 2U);
  EXPECT_EQ(places.selection[0], (Rect{50 + 8, 100, 24, metric::line}));
  EXPECT_EQ(places.selection[1], (Rect{50 + 40, 100, 16, metric::line}));
  EXPECT_EQ(places.caret, (Rect{50 + 40, 100, 0, metric::line})) << "before the last Hebrew letter";
}

TEST(TextField, OfALongDraftOnlyTheRangesInSightAreLookedAt) {
  FieldBench b(true);
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "line\n";
  b.type(text);
  b.select(0, static_cast<std::uint32_t>(text.size()));
  b.field.state.scroll_top = 1000 * metric::line;
  b.draw();
  const FieldPlaces places = b.field.places(b.painter);
  EXPECT_LE(places.selection.size(), 5U);
  ASSERT_FALSE(places.selection.empty());
  EXPECT_EQ(places.selection.front().y, 100);
}

TEST(TextField, ACaretAtASoftBreakStandsOnTheSideWhereOnePutIt) {
  FieldBench b(true, 40);
  b.type("aaa bbb");
  b.select(4, 4);
  b.draw();
  EXPECT_EQ(b.caret()->y, 102 + metric::line) << "as a rule on the line that follows";
  for (const int line : {FieldState::line_end, 0}) {
    b.field.state.line = line;
    b.draw();
    EXPECT_EQ(b.caret()->y, 102) << line;
    EXPECT_EQ(b.caret()->x, 50 + 24) << line;
  }
  b.field.state.line = 1;
  b.draw();
  EXPECT_EQ(b.caret()->y, 102 + metric::line) << "its second line was clicked";
  b.type("aaa\nbbb");
  b.select(4, 4);
  b.field.state.line = 0;
  b.draw();
  EXPECT_EQ(b.caret()->y, 102 + metric::line) << "a newline is no soft break";
}

TEST(TextField, BeforeItsTextIsLaidOutNothingHasAPlace) {
  FieldBench b(true);
  b.type("hello");
  b.draw();
  b.type("other");
  EXPECT_EQ(b.field.places(b.painter).caret, Rect{});
  b.draw();
  EXPECT_EQ(b.field.places(b.painter).caret.x, 90);
}

TEST(TextField, ACompositionIsUnderlined) {
  FieldBench b(true);
  b.type("ni hao");
  b.select(6, 6);
  b.field.state.composition_start = 3;
  b.field.state.composition_end = 6;
  b.focused = node::none;  // no caret, so that the underline is the only shape
  b.draw();
  ASSERT_TRUE(b.caret());
  EXPECT_NEAR(b.caret()->x, 50 + 24, 1.5);
  EXPECT_NEAR(b.caret()->right(), 50 + 48, 1.5);
  EXPECT_NEAR(b.caret()->y, 119.5, 1.5);
}

TEST(TextField, OffsetsBeyondTheTextAreItsEnd) {
  FieldBench b(true);
  b.type("abc");
  b.select(90, 95);
  b.field.state.composition_start = 2;
  b.field.state.composition_end = 99;
  b.draw();
  b.select(7, 7);
  b.draw();
  EXPECT_TRUE(b.caret());
}

TEST(TextField, TheCaretBlinksAndThenStays) {
  FieldBench b(true);
  b.type("x");
  b.field.touched(b.now);
  const TimePoint start = b.now;
  Frame frame{.painter = b.painter, .textures = b.glyphs, .theme = b.theme, .mirror = b.mirror, .focused = b.focused};
  const auto at = [&](Duration since) {
    b.now = start + since;
    frame.now = b.now;
    b.draw();
    return b.caret().has_value();
  };
  EXPECT_TRUE(at(Duration{0}));
  EXPECT_EQ(*b.field.next_blink(frame), start + Duration{530});
  EXPECT_TRUE(at(Duration{529}));
  EXPECT_FALSE(at(Duration{530}));
  EXPECT_TRUE(at(Duration{1060}));
  EXPECT_TRUE(at(Duration{5300}));
  EXPECT_FALSE(b.field.next_blink(frame)) << "an idle page draws no frames";
  EXPECT_TRUE(at(Duration{5900}));
  b.field.touched(b.now);
  EXPECT_TRUE(b.field.next_blink(frame));
  frame.reduced_motion = true;
  EXPECT_FALSE(b.field.next_blink(frame));
  frame.reduced_motion = false;
  frame.focused = node::none;
  EXPECT_FALSE(b.field.next_blink(frame));
}

TEST(TextField, WantsAsManyLinesAsItHasUpToALimit) {
  FieldBench b(true);
  EXPECT_EQ(b.field.wanted_height(b.painter, 200, 6), metric::line);
  b.type("a\nb\n");
  EXPECT_EQ(b.field.wanted_height(b.painter, 200, 6), 3 * metric::line);
  b.type(std::string(400, 'x'));
  EXPECT_EQ(b.field.wanted_height(b.painter, 200, 6), 6 * metric::line);
}

TEST(TextField, ScrollsWithTheRealField) {
  FieldBench b(true);
  b.type("one\ntwo\nthree\nfour\nfive");
  b.field.state.scroll_top = 2 * metric::line;
  b.draw();
  EXPECT_TRUE(b.word("five"));
  EXPECT_FALSE(b.word("one")) << "scrolled out";
  EXPECT_EQ(b.caret()->y, 100 + 2 * metric::line + 2);
}

TEST(TextField, ASingleLineFollowsItsCaret) {
  FieldBench b(false);
  b.type(std::string(60, 'x'));  // 480 px in a field of 200
  b.draw();
  EXPECT_LE(b.caret()->right(), 250);
  EXPECT_GE(b.caret()->x, 240);
  b.select(0, 0);
  b.draw();
  EXPECT_EQ(b.caret()->x, 50);
}

TEST(TextField, ARightToLeftSingleLineIsVisible) {
  FieldBench b(false);
  b.type("محمد");
  b.draw();
  const auto word = b.word("محمد");
  ASSERT_TRUE(word) << "a person whose name is Arabic sees it";
  EXPECT_GE(word->rect.x, 50 - 2);
  EXPECT_LE(word->rect.right(), 250 + 2);
  ASSERT_TRUE(b.caret());
  EXPECT_GE(b.caret()->x, 50);
  EXPECT_LE(b.caret()->x, 250);
  b.type(std::string("محمد") + std::string(30, ' '));
  b.draw();
  EXPECT_GE(b.caret()->x, 50);
  EXPECT_LE(b.caret()->x, 250);
}

TEST(TextField, TheMirrorKnowsItsKind) {
  for (const bool multiline : {true, false}) {
    FieldBench b(multiline);
    b.draw();
    const Node* node = b.find(node::composer);
    ASSERT_NE(node, nullptr);
    EXPECT_EQ(node->role, Role::textbox);
    EXPECT_EQ(node->name, "Type a message");
    EXPECT_EQ((node->flags & Node::multiline) != 0, multiline);
    EXPECT_EQ(node->rect, b.box);
  }
}

}  // namespace
}  // namespace banter::ui::test
