#include "server/core/web_path.hpp"

#include <optional>

#include "base/utf8.hpp"

namespace banter::server {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// None when an escape is broken or hides a character that separates or ends paths.
std::optional<std::string> unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      if (c == '/') return std::nullopt;
      i += 2;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\\' || byte < 0x20 || byte == 0x7F) return std::nullopt;
    out += c;
  }
  return out;
}

}  // namespace

std::string_view raw_path(std::string_view target) {
  return target.substr(0, target.find_first_of("?#"));
}

std::variant<WebPath, NoPath> parse_target(std::string_view target) {
  const auto path = raw_path(target);
  if (path.empty() || path.front() != '/') return NoPath{400};
  const auto plain = unescape(path);
  if (!plain || !utf8::valid(*plain)) return NoPath{400};

  std::string out;
  bool hidden = false;
  const std::string_view all = *plain;
  for (std::size_t at = 0; at < all.size();) {  // at is on a '/'
    const auto next = all.find('/', at + 1);
    const auto segment = all.substr(at + 1, next == std::string_view::npos ? next : next - at - 1);
    if (segment == "." || segment == "..") return NoPath{400};
    if (!segment.empty() && segment.front() == '.') hidden = true;
    if (!segment.empty()) {
      if (!out.empty()) out += '/';
      out += segment;
    }
    if (next == std::string_view::npos) break;
    at = next;
  }
  if (hidden) return NoPath{404};
  if (!out.empty() && all.back() == '/') out += '/';
  return WebPath{std::move(out)};
}

}  // namespace banter::server
