// The connection to NATS: what the shared store publishes and subscribes to, by libnats. What comes back is handed over
// on the library's threads. One at a time in a process: ending it ends the library. Must not know: what the messages
// are.
#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "server/cluster/link.hpp"
#include "server/nats/nats_handles.hpp"

namespace banter::server::nats {

struct LinkConfig {
  std::vector<std::string> urls;
  std::string credentials;  ///< a file of NATS's; empty: none
};

class NatsLink final : public Link {
 public:
  /// Called on threads of the library; may block, then what comes further is dropped in the end and read again later.
  struct Handlers {
    std::function<void(Packet)> on_packet;
    std::function<void(bool up)> on_connection;
  };

  /// Connects. The error says what is wrong and what to do.
  static Result<std::unique_ptr<NatsLink>> open(const LinkConfig& config);
  ~NatsLink() override;

  /// Before the first subscription. Not called any more when close() has returned.
  void listen(Handlers handlers) { handlers_ = std::move(handlers); }
  /// No more handlers are called and nothing is sent.
  void close();

  // By one thread at a time.
  bool publish(const Packet& packet) override;
  bool subscribe(const std::string& subject) override;
  void unsubscribe(const std::string& subject) override;

  [[nodiscard]] natsConnection* connection() { return connection_.get(); }
  [[nodiscard]] bool up() const;

 private:
  NatsLink() = default;

  static void on_message(natsConnection* connection, natsSubscription* subscription, natsMsg* message, void* self);
  static void on_up(natsConnection* connection, void* self);
  static void on_down(natsConnection* connection, void* self);
  void bury_old();

  using Clock = std::chrono::steady_clock;

  Handlers handlers_;
  Handle<natsConnection> connection_;
  std::map<std::string, Handle<natsSubscription>> subscriptions_;
  /// Given up a while ago: libnats before 3.6 may still be delivering to one when another thread frees it.
  std::deque<std::pair<Clock::time_point, Handle<natsSubscription>>> old_;
};

}  // namespace banter::server::nats
