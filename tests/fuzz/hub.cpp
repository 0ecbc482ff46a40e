// The server's hub, fed with whatever several connections may send and a storage may answer.
//   B<n> connects, P<n> with the plain dialect   f<n><frame>   d<n> disconnects   c<n> is congested   e<n> is drained
//   h the storage waits   g it works again   k<digit> it fails, loses answers, cannot read   t<digit> time passes
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "../unit/server/memory_storage.hpp"
#include "script.hpp"
#include "server/core/hub.hpp"

namespace {

using namespace banter;
using banter::fuzz::require;

server::HubConfig small() {
  server::HubConfig config;
  config.text_bytes = 64;
  config.newest_messages = 3;
  config.resume_messages = 6;
  config.page_messages = 2;
  config.page_bytes = 200;
  config.edits_bytes = 100;
  config.history_frame_bytes = 100;
  config.members_per_room = 3;
  config.rooms_per_connection = 2;
  config.pending_messages = 6;
  return config;
}

class Room {
 public:
  void step(std::string_view line) {
    if (line.empty()) return;
    const int n = fuzz::digit(line, 1);
    switch (line[0]) {
      case 'B':
      case 'P':
        connect(n, line[0] == 'P' ? protocol::Dialect::plain : protocol::Dialect::banter);
        break;
      case 'f':
        if (line.size() > 2) hub_.receive(now_, wall_, id_of(n), line.substr(2));
        break;
      case 'd':
        open_.erase(id_of(n));
        hub_.disconnect(id_of(n));
        break;
      case 'c':
        hub_.congested(id_of(n));
        break;
      case 'e':
        hub_.drained(id_of(n));
        break;
      case 'h':
      case 'g':
        held_ = line[0] == 'h';
        break;
      case 'k':
        storage_.appends = static_cast<server::MemoryStorage::Fault>(n % 3);
        storage_.reads_fail = n > 5;
        break;
      case 't':
        now_ += Duration{std::int64_t{16} << (2 * n)};
        hub_.tick(now_);
        break;
      default:
        break;
    }
    pump();
  }
  void finish() {
    held_ = false;
    storage_.appends = server::MemoryStorage::Fault::none;
    storage_.reads_fail = false;
    pump();
    for (int n = 0; n < 10; ++n) hub_.drained(id_of(n));
    pump();
    require(hub_.pending() == 0, "every write was answered");
    require(hub_.connections() == open_.size(), "it knows whom there is");
    for (const auto id : std::set(open_)) hub_.disconnect(id);
    pump();
    require(hub_.rooms() == 0, "an empty room is forgotten");
  }

 private:
  [[nodiscard]] server::ConnectionId id_of(int n) const {
    const auto at = newest_.find(n);
    return at == newest_.end() ? server::ConnectionId{0} : at->second;
  }
  void connect(int n, protocol::Dialect dialect) {
    if (open_.contains(id_of(n))) return;
    const auto id = newest_[n] = server::ConnectionId{++ids_};
    open_.insert(id);
    dialects_[id] = dialect;
    hub_.connect(now_, id, dialect);
  }
  void pump() {
    for (int rounds = 0;; ++rounds) {
      require(rounds < 1'000, "it comes to rest");
      server::Outputs outputs;
      hub_.take(outputs);
      for (auto& request : outputs.requests) waiting_.push_back(std::move(request));
      for (const auto& [to, frame] : outputs.deliveries) {
        if (open_.contains(to)) read(to, *frame);
      }
      for (const auto& close : outputs.closes) {
        require(close.code >= 1000 && close.code < 5000, "it closes with a code of the protocol's");
        open_.erase(close.connection);
      }
      require(hub_.pending() <= 6, "what is on its way is bounded");
      if (held_ || waiting_.empty()) return;
      std::vector<server::StoreReply> replies;
      storage_.perform(std::exchange(waiting_, {}), replies);
      for (const auto& reply : replies) hub_.stored(now_, reply);
    }
  }
  /// What the server says can be read, and numbers only rise.
  void read(server::ConnectionId to, const std::string& frame) {
    const auto dialect = dialects_[to];
    static const auto plain = protocol::make_client_codec(protocol::Dialect::plain);
    static const auto banter = protocol::make_client_codec(protocol::Dialect::banter);
    protocol::Decoded<protocol::Event> decoded;
    (dialect == protocol::Dialect::plain ? plain : banter)->decode(frame, decoded);
    require(decoded.errors.empty() && decoded.messages.size() == 1, "what it says can be read");
    if (dialect == protocol::Dialect::plain) return;
    const auto& event = decoded.messages[0];
    const auto take = [&](const protocol::ChatMessage& message) {
      auto& newest = sent_[{to, message.room}];
      require(newest == 0 || message.seq > newest, "numbers rise");
      newest = message.seq;
    };
    if (const auto* joined = std::get_if<protocol::Joined>(&event)) sent_[{to, joined->room}] = 0;
    if (const auto* chat = std::get_if<protocol::Chat>(&event)) take(chat->message);
    if (const auto* history = std::get_if<protocol::History>(&event)) {
      for (const auto& message : history->messages) take(message);
    }
  }

  TimePoint now_{Duration{1'000'000}};
  WallTime wall_{Duration{1'700'000'000'000}};
  server::Hub hub_{small(), 1};
  server::MemoryStorage storage_;
  std::vector<server::StoreRequest> waiting_;
  bool held_ = false;
  std::uint64_t ids_ = 0;
  std::map<int, server::ConnectionId> newest_;
  std::set<server::ConnectionId> open_;
  std::map<server::ConnectionId, protocol::Dialect> dialects_;
  std::map<std::pair<server::ConnectionId, std::string>, protocol::Seq> sent_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Room room;
  fuzz::run_script(data, size, [&](std::string_view line) { room.step(line); });
  room.finish();
  return 0;
}
