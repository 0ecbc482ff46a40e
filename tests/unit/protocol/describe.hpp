// Events and commands as JSON, in the form the files of tests/fixtures/protocol have them.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "protocol/codec.hpp"

namespace banter::protocol {

using Json = nlohmann::json;

inline Json fields(const ChatMessage& m) {
  Json all{{"room", m.room},
           {"seq", m.seq},
           {"id", m.id},
           {"user", m.user},
           {"nick", m.nick},
           {"text", m.text},
           {"time", m.time.time_since_epoch().count()}};
  if (m.edit != 0) all["edit"] = m.edit;
  if (m.deleted) all["deleted"] = true;
  return all;
}

inline Json describe(const Welcome& e) {
  Json all{{"user", e.user}, {"nick", e.nick}, {"max_text", e.max_text}};
  if (e.edits) all["edits"] = true;
  if (e.deletes) all["deletes"] = true;
  if (e.typing) all["typing"] = true;
  if (e.members) all["members"] = true;
  if (e.history) all["history"] = true;
  return {{"welcome", all}};
}
inline Json describe(const Joined& e) {
  Json all{{"room", e.room}, {"epoch", e.epoch}, {"last", e.last}};
  if (e.edits != 0) all["edits"] = e.edits;
  if (!e.rights.empty()) all["rights"] = e.rights;
  if (e.count != 0) all["count"] = e.count;
  return {{"joined", all}};
}
inline Json describe(const History& e) {
  Json messages = Json::array();
  for (const ChatMessage& m : e.messages) messages.push_back(fields(m));
  Json all{{"room", e.room}, {"messages", messages}, {"more", e.more}, {"gap", e.gap}};
  if (e.before) all["before"] = *e.before;
  if (e.after) all["after"] = *e.after;
  return {{"history", all}};
}
inline Json describe(const Chat& e) {
  return {{"chat", fields(e.message)}};
}
inline Json describe(const Ack& e) {
  Json all{{"room", e.room}, {"id", e.id}, {"seq", e.seq}, {"time", e.time.time_since_epoch().count()}};
  if (e.text) all["text"] = *e.text;
  if (e.edit != 0) all["edit"] = e.edit;
  if (e.deleted) all["deleted"] = true;
  return {{"ack", all}};
}
inline Json describe(const Edited& e) {
  Json all{{"room", e.room}, {"seq", e.seq},   {"edit", e.edit},
           {"id", e.id},     {"text", e.text}, {"time", e.time.time_since_epoch().count()}};
  if (e.deleted) all["deleted"] = true;
  return {{"edited", all}};
}
inline Json describe(const Moderated& e) {
  return {{"moderated",
           {{"room", e.room},
            {"id", e.id},
            {"action", e.action},
            {"user", e.user},
            {"by", e.by},
            {"until", e.until.time_since_epoch().count()}}}};
}
inline Json describe(const Person& p) {
  return {{"user", p.user}, {"nick", p.nick}};
}
inline Json describe(const std::vector<Person>& people) {
  Json all = Json::array();
  for (const Person& person : people) all.push_back(describe(person));
  return all;
}
inline Json describe(const Typing& e) {
  return {{"typing", {{"room", e.room}, {"who", describe(e.who)}}}};
}
inline Json describe(const Members& e) {
  return {{"members", {{"room", e.room}, {"people", describe(e.people)}, {"count", e.count}, {"next", e.next}}}};
}
inline Json describe(const Presence& e) {
  return {{"presence",
           {{"room", e.room},
            {"count", e.count},
            {"named", e.named},
            {"joined", describe(e.joined)},
            {"left", describe(e.left)}}}};
}
inline Json describe(const Refusal& e) {
  return {{"refusal",
           {{"code", e.code},
            {"text", e.text},
            {"room", e.room},
            {"id", e.id},
            {"retry_after", e.retry_after.count()},
            {"fatal", e.fatal}}}};
}
inline Json describe(const Ping&) {
  return {{"ping", Json::object()}};
}
inline Json describe(const Pong&) {
  return {{"pong", Json::object()}};
}
inline Json describe(const Hello& c) {
  return {{"hello", {{"nick", c.nick}, {"token", c.token}}}};
}
inline Json describe(const Join& c) {
  Json all{{"room", c.room}, {"epoch", c.epoch}, {"after", c.after}};
  if (c.edits != 0) all["edits"] = c.edits;
  return {{"join", all}};
}
inline Json describe(const SendChat& c) {
  return {{"send", {{"room", c.room}, {"id", c.id}, {"nick", c.nick}, {"text", c.text}}}};
}
inline Json describe(const SendTyping& c) {
  return {{"send_typing", {{"room", c.room}}}};
}
inline Json describe(const AskMembers& c) {
  return {{"ask_members", {{"room", c.room}, {"after", c.after}, {"limit", c.limit}}}};
}
inline Json describe(const Edit& c) {
  return {{"edit", {{"room", c.room}, {"seq", c.seq}, {"id", c.id}, {"text", c.text}}}};
}

inline Json describe(const Delete& c) {
  return {{"delete", {{"room", c.room}, {"seq", c.seq}, {"id", c.id}}}};
}
inline Json describe(const Moderate& c) {
  return {
      {"moderate", {{"room", c.room}, {"id", c.id}, {"action", c.action}, {"user", c.user}, {"seconds", c.seconds}}}};
}
inline Json describe(const LoadHistory& c) {
  Json all{{"room", c.room}, {"epoch", c.epoch}, {"limit", c.limit}, {"id", c.id}};
  if (c.before) all["before"] = *c.before;
  if (c.after) all["after"] = *c.after;
  return {{"load", all}};
}

template <class Message>
Json describe_all(const std::vector<Message>& messages) {
  Json all = Json::array();
  for (const Message& message : messages) {
    all.push_back(std::visit([](const auto& one) { return describe(one); }, message));
  }
  return all;
}

inline Json describe_kinds(const std::vector<ProtocolError>& errors) {
  Json all = Json::array();
  for (const ProtocolError& error : errors) all.push_back(std::string(to_string(error.kind)));
  return all;
}

}  // namespace banter::protocol
