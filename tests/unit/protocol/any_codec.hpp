// The four codecs behind one face, for what must hold of each.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "describe.hpp"

namespace banter::protocol {

class AnyCodec {
 public:
  AnyCodec(bool client, Dialect dialect, const Limits& limits = {}) {
    if (client) {
      client_ = make_client_codec(dialect, limits);
    } else {
      server_ = make_server_codec(dialect, limits);
    }
  }

  struct Outcome {
    Json messages;
    std::vector<ProtocolError> errors;
    Json kinds;
  };
  Outcome decode(std::string_view frame) {
    return client_ ? run<Event>(*client_, frame) : run<Command>(*server_, frame);
  }

 private:
  template <class Message, class Codec>
  static Outcome run(Codec& codec, std::string_view frame) {
    Decoded<Message> decoded;
    codec.decode(frame, decoded);
    return {describe_all(decoded.messages), decoded.errors, describe_kinds(decoded.errors)};
  }

  std::unique_ptr<ClientCodec> client_;
  std::unique_ptr<ServerCodec> server_;
};

struct Side {
  const char* name;
  bool client;
  Dialect dialect;
  [[nodiscard]] AnyCodec make(const Limits& limits = {}) const { return {client, dialect, limits}; }
  /// A message with this JSON string (quotes included) as its text and this one as its id.
  [[nodiscard]] std::string chat(const std::string& text, const std::string& id = "\"i\"") const {
    return R"({"type":"chat","room":"r","seq":1,"user":"u","from":"n","ts":1,"id":)" + id + R"(,"message":)" + text +
           "}";
  }
};

inline void PrintTo(const Side& side, std::ostream* out) {
  *out << side.name;
}

inline constexpr Side all_sides[] = {{"BanterClient", true, Dialect::banter},
                                     {"BanterServer", false, Dialect::banter},
                                     {"PlainClient", true, Dialect::plain},
                                     {"PlainServer", false, Dialect::plain}};

}  // namespace banter::protocol
