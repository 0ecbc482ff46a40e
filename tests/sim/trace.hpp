// What happened, in words. Costs nothing while nobody wants to read it.
#pragma once

#include <deque>
#include <iostream>
#include <sstream>
#include <string>

#include "scheduler.hpp"

namespace banter::sim {

class Trace {
 public:
  enum class Mode { off, keep, print };
  static constexpr std::size_t kept = 80;

  Trace(const Scheduler& clock, Mode mode) : clock_(clock), mode_(mode) {}

  template <class... Parts>
  void operator()(const Parts&... parts) {
    if (mode_ == Mode::off) return;
    std::ostringstream line;
    line << clock_.now().time_since_epoch().count() - 1'000'000 << " ms  ";
    (line << ... << parts);
    if (mode_ == Mode::print) std::cout << line.str() << '\n';
    if (lines_.size() == kept) lines_.pop_front();
    lines_.push_back(line.str());
  }
  [[nodiscard]] const std::deque<std::string>& lines() const { return lines_; }

 private:
  const Scheduler& clock_;
  Mode mode_;
  std::deque<std::string> lines_;
};

}  // namespace banter::sim
