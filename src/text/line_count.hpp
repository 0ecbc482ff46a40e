// How many lines a text has at a width, and nothing more: for the heights of very many messages that nobody is
// looking at. Always what lay_out() finds. Must not know: where anything is drawn.
#pragma once

#include <cstddef>
#include <string_view>

#include "text/layout.hpp"

namespace banter::text {

/// Plain ASCII costs one look-up a word and keeps nothing; other texts are laid out, in `scratch`. As lay_out():
/// `text` is well-formed UTF-8, a non-positive `max_width` is taken as 1.
std::size_t count_lines(Painter& painter, Style style, std::string_view text, float max_width, Layout& scratch);

}  // namespace banter::text
