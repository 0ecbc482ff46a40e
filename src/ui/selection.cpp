#include "ui/selection.hpp"

#include <algorithm>
#include <string>

#include "ui/shown_text.hpp"

namespace banter::ui {
namespace {

std::uint32_t length_of(const chat::Row& row) {
  text::Markup room;
  return static_cast<std::uint32_t>(shown_text(row, room).size());
}

/// At most the text's length, and no byte within a character.
std::uint32_t clamped(std::string_view text, std::uint32_t offset) {
  offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
  while (offset > 0 && offset < text.size() && (static_cast<unsigned char>(text[offset]) & 0xC0) == 0x80) --offset;
  return offset;
}

void settle(Selection::Piece& piece, const chat::Store& store) {
  if (const auto index = store.index_of(piece.row, piece.index)) {
    const chat::Row row = store.row(*index);
    text::Markup room;
    const std::string_view text = shown_text(row, room);
    piece = {*index, piece.row, clamped(text, piece.start), clamped(text, piece.end)};
  } else if (store.size() == 0) {
    piece = {};
  } else if (piece.index < store.size()) {  // what followed has moved up
    piece = {piece.index, store.row(piece.index).id, 0, 0};
  } else {
    const chat::Row row = store.row(store.size() - 1);
    const std::uint32_t end = length_of(row);
    piece = {store.size() - 1, row.id, end, end};
  }
}

bool before(const Selection::End& a, const Selection::End& b) {
  return a.index != b.index ? a.index < b.index : a.offset < b.offset;
}

}  // namespace

void Selection::select_all(const chat::Store& store) {
  clear();
  if (store.size() == 0) return;
  const chat::Row last = store.row(store.size() - 1);
  const std::uint32_t end = length_of(last);
  anchor_ = {0, store.row(0).id, 0, 0};
  focus_ = {store.size() - 1, last.id, end, end};
}

void Selection::changed(const chat::Changes& changes, const chat::Store& store) {
  if (!active() || !changes.any()) return;
  if (anchor_.index >= changes.first) settle(anchor_, store);
  if (focus_.index >= changes.first) settle(focus_, store);
  if (!active() || focus_.row == chat::RowId::none) clear();
}

void Selection::hold(bool start) {
  const auto all = range();
  if (!all) return;
  const auto caret = [](const End& end) { return Piece{end.index, end.row, end.offset, end.offset}; };
  anchor_ = caret(start ? all->end : all->start);
  focus_ = caret(start ? all->start : all->end);
}

bool Selection::backward() const {
  return focus_.index != anchor_.index ? focus_.index < anchor_.index : focus_.start < anchor_.start;
}

std::optional<Selection::Range> Selection::range() const {
  if (!active()) return std::nullopt;
  const Piece& first = backward() ? focus_ : anchor_;
  const Piece& last = backward() ? anchor_ : focus_;
  Range range{{first.index, first.row, first.start}, {last.index, last.row, last.end}};
  // A word within a selected row's piece ends before that does.
  if (first.index == last.index) range.end.offset = std::max(first.end, last.end);
  if (!before(range.start, range.end)) return std::nullopt;
  return range;
}

}  // namespace banter::ui
