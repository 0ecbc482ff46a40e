#include "text/markup_html.hpp"

#include <algorithm>

#include "markup_bench.hpp"

namespace banter::text::test {
namespace {

std::string html(std::string_view source) {
  return to_html(parsed(source), 0, 0xFFFFFFFF);
}

std::string html(std::string_view source, std::uint32_t start, std::uint32_t end) {
  return to_html(parsed(source), start, end);
}

TEST(MarkupHtml, Marks) {
  EXPECT_EQ(html(""), "");
  EXPECT_EQ(html("plain"), "plain");
  EXPECT_EQ(html("**a** *b* ~~c~~ `d` ||e||"),
            "<b>a</b> <i>b</i> <s>c</s> <code>d</code> <span class=\"spoiler\">e</span>");
  EXPECT_EQ(html("**a *b* c**"), "<b>a <i>b</i> c</b>");
  EXPECT_EQ(html("*a **b** c*"), "<i>a </i><b><i>b</i></b><i> c</i>") << "always in one order";
  EXPECT_EQ(html("**a\nb**"), "<b>a<br>b</b>");
  EXPECT_EQ(html("@bob :heart:"), "@bob ❤️");
  EXPECT_EQ(html("**https://a.b/c**"), "<b><a href=\"https://a.b/c\">https://a.b/c</a></b>");
}

TEST(MarkupHtml, Blocks) {
  EXPECT_EQ(html("a\n> b\n>\n> c"), "<p>a</p><blockquote><p>b<br><br>c</p></blockquote>");
  EXPECT_EQ(html(">> a\n> b\nc"), "<blockquote><blockquote><p>a</p></blockquote><p>b</p></blockquote><p>c</p>");
  EXPECT_EQ(html("> a\n\n> b"), "<blockquote><p>a</p></blockquote><blockquote><p>b</p></blockquote>");
  EXPECT_EQ(html("```\n a\n\n  b\n```"), "<pre><code> a\n\n  b</code></pre>");
  EXPECT_EQ(html("> ```\n> a\n> ```"), "<blockquote><pre><code>a</code></pre></blockquote>");
  EXPECT_EQ(html("> - a\n- b"), "<blockquote><ul><li>a</li></ul></blockquote><ul><li>b</li></ul>");
}

TEST(MarkupHtml, Lists) {
  EXPECT_EQ(html("- a\n- b"), "<ul><li>a</li><li>b</li></ul>");
  EXPECT_EQ(html("1. a\n2. b\n7. c\n8. d"), "<ol><li>a</li><li>b</li><li value=\"7\">c</li><li>d</li></ol>");
  EXPECT_EQ(html("- a\n  1. b\n- c"), "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>");
  EXPECT_EQ(html("- a\n1. b"), "<ul><li>a</li></ul><ol><li>b</li></ol>");
  EXPECT_EQ(html("- a\n\n  - b\nc"), "<ul><li>a<ul><li>b</li></ul></li></ul><p>c</p>");
  EXPECT_EQ(html("- a\n  b"), "<ul><li>a<br>b</li></ul>");
  EXPECT_EQ(html("- a\n  - b\n- c", 2, 5), "<ul><li>b</li></ul><ul><li>c</li></ul>") << "begins further in";
}

TEST(MarkupHtml, Ranges) {
  EXPECT_EQ(html("**bold**", 1, 3), "<b>ol</b>");
  EXPECT_EQ(html("a **b** c", 2, 3), "<b>b</b>");
  EXPECT_EQ(html("see https://a.b/c", 6, 9), "<a href=\"https://a.b/c\">tps</a>");
  EXPECT_EQ(html("- item\n- b", 1, 3), "te") << "a stretch of one block";
  EXPECT_EQ(html("- item\n- b", 0, 4), "<ul><li>item</li></ul>");
  EXPECT_EQ(html("- item\n- b", 2, 6), "<ul><li>em</li><li>b</li></ul>");
  EXPECT_EQ(html("```\na\nb\n```", 1, 3), "<code><br>b</code>");
  EXPECT_EQ(html("> a\n\n> b", 1, 3), "<br>") << "nothing but line ends";
  EXPECT_EQ(html("abc", 2, 2), "");
  EXPECT_EQ(html("abc", 3, 2), "");
  EXPECT_EQ(html("abc", 7, 9), "");
  EXPECT_EQ(html("abc", 1, 9), "bc");
}

TEST(MarkupHtml, EverythingIsEscaped) {
  EXPECT_EQ(html("<script>alert('&\"')</script>"), "&lt;script&gt;alert(&#39;&amp;&quot;&#39;)&lt;/script&gt;");
  EXPECT_EQ(html("`</code><img src=x onerror=y>`"), "<code>&lt;/code&gt;&lt;img src=x onerror=y&gt;</code>");
  EXPECT_EQ(html("```\n</pre>\n<!--\n```"), "<pre><code>&lt;/pre&gt;\n&lt;!--</code></pre>");
  EXPECT_EQ(html("https://a.b/?x=1&y='z"),
            "<a href=\"https://a.b/?x=1&amp;y=&#39;z\">https://a.b/?x=1&amp;y=&#39;z</a>");
  EXPECT_EQ(html("https://a.b/\"onclick=\"x"), "<a href=\"https://a.b/\">https://a.b/</a>&quot;onclick=&quot;x");
  EXPECT_EQ(html("&lt; &amp;"), "&amp;lt; &amp;amp;");
}

TEST(MarkupHtml, WhiteSpaceStays) {
  EXPECT_EQ(html(" a  b\n  c"), "&nbsp;a &nbsp;b<br>&nbsp;&nbsp;c");
  EXPECT_EQ(html("`a  b`"), "<code>a &nbsp;b</code>");
  EXPECT_EQ(html("```\n a  b\n```"), "<pre><code> a  b</code></pre>");
}

/// What a fragment shows, without line ends.
std::string text_of(std::string_view fragment) {
  std::string out;
  while (!fragment.empty()) {
    if (fragment[0] == '<') {
      fragment.remove_prefix(fragment.find('>') + 1);
    } else if (fragment[0] == '&') {
      for (const Entity& entity : entities) {
        if (fragment.substr(0, entity.name.size()) == entity.name) out += entity.shown;
      }
      fragment.remove_prefix(fragment.find(';') + 1);
    } else {
      if (fragment[0] != '\n') out += fragment[0];
      fragment.remove_prefix(1);
    }
  }
  return out;
}

TEST(MarkupHtml, AnyStretchOfAnythingIsWellFormedAndSaysTheSame) {
  Random random(5);
  const auto border = [&](const std::string& text) {
    std::size_t at = random.below(text.size() + 1);
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) ++at;
    return static_cast<std::uint32_t>(at);
  };
  for (int i = 0; i < 20'000 && !::testing::Test::HasFailure(); ++i) {
    std::string source = assembled(random, 24);
    if (i % 4 == 0) source += "<&>\"'" + assembled(random, 6);
    const Markup markup = parsed(source);
    const std::uint32_t a = border(markup.text);
    const std::uint32_t b = border(markup.text);
    const std::uint32_t start = std::min(a, b);
    const std::uint32_t end = i % 3 == 0 ? static_cast<std::uint32_t>(markup.text.size()) : std::max(a, b);
    std::string expected = markup.text.substr(start, end - start);
    expected.erase(std::remove(expected.begin(), expected.end(), '\n'), expected.end());
    const std::string fragment = to_html(markup, start, end);
    const char* broken = broken_html(fragment);
    ASSERT_EQ(broken, nullptr) << broken << " in " << fragment;
    EXPECT_EQ(text_of(fragment), expected) << source << "\n" << fragment;
  }
}

}  // namespace
}  // namespace banter::text::test
