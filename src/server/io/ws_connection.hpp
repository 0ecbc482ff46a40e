// One WebSocket: reads frames for the gateway, sends what it is given in order, with a bounded queue. Beast shakes
// hands; afterwards the frames are read and written here (core/ws_frames), straight from and to the socket: what is
// sent to many is never copied, several frames go in one system call, and a connection that is silent holds no buffer.
// Kept alive by its pending operations and by the gateway until it is closed.
// Must not know: what the frames mean.
#pragma once

#include <boost/beast/core/error.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/core/ws_frames.hpp"
#include "server/io/connection_slot.hpp"
#include "server/io/gateway.hpp"
#include "server/io/http_request.hpp"
#include "server/io/stream.hpp"

namespace banter::server {

class WsConnection : public std::enable_shared_from_this<WsConnection> {
 public:
  WsConnection(Stream stream, Gateway& gateway, WsTerms terms, ConnectionSlot slot);
  WsConnection(const WsConnection&) = delete;
  WsConnection& operator=(const WsConnection&) = delete;
  ~WsConnection();

  /// Answers the handshake, then runs until either side closes.
  void start(HttpRequest request);
  /// Waits for flush().
  void send(FrameText frame);
  /// The gateway is told when all is sent.
  void tell_when_sent();
  /// Writes what is queued, as far as the system takes it; the rest follows by itself.
  void flush();
  /// After what is queued was sent.
  void close(int code, const std::string& reason);
  void sweep(TimePoint now);
  /// At once, without a word.
  void abort();

 private:
  struct Handshake;
  struct Gathered;
  struct Outgoing {
    FrameText payload;
    Opcode opcode{};
  };

  void accepted(boost::beast::error_code error);
  void wait_readable();
  void readable(boost::beast::error_code error);
  /// False: nothing is read any more.
  bool take_in(std::string_view bytes);
  void on_item(const WsReader::Item& item);
  void fail(int code);
  void peer_closes(int code);
  void answer_ping(std::string_view payload);

  void flush_later();
  void wait_writable();
  bool stuck(boost::beast::error_code error);
  /// False: the system takes no more now, or never again.
  bool write_rest();
  bool write_queued();
  void gather(Gathered& out) const;
  /// What was begun or queued before has been written.
  void all_written();
  void unqueue(std::size_t bytes);
  void drop_queue();
  void cut();
  void ended();

  Stream stream_;
  Gateway& gateway_;
  ConnectionSlot slot_;
  std::unique_ptr<Handshake> handshake_;  ///< until it is done
  std::optional<ConnectionId> id_;        ///< while attached
  WsReader reader_;
  std::vector<Outgoing> queue_;
  std::string rest_;              ///< of what was begun and not taken by the system; over TLS all of it, from one piece
  std::size_t rest_at_ = 0;       ///< from there on
  std::size_t queued_bytes_ = 0;  ///< of queue_ and rest_, payloads alone
  std::size_t rest_bytes_ = 0;    ///< those of rest_
  std::string goodbye_;           ///< the payload of the close frame, while one is to be sent
  TimePoint heard_{};
  std::optional<TimePoint> sending_since_;    ///< the system takes no more
  std::optional<TimePoint> receiving_since_;  ///< a message of which a part is here
  std::optional<TimePoint> closing_since_;
  bool batches_ = false;
  bool flush_due_ = false;  ///< the gateway will call flush()
  bool blocked_ = false;    ///< waits until the socket is writable
  bool tell_ = false;       ///< the gateway, when all is written
  bool pinged_ = false;     ///< and nothing was heard since
  bool close_sent_ = false;
  bool peer_closed_ = false;  ///< its close frame is here
  bool deaf_ = false;         ///< nothing of what comes can be understood any more
};

}  // namespace banter::server
