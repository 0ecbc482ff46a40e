// A server in this process, on a port of its own, with a folder of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

#include "server/io/server.hpp"

namespace banter::server {

/// Removed with all that is in it.
class TempFolder {
 public:
  TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder();

  [[nodiscard]] std::string path(std::string_view name = {}) const { return (path_ / name).string(); }
  /// Folders on the way are made.
  void write(const std::string& name, std::string_view content) const;

 private:
  std::filesystem::path path_;
};

class TestServer {
 public:
  explicit TestServer(ServerConfig config = {});
  ~TestServer() { stop(); }

  /// Starts on `root` and `chat.db` of the folder; ports differ from start to start.
  void start();
  /// True when it ended within five seconds.
  bool stop();
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  TempFolder folder;
  ServerConfig config;

 private:
  std::unique_ptr<Server> server_;
  std::thread thread_;
};

}  // namespace banter::server
