#include "app/options.hpp"

#include "base/utf8.hpp"

namespace banter::app {

Result<std::string> check_url(std::string_view url) {
  const bool scheme = url.starts_with("ws://") || url.starts_with("wss://");
  const std::size_t host = url.find("//") + 2;
  if (!scheme || host >= url.size() || url[host] == '/' || url[host] == '?') {
    return Error{"The address of the server must look like wss://example.org/ws; it is \"" +
                 std::string(url.substr(0, 200)) + "\"."};
  }
  if (url.size() > 2048) return Error{"The address of the server is longer than 2,048 bytes."};
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7F || c == '#') {
      return Error{"The address of the server holds a space, a control character or a '#': remove it."};
    }
  }
  return std::string(url);
}

Result<std::string> check_room(std::string_view room) {
  bool good = !room.empty() && room.size() <= 64;
  for (const char c : room) {
    good = good && ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                    c == '_' || c == '-');
  }
  if (!good)
    return Error{"A room's name has 1 to 64 letters, digits, dots, dashes or underscores (A–Z a–z 0–9 . - _)."};
  return std::string(room);
}

Result<std::string> check_nick(std::string_view nick) {
  while (!nick.empty() && (nick.front() == ' ' || nick.front() == '\t')) nick.remove_prefix(1);
  while (!nick.empty() && (nick.back() == ' ' || nick.back() == '\t')) nick.remove_suffix(1);
  if (nick.empty()) return Error{"Type a nickname first."};
  std::size_t count = 0;
  for (std::string_view rest = nick; !rest.empty(); ++count) {
    const auto c = utf8::decode(rest);
    const bool control = c.value < 0x20 || (c.value >= 0x7F && c.value < 0xA0) ||
                         (c.value >= 0x2028 && c.value <= 0x202E) || (c.value >= 0x2066 && c.value <= 0x2069) ||
                         c.value == 0x200E || c.value == 0x200F || c.value == 0x061C;
    if (!c.valid || control) return Error{"A nickname cannot hold control characters."};
    rest.remove_prefix(c.length);
  }
  if (count > 32) return Error{"A nickname has at most 32 characters."};
  return std::string(nick);
}

Result<protocol::Dialect> check_dialect(std::string_view dialect) {
  if (const auto known = protocol::parse_dialect(dialect)) return *known;
  return Error{"The dialect must be \"banter\" or \"plain\"; it is \"" + std::string(dialect.substr(0, 40)) + "\"."};
}

}  // namespace banter::app
