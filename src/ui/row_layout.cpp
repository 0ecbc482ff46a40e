#include "ui/row_layout.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "text/line_count.hpp"
#include "ui/rich_text.hpp"
#include "ui/theme.hpp"

namespace banter::ui {
namespace {

using std::chrono::minutes;

constexpr float divider_height = 40;
constexpr float edge_height = 36;
constexpr float group_space = 14;
constexpr float row_space = 3;
constexpr minutes group_span{5};

std::chrono::sys_days day_of(WallTime time, int utc_offset_minutes) {
  return std::chrono::floor<std::chrono::days>(time + minutes{utc_offset_minutes});
}

std::string two_digits(long value) {
  return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
}

/// What depends on the rows around it; text_top is where its text begins.
chat::Row place(const chat::Store& store, std::size_t index, const RowStyle& style, RowLayout& out) {
  const chat::Row row = store.row(index);
  out.index = index;
  out.edge = index == 0 && store.older() != chat::Older::untold;
  out.edge_height = out.edge ? std::max(edge_height, style.target) : 0;
  out.gap = row.gap_before;
  out.gap_height = out.gap ? std::max(divider_height, style.target) : 0;
  out.failed = row.delivery == chat::Delivery::failed;
  out.queued = row.delivery == chat::Delivery::queued;
  const bool dated = row.time != WallTime{};
  if (index == 0) {
    out.day = dated;
    out.header = true;
  } else {
    const chat::Row before = store.row(index - 1);
    out.day = dated && before.time != WallTime{} && row.time != before.time &&
              day_of(row.time, style.utc_offset_minutes) != day_of(before.time, style.utc_offset_minutes);
    out.header = out.day || out.gap || row.author != before.author || row.own() != before.own() ||
                 row.time - before.time > group_span;
  }
  float y = out.edge_height + out.gap_height + (out.day ? divider_height : 0);
  y += out.header ? group_space : row_space;
  out.header_top = y;
  if (out.header) y += metric::line;
  out.text_top = y;
  return row;
}

void lay_out_text(text::Painter& painter, std::string_view text, const RowStyle& style, RowLayout& out) {
  if (!text::may_have_markup(text)) {
    out.markup.reset();
    return text::lay_out(painter, text::Style::body, text, style.columns.text_width, out.text);
  }
  if (!out.markup) out.markup = std::make_unique<text::Markup>();
  text::parse_markup(text, *out.markup);
  lay_out_markup(painter, *out.markup, style.columns.text_width, out.text);
}

/// What stands below the text.
void finish(const RowStyle& style, RowLayout& out) {
  float y = out.text_top + out.text.height;
  out.note_top = y;
  if (out.failed || out.queued) {
    const bool below = style.columns.avatar_size < metric::avatar;  // narrow: the buttons stand below the reason
    y += std::max(28.0F, style.target + 2) + (below ? 22 : 0);
  }
  // A group that is one short line is still as tall as its avatar.
  if (out.header) y = std::max(y, out.header_top + style.columns.avatar_size + 2);
  out.height = y;
}

}  // namespace

RowColumns RowColumns::of(float list_width) {
  const bool narrow = list_width < metric::narrow;
  const float side = narrow ? 12.0F : 20.0F;
  const float avatar = narrow ? 28.0F : metric::avatar;
  const float text_x = side + avatar + metric::gap;
  const float status_width = 28;
  return {side, avatar, text_x, std::max(40.0F, list_width - text_x - side - status_width),
          list_width - side - status_width / 2 - 2};
}

void lay_out_row(text::Painter& painter, const chat::Store& store, std::size_t index, const RowStyle& style,
                 RowLayout& out) {
  const chat::Row row = place(store, index, style, out);
  out.provisional = false;
  lay_out_text(painter, row.text, style, out);
  finish(style, out);
}

void lay_out_blank_row(const text::Painter& painter, const chat::Store& store, std::size_t index, const RowStyle& style,
                       RowLayout& out) {
  place(store, index, style, out);
  out.provisional = true;
  out.markup.reset();
  text::clear(painter, out.text);
  out.text.lines.emplace_back();
  out.text.height = text::line_height;
  finish(style, out);
}

float row_height(text::Painter& painter, const chat::Store& store, std::size_t index, const RowStyle& style,
                 RowLayout& scratch) {
  const chat::Row row = place(store, index, style, scratch);
  if (text::may_have_markup(row.text)) {
    lay_out_text(painter, row.text, style, scratch);
  } else {
    const std::size_t lines =
        text::count_lines(painter, text::Style::body, row.text, style.columns.text_width, scratch.text);
    scratch.text.height = static_cast<float>(lines) * text::line_height;
  }
  finish(style, scratch);
  return scratch.height;
}

std::string clock_time(WallTime time, int utc_offset_minutes) {
  if (time == WallTime{}) return {};
  const auto local = time + minutes{utc_offset_minutes};
  const auto since_midnight = std::chrono::duration_cast<minutes>(local - std::chrono::floor<std::chrono::days>(local));
  return two_digits(since_midnight.count() / 60) + ":" + two_digits(since_midnight.count() % 60);
}

std::string day_name(WallTime time, WallTime now, int utc_offset_minutes) {
  constexpr std::array weekdays{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                              "July",    "August",   "September", "October", "November", "December"};
  const auto day = day_of(time, utc_offset_minutes);
  const auto today = day_of(now, utc_offset_minutes);
  if (day == today) return "Today";
  if (day == today - std::chrono::days{1}) return "Yesterday";
  const std::chrono::year_month_day date{day};
  std::string out = weekdays[std::chrono::weekday{day}.c_encoding()];
  out += ", " + std::to_string(static_cast<unsigned>(date.day())) + " ";
  out += months[static_cast<unsigned>(date.month()) - 1];
  out += " " + std::to_string(static_cast<int>(date.year()));
  return out;
}

std::string delivery_words(const chat::Row& row) {
  switch (row.delivery) {
    case chat::Delivery::pending:
      return "sending";
    case chat::Delivery::queued:
      return "waiting to be sent";
    case chat::Delivery::sent:
      return row.edited ? "sent, edited" : "sent";
    case chat::Delivery::failed:
      return "not sent: " + std::string(row.error);
    case chat::Delivery::received:
      break;
  }
  return row.edited ? "edited" : "";
}

}  // namespace banter::ui
