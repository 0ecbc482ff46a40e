#include "wire.hpp"

#include <algorithm>
#include <utility>

namespace banter::sim {

void Pipe::push(Item item) {
  bytes_ += item.text.size();
  if (!torn_) fly(std::move(item));
}

void Pipe::tell_end(std::string reason) {
  Item item;
  item.what = Item::What::end;
  item.text = std::move(reason);
  fly(std::move(item));
}

void Pipe::fly(Item item) {
  item.arrives = std::max(last_arrival_, env_.clock.now() + env_.chaos.latency());
  last_arrival_ = item.arrives;
  flying_.push_back(std::move(item));
  arrive_at(last_arrival_);
}

void Pipe::arrive_at(TimePoint when) {
  env_.clock.at(when, [wire = wire_.shared_from_this(), this] { arrive(); });
}

void Pipe::go_on() {
  stalled_until_ = env_.clock.now();
  if (!flying_.empty()) arrive_at(env_.clock.now());
}

void Pipe::arrive() {
  const TimePoint now = env_.clock.now();
  if (now < stalled_until_) {
    if (!flying_.empty()) arrive_at(stalled_until_);
    return;
  }
  while (!flying_.empty() && flying_.front().arrives <= now) {
    const Item item = std::move(flying_.front());
    flying_.pop_front();
    if (!torn_) bytes_ -= item.text.size();
    receive_(wire_, item);
  }
}

void Pipe::tear() {
  if (std::exchange(torn_, true)) return;
  std::size_t whole = env_.random.below(bytes_ + 1);
  std::size_t kept = 0;
  while (kept < flying_.size() && flying_[kept].what != Item::What::end && flying_[kept].text.size() <= whole) {
    whole -= flying_[kept++].text.size();
  }
  if (kept < flying_.size() && whole > 0) env_.chaos.saw(Mark::frame_torn);
  flying_.erase(flying_.begin() + static_cast<std::ptrdiff_t>(kept), flying_.end());
}

}  // namespace banter::sim
