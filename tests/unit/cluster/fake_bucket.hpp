// As much of a key-value bucket of JetStream as the shared store asks for, in memory, with faults on demand.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "server/cluster/api_json.hpp"
#include "server/cluster/link.hpp"

namespace banter::server {

/// Where a server hears.
struct FakeInbox {
  bool up = true;
  std::set<std::string> subjects;  ///< besides `inbox.a.*`
  std::deque<Packet> inbound;
};

class FakeBucket {
 public:
  // faults
  bool leader = true;           ///< without: nothing is stored or deleted
  bool makes_consumers = true;  ///< without: the cluster's leader does not answer
  double lose_answer = 0;       ///< of a put: it is stored, and nobody says so
  double lose_delivery = 0;     ///< to a consumer
  bool stalled = false;         ///< the consumers' server gets nothing new, and does not know it
  std::uint64_t behind = 0;     ///< newest messages that the replica does not have which is asked for single ones
  bool hold_reads = false;      ///< their answers wait for release_reads()
  Random random{1};

  std::map<std::uint64_t, Packet> stored;  ///< by sequence; the newest of each key
  std::uint64_t last = 0;

  [[nodiscard]] bool concerns(const std::string& subject) const {
    return subject.find(stream_) != std::string::npos || subject.compare(0, prefix_.size(), prefix_) == 0;
  }
  void handle(FakeInbox& peer, const Packet& packet) {
    const auto begins = [&](std::string_view with) { return packet.subject.compare(0, with.size(), with) == 0; };
    if (begins(prefix_)) put(peer, packet);
    if (begins("$JS.API.CONSUMER.CREATE.")) create(peer, packet);
    if (begins("$JS.API.CONSUMER.DELETE.")) {
      const auto name = packet.subject.substr(packet.subject.rfind('.') + 1);
      std::erase_if(consumers_, [&](const Consumer& one) { return one.name == name; });
    }
    if (begins("$JS.API.DIRECT.GET.")) get(peer, packet);
    if (begins("$JS.API.STREAM.MSG.DELETE.")) erase(peer, packet);
  }
  void deliver() {
    for (auto& consumer : consumers_) {
      if (!stalled) push(consumer);
    }
    std::erase_if(consumers_, [](const Consumer& one) { return !one.peer->subjects.contains(one.deliver); });
  }
  void heartbeat() {
    for (const auto& consumer : consumers_) {
      Packet beat;
      beat.subject = consumer.deliver;
      beat.status = 100;
      beat.headers["Nats-Last-Consumer"] = std::to_string(consumer.count);
      consumer.peer->inbound.push_back(beat);
    }
  }
  void kill_consumers() { consumers_.clear(); }
  void release_reads() {
    hold_reads = false;
    for (auto& [peer, answer] : held_) peer->inbound.push_back(std::move(answer));
    held_.clear();
  }
  /// What there is: "room.general.server0", with "(marker)" behind it if that is what lies there.
  [[nodiscard]] std::vector<std::string> keys() const {
    std::vector<std::string> out;
    for (const auto& [sequence, packet] : stored) {
      out.push_back(packet.subject.substr(prefix_.size()) +
                    (packet.headers.contains("KV-Operation") ? "(marker)" : ""));
    }
    std::sort(out.begin(), out.end());
    return out;
  }
  [[nodiscard]] std::size_t consumers() const { return consumers_.size(); }

 private:
  struct Consumer {
    FakeInbox* peer = nullptr;
    std::string name, deliver;
    std::uint64_t next = 1;
    std::uint64_t count = 0;
  };

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
  static void answer(FakeInbox& peer, const Packet& to, Packet with) {
    with.subject = to.reply;
    if (!to.reply.empty()) peer.inbound.push_back(std::move(with));
  }
  bool happens(double share) { return random.unit() < share; }
  [[nodiscard]] std::uint64_t newest(const std::string& subject) const {
    std::uint64_t out = 0;
    for (const auto& [sequence, packet] : stored) {
      if (packet.subject == subject) out = sequence;
    }
    return out;
  }

  void put(FakeInbox& peer, const Packet& packet) {
    if (!leader) return answer(peer, packet, status(503));
    const auto before = newest(packet.subject);
    const auto expected = header(packet, "Nats-Expected-Last-Subject-Sequence");
    if (!expected.empty() && parse_number(expected) != before) {
      return answer(peer, packet, json(R"({"error":{"code":400,"err_code":10071},"stream":"KV","seq":0})"));
    }
    stored.erase(before);
    stored[++last] = packet;
    if (!happens(lose_answer)) answer(peer, packet, json(R"({"stream":"KV","seq":)" + std::to_string(last) + "}"));
  }
  void create(FakeInbox& peer, const Packet& packet) {
    if (!makes_consumers) return;
    if (!leader) return answer(peer, packet, json(R"({"type":"x","error":{"code":503,"err_code":10008}})"));
    const auto told = *json_scalars(packet.body);
    if (told.at("config.deliver_policy") != "all" || told.at("config.headers_only") != "true") return;
    consumers_.push_back({&peer, "k" + std::to_string(++names_), told.at("config.deliver_subject")});
    answer(peer, packet,
           json(R"({"name":")" + consumers_.back().name + R"(","num_pending":)" + std::to_string(stored.size()) + "}"));
  }
  void push(Consumer& consumer) {
    for (auto at = stored.lower_bound(consumer.next); at != stored.end(); ++at) {
      consumer.next = at->first + 1;
      ++consumer.count;
      if (happens(lose_delivery)) continue;
      Packet packet = at->second;
      packet.headers["Nats-Msg-Size"] = std::to_string(packet.body.size());
      packet.body.clear();
      packet.stored_subject = packet.subject;
      packet.subject = consumer.deliver;
      packet.reply = "$JS.ACK.KV." + consumer.name + ".1." + std::to_string(at->first) + "." +
                     std::to_string(consumer.count) + ".1.0";
      consumer.peer->inbound.push_back(std::move(packet));
    }
  }
  void get(FakeInbox& peer, const Packet& packet) {
    const auto told = *json_scalars(packet.body);
    const auto by_subject = told.find("last_by_subj");
    const auto sequence = by_subject != told.end() ? newest(by_subject->second) : *json_number(told, "seq");
    Packet reply = status(404);
    if (stored.contains(sequence) && sequence + behind <= last) {
      reply = stored.at(sequence);
      reply.headers["Nats-Sequence"] = std::to_string(sequence);
    }
    if (!hold_reads) return answer(peer, packet, std::move(reply));
    reply.subject = packet.reply;
    held_.emplace_back(&peer, std::move(reply));
  }
  void erase(FakeInbox& peer, const Packet& packet) {
    if (!leader) return;  // nobody is there
    const auto there = stored.erase(*json_number(*json_scalars(packet.body), "seq")) > 0;
    answer(peer, packet, json(there ? R"({"success":true})" : R"({"error":{"code":400,"err_code":10043}})"));
  }

  std::string prefix_ = "$KV.BANTER_PEOPLE.";
  std::string stream_ = ".KV_BANTER_PEOPLE";
  std::deque<Consumer> consumers_;
  std::deque<std::pair<FakeInbox*, Packet>> held_;
  int names_ = 0;
};

}  // namespace banter::server
