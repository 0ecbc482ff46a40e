#include "protocol/chat_scanner.hpp"

#include <algorithm>
#include <cstring>
#include <memory>
#include <utility>

#include "protocol/string_scanner.hpp"

namespace banter::protocol {
namespace {

constexpr std::size_t depth_of_batches = 2;  // an array of objects

static_assert(static_cast<unsigned>(Field::count) < 64, "Shape::required has a bit for each");

void skip_space(const char*& at, const char* end) {
  while (at != end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) ++at;
}

/// Moves behind `c`, white space before it aside.
bool skip(char c, const char*& at, const char* end) {
  skip_space(at, end);
  if (at == end || *at != c) return false;
  ++at;
  return true;
}

}  // namespace

/// What was found of one. Fields that are not seen are empty.
struct ChatScanner::Object {
  std::uint64_t seen = 0;
  ScannedString type, room, id, user, nick, text;
  std::uint64_t seq = 0, time = 0, edit = 0;

  [[nodiscard]] bool has(Field field) const { return (seen & bit(field)) != 0; }
  [[nodiscard]] ScannedString* string(Field field) {
    switch (field) {
      case Field::type:
        return &type;
      case Field::room:
        return &room;
      case Field::id:
        return &id;
      case Field::user:
        return &user;
      case Field::from:
        return &nick;
      case Field::message:
        return &text;
      default:
        return nullptr;
    }
  }
  [[nodiscard]] std::uint64_t* integer(Field field) {
    switch (field) {
      case Field::seq:
        return &seq;
      case Field::ts:
        return &time;
      case Field::edit:
        return &edit;
      default:
        return nullptr;
    }
  }
};

ChatScanner::ChatScanner(const Limits& limits, Shape shape) : limits_(limits), shape_(std::move(shape)) {}

bool ChatScanner::scan(std::string_view frame, ChatBatch& out) {
  out.clear();
  if (frame.size() > limits_.frame_bytes || limits_.depth < depth_of_batches) return false;
  constexpr std::size_t kept_bytes = 64 << 10;
  if (!bytes_ || bytes_.use_count() > 1 || bytes_->capacity() > kept_bytes) bytes_ = std::make_shared<std::string>();
  bytes_->assign(frame);  // once, at a stroke: what is found in it stays where it is
  if (!read(*bytes_, out)) return false;
  expected_ = out.messages.size();
  out.bytes = bytes_;
  return true;
}

bool ChatScanner::read(std::string& frame, ChatBatch& out) {
  const char* at = frame.data();
  const char* const end = at + frame.size();
  const bool many = skip('[', at, end);
  out.messages.reserve(many ? expected_ : 1);
  do {
    Object object;
    if (out.messages.size() == limits_.batch) return false;
    if (!read_object(at, end, object) || !take(object, out, frame)) return false;
  } while (many && skip(',', at, end));
  if (many && !skip(']', at, end)) return false;
  skip_space(at, end);
  return at == end;
}

bool ChatScanner::read_object(const char*& at, const char* end, Object& object) {
  skip_space(at, end);
  const char* const begin = at;
  const bool same_head = take_head(at, end, object);
  std::size_t place = same_head ? 2 : 0;
  if (!same_head && !skip('{', at, end)) return false;
  do {
    ScannedString name;
    skip_space(at, end);
    if (!scan_string(at, end, name) || name.escaped || !skip(':', at, end)) return false;
    skip_space(at, end);
    const Field field = field_of(name.raw, place++);
    if (field != Field::none && object.has(field)) return false;
    if (!read_value(at, end, field, object)) return false;
    if (field != Field::none) object.seen |= bit(field);
    if (place == 2) learn_head(begin, at, end, object);
  } while (skip(',', at, end));
  return skip('}', at, end);
}

bool ChatScanner::take_head(const char*& at, const char* end, Object& object) const {
  const std::size_t size = head_.bytes.size();
  if (size == 0 || static_cast<std::size_t>(end - at) < size) return false;
  if (std::memcmp(at, head_.bytes.data(), size) != 0) return false;
  object.seen = bit(Field::type) | bit(Field::room);
  object.type.raw = {at + head_.type_at, head_.type_size};
  object.room.raw = {at + head_.room_at, head_.room_size};
  at += size;
  return true;
}

void ChatScanner::learn_head(const char* begin, const char* at, const char* end, const Object& object) {
  const bool both = object.seen == (bit(Field::type) | bit(Field::room));
  if (!both || object.type.escaped || object.room.escaped || at == end || *at != ',') return;
  const auto offset = [begin](std::string_view part) { return static_cast<std::size_t>(part.data() - begin); };
  head_ = {std::string(begin, at + 1), offset(object.type.raw), object.type.raw.size(), offset(object.room.raw),
           object.room.raw.size()};
}

/// Strings and integers only, also of names that mean nothing.
bool ChatScanner::read_value(const char*& at, const char* end, Field field, Object& object) const {
  if (at == end) return false;
  ScannedString* const string = object.string(field);
  std::uint64_t* const integer = object.integer(field);
  // A lenient dialect needs its texts all the same, and looks at types.
  const bool lenient = shape_.lenient && field != Field::message && field != Field::type;
  const bool any = field == Field::none || (lenient && (string != nullptr || integer != nullptr));
  if (*at == '"') {
    ScannedString unused;
    return (string != nullptr || any) && scan_string(at, end, string != nullptr ? *string : unused);
  }
  std::uint64_t unused = 0;
  return (integer != nullptr || any) && scan_integer(at, end, integer != nullptr ? *integer : unused);
}

bool ChatScanner::take(const Object& object, ChatBatch& out, std::string& frame) const {
  if ((object.seen & shape_.required) != shape_.required) return false;
  if (object.has(Field::type) && (object.type.escaped || object.type.raw != "chat")) return false;
  for (const ScannedString* name : {&object.room, &object.id, &object.user, &object.nick}) {
    const bool good = !name->escaped && name->raw.size() <= limits_.name_bytes;
    if (!good || name->raw.find('\x7F') != std::string_view::npos) return false;
  }
  if (out.messages.empty()) {
    out.room = object.room.raw;
  } else if (out.room != object.room.raw) {
    return false;
  }
  BatchedChat one;
  one.text = object.text.raw;
  if (object.text.escaped) {
    const auto at = static_cast<std::size_t>(one.text.data() - frame.data());
    one.text = take_out_escapes(frame.data() + at, one.text.size());
  }
  if (one.text.size() > limits_.text_bytes) return false;
  one.seq = object.seq;
  one.id = object.id.raw;
  one.user = object.user.raw;
  one.nick = object.nick.raw;
  one.time = wall_time(object.time);
  one.edit = object.edit;
  out.messages.push_back(one);
  return true;
}

Field ChatScanner::field_of(std::string_view name, std::size_t place) {
  std::uint8_t* const guess = place < guess_.size() ? &guess_[place] : nullptr;
  if (guess != nullptr && *guess < shape_.keys.size() && shape_.keys[*guess].name == name)
    return shape_.keys[*guess].field;
  for (std::size_t i = 0; i < shape_.keys.size(); ++i) {
    if (shape_.keys[i].name != name) continue;
    if (guess != nullptr) *guess = static_cast<std::uint8_t>(i);
    return shape_.keys[i].field;
  }
  return Field::none;
}

}  // namespace banter::protocol
