#include "net/close_codes.hpp"

#include "base/utf8.hpp"

namespace banter::net {
namespace {

constexpr std::size_t reason_limit = 240;  // a close frame holds 123 bytes (RFC 6455, 5.5); a host's shim may not know

std::string_view words_for(int code) {
  switch (code) {
    case 1000:
      return "The server closed the connection";
    case 1001:
      return "The server is going away";
    case 1002:
      return "The server found a protocol error";
    case 1003:
    case 1007:
      return "The server could not read what was sent";
    case 1008:
      return "The server refused the connection";
    case 1009:
      return "A message was too large for the server";
    case 1011:
      return "The server had an internal error";
    case 1012:
      return "The server is restarting";
    case 1013:
      return "The server is overloaded";
    case 4401:
      return "The server did not accept who you are";
    case 4402:
      return "The session has expired";
    case 4403:
      return "The server does not allow you in";
    default:
      return {};
  }
}

/// At most `limit` bytes, ending between two characters when `text` is well-formed.
std::string_view cut(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  std::size_t end = limit;
  // A well-formed character has at most three continuation bytes; more of them are not worth looking for.
  for (int i = 0; i < 3 && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80; ++i) --end;
  return text.substr(0, end);
}

}  // namespace

bool is_fatal_close(int code) {
  return code == 1008 || code == 4401 || code == 4403;
}

std::string explain_close(int code, std::string_view server_reason, bool was_open) {
  const std::string number = " (code " + std::to_string(code) + ")";
  if (!server_reason.empty()) {
    return "The server closed the connection" + number + ": " + shorten(server_reason, reason_limit);
  }
  const std::string_view words = words_for(code);
  if (!words.empty()) return std::string{words} + number + ".";
  return (was_open ? "The connection was lost" : "The server could not be reached") + number + ".";
}

std::string shorten(std::string_view text, std::size_t limit) {
  std::string out = utf8::sanitize(cut(text, limit));  // may grow: U+FFFD takes three bytes
  const bool whole = text.size() <= limit && out.size() <= limit;
  if (!whole) {
    out.resize(cut(out, limit).size());
    out += "…";
  }
  return out;
}

std::string in_seconds(long long milliseconds) {
  const long long tenths = (milliseconds + 50) / 100;
  std::string out = std::to_string(tenths / 10);
  if (tenths % 10 != 0) out += "." + std::to_string(tenths % 10);
  return out + " s";
}

}  // namespace banter::net
