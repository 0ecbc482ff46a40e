#include "ui/members_panel.hpp"

#include <cmath>

#include "text/graphemes.hpp"

namespace banter::ui {
namespace {

constexpr float side = 14;
constexpr float row_height = 44;
constexpr float face_size = 28;

std::string with_commas(std::size_t n) {
  std::string digits = std::to_string(n);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

}  // namespace

std::string members_words(const chat::People& people) {
  const auto count = people.count();
  if (!count) return "Members";
  return with_commas(*count) + (*count == 1 ? " member" : " members");
}

std::string short_count(const chat::People& people) {
  if (!people.count()) return {};
  const std::uint32_t n = *people.count();
  if (n < 1000) return std::to_string(n);
  if (n < 10'000) return std::to_string(n / 1000) + (n % 1000 < 100 ? "" : "." + std::to_string(n % 1000 / 100)) + "k";
  return std::to_string(n / 1000) + "k";
}

void MembersPanel::draw_row(Frame& frame, const Model& model, std::size_t index, std::size_t count,
                            const Rect& r) const {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  const auto& known = model.people.known();
  const Rect face{r.x + side, std::round(r.y + (r.h - face_size) / 2), face_size, face_size};
  const float radius = face_size / 2;
  std::string name;
  if (index < known.size()) {
    const protocol::Person& person = known[index];
    name = person.nick.empty() ? "Someone" : person.nick;
    const std::size_t hue = color_index(name);
    canvas.disc(face.x + radius, face.y + radius, radius, t.avatars[hue]);
    canvas.centred(text::Style::strong, face, t.on_avatar, name.substr(0, text::cluster_end(name, 0)));
    const bool own = !model.store.user().empty() && person.user == model.store.user();
    const float left = face.right() + 12;
    const float room = r.right() - side - left - (own ? 44 : 0);
    const float w =
        canvas.text(text::Style::body, left, r.y + canvas.baseline(text::Style::body, r.h), t.text, name, room);
    if (own) {
      canvas.text(text::Style::small, left + w + 8, r.y + canvas.baseline(text::Style::body, r.h), t.muted, "you");
      name += " (you)";
    }
  } else {  // on its way
    canvas.disc(face.x + radius, face.y + radius, radius, t.raised);
    canvas.fill({face.right() + 12, r.y + r.h / 2 - 5, 120, 10}, t.raised, 5);
    name = "Loading…";
  }
  frame.mirror.add({.id = node::member_base + static_cast<NodeId>(index),
                    .parent = node::members_list,
                    .role = Role::listitem,
                    .position = static_cast<int>(index + 1),
                    .set_size = static_cast<int>(count),
                    .rect = r,
                    .name = std::move(name)});
}

bool MembersPanel::draw(Frame& frame, const Rect& r, const Model& model, std::vector<Intent>& intents) {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  const std::string title = members_words(model.people);
  frame.mirror.add({.id = node::members_panel, .role = Role::group, .rect = r, .name = "Members"});
  canvas.fill(r, t.surface);
  if (r.x > 0) canvas.line(r.x + 0.5F, r.y, r.x + 0.5F, r.bottom(), t.border);
  frame.mirror.add({.id = node::members_title,
                    .parent = node::members_panel,
                    .role = Role::heading,
                    .rect = {r.x + side, r.y, r.w - 110, metric::header},
                    .name = title});
  canvas.text(text::Style::title, r.x + side, r.y + canvas.baseline(text::Style::title, metric::header), t.text, title,
              r.w - 110);
  const bool keep = !canvas.button(node::close_members, {r.right() - 76, r.y + 11, 64, 34}, "Close",
                                   Canvas::Look::quiet, {.parent = node::members_panel, .name = "Close the members"});

  area_ = {r.x + 1, r.y + metric::header, r.w - 1, r.h - metric::header};
  canvas.line(area_.x, area_.y - 0.5F, area_.right(), area_.y - 0.5F, t.border);
  frame.mirror.add({.id = node::members_list,
                    .parent = node::members_panel,
                    .role = Role::list,
                    .flags = Node::focusable,
                    .rect = area_,
                    .name = "In the room"});
  // What the server counts and what it has listed may differ for a moment.
  const std::size_t known = model.people.known().size();
  const std::size_t count =
      std::max<std::size_t>(known, std::min<std::size_t>(model.people.count().value_or(0), chat::People::most_known));
  reach_ = std::max(0.0F, static_cast<float>(count) * row_height + 12 - area_.h);
  scroll_ = std::clamp(scroll_, 0.0F, reach_);
  const auto first = static_cast<std::size_t>(scroll_ / row_height);
  const auto last = std::min(count, static_cast<std::size_t>((scroll_ + area_.h) / row_height) + 1);
  canvas.clip(area_);
  for (std::size_t i = first; i < last; ++i) {
    draw_row(frame, model, i, count,
             {area_.x, area_.y + 6 + static_cast<float>(i) * row_height - scroll_, area_.w, row_height});
  }
  canvas.unclip();
  if (frame.focused == node::members_list && frame.focus_visible) canvas.outline(area_.inset(2, 2), t.focus, 6, 2);

  // A page more than is seen, so that one who scrolls does not wait.
  constexpr std::size_t page = chat::People::page;
  const std::size_t wanted = (last / page + 2) * page;
  if (wanted > asked_) {
    asked_ = wanted;
    intents.emplace_back(WantMembers{wanted});
  }
  return keep;
}

}  // namespace banter::ui
