// The whole server: database, sockets, page. One thread serves the network, one the database.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "server/io/config.hpp"
#include "server/io/storage_service.hpp"

namespace banter::server {

class Server {
 public:
  /// Opens the folder and the database and binds the port. The error says what is wrong and what to do.
  /// `storage`: where messages are kept instead of the database that the options name.
  static Result<std::unique_ptr<Server>> create(const ServerConfig& config, const StorageFactory& storage = {});
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

  /// "http://127.0.0.1:8080/", with the port that was bound; "https:" with TLS.
  [[nodiscard]] std::string url() const;
  [[nodiscard]] std::uint16_t port() const;

  /// Serves until it is stopped and everything is closed.
  void run();
  /// From any thread: run() returns soon, within five seconds unless the disk hangs.
  void stop();

 private:
  class Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace banter::server
