#include "chat/link_history.hpp"

#include <algorithm>

namespace banter::chat {

void LinkHistory::measured(TimePoint now, Duration round_trip) {
  forget(now);
  if (samples_.size() >= max_samples) samples_.pop_front();
  samples_.push_back({now, std::max(Duration{0}, round_trip)});
}

void LinkHistory::opened(TimePoint now) {
  mark(now, true);
  open_since_ = now;
  ++opened_;
}

void LinkHistory::lost(TimePoint now) {
  if (!open_since_) return;
  mark(now, false);
  open_since_.reset();
}

void LinkHistory::mark(TimePoint now, bool open) {
  forget(now);
  if (marks_.size() >= max_marks) marks_.pop_front();
  marks_.push_back({now, open});
}

void LinkHistory::forget(TimePoint now) {
  while (!samples_.empty() && samples_.front().at + span < now) samples_.pop_front();
  // The newest that is too old says how the time began that is told of.
  while (marks_.size() > 1 && marks_[1].at + span < now) marks_.pop_front();
}

std::optional<Duration> LinkHistory::newest() const {
  if (samples_.empty()) return std::nullopt;
  return samples_.back().round_trip;
}

std::optional<Duration> LinkHistory::longest() const {
  const auto longest = std::max_element(samples_.begin(), samples_.end(),
                                        [](const Sample& a, const Sample& b) { return a.round_trip < b.round_trip; });
  if (longest == samples_.end()) return std::nullopt;
  return longest->round_trip;
}

}  // namespace banter::chat
