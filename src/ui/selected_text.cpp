#include "ui/selected_text.hpp"

#include <string_view>

#include "text/graphemes.hpp"
#include "text/markup_html.hpp"
#include "ui/row_layout.hpp"
#include "ui/shown_text.hpp"

namespace banter::ui {
namespace {

/// Text as HTML.
void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += "<br>";
        break;
      case '\r':
        break;
      default:
        out += c;
    }
  }
}

/// Bytes [start, end) of a row's shown text as HTML. `markup`: what it was made from, when it has any.
void append_html(std::string& out, const text::Markup* markup, std::string_view shown, std::size_t start,
                 std::size_t end) {
  if (markup == nullptr) return append_escaped(out, shown.substr(start, end - start));
  out += text::to_html(*markup, static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end));
}

/// Without the ends that take nothing of their row.
Selection::Range tightened(const chat::Store& store, Selection::Range range) {
  text::Markup room;
  while (range.start.index < range.end.index) {
    const chat::Row row = store.row(range.start.index);
    if (range.start.offset == 0 || range.start.offset < shown_text(row, room).size()) break;
    ++range.start.index;
    range.start.offset = 0;
  }
  while (range.start.index < range.end.index && range.end.offset == 0) {
    const chat::Row row = store.row(--range.end.index);
    range.end.offset = static_cast<std::uint32_t>(shown_text(row, room).size());
    if (range.end.offset == 0) break;  // an empty message, all of it
  }
  return range;
}

}  // namespace

SelectedText selected_text(const chat::Store& store, const Selection::Range& range, int utc_offset_minutes,
                           CopyLimits limits) {
  const Selection::Range tight = tightened(store, range);
  SelectedText out;
  out.selected = tight.end.index - tight.start.index + 1;
  const bool several = out.selected > 1;
  text::Markup room;
  for (std::size_t i = tight.start.index; i <= tight.end.index && out.copied < limits.rows; ++i) {
    const chat::Row row = store.row(i);
    std::string_view shown = shown_text(row, room);
    const std::size_t start = i == tight.start.index ? tight.start.offset : 0;
    std::size_t end = i == tight.end.index ? tight.end.offset : shown.size();
    std::string prefix;
    if (several) {
      if (const std::string time = clock_time(row.time, utc_offset_minutes); !time.empty()) prefix = "[" + time + "] ";
      if (out.copied > 0) out.text += '\n';
    }
    const std::string_view author = row.author.empty() ? std::string_view("Someone") : row.author;
    const std::size_t used = out.text.size() + (several ? prefix.size() + author.size() + 2 : 0);
    if (used + (end - start) > limits.bytes) {
      out.cut = true;
      if (out.copied > 0) {
        out.text.pop_back();  // the newline before it
        break;
      }
      end = start + text::prefix(shown.substr(start), limits.bytes - std::min(limits.bytes, used)).size();
    }
    ++out.copied;
    if (several) {
      out.text.append(prefix).append(author).append(": ");
      out.html += "<p>";
      append_escaped(out.html, prefix);
      out.html += "<b>";
      append_escaped(out.html, author);
      out.html += "</b>: ";
    }
    out.text += shown.substr(start, end - start);
    out.html += several ? "<bdi>" : "<span dir=\"auto\">";
    append_html(out.html, room.text.empty() ? nullptr : &room, shown, start, end);
    out.html += several ? "</bdi></p>" : "</span>";
  }
  out.cut = out.cut || out.copied < out.selected;
  return out;
}

}  // namespace banter::ui
