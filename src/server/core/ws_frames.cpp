#include "server/core/ws_frames.hpp"

#include <algorithm>
#include <utility>

#include "protocol/frame_text.hpp"

namespace banter::server {

namespace {

constexpr std::size_t control_most = 125;  // 5.5

bool is_control(Opcode opcode) {
  return opcode >= Opcode::close;
}

/// Of those that may be on the wire (7.4).
bool is_close_code(int code) {
  return (code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006) ||
         (code >= 3000 && code <= 4999);
}

std::uint64_t big_endian(const unsigned char* bytes, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = (value << 8U) | bytes[i];
  return value;
}

}  // namespace

std::size_t WsReader::head_size() const {
  if (head_bytes_ < 2) return 2;
  const unsigned length = head_[1] & 0x7FU;
  const std::size_t mask = (head_[1] & 0x80U) != 0 ? 4 : 0;
  return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0) + mask;
}

bool WsReader::read_head(std::string_view& bytes) {
  while (head_bytes_ < head_size() && !bytes.empty()) {
    head_[head_bytes_++] = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
  }
  return head_bytes_ >= head_size();
}

int WsReader::begin_frame(std::size_t most_bytes) {
  const auto opcode = static_cast<Opcode>(head_[0] & 0xFU);
  const bool last = (head_[0] & 0x80U) != 0;
  const bool known = opcode <= Opcode::binary || (opcode >= Opcode::close && opcode <= Opcode::pong);
  if ((head_[0] & 0x70U) != 0 || !known || (head_[1] & 0x80U) == 0) return ws_protocol_error;
  const unsigned length = head_[1] & 0x7FU;
  left_ = length < 126 ? length : big_endian(head_.data() + 2, length == 126 ? 2 : 8);
  // The shortest form is the only one (5.2).
  if ((length == 126 && left_ < 126) || (length == 127 && (left_ < 65536 || left_ >> 63U != 0))) {
    return ws_protocol_error;
  }
  in_payload_ = true;
  mask_at_ = 0;
  if (is_control(opcode)) {
    control_.clear();
    return last && left_ <= control_most ? 0 : ws_protocol_error;
  }
  if ((opcode == Opcode::more) != fragmented_) return ws_protocol_error;
  if (opcode != Opcode::more) message_kind_ = opcode;
  if (left_ > most_bytes || message_.size() + left_ > most_bytes) return ws_too_big;
  return 0;
}

void WsReader::take_payload(std::string_view& bytes) {
  const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
  std::string& into = is_control(static_cast<Opcode>(head_[0] & 0xFU)) ? control_ : message_;
  const unsigned char* mask = head_.data() + head_size() - 4;
  const std::size_t from = into.size();
  into.append(bytes.substr(0, take));
  for (std::size_t i = 0; i < take; ++i) {
    into[from + i] = static_cast<char>(static_cast<unsigned char>(into[from + i]) ^ mask[(mask_at_ + i) % 4]);
  }
  mask_at_ = static_cast<std::uint32_t>((mask_at_ + take) % 4);
  left_ -= take;
  bytes.remove_prefix(take);
}

WsReader::Result WsReader::end_frame() {
  const auto opcode = static_cast<Opcode>(head_[0] & 0xFU);
  const bool last = (head_[0] & 0x80U) != 0;
  head_bytes_ = 0;
  in_payload_ = false;
  if (is_control(opcode)) {
    Item item{opcode, control_, 0};
    if (opcode != Opcode::close) return {item, 0};
    if (control_.size() == 1) return {std::nullopt, ws_protocol_error};
    item.code = 1005;
    if (control_.size() >= 2) {
      item.code = static_cast<unsigned char>(control_[0]) * 256 + static_cast<unsigned char>(control_[1]);
      item.payload.remove_prefix(2);
      if (!is_close_code(item.code)) return {std::nullopt, ws_protocol_error};
      if (!protocol::valid_utf8(item.payload)) return {std::nullopt, ws_not_text};
    }
    return {item, 0};
  }
  fragmented_ = !last;
  if (!last) return {};
  if (message_kind_ == Opcode::text && !protocol::valid_utf8(message_)) return {std::nullopt, ws_not_text};
  spent_ = true;
  return {Item{message_kind_, message_, 0}, 0};
}

void WsReader::release() {
  if (std::exchange(spent_, false)) std::string().swap(message_);
}

WsReader::Result WsReader::next(std::string_view& bytes, std::size_t most_bytes) {
  if (std::exchange(spent_, false)) message_.clear();
  while (!bytes.empty()) {
    if (!in_payload_) {
      if (!read_head(bytes)) break;
      if (const int error = begin_frame(most_bytes); error != 0) return {std::nullopt, error};
    }
    take_payload(bytes);
    if (left_ > 0) break;
    const Result result = end_frame();
    if (result.item || result.error != 0) return result;
  }
  return {};
}

WsHead ws_head(Opcode opcode, std::uint64_t payload_bytes) {
  WsHead head;
  head.bytes[0] = static_cast<char>(0x80U | static_cast<unsigned>(opcode));
  const std::size_t more = payload_bytes < 126 ? 0 : payload_bytes < 65536 ? 2 : 8;
  head.bytes[1] = static_cast<char>(more == 0 ? payload_bytes : more == 2 ? 126 : 127);
  for (std::size_t i = 0; i < more; ++i) head.bytes[2 + i] = static_cast<char>(payload_bytes >> (8 * (more - 1 - i)));
  head.size = 2 + more;
  return head;
}

std::string close_payload(int code, std::string_view reason) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  // Not in the middle of a character.
  std::size_t size = std::min(reason.size(), control_most - 2);
  while (size < reason.size() && size > 0 && (static_cast<unsigned char>(reason[size]) & 0xC0U) == 0x80U) --size;
  return payload.append(reason.substr(0, size));
}

}  // namespace banter::server
