// The accessibility mirror: what the canvas shows, as a list of nodes that the platform keeps in
// the DOM beside it (WAI-ARIA 1.2 roles and states). The views describe it anew with every frame;
// only what differs from the last description reaches the platform.
// Must not know: elements, HTML.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ui/rect.hpp"

namespace banter::ui {

using NodeId = std::uint32_t;

/// Controls have fixed ids; rows and log entries derive theirs.
namespace node {
inline constexpr NodeId none = 0, title = 1, connection = 2, toggle_log = 3, messages = 4, composer = 5, send = 6,
                        jump_to_latest = 7, banner = 8, reconnect = 9, nick_form = 10, nick_field = 11, join = 12,
                        log_panel = 13, log_list = 14, close_log = 15, notice = 16, nick = 17, nick_hint = 18,
                        empty_head = 19, empty_hint = 20, log_counts = 21, toggle_help = 22, help_panel = 23,
                        help_title = 24, close_help = 25, help_body = 26, edit_field = 27, save_edit = 28,
                        cancel_edit = 29, toggle_members = 30, members_panel = 31, members_title = 32,
                        close_members = 33, members_list = 34, typing = 35, copy = 40, older = 41, load_older = 42,
                        link_state = 43, link_plot = 44;
inline constexpr NodeId help_base = 0x1000, member_base = 0x0010'0000, divider_base = 0x0080'0000;
inline constexpr NodeId row_base = 0x1000'0000, retry_base = 0x4000'0000, rewrite_base = 0x5000'0000,
                        copy_base = 0x6000'0000, discard_base = 0x8000'0000, entry_base = 0xC000'0000,
                        entry_item_base = 0xE000'0000;
inline constexpr NodeId link_base = 0x0100'0000, links_per_row = 256;

/// What stands above a row: the day, and before that what is missing.
constexpr NodeId divider(NodeId row, bool gap) {
  return divider_base + (row & 0x3F'FFFF) * 2 + (gap ? 0 : 1);
}
/// Of the `index`th link (or piece of one) in a row, below links_per_row: what comes after is not in the mirror.
/// Rows so far apart that they share an id are never on the screen together.
constexpr NodeId link(NodeId row, NodeId index) {
  return link_base + (row & 0x7'FFFF) * links_per_row + index;
}

inline constexpr NodeId spoiler_base = 0x0A00'0000, spoilers = 0x0100'0000;
inline constexpr NodeId gap_base = 0x0D00'0000, gaps = 0x0100'0000;
/// Of the button that loads what is missing above a row.
constexpr NodeId gap(NodeId row) {
  return gap_base + row % gaps;
}
/// Of the button that shows what is hidden in a row.
constexpr NodeId spoiler(NodeId row) {
  return spoiler_base + row % spoilers;
}
}  // namespace node

enum class Role : std::uint8_t {
  heading,
  status,
  alert,
  group,
  list,
  listitem,
  button,
  textbox,
  link,  ///< where the words of its parent contain its name, it stands there; takes the pointer itself
  paragraph,
  dialog,
  piece,  ///< one more rectangle of its parent: a link that goes on in the next line
};

struct Node {
  enum Flag : std::uint16_t {
    disabled = 1,
    expandable = 2,  ///< aria-expanded is said
    expanded = 4,
    multiline = 8,
    focusable = 16,  ///< takes keyboard focus though it is not a control (a scrolling list)
    invalid = 32,
  };
  NodeId id = node::none;
  NodeId parent = node::none;  ///< none: the top
  Role role = Role::group;
  std::uint16_t flags = 0;
  int position = 0;  ///< aria-posinset, from 1; 0: not said
  int set_size = 0;  ///< aria-setsize; -1: more than are known
  Rect rect;
  std::string name{};
  std::string href{};       ///< of a link: absolute; http:, https: or mailto:
  std::string_view lang{};  ///< BCP 47, static; empty: not known

  bool operator==(const Node& o) const {
    return id == o.id && parent == o.parent && role == o.role && flags == o.flags && position == o.position &&
           set_size == o.set_size && rect == o.rect && name == o.name && href == o.href && lang == o.lang;
  }
};

/// The platform's side: keeps elements.
class MirrorSink {
 public:
  virtual ~MirrorSink() = default;
  virtual void put(const Node& node) = 0;  ///< new or changed
  virtual void remove(NodeId id) = 0;
  virtual void reorder(const std::vector<NodeId>& ids) = 0;  ///< all of them, in reading order
};

class Mirror {
 public:
  /// Starts the description of a frame.
  void begin() { next_.clear(); }
  void add(Node node) { next_.push_back(std::move(node)); }
  [[nodiscard]] const std::vector<Node>& described() const { return next_; }
  /// Tells the sink what changed since the last call.
  void sync(MirrorSink& sink);

 private:
  std::vector<Node> next_;
  std::vector<Node> told_;
};

}  // namespace banter::ui
