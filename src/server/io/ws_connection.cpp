#include "server/io/ws_connection.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/websocket/option.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/container/static_vector.hpp>
#include <utility>

#include "server/core/refusals.hpp"
#include "server/io/clock.hpp"

namespace banter::server {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

/// Gone when it is done: an idle connection keeps nothing of it.
struct WsConnection::Handshake {
  Handshake(Stream bytes, WsTerms settled) : stream(std::move(bytes)), terms(std::move(settled)) {}

  websocket::stream<Stream> stream;
  WsTerms terms;
  HttpRequest request;
};

WsConnection::WsConnection(Stream stream, Gateway& gateway, WsTerms terms, ConnectionSlot slot)
    : stream_(stream.get_executor()),
      gateway_(gateway),
      slot_(std::move(slot)),
      handshake_(std::make_unique<Handshake>(std::move(stream), std::move(terms))) {}

WsConnection::~WsConnection() = default;

void WsConnection::start(HttpRequest request) {
  auto& stream = handshake_->stream;
  websocket::stream_base::timeout timeout{};
  timeout.handshake_timeout = gateway_.limits().handshake_within;
  timeout.idle_timeout = websocket::stream_base::none();
  stream.set_option(timeout);
  stream.set_option(websocket::stream_base::decorator([subprotocol = handshake_->terms.subprotocol](auto& response) {
    if (!subprotocol.empty()) response.set(http::field::sec_websocket_protocol, subprotocol);
  }));
  handshake_->request = std::move(request);
  stream.async_accept(handshake_->request,
                      [self = shared_from_this()](beast::error_code error) { self->accepted(error); });
}

void WsConnection::accepted(beast::error_code error) {
  if (error) return;  // the last owner is gone with this handler
  const auto done = std::move(handshake_);
  stream_ = std::move(done->stream.next_layer());
  beast::error_code ignored;  // a socket without this option works too
  stream_.socket().set_option(asio::socket_base::send_buffer_size(gateway_.limits().send_buffer_bytes), ignored);
  stream_.socket().non_blocking(true, error);
  if (error) return;
  batches_ = done->terms.batches;
  heard_ = monotonic_now();
  id_ = gateway_.attach(shared_from_this(), done->terms.dialect);
  if (gateway_.stopping()) close(close_code::going_away, "the server stops");
  if (closing_since_) flush();  // it was turned away while it was attached
  wait_readable();
}

// ---- reading ----

void WsConnection::wait_readable() {
  stream_.wait_readable([self = shared_from_this()](beast::error_code error) { self->readable(error); });
}

void WsConnection::readable(beast::error_code error) {
  if (error) return ended();
  auto& buffer = gateway_.read_buffer();
  const std::size_t got = stream_.read_some(asio::buffer(buffer), error);
  if (error == asio::error::would_block || error == asio::error::interrupted) return wait_readable();
  if (error) return ended();
  heard_ = monotonic_now();
  pinged_ = false;
  if (take_in({buffer.data(), got})) wait_readable();
}

bool WsConnection::take_in(std::string_view bytes) {
  while (!bytes.empty() && !deaf_ && id_) {
    const auto [item, error] = reader_.next(bytes, gateway_.limits().frame_bytes);
    if (error != 0) {
      fail(error);
    } else if (item) {
      receiving_since_.reset();
      on_item(*item);
    } else {
      break;
    }
  }
  reader_.release();
  if (!reader_.midway()) {
    receiving_since_.reset();
  } else if (!receiving_since_) {
    receiving_since_ = heard_;
  }
  return id_.has_value();
}

void WsConnection::on_item(const WsReader::Item& item) {
  switch (item.kind) {
    case Opcode::close:
      return peer_closes(item.code);
    case Opcode::ping:
      return answer_ping(item.payload);
    case Opcode::text:
    case Opcode::binary:
      break;
    default:
      return;
  }
  auto& stats = gateway_.io_stats();
  ++stats.frames_in;
  stats.bytes_in += item.payload.size();
  if (closing_since_) return;
  if (item.kind == Opcode::text) return gateway_.received(*id_, item.payload);
  gateway_.forget(*id_);
  close(close_code::unsupported, "text frames only");
}

void WsConnection::answer_ping(std::string_view payload) {
  if (closing_since_) return;
  for (const Outgoing& out : queue_) {
    if (out.opcode == Opcode::pong) return;  // one answer for several is enough (RFC 6455, 5.5.3)
  }
  queue_.push_back({std::make_shared<const std::string>(payload), Opcode::pong});
  queued_bytes_ += payload.size();
  gateway_.io_stats().queue_bytes += payload.size();
  flush();
}

void WsConnection::fail(int code) {
  deaf_ = true;
  gateway_.forget(*id_);
  close(code, code == ws_too_big ? "the frame is too large" : "");
}

void WsConnection::peer_closes(int code) {
  peer_closed_ = true;
  deaf_ = true;
  if (close_sent_) return ended();
  gateway_.forget(*id_);
  drop_queue();
  if (!closing_since_) closing_since_ = heard_;
  goodbye_ = code == 1005 ? std::string() : close_payload(code, {});
  flush();
}

// ---- writing ----

struct WsConnection::Gathered {
  static constexpr std::size_t most_buffers = 64;  // Asio hands on no more at once
  static constexpr std::size_t most_frames = 20;

  boost::container::static_vector<asio::const_buffer, most_buffers> buffers;
  std::array<WsHead, most_frames> heads;
  std::size_t frames = 0;
  std::size_t entries = 0;  ///< of the queue
  std::size_t payload = 0;  ///< bytes of theirs
  std::size_t bytes = 0;

  void add(std::string_view piece) {
    buffers.emplace_back(piece.data(), piece.size());
    bytes += piece.size();
  }
  void add_head(Opcode opcode, std::size_t size) {
    heads[frames] = ws_head(opcode, size);
    add(heads[frames++].view());
  }
};

void WsConnection::gather(Gathered& out) const {
  const std::size_t most = gateway_.limits().batch_bytes;
  while (out.entries < queue_.size() && out.frames < Gathered::most_frames &&
         out.buffers.size() + 2 <= Gathered::most_buffers) {
    const Outgoing& first = queue_[out.entries];
    if (out.frames > 0 && out.bytes + first.payload->size() > most) break;
    // As many as fit become one array: brackets, commas and what is between them.
    std::size_t count = 1;
    std::size_t size = first.payload->size() + 2;
    while (batches_ && first.opcode == Opcode::text && out.entries + count < queue_.size() &&
           out.buffers.size() + 2 * (count + 1) + 2 <= Gathered::most_buffers) {
      const Outgoing& next = queue_[out.entries + count];
      if (next.opcode != Opcode::text || size + next.payload->size() + 1 > most) break;
      size += next.payload->size() + 1;
      ++count;
    }
    out.add_head(first.opcode, count == 1 ? first.payload->size() : size);
    for (std::size_t i = 0; i < count; ++i) {
      if (count > 1) out.add(i == 0 ? "[" : ",");
      const FrameText& payload = queue_[out.entries + i].payload;
      out.add(*payload);
      out.payload += payload->size();
    }
    if (count > 1) out.add("]");
    out.entries += count;
  }
}

void WsConnection::send(FrameText frame) {
  if (closing_since_ || !id_) return;
  queued_bytes_ += frame->size();
  gateway_.io_stats().queue_bytes += frame->size();
  queue_.push_back({std::move(frame), Opcode::text});
  const auto& limits = gateway_.limits();
  if (!blocked_ && queued_bytes_ > limits.batch_bytes) flush();
  if (closing_since_ || !id_) return;
  if (queued_bytes_ > limits.queue_bytes) return cut();
  if (queued_bytes_ > limits.congested_bytes) {
    tell_ = true;
    gateway_.congested(*id_);
  }
  flush_later();
}

void WsConnection::tell_when_sent() {
  if (closing_since_ || !id_) return;
  tell_ = true;
  flush_later();
}

void WsConnection::flush_later() {
  if (!blocked_ && !std::exchange(flush_due_, true)) gateway_.flush_later(shared_from_this());
}

void WsConnection::flush() {
  flush_due_ = false;
  if (blocked_ || !id_) return;
  while (write_rest() && !queue_.empty()) {
    if (!write_queued()) break;
  }
  if (!blocked_ && id_ && queue_.empty()) all_written();
}

bool WsConnection::stuck(beast::error_code error) {
  if (error == asio::error::would_block) {
    wait_writable();
  } else {
    abort();
  }
  return false;
}

bool WsConnection::write_rest() {
  while (!rest_.empty()) {
    beast::error_code error;
    rest_at_ += stream_.write_some(asio::buffer(rest_.data() + rest_at_, rest_.size() - rest_at_), error);
    if (error) return stuck(error);
    if (rest_at_ < rest_.size()) continue;
    std::string().swap(rest_);
    rest_at_ = 0;
    sending_since_.reset();
    unqueue(std::exchange(rest_bytes_, 0));
  }
  return true;
}

bool WsConnection::write_queued() {
  Gathered out;
  gather(out);
  std::size_t sent =
      0;  // of TLS, which must be told the same bytes again when it could not write them: see write_rest()
  if (!stream_.secure()) {
    beast::error_code error;
    sent = stream_.write_plain(out.buffers, error);
    if (error) return stuck(error);
  }
  auto& stats = gateway_.io_stats();
  stats.frames_out += out.frames;
  stats.bytes_out += out.payload;
  sending_since_.reset();
  if (sent < out.bytes) {
    std::size_t skip = sent;
    rest_.reserve(out.bytes - sent);
    for (const auto& buffer : out.buffers) {
      const std::size_t gone = std::min(skip, buffer.size());
      rest_.append(static_cast<const char*>(buffer.data()) + gone, buffer.size() - gone);
      skip -= gone;
    }
    rest_bytes_ = out.payload;
  } else {
    unqueue(out.payload);
  }
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(out.entries));
  if (queue_.empty() && queue_.capacity() > 8) std::vector<Outgoing>().swap(queue_);
  return true;
}

void WsConnection::all_written() {
  if (closing_since_ && !close_sent_) {
    close_sent_ = true;
    const WsHead head = ws_head(Opcode::close, goodbye_.size());
    rest_ = std::string(head.view()) + std::exchange(goodbye_, {});
    if (!write_rest()) return;
  }
  if (close_sent_) {
    if (peer_closed_) return ended();
    if (deaf_) stream_.shutdown_send();
    return;
  }
  if (std::exchange(tell_, false)) gateway_.drained(*id_);
}

void WsConnection::wait_writable() {
  if (!sending_since_) sending_since_ = monotonic_now();
  if (std::exchange(blocked_, true)) return;
  tell_ = true;
  stream_.wait_writable([self = shared_from_this()](beast::error_code error) {
    self->blocked_ = false;
    if (!error) self->flush();
  });
}

void WsConnection::unqueue(std::size_t bytes) {
  queued_bytes_ -= bytes;
  gateway_.io_stats().queue_bytes -= bytes;
}

void WsConnection::drop_queue() {
  for (const auto& out : queue_) unqueue(out.payload->size());
  queue_ = {};
}

// ---- its end ----

void WsConnection::close(int code, const std::string& reason) {
  if (closing_since_) return;
  closing_since_ = monotonic_now();
  goodbye_ = close_payload(code, reason);
  flush();
}

void WsConnection::cut() {
  ++gateway_.io_stats().cuts;
  drop_queue();
  gateway_.forget(*id_);
  close(close_code::too_slow, "reads too slowly");  // after what was begun, as long as sweep() lets it
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
  } else if (now - heard_ > limits.idle) {
    abort();
  } else if (now - heard_ > limits.idle / 2 && !std::exchange(pinged_, true)) {
    queue_.push_back({std::make_shared<const std::string>(), Opcode::ping});
    flush();
  }
}

void WsConnection::abort() {
  stream_.close();  // the pending read ends now, and with it the connection
}

void WsConnection::ended() {
  if (!id_) return;
  const auto id = *std::exchange(id_, std::nullopt);
  if (!closing_since_) closing_since_ = monotonic_now();
  unqueue(queued_bytes_);
  stream_.say_goodbye();
  abort();
  gateway_.detach(id);
}

}  // namespace banter::server
