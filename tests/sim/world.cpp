#include "world.hpp"

#include <algorithm>
#include <utility>

namespace banter::sim {

using namespace std::chrono_literals;

namespace {

/// Beyond what timeouts, backoff and a deploy may take together.
constexpr Duration patience{180'000};

/// The real limits' proportions (src/server/io/config.hpp): pages are a sixth of the queue or less.
ServerLimits limits_from(Random& random) {
  ServerLimits limits;
  const std::size_t unit = 512U << random.below(6);
  limits.queue_bytes = 8 * unit;
  limits.congested_bytes = 4 * unit;
  limits.batch_bytes = random.below(2) == 0 ? unit : 0;
  limits.socket_bytes = 2 * unit;
  return limits;
}

server::HubConfig config_from(Random& random, const ServerLimits& limits) {
  server::HubConfig config;
  config.text_bytes = Checker::longest_text;
  // Few in half of the worlds, so that there is something to scroll back to, to jump to and to fill.
  const bool few = random.below(2) == 0;
  config.newest_messages = 1 + static_cast<std::uint32_t>(random.below(few ? 4 : 20));
  config.resume_messages = 1 + static_cast<std::uint32_t>(random.below(few ? 6 : 40));
  config.page_messages = 2 + static_cast<std::uint32_t>(random.below(20));
  config.page_bytes = limits.queue_bytes / 8;
  config.edits_bytes = limits.queue_bytes / 20;
  config.history_frame_bytes = limits.queue_bytes / 20;
  if (random.below(3) == 0) config.messages = {1, 4};
  return config;
}

}  // namespace

World::World(std::uint64_t seed, Trace::Mode mode)
    : env_(seed, mode),
      disk_(checker_),
      server_([this]() -> Server {
        const ServerLimits limits = limits_from(env_.random);
        return {env_, disk_, config_from(env_.random, limits), limits};
      }()),
      painter_(glyphs_, {}) {
  const std::size_t count = 2 + env_.random.below(3);
  for (std::size_t i = 0; i < count; ++i) {
    Device::Person person;
    // Sometimes the second tab of the person before, and now and then a room apart.
    const std::size_t who = i > 0 && env_.one_in(4) ? i - 1 : i;
    person.token = "token-of-person-number-" + std::to_string(who);
    person.nick = "person " + std::to_string(who);
    person.room = env_.one_in(8) ? "other" : "general";
    Browser& browser = browsers_[who];
    if (who == i) browser.keeps = !env_.one_in(4);
    devices_.push_back(std::make_unique<Device>(env_, server_, checker_, painter_, browser, i, std::move(person)));
  }
}

std::optional<std::string> World::run() {
  server_.start();
  disk_.back_up();
  for (auto& device : devices_) device->open();
  people();
  storm();
  run_until(env_.clock.now() + env_.chaos.between(10'000, 60'000));
  calm();
  if (checker_.objection()) return checker_.objection();
  for (auto& device : devices_) device->look(true);
  checker_.finish(disk_.rooms());
  server_.note_stats();
  for (const auto& [room, messages] : disk_.rooms()) env_.chaos.saw(Mark::stored, messages.size());
  return checker_.objection();
}

void World::run_until(TimePoint end) {
  while (!checker_.objection() && env_.clock.run_next(end)) env_.chaos.saw(Mark::step);
}

void World::people() {
  for (auto& device : devices_) {
    const int pause = 500 << env_.random.below(5);
    // A function that plans its own next call.
    auto again = std::make_shared<Scheduler::Task>();
    *again = [this, &device = *device, pause, weak = std::weak_ptr(again)] {
      if (!storming_) return;
      device.act();
      if (env_.one_in(4)) device.look();
      if (const auto next = weak.lock()) env_.clock.after(env_.chaos.between(1, pause), [next] { (*next)(); });
    };
    env_.clock.after(env_.chaos.between(0, pause), [again] { (*again)(); });
  }
}

void World::storm() {
  if (!storming_) return;
  if (const Mark fault = env_.chaos.next(); fault != Mark::count) strike(fault);
  if (env_.one_in(5)) disk_.back_up();
  env_.clock.after(env_.chaos.between(200, 6'000), [this] { storm(); });
}

void World::strike(Mark fault) {
  Device& device = somebody();
  const WirePtr wire = device.wire();
  env_.trace("fault: ", name_of(fault));
  switch (fault) {
    case Mark::cut:
    case Mark::half_open:
      if (wire) break_wire(*wire, fault == Mark::half_open);
      break;
    case Mark::slow_reader:
      if (wire) wire->down.stall(env_.clock.now() + env_.chaos.between(1'000, 40'000));
      break;
    case Mark::server_crash:
    case Mark::restore:
      if (!server_.up()) break;
      server_.crash(env_.one_in(3));
      if (fault == Mark::restore) disk_.restore();
      env_.clock.after(env_.chaos.between(50, 8'000), [this] { server_.start(); });
      break;
    case Mark::server_stop:
      server_.stop();
      break;
    case Mark::sleep:
    case Mark::sleep_no_clock:
      device.sleep(env_.chaos.between(500, 100'000), fault == Mark::sleep_no_clock);
      break;
    case Mark::offline:
      if (wire && env_.one_in(2)) break_wire(*wire, true);
      device.go_offline(env_.chaos.between(100, 20'000));
      break;
    case Mark::clock_forward:
    case Mark::clock_back: {
      const Duration by{env_.chaos.between(1'000, 1'000'000'000) * (fault == Mark::clock_forward ? 1 : -1)};
      if (env_.one_in(2)) {
        device.set_clock(by);
      } else {
        server_.set_clock(by);
      }
      break;
    }
    case Mark::reload:
    case Mark::tab_crash:
      device.reload(fault == Mark::tab_crash);
      break;
    default:
      break;
  }
}

void World::break_wire(Wire& wire, bool half_open) {
  wire.up.tear();
  wire.down.tear();
  // Half open: one of them hears of it, or nobody.
  const auto who = half_open ? env_.random.below(3) : 3;
  if (who == 1 || who == 3) wire.down.tell_end("lost");
  if (who == 2 || who == 3) wire.up.tell_end("lost");
}

void World::calm() {
  env_.trace("the storm ends");
  storming_ = false;
  env_.chaos.calm();
  for (const auto& device : devices_) {
    if (const WirePtr wire = device->wire()) wire->down.go_on();
  }
  const TimePoint end = env_.clock.now() + patience;
  if (!server_.up()) {
    env_.clock.after(8s, [this] { server_.start(); });
  }
  do {
    run_until(env_.clock.now() + 2s);
  } while (!checker_.objection() && env_.clock.now() < end && !settled());
  run_until(env_.clock.now() + 10s);  // what comes now is too much
  // At this very moment a pong may lie there unread.
  for (int i = 0; i < 20 && !checker_.objection() && !settled(); ++i) run_until(env_.clock.now() + 50ms);
  if (checker_.objection() || settled()) return;
  std::string states;
  for (const auto& device : devices_) {
    states += "\n  " + device->state() + "; the disk has " + std::to_string(disk_.last(device->room())) + " and edit " +
              std::to_string(disk_.last_edit(device->room()));
  }
  checker_.object("it does not come to rest:" + states);
}

bool World::settled() const {
  return server_.up() && server_.idle() &&
         std::all_of(devices_.begin(), devices_.end(), [&](const auto& device) { return device->settled(disk_); });
}

}  // namespace banter::sim
