#include "server/core/options.hpp"

#include <gtest/gtest.h>

namespace banter::server {
namespace {

Options good(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--root", "web", "--db", "chat.db"});
  auto request = parse_options(arguments);
  EXPECT_TRUE(request) << request.error().message;
  return request ? std::get<Options>(*request) : Options{};
}

std::string bad(std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"--root", "web", "--db", "chat.db"});
  const auto request = parse_options(arguments);
  return request ? "accepted" : request.error().message;
}

TEST(Options, Defaults) {
  const auto options = good({});
  EXPECT_EQ(options.host, "127.0.0.1");
  EXPECT_EQ(options.port, 8080);
  EXPECT_EQ(options.root, "web");
  EXPECT_EQ(options.database, "chat.db");
  EXPECT_EQ(options.default_room, "general");
  EXPECT_FALSE(options.new_epoch);
}

TEST(Options, Listen) {
  EXPECT_EQ(good({"--listen", "0.0.0.0:80"}).host, "0.0.0.0");
  EXPECT_EQ(good({"--listen", "[::1]:0"}).host, "::1");
  EXPECT_EQ(good({"--listen=localhost:65535"}).port, 65535);
  for (const auto* value :
       {"8080", ":8080", "host:", "host:65536", "host:-1", "host:8o", "::1:80", "[]:1", "[::1]80"}) {
    EXPECT_NE(bad({"--listen", value}).find("HOST:PORT"), std::string::npos) << value;
  }
}

TEST(Options, OriginsAreNormalised) {
  const auto options = good({"--origin", "HTTPS://Example.org:443/", "--origin", "http://localhost:3000"});
  EXPECT_EQ(options.origins, (std::vector<std::string>{"https://example.org", "http://localhost:3000"}));
  EXPECT_NE(bad({"--origin", "example.org"}).find("--origin"), std::string::npos);
  EXPECT_NE(bad({"--origin", "https://example.org/chat"}).find("--origin"), std::string::npos);
}

TEST(Options, WhatIsWrongIsNamed) {
  EXPECT_NE(bad({"--lisen", "x"}).find("--lisen"), std::string::npos);
  EXPECT_NE(bad({"--default-room", "a b"}).find("--default-room"), std::string::npos);
  EXPECT_NE(bad({"--max-connections", "0"}).find("--max-connections"), std::string::npos);
  EXPECT_NE(bad({"--root="}).find("--root"), std::string::npos);
  EXPECT_NE(parse_options({"--db", "x"}).error().message.find("--root"), std::string::npos);
  EXPECT_NE(parse_options({"--root", "x"}).error().message.find("--db"), std::string::npos);
  EXPECT_NE(parse_options({"--root"}).error().message.find("value"), std::string::npos);
}

TEST(Options, TlsNeedsBothFiles) {
  const auto options = good({"--tls-cert", "cert.pem", "--tls-key=key.pem"});
  EXPECT_EQ(options.tls_certificate, "cert.pem");
  EXPECT_EQ(options.tls_key, "key.pem");
  EXPECT_EQ(good({}).tls_certificate, "");
  EXPECT_NE(bad({"--tls-cert", "cert.pem"}).find("needs --tls-key FILE"), std::string::npos);
  EXPECT_NE(bad({"--tls-key", "key.pem"}).find("needs --tls-cert FILE"), std::string::npos);
  EXPECT_NE(bad({"--tls-cert=", "--tls-key=k"}).find("--tls-cert wants a value"), std::string::npos);
}

TEST(Options, NatsInsteadOfTheDatabase) {
  const auto parse = [](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--root", "web"});
    return parse_options(arguments);
  };
  const auto request = parse({"--nats", "nats://a:1,tls://b:2", "--nats-replicas=1", "--nats-duplicates", "60"});
  ASSERT_TRUE(request) << request.error().message;
  const auto& options = std::get<Options>(*request);
  EXPECT_EQ(options.nats, (std::vector<std::string>{"nats://a:1", "tls://b:2"}));
  EXPECT_EQ(options.nats_replicas, 1);
  EXPECT_EQ(options.nats_duplicates, 60);
  EXPECT_EQ(options.nats_stream, "BANTER");
  for (const auto* value : {"a:1", "nats://a,", "http://a"}) {
    EXPECT_NE(parse({"--nats", value}).error().message.find("nats://"), std::string::npos) << value;
  }
  EXPECT_NE(bad({"--nats", "nats://a"}).find("one of the two"), std::string::npos);
  EXPECT_NE(bad({"--nats-replicas", "6"}).find("--nats-replicas"), std::string::npos);
  EXPECT_NE(bad({"--nats-stream", "a.b"}).find("--nats-stream"), std::string::npos);
}

TEST(Options, WhoIsLetIn) {
  const auto open = good({});
  EXPECT_EQ(open.auth, AuthMode::anonymous);
  const auto known = good({"--auth", "token", "--jwt-key", "a=one.pem", "--jwt-key=b=two=2.pem", "--jwt-audience",
                           "chat", "--jwt-issuer", "https://id"});
  EXPECT_EQ(known.auth, AuthMode::token);
  EXPECT_EQ(known.jwt_keys, (std::map<std::string, std::string>{{"a", "one.pem"}, {"b", "two=2.pem"}}));
  EXPECT_EQ(known.jwt_audience, "chat");
  EXPECT_EQ(known.jwt_issuer, "https://id");
  EXPECT_EQ(good({"--auth=both", "--jwt-key", "a=k"}).auth, AuthMode::both);
  EXPECT_NE(bad({"--auth", "nobody"}).find("--auth"), std::string::npos);
  EXPECT_NE(bad({"--auth", "token"}).find("--jwt-key"), std::string::npos);
  EXPECT_NE(bad({"--jwt-key", "a=k"}).find("--auth"), std::string::npos) << "a key that opens nothing is a mistake";
  for (const auto* value : {"a", "=k", "a="}) {
    EXPECT_NE(bad({"--auth", "token", "--jwt-key", value}).find("KID=FILE"), std::string::npos) << value;
  }
  EXPECT_NE(bad({"--auth", "token", "--jwt-key", "a=k", "--jwt-key", "a=l"}).find("twice"), std::string::npos);
}

TEST(Options, HelpAndVersionNeedNothingElse) {
  EXPECT_TRUE(std::holds_alternative<ShowHelp>(*parse_options({"--help"})));
  EXPECT_TRUE(std::holds_alternative<ShowVersion>(*parse_options({"--version"})));
  for (const auto* option :
       {"--root", "--db", "--listen", "--origin", "--default-room", "--max-connections", "--new-epoch", "--auth",
        "--nats", "--nats-duplicates", "--jwt-key", "--jwt-audience", "--jwt-issuer", "--help", "--version"}) {
    EXPECT_NE(usage().find(option), std::string_view::npos) << option;
  }
}

}  // namespace
}  // namespace banter::server
