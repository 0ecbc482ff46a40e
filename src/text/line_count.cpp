#include "text/line_count.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace banter::text {
namespace {

enum class Char : std::uint8_t {
  other,   // its neighbours say whether a line may break
  letter,  // or digit: no break between two of them
  space,
  newline,
  odd,  // for the layout: not ASCII, a tab, a carriage return, another control
};

constexpr std::array<Char, 256> classify() {
  std::array<Char, 256> out{};
  for (int c = 0; c < 256; ++c) {
    const bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    out[static_cast<std::size_t>(c)] = letter                 ? Char::letter
                                       : c == ' '             ? Char::space
                                       : c == '\n'            ? Char::newline
                                       : c < 0x20 || c >= 127 ? Char::odd
                                                              : Char::other;
  }
  return out;
}
constexpr std::array<Char, 256> classes = classify();

[[gnu::always_inline]] inline Char class_of(char c) {
  return classes[static_cast<unsigned char>(c)];
}

/// LineFiller of layout.cpp with everything left out that such a text does not need. The sums are made in the same
/// order, so that they round alike.
class Counter {
 public:
  Counter(Painter& painter, Style style, std::string_view text, float max_width)
      : painter_(painter),
        style_(style),
        text_(text),
        room_(std::max(max_width, 1.0F) + line_tolerance),
        piece_width_(0.95F * static_cast<float>(painter.page_size()) / painter.scale()),
        space_(painter.width(style, " ", 0, 1)) {}

  /// None: this is not so simple.
  std::optional<std::size_t> count() {
    std::size_t lines = 0;
    bool ended = false;
    for (std::size_t at = 0; at < text_.size();) {
      const Char kind = class_of(text_[at]);
      ended = kind == Char::newline;
      if (ended) {
        ++lines;
        begin_line(0);
        ++at;
      } else if (kind == Char::space) {
        at = spaces(at);
      } else if (kind == Char::odd || !words(at, lines)) {
        return std::nullopt;
      }
    }
    return ended ? lines : lines + 1;
  }

 private:
  void begin_line(float with) {
    x_ = tail_ = with;
    may_wrap_ = false;
  }

  std::size_t spaces(std::size_t at) {
    const std::size_t end = std::min(text_.size(), at + Segmenter::max_word_bytes);
    std::size_t to = at;
    while (to < end && text_[to] == ' ') ++to;
    x_ += space_ * static_cast<float>(to - at);
    tail_ = 0;
    may_wrap_ = true;
    return to;
  }

  /// What stands between two spaces, a segment at a time.
  bool words(std::size_t& at, std::size_t& lines) {
    const std::size_t first = at;
    bool break_before = true;
    while (at < text_.size()) {
      const std::size_t start = at;
      Char last = class_of(text_[at]);
      bool breaks = false;
      while (++at < text_.size()) {
        const Char next = class_of(text_[at]);
        if (next > Char::letter) break;
        breaks = !(last == Char::letter && next == Char::letter) &&
                 breaks_between_ascii(at - first >= 2 ? text_[at - 2] : '\0', text_[at - 1], text_[at]);
        if (breaks || at - start >= Segmenter::max_word_bytes) break;
        last = next;
      }
      if (at < text_.size() && class_of(text_[at]) == Char::odd) return false;
      if (!put(painter_.width(style_, text_, start, at - start), break_before, lines)) return false;
      if (at == text_.size() || class_of(text_[at]) > Char::letter) return true;
      break_before = breaks;
    }
    return true;
  }

  /// A segment; false when it must be broken within.
  bool put(float width, bool break_before, std::size_t& lines) {
    if (break_before) {
      may_wrap_ = x_ > 0 || may_wrap_;
      tail_ = 0;
    }
    if (x_ + width > room_ && may_wrap_) {
      ++lines;
      begin_line(tail_);
    }
    if (x_ + width > room_ || width > piece_width_) return false;
    x_ += width;
    tail_ += width;
    return true;
  }

  Painter& painter_;
  Style style_;
  std::string_view text_;
  float room_;
  float piece_width_;
  float space_;
  float x_ = 0;
  float tail_ = 0;         // what stands behind the last place where the line may break
  bool may_wrap_ = false;  // that place is not the line's start
};

}  // namespace

/// Not inlined: its callers are compiled for size, and would take it for one of theirs.
[[gnu::noinline]] std::size_t count_lines(Painter& painter, Style style, std::string_view text, float max_width,
                                          Layout& scratch) {
  if (const auto lines = Counter(painter, style, text, max_width).count()) return *lines;
  lay_out(painter, style, text, max_width, scratch);
  return scratch.lines.size();
}

}  // namespace banter::text
