// Signed tokens: the examples of the RFCs, what is let in, and everything that must not be.
#include "server/core/jwt.hpp"

#include <gtest/gtest.h>

#include <random>

#include "token_maker.hpp"

namespace banter::server {
namespace {

constexpr std::string_view rfc7515_payload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
constexpr WallTime now{std::chrono::seconds(1'700'000'000)};
const std::string claims = R"({"sub":"ada","name":" Ada ","exp":1700000060,"rights":"mute ban","rooms":["general"]})";

TokenKey key_of(std::string_view file) {
  auto key = TokenKey::read(file);
  EXPECT_TRUE(key) << key.error().message;
  return std::move(*key);
}

JwtVerifier verifier(const TokenMaker& maker, JwtRules rules = {}) {
  JwtVerifier made(std::move(rules));
  TokenKeys keys;
  keys.emplace("k1", key_of(maker.file()));
  made.set_keys(std::move(keys));
  return made;
}

std::string refusal(const JwtVerifier& verifier, std::string_view token) {
  const auto verdict = verifier.verify(token, now);
  const auto* refused = std::get_if<TokenRefused>(&verdict);
  return refused ? refused->why : "let in";
}

TEST(Jwt, TheExampleOfRfc7515A1) {
  const auto secret =
      decode_base64url("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
  const auto signature = decode_base64url("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
  ASSERT_TRUE(secret && signature);
  const auto key = key_of(*secret);
  EXPECT_EQ(key.algorithm(), "HS256");
  const std::string text = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + std::string(rfc7515_payload);
  EXPECT_TRUE(key.verify(text, *signature));
  EXPECT_FALSE(key.verify(text + "x", *signature));
  EXPECT_FALSE(key.verify(text, signature->substr(1)));
}

TEST(Jwt, TheExampleOfRfc7515A2) {
  const auto key = key_of(R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAofgWCuLjybRlzo0tZWJj
NiuSfb4p4fAkd/wWJcyQoTbji9k0l8W26mPddxHmfHQp+Vaw+4qPCJrcS2mJPMEz
P1Pt0Bm4d4QlL+yRT+SFd2lZS+pCgNMsD1W/YpRPEwOWvG6b32690r2jZ47soMZo
9wGzjb/7OMg0LOL+bSf63kpaSHSXndS5z5rexMdbBYUsLA9e+KXBdQOS+UTo7WTB
EMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6/I5IhlJH7aGhyxX
FvUK+DWNmoudF8NAco9/h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXp
oQIDAQAB
-----END PUBLIC KEY-----
)");
  EXPECT_EQ(key.algorithm(), "RS256");
  auto signature = decode_base64url(
      "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t"
      "1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12j"
      "zDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQ"
      "Ge77Rw");
  ASSERT_TRUE(signature);
  const std::string text = "eyJhbGciOiJSUzI1NiJ9." + std::string(rfc7515_payload);
  EXPECT_TRUE(key.verify(text, *signature));
  signature->back() = static_cast<char>(signature->back() ^ 1);
  EXPECT_FALSE(key.verify(text, *signature));
}

TEST(Jwt, TheExampleOfRfc8037A4) {
  const auto key = key_of(R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
-----END PUBLIC KEY-----
)");
  EXPECT_EQ(key.algorithm(), "EdDSA");
  const auto signature =
      decode_base64url("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
  ASSERT_TRUE(signature);
  const std::string text = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
  EXPECT_TRUE(key.verify(text, *signature));
  EXPECT_FALSE(key.verify(text + "A", *signature));
}

TEST(Jwt, EachKindOfKeyLetsItsOwnTokensIn) {
  for (const std::string algorithm : {"HS256", "RS256", "EdDSA"}) {
    SCOPED_TRACE(algorithm);
    const TokenMaker maker(algorithm);
    const auto verdict = verifier(maker).verify(maker.token(claims), now);
    const auto* identity = std::get_if<Identity>(&verdict);
    ASSERT_NE(identity, nullptr) << std::get<TokenRefused>(verdict).why;
    EXPECT_EQ(identity->user, *user_id_of_subject("", "ada"));
    EXPECT_EQ(identity->nick, "Ada");
    EXPECT_EQ(identity->rights.words(), "mute ban");
    EXPECT_TRUE(identity->may_enter("general"));
    EXPECT_FALSE(identity->may_enter("other"));
    EXPECT_EQ(identity->expires, WallTime(std::chrono::seconds(1'700'000'060)));
  }
}

TEST(Jwt, TheKeySaysWhichAlgorithmAndNotTheToken) {
  const TokenMaker rsa("RS256");
  const auto judge = verifier(rsa);
  // An attacker knows the public key: as the secret of an HMAC it must open nothing.
  const std::string pem = rsa.file();
  const std::string text = base64url(R"({"alg":"HS256","kid":"k1"})") + "." + base64url(claims);
  unsigned char mac[32];
  unsigned int size = 0;
  HMAC(EVP_sha256(), pem.data(), static_cast<int>(pem.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), mac, &size);
  const std::string forged = text + "." + base64url({reinterpret_cast<const char*>(mac), size});
  EXPECT_NE(refusal(judge, forged).find("algorithm"), std::string::npos);
  for (const std::string alg : {"none", "None", "", "ES256", "HS512", "rs256", "RS512", "EdDSA"}) {
    const std::string header = R"({"alg":")" + alg + R"(","kid":"k1"})";
    EXPECT_NE(refusal(judge, rsa.token(header, claims)).find("algorithm"), std::string::npos) << alg;
    EXPECT_NE(refusal(judge, base64url(header) + "." + base64url(claims) + "."), "let in") << alg;
  }
}

TEST(Jwt, KeysAreChosenByIdAndCanBeReplaced) {
  const TokenMaker old("EdDSA");
  const TokenMaker fresh("EdDSA");
  auto judge = verifier(old);
  EXPECT_EQ(refusal(judge, old.token(claims)), "let in");
  EXPECT_NE(refusal(judge, old.token(old.header("k2"), claims)).find("key is not known"), std::string::npos);
  EXPECT_NE(refusal(judge, old.token(R"({"alg":"EdDSA"})", claims)).find("key is not known"), std::string::npos);
  EXPECT_NE(refusal(judge, fresh.token(claims)).find("signature"), std::string::npos);
  TokenKeys both;
  both.emplace("k1", key_of(old.file()));
  both.emplace("k2", key_of(fresh.file()));
  judge.set_keys(std::move(both));
  EXPECT_EQ(refusal(judge, old.token(claims)), "let in");
  EXPECT_EQ(refusal(judge, fresh.token(fresh.header("k2"), claims)), "let in");
  TokenKeys only;
  only.emplace("k2", key_of(fresh.file()));
  judge.set_keys(std::move(only));
  EXPECT_NE(refusal(judge, old.token(claims)).find("key is not known"), std::string::npos);
}

TEST(Jwt, TimesCount) {
  const TokenMaker maker("HS256");
  const auto judge = verifier(maker);
  const auto at = [&](const std::string& times) {
    return judge.verify(maker.token(R"({"sub":"a")" + times + "}"), now);
  };
  const auto expired = at(R"(,"exp":1700000000)");
  ASSERT_TRUE(std::holds_alternative<TokenRefused>(expired));
  EXPECT_TRUE(std::get<TokenRefused>(expired).expired);
  EXPECT_TRUE(std::holds_alternative<Identity>(at(R"(,"exp":1700000001)")));
  EXPECT_TRUE(std::holds_alternative<Identity>(at(R"(,"exp":1700000001.5,"nbf":1700000010)")));
  EXPECT_TRUE(std::holds_alternative<Identity>(at(R"(,"exp":9007199254740991)")));
  for (const auto* bad : {"", R"(,"exp":-1)", R"(,"exp":"1800000000")", R"(,"exp":1e300)", R"(,"exp":null)",
                          R"(,"exp":9007199254740992)", R"(,"exp":1800000000,"nbf":1700000011)",
                          R"(,"exp":1800000000,"nbf":"soon")", R"(,"exp":1800000000,"exp":1900000000)"}) {
    const auto verdict = at(bad);
    ASSERT_TRUE(std::holds_alternative<TokenRefused>(verdict)) << bad;
    EXPECT_FALSE(std::get<TokenRefused>(verdict).expired) << bad;
  }
}

TEST(Jwt, AudienceAndIssuerCountWhereTheyAreAskedFor) {
  const TokenMaker maker("HS256");
  const auto strict = verifier(maker, {"chat", "https://id"});
  const auto with = [&](const std::string& more) { return maker.token(R"({"sub":"a","exp":1800000000)" + more + "}"); };
  EXPECT_EQ(refusal(strict, with(R"(,"aud":"chat","iss":"https://id")")), "let in");
  EXPECT_EQ(refusal(strict, with(R"(,"aud":["x","chat"],"iss":"https://id")")), "let in");
  for (const auto* bad : {"", R"(,"aud":"chat")", R"(,"iss":"https://id")", R"(,"aud":"cha","iss":"https://id")",
                          R"(,"aud":["chat",1],"iss":"https://id")", R"(,"aud":"chat","iss":"https://id/")"}) {
    EXPECT_NE(refusal(strict, with(bad)), "let in") << bad;
  }
  EXPECT_EQ(refusal(verifier(maker), with("")), "let in");
}

TEST(Jwt, SubjectsOfTwoIssuersAreTwoUsersAndNoAnonymousTokenIsEither) {
  EXPECT_NE(user_id_of_subject("a", "b"), user_id_of_subject("", "b"));
  EXPECT_NE(user_id_of_subject("a", "b"), user_id_of_subject("ab", ""));
  EXPECT_EQ(user_id_of_subject("", "ada")->substr(0, 2), "u-");
}

TEST(Jwt, WhatIsMalformedIsRefused) {
  const TokenMaker maker("HS256");
  const auto judge = verifier(maker);
  const std::string good = maker.token(claims);
  for (const std::string& bad :
       {std::string(),
        std::string(".."),
        good + ".",
        good + "=",
        " " + good,
        good + "\n",
        good.substr(0, good.rfind('.')),
        good.substr(0, good.rfind('.') + 1),
        std::string(max_signed_token_bytes + 1, 'a'),
        "." + good,
        std::string("a") + good,
        maker.token("[]", claims),
        maker.token(maker.header(), "[]"),
        maker.token(maker.header(), "{"),
        maker.token(maker.header(), ""),
        maker.token(maker.header(), "{} {}"),
        maker.token(R"({"alg":"HS256","kid":"k1","crit":["exp"]})", claims),
        maker.token(R"({"alg":"HS256","alg":"HS256","kid":"k1"})", claims),
        maker.token(R"({"alg":1,"kid":"k1"})", claims),
        maker.token(R"({"exp":1800000000})"),
        maker.token(R"({"sub":"","exp":1800000000})"),
        maker.token(R"({"sub":7,"exp":1800000000})"),
        maker.token(R"({"sub":"a\u0000b","exp":1800000000})"),
        maker.token("{\"sub\":\"\xFF\",\"exp\":1800000000}"),
        maker.token(R"({"sub":")" + std::string(257, 'a') + R"(","exp":1800000000})"),
        maker.token(R"({"sub":"a","exp":1800000000,"rooms":"general"})"),
        maker.token(R"({"sub":"a","exp":1800000000,"rights":{"mute":true}})"),
        maker.token(R"({"sub":"a","exp":1800000000,"x":)" + std::string(20, '[') + std::string(20, ']') + "}")}) {
    EXPECT_NE(refusal(judge, bad), "let in") << bad;
  }
}

TEST(Jwt, NoTokenWithOneByteChangedIsLetIn) {
  std::minstd_rand random(7);
  for (const std::string algorithm : {"HS256", "EdDSA"}) {
    const TokenMaker maker(algorithm);
    const auto judge = verifier(maker);
    const std::string good = maker.token(claims);
    ASSERT_EQ(refusal(judge, good), "let in");
    for (std::size_t at = 0; at < good.size(); ++at) {
      std::string bad = good;
      constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=";
      while (bad[at] == good[at]) bad[at] = letters[random() % letters.size()];
      EXPECT_NE(refusal(judge, bad), "let in") << at;
      EXPECT_NE(refusal(judge, good.substr(0, at)), "let in") << at;
    }
  }
}

TEST(Jwt, Base64UrlIsReadStrictly) {
  for (const std::string& text : {std::string(), std::string("f"), std::string("fo"), std::string("foo"),
                                  std::string("\0\xFF\xFE", 3), std::string(100, '\xA5')}) {
    EXPECT_EQ(decode_base64url(base64url(text)), text);
  }
  for (const auto* bad : {"A", "AAAAA", "Zg==", "Zh", "Zm9", "Zm9v+", "Zm9v/", "Zm 9", "Zg\n"}) {
    EXPECT_FALSE(decode_base64url(bad)) << bad;
  }
}

TEST(TokenKey, SaysWhatIsWrongWithAFile) {
  const auto why = [](const std::string& file) {
    const auto key = TokenKey::read(file);
    return key ? "good: " + std::string(key->algorithm()) : key.error().message;
  };
  const std::string secret(32, 's');
  EXPECT_EQ(why(secret + "\r\n"), "good: HS256");
  EXPECT_NE(why(secret.substr(1) + "\n").find("32 bytes"), std::string::npos) << "the line break is no part of it";
  EXPECT_EQ(why(secret.substr(2) + "\x01\n"), "good: HS256") << "of binary bytes it is";
  EXPECT_NE(why(std::string(1025, 's')).find("1024"), std::string::npos);
  EXPECT_NE(why("").find("32 bytes"), std::string::npos);
  EXPECT_NE(why("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n").find("private"), std::string::npos);
  EXPECT_NE(why("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n").find("PEM"), std::string::npos);
  EXPECT_NE(why(TokenMaker("RS256", 1024).file()).find("2048"), std::string::npos);
  EXPECT_EQ(why(TokenMaker("EdDSA").file()), "good: EdDSA");
}

}  // namespace
}  // namespace banter::server
