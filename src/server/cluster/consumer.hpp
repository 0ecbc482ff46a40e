// An ordered consumer of JetStream (push, no acks): hands on what a stream has from a place onwards, in order, whatever
// servers end meanwhile. What is missing is noticed by the consumer's own count or by its silence; then it says so, and
// is to be begun again. Must not know: what the messages are for.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "server/cluster/calls.hpp"

namespace banter::server {

class Consumer;

/// Where the messages are, and what all consumers share.
struct StreamContext {
  Link& link;
  Calls& calls;
  std::string stream;  ///< the name of the messages' one
  std::string inbox;   ///< begins the subjects of this server's consumers
  std::uint64_t next_inbox = 1;
  int beginning = 0;                                          ///< consumers that are asked for
  std::uint64_t restarts = 0;                                 ///< consumers that were given up
  std::map<std::string, Consumer*, std::less<>> consumers{};  ///< by the subject they listen to
  Duration heartbeat{1'000};                                  ///< of a consumer that has nothing to tell
  Duration silence{2'500};                                    ///< after which it is given up
};

class Consumer {
 public:
  /// None of these must destroy the consumer.
  struct Events {
    /// Asked each time it begins: the fields of its configuration that say which messages, JSON without braces.
    std::function<std::string()> wanted;
    std::function<void(TimePoint now)> on_created;
    /// Anything came, if only a sign of life.
    std::function<void()> on_sign;
    std::function<void(TimePoint now, std::uint64_t sequence, const Packet& packet)> on_message;
    /// All came that the stream had when it was created, as far as its server knew.
    std::function<void(TimePoint now)> on_caught_up;
    /// Some were lost on the way, or it is gone. It asks for nothing until it is begun again.
    std::function<void(TimePoint now)> on_lost;
  };

  Consumer(StreamContext& context, std::string stream, Events events);
  Consumer(const Consumer&) = delete;
  Consumer& operator=(const Consumer&) = delete;
  ~Consumer();

  /// Begins, or begins anew.
  void begin(TimePoint now);
  /// A packet on the subject that it listens to.
  void receive(TimePoint now, const Packet& packet);
  void tick(TimePoint now);

  /// Something was heard of it since it began.
  [[nodiscard]] bool delivering() const { return delivering_; }

 private:
  static constexpr int most_beginning = 128;
  static constexpr Duration create_within{2'000};
  static constexpr Duration retry_after{250};

  void cease();
  void lose(TimePoint now);
  void created(TimePoint now, const Packet* answer);
  void status(TimePoint now, const Packet& packet);
  void check_caught_up(TimePoint now);

  StreamContext& context_;
  std::string stream_;
  Events events_;
  std::string inbox_;
  std::string name_;             ///< once it is known
  std::uint64_t delivered_ = 0;  ///< by this consumer
  bool delivering_ = false;
  std::optional<std::uint64_t> pending_;  ///< what it had to deliver when it began, until that came
  TimePoint heard_{};
  std::optional<TimePoint> begin_at_;
  std::shared_ptr<bool> asking_;  ///< false: whoever asked for a consumer does not want it any more
};

}  // namespace banter::server
