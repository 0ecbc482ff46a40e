// What a fuzz target checks of a codec beyond not crashing: what it let through keeps the promises of
// messages.hpp, and says the same after the other side's words for it were read again.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "protocol/codec.hpp"

namespace banter::protocol::fuzz {

/// Small, so that short inputs reach them.
inline constexpr Limits limits{2048, 128, 32, 6, 16, 64};

inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", what);
  std::abort();
}

inline void check_text(std::string_view text) {
  require(text.size() <= limits.text_bytes, "texts are bounded");
  require(utf8::valid(text), "texts are UTF-8");
  require(text.find('\0') == std::string_view::npos, "texts have no NUL");
}

inline void check_name(std::string_view name) {
  require(name.size() <= limits.name_bytes, "names are bounded");
  require(utf8::valid(name), "names are UTF-8");
  for (const char c : name) require(static_cast<unsigned char>(c) >= 0x20, "names have no control characters");
}

inline void check_number(std::uint64_t number) {
  require(number < (1ULL << 53), "numbers are below 2^53");
}

inline void check_message(const ChatMessage& message) {
  for (const std::string* name : {&message.room, &message.id, &message.user, &message.nick}) check_name(*name);
  check_text(message.text);
  check_number(message.seq);
  check_number(message.edit);
  check_number(static_cast<std::uint64_t>(message.time.time_since_epoch().count()));
}

inline void check_people(const std::vector<Person>& people) {
  for (const Person& person : people) check_name(person.user), check_name(person.nick);
}

struct Check {
  void operator()(const Welcome& e) const { check_name(e.user), check_name(e.nick); }
  void operator()(const Joined& e) const {
    check_name(e.room), check_name(e.epoch), check_number(e.last), check_number(e.edits), check_name(e.rights);
  }
  void operator()(const History& e) const {
    check_name(e.room);
    check_number(e.before.value_or(0)), check_number(e.after.value_or(0));
    require(e.messages.size() <= limits.batch, "histories are bounded");
    for (const ChatMessage& message : e.messages) {
      check_message(message);
      require(message.room == e.room, "a history's messages are of its room");
    }
  }
  void operator()(const Chat& e) const { check_message(e.message); }
  void operator()(const Ack& e) const {
    check_name(e.room), check_name(e.id), check_number(e.seq), check_number(e.edit);
    if (e.text) check_text(*e.text);
  }
  void operator()(const Edited& e) const {
    check_name(e.room), check_name(e.id), check_text(e.text), check_number(e.seq), check_number(e.edit);
  }
  void operator()(const Moderated& e) const {
    for (const std::string* name : {&e.room, &e.id, &e.action, &e.user, &e.by}) check_name(*name);
    check_number(static_cast<std::uint64_t>(e.until.time_since_epoch().count()));
  }
  void operator()(const Typing& e) const { check_name(e.room), check_name(e.who.user), check_name(e.who.nick); }
  void operator()(const Members& e) const { check_name(e.room), check_people(e.people), check_name(e.next); }
  void operator()(const Presence& e) const { check_name(e.room), check_people(e.joined), check_people(e.left); }
  void operator()(const Refusal& e) const {
    for (const std::string* name : {&e.code, &e.room, &e.id}) check_name(*name);
    check_text(e.text);
  }
  void operator()(const Ping&) const {}
  void operator()(const Pong&) const {}
  void operator()(const Hello& c) const {
    check_name(c.nick);
    require(c.token.size() <= limits.token_bytes, "tokens are bounded");
  }
  void operator()(const Join& c) const {
    check_name(c.room), check_name(c.epoch), check_number(c.after), check_number(c.edits);
  }
  void operator()(const Edit& c) const {
    check_name(c.room), check_name(c.id), check_text(c.text), check_number(c.seq);
  }
  void operator()(const Delete& c) const { check_name(c.room), check_name(c.id), check_number(c.seq); }
  void operator()(const Moderate& c) const {
    for (const std::string* name : {&c.room, &c.id, &c.action, &c.user}) check_name(*name);
    check_number(c.seconds);
  }
  void operator()(const SendTyping& c) const { check_name(c.room); }
  void operator()(const AskMembers& c) const { check_name(c.room), check_name(c.after); }
  void operator()(const LoadHistory& c) const {
    check_name(c.room), check_name(c.epoch), check_name(c.id);
    check_number(c.before.value_or(0)), check_number(c.after.value_or(0));
  }
  void operator()(const SendChat& c) const {
    for (const std::string* name : {&c.room, &c.id, &c.nick}) check_name(*name);
    check_text(c.text);
  }
};

/// `codec` reads, `other` writes. With no limits of its own, `again` reads what was written.
template <class Message, class Codec, class Other>
int run(Codec& codec, Codec& again, const Other& other, const std::uint8_t* data, std::size_t size) {
  Decoded<Message> decoded;
  codec.decode({reinterpret_cast<const char*>(data), size}, decoded);
  require(decoded.messages.size() <= limits.batch, "messages are bounded");
  require(decoded.errors.size() <= limits.batch + 1, "errors are bounded");
  for (const ProtocolError& error : decoded.errors) {
    require(!error.detail.empty(), "errors say what was wrong");
    check_name(error.detail.substr(0, limits.name_bytes));
    check_name(error.room);
    check_name(error.id);
  }
  for (const Message& message : decoded.messages) {
    std::visit(Check{}, message);
    const std::string wire = other.encode(message);
    if (wire.empty()) continue;
    Decoded<Message> second;
    again.decode(wire, second);
    require(second.errors.empty() && second.messages.size() == 1, "what is written can be read");
    require(other.encode(second.messages[0]) == wire, "what is read again is the same");
  }
  return 0;
}

/// What the quick way reads, the general one reads as well, and as the same.
inline void check_chats(ClientCodec& codec, std::string_view frame) {
  ChatBatch batch;
  if (!codec.decode_chats(frame, batch)) return;
  Decoded<Event> decoded;
  codec.decode(frame, decoded);
  require(decoded.errors.empty() && decoded.messages.size() == batch.messages.size(), "both read all");
  for (std::size_t i = 0; i < batch.messages.size(); ++i) {
    const auto* chat = std::get_if<Chat>(&decoded.messages[i]);
    require(chat != nullptr, "both read messages");
    const ChatMessage quick = chat_of(batch, batch.messages[i]).message;
    const ChatMessage& other = chat->message;
    require(quick.room == other.room && quick.seq == other.seq && quick.id == other.id && quick.user == other.user &&
                quick.nick == other.nick && quick.text == other.text && quick.time == other.time &&
                quick.edit == other.edit && quick.deleted == other.deleted,
            "both read the same");
  }
}

inline int run_client(Dialect dialect, const std::uint8_t* data, std::size_t size) {
  static const auto codec = make_client_codec(dialect, limits);
  static const auto again = make_client_codec(dialect);
  static const auto other = make_server_codec(dialect);
  check_chats(*codec, {reinterpret_cast<const char*>(data), size});
  return run<Event>(*codec, *again, *other, data, size);
}

inline int run_server(Dialect dialect, const std::uint8_t* data, std::size_t size) {
  static const auto codec = make_server_codec(dialect, limits);
  static const auto again = make_server_codec(dialect);
  static const auto other = make_client_codec(dialect);
  return run<Command>(*codec, *again, *other, data, size);
}

}  // namespace banter::protocol::fuzz
