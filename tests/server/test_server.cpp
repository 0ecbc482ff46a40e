#include "test_server.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <fstream>
#include <system_error>

namespace banter::server {

namespace fs = std::filesystem;

TempFolder::TempFolder() {
  std::string name = (fs::temp_directory_path() / "banter-test-XXXXXX").string();
  if (!mkdtemp(name.data())) ADD_FAILURE() << "no temporary folder";
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code error;
  fs::remove_all(path_, error);
  EXPECT_FALSE(error) << error.message();
}

void TempFolder::write(const std::string& name, std::string_view content) const {
  fs::create_directories((path_ / name).parent_path());
  std::ofstream file(path_ / name, std::ios::binary);
  file << content;
  EXPECT_TRUE(file.good()) << name;
}

TestServer::TestServer(ServerConfig wanted) : config(std::move(wanted)) {
  config.options.port = 0;
  config.options.root = folder.path("root");
  config.options.database = folder.path("chat.db");
  config.io.sweep = Duration{20};
  config.version = "test";
  folder.write("root/index.html", "<!doctype html><title>page</title>");
}

void TestServer::start() {
  auto server = Server::create(config);
  if (!server) {
    ADD_FAILURE() << server.error().message;
    std::abort();
  }
  server_ = std::move(*server);
  thread_ = std::thread([this] { server_->run(); });
}

bool TestServer::stop() {
  if (!server_) return true;
  const auto begin = std::chrono::steady_clock::now();
  server_->stop();
  thread_.join();
  server_.reset();
  return std::chrono::steady_clock::now() - begin < std::chrono::seconds(5);
}

}  // namespace banter::server
