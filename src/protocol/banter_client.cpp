// banter.v1 as the client speaks it: docs/protocol.md.
#include <limits>
#include <utility>

#include "protocol/dialects.hpp"
#include "protocol/frame_decoder.hpp"
#include "protocol/json_writer.hpp"

namespace banter::protocol {

namespace {

/// The most frequent first.
std::vector<Key> keys() {
  return {{"type", Field::type},
          {"room", Field::room},
          {"seq", Field::seq},
          {"id", Field::id},
          {"user", Field::user},
          {"from", Field::from},
          {"message", Field::message},
          {"ts", Field::ts},
          {"messages", Field::messages},
          {"epoch", Field::epoch},
          {"last", Field::last},
          {"more", Field::more},
          {"gap", Field::gap},
          {"nick", Field::nick},
          {"code", Field::code},
          {"maxText", Field::max_text},
          {"fatal", Field::fatal},
          {"retryAfter", Field::retry_after},
          {"edit", Field::edit},
          {"edits", Field::edits},
          {"deleted", Field::deleted},
          {"deletes", Field::deletes},
          {"rights", Field::rights},
          {"action", Field::action},
          {"by", Field::by},
          {"until", Field::until}};
}

/// Everything of a message but its room.
ChatMessage read_message(FieldReader& reader) {
  ChatMessage message;
  message.seq = reader.integer(Field::seq, "seq");
  message.id = reader.optional_name(Field::id, "id");
  message.user = reader.name(Field::user, "user");
  message.nick = reader.name(Field::from, "from");
  message.text = reader.text(Field::message, "message");
  message.time = wall_time(reader.integer(Field::ts, "ts"));
  message.edit = reader.optional_integer(Field::edit, "edit");
  message.deleted = reader.optional_flag(Field::deleted, "deleted");
  return message;
}

Welcome read_welcome(FieldReader& reader) {
  Welcome welcome;
  welcome.user = reader.name(Field::user, "user");
  welcome.nick = reader.name(Field::nick, "nick");
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  welcome.max_text = static_cast<std::uint32_t>(reader.optional_integer(Field::max_text, "maxText", most));
  welcome.edits = reader.optional_flag(Field::edits, "edits");
  welcome.deletes = reader.optional_flag(Field::deletes, "deletes");
  return welcome;
}

Joined read_joined(FieldReader& reader) {
  Joined joined;
  joined.room = reader.name(Field::room, "room");
  joined.epoch = reader.name(Field::epoch, "epoch");
  joined.last = reader.integer(Field::last, "last");
  joined.edits = reader.optional_integer(Field::edits, "edits");
  joined.rights = reader.optional_name(Field::rights, "rights");
  return joined;
}

Ack read_ack(FieldReader& reader) {
  Ack ack;
  ack.room = reader.name(Field::room, "room");
  ack.id = reader.name(Field::id, "id");
  ack.seq = reader.integer(Field::seq, "seq");
  ack.time = wall_time(reader.integer(Field::ts, "ts"));
  return ack;
}

Edited read_edited(FieldReader& reader) {
  Edited edited;
  edited.room = reader.name(Field::room, "room");
  edited.seq = reader.integer(Field::seq, "seq");
  edited.edit = reader.integer(Field::edit, "edit");
  edited.id = reader.optional_name(Field::id, "id");
  edited.text = reader.text(Field::message, "message");
  edited.time = wall_time(reader.integer(Field::ts, "ts"));
  edited.deleted = reader.optional_flag(Field::deleted, "deleted");
  return edited;
}

Moderated read_moderated(FieldReader& reader) {
  Moderated moderated;
  moderated.room = reader.name(Field::room, "room");
  moderated.id = reader.optional_name(Field::id, "id");
  moderated.action = reader.name(Field::action, "action");
  moderated.user = reader.name(Field::user, "user");
  moderated.by = reader.name(Field::by, "by");
  moderated.until = wall_time(reader.optional_integer(Field::until, "until"));
  return moderated;
}

Refusal read_error(FieldReader& reader) {
  Refusal refusal;
  refusal.code = reader.name(Field::code, "code");
  refusal.text = reader.text(Field::message, "message");
  refusal.room = reader.optional_name(Field::room, "room");
  refusal.id = reader.optional_name(Field::id, "id");
  const std::uint64_t retry_after = reader.optional_integer(Field::retry_after, "retryAfter");
  refusal.retry_after = Duration{static_cast<Duration::rep>(retry_after)};
  refusal.fatal = reader.optional_flag(Field::fatal, "fatal");
  return refusal;
}

class BanterClient final : public ClientCodec, private FrameDecoder<Event> {
 public:
  explicit BanterClient(const Limits& limits) : FrameDecoder(limits, keys()) {}

  [[nodiscard]] Capabilities capabilities() const override { return banter_capabilities; }
  [[nodiscard]] std::string_view subprotocol() const override { return banter_subprotocol; }

  void decode(std::string_view frame, Decoded<Event>& out) override {
    entries_.clear();
    decode_json(frame, out);
  }

  [[nodiscard]] std::string encode(const Command& command) const override;

 private:
  void object(const Record& record) override;
  void entries_begin() override { entries_.clear(); }
  void entry(const Record& record) override {
    FieldReader reader(record, limits());
    ChatMessage message = read_message(reader);
    if (reader.ok()) {
      entries_.messages.push_back(std::move(message));
    } else {
      entries_.errors.push_back(reader.error());
    }
  }
  History read_history(FieldReader& reader);

  Decoded<ChatMessage> entries_;  // of the object that is being read
};

History BanterClient::read_history(FieldReader& reader) {
  History history;
  history.room = reader.name(Field::room, "room");
  reader.array(Field::messages, "messages");
  history.more = reader.optional_flag(Field::more, "more");
  history.gap = reader.optional_flag(Field::gap, "gap");
  for (ChatMessage& message : entries_.messages) message.room = history.room;
  history.messages = std::exchange(entries_.messages, {});
  for (ProtocolError& error : entries_.errors) reject(std::move(error));
  return history;
}

void BanterClient::object(const Record& record) {
  const std::string_view type = record.type();
  FieldReader reader(record, limits());
  if (type == "chat") {
    ChatMessage message = read_message(reader);
    message.room = reader.name(Field::room, "room");
    emit(reader, Chat{std::move(message)});
  } else if (type == "ack") {
    emit(reader, read_ack(reader));
  } else if (type == "history") {
    emit(reader, read_history(reader));
  } else if (type == "edited") {
    emit(reader, read_edited(reader));
  } else if (type == "moderated") {
    emit(reader, read_moderated(reader));
  } else if (type == "joined") {
    emit(reader, read_joined(reader));
  } else if (type == "welcome") {
    emit(reader, read_welcome(reader));
  } else if (type == "error") {
    emit(reader, read_error(reader));
  } else if (type == "ping") {
    emit(reader, Ping{});
  } else if (type == "pong") {
    emit(reader, Pong{});
  } else {
    reader.fail_type();
    reject(reader.error());
  }
  entries_.clear();
}

std::string write(const Hello& hello) {
  return JsonWriter().string("type", "hello").string("nick", hello.nick).string("token", hello.token).take();
}

std::string write(const Join& join) {
  JsonWriter writer;
  writer.string("type", "join").string("room", join.room);
  if (!join.epoch.empty()) writer.string("epoch", join.epoch).integer("after", join.after);
  if (!join.epoch.empty() && join.edits != 0) writer.integer("edits", join.edits);
  return writer.take();
}

std::string write(const SendChat& chat) {
  return JsonWriter()
      .string("type", "chat")
      .string("room", chat.room)
      .string("id", chat.id)
      .string("message", chat.text)
      .take();
}

std::string write(const Edit& edit) {
  return JsonWriter()
      .string("type", "edit")
      .string("room", edit.room)
      .integer("seq", edit.seq)
      .string("id", edit.id)
      .string("message", edit.text)
      .take();
}

std::string write(const Delete& command) {
  return JsonWriter()
      .string("type", "delete")
      .string("room", command.room)
      .integer("seq", command.seq)
      .string("id", command.id)
      .take();
}

std::string write(const Moderate& command) {
  JsonWriter writer;
  writer.string("type", "moderate")
      .string("room", command.room)
      .string("id", command.id)
      .string("action", command.action)
      .string("user", command.user);
  if (command.seconds != 0) writer.integer("for", command.seconds);
  return writer.take();
}

std::string write(const Ping&) {
  return R"({"type":"ping"})";
}
std::string write(const Pong&) {
  return R"({"type":"pong"})";
}

std::string BanterClient::encode(const Command& command) const {
  return std::visit([](const auto& one) { return write(one); }, command);
}

}  // namespace

std::unique_ptr<ClientCodec> make_banter_client(const Limits& limits) {
  return std::make_unique<BanterClient>(limits);
}

}  // namespace banter::protocol
