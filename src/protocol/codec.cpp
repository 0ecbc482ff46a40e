#include "protocol/codec.hpp"

#include "protocol/dialects.hpp"

namespace banter::protocol {

std::optional<Dialect> parse_dialect(std::string_view name) {
  if (name == "plain") return Dialect::plain;
  if (name == "banter") return Dialect::banter;
  return std::nullopt;
}

std::string_view to_string(ProtocolError::Kind kind) {
  switch (kind) {
    case ProtocolError::Kind::too_large:
      return "too-large";
    case ProtocolError::Kind::not_text:
      return "not-text";
    case ProtocolError::Kind::not_json:
      return "not-json";
    case ProtocolError::Kind::too_deep:
      return "too-deep";
    case ProtocolError::Kind::wrong_shape:
      return "wrong-shape";
    case ProtocolError::Kind::unknown_type:
      return "unknown-type";
  }
  return "wrong-shape";
}

std::unique_ptr<ClientCodec> make_client_codec(Dialect dialect, const Limits& limits, const PlainFields& fields) {
  return dialect == Dialect::banter ? make_banter_client(limits) : make_plain_client(limits, fields);
}

std::unique_ptr<ServerCodec> make_server_codec(Dialect dialect, const Limits& limits) {
  return dialect == Dialect::banter ? make_banter_server(limits) : make_plain_server(limits);
}

}  // namespace banter::protocol
