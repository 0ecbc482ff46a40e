// What the gateway needs of the place where messages are kept: requests go in at any time, replies come back on a
// thread of the service's. A database on this machine is one (StorageThread), a cluster that several servers share
// another. Must not know: the hub, connections.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/core/metrics.hpp"
#include "server/core/storage.hpp"

namespace banter::server {

class StorageService {
 public:
  /// Called on a thread of the service's, one call at a time. May block while the network's thread is behind.
  using OnReplies = std::function<void(std::vector<StoreReply>)>;

  StorageService() = default;
  StorageService(const StorageService&) = delete;
  StorageService& operator=(const StorageService&) = delete;
  virtual ~StorageService() = default;

  /// Never blocks. What waits is bounded by the hub, which counts what is not answered.
  virtual void submit(std::vector<StoreRequest> requests) = 0;
  /// Performs what waits, as far as it is known how within a few seconds, then calls `done` on the service's thread,
  /// once.
  virtual void finish(std::function<void()> done) = 0;

  [[nodiscard]] virtual StorageStats stats() const = 0;
  /// Empty while writing works; otherwise why it does not.
  [[nodiscard]] virtual std::string trouble() const = 0;
};

/// Makes the service when whoever wants its replies is there.
using StorageFactory = std::function<std::unique_ptr<StorageService>(StorageService::OnReplies)>;

}  // namespace banter::server
