// One JSON object of the wire as a flat record of the fields a dialect knows, and typed access to
// them. Must not know: JSON's syntax, nor which fields belong to which message.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "protocol/codec.hpp"

namespace banter::protocol {

enum class Field : std::uint8_t {
  type,
  room,
  message,
  from,
  user,
  id,
  seq,
  ts,
  nick,
  token,
  max_text,
  epoch,
  after,
  before,
  limit,
  last,
  messages,
  more,
  gap,
  history,
  edit,
  edits,
  deleted,
  deletes,
  rights,
  action,
  seconds,
  by,
  until,
  typing,
  members,
  joined,
  left,
  people,
  next,
  code,
  retry_after,
  fatal,
  count,
  none = count,
};

/// A field's name on the wire.
struct Key {
  std::string name;
  Field field = Field::none;
};

struct Value {
  /// `number`: one that is not an integer in [0, 2^53). JSON's null counts as absent.
  enum class Kind : std::uint8_t { absent, boolean, integer, number, string, array, object };
  Kind kind = Kind::absent;
  bool boolean = false;
  std::uint64_t integer = 0;
  std::string string;
};

/// Its value is an array of objects that mean something.
constexpr bool has_entries(Field field) {
  return field == Field::messages || field == Field::members || field == Field::joined || field == Field::left;
}

struct Record {
  std::array<Value, static_cast<std::size_t>(Field::count)> values;
  /// What was wrong with the object as a whole (nesting, a NUL); empty detail: nothing.
  ProtocolError problem;

  Value& operator[](Field field) { return values[static_cast<std::size_t>(field)]; }
  const Value& operator[](Field field) const { return values[static_cast<std::size_t>(field)]; }
  [[nodiscard]] bool has(Field field) const { return (*this)[field].kind != Value::Kind::absent; }
  /// The field `type`; empty when it is not a string.
  [[nodiscard]] std::string_view type() const;
  /// Small strings keep their capacity, because the next object fills them again; large ones are freed.
  void reset();
};

/// Reads fields out of a record and remembers the first that is not as it must be; what it returns
/// from then on is empty. Strings are copied, so that the record's buffers serve the next object.
class FieldReader {
 public:
  FieldReader(const Record& record, const Limits& limits);

  /// At most Limits::name_bytes, no control characters.
  std::string name(Field field, std::string_view wire_name);
  /// At most Limits::token_bytes, no control characters.
  std::string token(Field field, std::string_view wire_name);
  /// At most Limits::text_bytes; any characters but NUL.
  std::string text(Field field, std::string_view wire_name);
  /// In [0, max], where max is below 2^53.
  std::uint64_t integer(Field field, std::string_view wire_name, std::uint64_t max = max_integer);
  // Absent is fine for these, and gives an empty value.
  std::string optional_name(Field field, std::string_view wire_name);
  std::uint64_t optional_integer(Field field, std::string_view wire_name, std::uint64_t max = max_integer);
  bool optional_flag(Field field, std::string_view wire_name);
  [[nodiscard]] bool has(Field field) const { return record_.has(field); }
  /// None when it is absent.
  std::optional<std::uint64_t> if_there(Field field, std::string_view wire_name);
  // For dialects whose servers put all kinds of things into optional fields: another type counts as absent.
  std::string lenient_name(Field field, std::string_view wire_name);
  std::uint64_t lenient_integer(Field field);
  /// Only that it is there and an array.
  void array(Field field, std::string_view wire_name);

  /// The object's type is none that the dialect has.
  void fail_type();
  [[nodiscard]] bool ok() const { return error_.detail.empty(); }
  /// Precondition: !ok(). Names the room and the id if the object had them.
  [[nodiscard]] ProtocolError error() const;

  /// JavaScript's Number.MAX_SAFE_INTEGER.
  static constexpr std::uint64_t max_integer = (std::uint64_t{1} << 53) - 1;

 private:
  std::string name_within(Field field, std::string_view wire_name, std::size_t bytes);
  bool expect(Field field, std::string_view wire_name, Value::Kind kind, std::string_view must_be);
  void fail(ProtocolError::Kind kind, std::string_view detail);
  void fail_field(ProtocolError::Kind kind, std::string_view wire_name, std::string_view problem);

  const Record& record_;
  const Limits& limits_;
  std::string_view what_;  // the object in error details
  ProtocolError error_;
};

/// Milliseconds of the wire as a time. Precondition: at most max_integer.
WallTime wall_time(std::uint64_t ms);

}  // namespace banter::protocol
