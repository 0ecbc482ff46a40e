// Everything a running server can be told, with the defaults that docs/server.md lists.
#pragma once

#include <string>

#include "base/time.hpp"
#include "server/core/hub.hpp"
#include "server/core/options.hpp"

namespace banter::server {

struct IoLimits {
  Duration head_within{10'000};       ///< a request's head, and the time between two requests
  Duration answer_within{120'000};    ///< sending one HTTP answer
  Duration handshake_within{10'000};  ///< WebSocket handshakes, opening and closing
  Duration idle{60'000};              ///< of a WebSocket; a ping is sent after half of it
  Duration stall{20'000};             ///< one frame that takes longer to send: the client is cut
  Duration frame_within{30'000};      ///< from a frame's first bytes to its last
  Duration close_within{3'000};       ///< from asking to close to closing anyway
  Duration sweep{500};                ///< how often deadlines are looked at
  Duration storage_probe{2'000};      ///< while the storage fails, how often it is tried
  std::size_t head_bytes = 16 << 10;
  std::size_t target_bytes = 4 << 10;
  /// A text of 64 KiB takes up to six times as much in JSON, and its envelope.
  std::size_t frame_bytes = (6 * 64 + 8) << 10;
  std::size_t queue_bytes = 1 << 20;        ///< of one connection; more: it is cut
  std::size_t congested_bytes = 512 << 10;  ///< more: new messages wait on the disk
  std::size_t batch_bytes = 64 << 10;       ///< of frames joined into one
  int send_buffer_bytes = 256 << 10;        ///< of the system, per WebSocket
};

struct ServerConfig {
  Options options;
  HubConfig hub;
  IoLimits io;
  std::string version = "0";
  bool stop_on_signals = false;  ///< SIGTERM and SIGINT
};

}  // namespace banter::server
