#include "protocol/json_writer.hpp"

#include <charconv>
#include <utility>

#include "base/utf8.hpp"

namespace banter::protocol {

namespace {

void append_escaped(std::string& out, char c) {
  static constexpr char hex[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    case '\0':
      utf8::append(out, utf8::replacement);
      break;
    default:
      if (byte >= 0x20) {
        out.push_back(c);
      } else {
        out += "\\u00";
        out.push_back(hex[byte >> 4]);
        out.push_back(hex[byte & 0xF]);
      }
  }
}

void append_string(std::string& out, std::string_view value) {
  if (!utf8::valid(value)) return append_string(out, utf8::sanitize(value));
  out.push_back('"');
  for (const char c : value) append_escaped(out, c);
  out.push_back('"');
}

}  // namespace

JsonWriter::JsonWriter() {
  out_.reserve(128);
  out_.push_back('{');
}

void JsonWriter::key(std::string_view name) {
  if (out_.size() > 1) out_.push_back(',');
  append_string(out_, name);
  out_.push_back(':');
}

JsonWriter& JsonWriter::string(std::string_view name, std::string_view value) {
  key(name);
  append_string(out_, value);
  return *this;
}

JsonWriter& JsonWriter::optional_string(std::string_view name, std::string_view value) {
  return value.empty() ? *this : string(name, value);
}

JsonWriter& JsonWriter::integer(std::string_view name, std::uint64_t value) {
  key(name);
  char digits[20];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  out_.append(digits, end);
  return *this;
}

JsonWriter& JsonWriter::signed_integer(std::string_view name, std::int64_t value) {
  return integer(name, value < 0 ? 0 : static_cast<std::uint64_t>(value));
}

JsonWriter& JsonWriter::flag(std::string_view name, bool value) {
  return raw(name, value ? "true" : "false");
}

JsonWriter& JsonWriter::raw(std::string_view name, std::string_view json) {
  key(name);
  out_ += json;
  return *this;
}

std::string JsonWriter::take() {
  out_.push_back('}');
  return std::move(out_);
}

}  // namespace banter::protocol
