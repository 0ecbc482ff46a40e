// RFC 6455's frames: what a client may send in how many pieces, what it may not, and what the server writes.
#include "server/core/ws_frames.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/random.hpp"

namespace banter::server {
namespace {

constexpr std::size_t most = 1000;

/// A client's frame. `head`: the first byte.
std::string frame(unsigned head, const std::string& payload, bool masked = true) {
  std::string out(1, static_cast<char>(head));
  const unsigned bit = masked ? 0x80U : 0;
  if (payload.size() < 126) {
    out.push_back(static_cast<char>(bit | payload.size()));
  } else {
    out.push_back(static_cast<char>(bit | 126U));
    out.push_back(static_cast<char>(payload.size() >> 8U));
    out.push_back(static_cast<char>(payload.size()));
  }
  const std::string mask = "\x01\x02\xF3\x44";
  if (masked) out += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) {
    out.push_back(masked ? static_cast<char>(payload[i] ^ mask[i % 4]) : payload[i]);
  }
  return out;
}

/// What the reader makes of it: "text:hi", "close 1000:bye", "error 1002", one a line.
std::string read(const std::string& bytes, std::size_t at_once = std::string::npos) {
  WsReader reader;
  std::string out;
  for (std::size_t at = 0; at < bytes.size();) {
    std::string_view piece = std::string_view(bytes).substr(at, at_once);
    at += piece.size();
    while (!piece.empty()) {
      const auto [item, error] = reader.next(piece, most);
      if (error != 0) return out + "error " + std::to_string(error);
      if (!item) break;
      out += item->kind == Opcode::text     ? "text:"
             : item->kind == Opcode::binary ? "binary:"
             : item->kind == Opcode::ping   ? "ping:"
             : item->kind == Opcode::pong   ? "pong:"
                                            : "close " + std::to_string(item->code) + ":";
      out += std::string(item->payload) + "\n";
    }
  }
  return out + (reader.midway() ? "midway" : "");
}

TEST(WsReader, ReadsMessagesInWhateverPiecesTheyCome) {
  const std::string bytes = frame(0x81, "hello") + frame(0x82, std::string("\0\1", 2)) + frame(0x81, "") +
                            frame(0x81, std::string(300, 'x')) + frame(0x89, "p") + frame(0x8A, "q");
  const std::string whole = read(bytes);
  EXPECT_EQ(whole, "text:hello\nbinary:" + std::string("\0\1", 2) + "\ntext:\ntext:" + std::string(300, 'x') +
                       "\nping:p\npong:q\n");
  for (const std::size_t at_once : {1U, 2U, 3U, 7U, 100U}) EXPECT_EQ(read(bytes, at_once), whole) << at_once;
}

TEST(WsReader, FragmentsAreOneMessageAndAPingMayComeBetween) {
  EXPECT_EQ(read(frame(0x01, "na\xC3") + frame(0x89, "p") + frame(0x00, "\xAF") + frame(0x80, "ve")),
            "ping:p\ntext:na\xC3\xAFve\n");
  EXPECT_EQ(read(frame(0x01, "a")), "midway");
  EXPECT_EQ(read(std::string("\x81", 1)), "midway");
}

TEST(WsReader, ClosesSayWhy) {
  EXPECT_EQ(read(frame(0x88, "")), "close 1005:\n");
  EXPECT_EQ(read(frame(0x88,
                       "\x03\xE8"
                       "bye")),
            "close 1000:bye\n");
  EXPECT_EQ(read(frame(0x88, "\x0F\xA0")), "close 4000:\n");
  for (const char* bad : {"\x03", "\x03\xE7", "\x03\xED", "\x03\xEE", "\x13\x88", "\x07\xD0"}) {
    EXPECT_EQ(read(frame(0x88, bad)), "error 1002") << testing::PrintToString(bad);
  }
  EXPECT_EQ(read(frame(0x88, "\x03\xE8\xFF")), "error 1007");
}

TEST(WsReader, WhatIsNotAllowedIsAnError) {
  EXPECT_EQ(read(frame(0x81, "x", false)), "error 1002") << "not masked";
  EXPECT_EQ(read(frame(0xC1, "x")), "error 1002") << "a reserved bit";
  EXPECT_EQ(read(frame(0x83, "x")), "error 1002") << "an unknown opcode";
  EXPECT_EQ(read(frame(0x8B, "x")), "error 1002");
  EXPECT_EQ(read(frame(0x09, "x")), "error 1002") << "a ping in fragments";
  EXPECT_EQ(read(frame(0x89, std::string(126, 'x'))), "error 1002") << "a long ping";
  EXPECT_EQ(read(frame(0x80, "x")), "error 1002") << "goes on with nothing";
  EXPECT_EQ(read(frame(0x01, "x") + frame(0x81, "y")), "error 1002") << "begins within another";
  EXPECT_EQ(read(std::string("\x81\xFE\x00\x01", 4) + "mask" + "x"), "error 1002") << "a length longer than needed";
  EXPECT_EQ(read(std::string("\x81\xFF\x00\x00\x00\x00\x00\x00\xFF\xFF", 10) + "mask"), "error 1002");
  EXPECT_EQ(read(std::string("\x81\xFF\x80\x00\x00\x00\x00\x00\x00\x00", 10) + "mask"), "error 1002");
  EXPECT_EQ(read(frame(0x81, "\xFF")), "error 1007");
  EXPECT_EQ(read(frame(0x81, "\xC3")), "error 1007") << "half a character at the end";
}

TEST(WsReader, WhatIsTooLargeIsAnErrorBeforeItComes) {
  EXPECT_EQ(read(frame(0x81, std::string(most, 'x'))), "text:" + std::string(most, 'x') + "\n");
  EXPECT_EQ(read(frame(0x81, std::string(most + 1, 'x')).substr(0, 8)), "error 1009");
  EXPECT_EQ(read(frame(0x01, std::string(most, 'x')) + frame(0x80, "x")), "error 1009");
  EXPECT_EQ(read(std::string("\x81\xFF\x7F\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 10) + "mask"), "error 1009");
}

TEST(WsReader, ArbitraryBytesEndInAnErrorOrWait) {
  Random random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes;
    for (std::size_t i = random.next() % 60; i > 0; --i) bytes.push_back(static_cast<char>(random.next()));
    const std::string whole = read(bytes);
    EXPECT_EQ(read(bytes, 1), whole);
  }
}

TEST(WsHead, HasTheShortestLength) {
  const auto hex = [](std::uint64_t size) {
    std::string out;
    const WsHead head = ws_head(Opcode::text, size);
    for (const char c : head.view()) {
      out += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4U];
      out += "0123456789abcdef"[static_cast<unsigned char>(c) & 15U];
    }
    return out;
  };
  EXPECT_EQ(hex(0), "8100");
  EXPECT_EQ(hex(125), "817d");
  EXPECT_EQ(hex(126), "817e007e");
  EXPECT_EQ(hex(65535), "817effff");
  EXPECT_EQ(hex(65536), "817f0000000000010000");
}

TEST(ClosePayload, IsCutBetweenCharacters) {
  EXPECT_EQ(close_payload(4429, "why"), "\x11\x4Dwhy");
  const std::string cut = close_payload(1000, std::string(122, 'x') + "é");
  EXPECT_EQ(cut.size(), 124U);
  EXPECT_EQ(close_payload(1000, std::string(123, 'x')).size(), 125U);
}

}  // namespace
}  // namespace banter::server
