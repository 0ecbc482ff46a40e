#include "text/markup.hpp"

#include <algorithm>
#include <array>

#include "text/words.hpp"

namespace banter::text {
namespace {

bool has(std::string_view text, std::size_t at, char c) {
  return at < text.size() && text[at] == c;
}

/// ASCII's, which is what a byte tells.
bool is_space_or_end(std::string_view text, std::size_t at) {
  return at >= text.size() || text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r');
}

/// Whether the line at `at` begins like a quote or the item of a list.
bool has_line_mark(std::string_view text, std::size_t at) {
  while (has(text, at, ' ') || has(text, at, '\t')) ++at;
  if (at >= text.size()) return false;
  const char c = text[at];
  if (c == '>') return has(text, at + 1, '>') || is_space_or_end(text, at + 1);
  if (c == '-' || c == '*') return is_space_or_end(text, at + 1);
  if (!is_ascii_digit(c)) return false;
  while (at < text.size() && is_ascii_digit(text[at])) ++at;
  return has(text, at, '.') && is_space_or_end(text, at + 1);
}

/// Whether the run of signs at `at` may open a mark: not after a word, nor before white space. Its first sign decides;
/// of longer runs than marks have, not all is looked at.
bool may_open(std::string_view text, std::size_t at, std::size_t least) {
  if (at > 0 && (text[at - 1] == text[at] || is_ascii_alnum(static_cast<unsigned char>(text[at - 1])))) return false;
  std::size_t end = at + 1;
  while (end - at < 4 && has(text, end, text[at])) ++end;
  return end - at >= least && !is_space_or_end(text, end);
}

/// Whether `text` has the word of letters before `at`, in lower case or another.
bool ends_with(std::string_view text, std::size_t at, std::string_view word) {
  if (at < word.size()) return false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    if ((text[at - word.size() + i] | 0x20) != word[i]) return false;
  }
  return true;
}

/// Whether a mark may begin with the sign at `at`. Signs that nothing can begin with are not asked about.
bool may_begin_mark(std::string_view text, std::size_t at) {
  switch (text[at]) {
    case '\n':
      return has_line_mark(text, at + 1);
    case '*':
    case '_':
      return may_open(text, at, 1);
    case '~':
    case '|':
      return may_open(text, at, 2);
    case '\\':
      return at + 1 < text.size() && is_ascii_punctuation(static_cast<unsigned char>(text[at + 1]));
    case '@':
      return !is_space_or_end(text, at + 1);
    case ':':
      if (is_space_or_end(text, at + 1)) return false;
      if (has(text, at + 1, '/')) return has(text, at + 2, '/');
      return at == 0 || !is_ascii_alnum(static_cast<unsigned char>(text[at - 1])) || ends_with(text, at, "mailto");
    case '.':
      return ends_with(text, at, "www");
    default:  // a tick, or a line end that is shown as another
      return true;
  }
}

constexpr std::array<bool, 256> signs = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("\r\n`*_~|\\@:.")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

}  // namespace

bool may_have_markup(std::string_view source) {
  if (has_line_mark(source, 0)) return true;
  const char* const begin = source.data();
  const char* const end = begin + source.size();
  for (const char* at = begin; at != end; ++at) {  // of each message: pointers, which need no calls to inline
    if (signs[static_cast<unsigned char>(*at)] && may_begin_mark(source, static_cast<std::size_t>(at - begin)))
      return true;
  }
  return false;
}

std::uint32_t Markup::display_offset(std::uint32_t source) const {
  const auto after = std::upper_bound(spans.begin(), spans.end(), source,
                                      [](std::uint32_t offset, const Span& span) { return offset < span.source_end; });
  if (after == spans.end()) return static_cast<std::uint32_t>(text.size());
  if (source <= after->source_start || after->atomic()) return after->start;
  return after->start + (source - after->source_start);
}

std::uint32_t Markup::source_offset(std::uint32_t display) const {
  const auto after = std::upper_bound(spans.begin(), spans.end(), display,
                                      [](std::uint32_t offset, const Span& span) { return offset < span.end; });
  if (after == spans.end()) return spans.empty() ? 0 : spans.back().source_end;
  return after->atomic() ? after->source_start : after->source_start + (display - after->start);
}

}  // namespace banter::text
