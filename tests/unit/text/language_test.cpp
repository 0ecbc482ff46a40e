#include "text/language.hpp"

#include <gtest/gtest.h>

#include <string>

namespace banter::text {
namespace {

TEST(Language, OneScriptOneLanguage) {
  EXPECT_EQ(language("안녕하세요, 반갑습니다."), "ko");
  EXPECT_EQ(language("今日は天気がいいですね"), "ja");
  EXPECT_EQ(language("スーパーマーケット"), "ja");
  EXPECT_EQ(language("สวัสดีครับ 🙂"), "th");
  EXPECT_EQ(language("שלום לכולם"), "he");
  EXPECT_EQ(language("Καλημέρα σε όλους"), "el");
  EXPECT_EQ(language("გამარჯობა"), "ka");
  EXPECT_EQ(language("Բարեւ ձեզ"), "hy");
  EXPECT_EQ(language("ជំរាបសួរ"), "km");
  EXPECT_EQ(language("ສະບາຍດີ"), "lo");
  EXPECT_EQ(language("မင်္ဂလာပါ"), "my");
  EXPECT_EQ(language("வணக்கம்"), "ta");
  EXPECT_EQ(language("నమస్కారం"), "te");
  EXPECT_EQ(language("ನಮಸ್ಕಾರ"), "kn");
  EXPECT_EQ(language("നമസ്കാരം"), "ml");
  EXPECT_EQ(language("ආයුබෝවන්"), "si");
  EXPECT_EQ(language("નમસ્તે"), "gu");
  EXPECT_EQ(language("ਸਤ ਸ੍ਰੀ ਅਕਾਲ"), "pa");
  EXPECT_EQ(language("নমস্কার"), "bn");
}

TEST(Language, ScriptsOfManyLanguagesTellNothing) {
  for (const char* text : {"", "hello", "Grüße aus Köln", "Привет всем", "مرحبا بالجميع", "नमस्ते दोस्तों", "你好，大家好",
                           "12:30 – 14:00", "🎉🎉", "¯\\_(ツ)_/¯", "฿100"}) {
    EXPECT_EQ(language(text), "") << text;
  }
}

TEST(Language, ForeignWordsAreNotTheLanguage) {
  EXPECT_EQ(language("I learned to say 안녕 today, what a lovely word"), "");
  EXPECT_EQ(language("이 링크를 보세요: example.org/x"), "ko") << "a link among Korean words";
  EXPECT_EQ(language("the angle α is π"), "");
  EXPECT_EQ(language("안녕하세요 こんにちは"), "") << "two at once";
  EXPECT_EQ(language("漢字は大韓民國"), "") << "one kana";
}

TEST(Language, LongTextsAreJudgedByTheirBeginning) {
  std::string text;
  for (int i = 0; i < 400; ++i) text += "가나";
  EXPECT_EQ(language(text + std::string(5000, 'x')), "ko");
  // Cut within a character.
  for (std::size_t skip = 0; skip < 4; ++skip) EXPECT_EQ(language(std::string(skip, ' ') + text), "ko");
}

}  // namespace
}  // namespace banter::text
