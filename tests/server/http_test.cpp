// Files, health and metrics over HTTP, and what must not be served.
#include <gtest/gtest.h>

#include <filesystem>

#include "client.hpp"
#include "http_client.hpp"
#include "test_server.hpp"

namespace banter::server {
namespace {

class Http : public testing::Test {
 protected:
  void SetUp() override {
    server.folder.write("root/app.js", "export {};");
    server.folder.write("root/app.wasm", "wasm");
    server.folder.write("root/app.js.br", "brotli");
    server.folder.write("root/app.js.gz", "gzip");
    server.folder.write("root/folder/index.html", "inner");
    server.folder.write("root/folder/a b.txt", "spaced");
    server.folder.write("root/.hidden", "secret");
    server.folder.write("secret.txt", "secret");
    std::filesystem::create_symlink(server.folder.path("secret.txt"), server.folder.path("root/link.txt"));
    std::filesystem::create_symlink(server.folder.path("root/app.js"), server.folder.path("root/inside.js"));
    std::filesystem::create_symlink(server.folder.path(), server.folder.path("root/up"));
  }
  TestServer server;
};

TEST_F(Http, ServesThePageWithItsPolicy) {
  server.start();
  const auto reply = get(server.port(), "/");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "<!doctype html><title>page</title>");
  EXPECT_EQ(reply.headers.at("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(reply.headers.at("x-content-type-options"), "nosniff");
  EXPECT_EQ(reply.headers.at("referrer-policy"), "no-referrer");
  EXPECT_EQ(reply.headers.at("cross-origin-resource-policy"), "same-origin");
  EXPECT_EQ(reply.headers.at("cache-control"), "no-cache");
  EXPECT_EQ(reply.headers.at("content-security-policy"),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
            "connect-src 'self' ws: wss:; font-src 'self'; base-uri 'none'; form-action 'none'; "
            "frame-ancestors 'self'");
  EXPECT_EQ(reply.headers.count("access-control-allow-origin"), 0U);
  EXPECT_EQ(get(server.port(), "/app.wasm").headers.at("content-type"), "application/wasm");
  EXPECT_EQ(get(server.port(), "/folder/a%20b.txt?x=1").body, "spaced");
}

TEST_F(Http, HeadIsGetWithoutTheBody) {
  server.start();
  const auto whole = get(server.port(), "/app.wasm");
  auto head = request(server.port(), "HEAD", "/app.wasm");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.headers.at("content-length"), "4");
  EXPECT_EQ(head.headers.at("etag"), whole.headers.at("etag"));
}

TEST_F(Http, EntityTagsFollowTheContent) {
  server.start();
  const auto etag = get(server.port(), "/app.wasm").headers.at("etag");
  const auto same = get(server.port(), "/app.wasm", "If-None-Match: \"x\", " + etag + "\r\n");
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.body, "");
  EXPECT_EQ(same.headers.at("etag"), etag);
  server.folder.write("root/app.wasm", "wasm, changed");
  const auto changed = get(server.port(), "/app.wasm", "If-None-Match: " + etag + "\r\n");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body, "wasm, changed");
  EXPECT_NE(changed.headers.at("etag"), etag);
}

TEST_F(Http, SendsPrebuiltCodings) {
  server.start();
  const auto plain = get(server.port(), "/app.js");
  EXPECT_EQ(plain.body, "export {};");
  EXPECT_EQ(plain.headers.at("vary"), "Accept-Encoding");
  EXPECT_EQ(plain.headers.count("content-encoding"), 0U);
  const auto br = get(server.port(), "/app.js", "Accept-Encoding: gzip, br\r\n");
  EXPECT_EQ(br.body, "brotli");
  EXPECT_EQ(br.headers.at("content-encoding"), "br");
  EXPECT_EQ(br.headers.at("content-type"), "text/javascript; charset=utf-8");
  EXPECT_NE(br.headers.at("etag"), plain.headers.at("etag"));
  EXPECT_EQ(get(server.port(), "/app.js", "Accept-Encoding: gzip, br;q=0\r\n").body, "gzip");
  EXPECT_EQ(get(server.port(), "/app.wasm", "Accept-Encoding: br\r\n").headers.count("vary"), 0U);
}

TEST_F(Http, IgnoresCodingsOfAnEarlierBuild) {
  namespace fs = std::filesystem;
  const auto old = fs::last_write_time(server.folder.path("root/app.js")) - std::chrono::hours(1);
  fs::last_write_time(server.folder.path("root/app.js.br"), old);
  server.start();
  EXPECT_EQ(get(server.port(), "/app.js", "Accept-Encoding: br\r\n").body, "export {};");
}

TEST_F(Http, FoldersHaveAnIndex) {
  server.start();
  EXPECT_EQ(get(server.port(), "/folder/").body, "inner");
  const auto redirect = get(server.port(), "//folder?a=b");
  EXPECT_EQ(redirect.status, 301);
  EXPECT_EQ(redirect.headers.at("location"), "/folder/?a=b") << "never to another host";
  EXPECT_EQ(get(server.port(), "/index.html/").status, 404);
}

TEST_F(Http, NothingOutsideOfTheFolderIsServed) {
  server.start();
  for (const auto* target :
       {"/../secret.txt", "/folder/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt",
        "/..\\secret.txt", "/..%5csecret.txt", "/app.js%00.html", "/link.txt", "/up/secret.txt", "/.hidden",
        "/%2ehidden", "/folder/..", "/up/", "/nothing", "//etc/passwd", "/%c0%ae%c0%ae/secret.txt"}) {
    const auto reply = get(server.port(), target);
    EXPECT_TRUE(reply.status == 400 || reply.status == 404) << target << " " << reply.status;
    EXPECT_EQ(reply.body.find("secret"), std::string::npos) << target;
    EXPECT_EQ(reply.headers.at("content-type"), "text/plain; charset=utf-8") << target;
  }
  EXPECT_EQ(get(server.port(), "/inside.js").status, 200) << "a link that stays inside is fine";
}

TEST_F(Http, OtherMethodsAndBrokenRequestsAreRefused) {
  server.start();
  const auto port = server.port();
  const auto post = request(port, "POST", "/", "Content-Length: 3\r\n\r\nabc");
  EXPECT_EQ(post.status, 405);
  EXPECT_EQ(post.headers.at("allow"), "GET, HEAD");
  EXPECT_EQ(parse_reply(raw_exchange(port, "GET / HTTP/1.1\r\n\r\n")).status, 400) << "no Host";
  EXPECT_EQ(parse_reply(raw_exchange(port, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n")).status, 400);
  EXPECT_EQ(parse_reply(raw_exchange(port, "nonsense\r\n\r\n")).status, 400);
  EXPECT_EQ(get(port, "/" + std::string(5000, 'x')).status, 414);
  EXPECT_EQ(get(port, "/", "X: " + std::string(20'000, 'x') + "\r\n").status, 431);
  EXPECT_EQ(get(port, "/ws").status, 426);
  EXPECT_EQ(get(port, "/").status, 200) << "and goes on";
}

TEST_F(Http, KeepsConnectionsAlive) {
  server.start();
  const std::string one = "GET /app.wasm HTTP/1.1\r\nHost: localhost\r\n";
  const auto both = raw_exchange(server.port(), one + "\r\n" + one + "Connection: close\r\n\r\n");
  EXPECT_NE(both.find("wasm", both.find("wasm") + 1), std::string::npos) << both;
}

TEST_F(Http, DoesNotWaitForeverForAHead) {
  server.config.io.head_within = Duration{100};
  server.start();
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(raw_exchange(server.port(), "GET / HTTP/1.1\r\nHost: loc"), "");
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(4));
}

TEST_F(Http, RefusesMoreConnectionsThanItMayHave) {
  server.config.options.max_connections = 1;
  server.start();
  {
    const Client only(server.port());
    ASSERT_TRUE(only.open());
    const auto reply = get(server.port(), "/healthz");
    EXPECT_EQ(reply.status, 503);
    EXPECT_EQ(reply.headers.at("retry-after"), "10");
  }
  int status = 0;
  for (int i = 0; i < 500 && status != 200; ++i) {
    status = get(server.port(), "/healthz").status;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(status, 200) << "its place is free again";
}

TEST_F(Http, PagesOfAllowedOriginsMayLoadTheModule) {
  server.config.options.origins = {"https://example.org"};
  server.start();
  const auto reply = get(server.port(), "/app.js", "Origin: https://example.org\r\n");
  EXPECT_EQ(reply.headers.at("access-control-allow-origin"), "https://example.org");
  EXPECT_EQ(reply.headers.at("vary"), "Accept-Encoding, Origin");
  EXPECT_EQ(reply.headers.at("cross-origin-resource-policy"), "cross-origin");
  EXPECT_NE(reply.headers.at("content-security-policy").find("frame-ancestors 'self' https://example.org"),
            std::string::npos);
  const auto other = get(server.port(), "/app.js", "Origin: https://evil.org\r\n");
  EXPECT_EQ(other.headers.count("access-control-allow-origin"), 0U);
}

TEST_F(Http, HealthAndMetrics) {
  server.start();
  const auto health = get(server.port(), "/healthz");
  EXPECT_EQ(health.status, 200);
  EXPECT_EQ(health.body, "ok\n");
  const auto metrics = get(server.port(), "/metrics");
  EXPECT_EQ(metrics.headers.at("content-type"), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(metric(server.port(), "banter_storage_healthy"), 1);
  EXPECT_GE(metric(server.port(), "banter_http_requests_total"), 3);
  EXPECT_EQ(metric(server.port(), "banter_build_info{version=\"test\"}"), 1);
  EXPECT_GT(metric(server.port(), "process_start_time_seconds"), 1.7e9);
}

}  // namespace
}  // namespace banter::server
