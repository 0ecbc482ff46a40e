#include "server/io/gateway.hpp"

#include <boost/asio/post.hpp>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "server/core/refusals.hpp"
#include "server/io/clock.hpp"
#include "server/io/ws_connection.hpp"

namespace banter::server {

/// Makes the storage wait while the network's thread is behind: what other servers store is not bounded by the hub.
class Backlog {
 public:
  /// Waits for a place; it is given back with the last copy of what is returned.
  static std::shared_ptr<void> take_place(const std::shared_ptr<Backlog>& backlog) {
    std::unique_lock lock(backlog->mutex_);
    backlog->free_.wait(lock, [&] { return backlog->places_ > 0 || backlog->closed_; });
    if (backlog->places_ > 0) --backlog->places_;
    return {nullptr, [backlog](void*) {
              const std::lock_guard guard(backlog->mutex_);
              ++backlog->places_;
              backlog->free_.notify_one();
            }};
  }
  /// Nobody waits any more.
  void close() {
    const std::lock_guard guard(mutex_);
    closed_ = true;
    free_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable free_;
  int places_ = 256;
  bool closed_ = false;
};

Gateway::Gateway(boost::asio::io_context& io, const ServerConfig& config, const StorageFactory& storage,
                 std::uint64_t seed)
    : io_(io),
      limits_(config.io),
      hub_(config.hub, seed),
      backlog_(std::make_shared<Backlog>()),
      storage_(storage([this](std::vector<StoreReply> replies) {
        boost::asio::post(
            io_, [this, replies = std::move(replies), place = Backlog::take_place(backlog_)] { on_replies(replies); });
      })) {}

Gateway::~Gateway() {
  backlog_->close();
}

ConnectionId Gateway::attach(WsConnectionPtr connection, protocol::Dialect dialect) {
  const auto id = static_cast<ConnectionId>(next_id_++);
  ++(dialect == protocol::Dialect::plain ? io_stats_.opened_plain : io_stats_.opened_banter);
  connections_.emplace(id, std::move(connection));
  hub_.connect(monotonic_now(), id, dialect);
  pump();
  return id;
}

void Gateway::received(ConnectionId id, std::string_view frame) {
  if (stopping_) return;  // not acknowledged, so it is sent again to whoever comes after
  hub_.receive(monotonic_now(), wall_now(), id, frame);
  pump();
}

void Gateway::congested(ConnectionId id) {
  hub_.congested(id);
}

void Gateway::drained(ConnectionId id) {
  hub_.drained(id);
  pump();
}

void Gateway::forget(ConnectionId id) {
  hub_.disconnect(id);
}

void Gateway::detach(ConnectionId id) {
  hub_.disconnect(id);
  connections_.erase(id);
  pump();
  report_idle();
}

void Gateway::flush_later(WsConnectionPtr connection) {
  to_flush_.push_back(std::move(connection));
}

void Gateway::sweep() {
  hub_.tick(monotonic_now());
  pump();
  const auto now = monotonic_now();
  for (const auto& connection : open_connections()) connection->sweep(now);
}

void Gateway::on_replies(const std::vector<StoreReply>& replies) {
  for (const auto& reply : replies) {
    hub_.stored(monotonic_now(), reply);
    deliver();  // after each, so that a connection that is behind can say so before the next
  }
  pump();
}

void Gateway::pump() {
  if (pumping_) return;
  deliver();
  while (!to_flush_.empty()) {
    pumping_ = true;  // one that has sent all may be given more, and that is flushed with the others
    for (const auto& connection : std::exchange(to_flush_, {})) connection->flush();
    pumping_ = false;
    deliver();
  }
}

void Gateway::deliver() {
  if (pumping_) return;
  pumping_ = true;
  for (;;) {
    hub_.take(outputs_);
    if (outputs_.requests.empty() && outputs_.deliveries.empty() && outputs_.closes.empty()) break;
    if (!outputs_.requests.empty()) storage_->submit(std::move(outputs_.requests));
    for (auto& [to, frame] : outputs_.deliveries) {
      const auto at = connections_.find(to);
      if (at != connections_.end()) at->second->send(std::move(frame));
    }
    for (const auto id : outputs_.awaited) {
      const auto at = connections_.find(id);
      if (at != connections_.end()) at->second->tell_when_sent();
    }
    for (auto& [id, code, reason] : outputs_.closes) {
      const auto at = connections_.find(id);
      if (at != connections_.end()) at->second->close(code, reason);
    }
  }
  pumping_ = false;
}

void Gateway::stop(std::function<void()> idle) {
  stopping_ = true;
  idle_ = std::move(idle);
  storage_->finish([this] {
    boost::asio::post(io_, [this] {
      stored_all_ = true;
      close_all();
      report_idle();
    });
  });
}

void Gateway::close_all() {
  for (const auto& connection : open_connections()) connection->close(close_code::going_away, "the server stops");
}

std::vector<WsConnectionPtr> Gateway::open_connections() const {
  std::vector<WsConnectionPtr> out;
  out.reserve(connections_.size());
  for (const auto& [id, connection] : connections_) out.push_back(connection);
  return out;
}

void Gateway::report_idle() {
  if (!stopping_ || !stored_all_ || !connections_.empty() || !idle_) return;
  std::exchange(idle_, {})();
}

void Gateway::describe(Metrics& metrics) const {
  for (const auto& [id, connection] : connections_) {
    ++(connection->dialect() == protocol::Dialect::plain ? metrics.open_plain : metrics.open_banter);
  }
  metrics.rooms = hub_.rooms();
  metrics.pending = hub_.pending();
  metrics.io = io_stats_;
  metrics.storage = storage_->stats();
}

}  // namespace banter::server
