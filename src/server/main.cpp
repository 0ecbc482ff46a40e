// banter-server: see docs/server.md.
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "server/core/options.hpp"
#include "server/io/log.hpp"
#include "server/io/server.hpp"
#include "server/nats/nats_service.hpp"

namespace {

constexpr int cannot_run = 1;
constexpr int wrong_options = 2;

void print(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

int serve(const banter::server::Options& options) {
  banter::server::ServerConfig config;
  config.options = options;
  config.version = BANTER_VERSION;
  config.stop_on_signals = true;
  banter::server::StorageFactory storage;
  if (!options.nats.empty()) {
    auto nats = banter::server::open_nats(options);
    if (!nats) {
      banter::server::log(nats.error().message);
      return cannot_run;
    }
    storage = std::move(*nats);
    config.hub.shared_storage = true;
    config.hub.edits = false;
  }
  auto server = banter::server::Server::create(config, storage);
  if (!server) {
    banter::server::log(server.error().message);
    return cannot_run;
  }
  print("banter-server listening on " + (*server)->url() + "\n");
  (*server)->run();
  return 0;
}

/// What the libraries throw when the system denies memory or threads is the end, but one with words.
int serve_or_explain(const banter::server::Options& options) {
  try {
    return serve(options);
  } catch (const std::exception& error) {
    banter::server::log(std::string("gives up: ") + error.what());
    return cannot_run;
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace banter::server;
  // A closed connection and a file at its size limit are errors where they happen, not the end.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);

  const auto request = parse_options(std::vector<std::string>(argv + 1, argv + argc));
  if (!request) {
    log(request.error().message);
    return wrong_options;
  }
  if (std::holds_alternative<ShowHelp>(*request)) {
    print(usage());
    return 0;
  }
  if (std::holds_alternative<ShowVersion>(*request)) {
    print("banter-server " BANTER_VERSION "\n");
    return 0;
  }
  return serve_or_explain(std::get<Options>(*request));
}
