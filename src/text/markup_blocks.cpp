// The first pass of markup: lines → quotes, lists, blocks of code and paragraphs.
#include <algorithm>
#include <array>
#include <optional>

#include "text/markup.hpp"
#include "text/markup_output.hpp"
#include "text/words.hpp"

namespace banter::text {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t tab_width = 4;
constexpr std::size_t max_indent = 64;  // bytes
constexpr std::size_t min_fence = 3;
constexpr std::size_t max_fence = 8;  // a longer one is closed by as many, so that few lengths need to be told apart
constexpr std::size_t max_language = 32;

struct Line {
  std::size_t start = 0, end = 0, next = 0;  ///< [start, end) without its line end, which ends at `next`
};

/// A line's prefix of '>'.
struct Quote {
  std::uint8_t depth = 0;
  std::size_t start = 0;  ///< of what follows
};

struct Item {
  std::size_t indent = 0;  ///< columns before the bullet or number
  std::size_t start = 0;   ///< of what follows
  std::uint16_t number = 0;
};

struct Fence {
  std::size_t first = npos;     ///< where code begins in the opening line; npos: in the next
  std::size_t last_end = npos;  ///< where code ends in the closing line; npos: with the line before
  std::size_t close = npos;     ///< where the closing line begins
};

class Blocks {
 public:
  Blocks(std::string_view source, Markup& out)
      : source_(source), out_(out), content_(source), has_returns_(source.find('\r') != npos) {}

  void run() {
    for (Line line = line_at(0);; line = line_at(line.next)) {
      const Quote quote = quote_of(line, Block::max_depth, block_.quote > 0);
      if (const std::optional<Fence> fence = fence_of(line, quote)) {
        add_code(line, quote, *fence);
      } else if (const std::optional<Item> item = item_of(quote.start, line.end)) {
        begin_item(line, quote, *item);
      } else {
        add_line(line, quote);
      }
      if (line.next == line.end) break;
      previous_ = line;
    }
    finish();
  }

 private:
  Line line_at(std::size_t start) const {
    const std::size_t end = has_returns_ ? source_.find_first_of("\r\n", start) : source_.find('\n', start);
    if (end == npos) return {start, source_.size(), source_.size()};
    const bool pair = source_[end] == '\r' && end + 1 < source_.size() && source_[end + 1] == '\n';
    return {start, end, end + (pair ? 2 : 1)};
  }

  bool is_blank(std::size_t start, std::size_t end) const {
    return std::all_of(source_.begin() + static_cast<std::ptrdiff_t>(start),
                       source_.begin() + static_cast<std::ptrdiff_t>(end),
                       [](char c) { return c == ' ' || c == '\t'; });
  }

  /// At most `limit` marks of the line's prefix. Marks with nothing behind them count only in a quote.
  Quote quote_of(const Line& line, std::uint8_t limit, bool in_quote) const {
    Quote quote{0, line.start};
    while (quote.depth < limit) {
      std::size_t at = quote.start;
      while (at < line.end && source_[at] == ' ' && at - quote.start < 3) ++at;
      const std::size_t marks = at;
      while (at < line.end && source_[at] == '>') ++at;
      if (at == marks || (at == line.end ? !in_quote : source_[at] != ' ' && source_[at] != '\t')) break;
      const std::size_t taken = std::min<std::size_t>(at - marks, limit - quote.depth);
      quote.depth = static_cast<std::uint8_t>(quote.depth + taken);
      quote.start = marks + taken;
      if (quote.start == at && at < line.end) ++quote.start;
    }
    if (quote.depth > 0 && !in_quote && is_blank(quote.start, line.end)) return {0, line.start};
    return quote;
  }

  std::size_t columns(std::size_t start, std::size_t end) const {
    std::size_t column = 0;
    for (; start < end; ++start) column += source_[start] == '\t' ? tab_width - column % tab_width : 1;
    return column;
  }

  /// What follows the white space at `start`, of which it skips at most so many columns.
  std::size_t indented_to(std::size_t start, std::size_t end, std::size_t most) const {
    for (std::size_t column = 0; start < end; ++start) {
      if (source_[start] != ' ' && source_[start] != '\t') break;
      column += source_[start] == '\t' ? tab_width - column % tab_width : 1;
      if (column > most) break;
    }
    return start;
  }

  std::optional<Item> item_of(std::size_t start, std::size_t end) const {
    std::size_t at = start;
    while (at < end && (source_[at] == ' ' || source_[at] == '\t') && at - start < max_indent) ++at;
    Item item{columns(start, at), 0, 0};
    const std::size_t mark = at;
    char bullet = ' ';
    if (at < end && (source_[at] == '-' || source_[at] == '*')) {
      bullet = source_[at++];
    } else {
      // As it was typed is how it will be shown, so no zeros in front.
      std::uint32_t number = 0;
      for (; at < end && is_ascii_digit(source_[at]) && at - mark < 5; ++at) {
        number = number * 10 + static_cast<std::uint32_t>(source_[at] - '0');
      }
      if (at == mark || source_[mark] == '0' || number > 0xFFFF || at == end || source_[at] != '.') return {};
      item.number = static_cast<std::uint16_t>(number);
      ++at;
    }
    if (at == end || (source_[at] != ' ' && source_[at] != '\t')) return {};
    item.start = at + 1;
    for (; at < end; ++at) {
      // It holds more than bullets: "* * *" parts a text.
      if (source_[at] != ' ' && source_[at] != '\t' && source_[at] != bullet) return item;
    }
    return {};
  }

  bool is_language(std::string_view word) const {
    return word.size() <= max_language && std::all_of(word.begin(), word.end(), [](char c) {
             return is_ascii_alnum(static_cast<unsigned char>(c)) || c == '+' || c == '#' || c == '-' || c == '_' ||
                    c == '.';
           });
  }

  std::string_view trimmed(std::size_t start, std::size_t end) const {
    while (start < end && (source_[start] == ' ' || source_[start] == '\t')) ++start;
    while (start < end && (source_[end - 1] == ' ' || source_[end - 1] == '\t')) --end;
    return source_.substr(start, end - start);
  }

  /// A block of code that begins with `line`, if it ends somewhere and holds anything.
  std::optional<Fence> fence_of(const Line& line, const Quote& quote) {
    std::size_t at = quote.start;
    while (at < line.end && source_[at] == ' ' && at - quote.start < 3) ++at;
    const std::size_t ticks = at;
    while (at < line.end && source_[at] == '`') ++at;
    const std::size_t length = std::min(at - ticks, max_fence);
    const std::string_view rest = trimmed(at, line.end);
    if (length < min_fence || rest.find('`') != npos) return {};
    Unclosed& unclosed = unclosed_[quote.depth];
    if (line.start < unclosed.until && length >= unclosed.length) return {};

    bool holds = false;  // anything in the lines after this one
    Line close = line;
    while (close.next != close.end) {
      close = line_at(close.next);
      const Quote inner = quote_of(close, quote.depth, true);
      if (inner.depth < quote.depth) break;
      const std::string_view code = trimmed(inner.start, close.end);
      const std::size_t marks = code.size() - (code.find_last_not_of('`') + 1);
      holds |= code.size() > (marks >= length ? marks : 0);
      if (marks < length) continue;
      const bool language = rest.empty() || (holds && is_language(rest));
      if (!holds && language) return {};
      const auto code_end = static_cast<std::size_t>(code.data() - source_.data()) + code.size() - marks;
      return Fence{language ? npos : at, code.size() > marks ? code_end : npos, close.start};
    }
    unclosed = {close.next == close.end ? npos : close.start, length};
    return {};
  }

  // ---- the block that is being gathered ----

  void finish() {
    if (!open_) return;
    open_ = false;
    out_.begin(block_);
    if (block_.kind == Block::Kind::code) {
      const std::string_view text = content_.text();
      out_.show(content_, text, 0, text.size(), Mark::code);
    } else {
      show_inline(content_, out_);
    }
    out_.end();
    content_.clear();
  }

  void begin(const Line& line, Block::Kind kind, const Quote& quote) {
    finish();
    if (line.start > 0) out_.separator(previous_.end, previous_.next);
    block_ = {};
    block_.kind = kind;
    block_.quote = quote.depth;
    open_ = true;
  }

  void add_line(const Line& line, const Quote& quote) {
    const bool blank = is_blank(quote.start, line.end);
    const bool same_quote = open_ && block_.quote == quote.depth;
    if (same_quote && block_.kind == Block::Kind::list_item && !blank) {
      const std::size_t start = indented_to(quote.start, line.end, item_columns_);
      if (columns(quote.start, start) >= 2) {  // indented under its item: goes on with it
        content_.add_newline(previous_.end, previous_.next);
        content_.add(start, line.end);
        return;
      }
    }
    if (!blank) levels_ = 0;
    const Block::Kind kind = quote.depth > 0 ? Block::Kind::quote : Block::Kind::paragraph;
    if (same_quote && block_.kind == kind) {
      content_.add_newline(previous_.end, previous_.next);
    } else {
      begin(line, kind, quote);
      block_.depth = quote.depth;
    }
    content_.add(quote.start, line.end);
  }

  void begin_item(const Line& line, const Quote& quote, const Item& item) {
    if (block_.quote != quote.depth) levels_ = 0;
    while (levels_ > 0 && item.indent < indents_[levels_ - 1] + 2) --levels_;
    begin(line, Block::Kind::list_item, quote);
    block_.depth = static_cast<std::uint8_t>(std::min<std::size_t>(levels_, indents_.size() - 1));
    block_.number = item.number;
    if (levels_ < indents_.size()) indents_[levels_++] = item.indent;
    item_columns_ = columns(quote.start, item.start);
    content_.add(item.start, line.end);
  }

  /// Takes the lines to the closing one, which `line` then is.
  void add_code(Line& line, const Quote& quote, const Fence& fence) {
    begin(line, Block::Kind::code, quote);
    levels_ = 0;
    if (fence.first != npos) content_.add(fence.first, line.end);
    bool first = fence.first == npos;
    while (line.start != fence.close) {
      const Line before = line;
      line = line_at(line.next);
      const bool closing = line.start == fence.close;
      if (closing && fence.last_end == npos) break;
      if (!first) content_.add_newline(before.end, before.next);
      first = false;
      content_.add(quote_of(line, quote.depth, true).start, closing ? fence.last_end : line.end);
    }
    finish();
  }

  /// No fence of this many marks is closed in the lines before `until`. One for each depth of quotes.
  struct Unclosed {
    std::size_t until = 0, length = 0;
  };

  std::string_view source_;
  Output out_;
  Content content_;
  bool has_returns_;
  Line previous_;                                          // the last one before the line that is being looked at
  Block block_;                                            // the last one
  bool open_ = false;                                      // more may be added to it
  std::array<Unclosed, Block::max_depth + 1> unclosed_{};  // of fences
  std::array<std::size_t, Block::max_depth> indents_{};    // of the items that the next one may be within
  std::size_t levels_ = 0;
  std::size_t item_columns_ = 0;  // how far a line must be indented to be under the last item's text
};

}  // namespace

void parse_markup(std::string_view source, Markup& out) {
  Blocks(source, out).run();
}

}  // namespace banter::text
