// Where words begin and end in a text, for choosing them: by a double click, by Ctrl+arrow. The platform's dictionary
// says it (UAX #29 and the scripts without spaces); where there is none, spaces and signs do. Offsets are bytes of
// well-formed UTF-8; each call looks at no more than a few kilobytes around its offset.
// Must not know: lines, what is selected.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/segmenter.hpp"

namespace banter::text {

struct WordRange {
  std::uint32_t start = 0, end = 0;
};

/// The word, run of spaces or sign that the character at byte `offset` belongs to; at the end of a line that before it.
WordRange word_at(std::string_view text, std::uint32_t offset, WordSource& words);

/// The end of the next word after `offset`, past spaces and newlines; text.size() when there is none.
std::uint32_t word_end_after(std::string_view text, std::uint32_t offset, WordSource& words);
/// The start of the word before `offset`, past spaces and newlines; 0 when there is none.
std::uint32_t word_start_before(std::string_view text, std::uint32_t offset, WordSource& words);

}  // namespace banter::text
