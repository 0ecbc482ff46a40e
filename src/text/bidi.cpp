#include "text/bidi.hpp"

#include <SheenBidi/SheenBidi.h>

#include <algorithm>

#include "base/utf8.hpp"

namespace banter::text {
namespace {

constexpr std::size_t max_first_strong_isolates = 256;

std::uint8_t byte(std::string_view text, std::size_t i) {
  return i < text.size() ? static_cast<std::uint8_t>(text[i]) : 0;
}

bool is_isolate_start(SBBidiType type) {
  return type == SBBidiTypeLRI || type == SBBidiTypeRLI || type == SBBidiTypeFSI;
}

/// L1: what takes the base level at a line's end. Characters that X9 removes stand where their neighbours do.
bool hangs(SBBidiType type) {
  switch (type) {
    case SBBidiTypeWS:
    case SBBidiTypeS:
    case SBBidiTypeB:
    case SBBidiTypePDI:
    case SBBidiTypeBN:
      return true;
    default:
      return type >= SBBidiTypeLRI && type <= SBBidiTypePDF;
  }
}

void append(std::vector<LevelRun>& out, std::uint32_t start, std::uint32_t end, std::uint8_t level) {
  if (start == end) return;
  if (!out.empty() && out.back().end == start && out.back().level == level) {
    out.back().end = end;
  } else {
    out.push_back({start, end, level});
  }
}

std::size_t first_strong_isolates(std::string_view text) {
  constexpr std::string_view isolate = "\u2068";
  std::size_t count = 0;
  for (auto at = text.find(isolate); at != std::string_view::npos; at = text.find(isolate, at + isolate.size()))
    ++count;
  return count;
}

/// One paragraph's levels, from its start in the text on.
void append_paragraph(const SBBidiType* types, const SBLevel* levels, std::uint32_t start, std::uint32_t length,
                      std::uint8_t base, std::vector<LevelRun>& out) {
  // L1: separators, and what hangs before them.
  std::uint32_t done = 0;
  std::uint32_t hanging = 0;
  const auto flush = [&](std::uint32_t end) {
    for (; done < end; ++done) append(out, start + done, start + done + 1, levels[done]);
  };
  for (std::uint32_t i = 0; i < length; ++i) {
    const SBBidiType type = types[i];  // of the bytes within a character: nil
    if (type == SBBidiTypeS || type == SBBidiTypeB) {
      std::uint32_t end = i + 1;
      while (end < length && types[end] == SBBidiTypeNil) ++end;
      flush(hanging);
      append(out, start + done, start + end, base);
      done = hanging = end;
    } else if (type != SBBidiTypeNil && !hangs(type)) {
      hanging = i + 1;
      while (hanging < length && types[hanging] == SBBidiTypeNil) ++hanging;
    }
  }
  flush(length);
}

}  // namespace

bool needs_bidi(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::uint8_t c = byte(text, i);
    if (c < 0xD6) continue;
    if (c < 0xE0) return c != 0xD6 || byte(text, i + 1) >= 0x90;  // U+0590–07FF; before it, Armenian
    const std::uint8_t second = byte(text, i + 1);
    const std::uint8_t third = byte(text, i + 2);
    if (c == 0xE0 && second >= 0xA0 && second <= 0xA3) return true;  // U+0800–08FF
    if (c == 0xE2 && second == 0x80 && (third == 0x8F || (third >= 0xAA && third <= 0xAE))) return true;
    if (c == 0xE2 && second == 0x81 && third >= 0xA6 && third <= 0xA9) return true;  // isolates
    if (c == 0xEF && second >= 0xAC && second <= 0xB7) {
      if (second != 0xAC || third >= 0x9D) return true;  // U+FB1D–FDFF
    }
    if (c == 0xEF && ((second == 0xB9 && third >= 0xB0) || (second >= 0xBA && second <= 0xBB))) return true;
    if (c == 0xF0 && (second == 0x90 || second == 0x9E) && third >= 0xA0) return true;  // U+10800–10FFF, 1E800–1EFFF
  }
  return false;
}

bool is_right_to_left(std::string_view text) {
  std::size_t depth = 0;
  while (!text.empty()) {
    const utf8::CodePoint c = utf8::decode(text);
    text.remove_prefix(c.length);
    const SBBidiType type = SBCodepointGetBidiType(c.value);
    if (type == SBBidiTypeB) {
      depth = 0;
    } else if (is_isolate_start(type)) {
      ++depth;
    } else if (type == SBBidiTypePDI) {
      depth -= depth > 0 ? 1 : 0;
    } else if (depth == 0 && SBBidiTypeIsStrong(type)) {
      return type != SBBidiTypeL;
    }
  }
  return false;
}

void resolve_levels(std::string_view text, bool right_to_left, std::vector<LevelRun>& out) {
  out.clear();
  const SBLevel base = right_to_left ? 1 : 0;
  const auto size = static_cast<std::uint32_t>(text.size());
  const SBCodepointSequence sequence{SBStringEncodingUTF8, text.data(), text.size()};
  const bool bounded = first_strong_isolates(text) <= max_first_strong_isolates;
  const SBAlgorithmRef algorithm = size > 0 && bounded ? SBAlgorithmCreate(&sequence) : nullptr;
  std::uint32_t at = 0;
  while (algorithm != nullptr && at < size) {
    SBUInteger length = 0;
    SBUInteger separator = 0;
    SBAlgorithmGetParagraphBoundary(algorithm, at, size - at, &length, &separator);
    const SBParagraphRef paragraph = SBAlgorithmCreateParagraph(algorithm, at, length, base);
    if (paragraph == nullptr) break;
    append_paragraph(SBAlgorithmGetBidiTypesPtr(algorithm) + at, SBParagraphGetLevelsPtr(paragraph), at,
                     static_cast<std::uint32_t>(length), base, out);
    at += static_cast<std::uint32_t>(length);
    SBParagraphRelease(paragraph);
  }
  if (algorithm != nullptr) SBAlgorithmRelease(algorithm);
  append(out, at, size, base);
}

void visual_order(const std::vector<std::uint8_t>& levels, std::vector<std::uint32_t>& out) {
  out.resize(levels.size());
  std::uint8_t highest = 0;
  std::uint8_t lowest_odd = 0xFF;
  for (std::uint32_t i = 0; i < levels.size(); ++i) {
    out[i] = i;
    highest = std::max(highest, levels[i]);
    if ((levels[i] & 1) != 0) lowest_odd = std::min(lowest_odd, levels[i]);
  }
  for (int level = highest; level >= lowest_odd; --level) {
    for (std::size_t i = 0; i < out.size();) {
      if (levels[out[i]] < level) {
        ++i;
        continue;
      }
      std::size_t end = i;
      while (end < out.size() && levels[out[end]] >= level) ++end;
      std::reverse(out.begin() + static_cast<std::ptrdiff_t>(i), out.begin() + static_cast<std::ptrdiff_t>(end));
      i = end;
    }
  }
}

void order_line(std::string_view text, const std::vector<LevelRun>& levels, std::uint32_t start, std::uint32_t end,
                bool right_to_left, std::vector<LevelRun>& out) {
  out.clear();
  std::uint32_t hanging = start;
  for (std::uint32_t at = start; at < end;) {
    const utf8::CodePoint c = utf8::decode(text.substr(at));
    at += static_cast<std::uint32_t>(c.length);
    if (!hangs(SBCodepointGetBidiType(c.value))) hanging = std::min(at, end);
  }
  auto run = std::upper_bound(levels.begin(), levels.end(), start,
                              [](std::uint32_t offset, const LevelRun& r) { return offset < r.end; });
  std::vector<LevelRun> logical;
  for (; run != levels.end() && run->start < hanging; ++run) {
    append(logical, std::max(run->start, start), std::min(run->end, hanging), run->level);
  }
  append(logical, hanging, end, right_to_left ? 1 : 0);
  std::vector<std::uint8_t> run_levels;
  run_levels.reserve(logical.size());
  for (const LevelRun& each : logical) run_levels.push_back(each.level);
  std::vector<std::uint32_t> order;
  visual_order(run_levels, order);
  for (const std::uint32_t i : order) out.push_back(logical[i]);
}

std::string_view override_for(std::string_view piece, std::uint8_t level) {
  const bool right = (level & 1) != 0;
  while (!piece.empty()) {
    const utf8::CodePoint c = utf8::decode(piece);
    piece.remove_prefix(c.length);
    const SBBidiType type = SBCodepointGetBidiType(c.value);
    const bool runs_right = type == SBBidiTypeR || type == SBBidiTypeAL;
    const bool indifferent = type == SBBidiTypeNSM || type == SBBidiTypeBN;
    if (right && !runs_right && !indifferent) return "\u202E";
    if (!right && runs_right) return "\u202D";
  }
  return {};
}

}  // namespace banter::text
