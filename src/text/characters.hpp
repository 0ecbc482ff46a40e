// The few properties of code points that drawing asks for: small range tables taken from the Unicode
// Character Database 15.0. Clusters, line breaks and bidi have their own (graphemes.hpp, line_breaks.hpp, bidi.hpp).
#pragma once

namespace banter::text {

/// U+0020 and the other spaces that a line may break at; not U+00A0, U+202F, U+2007.
bool is_breaking_space(char32_t c);
/// May be drawn as a colour glyph, by itself or as part of a sequence.
bool is_emoji(char32_t c);
/// Drawn as a colour glyph unless U+FE0E follows (Emoji_Presentation). The other emoji are text unless U+FE0F follows.
bool is_emoji_by_default(char32_t c);
bool is_skin_tone(char32_t c);
/// Wide characters of East Asia: Han, kana, hangul, their signs.
bool is_ideographic(char32_t c);
/// An opening bracket among them: nothing is broken off after it.
bool is_opening(char32_t c);
/// A closing bracket, a comma or a full stop among them: nothing is broken off before it.
bool is_closing(char32_t c);
/// Controls that have no ink and no width, and those that would reorder their neighbours.
bool is_invisible_control(char32_t c);

}  // namespace banter::text
