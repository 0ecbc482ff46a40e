// Turns a frame into flat records, one object at a time and without building a tree: a client under
// load reads twenty thousand frames a second. Must not know: what the fields mean.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "protocol/codec.hpp"
#include "protocol/record.hpp"

namespace banter::protocol {

/// Is given each object of a frame, in order.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  virtual void object(const Record& record) = 0;
  /// An array with entries of the object that is being read begins, or begins anew (a duplicate key).
  virtual void entries_begin(Field array) { static_cast<void>(array); }
  /// One object of it; the object itself follows when it is complete.
  virtual void entry(Field array, const Record& record) {
    static_cast<void>(array);
    static_cast<void>(record);
  }
};

/// How much of a frame could be read.
enum class Outcome : std::uint8_t {
  complete,
  partial,     ///< it had more objects than allowed; what came before them stands
  overflow,    ///< it has a number no double can hold: read without_huge_numbers() instead, nothing of it stands
  unreadable,  ///< not JSON: nothing of it stands; the last error says why
};

class JsonReader {
 public:
  JsonReader(const Limits& limits, std::vector<Key> keys);
  ~JsonReader();
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;

  /// Precondition: frame_is_text(frame, …); see frame_text.hpp. Appends to `errors` what is wrong with the frame as a
  /// whole and with elements of it that are not objects.
  Outcome read(std::string_view frame, RecordSink& sink, std::vector<ProtocolError>& errors);

 private:
  class Handler;
  std::unique_ptr<Handler> handler_;
};

}  // namespace banter::protocol
