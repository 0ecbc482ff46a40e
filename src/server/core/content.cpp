#include "server/core/content.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace banter::server {

namespace {

using std::string_view;

constexpr std::array<std::pair<string_view, string_view>, 18> types{{
    {".html", "text/html; charset=utf-8"},
    {".htm", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".wasm", "application/wasm"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".jpg", "image/jpeg"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".txt", "text/plain; charset=utf-8"},
    {".md", "text/plain; charset=utf-8"},
    {".ts", "text/plain; charset=utf-8"},  // declarations, for people and editors
    {".woff2", "font/woff2"},
    {".webmanifest", "application/manifest+json"},
}};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same(string_view a, string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

string_view trim(string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Calls visit(element) for each element of a comma-separated list until it returns true.
template <class Visit>
bool any_element(string_view list, Visit visit) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    const auto element = trim(list.substr(0, comma));
    if (!element.empty() && visit(element)) return true;
    if (comma == string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return false;
}

/// "q=0", "q=0.000": not acceptable.
bool refused(string_view parameters) {
  const auto q = trim(parameters);
  if (q.size() < 3 || lower(q[0]) != 'q' || q[1] != '=') return false;
  return q.find_first_not_of("0.", 2) == string_view::npos;
}

}  // namespace

string_view media_type(string_view name) {
  const auto dot = name.rfind('.');
  const auto extension = dot == string_view::npos ? string_view{} : name.substr(dot);
  for (const auto& [known, type] : types) {
    if (same(extension, known)) return type;
  }
  return "application/octet-stream";
}

bool accepts_coding(string_view accept_encoding, string_view coding) {
  bool named = false;
  bool named_accepted = false;
  bool any_accepted = false;
  any_element(accept_encoding, [&](string_view element) {
    const auto semicolon = element.find(';');
    const auto name = trim(element.substr(0, semicolon));
    const bool accepted = semicolon == string_view::npos || !refused(element.substr(semicolon + 1));
    if (same(name, coding)) {
      named = true;
      named_accepted = accepted;
    } else if (name == "*") {
      any_accepted = accepted;
    }
    return false;
  });
  return named ? named_accepted : any_accepted;
}

bool matches_etag(string_view if_none_match, string_view etag) {
  return any_element(if_none_match, [&](string_view element) {
    if (element.substr(0, 2) == "W/") element.remove_prefix(2);
    return element == "*" || element == etag;
  });
}

bool has_token(string_view header, string_view token) {
  return any_element(header, [&](string_view element) { return same(element, token); });
}

}  // namespace banter::server
