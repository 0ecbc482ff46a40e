// banter.v1 as the client speaks it: docs/protocol.md.
#include <limits>
#include <utility>

#include "protocol/chat_scanner.hpp"
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
          {"until", Field::until},
          {"count", Field::people},
          {"joined", Field::joined},
          {"left", Field::left},
          {"members", Field::members},
          {"next", Field::next},
          {"typing", Field::typing},
          {"before", Field::before},
          {"after", Field::after},
          {"history", Field::history}};
}

constexpr std::uint64_t most_of_32_bits = std::numeric_limits<std::uint32_t>::max();

Person read_person(FieldReader& reader) {
  Person person;
  person.user = reader.name(Field::user, "user");
  person.nick = reader.name(Field::from, "from");
  return person;
}

Typing read_typing(FieldReader& reader) {
  Typing typing;
  typing.room = reader.name(Field::room, "room");
  typing.who = read_person(reader);
  return typing;
}

/// A message as it is told when it is new.
ChatScanner::Shape chat_shape() {
  ChatScanner::Shape shape;
  shape.keys = {{"type", Field::type}, {"room", Field::room},      {"seq", Field::seq},         {"id", Field::id},
                {"user", Field::user}, {"from", Field::from},      {"message", Field::message}, {"ts", Field::ts},
                {"edit", Field::edit}, {"deleted", Field::deleted}};
  for (const Field field : {Field::type, Field::room, Field::seq, Field::user, Field::from, Field::message, Field::ts})
    shape.required |= ChatScanner::bit(field);
  return shape;
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
  welcome.max_text = static_cast<std::uint32_t>(reader.optional_integer(Field::max_text, "maxText", most_of_32_bits));
  welcome.edits = reader.optional_flag(Field::edits, "edits");
  welcome.deletes = reader.optional_flag(Field::deletes, "deletes");
  welcome.typing = reader.optional_flag(Field::typing, "typing");
  welcome.members = reader.optional_flag(Field::members, "members");
  welcome.history = reader.optional_flag(Field::history, "history");
  return welcome;
}

Joined read_joined(FieldReader& reader) {
  Joined joined;
  joined.room = reader.name(Field::room, "room");
  joined.epoch = reader.name(Field::epoch, "epoch");
  joined.last = reader.integer(Field::last, "last");
  joined.edits = reader.optional_integer(Field::edits, "edits");
  joined.rights = reader.optional_name(Field::rights, "rights");
  joined.count = static_cast<std::uint32_t>(reader.optional_integer(Field::people, "count", most_of_32_bits));
  return joined;
}

Ack read_ack(FieldReader& reader) {
  Ack ack;
  ack.room = reader.name(Field::room, "room");
  ack.id = reader.name(Field::id, "id");
  ack.seq = reader.integer(Field::seq, "seq");
  ack.time = wall_time(reader.integer(Field::ts, "ts"));
  if (!reader.has(Field::message)) return ack;
  ack.text = reader.text(Field::message, "message");
  ack.edit = reader.optional_integer(Field::edit, "edit");
  ack.deleted = reader.optional_flag(Field::deleted, "deleted");
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
  explicit BanterClient(const Limits& limits) : FrameDecoder(limits, keys()), scanner_(limits, chat_shape()) {}

  [[nodiscard]] Capabilities capabilities() const override { return banter_capabilities; }
  [[nodiscard]] std::string_view subprotocol() const override { return banter_subprotocol; }

  void decode(std::string_view frame, Decoded<Event>& out) override {
    forget_entries();
    decode_json(frame, out);
  }
  bool decode_chats(std::string_view frame, ChatBatch& out) override { return scanner_.scan(frame, out); }

  [[nodiscard]] std::string encode(const Command& command) const override;

 private:
  void object(const Record& record) override;
  void entries_begin(Field array) override {
    if (array == Field::messages) {
      entries_.clear();
    } else {
      people(array).clear();
    }
  }
  void entry(Field array, const Record& record) override {
    FieldReader reader(record, limits());
    if (array == Field::messages) {
      file(reader, read_message(reader), entries_);
    } else {
      file(reader, read_person(reader), people(array));
    }
  }
  template <class Entry>
  static void file(const FieldReader& reader, Entry entry, Decoded<Entry>& into) {
    if (reader.ok()) {
      into.messages.push_back(std::move(entry));
    } else {
      into.errors.push_back(reader.error());
    }
  }
  Decoded<Person>& people(Field array) {
    return array == Field::members ? members_ : array == Field::joined ? joined_ : left_;
  }
  /// The entries of an array of the object that is read; what was wrong with others is told.
  template <class Entry>
  std::vector<Entry> take(Decoded<Entry>& entries) {
    for (ProtocolError& error : entries.errors) reject(std::move(error));
    return std::exchange(entries.messages, {});
  }
  void forget_entries() {
    entries_.clear();
    members_.clear();
    joined_.clear();
    left_.clear();
  }
  History read_history(FieldReader& reader);
  Members read_members(FieldReader& reader);
  Presence read_presence(FieldReader& reader, const Record& record);

  // of the object that is being read
  ChatScanner scanner_;
  Decoded<ChatMessage> entries_;
  Decoded<Person> members_, joined_, left_;
};

Members BanterClient::read_members(FieldReader& reader) {
  Members page;
  page.room = reader.name(Field::room, "room");
  reader.array(Field::members, "members");
  page.count = static_cast<std::uint32_t>(reader.integer(Field::people, "count", most_of_32_bits));
  page.next = reader.optional_name(Field::next, "next");
  page.people = take(members_);
  return page;
}

Presence BanterClient::read_presence(FieldReader& reader, const Record& record) {
  Presence presence;
  presence.room = reader.name(Field::room, "room");
  presence.count = static_cast<std::uint32_t>(reader.integer(Field::people, "count", most_of_32_bits));
  presence.named = record.has(Field::joined) || record.has(Field::left);
  if (record.has(Field::joined)) reader.array(Field::joined, "joined");
  if (record.has(Field::left)) reader.array(Field::left, "left");
  presence.joined = take(joined_);
  presence.left = take(left_);
  return presence;
}

History BanterClient::read_history(FieldReader& reader) {
  History history;
  history.room = reader.name(Field::room, "room");
  reader.array(Field::messages, "messages");
  history.more = reader.optional_flag(Field::more, "more");
  history.gap = reader.optional_flag(Field::gap, "gap");
  history.before = reader.if_there(Field::before, "before");
  history.after = reader.if_there(Field::after, "after");
  history.messages = take(entries_);
  for (ChatMessage& message : history.messages) message.room = history.room;
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
  } else if (type == "typing") {
    emit(reader, read_typing(reader));
  } else if (type == "presence") {
    emit(reader, read_presence(reader, record));
  } else if (type == "members") {
    emit(reader, read_members(reader));
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
  forget_entries();
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

std::string write(const SendTyping& typing) {
  return JsonWriter().string("type", "typing").string("room", typing.room).take();
}

std::string write(const AskMembers& ask) {
  JsonWriter writer;
  writer.string("type", "members").string("room", ask.room).optional_string("after", ask.after);
  if (ask.limit != 0) writer.integer("limit", ask.limit);
  return writer.take();
}

std::string write(const LoadHistory& load) {
  JsonWriter writer;
  writer.string("type", "history").string("room", load.room).string("epoch", load.epoch);
  if (load.before) writer.integer("before", *load.before);
  if (load.after) writer.integer("after", *load.after);
  if (load.limit != 0) writer.integer("limit", load.limit);
  return writer.optional_string("id", load.id).take();
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
