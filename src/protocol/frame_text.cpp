#include "protocol/frame_text.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "base/utf8.hpp"

namespace banter::protocol {

bool has_nul(std::string_view text) {
  return !text.empty() && std::memchr(text.data(), 0, text.size()) != nullptr;
}

std::string without_huge_numbers(std::string_view json) {
  std::string out(json);
  bool in_string = false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (in_string && out[i] == '\\') {
      ++i;  // what is escaped does not end the string
    } else if (out[i] == '"') {
      in_string = !in_string;
    }
    if (in_string) continue;
    const std::size_t end = std::min(out.find_first_not_of("+-.0123456789eE", i), out.size());
    if (end == i) continue;
    if (std::isinf(std::strtod(out.substr(i, end - i).c_str(), nullptr))) {
      out.replace(i, end - i, end - i, ' ').replace(i, 2, "-1");
    }
    i = end - 1;
  }
  return out;
}

bool frame_is_text(std::string_view frame, const Limits& limits, std::vector<ProtocolError>& errors) {
  if (frame.size() > limits.frame_bytes) {
    const std::string most = std::to_string(limits.frame_bytes);
    errors.push_back({ProtocolError::Kind::too_large, "a frame of more than " + most + " bytes", {}, {}});
    return false;
  }
  if (!utf8::valid(frame)) {
    errors.push_back({ProtocolError::Kind::not_text, "not UTF-8", {}, {}});
    return false;
  }
  if (has_nul(frame)) {  // a parser would take it for the end of the text
    errors.push_back({ProtocolError::Kind::wrong_shape, "the frame has a NUL character", {}, {}});
    return false;
  }
  return true;
}

}  // namespace banter::protocol
