// RFC 6455's frames as a server reads and writes them, without extensions: bytes in, messages out. Holds nothing while
// no message is on its way, for ten thousand connections that say nothing. Must not know: sockets, what messages mean.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace banter::server {

enum class Opcode : std::uint8_t { more = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 };

/// Close codes that a broken frame is answered with (7.4.1).
inline constexpr int ws_protocol_error = 1002;
inline constexpr int ws_not_text = 1007;
inline constexpr int ws_too_big = 1009;

/// What a client sends.
class WsReader {
 public:
  struct Item {
    Opcode kind{};             ///< text, binary, close, ping or pong
    std::string_view payload;  ///< valid until the next call; a text is UTF-8
    int code = 0;              ///< of close: 1005 when it has none
  };
  struct Result {
    std::optional<Item> item;  ///< none: all bytes are used up
    int error = 0;             ///< a close code: nothing can be read any more
  };

  /// Takes bytes off `bytes` up to the end of a message. Larger ones than `most_bytes` are an error as soon as that is
  /// clear.
  Result next(std::string_view& bytes, std::size_t most_bytes);

  /// What was handed out last has been used: its memory is given back.
  void release();
  /// A message, or a frame, has begun and not ended.
  [[nodiscard]] bool midway() const { return head_bytes_ > 0 || left_ > 0 || fragmented_; }

 private:
  static constexpr std::size_t head_most = 14;

  bool read_head(std::string_view& bytes);
  [[nodiscard]] std::size_t head_size() const;
  /// 0, or the code of what is wrong with the frame that begins.
  int begin_frame(std::size_t most_bytes);
  void take_payload(std::string_view& bytes);
  Result end_frame();

  std::array<unsigned char, head_most> head_{};
  std::uint8_t head_bytes_ = 0;
  bool in_payload_ = false;
  bool fragmented_ = false;  ///< a message whose last fragment has not come
  Opcode message_kind_{};    ///< of that message
  std::uint32_t mask_at_ = 0;
  std::uint64_t left_ = 0;  ///< bytes of the frame's payload that have not come
  std::string message_;
  std::string control_;  ///< a ping may come between two fragments
  bool spent_ = false;   ///< message_ was handed out
};

/// The bytes before a frame's payload, of a server: not masked, one frame a message (5.2).
struct WsHead {
  std::array<char, 10> bytes{};
  std::size_t size = 0;
  [[nodiscard]] std::string_view view() const { return {bytes.data(), size}; }
};
WsHead ws_head(Opcode opcode, std::uint64_t payload_bytes);

/// A close frame's payload; the reason is cut to what it may hold (5.5).
std::string close_payload(int code, std::string_view reason);

}  // namespace banter::server
