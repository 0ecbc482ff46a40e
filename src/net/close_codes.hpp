// What the close codes of RFC 6455 (7.4) and of banter servers mean to a person, and which are final.
// Must not know: the session, sockets.
#pragma once

#include <string>
#include <string_view>

namespace banter::net {

/// The server will not let us in however often we try: 1008 (policy), 4401 (token), 4403 (forbidden).
bool is_fatal_close(int code);

/// One or two sentences. `server_reason` is what came with the code; any bytes, any length.
/// `was_open` tells a lost connection from one that never was.
std::string explain_close(int code, std::string_view server_reason, bool was_open);

/// `text` as valid UTF-8, cut between two characters to at most `limit` bytes and then "…" (three bytes more).
std::string shorten(std::string_view text, std::size_t limit);

/// "10 s", "0.5 s".
std::string in_seconds(long long milliseconds);

}  // namespace banter::net
