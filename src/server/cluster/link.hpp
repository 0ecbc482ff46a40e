// How the shared store reaches NATS: what is published and subscribed to, as values. The program gives it libnats,
// tests a JetStream in memory. Must not know: libnats, sockets, threads.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace banter::server {

using Headers = std::map<std::string, std::string, std::less<>>;

/// One message of NATS, in or out.
struct Packet {
  std::string subject;  ///< of one that came in: what the subscription listens to, or an instance of its wildcard
  std::string reply;    ///< where an answer goes; may be empty
  Headers headers;
  std::string body;
  int status = 0;  ///< of messages that the server itself makes: 100 heartbeat, 404 none, 503 nobody answers; else 0
  std::string stored_subject{};  ///< of one that a consumer delivers: what it has in the stream
};

inline std::string_view header(const Packet& packet, std::string_view name) {
  const auto at = packet.headers.find(name);
  return at == packet.headers.end() ? std::string_view() : std::string_view(at->second);
}

class Link {
 public:
  Link() = default;
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  virtual ~Link() = default;

  /// False: there is no connection, or its buffer is full; nothing was sent.
  virtual bool publish(const Packet& packet) = 0;
  virtual bool subscribe(const std::string& subject) = 0;
  virtual void unsubscribe(const std::string& subject) = 0;
};

}  // namespace banter::server
