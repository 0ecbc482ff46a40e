// The few properties of code points that the first segmenter needs: small range tables taken from
// the Unicode Character Database 15.0. Full line breaking (UAX #14), grapheme clusters (UAX #29)
// and bidi (UAX #9) replace them behind the same segmenter.
#pragma once

namespace banter::text {

/// U+0020 and the other spaces that a line may break at; not U+00A0, U+202F, U+2007.
bool is_breaking_space(char32_t c);
/// May be drawn as a colour glyph, by itself or as part of a sequence.
bool is_emoji(char32_t c);
/// Drawn as a colour glyph unless U+FE0E follows (Emoji_Presentation). The other emoji are text unless U+FE0F follows.
bool is_emoji_by_default(char32_t c);
bool is_skin_tone(char32_t c);
/// Written without spaces and broken between any two: Han, kana, hangul, their symbols.
bool is_ideographic(char32_t c);
/// May not begin a line (closing brackets, ideographic commas, small kana, …).
bool is_line_start_forbidden(char32_t c);
/// May not end a line (opening brackets and quotes).
bool is_line_end_forbidden(char32_t c);
/// Controls that have no ink and no width, and those that would reorder their neighbours.
bool is_invisible_control(char32_t c);

enum class Direction : unsigned char { neutral, left_to_right, right_to_left, number };
Direction direction(char32_t c);

}  // namespace banter::text
