// One WebSocket: reads frames for the gateway, sends what it is given in order, with a bounded queue. Beast shakes
// hands; afterwards the frames are read and written here (core/ws_frames), straight from and to the socket: what is
// sent to many is never copied, several frames go in one system call, and a connection that is silent holds no buffer
// and little else: what it needs now and then it has only then.
// Kept alive by its pending operations and by the gateway until it is closed.
// Must not know: what the frames mean.
#pragma once

#include <boost/beast/core/error.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "server/core/ws_frames.hpp"
#include "server/io/connection_slot.hpp"
#include "server/io/gateway.hpp"
#include "server/io/http_request.hpp"
#include "server/io/send_queue.hpp"
#include "server/io/stream.hpp"

namespace banter::server {

class WsConnection : public boost::intrusive_ref_counter<WsConnection, boost::thread_unsafe_counter> {
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
  [[nodiscard]] protocol::Dialect dialect() const { return dialect_; }

 private:
  struct Handshake;
  struct Gathered;
  /// A message of which a part is here.
  struct Receiving {
    WsReader reader;
    TimePoint since{};
  };
  /// Of what was begun and not taken by the system; over TLS all of it, from one piece.
  struct Rest {
    std::string bytes;
    std::size_t at = 0;       ///< from there on
    std::size_t payload = 0;  ///< payloads alone
  };
  struct Closing {
    TimePoint since{};
    std::string goodbye;  ///< the payload of the close frame, while one is to be sent
  };
  static constexpr TimePoint never = TimePoint::max();

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
  void set_rest(std::string bytes, std::size_t payload);
  void unqueue(std::size_t bytes);
  void drop_queue();
  void cut();
  void ended();

  Stream stream_;
  Gateway& gateway_;
  ConnectionSlot slot_;
  std::unique_ptr<Handshake> handshake_;  ///< until it is done
  ConnectionId id_{};                     ///< while attached
  std::unique_ptr<Receiving> receiving_;  ///< null: no message is on its way
  SendQueue queue_;
  std::unique_ptr<Rest> rest_;        ///< null: there is none
  std::unique_ptr<Closing> closing_;  ///< null: nobody has asked to close
  std::size_t queued_bytes_ = 0;      ///< of queue_ and rest_, payloads alone
  TimePoint heard_{};
  TimePoint sending_since_ = never;  ///< the system takes no more since then
  protocol::Dialect dialect_{};
  bool attached_ = false;
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
