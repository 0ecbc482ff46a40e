// Reads a room's messages from a place of the stream onwards: every one, once, in order, whatever servers end
// meanwhile. A consumer that is lost is followed by another, which goes on after the newest message that came.
// Consumers are made by the cluster's leader, which may be missing for some seconds; meanwhile messages are asked for
// one by one, which any replica answers. Must not know: what the messages are for.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "server/cluster/consumer.hpp"
#include "server/cluster/record.hpp"

namespace banter::server {

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
  /// Asks for nothing more. What it calls may do that, but must not destroy the cursor.
  void stop() { stopped_ = true; }
  void tick(TimePoint now);

  /// The number of the newest message, and up to where the stream was seen.
  [[nodiscard]] Place place() const { return place_; }

 private:
  static constexpr Duration answer_within{2'000};
  static constexpr Duration poll_after{500};  ///< from asking for a consumer
  static constexpr Duration poll_every{200};

  Consumer::Events events();
  void take(TimePoint now, std::uint64_t sequence, const Packet& packet);
  void poll(TimePoint now);
  void polled(TimePoint now, const Packet* answer);

  StreamContext& context_;
  std::string room_;
  Place place_;
  OnRecord on_record_;
  OnCaughtUp on_caught_up_;
  Consumer consumer_;
  std::optional<TimePoint> poll_at_;  ///< none: the consumer delivers, or an answer is awaited
  bool polling_ = false;
  bool one_by_one_ = false;
  bool stopped_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  ///< false: the cursor is gone
};

}  // namespace banter::server
