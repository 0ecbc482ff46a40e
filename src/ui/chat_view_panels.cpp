// Which panel stands beside the messages, and where the focus goes when one opens or closes.
#include <utility>

#include "ui/chat_view.hpp"

namespace banter::ui {
namespace {

/// Whether it goes when the panel goes.
bool in_panel(NodeId id) {
  return id == node::log_list || id == node::close_log || id >= node::entry_base || id == node::close_help ||
         id == node::help_body || id == node::members_list || id == node::close_members;
}

}  // namespace

void ChatView::open(Panel panel, NodeId focused, std::vector<Intent>& intents) {
  opener_ = in_panel(focused) ? node::none : focused;
  if (std::exchange(panel_, panel) == Panel::members) intents.emplace_back(WantMembers{});
  if (panel == Panel::members) {
    members_.open();
    intents.emplace_back(MoveFocus{node::members_list});
  }
  if (panel != Panel::help) return;
  help_.scroll_to_start();
  intents.emplace_back(MoveFocus{node::close_help});
}

void ChatView::close_panel(NodeId focused, std::vector<Intent>& intents) {
  const Panel closed = std::exchange(panel_, Panel::none);
  if (closed == Panel::members) intents.emplace_back(WantMembers{});
  if (!in_panel(focused)) return;
  const NodeId toggle = closed == Panel::log    ? node::toggle_log
                        : closed == Panel::help ? node::toggle_help
                                                : node::toggle_members;
  intents.emplace_back(MoveFocus{opener_ == node::none ? toggle : opener_});
}

void ChatView::toggle(Panel panel, NodeId focused, std::vector<Intent>& intents) {
  if (panel_ == panel) {
    close_panel(focused, intents);
  } else {
    open(panel, focused, intents);
  }
}

}  // namespace banter::ui
