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
  static constexpr Duration pace{200};  ///< from one request to the next
  static constexpr Duration answer_within{10'000};
  static constexpr int pages_of_a_gap = 25;      ///< that one wish brings, at most
  static constexpr std::size_t max_wishes = 64;  ///< kept; of more, the oldest is forgotten
  static constexpr Duration longest_wait{60'000};

  enum class State : std::uint8_t { idle, wanted, asked, failed };

  enum class What : std::uint8_t {
    before,  ///< what is missing right above message `at`, from below
    after,   ///< the same from above: what follows the message that stands there
    around,  ///< message `at` itself and those about it
  };

  /// The message `at` must be here, or, for What::around, not. Of one gap there is one wish, and of all that are around
  /// something the newest, whose turn is next.
  void want(protocol::Seq at, What what, int pages = 1);
  /// Of what is missing above message `at`.
  [[nodiscard]] State state(protocol::Seq at) const { return state_of(at, false); }
  [[nodiscard]] State state_around(protocol::Seq at) const { return state_of(at, true); }

  /// Some message is sought: there is a wish around it.
  [[nodiscard]] bool seeks() const;

  struct Wish {
    protocol::Seq at = 0;
    What what = What::before;
    int pages = 1;  ///< still to be asked for
    State state = State::wanted;
  };
  /// The wish whose turn it is; null: nothing may be asked now.
  [[nodiscard]] const Wish* next(TimePoint now);
  /// It was asked, with these bounds. The request's id.
  struct Bounds {
    std::optional<protocol::Seq> before, after;
  };
  std::string asked(TimePoint now, const Bounds& bounds);
  /// There is nothing to ask there any more.
  void drop(const Wish& wish) { drop(wish.at, wish.what); }

  /// The answer to what was asked is in, and the wish is done. None: nobody asked for this.
  struct Answered {
    protocol::Seq at = 0;
    What what = What::before;
    Bounds bounds;
    int pages = 0;  ///< still wanted of it
  };
  [[nodiscard]] std::optional<Answered> answered(const protocol::History& history);
  /// It was about the request for this, which then failed or is made again later; none: about something else.
  std::optional<protocol::Seq> refused(const protocol::Refusal& refusal);
  /// What was asked is not answered; it did not come, says the person's page.
  void fail(protocol::Seq at, What what);

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
    Bounds bounds;
    TimePoint deadline{};
  };
  using Place = std::deque<Wish>::iterator;
  [[nodiscard]] Place find(protocol::Seq at, What what);
  [[nodiscard]] Place asked_one();
  [[nodiscard]] State state_of(protocol::Seq at, bool around) const;
  void add(const Wish& wish);
  void drop(protocol::Seq at, What what);

  std::deque<Wish> wishes_;
  std::optional<Request> request_;  ///< of the one that is asked
  std::uint64_t requests_ = 0;
  TimePoint mono_{};  ///< the latest that was passed in
  std::optional<TimePoint> not_before_;
  std::optional<Duration> wait_;  ///< before the next request, counted from the next call that has a time
};

}  // namespace banter::chat
