// Which web pages may open a chat: the Origin header against this server's own address and the
// operator's list (RFC 6454; RFC 6455, 10.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace banter::server {

/// Lower case; the port is empty when it is the scheme's own.
struct Origin {
  std::string scheme;  ///< "http" or "https"
  std::string host;
  std::string port;
  bool operator==(const Origin&) const = default;
};

/// "https://example.org:8443"; a slash at the end is allowed, a path is not. None for anything else, "null" included.
std::optional<Origin> parse_origin(std::string_view text);
std::string to_string(const Origin& origin);

/// True when a Host header is of the form the URL standard allows: a name or an address and maybe a port.
bool valid_host(std::string_view host);

/// `origin`: the header, empty when there was none, as with clients that are no browsers: those are let in.
/// `host`: the Host header; the page's own server may always be talked to, whatever TLS proxy is between.
/// `secure`: this server speaks TLS itself, so that its own pages are https and nothing else.
bool origin_allowed(std::string_view origin, std::string_view host, const std::vector<std::string>& allowed,
                    bool secure = false);

}  // namespace banter::server
