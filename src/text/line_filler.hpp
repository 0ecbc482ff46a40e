// One paragraph into lines: where each ends, what hangs there, where its runs stand.
// Must not know: how many paragraphs there are.
#pragma once

#include <vector>

#include "text/bidi.hpp"
#include "text/layout.hpp"

namespace banter::text {

/// Appends the paragraph's lines. `levels` of its text (resolve_levels), in bytes of the whole; null: all are 0.
void fill_lines(Painter& painter, const Paragraph& paragraph, const std::vector<LevelRun>* levels, Layout& out);

}  // namespace banter::text
