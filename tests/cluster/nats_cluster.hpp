// Three nats-servers with JetStream on loopback, with ports and folders of their own, ended by their process ids.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "../server/child.hpp"
#include "../server/test_server.hpp"
#include "server/nats/nats_handles.hpp"

namespace banter::server {

class NatsCluster {
 public:
  static constexpr std::size_t size = 3;

  /// Waits until each takes connections.
  NatsCluster();

  /// The addresses of all, for --nats.
  [[nodiscard]] std::string urls() const;
  /// Which node leads a stream; `size` when nobody does within 20 s.
  std::size_t leader(const std::string& stream);
  /// How many messages a stream has.
  std::uint64_t messages(const std::string& stream);
  /// A stream of one replica, with so many messages of a subject at most.
  void add_stream(const std::string& name, const std::string& subject, int per_subject);
  void kill(std::size_t node);
  /// Once more, with what is in its folder.
  void start(std::size_t node);

 private:
  /// What the stream's leader says of it, within 20 s; null: nobody does.
  nats::Handle<jsStreamInfo> info(const std::string& stream);
  [[nodiscard]] std::string url(std::size_t node) const;

  TempFolder folder_;
  std::array<std::uint16_t, size> clients_{};
  std::array<std::uint16_t, size> routes_{};
  std::array<std::unique_ptr<Child>, size> nodes_;
};

/// Waits until somebody listens on a port of this machine; false: nobody did within 20 s.
bool wait_for_port(std::uint16_t port);

}  // namespace banter::server
