// Reads a room's messages from a place of the stream onwards: every one, once, in order, whatever servers end
// meanwhile. It is an ordered consumer of JetStream (push, no acks): what is missing is noticed by the consumer's own
// count or by its silence, and another consumer goes on after the newest message that came. Consumers are made by the
// cluster's leader, which may be missing for some seconds; meanwhile messages are asked for one by one, which any
// replica answers. Must not know: what the messages are for.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "server/cluster/calls.hpp"
#include "server/cluster/record.hpp"

namespace banter::server {

class Cursor;

/// Where the messages are, and what all cursors share.
struct StreamContext {
  Link& link;
  Calls& calls;
  std::string stream;  ///< its name
  std::string inbox;   ///< begins the subjects of this server's consumers
  std::uint64_t next_inbox = 1;
  int beginning = 0;                                      ///< consumers that are asked for
  std::uint64_t restarts = 0;                             ///< consumers that were given up
  std::map<std::string, Cursor*, std::less<>> cursors{};  ///< by the subject they listen to
  Duration heartbeat{1'000};                              ///< of a consumer that has nothing to tell
  Duration silence{2'500};                                ///< after which it is given up
};

class Cursor {
 public:
  /// The message with its number, and where it lies.
  using OnRecord = std::function<void(TimePoint now, Place at, Record record)>;

  using OnCaughtUp = std::function<void(TimePoint now)>;

  /// `after`: where to go on. Records that are not ours are passed over and not counted. `on_caught_up` is called when
  /// all came that the stream had when the cursor began, as far as the consumer's server knew.
  Cursor(StreamContext& context, std::string room, Place after, OnRecord on_record, OnCaughtUp on_caught_up = {});
  Cursor(const Cursor&) = delete;
  Cursor& operator=(const Cursor&) = delete;
  ~Cursor();

  /// Begins, or begins anew after the newest that came.
  void begin(TimePoint now);
  /// Instead of begin(): never more than the next message is on its way, for a few of unknown size. What does not
  /// come yet is asked for again and again.
  void begin_one_by_one(TimePoint now);
  /// Asks for nothing more. What it calls may do that.
  void stop() { stopped_ = true; }
  /// A packet on the subject that it listens to. What it calls must not destroy the cursor.
  void receive(TimePoint now, const Packet& packet);
  void tick(TimePoint now);

  /// The number of the newest message, and up to where the stream was seen.
  [[nodiscard]] Place place() const { return place_; }

 private:
  static constexpr int most_beginning = 128;
  static constexpr Duration create_within{2'000};
  static constexpr Duration retry_after{250};
  static constexpr Duration poll_after{500};  ///< from asking for a consumer
  static constexpr Duration poll_every{200};

  void cease();
  void give_up(TimePoint now);
  void created(TimePoint now, const Packet* answer);
  void status(TimePoint now, const Packet& packet);
  void check_caught_up(TimePoint now);
  void take(TimePoint now, std::uint64_t sequence, const Packet& packet);
  void poll(TimePoint now);
  void polled(TimePoint now, const Packet* answer);

  StreamContext& context_;
  std::string room_;
  Place place_;
  OnRecord on_record_;
  OnCaughtUp on_caught_up_;
  std::string inbox_;
  std::string consumer_;                  ///< its name, once it is known
  std::uint64_t delivered_ = 0;           ///< by this consumer
  bool delivering_ = false;               ///< something was heard of it
  std::optional<std::uint64_t> pending_;  ///< what it had to deliver when it began
  TimePoint heard_{};
  std::optional<TimePoint> begin_at_;
  std::optional<TimePoint> poll_at_;  ///< none: the consumer delivers, or an answer is awaited
  bool polling_ = false;
  bool one_by_one_ = false;
  bool stopped_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  ///< false: the cursor is gone
  std::shared_ptr<bool> asking_;  ///< false: whoever asked for a consumer does not want it any more
};

}  // namespace banter::server
