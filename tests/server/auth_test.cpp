// Signed tokens and moderation over real sockets, and the program's own options for them.
#include <gtest/gtest.h>
#include <signal.h>

#include "../unit/server/token_maker.hpp"
#include "child.hpp"
#include "client.hpp"
#include "server/io/clock.hpp"
#include "test_server.hpp"

namespace banter::server {
namespace {

using protocol::Chat;
using protocol::Edited;
using protocol::Joined;
using protocol::Refusal;
using protocol::Welcome;
using Told = protocol::Moderated;

std::string claims(const std::string& sub, const std::string& more = {},
                   std::chrono::seconds lives = std::chrono::hours(1)) {
  const auto expires = std::chrono::duration_cast<std::chrono::seconds>(wall_now().time_since_epoch()) + lives;
  return R"({"sub":")" + sub + R"(","exp":)" + std::to_string(expires.count()) + more + "}";
}

class Auth : public testing::Test {
 protected:
  void start(AuthMode mode) {
    server.folder.write("k1.pem", maker.file());
    server.config.options.auth = mode;
    server.config.options.jwt_keys = {{"k1", server.folder.path("k1.pem")}};
    server.start();
  }
  static void enter(Client& client, const std::string& token, const std::string& nick) {
    client.say(protocol::Hello{nick, token});
    client.say(protocol::Join{"general", {}, 0});
  }

  TokenMaker maker{"EdDSA"};
  TestServer server;
};

TEST_F(Auth, AModeratorMutesDeletesAndBans) {
  start(AuthMode::both);
  Client mo(server.port());
  enter(mo, maker.token(claims("mo", R"(,"name":"Mo","rights":"mute ban delete")")), "ignored");
  const auto welcome = mo.next<Welcome>();
  ASSERT_TRUE(welcome);
  EXPECT_EQ(welcome->nick, "Mo");
  EXPECT_EQ(welcome->user.substr(0, 2), "u-");
  EXPECT_EQ(mo.next<Joined>()->rights, "mute ban delete");
  Client ann(server.port());
  enter(ann, "the-secret-token-of-Ann", "Ann");
  const auto user = ann.next<Welcome>()->user;
  ASSERT_TRUE(ann.next<Joined>());
  ann.chat("a1", "rude words");
  ASSERT_TRUE(mo.next<Chat>());

  mo.say(protocol::Delete{"general", 1, "d1"});
  EXPECT_EQ(mo.next<Edited>()->id, "d1");
  const auto gone = ann.next<Edited>();
  ASSERT_TRUE(gone);
  EXPECT_TRUE(gone->deleted);
  EXPECT_EQ(gone->text, "");

  mo.say(protocol::Moderate{"general", "x1", "mute", user, 60});
  EXPECT_EQ(mo.next<Told>()->id, "x1");
  EXPECT_GT(ann.next<Told>()->until, wall_now());
  ann.chat("a2", "more of them");
  const auto muted = ann.next<Refusal>();
  EXPECT_EQ(muted->code, "muted");
  EXPECT_GT(muted->retry_after, Duration{0});

  mo.say(protocol::Moderate{"general", "x2", "kick", user, 0});
  EXPECT_EQ(mo.next<Refusal>()->code, "not-allowed");
  mo.say(protocol::Moderate{"general", "x3", "ban", user, 0});
  EXPECT_EQ(ann.next<Refusal>()->code, "banned");
  EXPECT_EQ(ann.close_code(), 4403);
  ASSERT_TRUE(mo.next<Told>());

  mo.close();
  ASSERT_TRUE(server.stop());
  server.start();
  Client again(server.port());
  enter(again, "the-secret-token-of-Ann", "Ann");
  EXPECT_EQ(again.next<Refusal>()->code, "banned") << "also after a restart";
}

TEST_F(Auth, ATokenThatExpiresWhileConnectedClosesTheConnection) {
  start(AuthMode::token);
  Client ada(server.port());
  enter(ada, maker.token(claims("ada", {}, std::chrono::seconds(2))), "Ada");
  ASSERT_TRUE(ada.next<Joined>());
  EXPECT_EQ(ada.next<Refusal>()->code, "token-expired");
  EXPECT_EQ(ada.close_code(), 4402);
  Client late(server.port());
  enter(late, maker.token(claims("ada", {}, std::chrono::seconds(-1))), "Ada");
  EXPECT_EQ(late.next<Refusal>()->code, "token-expired");
  EXPECT_EQ(late.close_code(), 4402);
}

TEST_F(Auth, WithTokensOnlyNobodyElseIsLetIn) {
  start(AuthMode::token);
  Client ann(server.port());
  enter(ann, "the-secret-token-of-Ann", "Ann");
  EXPECT_EQ(ann.next<Refusal>()->code, "bad-token");
  EXPECT_EQ(ann.close_code(), 4401);
  ClientOptions options;
  options.subprotocols.clear();
  Client tutorial(server.port(), options);
  EXPECT_EQ(tutorial.close_code(), 4401);
}

TEST_F(Auth, ANicknameIsKeptOverARestart) {
  server.start();
  {
    Client ann(server.port());
    ann.enter("Ann");
  }
  ASSERT_TRUE(server.stop());
  server.start();
  Client other(server.port());
  enter(other, "the-secret-token-of-another", " ANN ");
  EXPECT_EQ(other.next<Refusal>()->code, "nick-taken");
  EXPECT_EQ(other.close_code(), 4403);
  Client ann(server.port());
  ann.enter("Ann");
}

/// Says hello until the answer is a welcome, or not, as wanted; false when it never is.
bool comes_to(std::uint16_t port, const std::string& token, bool welcome) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (std::chrono::steady_clock::now() < end) {
    Client client(port);
    client.say(protocol::Hello{"Ada", token});
    const auto answer = client.event();
    if (answer && std::holds_alternative<Welcome>(*answer) == welcome) return true;
  }
  return false;
}

TEST(ProcessAuth, KeysAreReadAgainOnHangup) {
  TempFolder folder;
  const TokenMaker old("HS256");
  const TokenMaker fresh("EdDSA");
  folder.write("root/index.html", "page");
  folder.write("key", old.file());
  Child child({"--listen", "127.0.0.1:0", "--root", folder.path("root"), "--db", folder.path("chat.db"), "--auth",
               "token", "--jwt-key", "k1=" + folder.path("key")});
  const auto port = child.wait_ready();
  ASSERT_NE(port, 0);
  EXPECT_TRUE(comes_to(port, old.token(claims("ada")), true));
  EXPECT_TRUE(comes_to(port, fresh.token(claims("ada")), false));
  folder.write("key", "too short");
  child.signal(SIGHUP);
  EXPECT_TRUE(comes_to(port, old.token(claims("ada")), true)) << "a bad file changes nothing";
  folder.write("key", fresh.file());
  child.signal(SIGHUP);
  EXPECT_TRUE(comes_to(port, fresh.token(claims("ada")), true));
  EXPECT_TRUE(comes_to(port, old.token(claims("ada")), false));
  child.signal(SIGTERM);
  EXPECT_EQ(child.wait(5), 0);
  EXPECT_NE(child.err().find("the keys of before stay"), std::string::npos) << child.err();
  EXPECT_NE(child.err().find("the keys were read again"), std::string::npos) << child.err();
}

TEST(ProcessAuth, AKeyThatIsNoneIsToldAtTheStart) {
  TempFolder folder;
  folder.write("root/index.html", "page");
  for (const std::string file : {"none", "short"}) {
    folder.write("short", "short");
    Child child({"--root", folder.path("root"), "--db", folder.path("chat.db"), "--auth", "both", "--jwt-key",
                 "k1=" + folder.path(file)});
    EXPECT_EQ(child.wait(), 1);
    EXPECT_NE(child.err().find("--jwt-key k1="), std::string::npos) << child.err();
  }
}

}  // namespace
}  // namespace banter::server
