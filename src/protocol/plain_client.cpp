// The plain dialect as the client speaks it with any tutorial server: docs/protocol.md.
#include <utility>

#include "protocol/chat_scanner.hpp"
#include "protocol/dialects.hpp"
#include "protocol/frame_decoder.hpp"
#include "protocol/json_writer.hpp"

namespace banter::protocol {

namespace {

/// The configured names first: they win over a field that happens to be called the same.
std::vector<Key> keys(const PlainFields& fields) {
  return {{fields.message, Field::message},
          {fields.nick, Field::from},
          {"type", Field::type},
          {"id", Field::id},
          {"user", Field::user},
          {"seq", Field::seq},
          {"ts", Field::ts},
          {"code", Field::code}};
}

ChatScanner::Shape chat_shape(const PlainFields& fields) {
  ChatScanner::Shape shape;
  shape.keys = keys(fields);
  shape.required = ChatScanner::bit(Field::message);
  shape.lenient = true;
  return shape;
}

class PlainClient final : public ClientCodec, private FrameDecoder<Event> {
 public:
  PlainClient(const Limits& limits, const PlainFields& fields)
      : FrameDecoder(limits, keys(fields)), fields_(fields), scanner_(limits, chat_shape(fields)) {}

  [[nodiscard]] Capabilities capabilities() const override { return plain_capabilities; }
  [[nodiscard]] std::string_view subprotocol() const override { return {}; }

  void decode(std::string_view frame, Decoded<Event>& out) override {
    if (plain_is_json(frame)) {
      decode_json(frame, out);
    } else if (is_bare_text(frame, out)) {
      Chat chat;
      chat.message.text = frame;
      out.messages.emplace_back(std::move(chat));
    }
  }

  bool decode_chats(std::string_view frame, ChatBatch& out) override { return scanner_.scan(frame, out); }

  [[nodiscard]] std::string encode(const Command& command) const override {
    const auto* chat = std::get_if<SendChat>(&command);
    if (chat == nullptr) return {};
    JsonWriter writer;
    if (fields_.send_type) writer.string("type", "chat");
    writer.string(fields_.message, chat->text).optional_string("id", chat->id);
    return writer.optional_string(fields_.nick, chat->nick).take();
  }

 private:
  void object(const Record& record) override {
    const std::string_view type = record.type();
    FieldReader reader(record, limits());
    if (type == "error") {
      emit(reader, read_error(reader));
    } else if (record.has(Field::message) || type.empty() || type == "chat") {
      emit(reader, read_chat(reader));
    } else if (type == "ping") {
      emit(reader, Ping{});
    } else if (type == "pong") {
      emit(reader, Pong{});
    } else {
      reader.fail_type();
      reject(reader.error());
    }
  }

  Chat read_chat(FieldReader& reader) const {
    ChatMessage message;
    message.text = reader.text(Field::message, fields_.message);
    // Servers put all kinds of things into these; what is of another type is not for us.
    message.id = reader.lenient_name(Field::id, "id");
    message.user = reader.lenient_name(Field::user, "user");
    message.nick = reader.lenient_name(Field::from, fields_.nick);
    message.seq = reader.lenient_integer(Field::seq);
    message.time = wall_time(reader.lenient_integer(Field::ts));
    return Chat{std::move(message)};
  }

  Refusal read_error(FieldReader& reader) const {
    Refusal refusal;
    refusal.text = reader.text(Field::message, fields_.message);
    refusal.code = reader.lenient_name(Field::code, "code");
    refusal.id = reader.lenient_name(Field::id, "id");
    return refusal;
  }

  PlainFields fields_;
  ChatScanner scanner_;
};

}  // namespace

bool plain_is_json(std::string_view frame) {
  const std::size_t first = frame.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (frame[first] == '{' || frame[first] == '[');
}

std::unique_ptr<ClientCodec> make_plain_client(const Limits& limits, const PlainFields& fields) {
  return std::make_unique<PlainClient>(limits, fields);
}

}  // namespace banter::protocol
