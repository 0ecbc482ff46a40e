// What people type in chats (docs/markup.md) → the text to show, how each stretch of it looks, and the blocks it is
// made of. A safe subset of what they know from elsewhere: nothing is HTML, a link shows its own address, and what is
// not a complete mark is text. Must not know: fonts, colours, who wrote it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace banter::text {

/// Bits of Span::marks. In a struct, for names as common as these would be in every source's way.
struct Mark {
  enum Bit : std::uint16_t {
    bold = 1,
    italic = 2,
    strike = 4,
    code = 8,  ///< also set in blocks of code
    link = 16,
    mention = 32,     ///< from the '@' on
    spoiler = 64,     ///< to be hidden until the reader asks
    shortcode = 128,  ///< one emoji that stands for its name
  };
};

/// A stretch of the shown text that looks the same. It lies in one block, or is the newline between two.
struct Span {
  std::uint32_t start = 0, end = 0;                ///< bytes of Markup::text; never empty
  std::uint32_t source_start = 0, source_end = 0;  ///< bytes of the source that it stands for; never empty
  std::uint16_t marks = 0;                         ///< of Mark
  std::uint16_t link = 0;                          ///< 1-based index into Markup::links; 0: none

  /// Stands for its source as a whole: no offset within it has a counterpart. The others are as long as their source.
  bool atomic() const { return (marks & Mark::shortcode) != 0 || end - start != source_end - source_start; }
};

struct Block {
  enum class Kind : std::uint8_t { paragraph, code, quote, list_item };
  Kind kind = Kind::paragraph;
  std::uint8_t depth = 0;    ///< quote: how deep, from 1; list_item: how far indented, from 0; else 0
  std::uint8_t quote = 0;    ///< how many quotes it is in: for a quote its depth, but code and lists can be in one too
  std::uint16_t number = 0;  ///< of an ordered list's item, as typed; 0: a bullet
  std::uint32_t start = 0, end = 0;  ///< bytes of Markup::text; may be empty (a blank line between two quotes)

  static constexpr std::uint8_t max_depth = 8;  ///< of quotes; of lists one less
};

struct Markup {
  std::string text;                ///< what is shown, lines ended by '\n'
  std::vector<Span> spans;         ///< ascending in both texts; together they are all of `text`
  std::vector<Block> blocks;       ///< ascending, at least one; between two there is one '\n' that is in neither
  std::vector<std::string> links;  ///< http:, https: or mailto: addresses, without white space and controls

  /// Where the byte `source` of the source is shown. For a mark and within an atomic span: where that which follows the
  /// mark, or that span, begins.
  std::uint32_t display_offset(std::uint32_t source) const;
  /// The byte of the source that is shown at `display`; at the end of the text, the end of what is shown last.
  /// display_offset(source_offset(d)) == d, unless d is within an atomic span: then it is the span's start.
  std::uint32_t source_offset(std::uint32_t display) const;
};

/// False: the source is shown byte for byte as one paragraph without a mark; there is no need to parse. A quick look
/// that most messages end with; it does not allocate.
bool may_have_markup(std::string_view source);

/// Never fails: what is no markup is text. Time and memory are linear in the source, whatever it holds. `source` should
/// be well-formed UTF-8 (other bytes are passed on as they are) of less than 4 GiB. Reuses the memory of `out`.
void parse_markup(std::string_view source, Markup& out);

}  // namespace banter::text
