#include "protocol/json_reader.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "protocol/frame_text.hpp"

namespace banter::protocol {

namespace {

using Json = nlohmann::json;

constexpr int nlohmann_number_overflow = 406;  // its documented exception id "out_of_range.406"

}  // namespace

/// What nlohmann's parser calls. Depth 1 is the outermost container; an object of the frame lives
/// at depth 1, or 2 inside an array; an entry of one of its arrays (has_entries) lives two below it.
class JsonReader::Handler {
 public:
  Handler(const Limits& limits, std::vector<Key> keys) : limits_(limits), keys_(std::move(keys)) {}

  void begin(RecordSink& sink, std::vector<ProtocolError>& errors) {
    sink_ = &sink;
    errors_ = &errors;
    depth_ = object_depth_ = entries_depth_ = entry_depth_ = elements_ = 0;
    failed_ = Outcome::complete;
  }
  void end() {
    object_.reset();
    entry_.reset();
  }
  [[nodiscard]] Outcome outcome() const { return failed_; }

  // The names and types of these are nlohmann's SAX interface; false stops the parser.
  bool null() { return place(Value::Kind::absent) != Stop; }
  bool boolean(bool value) {
    const Slot slot = place(Value::Kind::boolean);
    if (slot > Skip) slot_->boolean = value;
    return slot != Stop;
  }
  bool number_integer(std::int64_t) { return place(Value::Kind::number) != Stop; }  // negative: the others are unsigned
  bool number_unsigned(std::uint64_t value) { return integer(value); }
  bool number_float(double value, const std::string&) {
    // Some writers spell integers 3.0 or 1e3.
    if (value >= 0 && value <= static_cast<double>(FieldReader::max_integer)) {
      const auto whole = static_cast<std::uint64_t>(value);
      if (static_cast<double>(whole) == value) return integer(whole);
    }
    return place(Value::Kind::number) != Stop;
  }
  bool string(std::string& value) {
    if (has_nul(value)) problem(ProtocolError::Kind::wrong_shape, "a string has a NUL character");
    const Slot slot = place(Value::Kind::string);
    if (slot > Skip) slot_->string.swap(value);  // the parser gets a used buffer back
    return slot != Stop;
  }
  bool binary(Json::binary_t&) { return false; }  // JSON has none

  bool start_object(std::size_t) {
    const Slot slot = place(Value::Kind::object);
    if (slot == Stop) return false;
    open();
    if (slot == Element) {
      object_depth_ = depth_;
      object_.reset();
      object_key_ = Field::none;
    } else if (slot == Entry) {
      entry_depth_ = depth_;
      entry_.reset();
      entry_key_ = Field::none;
    }
    return true;
  }
  bool end_object() {
    if (depth_ == entry_depth_) {
      sink_->entry(entries_, entry_);
      entry_depth_ = 0;
    } else if (depth_ == object_depth_) {
      sink_->object(object_);
      object_depth_ = 0;
    }
    --depth_;
    return true;
  }
  bool start_array(std::size_t) {
    if (depth_ == 0) {
      depth_ = 1;
      return true;
    }
    const Slot slot = place(Value::Kind::array);
    if (slot == Stop) return false;
    open();
    if (slot == Known && depth_ == object_depth_ + 1 && has_entries(object_key_)) {
      entries_depth_ = depth_;
      entries_ = object_key_;
      sink_->entries_begin(entries_);
    }
    return true;
  }
  bool end_array() {
    if (depth_ == entries_depth_) entries_depth_ = 0;
    --depth_;
    return true;
  }
  bool key(std::string& name) {
    if (has_nul(name)) problem(ProtocolError::Kind::wrong_shape, "a key has a NUL character");
    if (depth_ == entry_depth_) {
      entry_key_ = field_of(name);
    } else if (depth_ == object_depth_) {
      object_key_ = field_of(name);
    }
    return true;
  }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) {
    failed_ = error.id == nlohmann_number_overflow ? Outcome::overflow : Outcome::unreadable;
    errors_->push_back({ProtocolError::Kind::not_json, "not JSON at byte " + std::to_string(position), {}, {}});
    return false;
  }

 private:
  /// Where the value that begins now stands. Those above Skip matter.
  enum Slot { Stop, Skip, Known, Element, Entry };

  /// Classifies a value by where it stands, and notes its kind if it is a known field's.
  Slot place(Value::Kind kind) {
    if (object_depth_ == 0) return depth_ <= 1 ? element(kind) : Skip;
    if (depth_ == entry_depth_ || depth_ == object_depth_) {
      const bool in_entry = depth_ == entry_depth_;
      const Field field = in_entry ? entry_key_ : object_key_;
      if (field == Field::none) return Skip;
      slot_ = in_entry ? &entry_[field] : &object_[field];
      slot_->kind = kind;
      return Known;
    }
    if (depth_ != entries_depth_) return Skip;
    if (!count()) return Stop;
    if (kind == Value::Kind::object) return Entry;
    errors_->push_back(
        {ProtocolError::Kind::wrong_shape, "an entry of \"" + name_of(entries_) + "\" is not an object", {}, {}});
    return Skip;
  }

  /// A value that is, or should be, one of the frame's objects.
  Slot element(Value::Kind kind) {
    if (!count()) return Stop;
    if (kind == Value::Kind::object) return Element;
    errors_->push_back({ProtocolError::Kind::wrong_shape, "not an object", {}, {}});
    return Skip;
  }

  bool integer(std::uint64_t value) {
    if (value > FieldReader::max_integer) return place(Value::Kind::number) != Stop;
    const Slot slot = place(Value::Kind::integer);
    if (slot > Skip) slot_->integer = value;
    return slot != Stop;
  }

  bool count() {
    if (++elements_ <= limits_.batch) return true;
    const std::string most = std::to_string(limits_.batch);
    errors_->push_back({ProtocolError::Kind::too_large, "more than " + most + " objects in one frame", {}, {}});
    failed_ = Outcome::partial;
    return false;
  }

  void open() {
    if (++depth_ <= limits_.depth) return;
    if (object_depth_ != 0) {
      problem(ProtocolError::Kind::too_deep, "nested too deeply");
    } else if (!errors_->empty()) {  // arrays in arrays: element() has just complained
      errors_->back() = {ProtocolError::Kind::too_deep, "nested too deeply", {}, {}};
    }
  }

  /// The object, or the entry, that is being read is not usable. The first problem is the one that is told.
  void problem(ProtocolError::Kind kind, std::string_view detail) {
    const bool in_bad_entry = entries_depth_ != 0 && entry_depth_ == 0;
    if (object_depth_ == 0 || in_bad_entry) return;  // not an object: that is an error of its own
    ProtocolError& told = (entry_depth_ != 0 ? entry_ : object_).problem;
    if (told.detail.empty()) told = {kind, std::string(detail), {}, {}};
  }

  [[nodiscard]] std::string name_of(Field field) const {
    for (const Key& key : keys_) {
      if (key.field == field) return key.name;
    }
    return {};
  }

  Field field_of(std::string_view name) const {
    for (const Key& key : keys_) {
      if (key.name == name) return key.field;
    }
    return Field::none;
  }

  Limits limits_;
  std::vector<Key> keys_;
  RecordSink* sink_ = nullptr;
  std::vector<ProtocolError>* errors_ = nullptr;
  Outcome failed_ = Outcome::complete;
  std::size_t depth_ = 0;
  std::size_t object_depth_ = 0;   ///< 0: none is open
  std::size_t entries_depth_ = 0;  ///< of the array whose entries are being read
  std::size_t entry_depth_ = 0;
  std::size_t elements_ = 0;
  Field object_key_ = Field::none;
  Field entry_key_ = Field::none;
  Field entries_ = Field::none;  ///< that array
  Value* slot_ = nullptr;
  Record object_;
  Record entry_;
};

JsonReader::JsonReader(const Limits& limits, std::vector<Key> keys)
    : handler_(std::make_unique<Handler>(limits, std::move(keys))) {}

JsonReader::~JsonReader() = default;

Outcome JsonReader::read(std::string_view frame, RecordSink& sink, std::vector<ProtocolError>& errors) {
  handler_->begin(sink, errors);
  // Its result says no more than outcome() does: the handler sees every reason to stop.
  static_cast<void>(Json::sax_parse(frame.data(), frame.data() + frame.size(), handler_.get()));
  handler_->end();
  return handler_->outcome();
}

}  // namespace banter::protocol
