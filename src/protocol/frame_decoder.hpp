// What every codec's decode() does around its own objects: checks the bytes, reads the objects,
// files what they became under messages or errors. Must not know: the dialects.
#pragma once

#include <utility>
#include <vector>

#include "protocol/frame_text.hpp"
#include "protocol/json_reader.hpp"

namespace banter::protocol {

template <class Message>
class FrameDecoder : protected RecordSink {
 protected:
  FrameDecoder(const Limits& limits, std::vector<Key> keys) : limits_(limits), reader_(limits, std::move(keys)) {}

  void decode_json(std::string_view frame, Decoded<Message>& out) {
    if (!frame_is_text(frame, limits_, out.errors)) return;
    const auto messages = static_cast<std::ptrdiff_t>(out.messages.size());
    const auto errors = static_cast<std::ptrdiff_t>(out.errors.size());
    const auto take_back = [&](std::ptrdiff_t kept_errors) {
      out.messages.erase(out.messages.begin() + messages, out.messages.end());
      out.errors.erase(out.errors.begin() + errors, out.errors.end() - kept_errors);
    };
    out_ = &out;
    Outcome outcome = reader_.read(frame, *this, out.errors);
    if (outcome == Outcome::overflow) {
      take_back(0);
      outcome = reader_.read(without_huge_numbers(frame), *this, out.errors);
    }
    if (outcome == Outcome::unreadable || outcome == Outcome::overflow) take_back(1);  // the last error says why
    out_ = nullptr;
  }

  /// For a dialect with bare text: true when `frame` is that, and within the limits; errors are filed.
  bool is_bare_text(std::string_view frame, Decoded<Message>& out) const {
    if (!frame_is_text(frame, limits_, out.errors)) return false;
    if (frame.size() <= limits_.text_bytes) return true;
    out.errors.push_back({ProtocolError::Kind::too_large, "the text is too long", {}, {}});
    return false;
  }

  void emit(const FieldReader& reader, Message message) {
    if (reader.ok()) {
      out_->messages.push_back(std::move(message));
    } else {
      reject(reader.error());
    }
  }
  void reject(ProtocolError error) { out_->errors.push_back(std::move(error)); }

  [[nodiscard]] const Limits& limits() const { return limits_; }

 private:
  Limits limits_;
  JsonReader reader_;
  Decoded<Message>* out_ = nullptr;  // only while decoding
};

}  // namespace banter::protocol
