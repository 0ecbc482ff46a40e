// Messages in one JetStream stream that several servers share: what the hub asks of a storage, made of publishing,
// reading and waiting. Pure: packets, requests and time come in; packets go out through the link, replies are taken.
// One thread.
//
//   watch     a place among the room's newest is looked for; a cursor reads from there on, for as long as somebody is
//   there append    published under its (room, user, id), one of a user at a time; it is answered when the cursor
//   brings it,
//             with the number it has for everybody
//   read      from what is kept of the room, or by a cursor of its own for what is older. What a join reads first waits
//             until everything is there that any server has acknowledged
//
// Must not know: libnats, threads, connections.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "server/cluster/calls.hpp"
#include "server/cluster/cursor.hpp"
#include "server/cluster/finder.hpp"
#include "server/cluster/people_bucket.hpp"
#include "server/cluster/people_hearer.hpp"
#include "server/cluster/people_teller.hpp"
#include "server/cluster/room_log.hpp"
#include "server/core/storage.hpp"

namespace banter::server {

struct SharedStoreConfig {
  std::string stream = "BANTER";
  std::string inbox;               ///< a subject that no other server uses
  std::string tag;                 ///< likewise a name
  std::string epoch;               ///< of all rooms' numbering
  std::size_t rooms = 10'000;      ///< watched at a time; of more nothing can be read or stored
  std::size_t reads_of_old = 64;   ///< at a time, at most half of them patient ones (Read); others wait
  protocol::Seq preload = 100;     ///< messages that are read when a room's first member comes
  Duration linger{30'000};         ///< a room stays watched after the last member left
  Duration publish_within{2'000};  ///< then it is published again, under the same id
  Duration publish_again{250};     ///< likewise after nobody was there to answer
  Duration append_within{8'000};   ///< from being asked for to the reply, at most
  Duration read_within{8'000};
  PeopleConfig people;    ///< whose tag is the one above
  Duration probe{2'000};  ///< while storing fails, how often the stream's leader is asked for
};

class SharedStore {
 public:
  SharedStore(Link& link, SharedStoreConfig config);

  void submit(TimePoint now, std::vector<StoreRequest> requests);
  void receive(TimePoint now, const Packet& packet);
  /// There is a connection to NATS, anew or for the first time.
  void connected(TimePoint now);
  void disconnected(TimePoint now);
  /// Acts on deadlines; to be called every 100 ms or so.
  void tick(TimePoint now);
  /// Swaps what is to be told into `out`, which is cleared first.
  void take(std::vector<StoreReply>& out);

  /// This server ends: the others are told that nobody is here any more. Nothing is to be submitted afterwards but what
  /// may be lost.
  void leave(TimePoint now) { teller_.leave(now); }
  [[nodiscard]] bool left() const { return teller_.left(); }
  /// Nothing waits for a reply.
  [[nodiscard]] bool idle() const;
  /// Empty while messages can be stored; otherwise why not.
  [[nodiscard]] const std::string& trouble() const { return trouble_; }
  [[nodiscard]] std::size_t waiting() const { return appends_.size() + reads_; }
  [[nodiscard]] std::uint64_t failures() const { return failures_; }
  /// Times that the others could not be told who is here, or that it could not be read who is there.
  [[nodiscard]] std::uint64_t people_failures() const { return teller_.failures() + hearer_.failures(); }
  [[nodiscard]] std::uint64_t restarts() const { return context_.restarts; }
  /// Messages that told of places which are others here: the stream was tampered with.
  [[nodiscard]] std::uint64_t disagreements() const { return disagreements_; }

 private:
  /// A read that waits for its room.
  struct Waiting {
    Read read;
    TimePoint deadline{};
    std::optional<std::uint64_t> sequence;  ///< until the room has got there; none: not known yet
  };
  struct Room {
    std::uint64_t id = 0;  ///< another than that of a room of this name before
    bool watched = false;
    TimePoint idle_since{};
    RoomLog log;
    std::unique_ptr<Cursor> cursor;  ///< none: its place is looked for
    std::optional<TimePoint> seek_at;
    bool ready = false;  ///< the log has the newest messages
    bool asking_last = false;
    std::vector<Waiting> waiting;
  };
  using Rooms = std::map<std::string, Room, std::less<>>;
  struct Pending {
    Append append;
    TimePoint deadline{};
    std::string tag;
    std::optional<std::uint64_t> sequence;  ///< NATS has it there
    std::optional<TimePoint> publish_at;
    bool front = false;  ///< it is or was the first of its lane, and may have been published
  };
  using LaneKey = std::pair<std::string, std::string>;  // room, user
  /// A user's appends in a room, in order; only the first is published.
  using Lane = std::vector<Ticket>;
  /// Something older than what is kept is read by a cursor of its own.
  struct OldRead {
    std::string room;
    TimePoint deadline{};
    Read read;                   ///< for a page
    std::uint64_t sequence = 0;  ///< or for the number of the message there, that `ticket` waits for
    Ticket ticket = 0;
    std::unique_ptr<Cursor> cursor;
    std::vector<protocol::ChatMessage> found;
    std::size_t bytes = 0;
    std::size_t seen = 0;        ///< messages that its cursor brought, wanted or not …
    std::size_t seen_bytes = 0;  ///< … and what they weigh
    bool begun = false;
    bool wide = false;  ///< it turned out to read far more than it may tell
    bool few = false;   ///< it reads one by one: see narrow()
    bool done = false;
    /// Others come first.
    [[nodiscard]] bool patient() const { return sequence == 0 && read.patient; }
  };
  using OldReads = std::map<std::uint64_t, OldRead>;

  // rooms, shared_store.cpp
  void watch(TimePoint now, const std::string& name);
  void unwatch(TimePoint now, const std::string& name);
  void seek(TimePoint now, const std::string& name, Room& room);
  void seek_from(TimePoint now, const std::string& name, std::uint64_t id, std::optional<Place> newest);
  void follow(TimePoint now, const std::string& name, std::uint64_t id, std::optional<Place> place);
  Room* find(const std::string& name, std::uint64_t id);
  Rooms::iterator drop(Rooms::iterator room);
  void delivered(TimePoint now, Room& room, Place at, const Record& record);
  void check_place(const Room& room, const std::string& name, Place known);
  void caught_up(TimePoint now, const std::string& name, Room& room);
  void tick_room(TimePoint now, const std::string& name, Room& room);
  void note_trouble(const std::string& trouble) { trouble_ = trouble; }
  void probe(TimePoint now);

  // who is there and who types, shared_people.cpp
  static std::string live_subject(const std::string& room);
  void tell_typing(const TellTyping& typing);
  void hear_live(const Packet& packet);
  void tell_people(TimePoint now, TellPeople people);
  PeopleHearer::Events people_events();

  // appends, shared_appends.cpp
  void append(TimePoint now, Append append);
  void advance(TimePoint now, const LaneKey& lane);
  void publish(TimePoint now, Ticket ticket);
  void published(TimePoint now, Ticket ticket, const Packet* answer);
  bool resolve(TimePoint now, const Record& record, protocol::Seq number);
  /// `stored`: the message as it is there.
  void finish(Ticket ticket, const protocol::ChatMessage& stored, protocol::Seq number, bool duplicate);
  /// Nobody waits for it any more.
  Append forget(Ticket ticket);
  void fail_lane(const LaneKey& key, const std::string& reason);
  void release(TimePoint now, Ticket ticket);
  void advance_all(TimePoint now, const std::string& room);
  void tick_appends(TimePoint now);

  // reads, shared_reads.cpp
  void read(TimePoint now, Read read);
  void ask_last(TimePoint now, const std::string& name, Room& room);
  void answer_waiting(TimePoint now, Room& room);
  void answer(TimePoint now, const Room& room, Read read);
  void fail(Ticket ticket, const std::string& reason);
  void read_old(TimePoint now, OldRead old);
  void begin_old(TimePoint now, std::uint64_t id);
  void old_place(TimePoint now, std::uint64_t id, std::optional<Place> place);
  void old_record(TimePoint now, std::uint64_t id, Record record);
  void old_record_before(OldRead& old, Record record);
  bool narrow(TimePoint now, std::uint64_t id, OldRead& old);
  [[nodiscard]] bool may_begin(const OldRead& old) const;
  void begin_waiting(TimePoint now);
  void end_old(const OldRead& old);
  void finish_old(TimePoint now);
  void tick_old(TimePoint now);

  SharedStoreConfig config_;
  Calls calls_;
  StreamContext context_;
  Finder finder_;
  PeopleBucket bucket_;
  PeopleTeller teller_;
  PeopleHearer hearer_;
  Link& link_;
  Rooms rooms_;
  std::map<std::string, std::string, std::less<>> live_rooms_;  ///< by the subject that tells who types there
  std::uint64_t next_id_ = 1;
  std::map<Ticket, Pending> appends_;
  std::map<std::tuple<std::string, std::string, std::string>, Ticket> by_id_;  ///< room, user, id
  std::map<std::string, Ticket, std::less<>> by_tag_;
  std::map<LaneKey, Lane> lanes_;
  std::map<LaneKey, std::uint64_t> floors_;  ///< generations that fail, until a newer one is seen
  std::uint64_t floor_ = 0;                  ///< likewise of everybody
  OldReads old_reads_;
  std::size_t old_begun_ = 0;
  std::size_t patient_begun_ = 0;  ///< those of them that are patient
  bool old_done_ = false;          ///< some of them are, or read too much
  std::size_t reads_ = 0;          ///< that are not answered
  bool connected_ = false;
  TimePoint disconnected_since_{};
  std::string trouble_;
  std::optional<TimePoint> probe_at_;
  std::uint64_t failures_ = 0;
  std::uint64_t disagreements_ = 0;
  std::vector<StoreReply> replies_;
};

}  // namespace banter::server
