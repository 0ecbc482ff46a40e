#include "protocol/token_claims.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "protocol/frame_text.hpp"

namespace banter::protocol {

namespace {

using Json = nlohmann::json;

constexpr int max_depth = 8;
constexpr double number_limit = 9007199254740992.0;  // 2^53

/// An object none of whose members is there twice.
Result<Json> read_object(std::string_view text) {
  if (!valid_utf8(text)) return Error{"it is not UTF-8"};
  std::set<std::string> keys;
  bool twice = false;
  bool deep = false;
  const Json::parser_callback_t watch = [&](int depth, Json::parse_event_t event, Json& value) {
    if (depth > max_depth) deep = true;
    if (event == Json::parse_event_t::key && depth == 1) {
      twice = !keys.insert(value.get_ref<const std::string&>()).second || twice;
    }
    return true;
  };
  Json object = Json::parse(text.begin(), text.end(), watch, false);
  if (object.is_discarded() || !object.is_object()) return Error{"it is not a JSON object"};
  if (deep) return Error{"it is nested too deeply"};
  if (twice) return Error{"a member is there twice"};
  return object;
}

/// Takes members of known types out of an object; remembers the first that has another.
class ObjectReader {
 public:
  explicit ObjectReader(const Json& object) : object_(object) {}

  std::string string(const char* name) {
    const Json* value = find(name);
    if (value == nullptr) return {};
    if (!value->is_string() || has_nul(value->get_ref<const std::string&>())) return fail(name, "a string"), "";
    return value->get<std::string>();
  }
  std::optional<std::int64_t> seconds(const char* name) {
    const Json* value = find(name);
    if (value == nullptr) return std::nullopt;
    const double number = value->is_number() ? value->get<double>() : -1;
    if (!(number >= 0 && number < number_limit)) return fail(name, "a time in seconds"), std::nullopt;
    return static_cast<std::int64_t>(std::floor(number));
  }
  /// An array of strings; none: it is not there.
  std::optional<std::vector<std::string>> strings(const char* name) {
    const Json* value = find(name);
    if (value == nullptr) return std::nullopt;
    std::vector<std::string> out;
    if (!value->is_array() || value->size() > max_token_entries) return fail(name, "an array of strings"), out;
    for (const Json& one : *value) {
      if (!one.is_string()) return fail(name, "an array of strings"), std::vector<std::string>{};
      out.push_back(one.get<std::string>());
    }
    return out;
  }
  [[nodiscard]] bool is_string(const char* name) const {
    const Json* value = find(name);
    return value != nullptr && value->is_string();
  }
  [[nodiscard]] bool has(const char* name) const { return object_.contains(name); }
  [[nodiscard]] const std::string& problem() const { return problem_; }

 private:
  [[nodiscard]] const Json* find(const char* name) const {
    const auto at = object_.find(name);
    return at == object_.end() ? nullptr : &*at;
  }
  void fail(std::string_view name, std::string_view must_be) {
    if (problem_.empty()) problem_.append("\"").append(name).append("\" must be ").append(must_be);
  }

  const Json& object_;
  std::string problem_;
};

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

Result<TokenHeader> read_token_header(std::string_view json) {
  const auto object = read_object(json);
  if (!object) return object.error();
  ObjectReader members(*object);
  TokenHeader header;
  header.algorithm = members.string("alg");
  header.key = members.string("kid");
  header.critical = members.has("crit");
  if (!members.problem().empty()) return Error{members.problem()};
  return header;
}

Result<TokenClaims> read_token_claims(std::string_view json) {
  const auto object = read_object(json);
  if (!object) return object.error();
  ObjectReader members(*object);
  TokenClaims claims;
  claims.subject = members.string("sub");
  claims.issuer = members.string("iss");
  claims.name = members.string("name");
  claims.expires = members.seconds("exp");
  claims.not_before = members.seconds("nbf");
  claims.rooms = members.strings("rooms");
  if (members.is_string("aud")) {
    claims.audience.push_back(members.string("aud"));
  } else {
    claims.audience = members.strings("aud").value_or(std::vector<std::string>{});
  }
  claims.rights =
      members.is_string("rights") ? words(members.string("rights")) : members.strings("rights").value_or(claims.rights);
  if (!members.problem().empty()) return Error{members.problem()};
  return claims;
}

}  // namespace banter::protocol
