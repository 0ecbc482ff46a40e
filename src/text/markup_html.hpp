// Markup as HTML, for the clipboard. Everything that was typed is escaped: what comes out has only the elements that
// are named here, whatever went in.
#pragma once

#include <cstdint>
#include <string>

namespace banter::text {

struct Markup;

/// The bytes [start, end) of the shown text, at borders of code points, as a well-formed fragment: b, i, s, code, pre,
/// blockquote, ul, ol, li, a with an href, p, br; a spoiler is a span of that class. Mentions and emoji are text.
/// Blocks that are partly in it are whole elements, but a stretch of one block is as if typed in a paragraph, and one
/// paragraph has no p. Offsets beyond the text are its end.
std::string to_html(const Markup& markup, std::uint32_t start, std::uint32_t end);

}  // namespace banter::text
