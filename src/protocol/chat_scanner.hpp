// Reads frames that hold nothing but new messages of one room, in the shape that servers write them: many times as
// fast as JsonReader does, and only if it is certain to come to the same. Whatever is unusual it leaves to that.
// Must not know: the dialects; it is told which fields a message has.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/chat_batch.hpp"
#include "protocol/codec.hpp"
#include "protocol/record.hpp"

namespace banter::protocol {

class ChatScanner {
 public:
  /// What an object must be to be a message.
  struct Shape {
    /// Every name that means something in such an object; the first that fits counts. What has neither a text nor a
    /// number is unusual.
    std::vector<Key> keys;
    std::uint64_t required = 0;  ///< bit(Field) of each that must be there
    bool lenient = false;        ///< a number in place of a name, or a name in place of a number, counts as absent
  };
  static constexpr std::uint64_t bit(Field field) { return std::uint64_t{1} << static_cast<unsigned>(field); }

  ChatScanner(const Limits& limits, Shape shape);

  /// False: the frame is not of that kind, and `out` holds nothing that counts.
  bool scan(std::string_view frame, ChatBatch& out);

 private:
  struct Object;
  /// `frame` is changed where it has escapes; what is put out points into it.
  bool read(std::string& frame, ChatBatch& out);
  bool read_object(const char*& at, const char* end, Object& object);
  /// How an object begins whose type and room come first: in a batch, as the one before, byte for byte.
  struct Head {
    std::string bytes;  ///< up to behind the second comma; empty: there was none yet
    std::size_t type_at = 0, type_size = 0, room_at = 0, room_size = 0;
  };
  bool take_head(const char*& at, const char* end, Object& object) const;
  void learn_head(const char* begin, const char* at, const char* end, const Object& object);
  bool read_value(const char*& at, const char* end, Field field, Object& object) const;
  bool take(const Object& object, ChatBatch& out, std::string& frame) const;
  [[nodiscard]] Field field_of(std::string_view name, std::size_t place);

  Limits limits_;
  Shape shape_;
  /// Which key stood at each place of the object before: in the next one it probably does so again.
  std::array<std::uint8_t, 16> guess_{};
  Head head_;
  std::size_t expected_ = 1;            ///< messages, as in the frame before
  std::shared_ptr<std::string> bytes_;  ///< serves again when the batch before is gone
};

}  // namespace banter::protocol
