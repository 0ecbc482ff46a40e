// Who is in a room: users and not connections, in an order that pages can be cut from while people come and go.
#include "server/core/people.hpp"

#include <gtest/gtest.h>

#include <string>

namespace banter::server {
namespace {

std::string nicks(const std::vector<protocol::Person>& people) {
  std::string out;
  for (const auto& person : people) out += person.nick + " ";
  return out;
}

TEST(People, AUserIsThereAsLongAsOneConnectionIs) {
  People people;
  people.come(SharedText("u1"), SharedText("Ada"));
  people.come(SharedText("u1"), SharedText("Ada"));
  EXPECT_EQ(people.count(), 1U);
  people.go("u1");
  EXPECT_EQ(people.count(), 1U);
  people.go("u1");
  EXPECT_EQ(people.count(), 0U);
  EXPECT_FALSE(people.take_news().any) << "who came and went in between is no news";
}

TEST(People, ToldOnceIsToldNoMore) {
  People people;
  people.come(SharedText("u1"), SharedText("Ada"));
  people.come(SharedText("u2"), SharedText("Bo"));
  auto news = people.take_news();
  EXPECT_TRUE(news.any && news.named);
  EXPECT_EQ(nicks(news.joined), "Ada Bo ");
  EXPECT_FALSE(people.changed());
  people.go("u1");
  people.rename("u2", SharedText("Beau"));
  news = people.take_news();
  EXPECT_EQ(nicks(news.joined), "Beau ") << "another name is told as one that joined";
  EXPECT_EQ(nicks(news.left), "Ada ");
  people.rename("u2", SharedText("Bo"));
  people.rename("u2", SharedText("Beau"));
  people.rename("nobody", SharedText("X"));
  EXPECT_FALSE(people.take_news().any);
}

TEST(People, ManyAreNotNamed) {
  People people;
  for (std::size_t i = 0; i <= People::most_named; ++i)
    people.come(SharedText("u" + std::to_string(i)), SharedText("n"));
  auto news = people.take_news();
  EXPECT_TRUE(news.any);
  EXPECT_FALSE(news.named);
  EXPECT_TRUE(news.joined.empty());
  people.go("u0");
  news = people.take_news();
  EXPECT_TRUE(news.named);
  EXPECT_EQ(news.left.size(), 1U);
}

TEST(People, PagesGoThroughAllInOrderOfTheirNames) {
  People people;
  people.come(SharedText("u2"), SharedText("bo"));
  people.come(SharedText("u1"), SharedText("Ada"));
  people.come(SharedText("u4"), SharedText("Cy"));
  people.come(SharedText("u3"), SharedText("Bo"));
  auto page = people.page({}, 3);
  ASSERT_TRUE(page);
  EXPECT_EQ(nicks(page->people), "Ada bo Bo ") << "capitals count as small letters, then the user decides";
  page = people.page(page->next, 3);
  ASSERT_TRUE(page);
  EXPECT_EQ(nicks(page->people), "Cy ");
  EXPECT_EQ(page->next, "");
  EXPECT_EQ(people.page({}, 4)->next, "") << "the last page says so";
}

TEST(People, APageGoesOnWhereTheLastEndedWhoeverCameOrWentMeanwhile) {
  People people;
  for (char c = 'a'; c <= 'f'; ++c) people.come(SharedText(std::string("u") + c), SharedText(std::string(1, c)));
  const auto first = people.page({}, 3);
  people.go("uc");  // the last of it
  people.come(SharedText("ux"), SharedText("aa"));
  const auto second = people.page(first->next, 9);
  EXPECT_EQ(nicks(second->people), "d e f ");
}

TEST(People, ANameMayHoldWhatTheCursorIsMadeOf) {
  People people;
  people.come(SharedText("u1"), SharedText("3:a"));
  people.come(SharedText("u2"), SharedText("3:b"));
  people.come(SharedText("u3"), SharedText("4"));
  const auto first = people.page({}, 1);
  EXPECT_EQ(nicks(people.page(first->next, 1)->people), "3:b ");
}

TEST(People, WhatIsNoCursorIsRefused) {
  const People people;
  for (const char* cursor : {"x", ":", "5", "9:abc", "-1:a", "99999999999999999999999:a"}) {
    EXPECT_FALSE(people.page(cursor, 1)) << cursor;
  }
}

}  // namespace
}  // namespace banter::server
