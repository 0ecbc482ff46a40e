// The tab: when the client runs, and what the platform does for it. What the person does is in device_person.cpp.
#include "device.hpp"

#include <utility>

#include "device_platform.hpp"

namespace banter::sim {

using namespace std::chrono_literals;

namespace {

bool has(const std::string& text, std::string_view words) {
  return text.find(words) != std::string::npos;
}

}  // namespace

Device::Device(Environment& env, Server& server, Checker& checker, text::Painter& painter, Browser& browser,
               std::size_t number, Person person)
    : env_(env),
      server_(server),
      checker_(checker),
      painter_(painter),
      browser_(browser),
      shelf_(browser.shelf(env, person.room)),
      textures_(glyphs()),
      number_(number),
      person_(std::move(person)),
      platform_(std::make_unique<Platform>(*this, env.random.next())),
      most_(static_cast<int>(env.random.below(16))) {
  browser_.memory["token"] = person_.token;
}

Device::~Device() = default;

const headless::FixedGlyphs& Device::glyphs() {
  static const headless::FixedGlyphs none;
  return none;
}

void Device::open() {
  app::Options options;
  options.url = "ws://simulated/ws";
  options.room = person_.room;
  options.nick = person_.nick;
  options.page = 2 + static_cast<std::uint32_t>(env_.random.below(8));  // rooms are small here
  keeps_ = browser_.keeps;
  if (keeps_) tab_ = shelf_.open(*this);
  checker_.opens(number_, person_.room, person_.nick, keeps_);
  platform_->fields.clear();
  known_epoch_.clear();
  client_ = std::make_unique<app::Client>(std::move(options), *platform_, painter_, textures_);
  client_->set_listening(true);
  env_.trace("device ", number_, " opens");
  client_->start();
  wake();
}

void Device::reload(bool crashed) {
  env_.trace("device ", number_, crashed ? " crashes" : " reloads");
  look();
  if (!crashed && browser_.keeps) client_->keep_room_now();
  if (browser_.keeps) shelf_.close(tab_, crashed);
  bool waiting = false;
  for (std::size_t i = 0; i < client_->store().size(); ++i) {
    const chat::Row row = client_->store().row(i);
    if (row.seq != 0) continue;
    waiting = true;
    const std::string text(row.text);
    if (!browser_.keeps || !shelf_.safe(checker_.id_of(text))) checker_.abandoned(text);
  }
  if (waiting) env_.chaos.saw(Mark::pending_reload);
  checker_.edit_left(edited_text_);
  for (const auto& [socket, wire] : std::exchange(wires_, {})) {
    wire->client_open = false;
    wire->up.push({Item::What::end, "page gone", 1001, true});
  }
  client_.reset();
  sought_ = 0;
  open();
}

// ---- what the browser tells it ----

void Device::restored(const std::vector<chat::KeptMessage>& messages, const std::string& room) {
  if (!room.empty()) client_->restore_room(room);
  for (const auto& message : messages) client_->restore(message, chat::Store::From::earlier);
  wake();
}

void Device::kept(const std::string& id) {
  client_->message_kept(id);
  wake();
}

void Device::keeping_failed() {
  env_.trace("device ", number_, " cannot keep anything");
  keeps_ = false;
  client_->keeping_failed("disk full");
  wake();
}

void Device::changed_elsewhere(const std::vector<chat::KeptChange>& changes) {
  for (const auto& change : changes) client_->kept_elsewhere(change);
  wake();
}

void Device::has_turn() {
  client_->set_turn(true);
  wake();
}

// ---- when it runs ----

void Device::wake() {
  if (!client_) return;
  TimePoint due = TimePoint::max();
  if (client_->wants_step()) {
    due = env_.clock.now() + env_.chaos.between(0, 20);
  } else if (const auto next = client_->next_deadline()) {
    due = *next + stopped_;
  }
  if (due == TimePoint::max()) return;
  if (due <= env_.clock.now()) {
    due = env_.clock.now() + 1ms;
    if (++hurry_ > 1'000) return checker_.object("device " + std::to_string(number_) + " does not come to rest");
  } else {
    hurry_ = 0;
  }
  due = std::max(due, asleep_until_);
  env_.clock.at(due, [this, wake = ++wakes_] {
    if (wake == wakes_) step();
  });
}

void Device::step() {
  if (env_.clock.now() < asleep_until_) return wake();
  client_->step(4ms);
  if (client_->store().epoch() != known_epoch_) {
    if (!known_epoch_.empty()) env_.chaos.saw(Mark::new_epoch);
    known_epoch_ = client_->store().epoch();
  }
  wake();
}

void Device::sleep(Duration time, bool clock_stops) {
  env_.trace("device ", number_, " sleeps for ", time.count(), " ms");
  const TimePoint until = env_.clock.now() + time;
  if (until <= asleep_until_) return;
  if (clock_stops) stopped_ += until - std::max(asleep_until_, env_.clock.now());
  asleep_until_ = until;
  wake();
}

void Device::go_offline(Duration time) {
  env_.trace("device ", number_, " is offline for ", time.count(), " ms");
  client_->set_online(false);
  wake();
  env_.clock.after(time, [this] {
    client_->set_online(true);
    wake();
  });
}

// ---- sockets ----

WirePtr Device::wire() const {
  const auto at = wires_.find(last_socket_);
  return at == wires_.end() ? nullptr : at->second;
}

bool Device::connect(const net::OpenSocket& open) {
  auto wire = std::make_shared<Wire>(
      env_, [this](Wire& w, const Item& item) { received(w, item); },
      [this](Wire& w, const Item& item) { sent(w, item); });
  wire->socket = ++last_socket_;
  // The session's own numbers begin anew with each page; the world's do not.
  socket_of_[open.socket] = wire->socket;
  wire->session_socket = open.socket;
  wires_[wire->socket] = wire;
  env_.trace("device ", number_, " connects, socket ", wire->socket);
  if (env_.chaos.strikes(Mark::connect_lost)) return true;
  const bool refused = env_.chaos.strikes(Mark::connect_refused);
  const Duration takes =
      env_.chaos.strikes(Mark::connect_slow) ? env_.chaos.between(4'100, 9'900) : env_.chaos.latency();
  env_.clock.after(takes, [this, wire, refused] {
    if (!wire->client_open) return;
    if (refused || !server_.accept(wire)) return wire->down.tell_end("refused");
  });
  return true;
}

bool Device::write(net::SocketId socket, const std::string& text) {
  const auto at = wires_.find(socket_of_[socket]);
  if (at == wires_.end() || env_.chaos.strikes(Mark::unwritable)) return false;
  if (text.find("\"type\":\"join\"") != std::string::npos && text.find("\"after\"") != std::string::npos) {
    env_.chaos.saw(Mark::resumed);
  }
  at->second->up.push({.what = Item::What::frame, .text = text});
  return true;
}

void Device::close(net::SocketId socket, int code, const std::string& reason) {
  const auto at = wires_.find(socket_of_[socket]);
  if (at == wires_.end()) return;
  env_.trace("device ", number_, " closes socket ", at->first, " with ", code, " ", reason);
  at->second->client_open = false;
  at->second->up.push({Item::What::end, reason, code, true});
  checker_.edit_left(edited_text_);
  wires_.erase(at);
}

void Device::received(Wire& wire, const Item& item) {
  if (!wire.client_open) return;
  switch (item.what) {
    case Item::What::opened:
      client_->receive(net::Opened{wire.session_socket, std::string(protocol::banter_subprotocol)});
      break;
    case Item::What::frame:
      for (auto at = item.text.find("\"type\":\"ack\""); at != std::string::npos;
           at = item.text.find("\"type\":\"ack\"", at + 1)) {
        env_.chaos.saw(Mark::acked);
      }
      if (has(item.text, "\"type\":\"ack\"") && has(item.text, "\"message\"")) env_.chaos.saw(Mark::outrun);
      if (has(item.text, "\"before\":")) {
        env_.chaos.saw(has(item.text, "\"after\":") ? Mark::gap_filled : Mark::older_loaded);
      } else if (has(item.text, "\"type\":\"history\"") && has(item.text, "\"after\":")) {
        env_.chaos.saw(Mark::read_on);
      }
      client_->receive(net::Frame{wire.session_socket, item.text});
      break;
    case Item::What::end:
      env_.trace("device ", number_, " hears the end of socket ", wire.socket, ": ", item.code, " ", item.text);
      wire.client_open = false;
      checker_.edit_left(edited_text_);
      client_->receive(net::Closed{wire.session_socket, item.code, item.clean ? item.text : "", item.clean});
      wires_.erase(wire.socket);
      break;
  }
  wake();
}

void Device::sent(Wire& wire, const Item& item) {
  if (item.what == Item::What::end) return server_.ended(wire);
  server_.frame(wire, item.text);
}

}  // namespace banter::sim
