// The language of a text as far as its script alone tells: enough for a screen reader to choose a voice.
// Scripts that many languages share (Latin, Cyrillic, Arabic, Devanagari, Han alone, …) tell nothing.
#pragma once

#include <string_view>

namespace banter::text {

/// A BCP 47 tag such as "ko"; empty: not known, or more than one. Reads the first few hundred bytes of well-formed
/// UTF-8.
std::string_view language(std::string_view text);

}  // namespace banter::text
