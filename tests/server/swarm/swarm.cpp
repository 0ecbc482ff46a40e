#include "swarm/swarm.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace banter::swarm {

namespace {

constexpr std::size_t read_bytes = 256 << 10;
constexpr unsigned char text = 1, closing = 8, ping = 9, pong = 10;   // RFC 6455, 5.2
constexpr std::array<unsigned char, 4> mask{0x5A, 0x17, 0xC3, 0x2E};  // no secret: no proxy is to be fooled here

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = (value << 8U) | static_cast<unsigned char>(c);
  return value;
}

}  // namespace

std::size_t raise_file_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  return limit.rlim_cur;
}

Swarm::Swarm(OnOpen on_open, OnText on_text)
    : on_open_(std::move(on_open)), on_text_(std::move(on_text)), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  buffer_.resize(read_bytes);
}

Swarm::~Swarm() {
  for (const Link& link : links_) {
    if (link.socket >= 0) ::close(link.socket);
  }
  ::close(epoll_);
}

std::size_t Swarm::connect(const Terms& terms) {
  const std::size_t who = links_.size();
  Link& link = links_.emplace_back();
  requests_.push_back("GET " + terms.path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(terms.port) +
                      "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
                      (terms.subprotocol.empty() ? "" : "Sec-WebSocket-Protocol: " + terms.subprotocol + "\r\n") +
                      "\r\n");
  link.socket = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (link.socket < 0) {
    end(who, 1006);
    return who;
  }
  const int on = 1;
  setsockopt(link.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (terms.receive_buffer > 0) {
    setsockopt(link.socket, SOL_SOCKET, SO_RCVBUF, &terms.receive_buffer, sizeof terms.receive_buffer);
  }
  sockaddr_in address{};
  address.sin_family = AF_INET;
  if (terms.source != 0) {
    // The port is chosen when it connects, so that each address has as many as there are.
    setsockopt(link.socket, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + terms.source);
    if (::bind(link.socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
      end(who, 1006);
      return who;
    }
  }
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(terms.port);
  if (::connect(link.socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 &&
      errno != EINPROGRESS) {
    end(who, 1006);
    return who;
  }
  epoll_event event{};
  event.events = EPOLLOUT | EPOLLIN;
  event.data.u64 = who;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, link.socket, &event);
  return who;
}

void Swarm::watch(std::size_t who) {
  const Link& link = links_[who];
  if (link.state == State::ended) return;
  epoll_event event{};
  event.events = (link.reads ? EPOLLIN : 0U) | (link.out.empty() && link.state != State::connecting ? 0U : EPOLLOUT);
  event.data.u64 = who;
  epoll_ctl(epoll_, EPOLL_CTL_MOD, link.socket, &event);
}

void Swarm::read(std::size_t who, bool wanted) {
  links_[who].reads = wanted;
  watch(who);
}

void Swarm::send(std::size_t who, std::string_view words) {
  write_frame(who, text, words);
}

void Swarm::close(std::size_t who) {
  write_frame(who, closing, std::string_view("\x03\xE8", 2));
}

bool Swarm::run_until(const std::function<bool()>& done, std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  std::array<epoll_event, 256> events{};
  while (!done()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return false;
    const int wait = static_cast<int>(std::min<std::int64_t>(left.count(), 20));
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), wait);
    for (int i = 0; i < count; ++i) {
      const auto& event = events[static_cast<std::size_t>(i)];
      ready(event.data.u64, event.events);
    }
  }
  return true;
}

void Swarm::ready(std::size_t who, std::uint32_t events) {
  if (links_[who].state == State::connecting && (events & EPOLLOUT) != 0) {
    links_[who].state = State::shaking;
    write(who, std::exchange(requests_[who], {}));
    watch(who);
    return;
  }
  if ((events & EPOLLOUT) != 0 && !links_[who].out.empty()) {
    write(who, {});
    watch(who);
  }
  if ((events & (EPOLLIN | EPOLLERR)) != 0 || ((events & EPOLLHUP) != 0 && links_[who].reads)) take_in(who);
}

void Swarm::take_in(std::size_t who) {
  if (links_[who].state == State::ended) return;
  const auto got = ::recv(links_[who].socket, buffer_.data(), buffer_.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return end(who, links_[who].code);
  const std::string_view bytes(buffer_.data(), static_cast<std::size_t>(got));
  if (links_[who].in.empty()) return parse(who, bytes);
  std::string whole = std::exchange(links_[who].in, {});
  whole.append(bytes);
  parse(who, whole);
}

void Swarm::parse(std::size_t who, std::string_view bytes) {
  if (links_[who].state == State::shaking) {
    const auto head = bytes.find("\r\n\r\n");
    if (head == std::string_view::npos) {
      links_[who].in = bytes;
      return;
    }
    if (!bytes.starts_with("HTTP/1.1 101")) return end(who, 1006);
    bytes.remove_prefix(head + 4);
    links_[who].state = State::open;
    ++open_;
    on_open_(who);
  }
  while (bytes.size() >= 2 && links_[who].state == State::open) {
    std::uint64_t length = static_cast<unsigned char>(bytes[1]) & 0x7FU;
    const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (bytes.size() < 2 + more) break;
    if (more > 0) length = big_endian(bytes.substr(2, more));
    if (bytes.size() - 2 - more < length) break;
    const auto head = static_cast<unsigned char>(bytes[0]);
    const auto payload = bytes.substr(2 + more, length);
    bytes.remove_prefix(2 + more + length);
    frame(who, head, payload);
  }
  if (links_[who].state == State::open) links_[who].in = bytes;
}

void Swarm::frame(std::size_t who, unsigned char head, std::string_view payload) {
  const unsigned char opcode = head & 0xFU;
  const bool last = (head & 0x80U) != 0;
  if (opcode == ping) return write_frame(who, pong, payload);
  if (opcode == pong) return;
  if (opcode == closing) {
    links_[who].code = payload.size() >= 2 ? static_cast<int>(big_endian(payload.substr(0, 2))) : 1005;
    write_frame(who, closing, payload.substr(0, 2));
    return end(who, links_[who].code);
  }
  Link& link = links_[who];
  if (last && link.message.empty()) return on_text_(who, payload);
  link.message.append(payload);
  if (!last) return;
  const std::string message = std::exchange(link.message, {});
  on_text_(who, message);
}

void Swarm::write_frame(std::size_t who, unsigned char opcode, std::string_view payload) {
  if (links_[who].state != State::open) return;
  std::string frame;
  frame.reserve(payload.size() + 14);
  frame.push_back(static_cast<char>(0x80U | opcode));
  const std::size_t more = payload.size() < 126 ? 0 : payload.size() < 65536 ? 2 : 8;
  frame.push_back(static_cast<char>(0x80U | (more == 0 ? payload.size() : more == 2 ? 126 : 127)));
  for (std::size_t i = more; i > 0; --i) frame.push_back(static_cast<char>(payload.size() >> (8 * (i - 1))));
  for (const unsigned char byte : mask) frame.push_back(static_cast<char>(byte));
  for (std::size_t i = 0; i < payload.size(); ++i) {
    frame.push_back(static_cast<char>(static_cast<unsigned char>(payload[i]) ^ mask[i % 4]));
  }
  write(who, frame);
}

void Swarm::write(std::size_t who, std::string_view bytes) {
  Link& link = links_[who];
  const bool waited = !link.out.empty();
  link.out.append(bytes);
  const auto sent = ::send(link.socket, link.out.data(), link.out.size(), MSG_NOSIGNAL);
  if (sent > 0) link.out.erase(0, static_cast<std::size_t>(sent));
  if (sent < 0 && errno != EAGAIN && errno != EINTR) link.out.clear();  // reading tells how it ended
  if (waited == link.out.empty()) watch(who);
}

void Swarm::end(std::size_t who, int code) {
  Link& link = links_[who];
  if (link.state == State::ended) return;
  if (link.state == State::open) --open_;
  link.state = State::ended;
  link.code = code;
  if (link.socket >= 0) ::close(std::exchange(link.socket, -1));
  link.in = link.message = link.out = {};
}

}  // namespace banter::swarm
