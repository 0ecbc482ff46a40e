// The export that tells the host what is on the screen, for `snapshot()`: rows with their lines, the selection, the
// composer.
#include <emscripten/emscripten.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/utf8.hpp"
#include "platform/web/host.h"
#include "platform/web/instance.hpp"
#include "ui/shown_text.hpp"

namespace {

using namespace banter;
using web::instance;

/// Lines begin and end where the one before ended: offsets in UTF-16 units are counted on.
void snapshot_lines(std::string_view text, const std::vector<ui::MessageList::DrawnLine>& lines) {
  std::size_t bytes = 0;
  std::size_t units = 0;
  const auto to_units = [&](std::size_t offset) {
    const std::size_t at = std::min(offset, text.size());
    if (at < bytes) bytes = units = 0;
    units += utf8::utf16_length(text.substr(bytes, at - bytes));
    bytes = at;
    return static_cast<int>(units);
  };
  for (const auto& line : lines) {
    const int start = to_units(line.start);
    const int end = to_units(line.end);
    banter_js_snapshot_line(start, end, line.rect.x, line.rect.y, line.rect.w, line.rect.h);
  }
}

int units_before(const chat::Store& store, const ui::Selection::End& end) {
  text::Markup room;
  const chat::Row row = store.row(end.index);
  return static_cast<int>(utf8::utf16_length(ui::shown_text(row, room).substr(0, end.offset)));
}

void snapshot_selection(const chat::Store& store, const ui::Selection::Range& range) {
  const int offset = instance->platform.utc_offset_minutes(instance->platform.wall());
  const std::string text = ui::selected_text(store, range, offset, {.rows = 1000, .bytes = 64 << 10}).text;
  banter_js_snapshot_selection(text.data(), static_cast<int>(text.size()), static_cast<unsigned>(range.start.row),
                               units_before(store, range.start), static_cast<unsigned>(range.end.row),
                               units_before(store, range.end));
}

}  // namespace

/// Tells the host's snapshot through banter_js_snapshot*.
extern "C" EMSCRIPTEN_KEEPALIVE void banter_snapshot() {
  const app::Client& c = instance->client;
  banter_js_snapshot(static_cast<int>(c.connection().link), static_cast<double>(c.store().size()),
                     static_cast<double>(c.frames_drawn()), static_cast<double>(c.connection().protocol_errors),
                     static_cast<double>(instance->painter.stats().measured),
                     static_cast<double>(c.view().list().unmeasured()), c.view().log_open() ? 1 : 0,
                     c.view().list().at_end() ? 1 : 0, c.settled() ? 1 : 0);
  for (const auto& visible : c.view().list().visible()) {
    const auto index = c.store().index_of(visible.id, visible.index);
    if (!index) continue;  // it went since the last frame
    const chat::Row row = c.store().row(*index);
    banter_js_snapshot_row(static_cast<unsigned>(row.id), static_cast<double>(row.seq), static_cast<int>(row.delivery),
                           web::marks_of(row), static_cast<double>(row.time.time_since_epoch().count()), visible.rect.x,
                           visible.rect.y, visible.rect.w, visible.rect.h, row.author.data(),
                           static_cast<int>(row.author.size()), row.user.data(), static_cast<int>(row.user.size()),
                           row.text.data(), static_cast<int>(row.text.size()));
    snapshot_lines(row.text, c.view().list().lines(visible));
  }
  const std::string typing = web::joined_names(c.people());
  banter_js_snapshot_people(c.people().count() ? static_cast<double>(*c.people().count()) : -1, typing.data(),
                            static_cast<int>(typing.size()));
  if (const auto range = c.view().list().selection().range()) {
    snapshot_selection(c.store(), *range);
  }
  const ui::FieldState& composer = c.view().composer().state;
  const std::string_view value = composer.value;
  banter_js_snapshot_composer(value.data(), static_cast<int>(value.size()),
                              static_cast<int>(utf8::utf16_length(value.substr(0, composer.selection_start))),
                              static_cast<int>(utf8::utf16_length(value.substr(0, composer.selection_end))));
  const ui::FieldPlaces places = c.view().composer().places(instance->painter);
  const auto tell = [](int kind, const ui::Rect& r) { banter_js_snapshot_box(kind, r.x, r.y, r.w, r.h); };
  tell(0, places.caret);
  for (const ui::Rect& box : places.selection) tell(1, box);
  for (const ui::Rect& box : places.composition) tell(2, box);
}
