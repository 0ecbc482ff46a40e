// Where lines may break: UAX #14 (Unicode 15.0) by libunibreak, and what
// browsers do instead between ASCII characters. Must not know: segments, widths, bidi.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace banter::text {

enum class Break : std::uint8_t { no, allowed, mandatory };

/// Whether small kana and the long vowel mark may begin a line (CSS line-break: normal), or not (strict, as UAX #14 has
/// it without tailoring).
enum class Kana : std::uint8_t { normal, strict };

/// UAX #14, a character at a time. Small, no allocation.
class LineBreaker {
 public:
  explicit LineBreaker(Kana kana = Kana::strict) : kana_(kana) {}
  /// Whether a line may break before `c`, which follows what was passed so far. `no` for the first.
  Break pass(char32_t c);

 private:
  // What libunibreak keeps (its LineBreakContext), so that its headers stay out of ours.
  alignas(8) unsigned char context_[64] = {};
  bool begun_ = false;
  Kana kana_;
};

/// Of a script that is written without spaces, and whose words only a dictionary knows: Thai, Lao, Khmer, Burmese and
/// their kin (class SA).
bool needs_dictionary(char32_t c);

/// The opportunity before each byte of `text`: before[i] is about a break before byte i, `no` within a character
/// and before the first.
void find_line_breaks(std::string_view text, std::vector<Break>& before);

/// What Chromium does between two ASCII characters without a space, in place of UAX #14: paths and options stay
/// whole ("a/b", "e.g."), queries and hyphens break ("?q", "a-b", not "-1"). `earlier` stands before `a`, 0 if none.
bool breaks_between_ascii(char earlier, char a, char b);

}  // namespace banter::text
