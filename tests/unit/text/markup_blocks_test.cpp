#include "markup_bench.hpp"
#include "text/markup.hpp"

namespace banter::text::test {
namespace {

using Strings = std::vector<std::string>;

TEST(MarkupBlocks, OneParagraph) {
  EXPECT_EQ(blocks(""), Strings{"p|"});
  EXPECT_EQ(blocks("a"), Strings{"p|a"});
  EXPECT_EQ(blocks("a\nb\n\nc\n"), Strings{"p|a\nb\n\nc\n"});
  EXPECT_EQ(blocks("  a\n\tb  "), Strings{"p|  a\n\tb  "});
}

TEST(MarkupBlocks, Quotes) {
  EXPECT_EQ(blocks("> a"), Strings{"q1|a"});
  EXPECT_EQ(blocks("> a\n> b"), Strings{"q1|a\nb"});
  EXPECT_EQ(blocks("x\n> a\ny"), (Strings{"p|x", "q1|a", "p|y"}));
  EXPECT_EQ(blocks("> a\n>\n> b"), Strings{"q1|a\n\nb"}) << "a bare mark goes on with a quote";
  EXPECT_EQ(blocks("> a\n\n> b"), (Strings{"q1|a", "p|", "q1|b"}));
  EXPECT_EQ(blocks(">> a\n> > b\n> c"), (Strings{"q2|a\nb", "q1|c"}));
  EXPECT_EQ(blocks("   > a"), Strings{"q1|a"});
  EXPECT_EQ(blocks(">  a"), Strings{"q1| a"}) << "one space is the mark's";
  EXPECT_EQ(blocks(">\ta"), Strings{"q1|a"});
  EXPECT_EQ(blocks("> *a\n> b*"), Strings{"q1|{i a\n}{i b}"}) << "two stretches of the source";
  EXPECT_EQ(blocks("> **a\nb**"), (Strings{"q1|**a", "p|b**"})) << "marks stay in their block";
  EXPECT_EQ(blocks("> a\r\n> b\r\nc"), (Strings{"q1|a\nb", "p|c"}));
  EXPECT_EQ(blocks("> > >_<"), Strings{"q2|>_<"});
}

TEST(MarkupBlocks, WhatIsNoQuote) {
  for (const char* source :
       {">a", ">_<", ">:(", ">be me\n>see this", ">", "> ", ">>", ">>>", "a > b", "    > a", ">\n"}) {
    EXPECT_EQ(blocks(source), Strings{std::string("p|") + source}) << source;
  }
}

TEST(MarkupBlocks, QuotesAreOnlySoDeep) {
  EXPECT_EQ(blocks(std::string(8, '>') + " a"), Strings{"q8|a"});
  EXPECT_EQ(blocks(std::string(10, '>') + " a"), Strings{"q8|>> a"});
  EXPECT_EQ(blocks("> > > > > > > > > a"), Strings{"q8|> a"});
}

TEST(MarkupBlocks, Lists) {
  EXPECT_EQ(blocks("- a\n- b"), (Strings{"l0|a", "l0|b"}));
  EXPECT_EQ(blocks("* a *b*"), Strings{"l0|a {i b}"});
  EXPECT_EQ(blocks("1. a\n2. b\n7. c"), (Strings{"l0#1|a", "l0#2|b", "l0#7|c"}));
  EXPECT_EQ(blocks("x:\n- a\n\ny"), (Strings{"p|x:", "l0|a", "p|\ny"}));
  EXPECT_EQ(blocks("- a\n  - b\n    - c\n  - d\n- e"), (Strings{"l0|a", "l1|b", "l2|c", "l1|d", "l0|e"}));
  EXPECT_EQ(blocks("1. a\n   - b\n2. c"), (Strings{"l0#1|a", "l1|b", "l0#2|c"}));
  EXPECT_EQ(blocks("- a\n\t- b"), (Strings{"l0|a", "l1|b"}));
  EXPECT_EQ(blocks("- a\n - b"), (Strings{"l0|a", "l0|b"})) << "one column is no level";
  EXPECT_EQ(blocks("- a\n\n  - b"), (Strings{"l0|a", "p|", "l1|b"})) << "blank lines do not end the list";
  EXPECT_EQ(blocks("- a\nb\n  - c"), (Strings{"l0|a", "p|b", "l0|c"})) << "others do";
  EXPECT_EQ(blocks("- a\n  b\n  c"), Strings{"l0|a\nb\nc"}) << "goes on under its item";
  EXPECT_EQ(blocks("1. a\n   b\n     c"), Strings{"l0#1|a\nb\n  c"}) << "further indentation is text";
  EXPECT_EQ(blocks("- *a\n  b*"), Strings{"l0|{i a\n}{i b}"});
  EXPECT_EQ(blocks("- - a"), Strings{"l0|- a"});
  EXPECT_EQ(blocks("-  a"), Strings{"l0| a"});
  EXPECT_EQ(blocks("65535. a"), Strings{"l0#65535|a"});
  EXPECT_EQ(blocks("1. 1\n2. ..."), (Strings{"l0#1|1", "l0#2|..."}));
}

TEST(MarkupBlocks, WhatIsNoItem) {
  for (const char* source :
       {"-a",    "-",    "- ",       "- -",       "* * *", "- - -", "*",    "1.",  "1. ",   "1.a",
        "01. a", "0. a", "65536. a", "100000. a", "1) a",  "+ a",   "-- a", "– a", "a - b", "-1. a"}) {
    EXPECT_EQ(blocks(source), Strings{std::string("p|") + source}) << source;
  }
}

TEST(MarkupBlocks, ListsAreOnlySoDeep) {
  std::string source;
  for (int i = 0; i < 12; ++i) source += std::string(static_cast<std::size_t>(2 * i), ' ') + "- a\n";
  const Markup markup = parsed(source);
  EXPECT_EQ(markup.blocks[7].depth, 7);
  EXPECT_EQ(markup.blocks[11].depth, 7);
}

TEST(MarkupBlocks, Code) {
  EXPECT_EQ(blocks("```\na\n```"), Strings{"c|a"});
  EXPECT_EQ(blocks("```cpp\nint *a = *b;\n\n  x\n```"), Strings{"c|int *a = *b;\n\n  x"}) << "the language is dropped";
  EXPECT_EQ(blocks("``` c++ \na\n```"), Strings{"c|a"});
  EXPECT_EQ(blocks("x\n```\na\n```\ny"), (Strings{"p|x", "c|a", "p|y"}));
  EXPECT_EQ(blocks("````\n```\n````"), Strings{"c|```"});
  EXPECT_EQ(blocks("```\na\n``\n```"), Strings{"c|a\n``"});
  EXPECT_EQ(blocks("```\r\na\r\nb\r\n```"), Strings{"c|a\nb"});
  EXPECT_EQ(blocks("```\n\na\n\n```"), Strings{"c|\na\n"});
  EXPECT_EQ(blocks("```\n> a\n- b\n```"), Strings{"c|> a\n- b"});
  EXPECT_EQ(blocks("```\n**a**\n```\n**b**"), (Strings{"c|**a**", "p|{b b}"}));
  EXPECT_EQ(blocks("```a\n```\n```b\n```"), (Strings{"c|a", "c|b"}));
  EXPECT_EQ(blocks("```\na\n```\n```\nb\n```"), (Strings{"c|a", "c|b"}));
}

TEST(MarkupBlocks, CodeBesideItsMarks) {
  EXPECT_EQ(blocks("```int x;\nint y;```"), Strings{"c|int x;\nint y;"});
  EXPECT_EQ(blocks("```int x;\n\nint y;\n```"), Strings{"c|int x;\n\nint y;"});
  EXPECT_EQ(blocks("```\nint y;```"), Strings{"c|int y;"});
  EXPECT_EQ(blocks("```hello\n```"), Strings{"c|hello"}) << "no language of nothing";
  EXPECT_EQ(blocks("```a```"), Strings{"p|{c a}"});
}

TEST(MarkupBlocks, FencesThatDoNotCloseAreText) {
  for (const char* source :
       {"```", "```\na", "```\n```", "```\n\n```", "```cpp\n", "````\na\n```", "a\n```\nb", "``\na"}) {
    EXPECT_EQ(blocks(source), Strings{std::string("p|") + source}) << source;
  }
}

TEST(MarkupBlocks, CodeAndListsInQuotes) {
  EXPECT_EQ(blocks("> ```\n> a\n>\n> b\n> ```\n> c"), (Strings{">c|a\n\nb", "q1|c"}));
  EXPECT_EQ(blocks("> ```\n> a\nb\n```"), (Strings{"q1|```\na", "p|b\n```"})) << "the quote ends first";
  EXPECT_EQ(blocks(">> ```\n>> > a\n>> ```"), Strings{">>c|> a"});
  EXPECT_EQ(blocks("> - a\n>   - b\n> 3. c"), (Strings{">l0|a", ">l1|b", ">l0#3|c"}));
  EXPECT_EQ(blocks("> - a\n- b"), (Strings{">l0|a", "l0|b"}));
}

TEST(MarkupBlocks, LineEndsAreBetweenBlocks) {
  const Markup markup = parsed("a\r\n> b\n\n```\nc\n```\nd");
  EXPECT_EQ(markup.text, "a\nb\n\nc\nd");
  EXPECT_EQ(markup.blocks.size(), 5U);
  EXPECT_EQ(markup.spans[1].source_start, 1U);
  EXPECT_EQ(markup.spans[1].source_end, 3U);
  EXPECT_EQ(markup.blocks[2].start, markup.blocks[2].end) << "a blank line between two blocks";
}

}  // namespace
}  // namespace banter::text::test
