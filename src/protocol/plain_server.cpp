// The plain dialect as the server speaks it to a tutorial's page: docs/protocol.md.
#include <utility>

#include "protocol/dialects.hpp"
#include "protocol/frame_decoder.hpp"
#include "protocol/json_writer.hpp"

namespace banter::protocol {

namespace {

std::vector<Key> keys() {
  return {{"type", Field::type}, {"message", Field::message}, {"id", Field::id}, {"from", Field::from}};
}

class PlainServer final : public ServerCodec, private FrameDecoder<Command> {
 public:
  explicit PlainServer(const Limits& limits) : FrameDecoder(limits, keys()) {}

  [[nodiscard]] Capabilities capabilities() const override { return plain_capabilities; }

  void decode(std::string_view frame, Decoded<Command>& out) override {
    if (plain_is_json(frame)) {
      decode_json(frame, out);
    } else if (is_bare_text(frame, out)) {
      SendChat chat;
      chat.text = frame;
      out.messages.emplace_back(std::move(chat));
    }
  }

  /// Every frame has a string `message`: the tutorial's page prints data.message whatever it gets.
  [[nodiscard]] std::string encode(const Event& event) const override {
    JsonWriter writer;
    if (const auto* chat = std::get_if<Chat>(&event)) {
      const ChatMessage& message = chat->message;
      writer.string("type", "chat").string("message", message.text).string("from", message.nick);
      writer.optional_string("id", message.id).integer("seq", message.seq);
      return writer.signed_integer("ts", message.time.time_since_epoch().count()).take();
    }
    if (const auto* refusal = std::get_if<Refusal>(&event)) {
      writer.string("type", "error").string("code", refusal->code).string("message", refusal->text);
      return writer.optional_string("id", refusal->id).take();
    }
    return {};
  }

 private:
  void object(const Record& record) override {
    const std::string_view type = record.type();
    FieldReader reader(record, limits());
    if (record.has(Field::message) || type.empty() || type == "chat") {
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

  static SendChat read_chat(FieldReader& reader) {
    SendChat chat;
    chat.text = reader.text(Field::message, "message");
    chat.id = reader.lenient_name(Field::id, "id");
    chat.nick = reader.lenient_name(Field::from, "from");
    return chat;
  }
};

}  // namespace

std::unique_ptr<ServerCodec> make_plain_server(const Limits& limits) {
  return std::make_unique<PlainServer>(limits);
}

}  // namespace banter::protocol
