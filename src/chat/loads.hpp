// What of a room's earlier messages is wanted, what of that is asked of the server and what became of it: one request
// at a time, not too many a second, each with a deadline. Pure: time comes in. Must not know: rows, the wire.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "protocol/messages.hpp"

namespace banter::chat {

class Loads {
 public:
  static constexpr std::uint32_t page = 200;  ///< messages asked for at once
  static constexpr Duration pace{200};        ///< from one request to the next: at most 1,000 messages a second
  static constexpr Duration answer_within{10'000};
  static constexpr int pages_of_a_gap = 25;      ///< that one wish brings, at most
  static constexpr std::size_t max_wishes = 64;  ///< kept; of more, the oldest is forgotten
  static constexpr Duration longest_wait{60'000};

  enum class State : std::uint8_t { idle, wanted, asked, failed };

  /// What is missing right above message `before`. Of a gap, page after page is asked for; of what is older than the
  /// first row, one.
  void want(protocol::Seq before, bool gap);
  [[nodiscard]] State state(protocol::Seq before) const;

  struct Wish {
    protocol::Seq before = 0;
    int pages = 1;  ///< still to be asked for
    State state = State::wanted;
  };
  /// The wish whose turn it is; null: nothing may be asked now.
  [[nodiscard]] const Wish* next(TimePoint now);
  /// It was asked, for messages after that number only. The request's id.
  std::string asked(TimePoint now, std::optional<protocol::Seq> after);
  /// There is nothing to ask there any more.
  void drop(protocol::Seq before);

  /// The answer to what was asked is in, and the wish is done. None: nobody asked for this.
  struct Answered {
    protocol::Seq before = 0;
    std::optional<protocol::Seq> after;
    int pages = 0;  ///< still wanted of it
  };
  [[nodiscard]] std::optional<Answered> answered(const protocol::History& history);
  /// More of the same is wanted, above another message.
  void go_on(protocol::Seq before, int pages);
  /// It was about the request for this, which then failed or is made again later; none: about something else.
  std::optional<protocol::Seq> refused(const protocol::Refusal& refusal);
  /// What was asked is not answered; it did not come, says the person's page.
  void fail(protocol::Seq before);

  /// Acts on the deadline: the request for this failed.
  std::optional<protocol::Seq> tick(TimePoint now);
  [[nodiscard]] std::optional<TimePoint> next_deadline() const;
  /// What was asked is asked again on the next one; what failed may be wanted again.
  void connection_lost();
  void clear();

 private:
  void look_at_clock(TimePoint now);
  struct Request {
    std::string id;
    std::optional<protocol::Seq> after;
    TimePoint deadline{};
  };
  [[nodiscard]] std::deque<Wish>::iterator find(protocol::Seq before);

  std::deque<Wish> wishes_;
  std::optional<Request> request_;  ///< of the one that is asked
  std::uint64_t requests_ = 0;
  TimePoint mono_{};  ///< the latest that was passed in
  std::optional<TimePoint> not_before_;
  std::optional<Duration> wait_;  ///< before the next request, counted from the next call that has a time
};

}  // namespace banter::chat
