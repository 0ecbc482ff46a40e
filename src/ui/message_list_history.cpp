// The part of the message list that tells what is not here: what is older than the first row, what is missing between
// two rows, and how a person, or scrolling there, has it loaded.
#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "ui/message_list.hpp"

namespace banter::ui {
namespace {

using chat::Gap;
using chat::Older;

constexpr std::size_t most_sought = 10'000;  // rows that one press of Home loads at the most
constexpr double prefetched = 2;             // views above what is read are asked for before one comes there
constexpr float side = 12;
constexpr Duration marked_for{3'000};  // a row that was asked for
constexpr Duration fades_for{600};     // at the end of that
constexpr Duration fading_step{33};

struct Words {
  std::string_view said;
  std::string_view offered{};  // what its button does; empty: it has none
};

Words words_of(Gap gap) {
  switch (gap) {
    case Gap::missing:
      return {"Some messages are missing here", "Load them"};
    case Gap::loading:
      return {"Loading the missing messages…"};
    case Gap::failed:
      return {"The missing messages did not load", "Try again"};
    case Gap::lost:
      return {"These are missing on the server too", "Try again"};
    case Gap::skipped:
      return {"Loading more messages…"};
    case Gap::away:
      return {"More messages come when connected"};
    case Gap::renumbered:
      return {"The room's history begins anew here"};
    case Gap::closed:
    case Gap::none:
      break;
  }
  return {"Some messages are missing here"};
}

}  // namespace

/// A line across the log, with a button where there is something to be done.
struct MessageList::Line {
  NodeId item, button;
  std::string_view words, offer;
  Color color;
};

void MessageList::want_older(const Position& top, const chat::Store& store, std::vector<Intent>& intents) {
  const Older older = store.older();
  more_above_ = older == Older::available || older == Older::loading;
  whole_ = (older == Older::none || older == Older::untold) && !store.has_skipped();
  if (!more_above_ || store.size() > seeking_from_ + most_sought) seeking_start_ = false;
  if (older != Older::available || store.size() == 0) return;
  const double above = heights_.top(top.row) + static_cast<double>(top.into);
  if (above < prefetched * static_cast<double>(area_.h)) intents.emplace_back(LoadOlder{});
}

/// What a jump left out comes as one comes near: from the side that is read.
void MessageList::read_on(const Position& top, const chat::Store& store, std::vector<Intent>& intents) const {
  if (store.size() == 0) return;
  const double y = heights_.top(top.row) + static_cast<double>(top.into);
  const double ahead = prefetched * static_cast<double>(area_.h);
  const std::size_t begin = heights_.find(std::max(0.0, y - ahead)).row;
  const std::size_t end = heights_.find(y + static_cast<double>(area_.h) + ahead).row + 2;
  const auto row = store.find_skipped(begin, end);
  if (!row) return;
  const bool forwards = heights_.top(*row) >= y;  // its line is in view, or below
  intents.emplace_back(LoadGap{.row = store.row(*row).id, .pressed = false, .forwards = forwards});
}

float MessageList::mark_strength(const Frame& frame) {
  mark_changes_.reset();
  if (mark_.row == chat::RowId::none) return 0;
  if (!mark_.since) mark_.since = frame.now;
  const Duration left = *mark_.since + marked_for - frame.now;
  if (left <= Duration{0}) {
    mark_ = {};
    return 0;
  }
  if (frame.reduced_motion || left > fades_for) {
    mark_changes_ = frame.now + left - (frame.reduced_motion ? Duration{0} : fades_for);
    return 1;
  }
  mark_changes_ = frame.now + std::min(left, fading_step);
  return static_cast<float>(left.count()) / static_cast<float>(fades_for.count());
}

bool MessageList::draw_line(Frame& frame, const Line& line, float y, float height) const {
  const Canvas canvas(frame);
  const Theme& t = canvas.theme();
  const float room = area_.w - 2 * side;
  const float offered = line.offer.empty() ? 0 : canvas.width(text::Style::small, line.offer) + 8;
  const float said = std::min(canvas.width(text::Style::small, line.words), room - offered);
  const float x = std::round(area_.x + (area_.w - said - offered) / 2);
  const float middle = std::round(y + height / 2 + 2) + 0.5F;
  const float base = middle - 9 + canvas.baseline(text::Style::small, 18);
  const float left = area_.x + columns_.avatar_x;
  if (x - 12 > left) {
    canvas.line(left, middle, x - 12, middle, t.border);
    canvas.line(x + said + offered + 12, middle, area_.right() - columns_.avatar_x, middle, t.border);
  }
  const bool pressed = !line.offer.empty();
  frame.mirror.add({.id = line.item,
                    .parent = node::messages,
                    .role = Role::listitem,
                    .rect = {area_.x, y, area_.w, height},
                    .name = pressed ? std::string() : std::string(line.words)});
  canvas.text(text::Style::small, x, base, line.color, line.words, said);
  if (!pressed) return false;
  const Rect place{x - 8, middle - 14, said + offered + 16, 28};
  const Rect target = place.at_least(frame.target);
  const Canvas::Hit hit = canvas.hit(line.button, target);
  const float at = x + said + 8;
  canvas.text(text::Style::small, at, base, t.accent_text, line.offer);
  if (hit.hovered) {
    canvas.line(at, std::round(base) + 2.5F, at + offered - 8, std::round(base) + 2.5F, t.accent_text);
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  }
  if (frame.focused == line.button && frame.focus_visible) canvas.focus_ring(place, 8);
  frame.mirror.add({.id = line.button,
                    .parent = line.item,
                    .role = Role::button,
                    .rect = target,
                    .name = std::string(line.words) + ". " + std::string(line.offer)});
  return hit.clicked;
}

void MessageList::draw_edge(Frame& frame, const chat::Store& store, float y, float height,
                            std::vector<Intent>& intents) const {
  const std::string beginning = "Beginning of #" + store.room();
  std::string_view words = "Loading earlier messages…";
  std::string_view offer;
  const Older older = store.older();
  if (older == Older::none) words = beginning;
  if (older == Older::away) words = "Earlier messages come when connected";
  if (older == Older::failed) {
    words = "Earlier messages did not load";
    offer = "Try again";
  }
  const Color color = older == Older::failed ? frame.theme.warning : frame.theme.muted;
  if (draw_line(frame, {node::older, node::load_older, words, offer, color}, y, height))
    intents.emplace_back(LoadOlder{.pressed = true});
}

void MessageList::draw_gap(Frame& frame, const chat::Row& row, float y, float height,
                           std::vector<Intent>& intents) const {
  const auto number = static_cast<NodeId>(row.id);
  const auto [words, offer] = words_of(row.gap);
  const bool harmless =
      row.gap == Gap::loading || row.gap == Gap::renumbered || row.gap == Gap::skipped || row.gap == Gap::away;
  const Color color = harmless ? frame.theme.muted : frame.theme.warning;
  if (draw_line(frame, {node::divider(number, true), node::gap(number), words, offer, color}, y, height))
    intents.emplace_back(LoadGap{row.id});
}

void MessageList::load_gap(NodeId button, std::vector<Intent>& intents) const {
  for (const VisibleRow& row : visible_) {
    if (node::gap(static_cast<NodeId>(row.id)) == button) intents.emplace_back(LoadGap{row.id});
  }
}

}  // namespace banter::ui
