#include "server/cluster/room_log.hpp"

#include <algorithm>

namespace banter::server {

std::size_t size_of(const protocol::ChatMessage& message) {
  return message.text.size() + message.nick.size() + message.user.size() + message.id.size();
}

void RoomLog::add(Place at, protocol::ChatMessage message) {
  last_ = at;
  bytes_ += size_of(message);
  // The first of two with the same id: that one was acknowledged.
  if (!message.id.empty()) by_id_.try_emplace({message.user, message.id}, at.number);
  kept_.push_back({at.sequence, std::move(message)});
  while (kept_.size() > most_messages || (bytes_ > most_bytes && kept_.size() > 1)) forget_first();
}

void RoomLog::forget_first() {
  const auto& oldest = kept_.front();
  first_ = {oldest.message.seq, oldest.sequence};
  bytes_ -= size_of(oldest.message);
  const auto at = by_id_.find({oldest.message.user, oldest.message.id});
  if (at != by_id_.end() && at->second == oldest.message.seq) by_id_.erase(at);
  kept_.pop_front();
}

const RoomLog::Kept* RoomLog::by_id(const std::string& user, const std::string& id) const {
  const auto at = by_id_.find({user, id});
  return at == by_id_.end() ? nullptr : &kept_[at->second - first_.number - 1];
}

const RoomLog::Kept* RoomLog::by_sequence(std::uint64_t sequence) const {
  const auto at = std::lower_bound(kept_.begin(), kept_.end(), sequence,
                                   [](const Kept& one, std::uint64_t wanted) { return one.sequence < wanted; });
  return at == kept_.end() || at->sequence != sequence ? nullptr : &*at;
}

std::vector<protocol::ChatMessage> RoomLog::page(protocol::Seq number, std::size_t messages, std::size_t bytes) const {
  std::vector<protocol::ChatMessage> out;
  std::size_t size = 0;
  for (auto i = static_cast<std::size_t>(number - first_.number); i < kept_.size() && out.size() < messages; ++i) {
    size += size_of(kept_[i].message);
    if (!out.empty() && size > bytes) break;
    out.push_back(kept_[i].message);
  }
  return out;
}

std::vector<protocol::ChatMessage> RoomLog::page_before(protocol::Seq after, protocol::Seq before, std::size_t messages,
                                                        std::size_t bytes) const {
  std::vector<protocol::ChatMessage> out;
  std::size_t size = 0;
  for (auto number = before - 1; number > after && out.size() < messages; --number) {
    const auto& message = kept_[static_cast<std::size_t>(number - first_.number - 1)].message;
    size += size_of(message);
    if (!out.empty() && size > bytes) break;
    out.push_back(message);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace banter::server
