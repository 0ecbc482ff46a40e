// Shared stores on one stream in memory, with scripted time; what each tells is collected.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "fake_jetstream.hpp"
#include "server/cluster/shared_store.hpp"

namespace banter::server {

class StoreDriver {
 public:
  struct Server {
    std::unique_ptr<FakeJetStream::Peer> peer;
    std::unique_ptr<SharedStore> store;
    std::vector<StoreReply> replies;
  };

  explicit StoreDriver(int count = 2) {
    for (int i = 0; i < count; ++i) add();
  }

  FakeJetStream stream;
  std::vector<Server> servers;
  TimePoint now{Duration{1'000'000}};

  void add() {
    const auto name = std::to_string(servers.size());
    SharedStoreConfig config;
    config.inbox = "inbox" + name;
    config.tag = "server" + name;
    config.epoch = "e1";
    auto peer = std::make_unique<FakeJetStream::Peer>(stream);
    auto store = std::make_unique<SharedStore>(*peer, config);
    store->connected(now);
    servers.push_back({std::move(peer), std::move(store), {}});
  }
  void connect(std::size_t server, bool up) {
    servers[server].peer->up = up;
    if (up) {
      servers[server].store->connected(now);
    } else {
      servers[server].peer->inbound.clear();
      servers[server].store->disconnected(now);
    }
  }

  /// Lets everything happen that needs no time.
  void run() {
    bool busy = true;
    while (busy) {
      busy = false;
      stream.deliver();
      for (auto& server : servers) {
        while (!server.peer->inbound.empty()) {
          const Packet packet = server.peer->inbound.front();
          server.peer->inbound.pop_front();
          busy = true;
          const bool answer = packet.subject.find(".a.") != std::string::npos;
          if (server.peer->up && (answer || server.peer->subjects.contains(packet.subject))) {
            server.store->receive(now, packet);
          }
          collect(server);
        }
      }
    }
  }
  void advance(Duration by) {
    for (const auto end = now + by; now < end; now += Duration{100}) {
      if (now.time_since_epoch().count() % 1'000 == 0) stream.heartbeat();
      run();
      for (auto& server : servers) {
        server.store->tick(now);
        collect(server);
      }
    }
    run();
  }
  void submit(std::size_t server, StoreRequest request) {
    servers[server].store->submit(now, {std::move(request)});
    collect(servers[server]);
  }
  void watch(std::size_t server, const std::string& room = "general") {
    submit(server, Watch{room});
    run();
  }
  Ticket append(std::size_t server, const std::string& user, const std::string& id, const std::string& text = "hi",
                const std::string& room = "general", std::uint64_t generation = 0) {
    Append one;
    one.ticket = next_++;
    one.message.room = room;
    one.message.user = user;
    one.message.nick = user;
    one.message.id = id;
    one.message.text = text;
    one.message.time = WallTime(Duration{1'700'000'000'000 + static_cast<Duration::rep>(one.ticket)});
    one.generation = generation;
    submit(server, one);
    return one.ticket;
  }
  /// Server 0 knows the newest of so many messages, and has told nothing yet.
  void watch_long(int count) {
    fill(count);
    watch(0);
    read(0, 0, 0);
    servers[0].replies.clear();
  }
  /// Asks for a page as somebody does who looks back, or who joins.
  Ticket ask(std::size_t server, protocol::Seq after, std::optional<protocol::Seq> before, bool patient) {
    const Ticket ticket = next_++;
    submit(server, Read{ticket, "general", after, 10, 1 << 20, before, patient});
    return ticket;
  }
  /// The tickets of the pages that came, in that order.
  std::vector<Ticket> pages(std::size_t server) {
    std::vector<Ticket> out;
    for (const auto& reply : servers[server].replies) {
      if (const auto* page = std::get_if<PageRead>(&reply)) out.push_back(page->ticket);
    }
    return out;
  }
  PageRead read(std::size_t server, protocol::Seq after, std::uint32_t count, const std::string& room = "general",
                std::size_t bytes = 1 << 20, std::optional<protocol::Seq> before = {}) {
    const Ticket ticket = next_++;
    submit(server, Read{ticket, room, after, count, bytes, before});
    for (int i = 0; i < 100; ++i) {
      run();
      for (const auto& reply : servers[server].replies) {
        const auto* page = std::get_if<PageRead>(&reply);
        if (page && page->ticket == ticket) return *page;
        const auto* failed = std::get_if<StoreFailed>(&reply);
        if (failed && failed->ticket == ticket) break;
      }
      advance(Duration{100});
    }
    ADD_FAILURE() << "no page after " << after;
    return {};
  }
  /// The reply to an append, if there is one.
  std::optional<Appended> appended(std::size_t server, Ticket ticket) {
    for (const auto& reply : servers[server].replies) {
      const auto* one = std::get_if<Appended>(&reply);
      if (one && one->ticket == ticket) return *one;
    }
    return std::nullopt;
  }
  bool failed(std::size_t server, Ticket ticket) {
    return std::any_of(servers[server].replies.begin(), servers[server].replies.end(), [&](const StoreReply& reply) {
      const auto* one = std::get_if<StoreFailed>(&reply);
      return one && one->ticket == ticket;
    });
  }
  /// Who a server was told is elsewhere, as it stands now: "server0: u1=Ada u2=Bob", a line each.
  std::vector<std::string> elsewhere(std::size_t server, const std::string& room = "general") {
    std::map<std::string, std::string> at;
    for (const auto& reply : servers[server].replies) {
      const auto* one = std::get_if<PeopleTold>(&reply);
      if (!one || one->room != room) continue;
      std::string line = one->server + ":";
      for (const auto& person : one->people) line += " " + person.user + "=" + person.nick;
      if (one->people.empty()) {
        at.erase(one->server);
      } else {
        at[one->server] = line;
      }
    }
    std::vector<std::string> out;
    for (const auto& [name, line] : at) out.push_back(line);
    return out;
  }
  std::vector<std::string> arrived(std::size_t server) {
    std::vector<std::string> out;
    for (const auto& reply : servers[server].replies) {
      if (const auto* one = std::get_if<Arrived>(&reply)) {
        out.push_back(std::to_string(one->message.seq) + " " + one->message.text);
      }
    }
    return out;
  }
  /// Messages that were there before any of the servers; `others` of another room lie between them. Those after
  /// `small` are longer by `more` bytes.
  void fill(int count, int others = 0, int small = 0, std::size_t more = 0) {
    Place known{};
    for (int i = 1; i <= count; ++i) {
      Record record;
      record.message.room = "general";
      record.message.user = "old";
      record.message.nick = "Old";
      record.message.id = "old" + std::to_string(i);
      record.message.text = "text " + std::to_string(i);
      if (i > small) record.message.text.append(more, '.');
      record.known = known;
      record.tag = "before." + std::to_string(i);
      stream.put(encode(record));
      // Now and then the server does not know the newest yet.
      if (i % 3 != 0) known = {static_cast<protocol::Seq>(i), stream.stored.size()};
      record.message.room = "other";
      for (int j = 0; j < others; ++j) stream.put(encode(record));
    }
  }

 private:
  void collect(Server& server) {
    std::vector<StoreReply> some;
    server.store->take(some);
    for (auto& reply : some) server.replies.push_back(std::move(reply));
  }
  Ticket next_ = 1;
};

}  // namespace banter::server
