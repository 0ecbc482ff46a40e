// What HTTP says about a file's content: its type, the coding a client accepts, whether the client
// has it already (RFC 9110).
#pragma once

#include <string_view>

namespace banter::server {

/// The media type for a file's name, by its extension; "application/octet-stream" when unknown.
std::string_view media_type(std::string_view name);

/// True when `coding` ("br", "gzip") may be sent under this Accept-Encoding header (RFC 9110, 12.5.3): named, or
/// covered by "*", and not with q=0.
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

/// True when an If-None-Match header names `etag` (with its quotes), or is "*" (RFC 9110, 13.1.2, weak comparison).
bool matches_etag(std::string_view if_none_match, std::string_view etag);

/// True when a comma-separated header has `token`, ASCII case ignored.
bool has_token(std::string_view header, std::string_view token);

}  // namespace banter::server
