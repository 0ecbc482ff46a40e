// banter.v1 as the server speaks it: docs/protocol.md.
#include <limits>
#include <utility>

#include "protocol/dialects.hpp"
#include "protocol/frame_decoder.hpp"
#include "protocol/json_writer.hpp"

namespace banter::protocol {

namespace {

std::vector<Key> keys() {
  return {{"type", Field::type},   {"room", Field::room},   {"id", Field::id},         {"message", Field::message},
          {"epoch", Field::epoch}, {"after", Field::after}, {"nick", Field::nick},     {"token", Field::token},
          {"seq", Field::seq},     {"edits", Field::edits}, {"action", Field::action}, {"user", Field::user},
          {"for", Field::seconds}, {"limit", Field::limit}, {"before", Field::before}};
}

SendChat read_chat(FieldReader& reader) {
  SendChat chat;
  chat.room = reader.name(Field::room, "room");
  chat.id = reader.name(Field::id, "id");
  chat.text = reader.text(Field::message, "message");
  return chat;
}

Edit read_edit(FieldReader& reader) {
  Edit edit;
  edit.room = reader.name(Field::room, "room");
  edit.seq = reader.integer(Field::seq, "seq");
  edit.id = reader.name(Field::id, "id");
  edit.text = reader.text(Field::message, "message");
  return edit;
}

Delete read_delete(FieldReader& reader) {
  Delete command;
  command.room = reader.name(Field::room, "room");
  command.seq = reader.integer(Field::seq, "seq");
  command.id = reader.name(Field::id, "id");
  return command;
}

Moderate read_moderate(FieldReader& reader) {
  Moderate command;
  command.room = reader.name(Field::room, "room");
  command.id = reader.name(Field::id, "id");
  command.action = reader.name(Field::action, "action");
  command.user = reader.name(Field::user, "user");
  command.seconds = reader.optional_integer(Field::seconds, "for");
  return command;
}

Join read_join(FieldReader& reader) {
  Join join;
  join.room = reader.name(Field::room, "room");
  join.epoch = reader.optional_name(Field::epoch, "epoch");
  join.after = reader.optional_integer(Field::after, "after");
  join.edits = reader.optional_integer(Field::edits, "edits");
  return join;
}

SendTyping read_typing(FieldReader& reader) {
  return {reader.name(Field::room, "room")};
}

/// `after` is a number for other commands, and a name here.
AskMembers read_members(FieldReader& reader) {
  AskMembers ask;
  ask.room = reader.name(Field::room, "room");
  ask.after = reader.optional_name(Field::after, "after");
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  ask.limit = static_cast<std::uint32_t>(reader.optional_integer(Field::limit, "limit", most));
  return ask;
}

LoadHistory read_load(FieldReader& reader) {
  LoadHistory load;
  load.room = reader.name(Field::room, "room");
  load.epoch = reader.name(Field::epoch, "epoch");
  load.before = reader.if_there(Field::before, "before");
  load.after = reader.if_there(Field::after, "after");
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  load.limit = static_cast<std::uint32_t>(reader.optional_integer(Field::limit, "limit", most));
  load.id = reader.optional_name(Field::id, "id");
  return load;
}

Hello read_hello(FieldReader& reader) {
  Hello hello;
  hello.nick = reader.name(Field::nick, "nick");
  hello.token = reader.token(Field::token, "token");
  return hello;
}

class BanterServer final : public ServerCodec, private FrameDecoder<Command> {
 public:
  explicit BanterServer(const Limits& limits) : FrameDecoder(limits, keys()) {}

  [[nodiscard]] Capabilities capabilities() const override { return banter_capabilities; }

  void decode(std::string_view frame, Decoded<Command>& out) override { decode_json(frame, out); }

  [[nodiscard]] std::string encode(const Event& event) const override;

 private:
  void object(const Record& record) override;
};

void BanterServer::object(const Record& record) {
  const std::string_view type = record.type();
  FieldReader reader(record, limits());
  if (type == "chat") {
    emit(reader, read_chat(reader));
  } else if (type == "edit") {
    emit(reader, read_edit(reader));
  } else if (type == "delete") {
    emit(reader, read_delete(reader));
  } else if (type == "moderate") {
    emit(reader, read_moderate(reader));
  } else if (type == "typing") {
    emit(reader, read_typing(reader));
  } else if (type == "members") {
    emit(reader, read_members(reader));
  } else if (type == "history") {
    emit(reader, read_load(reader));
  } else if (type == "join") {
    emit(reader, read_join(reader));
  } else if (type == "hello") {
    emit(reader, read_hello(reader));
  } else if (type == "ping") {
    emit(reader, Ping{});
  } else if (type == "pong") {
    emit(reader, Pong{});
  } else {
    reader.fail_type();
    reject(reader.error());
  }
}

void write_message(JsonWriter& writer, const ChatMessage& message) {
  writer.integer("seq", message.seq)
      .optional_string("id", message.id)
      .string("user", message.user)
      .string("from", message.nick)
      .string("message", message.text)
      .signed_integer("ts", message.time.time_since_epoch().count());
  if (message.edit != 0) writer.integer("edit", message.edit);
  if (message.deleted) writer.flag("deleted", true);
}

std::string write(const Welcome& welcome) {
  JsonWriter writer;
  writer.string("type", "welcome").string("user", welcome.user).string("nick", welcome.nick);
  if (welcome.max_text != 0) writer.integer("maxText", welcome.max_text);
  if (welcome.edits) writer.flag("edits", true);
  if (welcome.deletes) writer.flag("deletes", true);
  if (welcome.typing) writer.flag("typing", true);
  if (welcome.members) writer.flag("members", true);
  if (welcome.history) writer.flag("history", true);
  return writer.take();
}

std::string write(const Joined& joined) {
  JsonWriter writer;
  writer.string("type", "joined")
      .string("room", joined.room)
      .string("epoch", joined.epoch)
      .integer("last", joined.last);
  if (joined.edits != 0) writer.integer("edits", joined.edits);
  if (!joined.rights.empty()) writer.string("rights", joined.rights);
  if (joined.count != 0) writer.integer("count", joined.count);
  return writer.take();
}

std::string write(const History& history) {
  std::string messages = "[";
  for (const ChatMessage& message : history.messages) {
    if (messages.size() > 1) messages.push_back(',');
    JsonWriter entry;
    write_message(entry, message);
    messages += entry.take();
  }
  messages.push_back(']');
  JsonWriter writer;
  writer.string("type", "history").string("room", history.room).raw("messages", messages).flag("more", history.more);
  if (!history.answers()) return writer.flag("gap", history.gap).take();
  if (history.before) writer.integer("before", *history.before);
  if (history.after) writer.integer("after", *history.after);
  return writer.take();
}

std::string write(const Chat& chat) {
  JsonWriter writer;
  writer.string("type", "chat").string("room", chat.message.room);
  write_message(writer, chat.message);
  return writer.take();
}

std::string write(const Ack& ack) {
  JsonWriter writer;
  writer.string("type", "ack")
      .string("room", ack.room)
      .string("id", ack.id)
      .integer("seq", ack.seq)
      .signed_integer("ts", ack.time.time_since_epoch().count());
  if (ack.text) writer.string("message", *ack.text);
  if (ack.text && ack.edit != 0) writer.integer("edit", ack.edit);
  if (ack.text && ack.deleted) writer.flag("deleted", true);
  return writer.take();
}

std::string write(const Edited& edited) {
  JsonWriter writer;
  writer.string("type", "edited")
      .string("room", edited.room)
      .integer("seq", edited.seq)
      .integer("edit", edited.edit)
      .optional_string("id", edited.id)
      .string("message", edited.text)
      .signed_integer("ts", edited.time.time_since_epoch().count());
  if (edited.deleted) writer.flag("deleted", true);
  return writer.take();
}

std::string write(const Moderated& moderated) {
  JsonWriter writer;
  writer.string("type", "moderated")
      .string("room", moderated.room)
      .optional_string("id", moderated.id)
      .string("action", moderated.action)
      .string("user", moderated.user)
      .string("by", moderated.by);
  if (moderated.until != WallTime{}) writer.signed_integer("until", moderated.until.time_since_epoch().count());
  return writer.take();
}

std::string write(const Typing& typing) {
  return JsonWriter()
      .string("type", "typing")
      .string("room", typing.room)
      .string("user", typing.who.user)
      .string("from", typing.who.nick)
      .take();
}

std::string write_people(const std::vector<Person>& people) {
  std::string all = "[";
  for (const Person& person : people) {
    if (all.size() > 1) all.push_back(',');
    all += JsonWriter().string("user", person.user).string("from", person.nick).take();
  }
  all.push_back(']');
  return all;
}

std::string write(const Members& page) {
  return JsonWriter()
      .string("type", "members")
      .string("room", page.room)
      .raw("members", write_people(page.people))
      .integer("count", page.count)
      .optional_string("next", page.next)
      .take();
}

std::string write(const Presence& presence) {
  JsonWriter writer;
  writer.string("type", "presence").string("room", presence.room).integer("count", presence.count);
  if (presence.named) {
    writer.raw("joined", write_people(presence.joined)).raw("left", write_people(presence.left));
  }
  return writer.take();
}

std::string write(const Refusal& refusal) {
  JsonWriter writer;
  writer.string("type", "error")
      .string("code", refusal.code)
      .string("message", refusal.text)
      .optional_string("room", refusal.room)
      .optional_string("id", refusal.id);
  if (refusal.retry_after.count() > 0) writer.signed_integer("retryAfter", refusal.retry_after.count());
  if (refusal.fatal) writer.flag("fatal", true);
  return writer.take();
}

std::string write(const Ping&) {
  return R"({"type":"ping"})";
}
std::string write(const Pong&) {
  return R"({"type":"pong"})";
}

std::string BanterServer::encode(const Event& event) const {
  return std::visit([](const auto& one) { return write(one); }, event);
}

}  // namespace

std::unique_ptr<ServerCodec> make_banter_server(const Limits& limits) {
  return std::make_unique<BanterServer>(limits);
}

}  // namespace banter::protocol
