#include "ui/composer.hpp"

#include <algorithm>
#include <cmath>

#include "ui/typing_line.hpp"

namespace banter::ui {
namespace {

constexpr int most_lines = 6;
constexpr float button_width = 76;
constexpr float title_height = 26;  // above the field while one edits

constexpr float typing_height = 22;

struct Spaces {
  float side, pad;  // around the box
  float above;      // over it: there is said who types
};
Spaces spaces(float width, const Model& model) {
  Spaces out = width < metric::narrow ? Spaces{10, 10, 10} : Spaces{20, 14, 14};
  if (model.people.tells_typing()) out.above = typing_height;
  return out;
}

bool blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

float Composer::wanted_height(Frame& frame, float view_width, float view_height, const Model& model) {
  editing_ = model.edit != Model::Edit::none;
  const Spaces space = spaces(view_width, model);
  const float around = 22 + space.pad + space.above + (editing_ ? title_height : 0);
  // On a low screen a long draft leaves half of it to the messages.
  const int lines = std::clamp(static_cast<int>((view_height / 2 - around) / metric::line), 1, most_lines);
  return field().wanted_height(frame.painter, view_width - 2 * space.side - button_width - 8 - 32, lines) + around;
}

void Composer::draw(Frame& frame, const Rect& r, const Model& model, bool line_above, std::vector<Intent>& intents) {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  const Spaces space = spaces(r.w, model);
  if (line_above) canvas.line(r.x, r.y + 0.5F, r.right(), r.y + 0.5F, t.border);
  const Rect box{r.x + space.side, r.y + space.above, r.w - 2 * space.side, r.h - space.pad - space.above};
  draw_typing_line(frame, {box.x + 2, r.y + 1, box.w - 4, typing_height - 2}, model.people.typing());
  TextField& shown = field();
  const bool focused = frame.focused == shown.id();
  canvas.fill(box, t.raised, 12);
  canvas.outline(box, focused ? t.accent : t.control, 12, focused ? 2.0F : 1.0F);
  Rect inner{box.x + 16, box.y + 11, box.w - button_width - 8 - 32, box.h - 22};
  if (editing_) {
    constexpr float cancel_width = 58;
    const Rect title{inner.x, box.y + 5, box.w - 32 - cancel_width, title_height};
    canvas.text(text::Style::small, title.x, title.y + canvas.baseline(text::Style::small, title.h), t.muted,
                "Editing your message", title.w);
    if (canvas.button(node::cancel_edit, {box.right() - cancel_width - 14, title.y + 2, cancel_width, 22}, "Cancel",
                      Canvas::Look::link, {.name = "Cancel editing"})) {
      intents.emplace_back(CancelEdit{});
    }
    inner.y += title_height;
    inner.h -= title_height;
  }
  shown.draw(frame, inner);
  const bool saving = model.edit == Model::Edit::saving;
  if (canvas.button(editing_ ? node::save_edit : node::send,
                    {box.right() - button_width - 5, box.bottom() - 39, button_width, 34},
                    !editing_ ? "Send"
                    : saving  ? "Saving…"
                              : "Save",
                    Canvas::Look::primary, {.enabled = !saving && !blank(shown.state.value)})) {
    submit(shown.id(), intents);
  }
}

bool Composer::submit(NodeId id, std::vector<Intent>& intents) const {
  if (id == node::edit_field) intents.emplace_back(SaveEdit{edit_.state.value});
  if (id != node::composer || blank(message_.state.value)) return false;
  intents.emplace_back(SendMessage{message_.state.value});
  return true;
}

TextField* Composer::find(NodeId id) {
  if (id == node::composer) return &message_;
  if (id == node::edit_field) return &edit_;
  return nullptr;
}

}  // namespace banter::ui
