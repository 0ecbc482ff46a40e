#include "ui/link_plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "ui/status_views.hpp"

namespace banter::ui {
namespace {

using chat::LinkHistory;

constexpr float line = metric::small_line;
constexpr float plot = 72;
constexpr float plotted_from = 300;  // height of the panel below its title; lower: the entries need it more

std::string counted(std::uint64_t n, std::string_view one) {
  return std::to_string(n) + " " + std::string(one) + (n == 1 ? "" : "s");
}

std::string duration_words(Duration time) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(time).count();
  if (minutes < 1) return "less than a minute";
  if (minutes < 60) return std::to_string(minutes) + " min";
  return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

std::string time_words(Duration time) {
  if (time.count() < 10'000) return std::to_string(time.count()) + " ms";
  return std::to_string((time.count() + 500) / 1000) + " s";
}

/// Where a moment and a round trip are on the plot.
struct Scale {
  Rect r;
  TimePoint now;
  Duration span;
  Duration top;
  [[nodiscard]] float x(TimePoint at) const {
    const auto ago = static_cast<float>((now - at).count()) / static_cast<float>(span.count());
    return r.right() - std::clamp(ago, 0.0F, 1.0F) * r.w;
  }
  [[nodiscard]] float y(Duration time) const {
    const float share = static_cast<float>(time.count()) / static_cast<float>(top.count());
    return r.bottom() - 1 - std::clamp(share, 0.0F, 1.0F) * (r.h - 6);
  }
};

/// The times without a connection, and where they begin and end: a cross and a bar, so that colour is not all.
void draw_marks(const Canvas& canvas, const Scale& scale, const LinkHistory& links) {
  const Theme& t = canvas.theme();
  std::optional<float> lost;
  const auto away = [&](float from, float to) {
    canvas.fill({from, scale.r.y, std::max(1.0F, to - from), scale.r.h}, t.danger_surface);
  };
  for (const LinkHistory::Mark& mark : links.marks()) {
    const float x = scale.x(mark.at);
    if (mark.open) {
      if (lost) away(*lost, x);
      lost.reset();
    } else {
      lost = x;
    }
  }
  if (lost) away(*lost, scale.r.right());
  for (const LinkHistory::Mark& mark : links.marks()) {
    if (mark.at + scale.span < scale.now) continue;
    const float x = std::round(scale.x(mark.at)) + 0.5F;
    const float y = scale.r.y + 6;
    canvas.line(x, scale.r.y, x, scale.r.bottom(), mark.open ? t.success : t.danger);
    if (mark.open) {
      canvas.disc(x, y, 3, t.success);
    } else {
      canvas.line(x - 3, y - 3, x + 3, y + 3, t.danger, 2);
      canvas.line(x - 3, y + 3, x + 3, y - 3, t.danger, 2);
    }
  }
}

/// A line that ends where the connection does.
void draw_samples(const Canvas& canvas, const Scale& scale, const LinkHistory& links) {
  const Theme& t = canvas.theme();
  const LinkHistory::Sample* before = nullptr;
  auto mark = links.marks().begin();
  for (const LinkHistory::Sample& sample : links.samples()) {
    for (; mark != links.marks().end() && mark->at <= sample.at; ++mark) before = nullptr;
    const float x = scale.x(sample.at);
    const float y = scale.y(sample.round_trip);
    if (before != nullptr) canvas.line(scale.x(before->at), scale.y(before->round_trip), x, y, t.accent_text, 1.5F);
    canvas.disc(x, y, 2, t.accent_text);
    before = &sample;
  }
}

void draw_plot(const Canvas& canvas, const Rect& r, const LinkHistory& links, TimePoint now) {
  const Theme& t = canvas.theme();
  const Scale scale{r, now, plot_span(links, now), plot_scale(links.longest().value_or(Duration{0}))};
  canvas.fill(r, t.raised, 4);
  canvas.clip(r);
  draw_marks(canvas, scale, links);
  const float half = std::round(scale.y(scale.top / 2)) + 0.5F;
  canvas.line(r.x, half, r.right(), half, t.border);
  draw_samples(canvas, scale, links);
  canvas.unclip();
  canvas.outline(r, t.border, 4);
  const float below = r.bottom() + canvas.baseline(text::Style::small, line);
  const std::string now_words = "now";
  canvas.text(text::Style::small, r.x + 5, r.y + 2 + canvas.baseline(text::Style::small, line), t.muted,
              time_words(scale.top));
  canvas.text(text::Style::small, r.x, below, t.muted, duration_words(scale.span) + " ago");
  canvas.text(text::Style::small, r.right() - canvas.width(text::Style::small, now_words), below, t.muted, now_words);
}

}  // namespace

Duration plot_scale(Duration longest) {
  Duration top{20};
  for (int step = 0; top < longest; ++step) top = step % 3 == 0 ? top / 2 * 5 : top * 2;
  return top;
}

Duration plot_span(const chat::LinkHistory& links, TimePoint now) {
  constexpr Duration minute{60'000};
  Duration known{0};
  if (!links.marks().empty()) known = now - links.marks().front().at;
  if (!links.samples().empty()) known = std::max(known, now - links.samples().front().at);
  return std::clamp((known + minute - Duration{1}) / minute * minute, minute, LinkHistory::span);
}

std::string link_state_words(const Model& model, TimePoint now) {
  std::string words = connection_words(model.connection, now);
  if (model.connection.link == chat::Link::open && model.links.open_since())
    words += " for " + duration_words(now - *model.links.open_since());
  return words + ", " + counted(model.links.reconnects(), "reconnect");
}

std::string round_trip_words(const Model& model) {
  if (!model.measures) return "Round trip not measured: this server answers no pings";
  const auto newest = model.links.newest();
  if (!newest) return "Round trip not measured yet";
  return "Round trip " + time_words(*newest) + ", at most " + time_words(*model.links.longest()) +
         " in the last five minutes";
}

float draw_link(Frame& frame, const Rect& r, const Model& model) {
  const Canvas canvas(frame);
  const Theme& t = frame.theme;
  float y = r.y;
  const auto say = [&](NodeId id, const Rect& place, float words_y, const std::string& words) {
    canvas.text(text::Style::small, r.x, words_y + canvas.baseline(text::Style::small, line), t.muted, words, r.w);
    frame.mirror.add({.id = id, .parent = node::log_panel, .role = Role::paragraph, .rect = place, .name = words});
  };
  say(node::link_state, {r.x, y, r.w, line}, y, link_state_words(model, frame.now));
  y += line;
  const bool plotted = model.measures && r.h >= plotted_from;
  const float height = plotted ? plot + line + 10 : 0;
  say(node::link_plot, {r.x, y, r.w, line + height}, y, round_trip_words(model));
  y += line;
  if (plotted) draw_plot(canvas, {r.x, y + 6, r.w, plot}, model.links, frame.now);
  return y + height - r.y;
}

}  // namespace banter::ui
