// Finds the end of a JSON string eight bytes at a time, and takes its escapes out. Knows the part of RFC 8259 that
// nearly every message keeps to: it refuses what it does not know, and what is refused may be right all the same.
// Must not know: objects, fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace banter::protocol {

struct ScannedString {
  std::string_view raw;  ///< between the quotes, as it was written; well-formed UTF-8 without control characters
  bool escaped = false;  ///< it has escapes: take_out_escapes()
};

/// Reads the string that begins at `at`, where its quote is, and moves `at` behind it. False: there is none, it is not
/// right, or it has an escape of the kind \u; `at` is anywhere then. Precondition: `at` <= `end`.
bool scan_string(const char*& at, const char* end, ScannedString& out);

/// Puts what `raw` stands for in its place, and returns that. Precondition: scan_string() gave it.
std::string_view take_out_escapes(char* raw, std::size_t size);

/// Reads an integer below 2^53 that is written without sign, fraction and exponent. Otherwise as scan_string().
bool scan_integer(const char*& at, const char* end, std::uint64_t& out);

}  // namespace banter::protocol
