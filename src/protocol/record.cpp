#include "protocol/record.hpp"

#include <algorithm>

namespace banter::protocol {

namespace {

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7F;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), is_control);
}

/// The field's value if it could stand in a refusal.
std::string usable_name(const Record& record, Field field, const Limits& limits) {
  const Value& value = record[field];
  if (value.kind != Value::Kind::string || value.string.size() > limits.name_bytes || has_control(value.string)) {
    return {};
  }
  return value.string;
}

/// Whether a type may be quoted in an error: anybody could have written it.
bool is_quotable(std::string_view type) {
  const auto plain = [](char c) { return c > ' ' && c < '\x7F' && c != '"'; };
  return !type.empty() && type.size() <= 32 && std::all_of(type.begin(), type.end(), plain);
}

}  // namespace

std::string_view Record::type() const {
  const Value& value = (*this)[Field::type];
  return value.kind == Value::Kind::string ? std::string_view(value.string) : std::string_view();
}

void Record::reset() {
  constexpr std::size_t kept_bytes = 1024;
  for (Value& value : values) {
    value.kind = Value::Kind::absent;
    if (value.string.capacity() > kept_bytes) std::string().swap(value.string);
  }
  problem.detail.clear();
}

FieldReader::FieldReader(const Record& record, const Limits& limits)
    : record_(record), limits_(limits), what_(is_quotable(record.type()) ? record.type() : "message") {
  if (!record.problem.detail.empty()) fail(record.problem.kind, record.problem.detail);
}

std::string FieldReader::name(Field field, std::string_view wire_name) {
  return name_within(field, wire_name, limits_.name_bytes);
}

std::string FieldReader::token(Field field, std::string_view wire_name) {
  return name_within(field, wire_name, limits_.token_bytes);
}

std::string FieldReader::name_within(Field field, std::string_view wire_name, std::size_t bytes) {
  if (!expect(field, wire_name, Value::Kind::string, "a string")) return {};
  const std::string& value = record_[field].string;
  if (value.size() > bytes) {
    fail_field(ProtocolError::Kind::too_large, wire_name, "is too long");
    return {};
  }
  if (has_control(value)) {
    fail_field(ProtocolError::Kind::wrong_shape, wire_name, "has a control character");
    return {};
  }
  return value;
}

std::string FieldReader::text(Field field, std::string_view wire_name) {
  if (!expect(field, wire_name, Value::Kind::string, "a string")) return {};
  const std::string& value = record_[field].string;
  if (value.size() > limits_.text_bytes) {
    fail_field(ProtocolError::Kind::too_large, wire_name, "is too long");
    return {};
  }
  return value;
}

std::uint64_t FieldReader::integer(Field field, std::string_view wire_name, std::uint64_t max) {
  if (!expect(field, wire_name, Value::Kind::integer, "an integer from 0 to 2^53-1")) return 0;
  const std::uint64_t value = record_[field].integer;
  if (value > max) {
    fail_field(ProtocolError::Kind::wrong_shape, wire_name, "is out of range");
    return 0;
  }
  return value;
}

std::string FieldReader::optional_name(Field field, std::string_view wire_name) {
  return record_[field].kind == Value::Kind::absent ? std::string{} : name(field, wire_name);
}

std::uint64_t FieldReader::optional_integer(Field field, std::string_view wire_name, std::uint64_t max) {
  return record_[field].kind == Value::Kind::absent ? 0 : integer(field, wire_name, max);
}

std::optional<std::uint64_t> FieldReader::if_there(Field field, std::string_view wire_name) {
  if (!record_.has(field)) return std::nullopt;
  return integer(field, wire_name);
}

bool FieldReader::optional_flag(Field field, std::string_view wire_name) {
  if (record_[field].kind == Value::Kind::absent) return false;
  return expect(field, wire_name, Value::Kind::boolean, "true or false") && record_[field].boolean;
}

std::string FieldReader::lenient_name(Field field, std::string_view wire_name) {
  return record_[field].kind == Value::Kind::string ? name(field, wire_name) : std::string{};
}

std::uint64_t FieldReader::lenient_integer(Field field) {
  return record_[field].kind == Value::Kind::integer ? record_[field].integer : 0;
}

void FieldReader::array(Field field, std::string_view wire_name) {
  expect(field, wire_name, Value::Kind::array, "an array");
}

bool FieldReader::expect(Field field, std::string_view wire_name, Value::Kind kind, std::string_view must_be) {
  if (!ok()) return false;  // the first failure is the one that is told
  const Value::Kind found = record_[field].kind;
  if (found == kind) return true;
  if (found == Value::Kind::absent) {
    fail_field(ProtocolError::Kind::wrong_shape, wire_name, "is missing");
  } else {
    fail_field(ProtocolError::Kind::wrong_shape, wire_name, std::string("must be ").append(must_be));
  }
  return false;
}

void FieldReader::fail_field(ProtocolError::Kind kind, std::string_view wire_name, std::string_view problem) {
  fail(kind, std::string("\"").append(wire_name).append("\" ").append(problem));
}

void FieldReader::fail(ProtocolError::Kind kind, std::string_view detail) {
  if (!ok()) return;
  error_.kind = kind;
  error_.detail.append(what_).append(": ").append(detail);
}

ProtocolError FieldReader::error() const {
  ProtocolError error = error_;
  error.room = usable_name(record_, Field::room, limits_);
  error.id = usable_name(record_, Field::id, limits_);
  return error;
}

void FieldReader::fail_type() {
  if (!expect(Field::type, "type", Value::Kind::string, "a string")) return;
  const std::string_view type = record_.type();
  std::string detail = "unknown type";
  if (is_quotable(type)) detail.append(" \"").append(type).append("\"");
  what_ = "message";
  fail(ProtocolError::Kind::unknown_type, detail);
}

WallTime wall_time(std::uint64_t ms) {
  return WallTime{Duration{static_cast<Duration::rep>(ms)}};
}

}  // namespace banter::protocol
