// A dialect of the wire as a codec: frames → events and commands → frames for the client, the
// mirror image for the server. Nothing outside protocol/ may ask which dialect is spoken: ask
// Capabilities what it can do.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/chat_batch.hpp"
#include "protocol/messages.hpp"

namespace banter::protocol {

enum class Dialect { plain, banter };

/// "plain" or "banter".
std::optional<Dialect> parse_dialect(std::string_view name);

/// What a dialect can do, so that nobody has to know its name.
struct Capabilities {
  bool hello = false;    ///< the connection begins with Hello and is usable after Welcome
  bool acks = false;     ///< a sent message is confirmed by Ack, and a resend under the same id is not doubled
  bool rooms = false;    ///< Join names a room
  bool history = false;  ///< joining brings earlier messages
  bool ping = false;     ///< Ping is answered with Pong
  bool edits = false;    ///< there are words for Edit and Edited
  bool people = false;   ///< there are words for typing, members and presence
};

/// Bounds on what is accepted from the other side. Beyond them: a ProtocolError, never an abort.
struct Limits {
  std::size_t frame_bytes = 1 << 20;
  std::size_t text_bytes = 64 << 10;  ///< one message's text
  std::size_t name_bytes = 256;       ///< rooms, nicknames, ids, codes
  std::size_t depth = 8;              ///< nesting of arrays and objects
  std::size_t batch = 4096;           ///< objects in one frame
  std::size_t token_bytes = 8 << 10;  ///< a hello's token: a JWT may be long
};

/// Why a frame, or one object of it, was not understood. It is counted and shown; the chat goes on.
struct ProtocolError {
  enum class Kind {
    too_large,
    not_text,  ///< a binary frame, or invalid UTF-8
    not_json,  ///< malformed or truncated
    too_deep,
    wrong_shape,   ///< not an object, a field missing, of the wrong type or out of range
    unknown_type,  ///< a `type` this dialect does not have
  };
  Kind kind = Kind::wrong_shape;
  std::string detail;  ///< for a person: what was wrong and where, without quoting secrets
  std::string room;    ///< of the object that was not understood, when it could be read; for the refusal
  std::string id;      ///< likewise
};
/// Stable words for logs and tests: "too-large", "not-text", …
std::string_view to_string(ProtocolError::Kind kind);

template <class Message>
struct Decoded {
  std::vector<Message> messages;  ///< in the order of the frame
  std::vector<ProtocolError> errors;

  void clear() {
    messages.clear();
    errors.clear();
  }
};

class ClientCodec {
 public:
  virtual ~ClientCodec() = default;
  [[nodiscard]] virtual Capabilities capabilities() const = 0;
  /// Sec-WebSocket-Protocol to offer (RFC 6455, 11.3.4); empty: none.
  [[nodiscard]] virtual std::string_view subprotocol() const = 0;
  /// Appends what one text frame says. Never throws; any bytes are allowed.
  virtual void decode(std::string_view frame, Decoded<Event>& out) = 0;
  /// Reads one text frame if it holds nothing but new messages of one room, as servers write them: what decode() would
  /// say, sooner. False: it does not, or is unusual, and `out` holds nothing that counts; decode() it.
  virtual bool decode_chats(std::string_view frame, ChatBatch& out) {
    static_cast<void>(frame);
    static_cast<void>(out);
    return false;
  }
  /// One text frame; empty when the dialect has no words for the command.
  [[nodiscard]] virtual std::string encode(const Command& command) const = 0;
};

class ServerCodec {
 public:
  virtual ~ServerCodec() = default;
  [[nodiscard]] virtual Capabilities capabilities() const = 0;
  virtual void decode(std::string_view frame, Decoded<Command>& out) = 0;
  /// One JSON text; empty when the dialect has no words for the event.
  [[nodiscard]] virtual std::string encode(const Event& event) const = 0;
};

/// Names of the plain dialect's fields, for servers that call them otherwise.
struct PlainFields {
  std::string message = "message";
  std::string nick = "from";
  bool send_type = true;  ///< {"type":"chat","message":…} rather than {"message":…}
};

std::unique_ptr<ClientCodec> make_client_codec(Dialect dialect, const Limits& limits = {},
                                               const PlainFields& fields = {});
std::unique_ptr<ServerCodec> make_server_codec(Dialect dialect, const Limits& limits = {});

/// The subprotocol's name on the wire.
inline constexpr std::string_view banter_subprotocol = "banter.v1";

}  // namespace banter::protocol
