#include "server/cluster/calls.hpp"

#include <utility>
#include <vector>

#include "server/cluster/api_json.hpp"

namespace banter::server {

void Calls::ask(TimePoint now, Packet packet, Duration within, OnAnswer on_answer) {
  const auto number = next_++;
  packet.reply = inbox_ + "." + std::to_string(number);
  // What cannot be sent fails with the next tick.
  const auto deadline = link_.publish(packet) ? now + within : now;
  open_.emplace(number, Open{deadline, std::move(on_answer)});
  deadlines_.emplace(deadline, number);
}

bool Calls::receive(TimePoint now, const Packet& packet) {
  if (packet.subject.size() <= inbox_.size() || packet.subject.compare(0, inbox_.size(), inbox_) != 0) return false;
  const auto number = parse_number(std::string_view(packet.subject).substr(inbox_.size() + 1));
  const auto at = number ? open_.find(*number) : open_.end();
  if (at == open_.end()) return true;  // too late
  const auto call = std::move(at->second);
  open_.erase(at);
  call.on_answer(now, packet.status == 503 ? nullptr : &packet);
  return true;
}

void Calls::tick(TimePoint now) {
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    const auto number = deadlines_.begin()->second;
    deadlines_.erase(deadlines_.begin());
    const auto at = open_.find(number);
    if (at == open_.end()) continue;  // it was answered
    const auto call = std::move(at->second);
    open_.erase(at);
    call.on_answer(now, nullptr);
  }
}

void Calls::drop_all(TimePoint now) {
  const auto open = std::exchange(open_, {});
  deadlines_.clear();
  for (const auto& [number, call] : open) call.on_answer(now, nullptr);
}

}  // namespace banter::server
