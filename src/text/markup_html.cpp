#include "text/markup_html.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "text/markup.hpp"

namespace banter::text {
namespace {

struct Element {
  unsigned mark;
  std::string_view open, close;
};
/// From the outermost to the innermost. A link's address follows what opens it.
constexpr std::array<Element, 6> elements{{
    {Mark::spoiler, "<span class=\"spoiler\">", "</span>"},
    {Mark::bold, "<b>", "</b>"},
    {Mark::italic, "<i>", "</i>"},
    {Mark::strike, "<s>", "</s>"},
    {Mark::link, "<a href=\"", "</a>"},
    {Mark::code, "<code>", "</code>"},
}};

class Writer {
 public:
  Writer(const Markup& markup, std::uint32_t start, std::uint32_t end) : markup_(markup), start_(start), end_(end) {}

  std::string run() {
    const auto& blocks = markup_.blocks;
    // At least one byte of it, or an empty one amid others.
    const auto touched = [this](const Block& b) { return b.start < end_ && b.end > start_; };
    const auto first = std::find_if(blocks.begin(), blocks.end(), touched);
    const auto last = std::find_if(blocks.rbegin(), blocks.rend(), touched).base();
    const bool one = first != blocks.end() && last - first == 1;
    if (one && (first->kind == Block::Kind::paragraph || first->start < start_ || first->end > end_)) {
      show(*first);
    } else {
      for (auto block = first; block != blocks.end() && block < last; ++block) {
        // A blank line parts two quotes, but no list.
        const bool blank = block->kind == Block::Kind::paragraph && block->start == block->end;
        blank ? set_quote(0) : add(*block);
      }
      close_lists(0);
      set_quote(0);
    }
    if (out_.empty()) out_ = "<br>";  // nothing but line ends
    return std::move(out_);
  }

 private:
  struct List {
    std::uint8_t depth;
    bool ordered;
    std::uint32_t next;  // the number that an item has by itself
  };

  void add(const Block& block) {
    set_quote(block.quote);
    if (block.kind == Block::Kind::list_item) {
      begin_item(block);
      show(block);
      return;
    }
    close_lists(0);
    pre_ = block.kind == Block::Kind::code;
    out_ += pre_ ? "<pre>" : "<p>";
    if (block.start == block.end) out_ += "<br>";
    show(block);
    out_ += pre_ ? "</pre>" : "</p>";
    pre_ = false;
  }

  void set_quote(std::uint8_t depth) {
    if (depth == quote_) return;
    close_lists(0);
    for (; quote_ > depth; --quote_) out_ += "</blockquote>";
    for (; quote_ < depth; ++quote_) out_ += "<blockquote>";
  }

  void close_lists(std::size_t left) {
    for (; lists_.size() > left; lists_.pop_back()) out_ += lists_.back().ordered ? "</li></ol>" : "</li></ul>";
  }

  void begin_item(const Block& item) {
    const bool ordered = item.number != 0;
    std::size_t left = lists_.size();
    while (left > 0 && (lists_[left - 1].depth > item.depth ||
                        (lists_[left - 1].depth == item.depth && lists_[left - 1].ordered != ordered))) {
      --left;
    }
    close_lists(left);
    if (left > 0 && lists_.back().depth == item.depth) {
      out_ += "</li>";
    } else {
      out_ += ordered ? "<ol>" : "<ul>";
      lists_.push_back({item.depth, ordered, 1});
    }
    if (ordered && item.number != lists_.back().next) {
      out_ += "<li value=\"" + std::to_string(item.number) + "\">";
    } else {
      out_ += "<li>";
    }
    lists_.back().next = item.number + 1U;
  }

  /// What of the block is in the range.
  void show(const Block& block) {
    const std::uint32_t from = std::max(start_, block.start);
    const std::uint32_t to = std::min(end_, block.end);
    after_space_ = true;
    auto span = std::upper_bound(markup_.spans.begin(), markup_.spans.end(), from,
                                 [](std::uint32_t at, const Span& s) { return at < s.end; });
    for (; span != markup_.spans.end() && span->start < to; ++span) {
      set_marks(span->marks, span->link);
      const std::uint32_t begin = std::max(from, span->start);
      escape(std::string_view(markup_.text).substr(begin, std::min(to, span->end) - begin));
    }
    set_marks(0, 0);
  }

  /// Closes and opens what differs, and what is within that.
  void set_marks(unsigned marks, std::uint16_t link) {
    std::size_t same = 0;
    const auto differs = [&](unsigned mark) {
      return ((marks ^ marks_) & mark) != 0 || (mark == Mark::link && link != link_);
    };
    while (same < elements.size() && !differs(elements[same].mark)) ++same;
    for (std::size_t i = elements.size(); i > same; --i) {
      if ((marks_ & elements[i - 1].mark) != 0) out_ += elements[i - 1].close;
    }
    for (std::size_t i = same; i < elements.size(); ++i) {
      if ((marks & elements[i].mark) == 0) continue;
      out_ += elements[i].open;
      if (elements[i].mark != Mark::link) continue;
      for (const char c : markup_.links[link - 1U]) put(c);
      out_ += "\">";
    }
    marks_ = marks;
    link_ = link;
  }

  void escape(std::string_view text) {
    for (const char c : text) {
      // Elsewhere than in pre, white space is one space.
      if (c == '\n' && !pre_) {
        out_ += "<br>";
      } else if (c == ' ' && after_space_ && !pre_) {
        out_ += "&nbsp;";
      } else {
        put(c);
      }
      after_space_ = c == ' ' || c == '\n';
    }
  }

  void put(char c) {
    switch (c) {
      case '&':
        out_ += "&amp;";
        break;
      case '<':
        out_ += "&lt;";
        break;
      case '>':
        out_ += "&gt;";
        break;
      case '"':
        out_ += "&quot;";
        break;
      case '\'':
        out_ += "&#39;";
        break;
      default:
        out_ += c;
    }
  }

  const Markup& markup_;
  std::uint32_t start_, end_;
  std::string out_;
  std::uint8_t quote_ = 0;
  std::vector<List> lists_;  // each in an item of the one before
  unsigned marks_ = 0;
  std::uint16_t link_ = 0;
  bool pre_ = false;
  bool after_space_ = true;
};

}  // namespace

std::string to_html(const Markup& markup, std::uint32_t start, std::uint32_t end) {
  if (start >= std::min<std::size_t>(end, markup.text.size())) return {};
  return Writer(markup, start, end).run();
}

}  // namespace banter::text
