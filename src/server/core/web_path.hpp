// From the target of an HTTP request to a path below the served folder, and never out of it.
// Must not know: the file system. Symbolic links are the file reader's care.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace banter::server {

/// Relative, with '/' between the segments; "" is the folder itself. Ends in '/' when the target did.
struct WebPath {
  std::string path;
};
/// The target has no business here: 400 for what no honest client sends, 404 for what is hidden.
struct NoPath {
  int status = 400;
};

/// Of an origin-form target (RFC 9112, 3.2.1). The query is left out, percent-escapes are decoded once. Refused:
/// escaped slashes, backslashes, control characters, invalid UTF-8, "." and ".." segments (400); names that begin with
/// a dot (404).
std::variant<WebPath, NoPath> parse_target(std::string_view target);

/// The path part of a target as it was sent, for routing.
std::string_view raw_path(std::string_view target);

}  // namespace banter::server
