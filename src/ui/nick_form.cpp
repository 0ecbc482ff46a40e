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
  const bool roomy = r.h >= 252 + 16;  // otherwise the button stands beside the field, and there is no hint
  const float h = roomy ? 252.0F : 128.0F;
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

  const float side = roomy ? 28.0F : 16.0F;
  const float x = card.x + side;
  const float inner = card.w - 2 * side;
  canvas.text(text::Style::title, x, card.y + (roomy ? 46 : 30), t.text, "Join #" + std::string(model.room), inner);
  if (roomy) {
    constexpr std::string_view hint = "Pick the name that others will see.";
    canvas.text(text::Style::small, x, card.y + 70, t.muted, hint, inner);
    frame.mirror.add({.id = node::nick_hint,
                      .parent = node::nick_form,
                      .role = Role::paragraph,
                      .rect = {x, card.y + 56, inner, 20},
                      .name = std::string(hint)});
  }
  const bool bad = !model.notice.empty();
  const float join = roomy ? inner : 80.0F;
  const Rect box{x, card.y + (roomy ? 90 : 46), roomy ? inner : inner - join - 8, 44};
  const bool focused = frame.focused == node::nick_field;
  canvas.fill(box, t.background, metric::radius);
  canvas.outline(box, bad ? t.danger : focused ? t.accent : t.control, metric::radius, focused ? 2.0F : 1.0F);
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
  const Rect button = roomy ? Rect{x, card.y + 176, inner, 46} : Rect{box.right() + 8, box.y, join, box.h};
  if (canvas.button(node::join, button, "Join", Canvas::Look::primary, {.enabled = ready, .parent = node::nick_form}))
    submit(intents);
}

}  // namespace banter::ui
