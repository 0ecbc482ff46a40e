// The server's mind: connections say hello, join rooms and send messages; what is on the disk is
// acknowledged and handed to everybody in the room, and so are edits of it. Pure: frames, replies of the storage and
// time come in; frames, closes and requests to the storage go out. A message is acknowledged and shown to others only
// after the storage has confirmed it. Must not know: sockets, clocks, threads, SQLite.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "base/time.hpp"
#include "protocol/codec.hpp"
#include "server/core/identity.hpp"
#include "server/core/joined_rooms.hpp"
#include "server/core/rate_limit.hpp"
#include "server/core/reserved_names.hpp"
#include "server/core/room.hpp"
#include "server/core/sanctions.hpp"
#include "server/core/shared_text.hpp"
#include "server/core/storage.hpp"

namespace banter::server {

struct HubConfig {
  std::string default_room = "general";  ///< of dialects that name no room
  std::size_t text_bytes = 64 << 10;
  Rate messages{5, 20};  ///< per connection
  Rate commands{5, 20};  ///< hellos and joins, per connection
  Rate loads{10, 40};    ///< pages of history that are asked for, per connection
  Duration hello_within{10'000};
  std::uint32_t newest_messages = 50;    ///< sent to who joins anew
  std::uint32_t resume_messages = 1000;  ///< sent at most to who comes back; more were missed: a gap
  /// Of one read. Below a sixth of the send queue: JSON takes up to six bytes for one.
  std::size_t page_bytes = 128 << 10;
  std::uint32_t page_messages = 200;
  /// Of one read of edits. Less than page_bytes: live messages come between them, until the connection is congested.
  std::size_t edits_bytes = 48 << 10;
  std::size_t history_frame_bytes = 48 << 10;  ///< of text and names in one History; a single message may be larger
  std::size_t waiting_loads = 4;               ///< of one connection
  std::size_t members_per_room = 10'000;       ///< connections
  Duration presence_every{1'000};              ///< of one room; who came and went is told together
  Duration typing_every{2'500};                ///< of one connection; what comes sooner is dropped
  std::size_t presence_deliveries = 2'000;     ///< a second and room, about; beyond it is told less often
  std::size_t members_page = 200;              ///< people in one answer at most
  Rate pages{20, 50};                          ///< of members, per connection
  std::size_t rooms_per_connection = 16;
  std::size_t unanswered_edits = 2;       ///< of one connection: their answers, JSON, must fit its send queue
  std::size_t pending_messages = 10'000;  ///< edits too; on their way to the disk, of all connections
  std::size_t pending_bytes = 16 << 20;
  bool shared_storage = false;  ///< other servers store in it too: rooms with members are watched
  bool edits = true;            ///< the storage can change what it has
  int bad_requests = 50;        ///< in a row, then the connection is closed
  AuthMode auth = AuthMode::anonymous;
  std::shared_ptr<const TokenVerifier> verifier;  ///< unless all are anonymous
  std::size_t sanctions = 10'000;                 ///< mutes and bans of all rooms
  ReservedNames::Limits names;
  /// Commands since the last accepted one, pings too, then likewise. More than a client that is refused sends again.
  Rate in_vain{20, 500};
};

/// Text frames are shared between the connections they go to.
using FrameText = std::shared_ptr<const std::string>;

struct Deliver {
  ConnectionId to{};
  FrameText frame;
};
/// Close after everything delivered so far was sent. The hub has forgotten the connection.
struct Close {
  ConnectionId connection{};
  int code = 1000;
  std::string reason;
};
/// To be carried out in this order: requests, deliveries, closes.
struct Outputs {
  std::vector<StoreRequest> requests;
  std::vector<Deliver> deliveries;
  /// Connections whose drained() is awaited. To those who are up to date it matters only after congested().
  std::vector<ConnectionId> awaited;
  std::vector<Close> closes;
  void clear() {
    requests.clear();
    deliveries.clear();
    awaited.clear();
    closes.clear();
  }
};

struct HubStats {
  std::uint64_t messages_in = 0;  ///< well-formed messages that clients asked to send
  std::uint64_t stored = 0;       ///< confirmed by the storage for the first time
  std::uint64_t duplicates = 0;   ///< resends of a stored message
  std::uint64_t edits = 0;        ///< confirmed by the storage; deletions too
  std::uint64_t moderated = 0;    ///< mutes, kicks and bans, and their ends
  std::uint64_t acked = 0;
  std::uint64_t deliveries = 0;  ///< chat messages handed to connections, history not counted
  std::uint64_t presences = 0;   ///< frames that told who came and went
  std::uint64_t typings = 0;     ///< frames that told who types
  std::uint64_t protocol_errors = 0;
  std::map<std::string, std::uint64_t, std::less<>> refused;  ///< by code
};

class Hub {
 public:
  /// `seed` makes guest names.
  Hub(HubConfig config, std::uint64_t seed);
  /// What was remembered of people when the server stopped. Before the first connection.
  void restore(const Roster& roster);

  void connect(TimePoint now, ConnectionId id, protocol::Dialect dialect);
  /// One text frame of any content. `wall` becomes the time of its messages.
  void receive(TimePoint now, WallTime wall, ConnectionId id, std::string_view frame);
  /// The connection has a long send queue: hold new messages back (they are on the disk) until drained().
  void congested(ConnectionId id);
  /// Everything delivered to the connection so far was sent.
  void drained(ConnectionId id);
  void disconnect(ConnectionId id);
  void stored(TimePoint now, const StoreReply& reply);
  /// Acts on deadlines that have passed.
  void tick(TimePoint now);
  [[nodiscard]] std::optional<TimePoint> next_deadline();

  /// Swaps what is to be done into `out`, which is cleared first.
  void take(Outputs& out);

  [[nodiscard]] const HubStats& stats() const { return stats_; }
  [[nodiscard]] std::size_t connections() const { return connections_.size(); }
  [[nodiscard]] std::size_t rooms() const { return rooms_.size(); }
  /// Messages and edits that are on their way to the disk.
  [[nodiscard]] std::size_t pending() const { return appends_.size() + revisions_.size(); }

 private:
  /// What only those have who ask for pages.
  struct Reader {
    TokenBucket pages;                           ///< of members
    TokenBucket loads;                           ///< of history
    std::vector<protocol::LoadHistory> waiting;  ///< a few; the first may be being read
  };
  /// What a signed token gives to its holder.
  struct Grant : Identity {
    std::optional<TimePoint> closes;  ///< when it expires
  };
  /// There are many, and they are kept small: what few have is elsewhere.
  struct Connection {
    protocol::Dialect dialect{};
    protocol::Capabilities can;
    bool greeted = false;
    bool reading = false;    ///< a page or edits of one of its rooms; one at a time, so that the send queue holds it
    bool behind = false;     ///< its send queue is long: no page is read only because it was asked for
    bool congested = false;  ///< its send queue is long
    int bad_requests = 0;
    std::size_t unanswered_edits = 0;
    TokenBucket messages;
    TokenBucket commands;
    TokenBucket in_vain;
    std::uint32_t pings = 0;  ///< sent; see Member::refused
    std::uint32_t pongs = 0;
    TimePoint types_again = TimePoint::min();  ///< typing is told from then on
    JoinedRooms rooms;                         ///< in the order in which they are read in turn
    SharedText user;
    SharedText nick;
    std::unique_ptr<const Grant> grant;  ///< null: it is nobody with a signed token, or that says nothing more
    std::unique_ptr<Reader> reader;      ///< null: it has not asked for pages

    [[nodiscard]] Rights rights() const { return grant ? grant->rights : Rights(); }
    [[nodiscard]] bool may_enter(std::string_view room) const { return !grant || grant->may_enter(room); }
  };
  /// A message on its way to the disk, and who waits for its ack: more than one after a resend.
  struct PendingAppend {
    protocol::ChatMessage message;
    std::uint64_t generation = 0;
    struct Waiting {
      ConnectionId id{};
      bool other_text = false;  ///< it sent the message again, with another one
    };
    std::vector<Waiting> waiting;
  };
  /// An edit on its way to the disk.
  struct PendingRevision {
    ConnectionId asker{};
    protocol::Edited edited;  ///< without its number
    std::uint64_t generation = 0;
  };
  /// Something done to somebody that is on its way to the disk.
  struct PendingModeration {
    ConnectionId asker{};
    protocol::Moderated moderated;
  };
  struct PendingRead {
    enum class What : std::uint8_t { head, page, edits, look, load };
    ConnectionId reader{};
    std::string room;
    What what = What::head;
  };
  /// What is to be written for somebody.
  struct Draft {
    std::string_view room, id, text;
    bool has_place = false;  ///< a message: those behind it must not overtake it when it is refused for a time
  };
  using MessageKey = std::tuple<std::string, std::string, std::string>;  // room, user, client id

  // commands, hub.cpp
  void handle(TimePoint now, WallTime wall, ConnectionId id, const protocol::Command& command);
  void hello(TimePoint now, ConnectionId id, const protocol::Hello& hello);
  void join(TimePoint now, ConnectionId id, const protocol::Join& join);
  void send_chat(TimePoint now, WallTime wall, ConnectionId id, const protocol::SendChat& chat);
  void edit(TimePoint now, WallTime wall, ConnectionId id, const protocol::Edit& edit);
  /// False: it was refused.
  bool admit(TimePoint now, ConnectionId id, const Draft& draft);
  bool may_write(TimePoint now, ConnectionId id, const Draft& draft);
  bool refuse_draft(ConnectionId id, const Draft& draft, protocol::Refusal refusal);
  bool in_turn(TimePoint now, ConnectionId id, const Draft& draft);
  void keep_place(ConnectionId id, const Draft& draft);
  /// False: nobody asked for it.
  bool pong(ConnectionId id);
  void revise(ConnectionId id, Revise revision, std::string command);
  /// `once`: the storage looks for an earlier one with the same user and id.
  void append(ConnectionId id, bool once, protocol::ChatMessage message);
  static void accepted(Connection& connection);
  void bad_request(ConnectionId id, const protocol::ProtocolError& error);
  void refuse(ConnectionId id, protocol::Refusal refusal);
  void close(ConnectionId id, int code, std::string reason);
  Connection* find(ConnectionId id);
  Member* find_member(std::string_view room, ConnectionId id);

  // rooms and their storage, hub_rooms.cpp
  void on_appended(const Appended& reply);
  void on_arrived(const Arrived& reply);
  void on_page(const PageRead& reply);
  /// Asks what the storage has, after it reported a failure: that may be stored all the same.
  void look_again(const std::string& name);
  void look(const std::string& name);
  void tick_looks(TimePoint now);
  void on_looked(const std::string& name, const PageRead& reply);
  void on_failed(TimePoint now, const StoreFailed& reply);
  void on_append_failed(TimePoint now, const PendingAppend& append);
  void on_read_failed(const PendingRead& read);
  /// What is on its way from there must not overtake what could not be stored.
  void refuse_write(TimePoint now, ConnectionId id, protocol::Refusal refusal);
  void open(ConnectionId id, const std::string& room, Member& member, const PageRead& head);
  void send_page(ConnectionId id, const std::string& room, Member& member, const PageRead& page);
  void settle(ConnectionId id, const Room& room, Member& member, const PageRead& page);
  /// Those that are held back and up to `last`.
  void release_acks(ConnectionId id, Member& member, protocol::Seq last);
  void send_ack(ConnectionId id, const protocol::Ack& ack);
  void read_page(ConnectionId id, const std::string& room, Member& member);
  void read(ConnectionId id, const std::string& room, Member& member, Member::Phase phase);
  /// What waits of its rooms to be read, in turn; then what was asked for.
  void read_next(ConnectionId id);
  /// `news`: members without history have not been sent it.
  void broadcast(const std::string& name, Room& room, const protocol::ChatMessage& message, bool news);
  Room& room_for_member(const std::string& name);
  void leave(ConnectionId id, std::string_view user, const std::string& room);
  void drop_if_idle(const std::string& room);
  PendingAppend take_append(std::map<Ticket, PendingAppend>::iterator at);

  // edits and their storage, hub_edits.cpp
  void on_revised(const Revised& reply);
  void on_revision_failed(TimePoint now, const PendingRevision& revision);
  void on_edits(const EditsRead& reply);
  void send_edits(ConnectionId id, Member& member, const EditsRead& page);
  /// Answers the commands that are held and were about this message, or tells of the edit.
  void send_edit(ConnectionId id, Member& member, protocol::Edited edited);
  void read_edits(ConnectionId id, const std::string& room, Member& member);
  [[nodiscard]] static bool lacks_edits(const Connection& connection, const Room& room, const Member& member);
  PendingRevision take_revision(std::map<Ticket, PendingRevision>::iterator at);

  // who is there and who types, hub_presence.cpp
  void came(const std::string& name, Room& room, const Connection& connection);
  void went(const std::string& name, Room& room, std::string_view user);
  void renamed(const Connection& connection);
  void presence_changed(const std::string& name, Room& room);
  void tick_presence(TimePoint now);
  void tell_presence(const std::string& name, Room& room);
  [[nodiscard]] FrameText only_count(const std::string& name, const Room& room) const;
  /// The connection is behind no longer.
  void catch_up_presence(ConnectionId id, const Connection& connection);
  void on_typing(const TypingTold& reply);
  void on_people(const PeopleTold& reply);
  void people_here_changed(const std::string& name, Room& room);
  [[nodiscard]] std::vector<protocol::Person> people_here(const Room& room);
  void tell_typing(const std::string& name, const Room& room, const protocol::Person& person);
  void typing(TimePoint now, ConnectionId id, const protocol::SendTyping& typing);
  void list_members(TimePoint now, ConnectionId id, const protocol::AskMembers& ask);

  // who they are, hub_identity.cpp
  [[nodiscard]] std::variant<Identity, TokenRefused> identify(std::string_view token) const;
  void refuse_token(ConnectionId id, const TokenRefused& refused);
  void become(TimePoint now, ConnectionId id, Identity identity, std::string_view nick);
  void forget_expiry(ConnectionId id, const Connection& connection);
  /// True: by the clock on the wall; it was closed.
  bool expired(ConnectionId id);
  void expire(TimePoint now);
  /// After a hello with a token for other rooms.
  void leave_forbidden_rooms(ConnectionId id);

  // what people may do to each other, hub_moderation.cpp
  void remove(TimePoint now, ConnectionId id, const protocol::Delete& command);
  void moderate(TimePoint now, ConnectionId id, const protocol::Moderate& command);
  void on_noted(const Noted& reply);
  void on_moderation_failed(const PendingModeration& moderation);
  void carry_out(ConnectionId asker, protocol::Moderated moderated);
  /// Out of one room. Who is in no other is disconnected.
  void expel(ConnectionId id, const std::string& room, std::string_view code, const std::string& why);
  /// False: banned, or the nickname is somebody else's; it was refused.
  bool may_enter(ConnectionId id, const std::string& room);
  /// False: muted; it was refused.
  bool may_speak(ConnectionId id, const Draft& draft);
  void tell_if_muted(ConnectionId id, const std::string& room);
  /// Never for whom a signed token calls so: they are called so, whoever had the name before.
  [[nodiscard]] bool nick_taken(const std::string& room, std::string_view nick, const Connection& connection) const;
  [[nodiscard]] bool nick_taken(const std::string& room, std::string_view nick, std::string_view user) const;
  void reserve_nick(const Connection& connection, const std::string& room);

  // pages that are asked for, hub_history.cpp
  static Reader& reader_of(Connection& connection);
  void load_history(TimePoint now, ConnectionId id, const protocol::LoadHistory& load);
  /// The oldest load that waits, unless something else is read or sent.
  void read_load(ConnectionId id);
  void on_load(ConnectionId id, PageRead reply);
  void refuse_load(ConnectionId id, std::string_view code, std::string text, Duration retry);
  protocol::LoadHistory take_load(ConnectionId id);

  void send(ConnectionId id, const protocol::Event& event);
  [[nodiscard]] const protocol::ServerCodec& codec(protocol::Dialect dialect) const;

  HubConfig config_;
  Random random_;
  std::unique_ptr<protocol::ServerCodec> plain_;
  std::unique_ptr<protocol::ServerCodec> banter_;
  std::unordered_map<ConnectionId, Connection> connections_;
  std::map<std::string, Room, std::less<>> rooms_;
  std::deque<std::pair<TimePoint, ConnectionId>> hello_deadlines_;
  std::set<std::pair<TimePoint, std::string>> presence_due_;  ///< by room; see Room::presence_due
  std::set<std::pair<TimePoint, std::string>> looks_due_;     ///< by room; see Room::looking
  TimePoint now_{};                                           ///< the latest that was passed in
  std::map<Ticket, PendingAppend> appends_;
  std::map<MessageKey, Ticket> append_of_;
  std::map<Ticket, PendingRevision> revisions_;
  std::size_t pending_bytes_ = 0;  ///< of the texts of both
  std::uint64_t generation_ = 0;   ///< of the next append or revision
  std::map<Ticket, PendingRead> reads_;
  std::map<Ticket, PendingModeration> moderations_;
  Sanctions sanctions_;
  ReservedNames names_;
  std::set<std::pair<TimePoint, ConnectionId>> expiries_;  ///< of identities
  WallTime wall_{};                                        ///< when the last frame came
  Ticket next_ticket_ = 1;
  protocol::Decoded<protocol::Command> decoded_;
  Outputs outputs_;
  HubStats stats_;
};

}  // namespace banter::server
