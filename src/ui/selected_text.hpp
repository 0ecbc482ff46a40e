// The words of a selection, as they are copied. One message gives its text alone; of several each begins a line with
// when and whose it is: "[14:05] Ada: text". Rows of which nothing is selected are left out. Texts are in logical
// order, whatever their direction. Must not know: the clipboard, the screen.
#pragma once

#include <cstddef>
#include <string>

#include "ui/selection.hpp"

namespace banter::ui {

struct CopyLimits {
  std::size_t rows = 100'000;
  std::size_t bytes = 8 << 20;  ///< of plain text
};

struct SelectedText {
  std::string text;
  std::string html;          ///< the same with all markup escaped
  std::size_t copied = 0;    ///< messages, from the first on
  std::size_t selected = 0;  ///< messages
  bool cut = false;          ///< a limit was reached: there is less than was selected
};

/// `range` must be of `store` as it is now.
SelectedText selected_text(const chat::Store& store, const Selection::Range& range, int utc_offset_minutes,
                           CopyLimits limits = {});

}  // namespace banter::ui
