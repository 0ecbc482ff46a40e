// As much of JetStream as the shared store asks for, in memory, with the faults of a cluster on demand.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "fake_bucket.hpp"
#include "server/cluster/api_json.hpp"
#include "server/cluster/link.hpp"

namespace banter::server {

class FakeJetStream {
 public:
  struct Stored {
    Packet packet;
    std::uint64_t sequence = 0;
  };
  /// What one server sees of it.
  class Peer final : public Link, public FakeInbox {
   public:
    explicit Peer(FakeJetStream& stream) : stream_(stream) { stream.peers.push_back(this); }
    bool publish(const Packet& packet) override {
      if (!up) return false;
      stream_.handle(*this, packet);
      return true;
    }
    bool subscribe(const std::string& subject) override {
      subjects.insert(subject);
      return up;
    }
    void unsubscribe(const std::string& subject) override { subjects.erase(subject); }

    std::size_t asked = 0;  ///< for single messages
    std::size_t bytes = 0;  ///< of the messages that it was given

   private:
    FakeJetStream& stream_;
  };

  // faults
  bool leader = true;           ///< without: nobody answers what the stream's leader alone may
  bool makes_consumers = true;  ///< without: the cluster's leader does not answer
  double lose_answer = 0;       ///< of publishing: it is stored, and nobody says so
  double lose_delivery = 0;     ///< to a consumer
  double vague_duplicate = 0;   ///< a duplicate whose place is not known yet
  std::uint64_t lag = 0;        ///< messages that a consumer's server does not have yet when the consumer begins
  bool dedup = true;            ///< the window is long enough
  std::size_t flow = 1 << 30;   ///< bytes that a consumer has on the way, at most about
  Random random{1};

  std::vector<Stored> stored;
  FakeBucket people;
  std::vector<Peer*> peers;

  /// Stores a message behind everybody's back.
  void put(Packet packet) { store(std::move(packet)); }
  /// The consumers' server is gone.
  void kill_consumers() { consumers_.clear(); }
  /// Hands out what the consumers have for their servers.
  void deliver() {
    people.deliver();
    for (auto& consumer : consumers_) push(consumer);
    std::erase_if(consumers_, [](const Consumer& one) { return !one.peer->subjects.contains(one.deliver); });
  }
  /// What silent consumers say each second.
  void heartbeat() {
    people.heartbeat();
    for (const auto& consumer : consumers_) {
      Packet beat;
      beat.subject = consumer.deliver;
      beat.status = 100;
      beat.headers["Nats-Last-Consumer"] = std::to_string(consumer.count);
      consumer.peer->inbound.push_back(beat);
    }
  }
  [[nodiscard]] std::size_t consumers() const { return consumers_.size(); }

 private:
  struct Consumer {
    Peer* peer = nullptr;
    std::string name, deliver, filter;
    std::uint64_t next = 1;   ///< sequence that is looked at next
    std::uint64_t count = 0;  ///< deliveries
  };

  static void answer(Peer& peer, const Packet& to, Packet with) {
    with.subject = to.reply;
    if (!to.reply.empty()) peer.inbound.push_back(std::move(with));
  }
  static Packet json(std::string body) {
    Packet packet;
    packet.body = std::move(body);
    return packet;
  }
  static Packet status(int code) {
    Packet packet;
    packet.status = code;
    return packet;
  }
  bool happens(double share) { return random.unit() < share; }

  std::uint64_t store(Packet packet) {
    const auto sequence = stored.size() + 1;
    const auto id = packet.headers.find("Nats-Msg-Id");
    if (id != packet.headers.end()) ids_[id->second] = sequence;
    stored.push_back({std::move(packet), sequence});
    return sequence;
  }
  void handle(Peer& peer, const Packet& packet) {
    const auto begins = [&](std::string_view with) { return packet.subject.compare(0, with.size(), with) == 0; };
    if (people.concerns(packet.subject)) return people.handle(peer, packet);
    if (packet.subject.ends_with(".live")) return tell_all(packet);
    if (begins("chat.")) return publish(peer, packet);
    if (begins("$JS.API.CONSUMER.CREATE.")) return create(peer, packet);
    if (begins("$JS.API.CONSUMER.DELETE.")) {
      const auto name = packet.subject.substr(packet.subject.rfind('.') + 1);
      std::erase_if(consumers_, [&](const Consumer& one) { return one.name == name; });
    }
    if (begins("$JS.API.DIRECT.GET.")) return get(peer, packet);
    if (begins("$JS.API.STREAM.MSG.GET.")) return leader_get(peer, packet);
  }
  void tell_all(const Packet& packet) {
    for (auto* peer : peers) {
      if (peer->up && peer->subjects.contains(packet.subject)) peer->inbound.push_back(packet);
    }
  }
  void publish(Peer& peer, const Packet& packet) {
    if (!leader) return answer(peer, packet, status(503));
    const auto id = packet.headers.find("Nats-Msg-Id");
    const auto known = id == packet.headers.end() || !dedup ? ids_.end() : ids_.find(id->second);
    if (known != ids_.end()) {
      const auto sequence = happens(vague_duplicate) ? 0 : known->second;
      return answer(peer, packet,
                    json(R"({"stream":"BANTER","seq":)" + std::to_string(sequence) + R"(,"duplicate": true})"));
    }
    const auto sequence = store(packet);
    if (!happens(lose_answer)) {
      answer(peer, packet, json(R"({"stream":"BANTER", "seq":)" + std::to_string(sequence) + "}"));
    }
  }
  void create(Peer& peer, const Packet& packet) {
    if (!makes_consumers) return;
    if (!leader) return answer(peer, packet, json(R"({"type":"x","error":{"code":503,"err_code":10008}})"));
    const auto told = *json_scalars(packet.body);
    Consumer consumer{&peer, "c" + std::to_string(++names_), told.at("config.deliver_subject"),
                      told.at("config.filter_subject"), *json_number(told, "config.opt_start_seq")};
    const auto known = stored.size() - std::min<std::uint64_t>(lag, stored.size());
    consumer.next = std::min<std::uint64_t>(consumer.next, known + 1);
    std::uint64_t pending = 0;
    for (auto sequence = consumer.next; sequence <= known; ++sequence) {
      if (stored[sequence - 1].packet.subject == consumer.filter) ++pending;
    }
    answer(peer, packet,
           json(R"({"name":")" + consumer.name + R"(","config":{},"num_pending":)" + std::to_string(pending) + "}"));
    consumers_.push_back(std::move(consumer));
  }
  void push(Consumer& consumer) {
    std::size_t on_the_way = 0;
    for (; consumer.next <= stored.size() && on_the_way < flow; ++consumer.next) {
      const auto& one = stored[consumer.next - 1];
      if (one.packet.subject != consumer.filter) continue;
      on_the_way += one.packet.body.size();
      consumer.peer->bytes += one.packet.body.size();
      ++consumer.count;
      if (happens(lose_delivery)) continue;
      Packet packet = one.packet;
      packet.subject = consumer.deliver;
      packet.reply = "$JS.ACK.BANTER." + consumer.name + ".1." + std::to_string(one.sequence) + "." +
                     std::to_string(consumer.count) + ".1.0";
      consumer.peer->inbound.push_back(std::move(packet));
    }
  }
  void get(Peer& peer, const Packet& packet) {
    ++peer.asked;
    const auto told = *json_scalars(packet.body);
    const auto found = [&]() -> const Stored* {
      if (const auto last = told.find("last_by_subj"); last != told.end()) return newest(last->second);
      const auto from = *json_number(told, "seq");
      const auto next = told.find("next_by_subj");
      if (next == told.end()) return from <= stored.size() ? &stored[from - 1] : nullptr;
      for (const auto& one : stored) {
        if (one.sequence >= from && one.packet.subject == next->second) return &one;
      }
      return nullptr;
    }();
    if (!found) return answer(peer, packet, status(404));
    peer.bytes += found->packet.body.size();
    Packet reply = found->packet;
    reply.headers["Nats-Sequence"] = std::to_string(found->sequence);
    answer(peer, packet, std::move(reply));
  }
  void leader_get(Peer& peer, const Packet& packet) {
    if (!leader) return;  // nobody is there
    const auto told = *json_scalars(packet.body);
    const auto* found = newest(told.at("last_by_subj"));
    answer(peer, packet,
           json(found ? R"({"message":{"subject":"s","seq":)" + std::to_string(found->sequence) + R"(,"data":"aGk="}})"
                      : R"({"error":{"code":404,"err_code":10037,"description":"no message found"}})"));
  }
  [[nodiscard]] const Stored* newest(const std::string& subject) const {
    for (auto at = stored.rbegin(); at != stored.rend(); ++at) {
      if (at->packet.subject == subject) return &*at;
    }
    return nullptr;
  }

  std::map<std::string, std::uint64_t> ids_;
  std::vector<Consumer> consumers_;
  int names_ = 0;
};

}  // namespace banter::server
