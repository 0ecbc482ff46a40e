#include "server/io/ws_connection.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/websocket/option.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <utility>

#include "server/core/refusals.hpp"
#include "server/io/clock.hpp"

namespace banter::server {

namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

WsConnection::WsConnection(beast::tcp_stream stream, Gateway& gateway, WsTerms terms, ConnectionSlot slot)
    : stream_(std::move(stream)), gateway_(gateway), terms_(std::move(terms)), slot_(std::move(slot)) {}

void WsConnection::start(Request request) {
  const auto& limits = gateway_.limits();
  auto& tcp = beast::get_lowest_layer(stream_);
  tcp.expires_never();        // the WebSocket's own timeouts from here on
  beast::error_code ignored;  // a socket without these options works too
  tcp.socket().set_option(boost::asio::socket_base::send_buffer_size(limits.send_buffer_bytes), ignored);
  websocket::stream_base::timeout timeout{};
  timeout.handshake_timeout = limits.handshake_within;
  timeout.idle_timeout = limits.idle;
  timeout.keep_alive_pings = true;
  stream_.set_option(timeout);
  // on_read() limits them: Beast's own way of closing resets the connection while the rest of a large frame is still
  // on its way, and the client never learns why.
  stream_.read_message_max(0);
  stream_.auto_fragment(false);
  stream_.text(true);
  stream_.set_option(websocket::stream_base::decorator([subprotocol = terms_.subprotocol](auto& response) {
    if (!subprotocol.empty()) response.set(http::field::sec_websocket_protocol, subprotocol);
  }));
  request_ = std::move(request);
  stream_.async_accept(request_, [self = shared_from_this()](beast::error_code error) { self->accepted(error); });
}

void WsConnection::accepted(beast::error_code error) {
  request_ = {};
  if (error) return;  // the last owner is gone with this handler
  id_ = gateway_.attach(shared_from_this(), terms_.dialect);
  if (gateway_.stopping()) close(close_code::going_away, "the server stops");
  read();
}

void WsConnection::read() {
  stream_.async_read_some(buffer_, read_bytes,
                          [self = shared_from_this()](beast::error_code error, std::size_t) { self->on_read(error); });
}

void WsConnection::on_read(beast::error_code error) {
  if (error) return ended();
  const auto limit = gateway_.limits().frame_bytes;
  if (!closing_since_ && buffer_.size() > limit) {
    gateway_.forget(*id_);
    close(websocket::close_code::too_big, "the frame is too large");
  }
  if (stream_.is_message_done()) {
    receiving_since_.reset();
    on_frame();
  } else if (!receiving_since_) {
    receiving_since_ = monotonic_now();
  }
  if (closing_since_ || stream_.is_message_done()) {
    buffer_.consume(buffer_.size());
    if (buffer_.capacity() > read_bytes) buffer_.shrink_to_fit();  // one long message is no reason to keep so much
  }
  read();
}

void WsConnection::on_frame() {
  auto& stats = gateway_.io_stats();
  ++stats.frames_in;
  stats.bytes_in += buffer_.size();
  if (closing_since_) return;
  if (!stream_.got_text()) {
    gateway_.forget(*id_);
    return close(close_code::unsupported, "text frames only");
  }
  const auto data = buffer_.cdata();
  gateway_.received(*id_, std::string_view(static_cast<const char*>(data.data()), data.size()));
}

void WsConnection::send(FrameText frame) {
  if (closing_since_ || !id_) return;
  queued_bytes_ += frame->size();
  queue_.push_back(std::move(frame));
  const auto& limits = gateway_.limits();
  if (queued_bytes_ > limits.queue_bytes) return cut();
  if (queued_bytes_ > limits.congested_bytes) gateway_.congested(*id_);
  if (!sending_) write();
}

void WsConnection::write() {
  if (queue_.empty()) {
    if (closing_since_) return begin_close();
    return gateway_.drained(*id_);
  }
  sending_ = std::move(queue_.front());
  queue_.pop_front();
  sending_bytes_ = sending_->size();
  const auto most = gateway_.limits().batch_bytes;
  if (terms_.batches && !queue_.empty() && sending_->size() + queue_.front()->size() + 3 <= most) {
    std::string batch = "[" + *sending_;
    while (!queue_.empty() && batch.size() + queue_.front()->size() + 2 <= most) {
      batch += "," + *queue_.front();
      sending_bytes_ += queue_.front()->size();
      queue_.pop_front();
    }
    batch += "]";
    sending_ = std::make_shared<const std::string>(std::move(batch));
  }
  sending_since_ = monotonic_now();
  stream_.async_write(
      boost::asio::buffer(*sending_),
      [self = shared_from_this()](beast::error_code error, std::size_t bytes) { self->on_written(error, bytes); });
}

void WsConnection::on_written(beast::error_code error, std::size_t bytes) {
  queued_bytes_ -= sending_bytes_;
  sending_.reset();
  sending_since_.reset();
  if (error) abort();  // the pending read ends now, and with it the connection
  if (error || !id_) return;
  auto& stats = gateway_.io_stats();
  ++stats.frames_out;
  stats.bytes_out += bytes;
  write();
}

void WsConnection::close(int code, const std::string& reason) {
  if (closing_since_) return;
  closing_since_ = monotonic_now();
  reason_ = websocket::close_reason(static_cast<websocket::close_code>(code), reason);
  if (!sending_) write();
}

void WsConnection::begin_close() {
  if (std::exchange(close_begun_, true)) return;
  stream_.async_close(reason_, [self = shared_from_this()](beast::error_code) {
    // However that went, the pending read ends now and tells.
    self->abort();
  });
}

void WsConnection::cut() {
  ++gateway_.io_stats().cuts;
  for (const auto& frame : queue_) queued_bytes_ -= frame->size();
  queue_.clear();
  gateway_.forget(*id_);
  close(close_code::too_slow, "reads too slowly");
  begin_close();  // waits for the frame that is being sent, as long as sweep() lets it
}

void WsConnection::sweep(TimePoint now) {
  const auto& limits = gateway_.limits();
  if (closing_since_) {
    if (now - *closing_since_ > limits.close_within) abort();
  } else if (sending_since_ && now - *sending_since_ > limits.stall) {
    cut();
  } else if (id_ && receiving_since_ && now - *receiving_since_ > limits.frame_within) {
    gateway_.forget(*id_);
    close(close_code::frame_timeout, "the frame did not come in time");
  }
}

void WsConnection::abort() {
  beast::get_lowest_layer(stream_).close();
}

void WsConnection::ended() {
  if (!id_) return;
  const auto id = *std::exchange(id_, std::nullopt);
  if (!closing_since_) closing_since_ = monotonic_now();
  abort();
  gateway_.detach(id);
}

}  // namespace banter::server
