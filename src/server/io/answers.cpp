#include "server/io/answers.hpp"

#include <algorithm>

#include "server/core/content.hpp"
#include "server/core/origin.hpp"
#include "server/core/web_path.hpp"

namespace banter::server {

namespace {

std::string content_policy(const std::vector<std::string>& origins) {
  // The page may be pointed at any chat server (?url=), hence ws: and wss:.
  std::string policy =
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
      "connect-src 'self' ws: wss:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";
  for (const auto& origin : origins) policy += " " + origin;
  return policy;
}

/// A relative path as it goes into a URL (RFC 3986, 3.3).
std::string escape(std::string_view path) {
  std::string out;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("/-._~!$&'()*+,;=:@").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      constexpr std::string_view digits = "0123456789ABCDEF";
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4U];
      out += digits[byte & 0xFU];
    }
  }
  return out;
}

}  // namespace

Answer text_answer(unsigned status, std::string text) {
  Answer answer;
  answer.status = status;
  answer.body = std::make_shared<const std::string>(std::move(text) + "\n");
  answer.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
  answer.headers.emplace_back("Cache-Control", "no-store");
  answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
  return answer;
}

Answers::Answers(StaticFiles files, std::vector<std::string> origins, Sources sources)
    : files_(std::move(files)),
      origins_(std::move(origins)),
      sources_(std::move(sources)),
      content_policy_(content_policy(origins_)) {}

Answer Answers::operator()(const WebRequest& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    auto answer = text_answer(405, "Only GET and HEAD are served here.");
    answer.headers.emplace_back("Allow", "GET, HEAD");
    return answer;
  }
  const auto path = raw_path(request.target);
  if (path == "/healthz") {
    const auto trouble = sources_.trouble();
    return trouble.empty() ? text_answer(200, "ok") : text_answer(503, "storage: " + trouble);
  }
  if (path == "/metrics") {
    auto answer = text_answer(200, sources_.metrics());
    answer.headers.front().second = "text/plain; version=0.0.4; charset=utf-8";
    return answer;
  }
  if (path == "/ws") {
    auto answer = text_answer(426, "This is the chat's WebSocket: connect to it with ws:// or wss://.");
    answer.headers.emplace_back("Upgrade", "websocket");
    return answer;
  }
  return file(request);
}

Answer Answers::file(const WebRequest& request) {
  const auto parsed = parse_target(request.target);
  if (const auto* none = std::get_if<NoPath>(&parsed)) {
    return text_answer(static_cast<unsigned>(none->status), none->status == 400 ? "Bad path." : "Not found.");
  }
  const auto& path = std::get<WebPath>(parsed).path;
  auto found = files_.find(path, request.accept_encoding);
  if (!found.file) {
    if (found.missing != StaticFiles::Missing::is_folder) return text_answer(404, "Not found.");
    const auto target = request.target;
    const auto query = target.find('?');
    auto answer = text_answer(301, "It is a folder.");
    answer.headers.emplace_back(
        "Location",
        "/" + escape(path) + "/" + std::string(query == std::string_view::npos ? "" : target.substr(query)));
    return answer;
  }
  Answer answer;
  add_policy(request, found.file->varies, answer);
  answer.headers.emplace_back("ETag", found.file->etag);
  answer.headers.emplace_back("Cache-Control", "no-cache");
  if (matches_etag(request.if_none_match, found.file->etag)) {
    answer.status = 304;
    return answer;
  }
  answer.headers.emplace_back("Content-Type", found.file->type);
  if (!found.file->coding.empty()) answer.headers.emplace_back("Content-Encoding", found.file->coding);
  answer.body = std::move(found.file->body);
  return answer;
}

void Answers::add_policy(const WebRequest& request, bool varies, Answer& answer) const {
  answer.headers.emplace_back("Content-Security-Policy", content_policy_);
  answer.headers.emplace_back("X-Content-Type-Options", "nosniff");
  answer.headers.emplace_back("Referrer-Policy", "no-referrer");
  answer.headers.emplace_back("Cross-Origin-Resource-Policy", origins_.empty() ? "same-origin" : "cross-origin");
  std::string vary = varies ? "Accept-Encoding" : "";
  if (!origins_.empty()) {
    // Pages of these origins load the module from here, which browsers do with CORS.
    vary += vary.empty() ? "Origin" : ", Origin";
    const auto origin = parse_origin(request.origin);
    if (origin && std::find(origins_.begin(), origins_.end(), to_string(*origin)) != origins_.end()) {
      answer.headers.emplace_back("Access-Control-Allow-Origin", to_string(*origin));
    }
  }
  if (!vary.empty()) answer.headers.emplace_back("Vary", vary);
}

}  // namespace banter::server
