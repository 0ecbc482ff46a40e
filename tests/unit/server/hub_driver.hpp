// A hub with a storage in memory and scripted time, and clients that decode what they get.
#pragma once

#include <cstdlib>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "memory_storage.hpp"
#include "protocol/codec.hpp"
#include "server/core/hub.hpp"

namespace banter::server {

class HubDriver {
 public:
  explicit HubDriver(HubConfig config = {}) : hub(std::move(config), 1) {}

  Hub hub;
  MemoryStorage storage;
  TimePoint now{Duration{1'000'000}};
  WallTime wall{Duration{1'700'000'000'000}};
  bool hold_storage = false;  ///< requests wait until run_storage()
  bool always_drained = true;
  std::map<int, std::vector<protocol::Event>> events;
  std::map<int, std::vector<std::string>> frames;
  std::map<int, Close> closes;
  std::vector<std::string> watches;  ///< rooms that the hub began (+) and ceased (-) to watch; and who types

  static ConnectionId id(int client) { return static_cast<ConnectionId>(client); }

  void connect(int client, protocol::Dialect dialect = protocol::Dialect::banter) {
    dialects_[client] = dialect;
    hub.connect(now, id(client), dialect);
    pump();
  }
  /// Connects, says hello and joins.
  void enter(int client, const std::string& room = "general", const std::string& epoch = {}, protocol::Seq after = 0,
             protocol::EditNumber edits = 0) {
    connect(client);
    say(client, hello(client));
    say(client, protocol::Join{room, epoch, after, edits});
  }
  static protocol::Hello hello(int client) {
    return {"nick" + std::to_string(client), "token-of-client-" + std::to_string(client)};
  }
  void say(int client, const protocol::Command& command) {
    const auto codec = protocol::make_client_codec(dialects_[client]);
    raw(client, codec->encode(command));
  }
  void raw(int client, const std::string& frame) {
    hub.receive(now, wall, id(client), frame);
    pump();
  }
  void chat(int client, const std::string& message_id, const std::string& text, const std::string& room = "general") {
    say(client, protocol::SendChat{room, message_id, {}, text});
  }
  void edit(int client, protocol::Seq seq, const std::string& command, const std::string& text,
            const std::string& room = "general") {
    say(client, protocol::Edit{room, seq, command, text});
  }
  void leave(int client) {
    hub.disconnect(id(client));
    pump();
  }
  void drain(int client) {
    hub.drained(id(client));
    pump();
  }
  void advance(Duration by) {
    now += by;
    hub.tick(now);
    pump();
  }
  /// The send queue is long: until drain() nothing new is sent.
  void congest(int client) { hub.congested(id(client)); }
  /// As long as the newest refusal says.
  void wait_out(int client) { advance(last<protocol::Refusal>(client).retry_after); }
  void run_storage() {
    while (step_storage()) {
    }
  }
  /// Of a message that waits for the storage. Precondition: it does.
  [[nodiscard]] const Append& waiting(const std::string& message_id) const {
    for (const auto& request : requests_) {
      const auto* append = std::get_if<Append>(&request);
      if (append && append->message.id == message_id) return *append;
    }
    std::abort();
  }
  /// One batch of what waits; false when nothing did.
  bool step_storage() {
    if (requests_.empty()) return false;
    std::vector<StoreReply> replies;
    storage.perform(std::exchange(requests_, {}), replies);
    for (const auto& reply : replies) {
      hub.stored(now, reply);
      collect();
    }
    drain_all();
    return true;
  }

  template <class Event>
  std::vector<Event> all(int client) {
    std::vector<Event> out;
    for (const auto& event : events[client]) {
      if (const auto* one = std::get_if<Event>(&event)) out.push_back(*one);
    }
    return out;
  }
  template <class Event>
  Event last(int client) {
    const auto found = all<Event>(client);
    return found.empty() ? Event{} : found.back();
  }
  /// Numbers of all chat messages a client was sent, as history or live, and of its acks, in order.
  std::vector<protocol::Seq> seqs(int client, bool with_acks = false) {
    std::vector<protocol::Seq> out;
    for (const auto& event : events[client]) {
      if (const auto* chat = std::get_if<protocol::Chat>(&event)) out.push_back(chat->message.seq);
      if (const auto* page = std::get_if<protocol::History>(&event)) {
        for (const auto& message : page->messages) out.push_back(message.seq);
      }
      if (const auto* ack = std::get_if<protocol::Ack>(&event); ack && with_acks) out.push_back(ack->seq);
    }
    return out;
  }
  /// Of the edits that a client was told of, in order.
  std::vector<protocol::EditNumber> edit_numbers(int client) {
    std::vector<protocol::EditNumber> out;
    for (const auto& edited : all<protocol::Edited>(client)) out.push_back(edited.edit);
    return out;
  }
  /// Ids of the edits of a client that were answered, in order.
  std::vector<std::string> edit_answers(int client) {
    std::vector<std::string> out;
    for (const auto& edited : all<protocol::Edited>(client)) {
      if (!edited.id.empty()) out.push_back(edited.id);
    }
    return out;
  }
  /// The text of each message that a client was sent last.
  std::map<protocol::Seq, std::string> texts(int client) {
    std::map<protocol::Seq, std::string> out;
    for (const auto& event : events[client]) {
      if (const auto* chat = std::get_if<protocol::Chat>(&event)) out[chat->message.seq] = chat->message.text;
      if (const auto* edited = std::get_if<protocol::Edited>(&event)) out[edited->seq] = edited->text;
      if (const auto* page = std::get_if<protocol::History>(&event)) {
        for (const auto& message : page->messages) out[message.seq] = message.text;
      }
    }
    return out;
  }
  std::vector<std::string> codes(int client) {
    std::vector<std::string> out;
    for (const auto& refusal : all<protocol::Refusal>(client)) out.push_back(refusal.code);
    return out;
  }
  /// Another server stores a message in the same place, and this one is told.
  void arrive(const std::string& text, const std::string& room = "general", const std::string& id = {},
              const std::string& user = "somebody") {
    fill(1, text, room);
    auto& message = storage.rooms[room].back();
    message.id = id;
    message.user = user;
    hub.stored(now, Arrived{message});
    pump();
  }
  /// Puts messages into the storage behind the hub's back.
  void fill(int count, const std::string& text = "old", const std::string& room = "general") {
    auto& messages = storage.rooms[room];
    for (int i = 0; i < count; ++i) {
      protocol::ChatMessage message;
      message.room = room;
      message.seq = messages.size() + 1;
      message.user = "somebody";
      message.nick = "Old";
      message.text = text;
      messages.push_back(message);
    }
  }

 private:
  void pump() {
    collect();
    if (!hold_storage) run_storage();
    drain_all();
  }
  void drain_all() {
    if (!always_drained) return;
    for (const auto& [client, dialect] : dialects_) hub.drained(id(client));
    collect();
    if (!hold_storage && !requests_.empty()) run_storage();
  }
  void collect() {
    hub.take(outputs_);
    for (auto& request : outputs_.requests) {
      if (const auto* watch = std::get_if<Watch>(&request)) watches.push_back("+" + watch->room);
      if (const auto* unwatch = std::get_if<Unwatch>(&request)) watches.push_back("-" + unwatch->room);
      if (const auto* typing = std::get_if<TellTyping>(&request)) watches.push_back("typing in " + typing->room);
      if (const auto* told = std::get_if<TellPeople>(&request)) {
        watches.push_back("people in " + told->room + ":");
        for (const auto& person : told->people) watches.back() += " " + person.nick;
      }
      requests_.push_back(std::move(request));
    }
    for (const auto& [to, frame] : outputs_.deliveries) {
      const int client = static_cast<int>(to);
      frames[client].push_back(*frame);
      protocol::Decoded<protocol::Event> decoded;
      protocol::make_client_codec(dialects_[client])->decode(*frame, decoded);
      for (auto& event : decoded.messages) events[client].push_back(std::move(event));
    }
    for (const auto& close : outputs_.closes) closes[static_cast<int>(close.connection)] = close;
  }

  std::map<int, protocol::Dialect> dialects_;
  std::vector<StoreRequest> requests_;
  Outputs outputs_;
};

}  // namespace banter::server
