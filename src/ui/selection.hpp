// What is selected of the log: from a place in one row to a place in another, whatever lies between. Two ends, so a
// million rows cost as much as one. It outlives changes of the rows.
// Must not know: pixels, lines, pointers, keys.
#pragma once

#include <cstdint>
#include <optional>

#include "chat/store.hpp"

namespace banter::ui {

class Selection {
 public:
  /// What one press or key stands for: a caret (start == end), a word, all of a row.
  struct Piece {
    std::size_t index = 0;  ///< of the row, as of the last change
    chat::RowId row = chat::RowId::none;
    std::uint32_t start = 0, end = 0;  ///< bytes of the row's shown text
  };
  struct End {
    std::size_t index = 0;
    chat::RowId row = chat::RowId::none;
    std::uint32_t offset = 0;
  };
  /// start comes before end in reading order.
  struct Range {
    End start, end;
  };

  /// Begins anew.
  void begin(const Piece& piece) { anchor_ = focus_ = piece; }
  /// Moves the end that moves. Begins when there is nothing to extend.
  void extend(const Piece& piece) {
    if (!active()) anchor_ = piece;
    focus_ = piece;
  }
  /// One end of the range is taken hold of: the other stays.
  void hold(bool start);
  void clear() { anchor_ = focus_ = {}; }
  /// From the first row's start to the last one's end. The rows that come later are not in it.
  void select_all(const chat::Store& store);

  /// Rows of the store changed: ends keep their rows; in a text that became shorter they move to its end, and from a
  /// row that went to its neighbour.
  void changed(const chat::Changes& changes, const chat::Store& store);

  /// There is a place to extend from, though perhaps nothing is selected.
  [[nodiscard]] bool active() const { return anchor_.row != chat::RowId::none; }
  [[nodiscard]] const Piece& anchor() const { return anchor_; }
  [[nodiscard]] const Piece& focus() const { return focus_; }
  /// The focus lies before the anchor.
  [[nodiscard]] bool backward() const;
  /// None when nothing is selected.
  [[nodiscard]] std::optional<Range> range() const;

 private:
  Piece anchor_, focus_;
};

}  // namespace banter::ui
