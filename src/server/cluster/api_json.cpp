#include "server/cluster/api_json.hpp"

#include <charconv>

namespace banter::server {

namespace {

constexpr int max_depth = 32;

/// Reads RFC 8259 as far as finding the ends of values needs; numbers and words are taken as they are.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  bool document() {
    skip_space();
    if (!object("", 0)) return false;
    skip_space();
    return at_ == text_.size();
  }
  std::map<std::string, std::string, std::less<>> scalars;

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool take(char wanted) {
    if (peek() != wanted) return false;
    ++at_;
    return true;
  }
  void skip_space() {
    while (peek() == ' ' || peek() == '\n' || peek() == '\t' || peek() == '\r') ++at_;
  }
  std::optional<std::string> string() {
    if (!take('"')) return std::nullopt;
    const auto begin = at_;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) return std::nullopt;
    return std::string(text_.substr(begin, at_++ - begin));
  }
  bool value(const std::string& path, int depth) {
    if (peek() == '{') return object(path, depth);
    if (peek() == '[') return array(depth);
    if (peek() == '"') {
      auto text = string();
      if (text) scalars[path] = std::move(*text);
      return text.has_value();
    }
    const auto begin = at_;
    while (at_ < text_.size() &&
           std::string_view("+-.0123456789abcdefghijklmnopqrstuvwxyzE").find(text_[at_]) != std::string_view::npos)
      ++at_;
    scalars[path] = text_.substr(begin, at_ - begin);
    return at_ > begin;
  }
  bool object(const std::string& path, int depth) {
    if (depth > max_depth || !take('{')) return false;
    skip_space();
    if (take('}')) return true;
    for (;;) {
      skip_space();
      const auto name = string();
      skip_space();
      if (!name || !take(':')) return false;
      skip_space();
      if (!value(path.empty() ? *name : path + "." + *name, depth + 1)) return false;
      skip_space();
      if (take('}')) return true;
      if (!take(',')) return false;
    }
  }
  bool array(int depth) {
    if (depth > max_depth || !take('[')) return false;
    skip_space();
    if (take(']')) return true;
    auto kept = std::move(scalars);
    bool good = false;
    for (;;) {
      skip_space();
      if (!value("-", depth + 1)) break;
      skip_space();
      if (take(']')) {
        good = true;
        break;
      }
      if (!take(',')) break;
    }
    scalars = std::move(kept);
    return good;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<std::map<std::string, std::string, std::less<>>> json_scalars(std::string_view json) {
  Scanner scanner(json);
  if (!scanner.document()) return std::nullopt;
  return std::move(scanner.scalars);
}

std::optional<std::uint64_t> json_number(const std::map<std::string, std::string, std::less<>>& scalars,
                                         std::string_view path) {
  const auto at = scalars.find(path);
  return at == scalars.end() ? std::nullopt : parse_number(at->second);
}

std::optional<std::uint64_t> parse_number(std::string_view digits) {
  std::uint64_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [at, error] = std::from_chars(digits.data(), end, value);
  if (digits.empty() || error != std::errc{} || at != end) return std::nullopt;
  return value;
}

}  // namespace banter::server
