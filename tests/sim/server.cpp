// The process and its connections; the storage's thread is in server_storage.cpp.
#include "server.hpp"

#include <utility>

namespace banter::sim {

Server::Server(Environment& env, Disk& disk, server::HubConfig config, ServerLimits limits)
    : env_(env), disk_(disk), config_(std::move(config)), limits_(limits) {}

WallTime Server::wall() const {
  return WallTime{Duration{1'700'000'000'000} + env_.clock.now().time_since_epoch() + ahead_};
}

void Server::after(Duration delay, Scheduler::Task task) {
  env_.clock.after(delay, [this, process = process_, task = std::move(task)] {
    if (hub_ && process == process_) task();
  });
}

void Server::start() {
  if (hub_) return;
  env_.trace("server starts");
  ++process_;
  hub_ = std::make_unique<server::Hub>(config_, env_.random.next());
  pumping_ = stopping_ = stored_all_ = writing_ = false;
  answers_ = 0;
  generation_ = 0;
  waiting_.clear();
  after(limits_.sweep, [this] { sweep(); });
}

void Server::note_stats() {
  if (!hub_) return;
  const auto& stats = hub_->stats();
  const auto refused = [&](const char* code) {
    const auto at = stats.refused.find(code);
    return at != stats.refused.end() && at->second > 0;
  };
  if (stats.duplicates > 0) env_.chaos.saw(Mark::stored_again);
  if (refused("rate-limited")) env_.chaos.saw(Mark::rate_limited);
  if (refused("storage")) env_.chaos.saw(Mark::storage_refusal);
  if (refused("too-large")) env_.chaos.saw(Mark::too_long);
}

void Server::crash(bool unplugged) {
  if (!hub_) return;
  env_.trace("server crashes", unplugged ? ", unplugged" : "");
  note_stats();
  if (answers_ > 0) env_.chaos.saw(Mark::durable_unasked);
  if (writing_ || !waiting_.empty()) env_.chaos.saw(Mark::undurable_lost);
  hub_.reset();
  for (auto& [id, end] : ends_) {
    end.wire->server_open = false;
    end.wire->down.tear();
    end.wire->up.tear();
    if (!unplugged) end.wire->down.tell_end("reset");
  }
  ends_.clear();
}

bool Server::crash_here() {
  if (!env_.chaos.strikes(Mark::crash_between_steps)) return false;
  crash(env_.one_in(4));
  env_.clock.after(env_.chaos.between(50, 8'000), [this] { start(); });
  return true;
}

// ---- the gateway ----

bool Server::accept(const WirePtr& wire) {
  if (!hub_ || stopping_) return false;
  wire->connection = next_connection_++;
  wire->server_open = true;
  wire->heard = env_.clock.now();
  ends_[wire->connection].wire = wire;
  wire->down.push({.what = Item::What::opened});
  hub_->connect(env_.clock.now(), server::ConnectionId{wire->connection}, protocol::Dialect::banter);
  pump();
  return true;
}

void Server::frame(Wire& wire, const std::string& text) {
  wire.heard = env_.clock.now();
  if (!wire.server_open) {
    // Whoever came after the process that knew this connection answers with a reset.
    if (hub_) wire.down.tell_end("reset");
    return;
  }
  if (!wire.client_open) env_.chaos.saw(Mark::late_frame);
  const End* end = find(wire.connection);
  if (!hub_ || stopping_ || end == nullptr || end->closing_since) return;
  env_.trace("server ", wire.connection, " <- ", text);
  hub_->receive(env_.clock.now(), wall(), server::ConnectionId{wire.connection}, text);
  pump();
}

void Server::ended(const Wire& wire) {
  if (!wire.server_open) return;
  detach(wire.connection);
}

bool Server::pump() {
  if (std::exchange(pumping_, true)) return true;
  const auto process = process_;
  for (;;) {
    server::Outputs outputs;
    hub_->take(outputs);
    if (outputs.requests.empty() && outputs.deliveries.empty() && outputs.closes.empty()) break;
    if (crash_here()) return false;
    for (auto& request : outputs.requests) waiting_.push_back(std::move(request));
    begin_batch();
    for (auto& [to, frame] : outputs.deliveries) {
      if (crash_here()) return false;
      const auto id = static_cast<std::uint64_t>(to);
      if (End* end = find(id)) send(id, *end, std::move(frame));
    }
    for (const auto& [connection, code, reason] : outputs.closes) {
      close(static_cast<std::uint64_t>(connection), code, reason);
    }
  }
  pumping_ = false;
  return process == process_;
}

void Server::stop() {
  if (!hub_ || stopping_) return;
  env_.trace("server stops");
  stopping_ = true;
  // As StorageThread::finish: when all that waits is stored and told.
  if (idle()) close_all();
}

void Server::close_all() {
  if (std::exchange(stored_all_, true)) return;
  std::vector<std::uint64_t> ids;
  for (const auto& [id, end] : ends_) ids.push_back(id);
  for (const auto id : ids) close(id, 1001, "the server stops");
  after(Duration{5'000}, [this] {
    crash(false);  // whoever did not answer until now is cut
    env_.clock.after(env_.chaos.between(50, 3'000), [this] { start(); });
  });
}

// ---- one connection's queue ----

Server::End* Server::find(std::uint64_t id) {
  const auto at = ends_.find(id);
  return at == ends_.end() ? nullptr : &at->second;
}

void Server::send(std::uint64_t id, End& end, server::FrameText frame) {
  if (end.closing_since) return;
  env_.trace("server ", id, " -> ", *frame);
  end.queued_bytes += frame->size();
  end.queue.push_back(std::move(frame));
  if (end.queued_bytes > limits_.queue_bytes) return cut(id, end);
  if (end.queued_bytes > limits_.congested_bytes) {
    env_.chaos.saw(Mark::congested);
    hub_->congested(server::ConnectionId{id});
  }
  if (!end.sending) write(id);
}

void Server::write(std::uint64_t id) {
  End& end = *find(id);
  if (end.queue.empty()) {
    if (end.closing_since) return begin_close(id, end);
    hub_->drained(server::ConnectionId{id});
    pump();
    return;
  }
  end.sending = std::move(end.queue.front());
  end.queue.pop_front();
  end.sending_bytes = end.sending->size();
  if (!end.queue.empty() && end.sending->size() + end.queue.front()->size() + 3 <= limits_.batch_bytes) {
    env_.chaos.saw(Mark::batched);
    std::string batch = "[" + *end.sending;
    while (!end.queue.empty() && batch.size() + end.queue.front()->size() + 2 <= limits_.batch_bytes) {
      batch += "," + *end.queue.front();
      end.sending_bytes += end.queue.front()->size();
      end.queue.pop_front();
    }
    end.sending = std::make_shared<const std::string>(batch + "]");
  }
  end.sending_since = env_.clock.now();
  try_send(id);
}

/// As the system takes a frame: when there is room for it, and not before.
void Server::try_send(std::uint64_t id) {
  End* end = find(id);
  if (end == nullptr || !end->sending) return;
  Pipe& down = end->wire->down;
  if (down.in_flight() > 0 && down.in_flight() + end->sending->size() > limits_.socket_bytes) {
    return after(Duration{50}, [this, id] { try_send(id); });
  }
  down.push({.what = Item::What::frame, .text = *end->sending});
  after(Duration{0}, [this, id] {
    End* sent = find(id);
    if (sent == nullptr || !sent->sending) return;
    sent->queued_bytes -= sent->sending_bytes;
    sent->sending.reset();
    sent->sending_since.reset();
    write(id);
  });
}

void Server::close(std::uint64_t id, int code, const std::string& reason) {
  End* end = find(id);
  if (end == nullptr || end->closing_since) return;
  env_.trace("server closes ", id, " with ", code, " ", reason);
  end->closing_since = env_.clock.now();
  end->code = code;
  end->reason = reason;
  if (!end->sending) write(id);
}

void Server::begin_close(std::uint64_t id, End& end) {
  if (std::exchange(end.close_begun, true)) return;
  end.wire->down.push({Item::What::end, end.reason, end.code, true});
  if (!end.wire->down.torn()) after(Duration{400}, [this, id] { detach(id); });
}

void Server::cut(std::uint64_t id, End& end) {
  env_.chaos.saw(Mark::overflow);
  for (const auto& frame : end.queue) end.queued_bytes -= frame->size();
  end.queue.clear();
  hub_->disconnect(server::ConnectionId{id});
  close(id, 4429, "reads too slowly");
}

void Server::detach(std::uint64_t id) {
  const auto at = ends_.find(id);
  if (at == ends_.end()) return;
  env_.trace("server forgets ", id);
  at->second.wire->server_open = false;
  ends_.erase(at);
  if (!hub_) return;
  hub_->disconnect(server::ConnectionId{id});
  pump();
}

void Server::sweep() {
  hub_->tick(env_.clock.now());
  if (!pump()) return;
  const TimePoint now = env_.clock.now();
  std::vector<std::uint64_t> ids;
  for (const auto& [id, end] : ends_) ids.push_back(id);
  for (const auto id : ids) {
    End* end = find(id);
    if (end == nullptr) continue;
    if (end->closing_since) {
      if (now - *end->closing_since <= limits_.close_within) continue;
      end->wire->down.tear();
      end->wire->down.tell_end("aborted");
      detach(id);
    } else if (end->sending_since && now - *end->sending_since > limits_.stall) {
      cut(id, *end);
    } else if (end->wire->up.torn() && now - end->wire->heard > limits_.idle) {
      detach(id);  // no pong came
    }
  }
  after(limits_.sweep, [this] { sweep(); });
}

}  // namespace banter::sim
