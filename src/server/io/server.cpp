#include "server/io/server.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <optional>
#include <random>
#include <set>
#include <utility>
#include <vector>

#include "server/io/answers.hpp"
#include "server/io/clock.hpp"
#include "server/io/gateway.hpp"
#include "server/io/http_connection.hpp"
#include "server/io/log.hpp"
#include "server/io/sqlite_storage.hpp"
#include "server/io/storage_thread.hpp"
#include "server/io/tls_context.hpp"
#include "server/io/token_keys.hpp"

namespace banter::server {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

using Acceptor = asio::basic_socket_acceptor<tcp, Stream::executor_type>;

std::uint64_t random_number() {
  std::random_device device;
  return (std::uint64_t{device()} << 32U) | device();
}

std::string random_epoch() {
  std::string out;
  for (auto bits = random_number(); out.size() < 12; bits >>= 4U) out += "0123456789abcdef"[bits & 0xFU];
  return out;
}

constexpr Duration stop_limit{4'000};
constexpr Duration download_grace{1'000};  ///< for answers that are still being sent when the last chat is closed
constexpr Duration stopping_sweep{20};     ///< how often the end is looked for

/// As many files as connections, and a few for the database and the page.
void raise_file_limit(std::size_t connections) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  const auto wanted = std::min<rlim_t>(limit.rlim_max, connections + 64);
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = wanted;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) log("the limit of open files stays low");
}

Result<Acceptor> bind_to(asio::io_context& io, const Options& options) {
  const std::string wanted = options.host + " port " + std::to_string(options.port);
  error_code error;
  tcp::resolver resolver(io);
  const auto found = resolver.resolve(options.host, std::to_string(options.port),
                                      tcp::resolver::passive | tcp::resolver::numeric_service, error);
  if (error || found.empty()) return Error{"cannot listen on " + wanted + ": no such address here"};
  for (const auto& entry : found) {
    Acceptor acceptor(io);
    acceptor.open(entry.endpoint().protocol(), error);
    if (error) continue;
    // So that a restart need not wait for the old connections' last packets; two servers still cannot share a port.
    acceptor.set_option(Acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(entry.endpoint(), error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (!error) return acceptor;
  }
  std::string what = "cannot listen on " + wanted + ": " + error.message();
  if (error == asio::error::address_in_use) what += "; stop what uses the port, or choose another with --listen";
  if (error == asio::error::access_denied) what += "; ports below 1024 need a privilege, choose another with --listen";
  return Error{std::move(what)};
}

/// None: the options want no TLS.
Result<std::optional<TlsContext>> open_tls(const Options& options, const StaticFiles& files) {
  if (options.tls_certificate.empty()) return std::optional<TlsContext>();
  if (files.covers(options.tls_key)) {
    return Error{"--tls-key " + options.tls_key + " lies in the folder of the page, --root " + options.root +
                 ", from where everybody could load it: choose a place outside, and take another key"};
  }
  auto tls = TlsContext::read(options.tls_certificate, options.tls_key);
  if (!tls) return tls.error();
  return std::optional(std::move(*tls));
}

/// Where messages are kept, and what is remembered of people.
struct Opened {
  StorageFactory storage;
  Roster people;
};

/// The database that the options name, on a thread of its own.
Result<Opened> open_database(const ServerConfig& config, const StaticFiles& files) {
  if (files.covers(config.options.database)) {
    return Error{"--db " + config.options.database + " lies in the folder of the page, --root " + config.options.root +
                 ", from where everybody could load it: choose a place outside"};
  }
  SqliteConfig database;
  database.path = config.options.database;
  database.epoch = random_epoch();
  database.new_epoch = config.options.new_epoch;
  auto storage = SqliteStorage::open(database);
  if (!storage) return storage.error();
  auto roster = (*storage)->roster(wall_now(), wall_now() - config.hub.names.kept);
  if (!roster) return Error{config.options.database + ": " + roster.error().message};
  // Called once; a function that can be copied cannot own what can only be moved.
  auto opened = std::make_shared<std::unique_ptr<SqliteStorage>>(std::move(*storage));
  const auto make = [opened, probe = config.io.storage_probe](StorageService::OnReplies on_replies) {
    return std::make_unique<StorageThread>(std::move(*opened), std::move(on_replies), probe);
  };
  return Opened{make, std::move(*roster)};
}

}  // namespace

class Server::Impl {
 public:
  Impl(const ServerConfig& config, StaticFiles files, const Opened& opened, std::shared_ptr<JwtVerifier> verifier,
       std::optional<TlsContext> tls)
      : config_(config),
        verifier_(std::move(verifier)),
        tls_(std::move(tls)),
        gateway_(io_, config_, opened.storage, random_number()),
        answers_(std::move(files), config_.options.origins,
                 {[this] { return gateway_.trouble(); }, [this] { return metrics(); }}),
        acceptor_(io_),
        sweep_timer_(io_),
        accept_timer_(io_),
        stop_timer_(io_),
        signals_(io_),
        hangups_(io_),
        started_(std::chrono::duration<double>(wall_now().time_since_epoch()).count()) {
    gateway_.restore(opened.people);
  }

  std::string bind();
  void run();
  void request_stop();
  [[nodiscard]] tcp::endpoint endpoint() const { return endpoint_; }
  [[nodiscard]] bool secure() const { return tls_.has_value(); }

 private:
  void accept();
  void accepted(error_code error, Stream::Socket socket);
  void schedule_sweep();
  void stop();
  /// On each SIGHUP the keys and the certificate are read again.
  void await_hangup();
  void read_keys_again();
  void read_tls_again();
  /// Ends run() by then at the latest, unless it is to end sooner already.
  void stop_within(Duration limit);
  [[nodiscard]] std::string metrics() const;

  std::size_t connections_ = 0;  // before the handlers, which hold some of them
  asio::io_context io_{1};       // before the rest: handlers that never ran are destroyed with it, last
  ServerConfig config_;
  std::shared_ptr<JwtVerifier> verifier_;  ///< null: all are anonymous
  std::optional<TlsContext> tls_;          ///< of connections that are yet to come
  Gateway gateway_;
  Answers answers_;
  Acceptor acceptor_;
  tcp::endpoint endpoint_;
  asio::steady_timer sweep_timer_;
  asio::steady_timer accept_timer_;
  asio::steady_timer stop_timer_;
  asio::signal_set signals_;
  asio::signal_set hangups_;
  std::vector<std::weak_ptr<HttpConnection>> http_;
  double started_;
  bool stopping_ = false;
  bool idle_ = false;  ///< stopping, and no chat is left
};

std::string Server::Impl::bind() {
  auto acceptor = bind_to(io_, config_.options);
  if (!acceptor) return acceptor.error().message;
  acceptor_ = std::move(*acceptor);
  error_code error;
  endpoint_ = acceptor_.local_endpoint(error);
  if (error) return error.message();
  if (config_.stop_on_signals) {
    for (const int signal : {SIGTERM, SIGINT}) {
      signals_.add(signal, error);
      if (error) return "cannot handle signals: " + error.message();
    }
    signals_.async_wait([this](error_code failed, int) {
      if (failed) return;
      error_code ignored;  // without it a second signal is only not heard
      signals_.clear(ignored);
      stop();
    });
  }
  if (config_.stop_on_signals && (verifier_ || tls_)) {
    hangups_.add(SIGHUP, error);
    if (error) return "cannot handle signals: " + error.message();
    await_hangup();
  }
  return {};
}

void Server::Impl::await_hangup() {
  hangups_.async_wait([this](error_code failed, int) {
    if (failed) return;
    if (verifier_) read_keys_again();
    if (tls_) read_tls_again();
    await_hangup();
  });
}

void Server::Impl::read_keys_again() {
  auto keys = read_token_keys(config_.options.jwt_keys);
  if (!keys) return log(keys.error().message + "; the keys of before stay");
  verifier_->set_keys(std::move(*keys));
  log("the keys were read again");
}

void Server::Impl::read_tls_again() {
  auto tls = TlsContext::read(config_.options.tls_certificate, config_.options.tls_key);
  if (!tls) return log(tls.error().message + "; the certificate of before stays");
  tls_ = std::move(*tls);
  log("the certificate was read again");
}

void Server::Impl::run() {
  raise_file_limit(config_.options.max_connections);
  accept();
  schedule_sweep();
  io_.run();
}

void Server::Impl::request_stop() {
  asio::post(io_, [this] { stop(); });
}

void Server::Impl::accept() {
  acceptor_.async_accept([this](error_code error, Stream::Socket socket) { accepted(error, std::move(socket)); });
}

void Server::Impl::accepted(error_code error, Stream::Socket socket) {
  if (stopping_) return;
  if (error) {
    // Out of files, most likely: some connection will close.
    log("cannot accept a connection: " + error.message());
    accept_timer_.expires_after(std::chrono::milliseconds(200));
    accept_timer_.async_wait([this](error_code cancelled) {
      if (!cancelled && !stopping_) accept();
    });
    return;
  }
  const bool full = connections_ >= config_.options.max_connections;
  const HttpServices services{answers_, gateway_, config_.options.origins};
  if (full) ++gateway_.io_stats().connections_refused;
  if (full && tls_) return accept();  // 503 would cost a handshake, and whoever cannot be served may not cost that
  auto session = tls_ ? tls_->session(socket.native_handle()) : nullptr;
  if (tls_ && !session) {
    log("no memory for a TLS connection");
    return accept();
  }
  // Not in one piece with its count, which is weakly held for longer.
  const std::shared_ptr<HttpConnection> connection(
      new HttpConnection(Stream(std::move(socket), std::move(session)), services, ConnectionSlot(connections_)));
  http_.push_back(connection);
  if (full) {
    connection->refuse();
  } else {
    connection->start();
  }
  accept();
}

void Server::Impl::schedule_sweep() {
  sweep_timer_.expires_after(stopping_ ? std::min(config_.io.sweep, stopping_sweep) : config_.io.sweep);
  sweep_timer_.async_wait([this](error_code cancelled) {
    if (cancelled) return;
    gateway_.sweep();
    std::erase_if(http_, [](const auto& connection) { return connection.expired(); });
    if (idle_ && connections_ == 0) {
      stop_timer_.cancel();  // nothing is left to wait for
      return;
    }
    schedule_sweep();
  });
}

void Server::Impl::stop_within(Duration limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  if (deadline >= stop_timer_.expiry()) return;
  stop_timer_.expires_at(deadline);
  stop_timer_.async_wait([this](error_code cancelled) {
    if (!cancelled) io_.stop();
  });
}

void Server::Impl::stop() {
  if (std::exchange(stopping_, true)) return;
  error_code ignored;  // it is closed either way
  acceptor_.close(ignored);
  accept_timer_.cancel();
  hangups_.cancel(ignored);
  for (const auto& weak : http_) {
    if (const auto connection = weak.lock()) connection->stop();
  }
  // Whoever has not let go by then is dropped.
  stop_timer_.expires_at(asio::steady_timer::time_point::max());
  stop_within(stop_limit);
  gateway_.stop([this] {
    idle_ = true;
    stop_within(download_grace);
  });
  schedule_sweep();  // sooner than the one that is waiting
}

std::string Server::Impl::metrics() const {
  Metrics metrics;
  metrics.version = config_.version;
  metrics.started = started_;
  gateway_.describe(metrics);
  metrics.open_http = connections_ - std::min(connections_, metrics.open_plain + metrics.open_banter);
  auto text = render(metrics, gateway_.hub_stats());
  text.pop_back();  // the answer ends with a line break of its own
  return text;
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::create(const ServerConfig& config, const StorageFactory& storage) {
  auto files = StaticFiles::open(config.options.root);
  if (!files) return files.error();
  auto tls = open_tls(config.options, *files);
  if (!tls) return tls.error();
  Opened opened{storage, {}};
  if (!storage) {
    auto database = open_database(config, *files);
    if (!database) return database.error();
    opened = std::move(*database);
  }
  ServerConfig complete = config;
  complete.hub.default_room = config.options.default_room;
  std::shared_ptr<JwtVerifier> verifier;
  if (config.options.auth != AuthMode::anonymous) {
    auto keys = read_token_keys(config.options.jwt_keys);
    if (!keys) return keys.error();
    verifier = std::make_shared<JwtVerifier>(JwtRules{config.options.jwt_audience, config.options.jwt_issuer});
    verifier->set_keys(std::move(*keys));
    complete.hub.auth = config.options.auth;
    complete.hub.verifier = verifier;
  }
  auto impl = std::make_unique<Impl>(complete, std::move(*files), opened, std::move(verifier), std::move(*tls));
  if (auto wrong = impl->bind(); !wrong.empty()) return Error{std::move(wrong)};
  return std::unique_ptr<Server>(new Server(std::move(impl)));  // the constructor is private
}

std::uint16_t Server::port() const {
  return impl_->endpoint().port();
}

std::string Server::url() const {
  const auto address = impl_->endpoint().address();
  const auto host = address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
  return (impl_->secure() ? "https://" : "http://") + host + ":" + std::to_string(port()) + "/";
}

void Server::run() {
  impl_->run();
}
void Server::stop() {
  impl_->request_stop();
}

}  // namespace banter::server
