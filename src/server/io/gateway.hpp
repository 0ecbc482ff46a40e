// Between the hub and the world: frames of the sockets go in, what the hub decides goes out to
// sockets and storage. Lives on the network's thread; the storage's replies come over to it.
// Must not know: HTTP, files.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "server/core/hub.hpp"
#include "server/core/metrics.hpp"
#include "server/io/config.hpp"
#include "server/io/storage_service.hpp"

namespace banter::server {

class Backlog;
class WsConnection;
using WsConnectionPtr = boost::intrusive_ptr<WsConnection>;

class Gateway {
 public:
  Gateway(boost::asio::io_context& io, const ServerConfig& config, const StorageFactory& storage, std::uint64_t seed);
  Gateway(const Gateway&) = delete;
  Gateway& operator=(const Gateway&) = delete;
  ~Gateway();

  /// Before the first connection.
  void restore(const Roster& roster) { hub_.restore(roster); }

  // what connections report
  ConnectionId attach(WsConnectionPtr connection, protocol::Dialect dialect);
  void received(ConnectionId id, std::string_view frame);
  void congested(ConnectionId id);
  void drained(ConnectionId id);
  /// The hub forgets the connection; it stays in detach()'s care until it is closed.
  void forget(ConnectionId id);
  void detach(ConnectionId id);
  /// When all that is to be done now is done, so that what is sent to it goes at once.
  void flush_later(WsConnectionPtr connection);
  /// One for all: what is read is taken in before the next reads.
  [[nodiscard]] std::vector<char>& read_buffer() { return read_buffer_; }

  /// Looks at every deadline.
  void sweep();
  /// No more frames are taken in; what waits is stored and acknowledged, then every connection is closed with 1001.
  /// `idle` is called when the last is gone.
  void stop(std::function<void()> idle);

  [[nodiscard]] bool stopping() const { return stopping_; }
  [[nodiscard]] std::string trouble() const { return storage_->trouble(); }
  /// Fills in what the gateway knows.
  void describe(Metrics& metrics) const;
  [[nodiscard]] const HubStats& hub_stats() const { return hub_.stats(); }
  [[nodiscard]] const IoLimits& limits() const { return limits_; }
  IoStats& io_stats() { return io_stats_; }

 private:
  void on_replies(const std::vector<StoreReply>& replies);
  /// Does what the hub wants done.
  void deliver();
  /// And sends it.
  void pump();
  /// All of them, each for as long as it is looked at: it may detach meanwhile.
  [[nodiscard]] std::vector<WsConnectionPtr> open_connections() const;
  void close_all();
  void report_idle();

  boost::asio::io_context& io_;
  IoLimits limits_;
  Hub hub_;
  IoStats io_stats_;
  std::unordered_map<ConnectionId, WsConnectionPtr> connections_;
  std::vector<WsConnectionPtr> to_flush_;
  std::vector<char> read_buffer_ = std::vector<char>(64 << 10);
  std::uint64_t next_id_ = 1;
  Outputs outputs_;
  bool pumping_ = false;
  bool stopping_ = false;
  bool stored_all_ = false;
  std::function<void()> idle_;
  std::shared_ptr<Backlog> backlog_;         ///< of replies that the network's thread has not seen yet
  std::unique_ptr<StorageService> storage_;  // last: its thread posts to the others
};

}  // namespace banter::server
