// The server's edge, fed with what a socket may bring: a request's head through Beast's parser with our limits, what we
// make of it, and when it is a handshake that we take, our reader of WebSocket frames over the rest of the bytes.
#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/beast/_experimental/test/stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.hpp"
#include "script.hpp"
#include "server/core/content.hpp"
#include "server/core/options.hpp"
#include "server/core/origin.hpp"
#include "server/core/web_path.hpp"
#include "server/core/ws_frames.hpp"
#include "server/io/http_request.hpp"

namespace {

using namespace banter;
using banter::fuzz::require;
namespace beast = boost::beast;
namespace http = boost::beast::http;

const std::vector<std::string> origins{"https://example.org"};

void check_answer(const server::Answer& answer) {
  require(answer.status >= 400 && answer.status < 600, "a refusal has a status of its own");
  for (const auto& [name, value] : answer.headers) {
    require(value.find_first_of("\r\n") == std::string::npos, "headers are one line");
  }
}

void check_target(std::string_view target) {
  const auto parsed = server::parse_target(target);
  if (const auto* none = std::get_if<server::NoPath>(&parsed)) {
    return require(none->status == 400 || none->status == 404, "what is no path is 400 or 404");
  }
  const std::string& path = std::get<server::WebPath>(parsed).path;
  require(utf8::valid(path), "paths are UTF-8");
  require(path.empty() || path[0] != '/', "paths are relative");
  require(path.find('\\') == std::string::npos && path.find('\0') == std::string::npos, "paths are plain");
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    require(at == end || path[at] != '.', "nothing hidden, and never upwards");
    at = end + 1;
  }
}

void check_words(const server::HttpRequest& request) {
  const std::string_view origin = request[http::field::origin];
  if (const auto parsed = server::parse_origin(origin)) {
    const auto again = server::parse_origin(server::to_string(*parsed));
    require(again && *again == *parsed, "an origin that is written can be read");
  }
  static_cast<void>(server::accepts_coding(request[http::field::accept_encoding], "br"));
  static_cast<void>(server::matches_etag(request[http::field::if_none_match], "\"abc\""));
  static_cast<void>(server::keeps_alive(request));
}

/// Beast shakes hands on its own.
void shake_hands(const server::HttpRequest& request) {
  static boost::asio::io_context io;
  beast::test::stream stream(io);
  beast::test::stream peer(io);
  stream.connect(peer);
  peer.close();
  beast::websocket::stream<beast::test::stream> socket(std::move(stream));
  beast::error_code error;
  socket.accept(request, error);
}

/// What the server understands of frames that come in pieces of this size: a line each, up to the first error.
std::vector<std::string> understand(std::string_view bytes, std::size_t piece) {
  constexpr std::size_t most_bytes = 4096;
  std::vector<std::string> said;
  server::WsReader reader;
  while (!bytes.empty()) {
    std::string_view some = bytes.substr(0, piece);
    bytes.remove_prefix(some.size());
    while (!some.empty()) {
      const auto [item, error] = reader.next(some, most_bytes);
      if (error != 0) {
        require(error == server::ws_protocol_error || error == server::ws_not_text || error == server::ws_too_big,
                "a broken frame has a code of its own");
        said.push_back("error " + std::to_string(error));
        return said;
      }
      if (!item) break;
      require(item->payload.size() <= most_bytes, "messages are limited");
      require(item->kind != server::Opcode::text || utf8::valid(item->payload), "texts are UTF-8");
      said.push_back(std::to_string(static_cast<int>(item->kind)) + ' ' + std::to_string(item->code) + ' ' +
                     std::string(item->payload));
    }
    reader.release();
  }
  return said;
}

/// The rest of what came, as the WebSocket's side of it.
void talk(std::string_view bytes) {
  const auto at_once = understand(bytes, std::max<std::size_t>(bytes.size(), 1));
  for (const std::size_t piece : {1, 7})
    require(understand(bytes, piece) == at_once, "pieces say the same as the whole");
}

void serve(std::string_view bytes) {
  static boost::asio::io_context io;
  beast::test::stream stream(io);
  beast::test::stream peer(io);
  stream.connect(peer);
  stream.append({bytes.data(), bytes.size()});
  peer.close();
  constexpr std::size_t head_bytes = 1024;
  beast::flat_buffer buffer(2 * head_bytes);
  http::request_parser<http::string_body> parser;
  parser.header_limit(head_bytes);
  parser.body_limit(boost::none);
  beast::error_code error;
  http::read_header(stream, buffer, parser, error);
  if (error) return;
  const server::HttpRequest& request = parser.get();
  check_words(request);
  check_target(request.target());
  if (beast::websocket::is_upgrade(request)) {
    const auto judged = server::judge_handshake(request, origins);
    if (const auto* refusal = std::get_if<server::Answer>(&judged)) return check_answer(*refusal);
    shake_hands(request);
    // Beast reads in large pieces: what follows the head has come with it.
    return talk({static_cast<const char*>(buffer.data().data()), buffer.size()});
  }
  if (const auto refusal = server::refusal_of(request, 256)) check_answer(*refusal);
}

void parse_arguments(std::string_view bytes) {
  std::vector<std::string> arguments;
  fuzz::run_script(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
                   [&](std::string_view line) { arguments.emplace_back(line); });
  const auto parsed = server::parse_options(arguments);
  require(parsed.ok() || !parsed.error().message.empty(), "a refusal says why");
}

}  // namespace

/// The first byte says whether it is a command line, one argument a line.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == '-') {
    parse_arguments(bytes);
  } else {
    serve(bytes);
  }
  return 0;
}
