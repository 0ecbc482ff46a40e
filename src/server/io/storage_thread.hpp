// Runs a Storage on a thread of its own. What waits while a batch is written becomes the next batch,
// so that one fsync serves all of it. After a failed append or revision those fail too that were asked for
// before the hub knew of it: they would overtake it. While the storage fails it is tried again every few seconds.
// Must not know: SQLite, the hub, the network.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/time.hpp"
#include "server/core/metrics.hpp"
#include "server/core/storage.hpp"
#include "server/io/storage_service.hpp"

namespace banter::server {

class StorageThread final : public StorageService {
 public:
  StorageThread(std::unique_ptr<Storage> storage, OnReplies on_replies, Duration retry_probe);
  StorageThread(const StorageThread&) = delete;
  StorageThread& operator=(const StorageThread&) = delete;
  /// Performs what waits, then ends.
  ~StorageThread() override;

  void submit(std::vector<StoreRequest> requests) override;
  void finish(std::function<void()> done) override;
  [[nodiscard]] StorageStats stats() const override;
  [[nodiscard]] std::string trouble() const override;

 private:
  static constexpr std::size_t max_batch = 1024;

  void run();
  std::vector<StoreReply> perform(std::vector<StoreRequest> batch);
  void note(const std::vector<StoreReply>& replies, double seconds);
  void note_trouble(const std::string& trouble);

  std::unique_ptr<Storage> storage_;
  OnReplies on_replies_;
  std::uint64_t generation_ = 0;  ///< older appends and revisions fail; of the storage's thread only
  Duration retry_probe_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<StoreRequest> waiting_;
  std::function<void()> done_;
  bool finishing_ = false;
  StorageStats stats_;
  std::string trouble_;
  std::thread thread_;  // last: it uses the others
};

}  // namespace banter::server
