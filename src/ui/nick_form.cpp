#include "ui/nick_form.hpp"

#include <algorithm>
#include <cmath>

namespace banter::ui {

void NickForm::submit(std::vector<Intent>& intents) {
  intents.emplace_back(ChooseNick{field.state.value});
}

void NickForm::draw(Frame& frame, const Rect& r, const Model& model, std::vector<Intent>& intents) {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  canvas.fill(r, t.surface);
  const float w = std::min(400.0F, r.w - 24);
  const float h = 252;
  const Rect card{std::round(r.x + (r.w - w) / 2), std::round(std::max(r.y + 8, r.y + (r.h - h) * 0.42F)), w, h};
  for (int i = 3; i > 0; --i) {  // a soft shadow of three rims
    const auto spread = static_cast<float>(i) * 2;
    canvas.fill({card.x - spread, card.y - spread + 3, card.w + 2 * spread, card.h + 2 * spread}, rgb(0x000000, 8),
                14 + spread);
  }
  canvas.fill(card, t.background, 14);
  canvas.outline(card, t.border, 14);
  frame.mirror.add(
      {.id = node::nick_form, .role = Role::group, .rect = card, .name = "Join #" + std::string(model.room)});

  const float x = card.x + 28;
  const float inner = card.w - 56;
  canvas.text(text::Style::title, x, card.y + 46, t.text, "Join #" + std::string(model.room), inner);
  canvas.text(text::Style::small, x, card.y + 70, t.muted, "Pick the name that others will see.", inner);

  const bool bad = !model.notice.empty();
  const Rect box{x, card.y + 90, inner, 44};
  const bool focused = frame.focused == node::nick_field;
  canvas.fill(box, t.background, metric::radius);
  canvas.outline(box, bad ? t.danger : focused ? t.accent : t.border, metric::radius, focused ? 2.0F : 1.0F);
  field.draw(frame, {box.x + 14, box.y + 11, box.w - 28, metric::line}, bad, node::nick_form);
  if (bad) {
    canvas.text(text::Style::small, x, box.bottom() + 20, t.danger, model.notice, inner);
    frame.mirror.add({.id = node::notice,
                      .parent = node::nick_form,
                      .role = Role::alert,
                      .rect = {x, box.bottom() + 6, inner, 18},
                      .name = std::string(model.notice)});
  }
  const bool ready = field.state.value.find_first_not_of(" \t") != std::string::npos;
  if (canvas.button(node::join, {x, card.y + 176, inner, 46}, "Join", Canvas::Look::primary,
                    {.enabled = ready, .parent = node::nick_form}))
    submit(intents);
}

}  // namespace banter::ui
