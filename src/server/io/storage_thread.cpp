#include "server/io/storage_thread.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <utility>

#include "server/io/log.hpp"

namespace banter::server {

namespace {

/// It proves that the storage can write.
bool wrote(const StoreReply& reply) {
  const auto* revised = std::get_if<Revised>(&reply);
  return std::holds_alternative<Appended>(reply) || std::holds_alternative<Noted>(reply) ||
         (revised && revised->edit != 0);
}

}  // namespace

StorageThread::StorageThread(std::unique_ptr<Storage> storage, OnReplies on_replies, Duration retry_probe)
    : storage_(std::move(storage)),
      on_replies_(std::move(on_replies)),
      retry_probe_(retry_probe),
      thread_([this] { run(); }) {}

StorageThread::~StorageThread() {
  finish({});
  thread_.join();
}

void StorageThread::submit(std::vector<StoreRequest> requests) {
  const std::lock_guard lock(mutex_);
  std::move(requests.begin(), requests.end(), std::back_inserter(waiting_));
  wake_.notify_one();
}

void StorageThread::finish(std::function<void()> done) {
  const std::lock_guard lock(mutex_);
  finishing_ = true;
  if (done) done_ = std::move(done);
  wake_.notify_one();
}

StorageStats StorageThread::stats() const {
  const std::lock_guard lock(mutex_);
  StorageStats stats = stats_;
  stats.queued = waiting_.size();
  stats.healthy = trouble_.empty();
  return stats;
}

std::string StorageThread::trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

void StorageThread::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto awake = [this] { return !waiting_.empty() || finishing_; };
    if (trouble_.empty()) {
      wake_.wait(lock, awake);
    } else if (!wake_.wait_for(lock, retry_probe_, awake)) {
      lock.unlock();
      note_trouble(storage_->probe());
      lock.lock();
      continue;
    }
    if (waiting_.empty()) break;

    const auto count = static_cast<std::ptrdiff_t>(std::min(waiting_.size(), max_batch));
    std::vector<StoreRequest> batch(std::make_move_iterator(waiting_.begin()),
                                    std::make_move_iterator(waiting_.begin() + count));
    waiting_.erase(waiting_.begin(), waiting_.begin() + count);
    lock.unlock();
    on_replies_(perform(std::move(batch)));
    lock.lock();
  }
  const auto done = std::exchange(done_, {});
  lock.unlock();
  if (done) done();
}

std::vector<StoreReply> StorageThread::perform(std::vector<StoreRequest> batch) {
  std::vector<StoreReply> refused;
  std::map<Ticket, std::uint64_t> generations;
  std::erase_if(batch, [&](const StoreRequest& request) {
    const auto generation = generation_of(request);
    if (!generation) return false;
    const Ticket ticket = ticket_of(request);
    generations.emplace(ticket, *generation);
    if (*generation >= generation_) return false;
    refused.emplace_back(StoreFailed{ticket, "an earlier message or edit could not be stored"});
    return true;
  });
  std::vector<StoreReply> replies;
  const auto begin = std::chrono::steady_clock::now();
  storage_->perform(std::move(batch), replies);
  note(replies, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  for (const auto& reply : replies) {
    const auto* failed = std::get_if<StoreFailed>(&reply);
    const auto at = failed ? generations.find(failed->ticket) : generations.end();
    if (at != generations.end()) generation_ = std::max(generation_, at->second + 1);
  }
  std::move(replies.begin(), replies.end(), std::back_inserter(refused));
  return refused;
}

void StorageThread::note(const std::vector<StoreReply>& replies, double seconds) {
  std::uint64_t failures = 0;
  std::string reason;
  for (const auto& reply : replies) {
    if (const auto* failed = std::get_if<StoreFailed>(&reply)) {
      ++failures;
      reason = failed->reason;
    }
  }
  {
    const std::lock_guard lock(mutex_);
    ++stats_.batches;
    stats_.seconds += seconds;
    stats_.failures += failures;
  }
  if (failures > 0 || std::any_of(replies.begin(), replies.end(), wrote)) note_trouble(reason);
}

void StorageThread::note_trouble(const std::string& trouble) {
  std::string line;
  {
    const std::lock_guard lock(mutex_);
    if (trouble_.empty() && !trouble.empty()) line = "the database cannot be written: " + trouble;
    if (!trouble_.empty() && trouble.empty()) line = "the database can be written again";
    trouble_ = trouble;
  }
  if (!line.empty()) log(line);
}

}  // namespace banter::server
