// What clients and servers say to each other, whatever the wire looks like: commands go to the
// server, events come from it. docs/protocol.md gives each its banter.v1 form.
// Must not know: JSON, sockets, the model of the chat.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/time.hpp"

namespace banter::protocol {

/// Position of a message in its room: 1, 2, 3, … without holes; 0 when the dialect has none. Below 2^53.
using Seq = std::uint64_t;

/// Number of an edit in its room: ascending, with holes where a message was edited again; 0: none. Below 2^53.
using EditNumber = std::uint64_t;

struct ChatMessage {
  std::string room;  ///< empty when the dialect has one room only
  Seq seq = 0;
  std::string id;        ///< chosen by the sending client, unique for its user; may be empty
  std::string user;      ///< stable id of the author; may be empty
  std::string nick;      ///< the author's display name when it was sent; may be empty
  std::string text;      ///< valid UTF-8 without NUL
  WallTime time{};       ///< the server's clock; zero when unknown
  EditNumber edit = 0;   ///< the one that made the text what it is; 0: it is as it was sent
  bool deleted = false;  ///< it was taken back or removed: there is no text any more
};

// ---- events: server → client ----

struct Welcome {
  std::string user;
  std::string nick;
  std::uint32_t max_text = 0;  ///< bytes of UTF-8 in one message; 0: not said
  bool edits = false;          ///< own messages can be edited
  bool deletes = false;        ///< and deleted; others' too, by right
  bool typing = false;         ///< it is told who types
  bool members = false;        ///< it is told who is in a room
  bool history = false;        ///< LoadHistory is answered
};
struct Joined {
  std::string room;
  std::string epoch;     ///< names one numbering of the room; another epoch: sequence numbers start anew
  Seq last = 0;          ///< the newest message's number; 0: the room is empty
  EditNumber edits = 0;  ///< the newest edit's
  std::string rights{};  ///< what this user may do here to others: words of "mute kick ban delete", one space between
  std::uint32_t count = 0;  ///< members of the room, this one included; 0: not said
};
/// Messages in ascending order of seq: what a join brings, or, with a bound, the answer to LoadHistory.
struct History {
  std::string room;
  std::vector<ChatMessage> messages;
  /// Older messages exist before the first; in an answer: further ones between the bounds, away from the one that was
  /// asked from.
  bool more = false;
  bool gap = false;             ///< some between what the client had (Join::after) and the first are not included
  std::optional<Seq> before{};  ///< as it was asked
  std::optional<Seq> after{};
  [[nodiscard]] bool answers() const { return before.has_value() || after.has_value(); }
};
struct Chat {
  ChatMessage message;
};
/// The message is on the server's disk.
struct Ack {
  std::string room;
  std::string id;
  Seq seq = 0;
  WallTime time{};
  /// None: it has the text that was sent. Otherwise, since it was sent before, the one it has.
  std::optional<std::string> text{};
  EditNumber edit = 0;   ///< with a text: as of a ChatMessage
  bool deleted = false;  ///< likewise
};
/// A message has another text from now on.
struct Edited {
  std::string room;
  Seq seq = 0;
  EditNumber edit = 0;
  std::string id;  ///< the command's, for the one who asked; otherwise empty
  std::string text;
  WallTime time{};       ///< of the edit
  bool deleted = false;  ///< the text is gone for good
};
/// Somebody with the right to did something to somebody else.
struct Moderated {
  std::string room;
  std::string id;      ///< the command's, for the one who asked; otherwise empty
  std::string action;  ///< of Moderate
  std::string user;    ///< to whom
  std::string by;      ///< the nickname of who did it
  WallTime until{};    ///< of mute and ban; zero: without end
};
/// Somebody in a room, however many connections they have.
struct Person {
  std::string user;
  std::string nick;
};
/// Somebody else is writing. Holds for some seconds, or until they send it.
struct Typing {
  std::string room;
  Person who;
};
/// A page of a room's members: ascending by nickname (ASCII capitals as small letters), then by user.
struct Members {
  std::string room;
  std::vector<Person> people;
  std::uint32_t count = 0;  ///< all there are
  std::string next;         ///< for AskMembers::after; empty: this is the last page
};
/// Who is in a room has changed.
struct Presence {
  std::string room;
  std::uint32_t count = 0;
  bool named = false;          ///< joined and left are all that changed since the last Presence; otherwise many did
  std::vector<Person> joined;  ///< or have another nickname now
  std::vector<Person> left;
};
/// A command was refused, or the connection is about to be closed.
struct Refusal {
  std::string code;         ///< machine-readable, e.g. "rate-limited"; the list is in docs/protocol.md
  std::string text;         ///< for a person
  std::string room;         ///< empty: not about a room
  std::string id;           ///< the refused message's client id; empty: not about a message
  Duration retry_after{0};  ///< zero: not said
  bool fatal = false;       ///< do not reconnect: it would be refused again
};
struct Ping {};
struct Pong {};

using Event = std::variant<Welcome, Joined, History, Chat, Ack, Edited, Moderated, Typing, Members, Presence, Refusal,
                           Ping, Pong>;

// ---- commands: client → server ----

struct Hello {
  std::string nick;
  std::string token;  ///< a secret that this user made up, or a JWT (RFC 7519) that says who it is
};
struct Join {
  std::string room;
  std::string epoch;  ///< with `after`: resume; empty: send the newest page of history
  Seq after = 0;
  EditNumber edits = 0;  ///< with `after`: the newest edit known of the messages up to there
};
struct SendChat {
  std::string room;
  std::string id;
  std::string nick;  ///< used by dialects without a hello
  std::string text;
};

/// Gives an own message another text.
struct Edit {
  std::string room;
  Seq seq = 0;
  std::string id;  ///< names this command in the answer
  std::string text;
};

/// Takes the text of an own message away for good, or by right of somebody else's.
struct Delete {
  std::string room;
  Seq seq = 0;
  std::string id;  ///< names this command in the answer
};
/// Does something to somebody, by right.
struct Moderate {
  std::string room;
  std::string id;             ///< names this command in the answer
  std::string action;         ///< "mute", "unmute", "kick", "ban" or "unban"
  std::string user;           ///< to whom: their stable id
  std::uint64_t seconds = 0;  ///< of mute and ban; 0: without end
};

/// The person is writing.
struct SendTyping {
  std::string room;
};
struct AskMembers {
  std::string room;
  std::string after;        ///< the page before's Members::next; empty: from the beginning
  std::uint32_t limit = 0;  ///< people at most; 0: as many as the server likes
};

/// Wants messages of a room that was joined: with `before` the nearest below it, else the nearest above `after`. Both
/// are exclusive; one of them is needed. What the connection is sent by itself stays as it is.
struct LoadHistory {
  std::string room;
  std::string epoch;  ///< in which the numbers are
  std::optional<Seq> before{};
  std::optional<Seq> after{};
  std::uint32_t limit = 0;  ///< at most so many messages; 0: as many as the server likes
  std::string id;           ///< names this command in a refusal; may be empty
};

using Command =
    std::variant<Hello, Join, SendChat, Edit, Delete, Moderate, SendTyping, AskMembers, LoadHistory, Ping, Pong>;

}  // namespace banter::protocol
