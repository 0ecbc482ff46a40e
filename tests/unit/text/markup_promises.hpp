// What markup.hpp promises of every source, for the unit tests and the fuzz target. Knows neither's way to complain.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.hpp"
#include "text/markup.hpp"
#include "text/shortcodes.hpp"

namespace banter::text::test {

inline std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

/// A link's address is what is shown of it, with a scheme where that has none.
inline const char* broken_link(std::string_view shown, std::string_view href) {
  const auto starts = [&](std::string_view scheme) { return href.substr(0, scheme.size()) == scheme; };
  if (!starts("https://") && !starts("http://") && !starts("mailto:")) return "addresses have one of three schemes";
  if (lowered(shown) != lowered(href) && "https://" + std::string(shown) != href &&
      "mailto:" + std::string(shown) != href) {
    return "a link shows its own address";
  }
  while (!href.empty()) {
    const utf8::CodePoint c = utf8::decode(href);
    if (!c.valid || c.value <= 0x20 || (c.value >= 0x7F && c.value < 0xA0)) return "addresses have no controls";
    if (c.value == 0x61C || c.value == 0x200E || c.value == 0x200F || (c.value >= 0x2028 && c.value <= 0x202E) ||
        (c.value >= 0x2066 && c.value <= 0x2069)) {
      return "addresses have no bidi controls";
    }
    href.remove_prefix(c.length);
  }
  return nullptr;
}

inline const char* broken_blocks(const Markup& markup) {
  if (markup.blocks.empty()) return "there is a block";
  std::size_t start = 0;
  for (const Block& block : markup.blocks) {
    if (block.start != start || block.end < start || block.end > markup.text.size()) return "blocks follow each other";
    if (&block != &markup.blocks.back() && markup.text.substr(block.end, 1) != "\n")
      return "a newline is between blocks";
    if (block.quote > Block::max_depth || block.depth > Block::max_depth) return "depths are bounded";
    if ((block.kind == Block::Kind::quote) != (block.depth > 0 && block.depth == block.quote) &&
        block.kind != Block::Kind::list_item) {
      return "a quote is as deep as it is quoted";
    }
    if (block.number != 0 && block.kind != Block::Kind::list_item) return "items alone have numbers";
    start = block.end + 1;
  }
  return markup.blocks.back().end == markup.text.size() ? nullptr : "blocks cover the text";
}

/// Bytes of the source that are not shown: marks, and the language of a fence.
inline bool may_be_hidden(std::string_view bytes) {
  if (bytes.find("```") != std::string_view::npos) return true;
  return bytes.find_first_not_of("*_~|`\\>-. \t\r\n0123456789") == std::string_view::npos;
}

inline const char* broken_span(std::string_view source, const Markup& markup, const Span& span) {
  const std::string_view shown = std::string_view(markup.text).substr(span.start, span.end - span.start);
  const std::string_view origin = source.substr(span.source_start, span.source_end - span.source_start);
  if ((span.marks & Mark::shortcode) != 0) {
    if (origin.size() < 3 || origin.front() != ':' || origin.back() != ':') return "a shortcode is between colons";
    if (find_shortcode(origin.substr(1, origin.size() - 2)) != shown) return "a shortcode shows its emoji";
  } else if (span.atomic()) {
    if (shown != "\n" || origin != "\r\n") return "what is not as long as its source is a line end";
  } else {
    for (std::size_t i = 0; i < shown.size(); ++i) {
      if (shown[i] != (origin[i] == '\r' ? '\n' : origin[i])) return "what is shown is what was typed";
    }
  }
  const auto block = std::find_if(markup.blocks.begin(), markup.blocks.end(),
                                  [&](const Block& b) { return span.start <= b.end && span.end > b.start; });
  if (block == markup.blocks.end()) return "a span is in a block";
  const bool inside = span.start >= block->start && span.end <= block->end;
  const bool between = span.start == block->end && shown == "\n" && span.marks == 0;
  if (!inside && !between) return "a span is in one block, or is the newline between two";
  if (inside && block->kind == Block::Kind::code && span.marks != Mark::code) return "blocks of code are code";
  if ((span.link != 0) != ((span.marks & Mark::link) != 0)) return "links have addresses";
  if (span.link > markup.links.size()) return "the address is there";
  return span.link == 0 ? nullptr : broken_link(shown, markup.links[span.link - 1]);
}

inline const char* broken_offsets(std::string_view source, const Markup& markup) {
  for (const Span& span : markup.spans) {
    for (std::uint32_t d = span.start; d < span.end; ++d) {
      if (markup.display_offset(markup.source_offset(d)) != (span.atomic() ? span.start : d))
        return "offsets round-trip";
    }
  }
  const auto size = static_cast<std::uint32_t>(markup.text.size());
  if (markup.display_offset(markup.source_offset(size)) != size) return "the end round-trips";
  std::uint32_t last = 0;
  for (std::uint32_t s = 0; s <= source.size(); ++s) {
    const std::uint32_t d = markup.display_offset(s);
    if (d < last || d > size) return "offsets ascend";
    last = d;
  }
  return nullptr;
}

struct Entity {
  std::string_view name;
  char shown;
};
inline constexpr std::array<Entity, 6> entities{
    {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&nbsp;", ' '}}};

inline const char* broken_attribute(std::string_view name, std::string_view attribute) {
  if (attribute.empty()) return name == "a" || name == "span" ? "attributes are there" : nullptr;
  const auto starts = [&](std::string_view with) { return attribute.substr(0, with.size()) == with; };
  const bool known = name == "a" ? starts(" href=\"http://") || starts(" href=\"https://") || starts(" href=\"mailto:")
                     : name == "span" ? attribute == " class=\"spoiler\""
                                      : name == "li" && starts(" value=\"");
  if (!known) return "attributes are few";
  if (std::count(attribute.begin(), attribute.end(), '"') != 2 || attribute.back() != '"') return "quotes are escaped";
  return attribute.find_first_of("<\n'") == std::string_view::npos ? nullptr : "attributes are escaped";
}

/// What is wrong with a fragment of HTML that to_html wrote, or nothing.
inline const char* broken_html(std::string_view fragment) {
  constexpr std::array<std::string_view, 12> names{"b",  "i",  "s",  "code", "pre", "blockquote",
                                                   "ul", "ol", "li", "p",    "a",   "span"};
  std::vector<std::string_view> open;
  while (!fragment.empty()) {
    if (fragment[0] == '&') {
      const auto known = [&](const Entity& entity) { return fragment.substr(0, entity.name.size()) == entity.name; };
      if (std::none_of(entities.begin(), entities.end(), known)) return "ampersands are escaped";
    }
    if (fragment[0] == '>' || fragment[0] == '"' || fragment[0] == '\'') return "text is escaped";
    if (fragment[0] != '<') {
      fragment.remove_prefix(1);
      continue;
    }
    const std::string_view tag = fragment.substr(1, fragment.find('>') - 1);
    fragment.remove_prefix(std::min(tag.size() + 2, fragment.size()));
    if (tag == "br") continue;
    if (tag.substr(0, 1) == "/") {
      if (open.empty() || open.back() != tag.substr(1)) return "elements nest";
      open.pop_back();
      continue;
    }
    const std::string_view name = tag.substr(0, tag.find(' '));
    if (std::find(names.begin(), names.end(), name) == names.end()) return "elements are few";
    const bool in_list = !open.empty() && (open.back() == "ul" || open.back() == "ol");
    if ((name == "li") != in_list) return "items are what lists hold";
    if (const char* broken = broken_attribute(name, tag.substr(name.size()))) return broken;
    open.push_back(name);
  }
  return open.empty() ? nullptr : "elements are closed";
}

/// What is broken, or nothing.
inline const char* broken_promise(std::string_view source, const Markup& markup) {
  if (const char* broken = broken_blocks(markup)) return broken;
  std::size_t at = 0;
  std::size_t source_at = 0;
  std::size_t links = 0;
  for (const Span& span : markup.spans) {
    if (span.start != at || span.end <= at || span.end > markup.text.size()) return "spans follow each other";
    if (span.source_start < source_at || span.source_end <= span.source_start || span.source_end > source.size()) {
      return "their sources ascend";
    }
    if (!may_be_hidden(source.substr(source_at, span.source_start - source_at))) return "only marks are hidden";
    if (const char* broken = broken_span(source, markup, span)) return broken;
    if (span.link != 0 && span.link != ++links) return "links are in order";
    at = span.end;
    source_at = span.source_end;
  }
  if (!may_be_hidden(source.substr(source_at))) return "only marks are hidden at the end";
  if (at != markup.text.size()) return "spans cover the text";
  if (links != markup.links.size()) return "every address has its span";
  if (utf8::valid(source) && !utf8::valid(markup.text)) return "UTF-8 stays UTF-8";
  if (!may_have_markup(source)) {
    if (markup.text != source || markup.blocks.size() != 1 || markup.spans.size() > 1) return "no markup, no change";
    if (markup.blocks[0].kind != Block::Kind::paragraph) return "no markup: a paragraph";
    if (!markup.spans.empty() && markup.spans[0].marks != 0) return "no markup, no marks";
  }
  return broken_offsets(source, markup);
}

}  // namespace banter::text::test
