#include "text/links.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "text/characters.hpp"
#include "text/graphemes.hpp"
#include "text/words.hpp"

namespace banter::text {
namespace {

constexpr std::size_t max_mail_name = 64;  // RFC 5321, 4.5.3.1
constexpr std::size_t max_domain = 253;
constexpr std::size_t max_user = 64;  // of what is looked at for a name before the host

bool contains(std::string_view set, char c) {
  return set.find(c) != std::string_view::npos;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool equals_lower(std::string_view text, std::string_view lowered) {
  return std::equal(text.begin(), text.end(), lowered.begin(), lowered.end(),
                    [](char a, char b) { return lower(a) == b; });
}

/// A reader could not tell whether these are there, or they change the order of what is.
bool is_unseen(char32_t c) {
  return is_invisible_control(c) || c == 0xAD || c == 0x034F || (c >= 0x115F && c <= 0x1160) ||
         (c >= 0x17B4 && c <= 0x17B5) || (c >= 0x180B && c <= 0x180F) || c == 0x200B || c == 0x3164 || c == 0xFFA0 ||
         (c >= 0xFFF0 && c <= 0xFFFF) || (c >= 0xE0000 && c <= 0xE0FFF);
}

/// Letters, digits and emoji, with what combines with them: no punctuation.
bool is_solid(char32_t c) {
  return is_word(c) || is_emoji(c) || extends_cluster(c);
}

/// Wide punctuation: the reader's, not the address's, and where text without spaces goes on.
bool is_wide_punctuation(char32_t c) {
  return (c >= 0x3000 && c <= 0x3004) || (c >= 0x3008 && c <= 0x3020) || c == 0x30FB || (c >= 0xFE10 && c <= 0xFE19) ||
         (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF01 && c <= 0xFF0F) || (c >= 0xFF1A && c <= 0xFF20) ||
         (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65);
}

/// How many bytes at `at` belong to an address; 0 where it ends.
std::size_t address_bytes(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const char c = text[at];
  if (static_cast<unsigned char>(c) < 0x80) {
    if (c <= 0x20 || c == 0x7F || contains("\"<>\\`", c)) return 0;
    return c == '|' && at + 1 < text.size() && text[at + 1] == '|' ? 0 : 1;
  }
  const utf8::CodePoint point = utf8::decode(text.substr(at));
  const bool ends =
      !point.valid || is_white_space(point.value) || is_unseen(point.value) || is_wide_punctuation(point.value);
  return ends ? 0 : point.length;
}

std::size_t address_end(std::string_view text, std::size_t at) {
  while (const std::size_t bytes = address_bytes(text, at)) at += bytes;
  return at;
}

std::size_t host_bytes(std::string_view text, std::size_t at) {
  if (at >= text.size()) return 0;
  const char c = text[at];
  if (static_cast<unsigned char>(c) < 0x80) return is_ascii_alnum(c) || contains("-._", c) ? 1 : 0;
  const utf8::CodePoint point = utf8::decode(text.substr(at));
  if (!point.valid || is_unseen(point.value)) return 0;
  return is_solid(point.value) ? point.length : 0;
}

/// Punctuation at the end belongs to the sentence around the address; a bracket does when it was opened before the
/// address.
std::size_t trim(std::string_view text, std::size_t start, std::size_t end) {
  const std::string_view address = text.substr(start, end - start);
  // Negative: that many are closed in the address that were not opened in it.
  auto round = std::count(address.begin(), address.end(), '(') - std::count(address.begin(), address.end(), ')');
  auto square = std::count(address.begin(), address.end(), '[') - std::count(address.begin(), address.end(), ']');
  while (end > start) {
    const char c = text[end - 1];
    if (static_cast<unsigned char>(c) < 0x80) {
      if (c == ')' && round < 0) {
        ++round;
      } else if (c == ']' && square < 0) {
        ++square;
      } else if (!contains("?!.,:;*_~'|", c)) {
        break;
      }
      --end;
    } else {
      const char32_t point = code_point_before(text, start, end);
      if (is_solid(point)) break;
      do {
        --end;
      } while (end > start && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80);
    }
  }
  return end;
}

/// The end of host and port that begin at `at`; `at` when there are none.
std::size_t authority_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  if (at < text.size() && text[at] == '[') {  // an IPv6 address
    ++end;
    while (end < text.size() && end - at < 48 && (is_ascii_digit(text[end]) || contains("abcdefABCDEF:.", text[end])))
      ++end;
    if (end - at < 3 || end >= text.size() || text[end] != ']') return at;
    ++end;
  } else {
    if (at < text.size() && contains("-._", text[at])) return at;
    while (const std::size_t bytes = host_bytes(text, end)) end += bytes;
  }
  std::size_t port = end;
  if (end > at && port < text.size() && text[port] == ':') {
    do {
      ++port;
    } while (port < text.size() && is_ascii_digit(text[port]) && port - end <= 5);
    if (port - end > 1) end = port;
  }
  return end;
}

/// Takes the address whose host begins at `host`.
bool take_web(std::string_view text, std::size_t start, std::size_t host, std::string_view scheme, Link& out) {
  std::size_t end = authority_end(text, host);
  // A name before the host ("https://bank.example@evil.example") is there to be mistaken for one.
  for (std::size_t at = end; at < text.size() && at - end < max_user; ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c <= ' ' || c >= 0x7F || contains("/?#\"<>\\`", text[at])) break;
    if (c != '@') continue;
    out = {start, address_end(text, at), {}};
    return true;
  }
  if (end == host) return false;
  if (end < text.size() && contains("/?#", text[end])) end = address_end(text, end);
  end = trim(text, host, end);
  if (end == host) return false;
  out = {start, end, std::string(scheme)};
  out.href += text.substr(host, end - host);
  return true;
}

bool is_mail_name(char c) {
  return is_ascii_alnum(c) || contains("._%+-", c);
}

/// The end of the domain that begins at `at`: letters and digits with at least one dot. `at` when there is none.
std::size_t domain_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && end - at <= max_domain && (is_ascii_alnum(text[end]) || contains(".-", text[end]))) ++end;
  while (end > at && contains(".-", text[end - 1])) --end;
  const std::string_view domain = text.substr(at, end - at);
  const std::size_t dot = domain.rfind('.');
  if (domain.size() > max_domain || dot == std::string_view::npos || dot == 0 || domain.size() - dot < 3) return at;
  const std::string_view top = domain.substr(dot + 1);
  if (!std::all_of(top.begin(), top.end(), [](char c) { return is_ascii_letter(c); })) return at;
  for (std::size_t i = 0; i < domain.size(); ++i) {
    const bool edge = i == 0 || domain[i - 1] == '.' || domain[i + 1 < domain.size() ? i + 1 : i] == '.';
    if (domain[i] == '-' && edge) return at;
    if (domain[i] == '.' && i > 0 && domain[i - 1] == '.') return at;
  }
  // More of a name, another '@', or a path on that machine (git@host:path): no mail address.
  const char after = end < text.size() ? text[end] : ' ';
  if (after == '@' || after == '/' || (after == '_' && is_word(code_point_at(text, end + 1)))) return at;
  return after == ':' && !is_white_space(code_point_at(text, end + 1)) ? at : end;
}

/// `colon` is that of "mailto:".
bool take_mailto(std::string_view text, std::size_t start, std::size_t colon, Link& out) {
  std::size_t at = colon + 1;
  while (at < text.size() && is_mail_name(text[at]) && at - colon <= max_mail_name) ++at;
  if (at == colon + 1 || at >= text.size() || text[at] != '@') return false;
  std::size_t end = domain_end(text, at + 1);
  if (end == at + 1) return false;
  if (end < text.size() && text[end] == '?') end = trim(text, end, address_end(text, end));
  out = {start, end, "mailto:"};
  out.href += text.substr(colon + 1, end - colon - 1);
  return true;
}

bool take_mail(std::string_view text, std::size_t begin, std::size_t from, std::size_t at, Link& out) {
  std::size_t start = at;
  while (start > from && at - start <= max_mail_name && is_mail_name(text[start - 1])) --start;
  if (at - start > max_mail_name) return false;
  while (start < at && contains("._%+-", text[start])) ++start;
  const char32_t before = code_point_before(text, begin, start);
  if (start == at || is_word(before) || before == '/' || before == '@') return false;
  const std::size_t end = domain_end(text, at + 1);
  if (end == at + 1) return false;
  out = {start, end, "mailto:"};
  out.href += text.substr(start, end - start);
  return true;
}

/// An address starts where a word does, and not within a longer scheme ("svn+http:").
bool may_start(std::string_view text, std::size_t begin, std::size_t start) {
  const char32_t before = code_point_before(text, begin, start);
  return !is_spaced_word(before) && before != '+' && before != '-' && before != '.' && before != '@';
}

}  // namespace

bool find_link(std::string_view text, std::size_t begin, std::size_t from, std::size_t at, Link& out) {
  const auto preceded_by = [&](std::string_view word) {
    return at - from >= word.size() && equals_lower(text.substr(at - word.size(), word.size()), word) &&
           may_start(text, begin, at - word.size());
  };
  if (text[at] == '@') return take_mail(text, begin, from, at, out);
  if (text[at] == '.') {
    if (!preceded_by("www")) return false;
    const std::size_t end = trim(text, at, authority_end(text, at + 1));
    if (text.substr(0, end).find('.', at + 1) == std::string_view::npos) return false;  // "www.example" is none yet
    return take_web(text, at - 3, at - 3, "https://", out);
  }
  if (text.substr(at, 3) == "://") {
    constexpr std::array<std::string_view, 2> schemes{"https://", "http://"};
    for (const std::string_view scheme : schemes) {
      const std::string_view word = scheme.substr(0, scheme.size() - 3);
      if (preceded_by(word)) return take_web(text, at - word.size(), at + 3, scheme, out);
    }
    return false;
  }
  return preceded_by("mailto") && take_mailto(text, at - 6, at, out);
}

}  // namespace banter::text
