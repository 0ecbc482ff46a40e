#include "text/links.hpp"

#include "markup_bench.hpp"

namespace banter::text::test {
namespace {

/// What is linked, as "shown → address", or just the address where they are the same.
std::vector<std::string> links(std::string_view source) {
  const Markup markup = parsed(source);
  std::vector<std::string> out;
  for (const Span& span : markup.spans) {
    if (span.link == 0) continue;
    const std::string shown = markup.text.substr(span.start, span.end - span.start);
    const std::string& href = markup.links[span.link - 1];
    out.push_back(shown == href ? href : shown + " → " + href);
  }
  EXPECT_EQ(markup.links.size(), out.size()) << source;
  return out;
}

using Strings = std::vector<std::string>;

TEST(Links, WholeAddresses) {
  for (const char* address : {"http://example.org",
                              "https://example.org/",
                              "https://example.org/a/b?c=d&e=f#g",
                              "http://localhost:8080/x",
                              "http://127.0.0.1",
                              "http://[::1]:8080/",
                              "https://[2001:db8::1]/a",
                              "https://a.b/%C3%A9?q=%20",
                              "https://de.wikipedia.org/wiki/Straße",
                              "https://ja.wikipedia.org/wiki/日本語",
                              "https://例え.jp/パス",
                              "https://пример.рф/путь",
                              "https://مثال.إختبار/مسار",
                              "https://a.b/c_(d)",
                              "https://a.b/(c)/(d)",
                              "https://a.b/c[1]",
                              "https://a.b/*/c*d_e~f",
                              "https://a.b/:x:/@me",
                              "https://a.b/c'd",
                              "https://a.b/?x=1;y=2",
                              "https://a.b/c|d",
                              "https://i❤️.ws/",
                              "https://a.b/😀",
                              "https://a.b/نی\u200cم",
                              "mailto:a@b.org",
                              "mailto:a@b.org?subject=x%20y",
                              "https://a.b/$x!,y",
                              "https://xn--p1ai.xn--p1ai/"}) {
    EXPECT_EQ(links(address), Strings{address});
    EXPECT_EQ(links(std::string("see ") + address + " there"), Strings{address});
    EXPECT_EQ(links(std::string("(") + address + ")"), Strings{address});
    EXPECT_EQ(links(std::string("**") + address + "**, and"), Strings{address});
    EXPECT_EQ(links(std::string("「") + address + "」。"), Strings{address});
    EXPECT_EQ(links(std::string("<") + address + ">"), Strings{address});
    EXPECT_EQ(links(std::string("\"") + address + "\"; '" + address + "'."), (Strings{address, address}));
  }
}

TEST(Links, WithoutScheme) {
  EXPECT_EQ(links("www.example.org"), Strings{"www.example.org → https://www.example.org"});
  EXPECT_EQ(links("(WWW.Example.org/a)."), Strings{"WWW.Example.org/a → https://WWW.Example.org/a"});
  EXPECT_EQ(links("me@example.org"), Strings{"me@example.org → mailto:me@example.org"});
  EXPECT_EQ(links("E-mail:first_last+tag@mail.example.co, ok"),
            Strings{"first_last+tag@mail.example.co → mailto:first_last+tag@mail.example.co"});
  EXPECT_EQ(links("_me@example.org_ a@b.comまで"),
            (Strings{"me@example.org → mailto:me@example.org", "a@b.com → mailto:a@b.com"}));
  EXPECT_EQ(links("you@example.org: hello"), Strings{"you@example.org → mailto:you@example.org"});
}

TEST(Links, SchemesInLowerCase) {
  EXPECT_EQ(links("HTTP://Example.ORG/A"), Strings{"HTTP://Example.ORG/A → http://Example.ORG/A"});
  EXPECT_EQ(links("Https://a.b"), Strings{"Https://a.b → https://a.b"});
  EXPECT_EQ(links("MailTo:A@b.org"), Strings{"MailTo:A@b.org → mailto:A@b.org"});
}

TEST(Links, WhatFollowsIsNotOfThem) {
  for (const char* after :
       {".",       ",",       "!",       "?",       ":",       ";",     "...",   "…",   "?!",      "\"",      "'",
        "*",       "**",      "_",       "~~",      ")",       ").",    "]",     ")]",  "”",       "’",       "»",
        "。",      "，",      "、",      "）",      "」",      "！",    "？",    "：",  " x",      "\tx",     "\nx",
        "\u00a0x", "\u3000x", "\u200bx", "<x",      ">x",      "`x",    "\\x",   "||x", "\u202ex", "\u2066x", "\u200fx",
        "\u061cx", "\u2028x", "\u0085x", "\u00adx", "\ufeffx", "\x01x", "\x7Fx", "؟",   "،",       "।"}) {
    EXPECT_EQ(links(std::string("https://a.b/c") + after), Strings{"https://a.b/c"}) << after;
    EXPECT_EQ(links(std::string("https://a.b") + after), Strings{"https://a.b"}) << after;
  }
  EXPECT_EQ(links("https://a.b,https://c.d"), (Strings{"https://a.b", "https://c.d"}));
  EXPECT_EQ(links("https://a.b/(c))"), Strings{"https://a.b/(c)"});
  EXPECT_EQ(links("https://a.b/c)d"), Strings{"https://a.b/c)d"}) << "only at the end";
  EXPECT_EQ(links("https://a.b:"), Strings{"https://a.b"});
  EXPECT_EQ(links("https://a.b:x"), Strings{"https://a.b"});
  EXPECT_EQ(links("https://a.b:1234567"), Strings{"https://a.b:12345"});
}

TEST(Links, WhatPrecedesThem) {
  EXPECT_EQ(links("Link:https://a.b"), Strings{"https://a.b"});
  EXPECT_EQ(links("见https://a.b/c"), Strings{"https://a.b/c"});
  EXPECT_EQ(links("_https://a.b_ ||https://c.d||"), (Strings{"https://a.b", "https://c.d"}));
  EXPECT_EQ(links("xhttps://a.b svn+http://a.b x-http://a.b .www.a.b @www.a.b éhttp://a.b"), Strings{});
}

TEST(Links, OtherSchemesAreText) {
  for (const char* source : {"javascript:alert(1)", "JavaScript://a.b/%0Aalert(1)", "data:text/html,<script>",
                             "vbscript:x", "file:///etc/passwd", "ftp://a.b/c", "tel:+123", "ws://a.b", "blob:x",
                             "about:blank", "view-source:x", "intent://a.b", "//a.b/c"}) {
    EXPECT_EQ(links(source), Strings{}) << source;
    EXPECT_EQ(parsed(source).text, source);
  }
}

TEST(Links, WhatIsNone) {
  for (const char* source : {"http://",
                             "https://.",
                             "http:// a",
                             "http:///a",
                             "https://-a",
                             "http:a.b",
                             "http:/a.b",
                             "www.",
                             "www.a",
                             "www..a",
                             "www.-a.b",
                             "example.org",
                             "a@b",
                             "a@b.c",
                             "a@.org",
                             "a@b..org",
                             "a@-b.org",
                             "a@b-.org",
                             "@b.org",
                             "a@b.org@c",
                             "git@host.org:path/to",
                             "user@host.org/x",
                             "a@b.1",
                             "mailto:",
                             "mailto:a",
                             "mailto:?to=a@b",
                             "http://?a",
                             "http://[::1",
                             "http://[x]",
                             "x/a@b.org"}) {
    EXPECT_EQ(links(source), Strings{}) << source;
  }
}

// Some browsers' and readers' eyes stop at the first name.
TEST(Links, NamesBeforeTheHostMakeNone) {
  for (const char* source : {"https://bank.example@evil.example", "https://bank.example:443@evil.example/a",
                             "https://user:secret@host.example", "https://a.b!@c.d", "https://@a.b"}) {
    EXPECT_EQ(links(source), Strings{}) << source;
  }
  EXPECT_EQ(links("https://a.b/@c https://a.b?@c"), (Strings{"https://a.b/@c", "https://a.b?@c"}));
}

TEST(Links, LooksLikeASlash) {
  EXPECT_EQ(links("https://bank.example⁄evil.example"), Strings{"https://bank.example"});
  EXPECT_EQ(links("https://bank.example／evil.example"), Strings{"https://bank.example"});
  EXPECT_EQ(links("https://bank.example∕evil.example"), Strings{"https://bank.example"});
  EXPECT_EQ(links("https://bank.example。evil.example"), Strings{"https://bank.example"});
  EXPECT_EQ(links("https://bank.example%2Eevil.example"), Strings{"https://bank.example"});
}

TEST(Links, AsManyAsCanBeToldApart) {
  std::string source;
  for (int i = 0; i < 70'000; ++i) source += "http://a.b ";
  Markup markup;
  parse_markup(source, markup);
  EXPECT_EQ(markup.links.size(), 65'535U);
  EXPECT_EQ(markup.text, source);
}

}  // namespace
}  // namespace banter::text::test
