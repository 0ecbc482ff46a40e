// Hears of the other servers who is where on them, by one consumer over the whole bucket, of headers only: so each
// server knows which keys there are and where the newest message of each lies, and reads those of the rooms that are
// watched here. And sweeps: a server whose beat has not come again for long gets a marker, on which all forget its
// people, and a while later what it left in the bucket is deleted. Time is this server's own, counted from when
// something was heard; no two machines' clocks are compared. Must not know: who is on this server.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "server/cluster/consumer.hpp"
#include "server/cluster/people_bucket.hpp"
#include "server/cluster/people_teller.hpp"

namespace banter::server {

class PeopleHearer {
 public:
  struct Events {
    /// Who is in a watched room on another server: all of them, or nobody any more.
    std::function<void(const std::string& room, const std::string& server, std::vector<protocol::Person> people)>
        on_people;
    /// This server was taken for dead.
    std::function<void(TimePoint now)> on_own_end;
  };

  PeopleHearer(StreamContext& context, PeopleBucket& bucket, const PeopleConfig& config, Events events);

  void connected(TimePoint now);
  void disconnected();
  /// From now on who is there is told, beginning with those who are.
  void watch(TimePoint now, const std::string& room);
  void unwatch(const std::string& room);
  void tick(TimePoint now);

  /// Reads that were given up: what they are about is told when it changes.
  [[nodiscard]] std::uint64_t failures() const { return failures_; }

 private:
  static constexpr std::size_t most_servers = 256;
  static constexpr std::size_t most_rooms = 20'000;  ///< of one server
  static constexpr std::size_t most_reads = 64;      ///< on the way
  static constexpr int most_tries = 20;
  static constexpr Duration read_again{250};
  static constexpr Duration first_wait{250};  ///< for another consumer; twice as long each time, until all was read
  static constexpr Duration most_wait{4'000};
  static constexpr Duration turn{2'000};  ///< between servers that could sweep, so that one does it

  struct Entry {
    std::uint64_t sequence = 0;  ///< of the key's newest message
    std::uint64_t round = 0;     ///< in which it was heard of last
    bool marker = false;
    TimePoint heard{};
    std::uint64_t told = 0;  ///< up to where it was told; 0: not at all
    bool reading = false;    ///< or waiting for that
    int tries = 0;
  };
  struct Server {
    std::uint64_t beat = 0;  ///< where the newest one lies, or the marker that ended them; 0: none
    std::uint64_t round = 0;
    TimePoint since{};  ///< of the newest beat, as far as it was heard
    bool sweeping = false;
    std::map<std::string, Entry, std::less<>> rooms;
    std::optional<TimePoint> clean_at;  ///< the server is gone
    std::vector<std::uint64_t> litter;  ///< what it left
  };
  using Servers = std::map<std::string, Server, std::less<>>;
  using Key = std::pair<std::string, std::string>;  // server, room

  Consumer::Events consumer_events();
  void begin(TimePoint now);
  void heard(TimePoint now, std::uint64_t sequence, const Packet& packet);
  void heard_own(TimePoint now);
  [[nodiscard]] bool hears_beats(TimePoint now) const { return own_heard_ && now - *own_heard_ <= 3 * config_.every; }
  void heard_server(TimePoint now, const std::string& tag, std::uint64_t sequence, bool marker);
  void heard_room(TimePoint now, const PeopleKey& key, std::uint64_t sequence, bool marker);
  Server* server_of(TimePoint now, const std::string& tag);
  void end_server(TimePoint now, const std::string& tag, Server& server);
  void forget_old_markers(Server& server);
  void forget_unconfirmed(std::uint64_t before);
  Servers::iterator drop(Servers::iterator server);
  void tell_nobody(const std::string& tag, const std::string& room, Entry& entry);

  Entry* find(const Key& key);
  void want(const Key& key, Entry& entry);
  void read_due(TimePoint now);
  void read(TimePoint now, const Key& key, const Packet* answer);

  [[nodiscard]] bool silent(TimePoint now, const Server& server) const;
  [[nodiscard]] int turn_of(TimePoint now) const;
  void sweep(TimePoint now);
  void mark_dead(TimePoint now, const std::string& tag, Server& server);
  void look_for_litter(TimePoint now, const std::string& tag, std::uint64_t marker);
  void clean(TimePoint now, const std::string& tag, std::uint64_t marker);

  PeopleBucket& bucket_;
  const PeopleConfig& config_;
  Events events_;
  Consumer consumer_;
  Servers servers_;
  std::set<std::string, std::less<>> watched_;
  bool connected_ = false;
  bool caught_up_ = false;
  std::optional<TimePoint> begin_at_;
  Duration wait_ = first_wait;
  std::uint64_t round_ = 0;   ///< consumers that were begun
  bool unconfirmed_ = false;  ///< some keys were not heard of in this round
  std::deque<Key> due_;
  std::deque<std::pair<TimePoint, Key>> again_;
  std::size_t on_the_way_ = 0;
  TimePoint sweep_next_{};
  std::optional<TimePoint> own_heard_;  ///< this server's own beat; none: not yet
  std::uint64_t failures_ = 0;
};

}  // namespace banter::server
