// Writes one JSON object. Whatever bytes the strings have, the result is valid JSON in valid UTF-8
// that a codec accepts: malformed sequences and NUL become U+FFFD.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace banter::protocol {

class JsonWriter {
 public:
  JsonWriter();
  JsonWriter& string(std::string_view name, std::string_view value);
  /// Left out when empty.
  JsonWriter& optional_string(std::string_view name, std::string_view value);
  JsonWriter& integer(std::string_view name, std::uint64_t value);
  /// Below zero, which the wire does not have, counts as zero.
  JsonWriter& signed_integer(std::string_view name, std::int64_t value);
  JsonWriter& flag(std::string_view name, bool value);
  /// `json` is JSON already.
  JsonWriter& raw(std::string_view name, std::string_view json);
  /// The object; the writer is spent.
  std::string take();

 private:
  void key(std::string_view name);

  std::string out_;
};

}  // namespace banter::protocol
