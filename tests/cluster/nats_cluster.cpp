#include "nats_cluster.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <thread>
#include <vector>

#include "../server/http_client.hpp"
#include "server/nats/nats_handles.hpp"

namespace banter::server {

namespace {

constexpr std::chrono::seconds patience{20};
constexpr std::chrono::milliseconds look_again{20};

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  return address;
}

/// Ports that the system gave and that are free again: the nodes must know each other's before they start.
std::vector<std::uint16_t> free_ports(std::size_t count) {
  std::vector<int> sockets;
  std::vector<std::uint16_t> ports;
  for (std::size_t i = 0; i < count; ++i) {
    const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t length = sizeof address;
    EXPECT_EQ(::bind(one, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::getsockname(one, reinterpret_cast<sockaddr*>(&address), &length), 0);
    sockets.push_back(one);
    ports.push_back(ntohs(address.sin_port));
  }
  for (const int one : sockets) ::close(one);
  return ports;
}

/// A connection for looking at the cluster.
class Console {
 public:
  explicit Console(const std::string& urls) {
    natsConnection* connection = nullptr;
    EXPECT_EQ(natsConnection_ConnectTo(&connection, urls.c_str()), NATS_OK);
    connection_.reset(connection);
    jsCtx* js = nullptr;
    EXPECT_EQ(natsConnection_JetStream(&js, connection, nullptr), NATS_OK);
    js_.reset(js);
  }
  [[nodiscard]] jsCtx* js() const { return js_.get(); }

 private:
  nats::Handle<natsConnection> connection_;
  nats::Handle<jsCtx> js_;
};

}  // namespace

bool wait_for_port(std::uint16_t port) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!listens(port)) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(look_again);
  }
  return true;
}

NatsCluster::NatsCluster() {
  const auto ports = free_ports(2 * size);
  for (std::size_t i = 0; i < size; ++i) {
    clients_[i] = ports[i];
    routes_[i] = ports[size + i];
  }
  std::string routes;
  for (const auto port : routes_) {
    routes += (routes.empty() ? "nats://127.0.0.1:" : ", nats://127.0.0.1:") + std::to_string(port);
  }
  for (std::size_t i = 0; i < size; ++i) {
    const std::string name = "n" + std::to_string(i);
    folder_.write(name + ".conf", "server_name: " + name + "\nlisten: \"127.0.0.1:" + std::to_string(clients_[i]) +
                                      "\"\njetstream { store_dir: \"" + folder_.path(name) +
                                      "\", max_mem: 64M, max_file: 256M }\ncluster { name: test, listen: \"127.0.0.1:" +
                                      std::to_string(routes_[i]) + "\", routes: [ " + routes + "] }\n");
    start(i);
  }
  for (const auto port : clients_) EXPECT_TRUE(wait_for_port(port)) << "nats-server does not listen";
}

void NatsCluster::start(std::size_t node) {
  const std::vector<std::string> arguments{"-c", folder_.path("n" + std::to_string(node) + ".conf")};
  nodes_[node] = std::make_unique<Child>(arguments, BANTER_NATS_SERVER);
}

void NatsCluster::kill(std::size_t node) {
  nodes_[node]->signal(SIGKILL);
  EXPECT_EQ(nodes_[node]->wait(), 128 + SIGKILL);
}

std::string NatsCluster::url(std::size_t node) const {
  return "nats://127.0.0.1:" + std::to_string(clients_[node]);
}

std::string NatsCluster::urls() const {
  return url(0) + "," + url(1) + "," + url(2);
}

nats::Handle<jsStreamInfo> NatsCluster::info(const std::string& stream) {
  const Console console(urls());
  const auto end = std::chrono::steady_clock::now() + patience;
  while (std::chrono::steady_clock::now() < end) {
    jsStreamInfo* info = nullptr;
    jsErrCode code{};
    const natsStatus status = js_GetStreamInfo(&info, console.js(), stream.c_str(), nullptr, &code);
    nats::Handle<jsStreamInfo> owned_info(info);
    if (status == NATS_OK && info->Cluster && info->Cluster->Leader && info->Cluster->Leader[0] == 'n')
      return owned_info;
    std::this_thread::sleep_for(look_again);
  }
  return nullptr;
}

void NatsCluster::add_stream(const std::string& name, const std::string& subject, int per_subject) {
  const Console console(urls());
  const char* subjects[] = {subject.c_str()};
  jsStreamConfig config;
  jsStreamConfig_Init(&config);
  config.Name = name.c_str();
  config.Subjects = subjects;
  config.SubjectsLen = 1;
  config.MaxMsgsPerSubject = per_subject;
  const auto end = std::chrono::steady_clock::now() + patience;
  while (js_AddStream(nullptr, console.js(), &config, nullptr, nullptr) != NATS_OK) {
    if (std::chrono::steady_clock::now() > end) FAIL() << "nobody makes " << name;
    std::this_thread::sleep_for(look_again);
  }
}

std::size_t NatsCluster::leader(const std::string& stream) {
  const auto one = info(stream);
  return one ? static_cast<std::size_t>(one->Cluster->Leader[1] - '0') : size;
}

std::uint64_t NatsCluster::messages(const std::string& stream) {
  const auto one = info(stream);
  EXPECT_TRUE(one) << "nobody leads " << stream;
  return one ? one->State.Msgs : 0;
}

}  // namespace banter::server
