// One simulated world from one seed: persons type, things go wrong, the storm ends, and everything must come to rest
// with every promise kept.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checker.hpp"
#include "device.hpp"
#include "disk.hpp"
#include "environment.hpp"
#include "server.hpp"

namespace banter::sim {

class World {
 public:
  World(std::uint64_t seed, Trace::Mode mode);

  /// The first objection; none: all is well.
  std::optional<std::string> run();
  [[nodiscard]] const Counts& counts() const { return env_.chaos.counts(); }
  [[nodiscard]] const std::deque<std::string>& trace() const { return env_.trace.lines(); }

 private:
  void people();
  void storm();
  void strike(Mark fault);
  void break_wire(Wire& wire, bool half_open);
  void calm();
  [[nodiscard]] bool settled() const;
  /// Until `end`, or until something is wrong.
  void run_until(TimePoint end);
  Device& somebody() { return *devices_[env_.random.below(devices_.size())]; }

  Environment env_;
  Checker checker_;
  Disk disk_;
  Server server_;
  headless::FixedGlyphs glyphs_;
  text::Painter painter_;
  std::map<std::size_t, Browser> browsers_;  ///< by person
  std::vector<std::unique_ptr<Device>> devices_;
  bool storming_ = true;
};

}  // namespace banter::sim
