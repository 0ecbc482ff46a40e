#include "ui/typing_line.hpp"

#include "text/graphemes.hpp"

namespace banter::ui {
namespace {

constexpr std::size_t name_bytes =
    48;  // of a long name the beginning tells who it is, and the rest of the line is seen

std::string shown(const std::string& name) {
  if (name.empty()) return "Someone";
  const auto beginning = text::prefix(name, name_bytes);
  return beginning.size() < name.size() ? std::string(beginning) + "…" : name;
}

}  // namespace

std::string typing_words(const std::vector<std::string>& names) {
  if (names.empty()) return {};
  if (names.size() == 1) return shown(names[0]) + " is typing…";
  if (names.size() == 2) return shown(names[0]) + " and " + shown(names[1]) + " are typing…";
  return "Several people are typing…";
}

void draw_typing_line(Frame& frame, const Rect& r, const std::vector<std::string>& names) {
  std::string words = typing_words(names);
  if (words.empty()) return;
  const Canvas canvas(frame);
  canvas.text(text::Style::small, r.x, r.y + canvas.baseline(text::Style::small, r.h), frame.theme.muted, words, r.w);
  frame.mirror.add({.id = node::typing, .role = Role::paragraph, .rect = r, .name = std::move(words)});
}

}  // namespace banter::ui
