// What the server counts, and its text for Prometheus.
// Must not know: who counts, how it is asked for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/core/hub.hpp"

namespace banter::server {

/// What the sockets count; the hub counts the rest.
struct IoStats {
  std::uint64_t http_requests = 0;
  std::uint64_t connections_refused = 0;  ///< too many at a time
  std::uint64_t handshakes_refused = 0;   ///< wrong origin or subprotocol
  std::uint64_t tls_handshakes_failed = 0;
  std::uint64_t opened_plain = 0;
  std::uint64_t opened_banter = 0;
  std::uint64_t frames_in = 0;
  std::uint64_t frames_out = 0;
  std::uint64_t bytes_in = 0;  ///< of WebSocket payloads
  std::uint64_t bytes_out = 0;
  std::uint64_t cuts = 0;         ///< connections closed because they read too slowly
  std::uint64_t queue_bytes = 0;  ///< that wait now, in all send queues together
};

struct StorageStats {
  std::uint64_t batches = 0;
  double seconds = 0;  ///< spent in batches
  std::uint64_t failures = 0;
  std::size_t queued = 0;
  std::uint64_t consumer_restarts = 0;  ///< of a shared storage: reading was begun anew
  std::uint64_t people_failures = 0;    ///< likewise: the other servers could not be told who is here, or asked
  bool healthy = true;
};

struct Metrics {
  std::string_view version;
  double started = 0;         ///< seconds since the Unix epoch
  std::size_t open_http = 0;  ///< connections that are no WebSocket (yet)
  std::size_t open_plain = 0;
  std::size_t open_banter = 0;
  std::size_t rooms = 0;
  std::size_t pending = 0;
  IoStats io;
  StorageStats storage;
};

/// Prometheus text exposition format 0.0.4.
std::string render(const Metrics& metrics, const HubStats& hub);

}  // namespace banter::server
