#include "server/nats/nats_service.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <iterator>
#include <memory>
#include <mutex>
#include <random>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "server/cluster/shared_store.hpp"
#include "server/io/clock.hpp"
#include "server/io/log.hpp"
#include "server/nats/nats_link.hpp"
#include "server/nats/nats_stream.hpp"

namespace banter::server {

namespace {

constexpr std::chrono::milliseconds tick_every{100};
constexpr std::chrono::milliseconds finish_within{3'000};
constexpr std::size_t most_inbound = 8'192;  ///< packets; the library's threads wait, and its own limits act then

std::string random_name(int digits) {
  std::random_device device;
  std::string out;
  for (int i = 0; i < digits; ++i) out += "0123456789abcdef"[device() & 0xFU];
  return out;
}

class NatsService final : public StorageService {
 public:
  NatsService(std::unique_ptr<nats::NatsLink> link, const SharedStoreConfig& config, OnReplies on_replies)
      : link_(std::move(link)), store_(*link_, config), on_replies_(std::move(on_replies)) {
    link_->listen({[this](Packet packet) { put(std::move(packet)); }, [this](bool up) { put(Connection{up}); }});
    inbox_ = config.inbox + ".a.*";
    thread_ = std::thread([this] { run(); });
  }
  ~NatsService() override {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      wake_.notify_all();
      room_.notify_all();
    }
    thread_.join();
    link_->close();
  }

  void submit(std::vector<StoreRequest> requests) override {
    const std::lock_guard lock(mutex_);
    std::move(requests.begin(), requests.end(), std::back_inserter(requests_));
    wake_.notify_one();
  }
  void finish(std::function<void()> done) override {
    const std::lock_guard lock(mutex_);
    done_ = std::move(done);
    finish_by_ = std::chrono::steady_clock::now() + finish_within;
    wake_.notify_one();
  }
  [[nodiscard]] StorageStats stats() const override {
    const std::lock_guard lock(mutex_);
    return stats_;
  }
  [[nodiscard]] std::string trouble() const override {
    const std::lock_guard lock(mutex_);
    return trouble_;
  }

 private:
  struct Connection {
    bool up = false;
  };
  using Inbound = std::variant<Packet, Connection>;

  /// On the library's threads.
  void put(Inbound one) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return inbound_.size() < most_inbound || stopping_; });
    if (stopping_) return;
    inbound_.push_back(std::move(one));
    wake_.notify_one();
  }

  void run() {
    link_->subscribe(inbox_);
    if (link_->up()) store_.connected(monotonic_now());
    auto next_tick = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      wake_.wait_until(lock, next_tick, [&] { return stopping_ || !inbound_.empty() || !requests_.empty(); });
      auto inbound = std::exchange(inbound_, {});
      auto requests = std::exchange(requests_, {});
      room_.notify_all();
      lock.unlock();
      const auto begin = std::chrono::steady_clock::now();
      if (!requests.empty()) store_.submit(monotonic_now(), std::move(requests));
      tell();
      for (auto& one : inbound) {
        take(one);
        tell();
      }
      if (begin >= next_tick) {
        store_.tick(monotonic_now());
        tell();
        next_tick = begin + tick_every;
      }
      note(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
      lock.lock();
      if (!done_ || !requests_.empty()) continue;
      const bool late = begin >= finish_by_;
      if (!late && !store_.idle()) continue;
      lock.unlock();
      // The last of all, so that nobody here is told of afterwards.
      store_.leave(monotonic_now());
      lock.lock();
      if (!late && !store_.left()) continue;
      const auto done = std::exchange(done_, {});
      lock.unlock();
      done();
      lock.lock();
    }
  }
  void take(const Inbound& one) {
    if (const auto* packet = std::get_if<Packet>(&one)) return store_.receive(monotonic_now(), *packet);
    if (std::get<Connection>(one).up) {
      log("connected to NATS again");
      store_.connected(monotonic_now());
    } else {
      log("the connection to NATS is lost");
      store_.disconnected(monotonic_now());
    }
  }
  void tell() {
    store_.take(replies_);
    if (!replies_.empty()) on_replies_(std::exchange(replies_, {}));
  }
  void note(double seconds) {
    const std::string trouble = store_.trouble();
    std::string line;
    {
      const std::lock_guard lock(mutex_);
      ++stats_.batches;
      stats_.seconds += seconds;
      stats_.failures = store_.failures();
      stats_.queued = store_.waiting();
      stats_.consumer_restarts = store_.restarts();
      stats_.people_failures = store_.people_failures();
      stats_.healthy = trouble.empty();
      if (trouble_.empty() && !trouble.empty()) line = "messages cannot be stored: " + trouble;
      if (!trouble_.empty() && trouble.empty()) line = "messages can be stored again";
      trouble_ = trouble;
    }
    if (!line.empty()) log(line);
  }

  std::unique_ptr<nats::NatsLink> link_;
  SharedStore store_;  // of the thread alone
  OnReplies on_replies_;
  std::string inbox_;
  std::vector<StoreReply> replies_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::condition_variable room_;
  std::deque<Inbound> inbound_;
  std::vector<StoreRequest> requests_;
  std::function<void()> done_;
  std::chrono::steady_clock::time_point finish_by_;
  bool stopping_ = false;
  StorageStats stats_;
  std::string trouble_;
  std::thread thread_;
};

}  // namespace

Result<StorageFactory> open_nats(const Options& options) {
  auto link = nats::NatsLink::open({options.nats, options.nats_credentials});
  if (!link) return link.error();
  auto epoch = nats::open_stream(**link, options, random_name(12));
  if (!epoch) return epoch.error();
  if (auto wrong = nats::open_bucket(**link, options)) return *wrong;
  SharedStoreConfig config;
  config.stream = options.nats_stream;
  config.people.bucket = nats::bucket_name(options);
  config.tag = random_name(16);
  config.inbox = "_INBOX.banter." + config.tag;
  config.epoch = *epoch;
  // Called once; a function that can be copied cannot own what can only be moved.
  auto opened = std::make_shared<std::unique_ptr<nats::NatsLink>>(std::move(*link));
  return StorageFactory([opened, config](StorageService::OnReplies on_replies) {
    return std::make_unique<NatsService>(std::move(*opened), config, std::move(on_replies));
  });
}

}  // namespace banter::server
