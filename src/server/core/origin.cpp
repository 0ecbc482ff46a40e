#include "server/core/origin.hpp"

#include <algorithm>

namespace banter::server {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

bool digits(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

struct Authority {
  std::string host;
  std::string port;
};

std::optional<Authority> parse_authority(std::string_view text) {
  std::string_view host = text;
  std::string_view port;
  const auto end = text.empty() || text.front() != '[' ? 0 : text.find(']');
  if (end == std::string_view::npos) return std::nullopt;
  if (const auto colon = text.find(':', end); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    port = text.substr(colon + 1);
    if (!digits(port)) return std::nullopt;
  }
  if (host.empty() || host.size() > 255) return std::nullopt;
  const bool bracketed = host.front() == '[';
  if (bracketed && (host.back() != ']' || host.size() < 4)) return std::nullopt;
  const auto inner = bracketed ? host.substr(1, host.size() - 2) : host;
  const bool good = std::all_of(inner.begin(), inner.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
           c == '_' || (bracketed && c == ':');
  });
  if (!good) return std::nullopt;
  return Authority{lower(host), std::string(port)};
}

std::string_view default_port(std::string_view scheme) {
  return scheme == "https" ? "443" : "80";
}

}  // namespace

std::optional<Origin> parse_origin(std::string_view text) {
  const auto colon = text.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string scheme = lower(text.substr(0, colon));
  if (scheme != "http" && scheme != "https") return std::nullopt;
  auto rest = text.substr(colon + 3);
  if (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
  auto authority = parse_authority(rest);
  if (!authority) return std::nullopt;
  if (authority->port == default_port(scheme)) authority->port.clear();
  return Origin{scheme, std::move(authority->host), std::move(authority->port)};
}

std::string to_string(const Origin& origin) {
  return origin.scheme + "://" + origin.host + (origin.port.empty() ? "" : ":" + origin.port);
}

bool valid_host(std::string_view host) {
  return parse_authority(host).has_value();
}

bool origin_allowed(std::string_view origin, std::string_view host, const std::vector<std::string>& allowed,
                    bool secure) {
  if (origin.empty()) return true;
  const auto page = parse_origin(origin);
  if (!page) return false;
  if (auto own = parse_authority(host); own && (!secure || page->scheme == "https")) {
    // The Host header has no scheme: its port is the default one of the page's.
    if (own->port == default_port(page->scheme)) own->port.clear();
    if (own->host == page->host && own->port == page->port) return true;
  }
  return std::find(allowed.begin(), allowed.end(), to_string(*page)) != allowed.end();
}

}  // namespace banter::server
