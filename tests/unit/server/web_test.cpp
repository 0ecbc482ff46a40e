// Paths, types, codings, origins: what HTTP requests may ask for.
#include <gtest/gtest.h>

#include "server/core/content.hpp"
#include "server/core/metrics.hpp"
#include "server/core/origin.hpp"
#include "server/core/web_path.hpp"

namespace banter::server {
namespace {

/// The path, or the status it is refused with.
std::string path(std::string_view target) {
  const auto parsed = parse_target(target);
  if (const auto* none = std::get_if<NoPath>(&parsed)) return std::to_string(none->status);
  return std::get<WebPath>(parsed).path;
}

TEST(WebPath, HonestPaths) {
  EXPECT_EQ(path("/"), "");
  EXPECT_EQ(path("/a.js"), "a.js");
  EXPECT_EQ(path("/a//b/"), "a/b/");
  EXPECT_EQ(path("/a%20b.js?v=1#x"), "a b.js");
  EXPECT_EQ(path("/%C3%A4"), "ä");
  EXPECT_EQ(path("/a%2520"), "a%20") << "decoded once";
  EXPECT_EQ(path("/a..b/c.."), "a..b/c..");
}

TEST(WebPath, Escapes) {
  for (const auto* target :
       {"",        "x",    "*",      "http://h/", "/..",    "/../etc/passwd", "/a/../b",  "/a/..",  "/%2e%2e/x",
        "/.%2e/x", "/./x", "/a%2fb", "/a%2Fb",    "/a%5cb", "/a\\..\\b",      "/a%00.js", "/a%0ab", "/a%7f",
        "/%",      "/%4",  "/%zz",   "/%ff"}) {
    EXPECT_EQ(path(target), "400") << target;
  }
  EXPECT_EQ(path("/.git/config"), "404");
  EXPECT_EQ(path("/a/.env"), "404");
  EXPECT_EQ(path("/%2egit"), "404");
}

TEST(Content, Types) {
  EXPECT_EQ(media_type("a/index.html"), "text/html; charset=utf-8");
  EXPECT_EQ(media_type("x.wasm"), "application/wasm");
  EXPECT_EQ(media_type("x.JS"), "text/javascript; charset=utf-8");
  EXPECT_EQ(media_type("x.mjs"), "text/javascript; charset=utf-8");
  EXPECT_EQ(media_type("x.d.ts"), "text/plain; charset=utf-8");
  EXPECT_EQ(media_type("x.woff2"), "font/woff2");
  EXPECT_EQ(media_type("x"), "application/octet-stream");
  EXPECT_EQ(media_type("x.exe"), "application/octet-stream");
}

TEST(Content, Codings) {
  EXPECT_TRUE(accepts_coding("gzip, deflate, br", "br"));
  EXPECT_TRUE(accepts_coding("gzip;q=0.5,BR;q=1", "br"));
  EXPECT_TRUE(accepts_coding("*", "br"));
  EXPECT_FALSE(accepts_coding("", "br"));
  EXPECT_FALSE(accepts_coding("gzip", "br"));
  EXPECT_FALSE(accepts_coding("br;q=0", "br"));
  EXPECT_FALSE(accepts_coding("br; q=0.000, gzip", "br"));
  EXPECT_FALSE(accepts_coding("br;q=0, *", "br"));
  EXPECT_FALSE(accepts_coding("*;q=0", "br"));
  EXPECT_TRUE(accepts_coding("*;q=0, br;q=0.001", "br"));
  EXPECT_FALSE(accepts_coding("brotli", "br"));
}

TEST(Content, EntityTags) {
  EXPECT_TRUE(matches_etag("\"abc\"", "\"abc\""));
  EXPECT_TRUE(matches_etag("\"x\", W/\"abc\"", "\"abc\""));
  EXPECT_TRUE(matches_etag("*", "\"abc\""));
  EXPECT_FALSE(matches_etag("", "\"abc\""));
  EXPECT_FALSE(matches_etag("\"abcd\"", "\"abc\""));
}

TEST(Origin, SameOriginIsTheHostHeader) {
  EXPECT_TRUE(origin_allowed("http://localhost:8080", "localhost:8080", {}));
  EXPECT_TRUE(origin_allowed("http://LOCALHOST:8080", "LocalHost:8080", {}));
  EXPECT_TRUE(origin_allowed("https://chat.example.org", "chat.example.org", {})) << "behind a TLS proxy";
  EXPECT_TRUE(origin_allowed("https://chat.example.org", "chat.example.org:443", {}));
  EXPECT_TRUE(origin_allowed("http://[::1]:8080", "[::1]:8080", {}));
  EXPECT_TRUE(origin_allowed("", "localhost", {})) << "no browser";
  EXPECT_FALSE(origin_allowed("http://localhost:8081", "localhost:8080", {}));
  EXPECT_FALSE(origin_allowed("http://localhost", "localhost:8080", {}));
  EXPECT_FALSE(origin_allowed("http://evil.org", "localhost:8080", {}));
  EXPECT_FALSE(origin_allowed("http://localhost:8080.evil.org", "localhost:8080", {}));
  EXPECT_FALSE(origin_allowed("null", "localhost:8080", {}));
  EXPECT_FALSE(origin_allowed("file://", "localhost", {}));
}

TEST(Origin, WithTlsOnesOwnIsHttps) {
  EXPECT_TRUE(origin_allowed("https://localhost:8443", "localhost:8443", {}, true));
  EXPECT_TRUE(origin_allowed("https://chat.example.org", "chat.example.org", {}, true));
  EXPECT_FALSE(origin_allowed("http://chat.example.org", "chat.example.org", {}, true));
  EXPECT_FALSE(origin_allowed("http://localhost:8443", "localhost:8443", {}, true));
  EXPECT_TRUE(origin_allowed("http://example.org", "chat.example.org", {"http://example.org"}, true)) << "as was asked";
}

TEST(Origin, TheListIsExact) {
  const std::vector<std::string> list{"https://example.org"};
  EXPECT_TRUE(origin_allowed("https://example.org", "chat:1", list));
  EXPECT_TRUE(origin_allowed("https://example.org:443", "chat:1", list));
  EXPECT_FALSE(origin_allowed("http://example.org", "chat:1", list));
  EXPECT_FALSE(origin_allowed("https://sub.example.org", "chat:1", list));
  EXPECT_FALSE(origin_allowed("https://example.org.evil.org", "chat:1", list));
}

TEST(Origin, Hosts) {
  EXPECT_TRUE(valid_host("a.b-c_d:80"));
  EXPECT_TRUE(valid_host("[::1]"));
  for (const auto* host : {"", "a b", "a:", "a:x", "a:123456", "a@b", "a/b", "[::1", "[]", "a;b"}) {
    EXPECT_FALSE(valid_host(host)) << host;
  }
}

TEST(Metrics, IsPrometheusText) {
  Metrics metrics;
  metrics.version = "1.2.3";
  metrics.open_plain = 2;
  metrics.storage.seconds = 0.25;
  HubStats hub;
  hub.messages_in = 12345678901;
  hub.refused["rate-limited"] = 3;
  const auto text = render(metrics, hub);
  for (const auto* line :
       {"\nbanter_connections{kind=\"plain\"} 2\n", "\nbanter_messages_received_total 12345678901\n",
        "\nbanter_refused_total{code=\"rate-limited\"} 3\n", "\n# TYPE banter_deliveries_total counter\n",
        "\nbanter_storage_batch_seconds_sum 0.25\n", "\nbanter_build_info{version=\"1.2.3\"} 1\n"}) {
    EXPECT_NE(text.find(line), std::string::npos) << line << text;
  }
  EXPECT_EQ(text.back(), '\n');
}

}  // namespace
}  // namespace banter::server
