#include "http_client.hpp"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <sstream>

namespace banter::server {

namespace {

sockaddr_in loopback(std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

}  // namespace

int connect_to(std::uint16_t port, int receive_buffer) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval timeout{5, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  if (receive_buffer > 0) ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  const auto address = loopback(port);
  EXPECT_EQ(::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  return socket;
}

std::string raw_exchange(std::uint16_t port, const std::string& bytes) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  EXPECT_GE(socket, 0);
  const auto address = loopback(port);
  const timeval timeout{5, 0};
  ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  std::string reply;
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
      const auto some = ::send(socket, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
      if (some <= 0) break;
      sent += static_cast<std::size_t>(some);
    }
    char buffer[16 << 10];
    ssize_t some = 0;
    while ((some = ::recv(socket, buffer, sizeof buffer, 0)) > 0) reply.append(buffer, static_cast<std::size_t>(some));
  }
  ::close(socket);
  return reply;
}

StalledRequest::StalledRequest(std::uint16_t port, const std::string& bytes) : socket_(connect_to(port, 4096)) {
  EXPECT_EQ(::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  pollfd ready{socket_, POLLIN, 0};
  EXPECT_EQ(::poll(&ready, 1, 5'000), 1);
}

StalledRequest::~StalledRequest() {
  ::close(socket_);
}

bool listens(std::uint16_t port) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = loopback(port);
  const bool connected = ::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(socket);
  return connected;
}

HttpReply parse_reply(const std::string& bytes) {
  HttpReply reply;
  const auto end = bytes.find("\r\n\r\n");
  if (bytes.rfind("HTTP/1.1 ", 0) != 0 || end == std::string::npos) return reply;
  reply.status = std::stoi(bytes.substr(9, 3));
  reply.body = bytes.substr(end + 4);
  std::istringstream lines(bytes.substr(0, end));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    const auto colon = line.find(": ");
    std::string name = line.substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    auto& value = reply.headers[name];
    if (!value.empty()) value += ", ";
    value += line.substr(colon + 2);
  }
  return reply;
}

HttpReply request(std::uint16_t port, const std::string& method, const std::string& target,
                  const std::string& headers) {
  return parse_reply(raw_exchange(port, method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                                            "\r\nConnection: close\r\n" + headers + "\r\n"));
}

double sample(const std::string& metrics, const std::string& name) {
  const auto body = "\n" + metrics;
  const auto at = body.find("\n" + name + " ");
  return at == std::string::npos ? -1 : std::stod(body.substr(at + name.size() + 2));
}

double metric(std::uint16_t port, const std::string& name) {
  return sample(get(port, "/metrics").body, name);
}

}  // namespace banter::server
