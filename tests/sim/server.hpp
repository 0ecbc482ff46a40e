// The server's machine: the real hub, and around it what src/server/io is in the world (the gateway's order of things,
// the storage's thread, one send queue for each connection), done in simulated time and done badly on purpose.
// Must not know: clients, what frames say.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "disk.hpp"
#include "environment.hpp"
#include "server/core/hub.hpp"
#include "wire.hpp"

namespace banter::sim {

/// Of src/server/io/config.hpp, in proportion; small, so that a short storm reaches them.
struct ServerLimits {
  std::size_t queue_bytes = 0;
  std::size_t congested_bytes = 0;
  std::size_t batch_bytes = 0;
  std::size_t socket_bytes = 0;  ///< what the network takes before it is read
  Duration idle{60'000};
  Duration stall{20'000};
  Duration close_within{3'000};
  Duration sweep{1'000};
};

class Server {
 public:
  Server(Environment& env, Disk& disk, server::HubConfig config, ServerLimits limits);

  [[nodiscard]] bool up() const { return hub_ != nullptr; }
  void start();
  /// The process dies, and with it what it has not made durable. `unplugged`: its clients hear nothing.
  void crash(bool unplugged);
  /// Takes nothing in any more, stores and acknowledges what waits, closes every connection, ends.
  void stop();

  /// False: nobody listens.
  bool accept(const WirePtr& wire);
  void frame(Wire& wire, const std::string& text);
  void ended(const Wire& wire);
  /// Nothing is on its way to the disk or from it.
  [[nodiscard]] bool idle() const;
  /// Counts what the hub says that happened.
  void note_stats();
  [[nodiscard]] WallTime wall() const;
  void set_clock(Duration ahead) { ahead_ = ahead; }

 private:
  /// A connection as server/io's WsConnection keeps it.
  struct End {
    WirePtr wire;
    std::deque<server::FrameText> queue;
    std::size_t queued_bytes = 0;
    std::size_t sending_bytes = 0;
    server::FrameText sending;
    std::optional<TimePoint> sending_since;
    std::optional<TimePoint> closing_since;
    bool close_begun = false;
    int code = 1000;
    std::string reason;
  };

  bool pump();
  /// True: it crashed.
  bool crash_here();
  void send(std::uint64_t id, End& end, server::FrameText frame);
  void write(std::uint64_t id);
  void try_send(std::uint64_t id);
  void close(std::uint64_t id, int code, const std::string& reason);
  void begin_close(std::uint64_t id, End& end);
  void cut(std::uint64_t id, End& end);
  void detach(std::uint64_t id);
  void sweep();
  End* find(std::uint64_t id);

  void begin_batch();
  void commit(std::vector<server::StoreRequest> batch);
  void hand_over(const std::vector<server::StoreReply>& replies);
  void close_all();
  /// Only if the process still lives then.
  void after(Duration delay, Scheduler::Task task);

  Environment& env_;
  Disk& disk_;
  server::HubConfig config_;
  ServerLimits limits_;
  Duration ahead_{0};  ///< of the wall clock
  std::uint64_t next_connection_ = 1;

  // of one process
  std::uint64_t process_ = 0;
  std::unique_ptr<server::Hub> hub_;
  std::map<std::uint64_t, End> ends_;
  bool pumping_ = false;
  bool stopping_ = false;
  bool stored_all_ = false;  ///< when stopping
  std::vector<server::StoreRequest> waiting_;
  bool writing_ = false;     ///< a batch is with the disk
  std::size_t answers_ = 0;  ///< batches of replies on their way to the hub
  TimePoint last_answer_{};
  std::uint64_t generation_ = 0;  ///< as StorageThread's
};

}  // namespace banter::sim
