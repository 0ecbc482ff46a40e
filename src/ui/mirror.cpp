#include "ui/mirror.hpp"

#include <algorithm>
#include <unordered_map>

namespace banter::ui {

void Mirror::sync(MirrorSink& sink) {
  std::unordered_map<NodeId, const Node*> before;
  before.reserve(told_.size());
  for (const Node& node : told_) before.emplace(node.id, &node);

  std::vector<NodeId> order;
  order.reserve(next_.size());
  std::vector<NodeId> moved;  // parents that now lie elsewhere: their children are placed relative to them
  for (const Node& node : next_) {
    order.push_back(node.id);
    const auto known = before.find(node.id);
    const bool carried = std::find(moved.begin(), moved.end(), node.parent) != moved.end();
    if (known == before.end() || carried || !(*known->second == node)) sink.put(node);
    if (carried || (known != before.end() && !(known->second->rect == node.rect))) moved.push_back(node.id);
    if (known != before.end()) before.erase(known);
  }
  for (const auto& [id, gone] : before) sink.remove(id);

  const bool same_order =
      told_.size() == next_.size() &&
      std::equal(told_.begin(), told_.end(), next_.begin(), [](const Node& a, const Node& b) { return a.id == b.id; });
  if (!same_order) sink.reorder(order);
  told_ = next_;
}

}  // namespace banter::ui
