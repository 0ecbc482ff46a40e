// The part of the client that shares its time out: what waits when more comes than anybody can read.
#include <algorithm>

#include "app/client.hpp"

namespace banter::app {
namespace {

constexpr Duration measuring_share{4};  // of a frame, for the heights of rows nobody looks at
constexpr Duration lull{8};             // nothing came for so long: what is there is drawn

/// How long a frame that shows so many rows more than the one before comes after that at least. Where they fly past
/// nobody can read them, and the browser shares the time that a canvas takes with everything else on the page.
constexpr Duration pace(std::size_t new_rows) {
  if (new_rows < 256) return Duration{0};
  if (new_rows < 1024) return Duration{33};
  if (new_rows < 2048) return Duration{100};
  if (new_rows < 32768) return Duration{200};
  return Duration{new_rows < 131072 ? 400 : 800};  // years of a room in a second
}

}  // namespace

void Client::hold_frames(TimePoint now, bool more_came) {
  if (more_came) came_at_ = now;
  held_until_.reset();
  if (frames_wanted_ == 0 || frames_urgent_ > 0 || store_.size() < rows_at_draw_) return;
  const TimePoint due = std::min(drawn_at_ + pace(store_.size() - rows_at_draw_), came_at_ + lull);
  if (now < due) held_until_ = due;
}

void Client::measure_rows() {
  const TimePoint start = platform_.now();
  do {
    view_.measure_some(painter_, store_);
  } while (unmeasured() > 0 && platform_.now() - start < measuring_share);
  if (unmeasured() == 0) want_frames(1);  // for the scrollbar
}

}  // namespace banter::app
