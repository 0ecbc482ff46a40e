// What a chat is started with. Everything that comes from a URL or an embedding page is checked here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "protocol/codec.hpp"

namespace banter::app {

struct Options {
  std::string url;  ///< ws: or wss:, absolute
  std::string room = "general";
  std::string nick;  ///< empty: the person is asked
  protocol::Dialect dialect = protocol::Dialect::banter;
  protocol::PlainFields plain;
  /// Where the hello's token is from.
  enum class Token : std::uint8_t {
    own,    ///< made once and remembered: an anonymous person's
    fixed,  ///< the embedding page's, always the same
    asked,  ///< the embedding page is asked for one before every connection
  };
  Token token = Token::own;
  std::uint32_t page = 200;  ///< earlier messages asked for at once
};

/// ws:// or wss://, a host, no fragment, no spaces or controls, at most 2,048 bytes. The error says what to do.
Result<std::string> check_url(std::string_view url);
/// 1–64 of A–Z a–z 0–9 . _ -
Result<std::string> check_room(std::string_view room);
/// Trimmed; 1–32 code points, no controls.
Result<std::string> check_nick(std::string_view nick);
/// "plain" or "banter".
Result<protocol::Dialect> check_dialect(std::string_view dialect);

}  // namespace banter::app
