// The second pass of markup: what is within a block. One scan cuts the text into pieces and pairs the marks as it meets
// the closing ones; then the pieces are shown.
#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.hpp"
#include "text/links.hpp"
#include "text/markup.hpp"
#include "text/markup_output.hpp"
#include "text/markup_pairs.hpp"
#include "text/shortcodes.hpp"
#include "text/words.hpp"

namespace banter::text {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t max_ticks = 32;  // of a code span's mark

bool contains(std::string_view set, char32_t c) {
  return c < 0x80 && set.find(static_cast<char>(c)) != npos;
}

bool is_shortcode_character(char c) {
  return (c >= 'a' && c <= 'z') || is_ascii_digit(static_cast<unsigned char>(c)) || c == '_' || c == '+' || c == '-';
}

constexpr std::array<bool, 256> signs = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("\\`*_~|:@.")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

class Inline {
 public:
  Inline(Content& content, Output& out) : content_(content), out_(out), text_(content.text()) {}

  /// Marks do not reach across blank lines, so each stretch between them is for itself.
  void run() {
    const std::string_view all = text_;
    std::size_t begin = 0;
    for (std::size_t newline = all.find('\n'); newline != npos; newline = all.find('\n', newline + 1)) {
      const std::size_t next = std::min(all.find_first_not_of(" \t", newline + 1), all.size());
      if (next < all.size() && all[next] != '\n') continue;
      text_ = all.substr(0, newline);
      run_stretch(begin);
      out_.show(content_, all, newline, next, 0);
      begin = next;
      newline = next - 1;
    }
    text_ = all;
    run_stretch(begin);
  }

 private:
  void run_stretch(std::size_t begin) {
    begin_ = at_ = shown_ = counted_ = begin;
    ticks_known_ = false;
    while (at_ < text_.size()) {
      if (signs[static_cast<unsigned char>(text_[at_])]) {
        take_sign();
      } else {
        ++at_;
      }
    }
    flush(at_);
    emit();
    pieces_.clear();
    pairs_.clear();
  }

  void take_sign() {
    switch (text_[at_]) {
      case '\\':
        return take_backslashes();
      case '`':
        return take_ticks();
      case '@':
        if (!take_link() && !take_mention()) ++at_;
        return;
      case ':':
        if (!take_link() && !take_shortcode()) ++at_;
        return;
      case '.':
        if (!take_link()) ++at_;
        return;
      default:
        return take_marks();
    }
  }

  char32_t before(std::size_t at) const { return code_point_before(text_, begin_, at); }
  char32_t after(std::size_t at) const { return code_point_at(text_, at); }
  std::size_t run_length(std::size_t at) const {
    return std::min(text_.find_first_not_of(text_[at], at), text_.size()) - at;
  }

  /// Shows as text what was passed over.
  void flush(std::size_t end) {
    if (shown_ < end) pieces_.push_back({shown_, end});
    shown_ = end;
  }

  /// These bytes instead of those from what was flushed to `next`.
  void add_atom(std::size_t start, std::size_t end, std::size_t next, unsigned mark, std::uint16_t link = 0) {
    pieces_.push_back({start, end, 0, 0, static_cast<std::uint16_t>(mark), link});
    shown_ = at_ = next;
    ++solid_;
    counted_ = next;
  }

  // ---- what is taken as a whole ----

  bool take_link() {
    Link link;
    if (!find_link(text_, begin_, shown_, at_, link)) return false;
    const std::uint16_t index = link.href.empty() ? std::uint16_t{0} : out_.add_link(std::move(link.href));
    if (index == 0) {
      at_ = link.end;
      return true;
    }
    flush(link.start);
    add_atom(link.start, link.end, link.end, Mark::link, index);
    return true;
  }

  /// The end of the name behind the '@' at `at`; `at` when there is none.
  std::size_t mention_end(std::size_t at) const {
    const char32_t previous = before(at);
    if (is_spaced_word(previous) || contains("_.-+%@\\", previous)) return at;
    std::size_t end = at + 1;
    if (!is_word(after(end)) && after(end) != '_') return at;
    while (end < text_.size()) {
      const utf8::CodePoint c = utf8::decode(text_.substr(end));
      if (!is_word(c.value) && !contains("_.-", c.value)) break;
      end += c.length;
    }
    while (contains(".-", static_cast<unsigned char>(text_[end - 1]))) --end;
    // "@scope/package" is no person.
    return end < text_.size() && text_[end] == '/' && is_word(after(end + 1)) ? at : end;
  }

  bool take_mention() {
    const std::size_t end = mention_end(at_);
    if (end == at_) return false;
    flush(at_);
    add_atom(at_, end, end, Mark::mention);
    return true;
  }

  /// The end of the shortcode at `at`; `at` when there is none.
  std::size_t shortcode_end(std::size_t at) const {
    const char32_t previous = before(at);
    if (is_ascii_alnum(previous) || (previous == ':' && at != after_shortcode_)) return at;
    std::size_t end = at + 1;
    while (end < text_.size() && end - at <= max_shortcode && is_shortcode_character(text_[end])) ++end;
    if (end == text_.size() || text_[end] != ':') return at;
    return find_shortcode(text_.substr(at + 1, end - at - 1)).empty() ? at : end + 1;
  }

  bool take_shortcode() {
    const std::size_t end = shortcode_end(at_);
    if (end == at_) return false;
    flush(at_);
    add_atom(at_, end, end, Mark::shortcode);
    after_shortcode_ = end;
    return true;
  }

  /// Where the next run of exactly so many ticks is; npos if there is none.
  std::size_t find_ticks(std::size_t at, std::size_t length) {
    if (!ticks_known_) {
      ticks_known_ = true;
      last_ticks_.fill(0);
      for (std::size_t i = text_.find('`', at); i != npos; i = text_.find('`', i)) {
        const std::size_t run = run_length(i);
        if (run <= max_ticks) last_ticks_[run - 1] = i;
        i += run;
      }
    }
    if (last_ticks_[length - 1] < at) return npos;
    std::size_t i = text_.find('`', at);
    while (run_length(i) != length) i = text_.find('`', i + run_length(i));
    return i;
  }

  void take_ticks() {
    const std::size_t length = run_length(at_);
    const std::size_t from = at_ + length;
    const std::size_t close = length <= max_ticks ? find_ticks(from, length) : npos;
    if (close == npos || text_.find_first_not_of(" \t\n", from) == close) {
      at_ = from;
      return;
    }
    // A space may keep the code's own tick from the mark; any other space is code.
    std::size_t start = from;
    std::size_t end = close;
    if (text_[start] == ' ' && text_[start + 1] == '`' && end - start > 1) ++start;
    if (text_[end - 1] == ' ' && text_[end - 2] == '`' && end - start > 1) --end;
    flush(at_);
    add_atom(start, end, close + length, Mark::code);
  }

  // ---- backslashes ----

  /// Whether only white space and digits (where `digits`) are before `at` in its line.
  bool begins_line(std::size_t at, bool digits) const {
    while (digits && at > begin_ && is_ascii_digit(static_cast<unsigned char>(text_[at - 1]))) --at;
    while (at > begin_ && (text_[at - 1] == ' ' || text_[at - 1] == '\t')) --at;
    return at == begin_ || text_[at - 1] == '\n';
  }

  /// Whether the sign at `at`, with backslashes from `slash` before it, would mean something without them.
  bool is_escapable(std::size_t slash, std::size_t at) const {
    if (at >= text_.size()) return false;
    switch (text_[at]) {
      case '*':
      case '_':
      case '`':
        return true;
      case '~':
      case '|':
        return at + 1 < text_.size() && text_[at + 1] == text_[at];
      case ':':
        return shortcode_end(at) != at;
      case '@':
        return is_word(after(at + 1)) || after(at + 1) == '_';
      case '>':
      case '-':
        return begins_line(slash, false) && (is_white_space(after(at + 1)) || after(at + 1) == '>');
      case '.':
        return begins_line(slash, true) && is_white_space(after(at + 1));
      default:
        return false;
    }
  }

  /// Backslashes are themselves unless they stand before a mark: then two stand for one, and an odd one takes the
  /// mark's meaning.
  void take_backslashes() {
    const std::size_t length = run_length(at_);
    const std::size_t mark = at_ + length;
    const bool arm = length == 1 && before(at_) == 0xAF;  // ¯\_(ツ)_/¯
    if (arm || !is_escapable(at_, mark)) {
      at_ = arm ? std::min(mark + 1, text_.size()) : mark;
      return;
    }
    flush(at_ + length / 2);
    shown_ = mark;
    at_ = length % 2 == 0 ? mark : mark + 1;
    ++solid_;
    counted_ = at_;
  }

  // ---- marks in pairs ----

  void take_marks() {
    const char sign = text_[at_];
    const std::size_t start = at_;
    const std::size_t length = run_length(start);
    at_ += length;
    const Flanks can = flanks(sign, length, before(start), after(at_));
    if (!can.can_open && !can.can_close) return;
    count_solid(start);

    Piece piece{start, at_};
    auto left = static_cast<std::uint8_t>(length);
    const bool open = (!can.can_close || pairs_.close(sign, left, solid_, pieces_, piece)) && can.can_open && left > 0;
    if (left == length && !open) return;
    flush(start);
    if (open) pairs_.open(sign, left, solid_, pieces_.size());
    pieces_.push_back(piece);
    shown_ = at_;
  }

  /// A pair holds more than ASCII punctuation, or *_* and *.* would be pairs: counts up when there was anything else
  /// since the last time.
  void count_solid(std::size_t end) {
    for (; counted_ < end; ++counted_) {
      const auto c = static_cast<unsigned char>(text_[counted_]);
      if (c >= 0x80 || is_ascii_alnum(c)) {
        ++solid_;
        break;
      }
    }
    counted_ = end;
  }

  // ---- showing ----

  void emit() {
    std::array<std::uint32_t, 16> depth{};  // of each mark's bit
    unsigned marks = 0;
    const auto change = [&](unsigned bits, bool open) {
      for (unsigned bit = 0; bits >> bit != 0; ++bit) {
        if ((bits >> bit & 1U) == 0) continue;
        depth[bit] = open ? depth[bit] + 1 : depth[bit] - 1;
        marks = depth[bit] > 0 ? marks | 1U << bit : marks & ~(1U << bit);
      }
    };
    for (const Piece& piece : pieces_) {
      change(piece.closes, false);
      if (piece.marks == Mark::shortcode) {
        const std::string_view name = text_.substr(piece.start + 1, piece.end - piece.start - 2);
        out_.show_instead(content_, piece.start, piece.end, find_shortcode(name), marks | piece.marks);
      } else {
        out_.show(content_, text_, piece.start, piece.end, marks | piece.marks, piece.link);
      }
      change(piece.opens, true);
    }
  }

  Content& content_;
  Output& out_;
  std::string_view text_;  // to the end of the stretch
  std::size_t begin_ = 0;  // of the stretch
  std::size_t at_ = 0;
  std::size_t shown_ = 0;  // what is before is in pieces, or is not shown
  std::vector<Piece> pieces_;

  Pairs pairs_;
  std::size_t solid_ = 0, counted_ = 0;  // how often there was more than ASCII punctuation; to where that is known

  std::size_t after_shortcode_ = npos;
  bool ticks_known_ = false;
  std::array<std::size_t, max_ticks> last_ticks_{};  // by length, where the last run of it in the stretch begins
};

}  // namespace

void show_inline(Content& content, Output& out) {
  Inline(content, out).run();
}

}  // namespace banter::text
