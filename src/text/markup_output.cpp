#include "text/markup_output.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace banter::text {
namespace {

std::uint32_t u32(std::size_t value) {
  return static_cast<std::uint32_t>(value);
}

}  // namespace

void Content::clear() {
  stretches_.clear();
  joined_.clear();
  length_ = 0;
}

void Content::add(std::size_t start, std::size_t end) {
  if (start == end) return;
  const std::uint32_t length = u32(end - start);
  if (!stretches_.empty() && stretches_.back().copied && stretches_.back().source + stretches_.back().length == start) {
    stretches_.back().length += length;
    stretches_.back().source_length += length;
  } else {
    stretches_.push_back({length_, length, u32(start), length, true});
  }
  length_ += length;
}

void Content::add_newline(std::size_t start, std::size_t end) {
  if (end - start == 1 && source_[start] == '\n') return add(start, end);
  stretches_.push_back({length_, 1, u32(start), u32(end - start), false});
  ++length_;
}

std::string_view Content::text() {
  if (stretches_.empty()) return {};
  if (stretches_.size() == 1 && stretches_[0].copied) return source_.substr(stretches_[0].source, length_);
  if (joined_.empty()) {
    joined_.reserve(length_);
    for (const Stretch& stretch : stretches_) {
      joined_ += stretch.copied ? source_.substr(stretch.source, stretch.length) : std::string_view("\n");
    }
  }
  return joined_;
}

Output::Output(Markup& out) : out_(out) {
  out.text.clear();
  out.spans.clear();
  out.blocks.clear();
  out.links.clear();
}

void Output::begin(Block block) {
  block.start = block.end = u32(out_.text.size());
  out_.blocks.push_back(block);
  stretch_ = 0;
  first_span_ = out_.spans.size();
}

void Output::end() {
  out_.blocks.back().end = u32(out_.text.size());
}

void Output::separator(std::size_t source_start, std::size_t source_end) {
  first_span_ = out_.spans.size();
  put("\n", source_start, source_end, 0, 0);
}

const Content::Stretch& Output::seek(const Content& content, std::size_t at) {
  const auto& stretches = content.stretches();
  while (at >= stretches[stretch_].at + stretches[stretch_].length) ++stretch_;
  return stretches[stretch_];
}

void Output::show(const Content& content, std::string_view text, std::size_t start, std::size_t end, unsigned marks,
                  std::uint16_t link) {
  while (start < end) {
    const Content::Stretch& stretch = seek(content, start);
    const std::size_t stop = std::min<std::size_t>(end, stretch.at + stretch.length);
    const std::size_t source = stretch.source + (start - stretch.at);
    put(text.substr(start, stop - start), source,
        stretch.copied ? source + (stop - start) : stretch.source + stretch.source_length, marks, link);
    start = stop;
  }
}

void Output::show_instead(const Content& content, std::size_t start, std::size_t end, std::string_view shown,
                          unsigned marks) {
  const Content::Stretch& first = seek(content, start);
  const std::size_t source_start = first.source + (start - first.at);
  const Content::Stretch& last = seek(content, end - 1);
  put(shown, source_start, last.source + (end - last.at), marks, 0);
}

std::uint16_t Output::add_link(std::string href) {
  if (out_.links.size() >= std::numeric_limits<std::uint16_t>::max()) return 0;
  out_.links.push_back(std::move(href));
  return static_cast<std::uint16_t>(out_.links.size());
}

void Output::put(std::string_view shown, std::size_t source_start, std::size_t source_end, unsigned marks,
                 std::uint16_t link) {
  const std::uint32_t start = u32(out_.text.size());
  out_.text += shown;
  const Span span{start, u32(out_.text.size()), u32(source_start), u32(source_end), static_cast<std::uint16_t>(marks),
                  link};
  if (out_.spans.size() > first_span_) {
    Span& last = out_.spans.back();
    const bool alike = last.marks == span.marks && last.link == span.link && last.source_end == span.source_start;
    if (alike && !last.atomic() && !span.atomic()) {
      last.end = span.end;
      last.source_end = span.source_end;
      return;
    }
  }
  out_.spans.push_back(span);
}

}  // namespace banter::text
