#include "text/graphemes.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "text/grapheme_table.hpp"

namespace banter::text {
namespace {

using Class = ClusterClass;

Class class_of_syllable(char32_t c) {
  // LV when it has no final, else LVT: what may follow is what may follow a vowel, or a final.
  return (c - 0xAC00) % 28 == 0 ? Class::hangul_v : Class::hangul_t;
}

bool is_syllable(char32_t c) {
  return c >= 0xAC00 && c <= 0xD7A3;
}

Class class_of(char32_t c) {
  if (c < 0x300) {
    if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD) return Class::control;
    return c == 0xA9 || c == 0xAE ? Class::pictograph : Class::other;
  }
  if (c >= 0x3400 && c < 0xA66F) return Class::other;  // Han
  if (is_syllable(c)) return class_of_syllable(c);
  if (c >= 0x20000) {
    if (c < 0xE0000 || c > 0xE0FFF) return Class::other;
    return (c >= 0xE0020 && c <= 0xE007F) || (c >= 0xE0100 && c <= 0xE01EF) ? Class::extend_only : Class::control;
  }
  const auto after = std::upper_bound(cluster_classes.begin(), cluster_classes.end(), (c << 11) | 0x7FFU);
  if (after == cluster_classes.begin()) return Class::other;
  const std::uint32_t range = *std::prev(after);
  return c - (range >> 11) <= ((range >> 4) & 0x7FU) ? static_cast<Class>(range & 0xFU) : Class::other;
}

struct Character {
  char32_t value = 0;
  Class kind = Class::other;
  std::uint32_t length = 0;  ///< 0: there is none
};

Character at(std::string_view text, std::uint32_t offset) {
  if (offset >= text.size()) return {};
  const utf8::CodePoint c = utf8::decode(text.substr(offset));
  return {c.value, class_of(c.value), static_cast<std::uint32_t>(c.length)};
}

enum class Answer : std::uint8_t { together, apart, depends };

/// The rules that two neighbours decide by themselves; `depends` where what is before them matters.
Answer between(const Character& a, const Character& b) {
  if (a.value == '\r' && b.value == '\n') return Answer::together;                 // GB3
  if (a.kind == Class::control || b.kind == Class::control) return Answer::apart;  // GB4, GB5
  const bool to_vowel = b.kind == Class::hangul_v && !is_syllable(b.value);
  const bool to_final = b.kind == Class::hangul_t && !is_syllable(b.value);
  if (a.kind == Class::hangul_l && (b.kind == Class::hangul_l || to_vowel || is_syllable(b.value)))  // GB6
    return Answer::together;
  if (a.kind == Class::hangul_v && (to_vowel || to_final)) return Answer::together;  // GB7
  if (a.kind == Class::hangul_t && to_final) return Answer::together;                // GB8
  switch (b.kind) {
    case Class::extend:
    case Class::extend_only:
    case Class::linker:
    case Class::joiner:   // GB9
    case Class::spacing:  // GB9a
      return Answer::together;
    default:
      break;
  }
  if (a.kind == Class::prepend) return Answer::together;  // GB9b
  if (b.kind == Class::consonant)                         // GB9c
    return a.kind == Class::linker || a.kind == Class::extend || a.kind == Class::joiner ? Answer::depends
                                                                                         : Answer::apart;
  if (b.kind == Class::pictograph) return a.kind == Class::joiner ? Answer::depends : Answer::apart;  // GB11
  if (a.kind == Class::flag && b.kind == Class::flag) return Answer::depends;                         // GB12, GB13
  return Answer::apart;
}

/// What of a cluster's beginning the rules still ask for.
class Context {
 public:
  void pass(const Character& c) {
    const bool extends = c.kind == Class::extend || c.kind == Class::extend_only || c.kind == Class::linker;
    if (c.kind == Class::pictograph) {
      emoji_ = pictograph;
    } else if (c.kind == Class::joiner) {
      emoji_ = emoji_ == pictograph ? joined : nothing;
    } else if (!extends || emoji_ == joined) {
      emoji_ = nothing;
    }
    if (c.kind == Class::consonant) {
      conjunct_ = consonant;
    } else if (c.kind == Class::linker) {
      conjunct_ = conjunct_ == none ? none : linked;
    } else if (c.kind != Class::extend && c.kind != Class::joiner) {
      conjunct_ = none;
    }
    odd_flags_ = c.kind == Class::flag && !odd_flags_;
  }
  [[nodiscard]] bool joins(const Character& next) const {
    if (next.kind == Class::consonant) return conjunct_ == linked;
    if (next.kind == Class::pictograph) return emoji_ == joined;
    return odd_flags_;
  }

 private:
  enum : std::uint8_t { none, consonant, linked } conjunct_ = none;
  enum : std::uint8_t { nothing, pictograph, joined } emoji_ = nothing;
  bool odd_flags_ = false;
};

bool is_ascii(char byte) {
  return static_cast<unsigned char>(byte) < 0x80;
}

/// The start of the code point before `offset`, which is not 0.
std::uint32_t before(std::string_view text, std::uint32_t offset) {
  std::uint32_t start = offset - 1;
  while (start > 0 && offset - start < 4 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
  return start;
}

}  // namespace

std::uint32_t cluster_end(std::string_view text, std::uint32_t offset) {
  const auto size = static_cast<std::uint32_t>(text.size());
  if (offset >= size) return size;
  if (is_ascii(text[offset]) && (offset + 1 == size || is_ascii(text[offset + 1]))) {
    return offset + (text[offset] == '\r' && offset + 1 < size && text[offset + 1] == '\n' ? 2 : 1);
  }
  Character last = at(text, offset);
  Context context;
  while (true) {
    context.pass(last);
    offset += last.length;
    const Character next = at(text, offset);
    if (next.length == 0) return size;
    const Answer answer = between(last, next);
    if (answer == Answer::apart || (answer == Answer::depends && !context.joins(next))) return offset;
    last = next;
  }
}

std::uint32_t cluster_start(std::string_view text, std::uint32_t offset) {
  offset = std::min(offset, static_cast<std::uint32_t>(text.size()));
  if (offset == 0) return 0;
  // Back to a border that is one whatever stands before it, and forwards from there.
  std::uint32_t start = before(text, offset);
  while (start > 0) {
    const std::uint32_t previous = before(text, start);
    if (between(at(text, previous), at(text, start)) == Answer::apart) break;
    start = previous;
  }
  for (std::uint32_t end = cluster_end(text, start); end < offset; end = cluster_end(text, start)) start = end;
  return start;
}

std::string_view prefix(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  std::uint32_t end = 0;
  while (end < text.size()) {
    const std::uint32_t next = cluster_end(text, end);
    if (next > bytes) break;
    end = next;
  }
  return text.substr(0, end);
}

bool extends_cluster(char32_t c) {
  switch (class_of(c)) {
    case Class::extend:
    case Class::extend_only:
    case Class::linker:
    case Class::joiner:
    case Class::spacing:
      return true;
    case Class::hangul_v:
    case Class::hangul_t:
      return !is_syllable(c);
    default:
      return false;
  }
}

}  // namespace banter::text
