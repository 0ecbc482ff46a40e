#include "text/markup.hpp"

#include "markup_bench.hpp"

namespace banter::text::test {
namespace {

void expect_lines(const std::vector<Case>& cases) {
  for (const Case& c : cases) EXPECT_EQ(line(c.source), c.expected) << "source: " << c.source;
}

/// Each is shown as it was typed, and has no marks.
void expect_literal(const std::vector<std::string_view>& sources) {
  for (const std::string_view source : sources) EXPECT_EQ(line(source), source);
}

TEST(Markup, Marks) {
  expect_lines({
      {"**bold**", "{b bold}"},
      {"*italic* and _italic_", "{i italic} and {i italic}"},
      {"~~gone~~", "{s gone}"},
      {"||secret||", "{p secret}"},
      {"`code`", "{c code}"},
      {"a **b** c *d* e", "a {b b} c {i d} e"},
      {"**two words**, and more", "{b two words}, and more"},
      {"(**a**) \"*b*\" [_c_] {~~d~~}", "({b a}) \"{i b}\" [{i c}] {{s d}}"},
      {"**a**: *b*; ~~c~~? _d_! ||e||.", "{b a}: {i b}; {s c}? {i d}! {p e}."},
      {"**bold**text, *bug*s", "{b bold}text, {i bug}s"},
      {"“**a**” — *b*…", "“{b a}” — {i b}…"},
      {"**a\nb**", "{b a\nb}"},
      {"**!** is not, **a!** is", "**!** is not, {b a!} is"},
  });
}

TEST(Markup, MarksInMarks) {
  expect_lines({
      {"***both***", "{bi both}"},
      {"**a *b* c**", "{b a }{bi b}{b  c}"},
      {"*a **b** c*", "{i a }{bi b}{i  c}"},
      {"***a** b*", "{bi a}{i  b}"},
      {"***a* b**", "{bi a}{b  b}"},
      {"*a **b***", "{i a }{bi b}"},
      {"**a *b***", "{b a }{bi b}"},
      {"_**a**_ **_b_**", "{bi a} {bi b}"},
      {"~~**a** b~~", "{bs a}{s  b}"},
      {"||a *b* `c` @d||", "{p a }{ip b}{p  }{cp c}{p  }{mp @d}"},
      {"*a (*b*) c*", "{i a (}{i b}{i ) c}"},
      {"**a ~~b** c~~", "{b a ~~b} c~~"},
      {"**:heart: `x`**", "{be ❤️}{b  }{bc x}"},
      {"*a *b* c*", "{i a }{i b}{i  c}"},
  });
}

TEST(Markup, WhatIsNotClosedIsText) {
  expect_literal({
      "**a",  "a**",        "*a",          "_a",       "~~a",  "||a",     "`a",      "``a`",     "*a_",    "**a*",
      "*a**", "**a\n\nb**", "*a\n \t\nb*", "`a\n\nb`", "****", "**",      "*",       "_",        "``",     "||||",
      "~~~~", "****a****",  "____a____",   "~a~",      "|a|",  "~~~a~~~", "|||a|||", "__init__", "**a *b", "_a_b",
  });
  expect_lines({
      {"**a *b**", "{b a *b}"},
      {"*a **b*", "{i a **b}"},
      {"~~a **b~~", "{s a **b}"},
      {"***a*", "**{i a}"},
      {"**a***", "{b a}*"},
      {"*a* b*", "{i a} b*"},
  });
}

TEST(Markup, WhatIsNotMeantIsText) {
  expect_literal({
      "2 * 3 * 4",
      "2*3*4",
      "2**3**4",
      "a ** b ** c",
      "a * b*c *",
      "snake_case_name",
      "_snake_case",
      "snake_case_",
      "a || b || c",
      "a||b||c",
      "a ~~ b ~~",
      "f**k and s**t",
      "f*** this ***",
      "* * *",
      "^_^ hi ^_^",
      "-_- no -_-",
      "*_* and *_*",
      "*.* or *.*",
      ">_< or >_<",
      "o_O o_O",
      ";_; ;_;",
      "'*' and '*'",
      "\"_\" or \"_\"",
      "(*) or (*)",
      "[*] [*]",
      "char *a, *b;",
      "f(*args, **kwargs)",
      "src/_a_/b",
      "$_ = $_",
      "$_a_",
      "好的~~谢谢~~",
      "안녕~~ 반가워~~",
      "10:30:45",
      "a:b:c",
      "12:00",
      "::",
      ":)",
      ":-) :-(",
      ":D :D",
      "std::vector::x",
      "@",
      "@@",
      "a @ b",
      "@-",
      "@.",
      "x@y",
      "->",
      "=>",
      ">>>",
      ">",
      "> ",
      "#1",
      "[a](b)",
      "![a](b)",
      "<b>a</b>",
      "&amp; &lt;",
      "<!-- a -->",
      "---",
      "___",
      "***",
      "===",
      "|a|b|",
      "C:\\Users\\name",
      "\\\\server\\share",
      "\\",
      "\\\\",
      "\\(a\\)",
      "a\\|b",
      "¯\\_(ツ)_/¯",
      "e.g. this",
      "...",
      "wow.",
      "www",
      "www.",
      "Ends with *",
      "Ends with \\",
  });
}

TEST(Markup, OtherScripts) {
  expect_lines({
      {"你好**世界**吗", "你好{b 世界}吗"},
      {"これは**「大事」**です", "これは{b 「大事」}です"},
      {"**볼드**는", "{b 볼드}는"},
      {"**\"볼드\"**는", "{b \"볼드\"}는"},
      {"ไทย**หนา**ไทย", "ไทย{b หนา}ไทย"},
      {"は_強調_です", "は{i 強調}です"},
      {"مرحبا **بالعالم** نعم", "مرحبا {b بالعالم} نعم"},
      {"слово**жир**", "слово**жир**"},
      {"**слово** и *да*", "{b слово} и {i да}"},
      {"😀**a** ❤️**b** 1️⃣*c*", "😀{b a} ❤️{b b} 1️⃣{i c}"},
      {"*\u3000a*", "*\u3000a*"},
      {"*\u00a0a*", "*\u00a0a*"},
  });
}

TEST(Markup, Code) {
  expect_lines({
      {"`a *b* _c_ :smile: @d http://e.f \\* ||g||`", "{c a *b* _c_ :smile: @d http://e.f \\* ||g||}"},
      {"``a`b``", "{c a`b}"},
      {"`` `a` ``", "{c `a`}"},
      {"` a `", "{c  a }"},
      {"` ` `\n` x", "` ` `\n` x"},
      {"` ``", "` ``"},
      {"```a```", "{c a}"},
      {"x ```a``b` c``` y", "x {c a``b` c} y"},
      {"`a\\`", "{c a\\}"},
      {"`a` `b`", "{c a} {c b}"},
      {"**`a**`", "**{c a**}"},
      {"*`*`*", "{ic *}"},
  });
}

TEST(Markup, Escapes) {
  expect_lines({
      {"\\*a\\*", "*a*"},
      {"\\**a**", "**a**"},
      {"**a\\**", "**a**"},
      {"**a\\***", "{b a}{b *}"},
      {"\\_a_", "_a_"},
      {"\\~~a~~", "~~a~~"},
      {"\\||a||", "||a||"},
      {"\\`a`", "`a`"},
      {"\\:smile:", ":smile:"},
      {"\\@bob", "@bob"},
      {"\\> a", "> a"},
      {"\\- a", "- a"},
      {"1\\. a", "1. a"},
      {"a\n\\- b", "a\n- b"},
      {"\\\\*a*", "\\{i a}"},
      {"\\\\\\*a*", "\\*a*"},
      {"*\\**", "{i *}"},
      {"\\:nope: \\a \\\\ a\\- b 2\\. ", "\\:nope: \\a \\\\ a\\- b 2\\. "},
  });
}

TEST(Markup, Mentions) {
  expect_lines({
      {"@bob", "{m @bob}"},
      {"hi @bob, @ann-lee! (@c.d)", "hi {m @bob}, {m @ann-lee}! ({m @c.d})"},
      {"@bob.", "{m @bob}."},
      {"@bob's @_x @9 @nick_", "{m @bob}'s {m @_x} {m @9} {m @nick_}"},
      {"@zoë @Ольга @小明 @علي @हिन्दी", "{m @zoë} {m @Ольга} {m @小明} {m @علي} {m @हिन्दी}"},
      {"你好@bob", "你好{m @bob}"},
      {"@a/@b", "{m @a}/{m @b}"},
      {"**@bob** *@ann*", "{bm @bob} {im @ann}"},
      {"@types/node a@b é@b .@b -@b @@b", "@types/node a@b é@b .@b -@b @@b"},
      {"@“a” @😀", "@“a” @😀"},
      {"@bob\u202Ex", "{m @bob}\u202Ex"},
      {"@a@b", "{m @a}@b"},
  });
}

TEST(Markup, Shortcodes) {
  expect_lines({
      {":smile:", "{e 😄}"},
      {":+1::heart::-1:", "{e 👍}{e ❤️}{e 👎}"},
      {"a :tada:!", "a {e 🎉}!"},
      {"(:x:) 好:ok_hand:好", "({e ❌}) 好{e 👌}好"},
      {":nope: :Smile: : smile : :smile", ":nope: :Smile: : smile : :smile"},
      {"a:x:b foo::x::bar 10:100:30", "a:x:b foo::x::bar 10:100:30"},
      {":smile: :x", "{e 😄} :x"},
  });
}

TEST(Markup, SpansSayWhereTheyAreFrom) {
  const Markup markup = parsed("a **b**\r\n:+1:c");
  EXPECT_EQ(markup.text, "a b\n👍c");
  ASSERT_EQ(markup.spans.size(), 5U);
  const Span& bold = markup.spans[1];
  EXPECT_EQ((std::vector<std::uint32_t>{bold.start, bold.end, bold.source_start, bold.source_end}),
            (std::vector<std::uint32_t>{2, 3, 4, 5}));
  const Span& newline = markup.spans[2];
  EXPECT_EQ((std::vector<std::uint32_t>{newline.start, newline.end, newline.source_start, newline.source_end}),
            (std::vector<std::uint32_t>{3, 4, 7, 9}));
  EXPECT_TRUE(newline.atomic());
  EXPECT_TRUE(markup.spans[3].atomic()) << "a shortcode is, though it is as long as its emoji";
  EXPECT_EQ(markup.source_offset(8), 13U);
}

TEST(Markup, Offsets) {
  const Markup markup = parsed("a **b** :+1: c");  // shown: a b 👍 c
  EXPECT_EQ(markup.display_offset(0), 0U);
  EXPECT_EQ(markup.display_offset(2), 2U) << "a mark: what follows it";
  EXPECT_EQ(markup.display_offset(4), 2U);
  EXPECT_EQ(markup.display_offset(5), 3U);
  EXPECT_EQ(markup.display_offset(8), 4U);
  EXPECT_EQ(markup.display_offset(10), 4U) << "within a shortcode: its start";
  EXPECT_EQ(markup.display_offset(12), 8U);
  EXPECT_EQ(markup.display_offset(99), 10U) << "past the end: the end";
  EXPECT_EQ(markup.source_offset(2), 4U);
  EXPECT_EQ(markup.source_offset(5), 8U) << "within an emoji: its name's start";
  EXPECT_EQ(markup.source_offset(10), 14U);
  EXPECT_EQ(markup.source_offset(99), 14U);
  EXPECT_EQ(parsed("**a**").source_offset(1), 3U) << "the end is that of what is shown last";
  EXPECT_EQ(parsed("").source_offset(0), 0U);
  EXPECT_EQ(parsed("").display_offset(3), 0U);
}

TEST(Markup, LineEnds) {
  EXPECT_EQ(parsed("a\r\nb\rc\nd\n").text, "a\nb\nc\nd\n");
  EXPECT_EQ(line("**a\r\nb**"), "{b a}{b \n}{b b}");
  EXPECT_EQ(parsed("\r\r\n\n").text, "\n\n\n");
}

TEST(Markup, AnswersReuseMemoryAndForget) {
  Markup markup;
  parse_markup("**a** http://a.b\n> c", markup);
  parse_markup("plain", markup);
  EXPECT_EQ(markup.text, "plain");
  EXPECT_EQ(markup.spans.size(), 1U);
  EXPECT_EQ(markup.blocks.size(), 1U);
  EXPECT_TRUE(markup.links.empty());
}

TEST(Markup, QuickLook) {
  for (const char* plain : {"", "hello", "Hello, world! How are you?", "it's 10:30", "snake_case 2*3 a ** b",
                            "note: this", "a - b", "two\nlines", "well... now.", "Привет, как дела?", "你好，世界。",
                            "x -> y", "1.5 and 2. no", "a@ b", "f**k", "# no heading", "50% (about)", "a/b | c ~ d"}) {
    EXPECT_FALSE(may_have_markup(plain)) << plain;
  }
  for (const char* marked :
       {"**a**",         "*a*",   "_a_",    "~~a~~",         "||a||",  "`a`", "> a",        "- a",         "* a",
        "1. a",          "  - a", "x\n- a", "x\n> a",        "@a",     ":x:", "http://a.b", "see www.a.b", "a@b.cd",
        "mailto:a@b.cd", "\\*",   "a\r\nb", "MAILTO:a@b.cd", "WWW.a.b"}) {
    EXPECT_TRUE(may_have_markup(marked)) << marked;
  }
}

}  // namespace
}  // namespace banter::text::test
