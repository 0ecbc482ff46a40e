#include "server/core/options.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include "server/core/names.hpp"
#include "server/core/origin.hpp"

namespace banter::server {

namespace {

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value);
  if (text.empty() || error != std::errc{} || at != end) return std::nullopt;
  return value;
}

std::string set_listen(Options& options, const std::string& value) {
  std::string help = "--listen wants HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080, not \"" + value + "\"";
  const auto colon = value.rfind(':');
  if (colon == std::string::npos || colon == 0) return help;
  std::string host = value.substr(0, colon);
  const auto port = number<std::uint16_t>(std::string_view(value).substr(colon + 1));
  if (!port) return help + ": the port is a number from 0 to 65535";
  if (host.front() == '[') {
    if (host.size() < 4 || host.back() != ']') return help;
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string::npos) {
    return help + ": an IPv6 address goes in brackets";
  }
  options.host = std::move(host);
  options.port = *port;
  return {};
}

std::string set_nats(Options& options, std::string_view name, const std::string& value) {
  if (name == "--nats") {
    for (std::size_t begin = 0; begin <= value.size();) {
      const auto end = std::min(value.find(',', begin), value.size());
      const std::string url = value.substr(begin, end - begin);
      const bool scheme = url.compare(0, 7, "nats://") == 0 || url.compare(0, 6, "tls://") == 0;
      if (!scheme)
        return "--nats wants addresses such as nats://10.0.0.1:4222,nats://10.0.0.2:4222, not \"" + url + "\"";
      options.nats.push_back(url);
      begin = end + 1;
    }
    return {};
  }
  if (name == "--nats-creds") {
    options.nats_credentials = value;
    return {};
  }
  if (name == "--nats-stream") {
    const bool good = value.size() <= 32 &&
                      value.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-abcdefghijklmnopqrstuvwxyz") ==
                          std::string::npos;
    if (!good) return "--nats-stream wants 1 to 32 letters, digits, '-' or '_', not \"" + value + "\"";
    options.nats_stream = value;
    return {};
  }
  const bool replicas = name == "--nats-replicas";
  const int most = replicas ? 5 : 1'000'000;
  const auto count = number<int>(value);
  if (!count || *count < 1 || *count > most) {
    return std::string(name) + " wants a number from 1 to " + std::to_string(most) + ", not \"" + value + "\"";
  }
  (replicas ? options.nats_replicas : options.nats_duplicates) = *count;
  return {};
}

std::string set_auth(Options& options, const std::string& value) {
  if (value == "anonymous") {
    options.auth = AuthMode::anonymous;
  } else if (value == "token") {
    options.auth = AuthMode::token;
  } else if (value == "both") {
    options.auth = AuthMode::both;
  } else {
    return "--auth wants anonymous, token or both, not \"" + value + "\"";
  }
  return {};
}

std::string add_key(Options& options, const std::string& value) {
  const auto equals = value.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == value.size()) {
    return "--jwt-key wants KID=FILE: the key's id as tokens name it, and the file it is in, not \"" + value + "\"";
  }
  if (!options.jwt_keys.emplace(value.substr(0, equals), value.substr(equals + 1)).second) {
    return "--jwt-key " + value.substr(0, equals) + " is there twice: every key has an id of its own";
  }
  return {};
}

/// Empty, or what is wrong.
std::string set(Options& options, std::string_view name, const std::string& value) {
  if (value.empty()) return std::string(name) + " wants a value, see --help";
  if (name == "--listen") return set_listen(options, value);
  if (name.substr(0, 6) == "--nats") return set_nats(options, name, value);
  if (name == "--root") {
    options.root = value;
  } else if (name == "--db") {
    options.database = value;
  } else if (name == "--origin") {
    const auto origin = parse_origin(value);
    if (!origin) {
      return "--origin wants scheme and host of a page, such as https://example.org or http://localhost:3000, not \"" +
             value + "\"";
    }
    options.origins.push_back(to_string(*origin));
  } else if (name == "--default-room") {
    if (!valid_room(value)) {
      return "--default-room wants 1 to 64 letters, digits, '-', '_' or '.', not \"" + value + "\"";
    }
    options.default_room = value;
  } else if (name == "--auth") {
    return set_auth(options, value);
  } else if (name == "--jwt-key") {
    return add_key(options, value);
  } else if (name == "--jwt-audience") {
    options.jwt_audience = value;
  } else if (name == "--jwt-issuer") {
    options.jwt_issuer = value;
  } else if (name == "--tls-cert") {
    options.tls_certificate = value;
  } else if (name == "--tls-key") {
    options.tls_key = value;
  } else if (name == "--max-connections") {
    const auto count = number<std::size_t>(value);
    if (!count || *count == 0 || *count > 1'000'000) {
      return "--max-connections wants a number from 1 to 1000000, not \"" + value + "\"";
    }
    options.max_connections = *count;
  }
  return {};
}

bool takes_value(std::string_view name) {
  return name == "--listen" || name == "--root" || name == "--db" || name == "--origin" || name == "--default-room" ||
         name == "--max-connections" || name == "--nats" || name == "--nats-creds" || name == "--nats-stream" ||
         name == "--nats-replicas" || name == "--nats-duplicates" || name == "--auth" || name == "--jwt-key" ||
         name == "--jwt-audience" || name == "--jwt-issuer" || name == "--tls-cert" || name == "--tls-key";
}

}  // namespace

Result<Request> parse_options(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--help" || argument == "-h") return Request{ShowHelp{}};
    if (argument == "--version") return Request{ShowVersion{}};
    if (argument == "--new-epoch") {
      options.new_epoch = true;
      continue;
    }
    const auto equals = argument.find('=');
    const std::string name = argument.substr(0, equals);
    if (!takes_value(name)) return Error{"unknown option \"" + argument + "\", see --help"};
    std::string value;
    if (equals != std::string::npos) {
      value = argument.substr(equals + 1);
    } else if (++i < arguments.size()) {
      value = arguments[i];
    }
    if (auto wrong = set(options, name, value); !wrong.empty()) return Error{std::move(wrong)};
  }
  if (options.root.empty()) return Error{"--root DIR is missing: the folder of the page, such as build/web"};
  if (!options.nats.empty() && !options.database.empty()) {
    return Error{"--db and --nats are both there: messages are kept in one of the two"};
  }
  if (options.database.empty() && options.nats.empty())
    return Error{"--db FILE is missing: where messages are kept; it is made if need be"};
  if (options.auth != AuthMode::anonymous && options.jwt_keys.empty()) {
    return Error{"--auth token and both need a key that tokens are signed with: --jwt-key KID=FILE"};
  }
  if (options.auth == AuthMode::anonymous &&
      !(options.jwt_keys.empty() && options.jwt_audience.empty() && options.jwt_issuer.empty())) {
    return Error{"--jwt-key, --jwt-audience and --jwt-issuer are for --auth token or both, see --help"};
  }
  if (options.tls_certificate.empty() != options.tls_key.empty()) {
    const bool key = options.tls_key.empty();
    return Error{
        std::string(key ? "--tls-cert" : "--tls-key") + " needs " +
        (key ? "--tls-key FILE, the private key of the certificate" : "--tls-cert FILE, the certificate of the key") +
        "; without both the server speaks no TLS"};
  }
  return Request{std::move(options)};
}

std::string_view usage() {
  return R"(usage: banter-server --root DIR --db FILE [options]
       banter-server --root DIR --nats URL[,URL...] [options]

Serves the chat page in DIR and the chat itself at /ws.

  --root DIR             the folder of the page; its index.html is the first page
  --db FILE              the SQLite database of the messages; made if it does not exist
  --nats URL[,URL...]    instead of --db: a NATS cluster with JetStream, shared by several servers
  --nats-creds FILE      the credentials for it
  --nats-stream NAME     the stream of the messages (default BANTER); made if it does not exist
  --nats-replicas N      of a stream that is made: how many servers keep it (default 3)
  --nats-duplicates S    of a stream that is made: seconds in which it knows ids (default 3600)
  --listen HOST:PORT     where to listen (default 127.0.0.1:8080); [::1]:8080 for IPv6, port 0 for any
  --origin URL           let pages of this origin chat, such as https://example.org; may be repeated;
                         pages from this server itself always may
  --default-room NAME    the room of clients that speak no subprotocol (default general)
  --max-connections N    how many at most at a time (default 4096)
  --auth WHO             anonymous (default): whoever has picked a nickname; token: whoever has a JSON Web Token
                         signed with one of the keys; both
  --jwt-key KID=FILE     such a key: a PEM public key (RSA or Ed25519) or a secret for HS256; may be repeated;
                         the files are read again on SIGHUP
  --jwt-audience NAME    refuse tokens that are not meant for NAME (aud)
  --jwt-issuer NAME      refuse tokens that are not from NAME (iss)
  --tls-cert FILE        speak TLS, https: and wss:, with the certificates in this PEM file: the server's own first
  --tls-key FILE         its private key, PEM without a passphrase; both files are read again on SIGHUP
  --new-epoch            number the rooms anew: once, after the database was restored from a backup
  --help, --version

Stops on SIGTERM and SIGINT. Exit status: 0 stopped as asked, 1 could not run, 2 wrong options.
)";
}

}  // namespace banter::server
