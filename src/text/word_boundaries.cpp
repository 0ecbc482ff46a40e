#include "text/word_boundaries.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "text/characters.hpp"
#include "text/graphemes.hpp"

namespace banter::text {
namespace {

constexpr std::uint32_t reach = Segmenter::max_run_bytes / 2;  // looked at on each side

enum class Class { space, word, sign };

char32_t at(std::string_view text, std::uint32_t offset) {
  return utf8::decode(text.substr(offset)).value;
}

bool is_newline(std::string_view text, std::uint32_t offset) {
  return text[offset] == '\n' || text[offset] == '\r';
}

bool is_space(std::string_view text, std::uint32_t offset) {
  const char32_t c = at(text, offset);
  return c == '\t' || c == '\n' || c == '\r' || is_breaking_space(c);
}

Class class_of(std::string_view text, std::uint32_t offset) {
  if (is_space(text, offset)) return Class::space;
  const char32_t c = at(text, offset);
  if (c < 0x80) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    return letter ? Class::word : Class::sign;
  }
  const bool punctuation = (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x303F) || c < 0xC0 || is_emoji(c);
  return punctuation ? Class::sign : Class::word;
}

/// The piece of a line around `offset` that is looked at, in whole clusters. Precondition: not at a newline's first
/// byte unless the stretch before it is wanted.
WordRange stretch_around(std::string_view text, std::uint32_t offset) {
  const auto size = static_cast<std::uint32_t>(text.size());
  WordRange out{offset, offset};
  const std::uint32_t first = offset > reach ? offset - reach : 0;
  while (out.start > first && !is_newline(text, out.start - 1)) --out.start;
  if (out.start == first && first > 0) out.start = cluster_start(text, out.start + 1);
  const std::uint32_t last = size - offset > reach ? offset + reach : size;
  while (out.end < last && !is_newline(text, out.end)) ++out.end;
  if (out.end == last && last < size) out.end = std::max(offset, cluster_start(text, last));
  return out;
}

/// Without a dictionary: neighbours of one class are one; a sign stands alone.
WordRange plain_word(std::string_view text, WordRange within, std::uint32_t offset) {
  const Class kind = class_of(text, offset);
  WordRange out{offset, cluster_end(text, offset)};
  if (kind == Class::sign) return out;
  while (out.end < within.end && class_of(text, out.end) == kind) out.end = cluster_end(text, out.end);
  while (out.start > within.start) {
    const std::uint32_t before = cluster_start(text, out.start);
    if (class_of(text, before) != kind) break;
    out.start = before;
  }
  return out;
}

}  // namespace

WordRange word_at(std::string_view text, std::uint32_t offset, WordSource& words) {
  offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
  const WordRange stretch = stretch_around(text, offset);
  if (stretch.start >= stretch.end) return {offset, offset};  // an empty line
  if (offset >= stretch.end) offset = cluster_start(text, stretch.end);
  const std::string_view run = text.substr(stretch.start, stretch.end - stretch.start);
  const auto& begins = words.words(run);
  if (begins.empty()) return plain_word(text, stretch, offset);
  const auto next = std::upper_bound(begins.begin(), begins.end(), offset - stretch.start);
  return {next == begins.begin() ? stretch.start : stretch.start + *std::prev(next),
          next == begins.end() ? stretch.end : stretch.start + *next};
}

std::uint32_t word_end_after(std::string_view text, std::uint32_t offset, WordSource& words) {
  while (offset < text.size() && is_space(text, offset)) offset = cluster_end(text, offset);
  return offset < text.size() ? std::max(offset, word_at(text, offset, words).end) : offset;
}

std::uint32_t word_start_before(std::string_view text, std::uint32_t offset, WordSource& words) {
  while (offset > 0) {
    const std::uint32_t before = cluster_start(text, offset);
    if (!is_space(text, before)) return std::min(before, word_at(text, before, words).start);
    offset = before;
  }
  return 0;
}

}  // namespace banter::text
