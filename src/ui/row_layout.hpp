// How one message row is built: day divider, author's line, text, and why it was not sent. Measures only;
// MessageList decides what is visible and draws it.
#pragma once

#include <memory>
#include <string>

#include "chat/store.hpp"
#include "text/layout.hpp"
#include "text/markup.hpp"

namespace banter::ui {

struct RowLayout {
  std::size_t index = 0;  ///< of the row when it was laid out
  text::Layout text;
  std::unique_ptr<text::Markup> markup;  ///< null: the message is shown as it was written
  bool provisional = false;              ///< the text is still to be laid out, its height a guess
  bool edge = false;                     ///< the first row: a line tells what is above it
  bool day = false;                      ///< a divider with the date stands above
  bool gap = false;                      ///< a divider tells of missing messages
  bool header = false;                   ///< begins a group: avatar, author, time
  bool failed = false;
  bool queued = false;
  float edge_height = 0;  ///< of that line, and of the divider of a gap
  float gap_height = 0;
  float header_top = 0;  ///< from the row's top, CSS pixels
  float text_top = 0;
  float note_top = 0;  ///< of what is said below the text of a message that failed or waits
  float height = 0;
};

/// Where the parts of a row stand horizontally, for a list of some width.
struct RowColumns {
  float avatar_x, avatar_size, text_x, text_width, status_x;
  static RowColumns of(float list_width);
};

/// How rows are laid out.
struct RowStyle {
  RowColumns columns{};
  int utc_offset_minutes = 0;  ///< of the person's time zone, east positive
  float target = 0;            ///< the least height of a row's buttons (Frame::target)
};

/// Lays out row `index` of `store`; whether it begins a group depends on the row before it.
void lay_out_row(text::Painter& painter, const chat::Store& store, std::size_t index, const RowStyle& style,
                 RowLayout& out);
/// The same with a blank line in place of its text, for a frame that has no time left.
void lay_out_blank_row(const text::Painter& painter, const chat::Store& store, std::size_t index, const RowStyle& style,
                       RowLayout& out);
/// The height that lay_out_row() would find, for less; `scratch` keeps its memory between calls.
float row_height(text::Painter& painter, const chat::Store& store, std::size_t index, const RowStyle& style,
                 RowLayout& scratch);

/// "14:05" in the person's time zone; empty when unknown.
std::string clock_time(WallTime time, int utc_offset_minutes);
/// "Today", "Yesterday", or "Monday, 3 March 2025".
std::string day_name(WallTime time, WallTime now, int utc_offset_minutes);
/// "sending", "sent", "not sent: why": for the mirror.
std::string delivery_words(const chat::Row& row);

}  // namespace banter::ui
