// A frame's bytes before anybody looks for objects in them. Must not know: JSON's grammar, the dialects.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "protocol/codec.hpp"

namespace banter::protocol {

/// JSON with each number that no double can hold replaced by -1, padded to the same length: a codec
/// finds it out of range where it matters and ignores it where it does not.
std::string without_huge_numbers(std::string_view json);

/// False, with an error appended, when the frame is too large, not UTF-8 or has a NUL.
bool frame_is_text(std::string_view frame, const Limits& limits, std::vector<ProtocolError>& errors);

inline bool valid_utf8(std::string_view bytes) {
  return utf8::valid(bytes);
}

bool has_nul(std::string_view text);

}  // namespace banter::protocol
