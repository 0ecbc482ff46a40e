// The storage's thread in simulated time: what waits becomes a batch, which is made durable as a whole at one moment,
// and is told of at a later one.
#include <algorithm>
#include <utility>

#include "server.hpp"

namespace banter::sim {

using server::StoreFailed;
using server::StoreReply;
using server::StoreRequest;

bool Server::idle() const {
  return !writing_ && waiting_.empty() && answers_ == 0;
}

void Server::begin_batch() {
  if (writing_ || waiting_.empty()) return;
  writing_ = true;
  after(env_.chaos.between(0, 30), [this, batch = std::exchange(waiting_, {})] { commit(batch); });
}

void Server::commit(std::vector<StoreRequest> batch) {
  std::vector<StoreReply> replies;
  std::uint64_t newest = 0;
  std::erase_if(batch, [&](const StoreRequest& request) {
    const auto generation = server::generation_of(request);
    if (!generation) return false;
    newest = std::max(newest, *generation);
    if (*generation >= generation_) return false;
    replies.emplace_back(StoreFailed{server::ticket_of(request), "an earlier one could not be stored"});
    return true;
  });
  const bool has_writes = std::any_of(batch.begin(), batch.end(), server::writes);
  const auto fail = [&](const StoreRequest& request, const char* why) {
    replies.emplace_back(StoreFailed{server::ticket_of(request), why});
    if (server::generation_of(request)) generation_ = std::max(generation_, newest + 1);
  };
  if (has_writes && env_.chaos.strikes(Mark::storage_error)) {
    for (const auto& request : batch) {
      if (server::writes(request)) fail(request, "disk full");
    }
    std::erase_if(batch, server::writes);
  }
  if (!has_writes && env_.chaos.strikes(Mark::read_error)) {
    for (const auto& request : batch) fail(request, "disk error");
    batch.clear();
  }
  if (has_writes && env_.chaos.strikes(Mark::answer_lost)) {
    std::vector<StoreReply> lost;
    disk_.perform(batch, lost);
    for (const auto& request : batch) fail(request, "who knows");
  } else {
    disk_.perform(batch, replies);
  }
  if (std::any_of(batch.begin(), batch.end(),
                  [](const StoreRequest& request) { return std::holds_alternative<server::ReadEdits>(request); })) {
    env_.chaos.saw(Mark::caught_up);
  }
  writing_ = false;
  ++answers_;
  last_answer_ = std::max(last_answer_, env_.clock.now() + env_.chaos.between(0, 20));
  after(last_answer_ - env_.clock.now(), [this, replies = std::move(replies)] {
    --answers_;
    hand_over(replies);
  });
  begin_batch();
}

void Server::hand_over(const std::vector<StoreReply>& replies) {
  for (const auto& reply : replies) {
    if (crash_here()) return;
    hub_->stored(env_.clock.now(), reply);
    if (!pump()) return;  // after each, so that a connection that is behind can say so before the next
  }
  if (stopping_ && idle()) close_all();
}

}  // namespace banter::sim
