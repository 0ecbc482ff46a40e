// How it lies in a key-value bucket of JetStream who is where: what is put, read and deleted there.
//
//   room.<room>.<server>   the people of a room on one server, a line each: user, tab, nickname. Dots in a room's name
//                          are '/', which no room's name has
//   server.<server>        put again and again while the server lives: its beat
//
// A key that ends gets a marker first (KV-Operation: DEL), because nobody hears of a deletion. Messages are deleted by
// their sequence, so what was put meanwhile stays. Must not know: who asks, and when.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "protocol/messages.hpp"
#include "server/cluster/calls.hpp"

namespace banter::server {

struct PeopleKey {
  std::string room;  ///< empty: the server's beat
  std::string server;
};

class PeopleBucket {
 public:
  struct Put {
    std::string key;  ///< a whole subject
    std::string body;
    bool marker = false;
    std::optional<std::uint64_t> after;  ///< only if the key's newest message lies there; 0: if it has none
  };
  struct Stored {
    std::optional<std::uint64_t> sequence;  ///< none: it is not stored, or nobody knows
    bool overtaken = false;                 ///< not stored, because the key's newest message lies elsewhere
  };
  using OnStored = std::function<void(TimePoint now, Stored stored)>;
  /// Null: nobody answered. A status of 404: nothing is there, as far as the replica knows that was asked.
  using OnRead = std::function<void(TimePoint now, const Packet* answer)>;
  /// False: nobody answered. True also when there was nothing to delete.
  using OnErased = std::function<void(TimePoint now, bool answered)>;

  PeopleBucket(Calls& calls, std::string name) : calls_(calls), name_(std::move(name)) {}

  [[nodiscard]] std::string stream() const { return "KV_" + name_; }
  [[nodiscard]] std::string room_key(const std::string& room, const std::string& server) const;
  [[nodiscard]] std::string server_key(const std::string& server) const;
  /// None: it is no key of ours.
  [[nodiscard]] std::optional<PeopleKey> parse(std::string_view subject) const;

  void put(TimePoint now, Put put, OnStored on_stored);
  /// The newest message of a key.
  void read(TimePoint now, const std::string& key, OnRead on_read);
  void read_at(TimePoint now, std::uint64_t sequence, OnRead on_read);
  void erase(TimePoint now, std::uint64_t sequence, OnErased on_erased);

 private:
  static constexpr Duration answer_within{2'000};

  Calls& calls_;
  std::string name_;
};

/// The first 4,000 of them.
std::string lines_of(const std::vector<protocol::Person>& people);
std::vector<protocol::Person> people_in(std::string_view lines);
bool is_marker(const Packet& packet);

}  // namespace banter::server
